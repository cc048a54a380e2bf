"""docs/kpis.md: every KPI, focus by focus: what it means, how it is worked out, who counts and what colours it."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType

from trustkpi import kpis
from trustkpi.docs.markdown import cell, table
from trustkpi.docs.markdown import page as whole
from trustkpi.explain import Line, limits, meaning
from trustkpi.kpi import Benchmark, Breakdown, Kpi
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
    declared = [value for value in vars(module).values() if isinstance(value, Kpi)]
    if not declared:
        return []
    title = module.__name__.rpartition(".")[2].replace("_", " ").capitalize()
    about = " ".join((module.__doc__ or "").partition("\n\n")[0].split())
    return [f"## {title}", "", about, "", *(line for kpi in declared for line in of_kpi(kpi))]


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
