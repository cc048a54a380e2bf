"""People from their posts: who counts in which measure, and what each was paid an hour in all posts together."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from trustkpi.pay.hourly import exact, hourly
from trustkpi.pay.parts import Hours, weekly_hours, weekly_pay
from validation.returns.workforce import NO_LEAVE, STRIKE
from validation.rules import CLOSES

UNKNOWN = "U"
NOT_SAID = ("REFU", "NOBT")
NO_ANSWER = ("R", "U")
COUNTED, NOT_EMPLOYED, ON_LEAVE, NO_HOURS, SEX_UNKNOWN = (
    "Counted in every measure", "Not employed on the snapshot date", "On leave at reduced pay", "No hours", "Sex unknown",
)  # fmt: skip
_BIGGEST = "_biggest"


def people(posts: pl.DataFrame, *, within: Sequence[str], hours: Hours) -> pl.DataFrame:
    """One row a person and `within` (period, say, and academy), posts added up; only who is employed on the snapshot date.

    `full_pay` is false for whom leave had paid at a reduced rate in any post: a strike is no leave. A person's role and
    answers are those of the post with the most hours that tells them. Two sexes for one person are an unknown one.
    `hourly` and `rate` (see `pay.hourly`) are worked out from hours spread over `hours`; the other spreads stand beside.
    """
    weeks = {f"hours_{spread.name.lower()}": weekly_hours(spread) for spread in Hours}
    counted = posts.filter(employed()).with_columns(weekly=weekly_pay(), **weeks, **{_BIGGEST: weekly_hours(Hours.CONTRACT)})
    ordered = counted.sort(_BIGGEST, "weekly", "academy", "post", descending=[True, True, False, False])
    found = ordered.group_by([*within, "person"], maintain_order=True).agg(
        sex=pl.when(_known("sex", UNKNOWN).n_unique() == 1).then(_known("sex", UNKNOWN).first()).otherwise(pl.lit(UNKNOWN)),
        ethnicity=_told("ethnicity", NOT_SAID),
        disability=_told("disability", NO_ANSWER),
        role=pl.col("role").first(),
        full_pay=~reduced_by_leave().any(),
        bonus_year=pl.col("bonus_year").fill_null(0).cast(pl.Int64).sum(),
        posts=pl.len().cast(pl.Int64),
        _opens=pl.col("_opens").first(),
        _closes=pl.col("_closes").first(),
        **{name: pl.col(name).sum() for name in ("weekly", *weeks)},
    )
    week, chosen = pl.col("weekly"), pl.col(f"hours_{hours.name.lower()}")
    every = {f"hourly_{spread.name.lower()}": hourly(week, pl.col(f"hours_{spread.name.lower()}")) for spread in Hours}
    return found.with_columns(hourly=hourly(week, chosen), rate=exact(week, chosen), **every).drop("weekly", *weeks)


def employed() -> pl.Expr:
    """Whether an employment stands on the snapshot date."""
    return (pl.col("started") <= CLOSES) & (pl.col("left").is_null() | (pl.col("left") >= CLOSES))


def reduced_by_leave() -> pl.Expr:
    """Whether less than full pay, or none, was paid because of leave."""
    return pl.col("reduced") & ~pl.col("leave").is_in([NO_LEAVE, STRIKE])


def standing() -> pl.Expr:
    """Why a person stands in every measure or not in some, a reason each."""
    reasons = ((pl.col("sex") == UNKNOWN, SEX_UNKNOWN), (~pl.col("full_pay"), ON_LEAVE), (pl.col("hourly").is_null(), NO_HOURS))
    said = pl.lit(COUNTED)
    for holds, reason in reversed(reasons):
        said = pl.when(holds).then(pl.lit(reason)).otherwise(said)
    return said


def _known(column: str, unknown: str) -> pl.Expr:
    return pl.col(column).filter(pl.col(column) != unknown)


def _told(column: str, silent: Sequence[str]) -> pl.Expr:
    return pl.coalesce(pl.col(column).filter(~pl.col(column).is_in(silent)).first(), pl.col(column).first())
