"""What a KPI is: one short declaration over one sheet, from which engine, pack, docs and explain take all they need."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import polars as pl

from trustkpi.bands import PRODUCT_DEFAULT, Bands, Benchmark, Comparator, Unpublished
from trustkpi.derived import ReadsSheet
from trustkpi.measures import PEOPLE_PARTS, Breakdown, Count, Heads, Measure, Population, Ratio, Source, Statistic, Total
from trustkpi.shown import (
    COUNT_SHOWN,
    DAYS_SHOWN,
    GRADE_SHOWN,
    PER_100_SHOWN,
    PERCENT_SHOWN,
    POINTS_SHOWN,
    POUNDS_SHOWN,
    SCORE_SHOWN,
    TIMES_SHOWN,
    WHOLE_DAYS_SHOWN,
    Shown,
)
from validation.model import DeclarationError, Sheet

__all__ = [
    "COUNT_SHOWN",
    "DAYS_SHOWN",
    "GRADE_SHOWN",
    "PEOPLE_PARTS",
    "PERCENT_SHOWN",
    "PER_100_SHOWN",
    "POINTS_SHOWN",
    "POUNDS_SHOWN",
    "PRODUCT_DEFAULT",
    "SCORE_SHOWN",
    "TIMES_SHOWN",
    "WHOLE_DAYS_SHOWN",
    "Bands",
    "Benchmark",
    "Breakdown",
    "Comparator",
    "Count",
    "Heads",
    "Kpi",
    "Measure",
    "Polarity",
    "Population",
    "Ratio",
    "Shown",
    "Source",
    "Statistic",
    "Total",
    "Unpublished",
    "kpi",
]  # fmt: skip


class Polarity(StrEnum):
    """Which way is better."""

    LOWER_IS_BETTER = "lower is better"
    HIGHER_IS_BETTER = "higher is better"
    NEITHER = "for information"


Derive = Callable[[pl.DataFrame], pl.DataFrame]


@dataclass(frozen=True)
class Kpi(ReadsSheet):
    """A KPI as declared: what it is called, who asks for it, what it reads, how it is worked out, rated and sourced.

    Where `derived` is given, the rows that it reads were typed by nobody: that function makes them from rated results.
    """

    name: str
    title: str
    focus: tuple[str, ...]
    committee: str
    reads: type[Sheet]
    measure: Measure
    meaning: str
    shown: Shown
    polarity: Polarity
    over: Population | None = None
    beside: Population | None = None
    bands: tuple[Bands, ...] = ()
    benchmark: Benchmark | None = None
    breakdowns: tuple[Breakdown, ...] = ()
    source: Source | None = None
    serves: tuple[str, ...] = ()
    derived: Derive | None = None
    part_of: str = ""
    adds_to: str = ""
    unpublished: Unpublished | None = None

    @property
    def return_name(self) -> str:
        """The return that it reads first: whose calendar dates its figures."""
        return next(iter(self.returns), "")

    def columns(self) -> tuple[str, ...]:
        """The columns of the sheet that the measure reads, its population's included."""
        named = {n for e in self.measure.parts().values() for n in e.meta.root_names()}
        heads, rest = self.measure.heads, self.measure.rest if isinstance(self.measure, Ratio) else None
        for who in (self.measure.counts, self.measure.among, rest, *((heads.people, heads.inside) if heads else ())):
            named |= {*who.meta.root_names()} if who is not None else set()
        for population in (self.over, self.beside):
            if population is not None:
                named |= {*population.where.meta.root_names()}
                named |= {n for e in population.instead.values() for n in e.meta.root_names()}
        return tuple(sorted(n for n in named if not n.startswith("_")))


def kpi(
    *,
    title: str,
    focus: str | tuple[str, ...],
    committee: str,
    reads: type[Sheet],
    shown: Shown,
    polarity: Polarity,
    over: Population | None = None,
    beside: Population | None = None,
    bands: tuple[Bands, ...] = (),
    benchmark: Benchmark | None = None,
    breakdowns: tuple[Breakdown, ...] = (),
    source: Source | None = None,
    serves: tuple[str, ...] = (),
    derived: Derive | None = None,
    part_of: str = "",
    adds_to: str = "",
    unpublished: Unpublished | None = None,
) -> Callable[[Callable[[], Measure]], Kpi]:
    """Declare a KPI from the function that gives its measure; the function's name and first line become its name and meaning.

    `over` is the population of the figure, `beside` another that stands beside it. `serves` lists the framework's
    measures that it answers. For suppression, `part_of` names the KPI whose numerator this one's is a part of, and `adds_to`
    the one that adds up this term's figure with those before it since September.
    `DeclarationError` where the measure reads a column that the sheet does not have, reads
    columns by pattern, or does not say who is counted over a personal sheet.
    """

    def declare(measure: Callable[[], Measure]) -> Kpi:
        made = Kpi(
            name=measure.__name__,
            title=title,
            focus=(focus,) if isinstance(focus, str) else focus,
            committee=committee,
            reads=reads,
            measure=measure(),
            meaning=(measure.__doc__ or "").strip().partition("\n")[0],
            shown=shown,
            polarity=polarity,
            over=over,
            beside=beside,
            bands=bands,
            benchmark=benchmark,
            breakdowns=breakdowns,
            source=source,
            serves=tuple(dict.fromkeys((measure.__name__, *serves))),
            derived=derived,
            unpublished=unpublished,
            part_of=part_of,
            adds_to=adds_to,
        )
        _hold_to_the_sheet(made)
        return made

    return declare


def _hold_to_the_sheet(made: Kpi) -> None:
    expressions = [*made.measure.parts().values()]
    if any(e.meta.has_multiple_outputs() or e.meta.is_regex_projection() for e in expressions):
        msg = f"{made.name}: name the columns; patterns and all() would change with the sheet"
        raise DeclarationError(msg)
    parted = {n for b in made.breakdowns for n in b.group.meta.root_names() if not n.startswith("_")}
    unknown = {*made.columns(), *parted} - {*made.reads.cells()}
    if unknown:
        msg = f"{made.name}: {made.reads.facts().title} has no column {sorted(unknown)}; it has {sorted(made.reads.cells())}"
        raise DeclarationError(msg)
    if made.reads.facts().personal and made.measure.counts is None:
        msg = f"{made.name}: reads rows about people, so it must say who is in the numerator (counts=)"
        raise DeclarationError(msg)
    if not made.meaning.endswith("."):
        msg = f"{made.name}: its docstring must begin with one sentence that says what it is"
        raise DeclarationError(msg)
