"""Results into results fit to be seen: small figures withheld, and as many others as it takes that none can be worked out."""

from __future__ import annotations

import polars as pl

from trustkpi.kpi import PEOPLE_PARTS
from trustkpi.suppression.beside import narrower, wider
from trustkpi.suppression.figures import figures
from trustkpi.suppression.groups import groups
from trustkpi.suppression.links import linked
from trustkpi.suppression.wholes import wholes

WITHHELD = "c"
_NUMBERS = ("numerator", "denominator", "value", *PEOPLE_PARTS)
_ROW = "_row"


def suppress(results: pl.DataFrame, *, small_group: int) -> pl.DataFrame:
    """The results (`facts.RESULTS`) with `mark`: "c" where a figure is withheld, its numbers null, else "".

    A figure is withheld where the people in it, in its numerator or in the rest number from 1 to `small_group`; then
    others are, until no published sum tells a withheld number of people to within 5. Nought switches it off. Figures that
    are not about people are never withheld. The order of rows changes nothing.
    """
    numbered = results.with_row_index(_ROW)
    held: pl.Series | list[int] = _held(numbered, small_group) if small_group > 0 else []
    hidden = pl.col(_ROW).is_in(held)
    marked = numbered.with_columns(mark=pl.when(hidden).then(pl.lit(WITHHELD)).otherwise(pl.lit("")))
    return marked.with_columns(pl.when(pl.col("mark") == "").then(pl.col(n)).alias(n) for n in _NUMBERS).drop(_ROW)


def _held(numbered: pl.DataFrame, small_group: int) -> pl.Series:
    about = figures(numbered, small_group)
    if about.is_empty():
        return about[_ROW]
    narrow = _settled(narrower(about))
    wide = wider(about, narrow, small_group)
    every = linked(pl.concat([narrow, _settled_wholes(wide)]))
    return every.filter("_held")[_ROW].sort()


def _settled(known: pl.DataFrame) -> pl.DataFrame:
    whole = wholes(known)
    return pl.concat([whole, groups(known, whole).select(whole.columns)])


def _settled_wholes(known: pl.DataFrame) -> pl.DataFrame:
    return pl.concat([wholes(known), known.filter(pl.col("breakdown") != "")])
