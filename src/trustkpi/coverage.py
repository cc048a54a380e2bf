"""How much of the reporting framework is answered: each row's measures held against the catalogue and the packs."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import polars as pl

from trustkpi.kpi import Kpi
from trustkpi.register import Register
from validation import vocabulary
from validation.periods import period

# What packs show, one row a figure that a reader can find: `grounded` is true where the rating is red, amber or
# green, or grey for a reason that names its source.
SHOWN: Mapping[str, pl.DataType] = {
    "kpi": pl.String(),
    "breakdown": pl.String(),
    "committee": pl.String(),
    "sheet": pl.String(),
    "grounded": pl.Boolean(),
}
COMMITTEES = {**vocabulary.COMMITTEES, "All": "Every committee"}
# What every pack has, whatever it shows: the measure as the framework writes it, and the page on which it stands.
EVERY_PACK: Mapping[str, str] = {"pack header": "Cover", "rag per KPI": "Scorecard data", "rag_reason": "Scorecard data"}
_OUTSIDE_BRACKETS = re.compile(r"[;,](?!\d)(?![^(\[]*[)\]])")
_BRACKETS = re.compile(r"\[[^\]]*\]|\([^)]*\)")
_WHICH_WAY = re.compile(
    r"\s(?:high|low|neutral|low/benchmark)(?=\s+(?:by|vs|=)\s|$)|(?<!\bvs)\s(?:target|benchmark|band)(?:\W.*)?$|\slow-\S+$|\s=\s.*$"
)


@dataclass(frozen=True)
class Measured:
    """A measure that a row names: of which KPI, by which breakdown, whether the gap, and held against what."""

    name: str
    breakdown: str = ""
    gap: bool = False
    versus: str = ""

    def __str__(self) -> str:
        """The measure as the framework writes it."""
        by = f" by {self.breakdown}" if self.breakdown else ""
        return f"{self.name}{' gap' if self.gap else ''}{by}{f' vs {self.versus}' if self.versus else ''}"


@dataclass(frozen=True)
class Asked:
    """A row of the framework: what the committee asks to see, in which measures, and why any of them was renamed."""

    id: str
    committee: str
    theme: str
    focus: str
    report: str
    measures: str
    workbook_data: str
    frequency: str
    reason: str

    def named(self) -> tuple[Measured, ...]:
        """The measures, one by one."""
        return measures(self.measures)


@dataclass(frozen=True)
class Covered:
    """A row of the framework and its answer: the KPIs and registers that serve it, where packs show them, what is missing."""

    asked: Asked
    served_by: tuple[str, ...]
    shown_on: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def served(self) -> bool:
        """Whether every measure of the row is answered."""
        return not self.missing


@cache
def framework() -> tuple[Asked, ...]:
    """Every row of the framework, in its order."""
    text = resources.files("trustkpi").joinpath("framework.csv").read_text(encoding="utf-8")
    return tuple(Asked(**row) for row in csv.DictReader(text.splitlines()))


def measures(text: str) -> tuple[Measured, ...]:
    """The measures that a row names: units, brackets and words of polarity left out.

    `absence_rate gap by sex [pp] low; roll [n]` names the gap of absence_rate by sex, and roll.
    """
    items = (_measured(item) for item in _OUTSIDE_BRACKETS.split(text))
    return tuple(dict.fromkeys(m for m in items if m.name))


def _measured(item: str) -> Measured:
    words = " ".join(_BRACKETS.sub(" ", item).split())
    words = _WHICH_WAY.sub("", words)
    name, _, versus = words.partition(" vs ")
    name, _, breakdown = name.partition(" by ")
    gap = name.endswith(" gap")
    return Measured(name.removesuffix(" gap").strip(), breakdown.strip(), gap, versus.strip())


def coverage(
    kpis: Mapping[str, Kpi], shown: pl.DataFrame | None = None, registers: Mapping[str, Register] | None = None
) -> list[Covered]:
    """Every row of the framework with its answer, in the framework's order.

    Without `shown` (a frame of SHOWN) a measure is served where the catalogue answers it for that row: the same name may
    mean something else in another row. With it, where a pack shows it too and its rating is not grey for want of data.
    """
    answers: list[Kpi | Register] = [*kpis.values(), *(registers or {}).values()]
    return [_covered(asked, answers, shown) for asked in framework()]


def shown_in(packs: Iterable[Mapping[str, Any]]) -> pl.DataFrame | None:
    """What the newest pack of each committee shows (a frame of SHOWN), from the lines of packs' manifests.

    None where there is no pack that says what it shows.
    """
    told = [line for line in packs if line.get("shows")]
    newest = {line["committee"]: line for line in sorted(told, key=lambda p: (period(p["period"]).closes, p["as_at"]))}
    rows = [
        (what["name"], what["breakdown"], committee, page, what["grounded"])
        for committee, line in newest.items()
        for what in line["shows"]
        for page in what["pages"]
    ]
    return pl.DataFrame(rows, schema=dict(SHOWN), orient="row") if newest else None


def _covered(asked: Asked, every: Iterable[Kpi | Register], shown: pl.DataFrame | None) -> Covered:
    served_by: list[str] = []
    shown_on: list[str] = []
    missing: list[str] = []
    for wanted in asked.named():
        if str(wanted) in EVERY_PACK:
            of_every = _in_every_pack(EVERY_PACK[str(wanted)], shown)
            served_by, shown_on = [*served_by, "every pack"], [*shown_on, *of_every]
            missing += [str(wanted)] if shown is not None and not of_every else []
            continue
        answers = [k for k in every if asked.id in k.focus and _answers(k, wanted)]
        places = [_places(k, wanted, shown) for k in answers] if shown is not None else []
        served_by += [k.name for k in answers]
        shown_on += [place for found in places for place in found]
        if not answers or (shown is not None and not any(places)):
            missing.append(str(wanted))
    return Covered(asked, _once(served_by), _once(shown_on), tuple(missing))


def _in_every_pack(page: str, shown: pl.DataFrame | None) -> list[str]:
    return [] if shown is None else [f"{committee}: {page}" for committee in shown["committee"].unique().sort()]


def _answers(kpi: Kpi | Register, wanted: Measured) -> bool:
    if isinstance(kpi, Register):
        return str(wanted) in {kpi.name, *kpi.serves}
    if str(wanted) in kpi.serves:
        return True
    if wanted.name != kpi.name and wanted.name not in kpi.serves:
        return False
    if wanted.versus:
        return wanted.versus == "national" and kpi.benchmark is not None
    if not wanted.breakdown:
        return not wanted.gap
    return any(b.name == wanted.breakdown and (b.gap is not None or not wanted.gap) for b in kpi.breakdowns)


def _places(kpi: Kpi | Register, wanted: Measured, shown: pl.DataFrame | None) -> list[str]:
    if shown is None:
        return []
    # A list, or a KPI that answers the words as they stand, has no breakdown of that name.
    parted = wanted.breakdown if not isinstance(kpi, Register) and str(wanted) not in kpi.serves else ""
    found = shown.filter((pl.col("kpi") == kpi.name) & pl.col("grounded") & (pl.col("breakdown") == parted))
    return found.select(pl.format("{}: {}", "committee", "sheet").unique(maintain_order=True)).to_series().to_list()


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
