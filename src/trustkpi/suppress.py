"""Results into results fit to be seen: small figures withheld, and as many others as it takes that none can be worked out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl

from trustkpi.kpi import PEOPLE_PARTS, Kpi
from trustkpi.suppression.period import withheld
from trustkpi.suppression.series import Axes, series_of

WITHHELD = "c"
_NUMBERS = ("numerator", "denominator", "value", *PEOPLE_PARTS)
_ROW = "_row"
_FIGURE = ("period", "kpi", "population", "breakdown", "group")


def suppress(results: pl.DataFrame, *, small_group: int, kpis: Iterable[Kpi] = ()) -> pl.DataFrame:
    """The results (`facts.RESULTS`) with `mark`: "c" where a figure is withheld, its numbers null, else "".

    A figure is withheld where the people in it, in its numerator or in the rest number from 1 to `small_group`; then
    others are, until no published sum tells a withheld number of people to within 5. Nought switches it off. Figures that
    are not about people are never withheld. The order of rows changes nothing. `kpis` say what is part of what.
    """
    numbered = results.with_row_index(_ROW)
    held = _held(numbered, small_group, {k.name: k.part_of for k in kpis if k.part_of}) if small_group > 0 else []
    hidden = pl.col(_ROW).is_in(held)
    marked = numbered.with_columns(mark=pl.when(hidden).then(pl.lit(WITHHELD)).otherwise(pl.lit("")))
    return marked.with_columns(pl.when(pl.col("mark") == "").then(pl.col(n)).alias(n) for n in _NUMBERS).drop(_ROW)


def _held(numbered: pl.DataFrame, small_group: int, part_of: Mapping[str, str]) -> list[int]:
    about = numbered.filter(pl.col("people").is_not_null())
    rows: list[int] = []
    for one in about.partition_by("period", maintain_order=True):
        axes = Axes.of(one)
        rows += withheld(series_of(one, axes), axes, small_group, part_of)
    return rows + _phases(about, rows, small_group)


def _phases(about: pl.DataFrame, rows: Iterable[int], small_group: int) -> list[int]:
    """A phase is shown where all of its academies are, or where the trust less the other phases says it anyway."""
    phases = about.filter(pl.col("grain") == "phase")
    held = about.filter(pl.col(_ROW).is_in([*rows]))
    part = phases.join(held.filter(pl.col("grain") == "academy"), on=[*_FIGURE, "phase"], how="semi")
    trust = held.filter(pl.col("grain") == "trust").select(*_FIGURE, _total=pl.lit(value=True))
    part = part.join(trust, on=list(_FIGURE), how="left")
    part = part.filter(pl.col("_total").fill_null(value=False) | (pl.len().over(_FIGURE) > 1))
    small = phases.filter(pl.any_horizontal(pl.col(p).is_between(1, small_group) for p in PEOPLE_PARTS))
    return [*part[_ROW], *small[_ROW]]
