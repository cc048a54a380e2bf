"""What a KPI is made of: how its parts are added up, which rows count, and the groups that they fall into."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

PEOPLE_PARTS = ("people", "people_in", "people_out")


@dataclass(frozen=True)
class Source:
    """Where a formula, a threshold or a figure comes from: title and link."""

    title: str
    link: str


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

    @classmethod
    def by_code(
        cls, column: str, title: str, names: Mapping[str, str], *, name: str = "", gap: tuple[str, str] | None = None
    ) -> Breakdown:
        """By the codes of a column, each shown by its name, in the order of `names`; `name` where not the column's."""
        group = pl.col(column).replace_strict(names, default=None, return_dtype=pl.String)
        return cls(name or column, title, group, tuple(names.values()), gap)


@dataclass(frozen=True)
class Heads:
    """How many people rows that are counts stand for, and how many of them are in the numerator: totals of their columns."""

    people: pl.Expr
    inside: pl.Expr


@dataclass(frozen=True, kw_only=True)
class OverPeople:
    """Whom a measure counts, for suppression, which reads people and never sessions or pounds.

    Over a personal sheet `counts` says, row by row, who is in the numerator, and `among` who is in the denominator, where that
    is not every row of the population. Where a row is itself a count of people, `heads` adds them up instead.
    """

    counts: pl.Expr | None = None
    among: pl.Expr | None = None
    heads: Heads | None = None


@dataclass(frozen=True)
class Ratio(OverPeople):
    """A share: numerator and denominator totalled apart, then divided once, times `per` and by `scale`.

    `scale` is 100 where pence stand for pounds in one of the two. `rest` says who has something of the denominator that is
    not in the numerator, where that is not simply everybody else.
    """

    numerator: pl.Expr
    denominator: pl.Expr
    per: int = 100
    scale: int = 1
    rest: pl.Expr | None = None

    def parts(self) -> dict[str, pl.Expr]:
        """Names to aggregating expressions, integers all."""
        return {"numerator": self.numerator, "denominator": self.denominator}

    def value(self) -> pl.Expr:
        """The value from the totalled parts; null where the denominator is nought."""
        return (
            pl.when(pl.col("denominator") != 0)
            .then(pl.col("numerator").cast(pl.Int64) * self.per / (pl.col("denominator").cast(pl.Int64) * self.scale))
            .cast(pl.Float64)
        )


@dataclass(frozen=True)
class Count(OverPeople):
    """A number of things; the people counted are those where `counts` holds."""

    n: pl.Expr
    per: int = 1

    def parts(self) -> dict[str, pl.Expr]:
        """The number is the numerator; there is no denominator."""
        return {"numerator": self.n, "denominator": pl.lit(None, pl.Int64)}

    def value(self) -> pl.Expr:
        """The number itself."""
        return pl.col("numerator").cast(pl.Float64)


@dataclass(frozen=True)
class Total(OverPeople):
    """A sum of money, hours or points, kept in the whole units that rows keep (pence) and shown divided by `scale`."""

    amount: pl.Expr
    scale: int = 100
    per: int = 1

    def parts(self) -> dict[str, pl.Expr]:
        """The sum is the numerator; there is no denominator."""
        return {"numerator": self.amount, "denominator": pl.lit(None, pl.Int64)}

    def value(self) -> pl.Expr:
        """The sum in the units that people read."""
        return pl.col("numerator") / self.scale


@dataclass(frozen=True)
class Statistic(OverPeople):
    """A median or the like, made in one go from the rows, and the number of rows behind it; it cannot be added up."""

    statistic: pl.Expr
    n: pl.Expr
    per: int = 1

    def parts(self) -> dict[str, pl.Expr]:
        """The statistic stands as itself; n is its denominator."""
        return {"numerator": self.statistic, "denominator": self.n}

    def value(self) -> pl.Expr:
        """The statistic."""
        return pl.col("numerator").cast(pl.Float64)


Measure = Ratio | Count | Total | Statistic
