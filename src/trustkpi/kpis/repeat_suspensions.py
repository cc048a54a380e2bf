"""Pupils suspended again and again, and how much school suspension costs them."""

from __future__ import annotations

from polars import col

from trustkpi.conduct_kpis import conduct_kpi, no_more_than_last_year
from trustkpi.kpi import COUNT_SHOWN, DAYS_SHOWN, PERCENT_SHOWN, Count, Polarity, Ratio
from trustkpi.limits import default

_AGAIN, _FIFTEEN_DAYS = 2, 30  # suspensions; sessions


@conduct_kpi(
    title="Pupils suspended more than once",
    focus=("T1.3-c",),
    shown=COUNT_SHOWN,
    polarity=Polarity.LOWER_IS_BETTER,
    bands=no_more_than_last_year(2, "pupils"),
)
def pupils_2plus_suspensions() -> Count:
    """Pupils with two or more suspensions since 1 September."""
    again = col("suspensions") >= _AGAIN
    return Count(again.sum(), counts=again, among=col("suspensions") > 0)


@conduct_kpi(
    title="Suspended again, of those suspended",
    focus=("T1.3-c",),
    shown=PERCENT_SHOWN,
    bands=no_more_than_last_year(5.0, "percentage points"),
)
def repeat_suspension_rate() -> Ratio:
    """Pupils with two or more suspensions since 1 September, as a share of those with any."""
    suspended, again = col("suspensions") > 0, col("suspensions") >= _AGAIN
    return Ratio(again.sum(), suspended.sum(), counts=again, among=suspended)


@conduct_kpi(
    title="Pupils suspended for more than 15 days in the term",
    focus=("T1.3-c",),
    shown=COUNT_SHOWN,
    bands=default(0, 1, "so long a suspension in one term is exceptional"),
)
def pupils_over_15_days_in_term() -> Count:
    """Pupils whose suspensions that began in the term come to more than fifteen school days."""
    long = col("term_sessions") > _FIFTEEN_DAYS
    return Count(long.sum(), counts=long)


@conduct_kpi(
    title="Sessions lost to suspension",
    focus=("T1.3-c",),
    shown=COUNT_SHOWN,
    bands=no_more_than_last_year(20, "sessions"),
)
def suspension_sessions_lost() -> Count:
    """Sessions missed through suspension since 1 September: two for a school day."""
    return Count(col("sessions").sum(), counts=col("sessions") > 0)


@conduct_kpi(
    title="Average length of a suspension, in days",
    focus=("T1.3-c",),
    shown=DAYS_SHOWN,
    polarity=Polarity.NEITHER,
)
def suspension_average_days() -> Ratio:
    """School days lost to suspension since 1 September, for each suspension."""
    there = col("suspensions") > 0
    return Ratio(col("sessions").sum(), 2 * col("suspensions").sum(), per=1, counts=there, among=there)
