"""Who counts in the headcount that suspensions, moves and incidents are divided by, and what is known of each pupil."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import polars as pl

from validation.census import census_day, headcount_day
from validation.periods import period

WHOSE = ("academy", "period")
PUPIL = (*WHOSE, "upn")
# What a pupil is grouped by, under the columns of the attendance return.
KNOWN = (
    "sex", "ethnicity", "language", "year_group", "fsm", "sen", "medical", "looked_after", "child_in_need", "child_protection",
)  # fmt: skip
_REGISTERED_HERE = ("C", "M", "P")  # single or main registration, or one that was until the pupil left


def headcounts(pupils: pl.DataFrame, sent: pl.DataFrame) -> pl.DataFrame:
    """One row a pupil of each academy and period of `sent`: KNOWN, `headcount` (1 or 0) and `provisional`.

    Pupils of single or main registration on the January census count; until then, and where an academy's pupil list of
    the period is not in, those on the autumn census, which is provisional. Where there is no list of the period, the last
    one of the same academic year serves.
    """
    lists = [_list_of(pupils, *row) for row in sent.select(*WHOSE).unique().sort(*WHOSE).iter_rows()]
    schema = {**dict.fromkeys(WHOSE, pl.String()), **{c: pupils.schema[c] for c in ("upn", *KNOWN)}}
    none = pl.DataFrame(schema=schema | {"headcount": pl.Int64(), "provisional": pl.Boolean()})
    return pl.concat([none, *lists])


def _list_of(pupils: pl.DataFrame, academy: str, named: str) -> pl.DataFrame:
    of = period(named)
    mine = (pl.col("academy") == academy) & (pl.col("_opens") == of.year_opens)
    its_own = pl.col("period") == named
    theirs = pupils.filter(mine & (its_own | (pl.col("_closes") <= of.closes)))
    newest = theirs.filter(its_own) if (theirs["period"] == named).any() else theirs
    as_at: date = newest.select(pl.col("_closes").max()).item() or of.closes
    newest = newest.filter(pl.col("_closes") == as_at)
    day = headcount_day(of.year, as_at)
    there = (pl.col("joined") <= day) & (pl.col("left").is_null() | (pl.col("left") >= day))
    counted = newest.with_columns(_there=there & pl.col("status").is_in(_REGISTERED_HERE))
    # An enrolment that counts tells of the pupil before one that does not, and a later one before an earlier.
    first = counted.sort("upn", "_there", "joined", descending=[False, True, True]).unique(
        "upn", keep="first", maintain_order=True
    )
    return first.select(
        pl.lit(academy).alias("academy"), pl.lit(named).alias("period"), "upn", *KNOWN,
        pl.col("_there").cast(pl.Int64).alias("headcount"),
        pl.lit(day != census_day("spring", of.year)).alias("provisional"),
    )  # fmt: skip


def totalled_for(pupils: pl.DataFrame, totals: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """The pupils with each frame of totals beside them (one row a pupil each), those on no list too; 0 where none."""
    joined = pupils
    for frame in totals:
        joined = joined.join(frame, on=list(PUPIL), how="full", coalesce=True, maintain_order="left_right")
    numbers = [name for name, dtype in joined.schema.items() if dtype.is_integer()]
    return joined.with_columns(pl.col(numbers).fill_null(0))


def in_term() -> pl.Expr:
    """The first day of each row's period, for telling a term's events from the year's."""
    return pl.col("period").map_elements(lambda named: period(named).opens, return_dtype=pl.Date)
