"""What a KPI is: one short declaration over one sheet, from which engine, pack, docs and explain take all they need."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

import polars as pl

from validation.model import DeclarationError, Sheet
from validation.vocabulary import Phase

PEOPLE_PARTS = ("people", "people_in", "people_out")


class Comparator(StrEnum):
    """What a value is held against."""

    NATIONAL = "national"
    LAST_YEAR = "last year"
    LAST_PERIOD = "last period"
    TARGET = "target"


class Polarity(StrEnum):
    """Which way is better."""

    LOWER_IS_BETTER = "lower is better"
    HIGHER_IS_BETTER = "higher is better"
    NEITHER = "for information"


@dataclass(frozen=True)
class Shown:
    """How a KPI's values are written: places after the point and what follows the number."""

    name: str
    places: int
    suffix: str = ""
    gap: str = ""


PERCENT_SHOWN = Shown("per cent", 1, "%", "percentage points")
COUNT_SHOWN = Shown("count", 0)
POUNDS_SHOWN = Shown("pounds", 0, "£")


@dataclass(frozen=True)
class Source:
    """Where a formula, a threshold or a figure comes from: title and link."""

    title: str
    link: str


PRODUCT_DEFAULT = "product default"


@dataclass(frozen=True)
class Bands:
    """Two limits: at green or better the target is met, at amber or better the floor, beyond it is red.

    With `relative_to`, the limits are points away from that comparator, in the direction that is worse. `since` dates
    them, so that last year's pack rates as it did; `basis` says who set them and why.
    """

    green: float
    amber: float
    since: date
    basis: str
    relative_to: Comparator | None = None
    phase: Phase | None = None


@dataclass(frozen=True)
class Benchmark:
    """The national series that a KPI stands against: the measure's name in `benchmarks/`, and how it may be used.

    `year_to_date` names a series whose period matches a return that is cumulative from September; only a series of the
    same period colours a KPI.
    """

    full_year: str
    year_to_date: str = ""


@dataclass(frozen=True)
class Population:
    """Which rows count, and what stands in for a column in some of them; named, and sourced where somebody set it."""

    name: str
    title: str
    where: pl.Expr
    instead: Mapping[str, pl.Expr] = field(default_factory=dict)
    source: Source | None = None


@dataclass(frozen=True)
class Breakdown:
    """A way to part the people: an expression that names each row's group, and the groups in the order they are shown."""

    name: str
    title: str
    group: pl.Expr
    groups: tuple[str, ...]
    gap: tuple[str, str] | None = None  # the gap shown is the first group's value less the second's


@dataclass(frozen=True)
class Ratio:
    """A share: numerator and denominator totalled apart, then divided once, times `per`.

    Over a personal sheet `counts` says, row by row, who is in the numerator; suppression reads the people, never sessions.
    """

    numerator: pl.Expr
    denominator: pl.Expr
    per: int = 100
    counts: pl.Expr | None = None

    def parts(self) -> dict[str, pl.Expr]:
        """Names to aggregating expressions, integers all."""
        return {"numerator": self.numerator, "denominator": self.denominator}

    def value(self) -> pl.Expr:
        """The value from the totalled parts; null where the denominator is nought."""
        return (
            pl.when(pl.col("denominator") != 0)
            .then(pl.col("numerator").cast(pl.Int64) * self.per / pl.col("denominator").cast(pl.Int64))
            .cast(pl.Float64)
        )


@dataclass(frozen=True)
class Count:
    """A number of things; the people counted are those where `counts` holds."""

    n: pl.Expr
    counts: pl.Expr | None = None
    per: int = 1

    def parts(self) -> dict[str, pl.Expr]:
        """The number is the numerator; there is no denominator."""
        return {"numerator": self.n, "denominator": pl.lit(None, pl.Int64)}

    def value(self) -> pl.Expr:
        """The number itself."""
        return pl.col("numerator").cast(pl.Float64)


@dataclass(frozen=True)
class Statistic:
    """A median or the like, made in one go from the rows, and the number of rows behind it; it cannot be added up."""

    statistic: pl.Expr
    n: pl.Expr
    counts: pl.Expr | None = None
    per: int = 1

    def parts(self) -> dict[str, pl.Expr]:
        """The statistic stands as itself; n is its denominator."""
        return {"numerator": self.statistic, "denominator": self.n}

    def value(self) -> pl.Expr:
        """The statistic."""
        return pl.col("numerator").cast(pl.Float64)


Measure = Ratio | Count | Statistic


@dataclass(frozen=True)
class Kpi:
    """A KPI as declared: what it is called, who asks for it, what it reads, how it is worked out, rated and sourced."""

    name: str
    title: str
    focus: tuple[str, ...]
    committee: str
    reads: type[Sheet]
    return_name: str
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

    def columns(self) -> tuple[str, ...]:
        """The columns of the sheet that the measure reads, its population's included."""
        named = {n for e in self.measure.parts().values() for n in e.meta.root_names()}
        if self.measure.counts is not None:
            named |= {*self.measure.counts.meta.root_names()}
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
    return_name: str,
    shown: Shown,
    polarity: Polarity,
    over: Population | None = None,
    beside: Population | None = None,
    bands: tuple[Bands, ...] = (),
    benchmark: Benchmark | None = None,
    breakdowns: tuple[Breakdown, ...] = (),
    source: Source | None = None,
    serves: tuple[str, ...] = (),
) -> Callable[[Callable[[], Measure]], Kpi]:
    """Declare a KPI from the function that gives its measure; the function's name and first line become its name and meaning.

    `over` is the population of the figure, `beside` another that stands beside it. `serves` lists the framework's
    measures that it answers. `DeclarationError` where the measure reads a column that the sheet does not have, reads
    columns by pattern, or does not say who is counted over a personal sheet.
    """

    def declare(measure: Callable[[], Measure]) -> Kpi:
        made = Kpi(
            name=measure.__name__,
            title=title,
            focus=(focus,) if isinstance(focus, str) else focus,
            committee=committee,
            reads=reads,
            return_name=return_name,
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
            serves=serves or (measure.__name__,),
        )
        _hold_to_the_sheet(made)
        return made

    return declare


def _hold_to_the_sheet(made: Kpi) -> None:
    expressions = [*made.measure.parts().values()]
    if any(e.meta.has_multiple_outputs() or e.meta.is_regex_projection() for e in expressions):
        msg = f"{made.name}: name the columns; patterns and all() would change with the sheet"
        raise DeclarationError(msg)
    unknown = set(made.columns()) - {*made.reads.cells()}
    if unknown:
        msg = f"{made.name}: {made.reads.facts().title} has no column {sorted(unknown)}; it has {sorted(made.reads.cells())}"
        raise DeclarationError(msg)
    if made.reads.facts().personal and made.measure.counts is None:
        msg = f"{made.name}: reads rows about people, so it must say who is in the numerator (counts=)"
        raise DeclarationError(msg)
    if not made.meaning.endswith("."):
        msg = f"{made.name}: its docstring must begin with one sentence that says what it is"
        raise DeclarationError(msg)
