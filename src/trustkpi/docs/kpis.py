"""docs/kpis.md: every KPI and list, file by file: what it means, how it is worked out, who counts and what colours it."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from itertools import chain
from types import ModuleType

from trustkpi import kpis
from trustkpi.docs.markdown import cell, table
from trustkpi.docs.markdown import page as whole
from trustkpi.explain import Line, limits, meaning
from trustkpi.formula import ENGINE_COLUMNS, in_words
from trustkpi.kpi import Benchmark, Breakdown, Kpi
from trustkpi.register import Register
from validation.findings import shown

_INTRO = (
    "Every figure is worked out from totals: numerator and denominator are added up apart and divided once, by the same",
    "formula for a pupil group, an academy, a phase and the trust. Percentages are never averaged. The formulas use the",
    "headings of the return's sheet. Bands that a trust sets in trust.xlsx stand before the ones given here.",
    "",
)


def page() -> str:
    """The whole page, one chapter for each file of the catalogue's folder."""
    chapters = [chapter for module in _modules() for chapter in (_chapter(module),) if chapter]
    return whole("The KPIs", _INTRO, *chapters)


def _modules() -> Iterator[ModuleType]:
    for found in pkgutil.iter_modules(kpis.__path__):
        yield importlib.import_module(f"{kpis.__name__}.{found.name}")


def _chapter(module: ModuleType) -> list[str]:
    own = [value for name, value in vars(module).items() if name not in _imported(module)]
    declared = [value for value in own if isinstance(value, Kpi)]
    listed = [value for value in own if isinstance(value, Register)]
    if not declared and not listed:
        return []
    title = module.__name__.rpartition(".")[2].replace("_", " ").capitalize()
    about = " ".join((module.__doc__ or "").partition("\n\n")[0].split())
    kpis_of, lists_of = map(of_kpi, declared), map(of_register, listed)
    return [f"## {title}", "", about, "", *chain.from_iterable((*kpis_of, *lists_of))]


def _imported(module: ModuleType) -> set[str]:
    """The names that the file has from elsewhere: what they mean is told in their own chapter."""
    nodes = ast.walk(ast.parse(inspect.getsource(module)))
    return {alias.asname or alias.name for node in nodes if isinstance(node, ast.ImportFrom) for alias in node.names}


def of_register(register: Register) -> Iterator[str]:
    """The lines about one register."""
    yield from (f"### {register.title}", "", f"`{register.name}`", "", cell(register.meaning), "")
    columns = ", ".join(register.heading(column) for column in register.columns)
    said = [
        ("A list of", f"{register.reads.facts().one_row}: sheet {register.reads.facts().title}"),
        ("Columns", columns),
        ("Which rows", in_words(register.where, _headings(register)) if register.where is not None else "every row"),
        ("Rating of a row", _of_row(register)),
        ("Asked for by", f"{register.committee}: {', '.join(register.focus)}"),
    ]
    yield from table(("", ""), said)


def _of_row(register: Register) -> str:
    rag, named = register.rag, _headings(register)
    if rag is None:
        return "none"
    return f"red where {in_words(rag.red, named)}; amber where {in_words(rag.amber, named)}; else green ({rag.basis})"


def _headings(register: Register) -> dict[str, str]:
    return ENGINE_COLUMNS | {name: about.label for name, about in register.reads.cells().items()}


def of_kpi(kpi: Kpi) -> Iterator[str]:
    """The lines about one KPI."""
    yield from (f"### {kpi.title}", "", f"`{kpi.name}`", "", cell(kpi.meaning), "")
    said = [*(line for line in meaning(kpi) if line[0] not in {"KPI", "Meaning"}), *_benchmark(kpi.benchmark)]
    yield from table(("", ""), ((heading, _linked(kpi, heading, says)) for heading, says in said))
    bands = limits(kpi)
    if bands:
        headings = ("Phase", "In force from", "Limits", "Set by")
        yield from table(headings, ((b.phase or "every phase", shown(b.since), b.says, b.set_by) for b in bands))
    else:
        yield from ("No bands: the figure is for information, and grey unless the trust sets its own.", "")
    if kpi.breakdowns:
        yield from table(("Breakdown", "Name", "Groups", "Gap"), (_of_breakdown(b) for b in kpi.breakdowns))


def _linked(kpi: Kpi, heading: str, says: str) -> str:
    return f"{says} (in code: {', '.join(kpi.columns())})" if heading == "Reads" else says


def _benchmark(benchmark: Benchmark | None) -> list[Line]:
    if benchmark is None:
        return [("National figure", "none published")]
    to_date = f"; year to date: {benchmark.year_to_date}" if benchmark.year_to_date else ""
    return [("National figure", f"full year: {benchmark.full_year}{to_date}; of the academy's own phase")]


def _of_breakdown(breakdown: Breakdown) -> tuple[str, ...]:
    gap = " less ".join(breakdown.gap) if breakdown.gap else ""
    return breakdown.title, breakdown.name, ", ".join(breakdown.groups), gap
