"""What a new issue must not tell beside an earlier one: the two together are one publication."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import polars as pl

from trustkpi.facts import TRUST
from trustkpi.kpi import PEOPLE_PARTS

_WITHHELD = "c"
_FIGURE = ("period", "kpi", "population", "breakdown", "group", "grain", "place")
_COLUMN = _FIGURE[:5]
_ADDED = ("numerator", "denominator", *PEOPLE_PARTS)
_NUMBERS = (*_ADDED, "value")
_PUBLISHED = ("numerator", "denominator", "people")
Suppress = Callable[[pl.DataFrame], pl.DataFrame]


def beside_issues(
    marked: pl.DataFrame, results: pl.DataFrame, issued: pl.DataFrame, few: int, suppress: Suppress
) -> pl.DataFrame:
    """The figures withheld so that, with those `issued` before, they tell no more than either does alone.

    What was withheld stays so. Academies whose figures are as they were keep what was shown of them: it is known. The others
    are suppressed as a trust of their own, since the two totals less each other tell theirs; where theirs is withheld the new
    total is, and so is whatever stands for 1 to `few` people. `results` are the numbers of `marked`, `suppress` marks them.
    """
    before = issued.join(marked.select("period", "kpi").unique(), on=["period", "kpi"], how="semi")
    if before.is_empty():
        return marked
    known = before.select("period", "kpi").unique()
    new = marked.join(known, on=["period", "kpi"], how="anti")
    again, numbers = (t.join(known, on=["period", "kpi"], how="semi") for t in (marked, results))
    apart = [suppress(_of_their_own(theirs)).filter(_is_withheld()).select(_FIGURE) for theirs in _changed(numbers, before)]
    held = pl.concat([before.filter(_is_withheld()).select(_FIGURE), _small(again, numbers, few).select(_FIGURE), *apart])
    open_again = _shown(again, numbers)
    lost = before.filter(_is_withheld()).join(again, on=_FIGURE, how="anti")
    every = pl.concat([_with(open_again, held), lost.select(marked.columns)])
    return pl.concat([new, _with(every, _phases(every))])


def _is_withheld() -> pl.Expr:
    return pl.col("mark") == _WITHHELD


def _small(again: pl.DataFrame, numbers: pl.DataFrame, few: int) -> pl.DataFrame:
    small = numbers.filter(pl.any_horizontal(pl.col(n).is_between(1, few) for n in ("denominator", *PEOPLE_PARTS)))
    return again.filter(_is_withheld()).join(small, on=_FIGURE, how="semi")


def _changed(numbers: pl.DataFrame, before: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The figures of academies of which any that was shown is another now, or is new or gone: of the same ones together."""
    academy = pl.col("grain") == "academy"
    then = before.filter(academy).select(*_FIGURE, *(pl.col(n).alias(f"{n} then") for n in _PUBLISHED), "mark")
    of_academies = numbers.filter(academy).join(then.select("period", "kpi").unique(), on=["period", "kpi"], how="semi")
    both = of_academies.select(*_FIGURE, *_PUBLISHED).join(then, on=_FIGURE, how="full", coalesce=True)
    same = pl.all_horizontal(pl.col(n).eq_missing(pl.col(f"{n} then")) for n in _PUBLISHED)
    other = pl.col("mark").is_null() | ((pl.col("mark") != _WITHHELD) & ~same)
    changed = both.filter(other).select("period", "kpi", "place").unique()
    named = changed.with_columns(_together=pl.col("place").sort().str.join("|").over("period", "kpi"))
    for _, those in sorted(named.partition_by("period", "_together", as_dict=True).items()):
        yield numbers.filter(academy).join(those, on=["period", "kpi", "place"], how="semi", maintain_order="left")


def _of_their_own(theirs: pl.DataFrame) -> pl.DataFrame:
    """The figures of some academies with their totals, as if they were a trust."""
    academies = theirs.filter(pl.col("grain") == "academy")
    added = academies.group_by(_COLUMN, maintain_order=True).agg(
        *(pl.when(pl.col(n).is_not_null().any()).then(pl.col(n).sum()).alias(n) for n in _ADDED)
    )
    total = added.with_columns(grain=pl.lit("trust"), place=pl.lit(TRUST), phase=pl.lit(""), value=pl.lit(None, pl.Float64))
    return pl.concat([academies, total.select(academies.columns)])


def _shown(again: pl.DataFrame, numbers: pl.DataFrame) -> pl.DataFrame:
    """The rows with their numbers; those for nobody, which have none, stay withheld."""
    bare = again.drop(_NUMBERS, "mark").join(numbers.select(*_FIGURE, *_NUMBERS), on=_FIGURE, how="left", maintain_order="left")
    mark = pl.when(pl.all_horizontal(pl.col(n).is_null() for n in _NUMBERS)).then(pl.lit(_WITHHELD)).otherwise(pl.lit(""))
    return bare.with_columns(mark=mark).select(again.columns)


def _with(table: pl.DataFrame, held: pl.DataFrame) -> pl.DataFrame:
    named = table.join(
        held.select(_FIGURE).unique().with_columns(_held=pl.lit(value=True)), on=_FIGURE, how="left", maintain_order="left"
    )
    gone = pl.col("_held").fill_null(value=False) | _is_withheld()
    numbers = [pl.when(~gone).then(pl.col(n)).alias(n) for n in _NUMBERS]
    return named.with_columns(*numbers, mark=pl.when(gone).then(pl.lit(_WITHHELD)).otherwise(pl.lit(""))).drop("_held")


def _phases(every: pl.DataFrame) -> pl.DataFrame:
    """The totals of phases of which an academy's figure is withheld, but where the trust less the others tells it anyway."""
    held = every.filter(_is_withheld())
    academies = held.filter(pl.col("grain") == "academy").select(*_COLUMN, "phase")
    several = academies.filter(pl.len().over(_COLUMN) > 1)
    without_total = academies.join(held.filter(pl.col("grain") == "trust"), on=list(_COLUMN), how="semi")
    parts = pl.concat([several, without_total]).unique()
    return every.filter(pl.col("grain") == "phase").join(parts, on=[*_COLUMN, "phase"], how="semi").select(_FIGURE)


def held_alike(table: pl.DataFrame, other: pl.DataFrame) -> pl.DataFrame:
    """The table with all withheld that is withheld in the other."""
    return _with(table, other.filter(_is_withheld()))
