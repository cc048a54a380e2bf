"""Placements off site: whether they are reviewed in time, do what they are for, and what they cost."""

from __future__ import annotations

from polars import col

from trustkpi.conduct_kpis import conduct_kpi, no_more_than_last_year
from trustkpi.kpi import (
    COUNT_SHOWN,
    PERCENT_SHOWN,
    POUNDS_SHOWN,
    WHOLE_DAYS_SHOWN,
    Count,
    Polarity,
    Ratio,
    Total,
)
from trustkpi.limits import default, owed_in_full
from validation.returns.exclusions import OffSite
from validation.rules import CLOSES

_GOES_ON = col("ended").is_null()
_INDEPENDENT = col("provider_type") == "INDEP"


@conduct_kpi(
    title="Placements off site reviewed in time",
    focus=("T1.3-i",),
    reads=OffSite,
    shown=PERCENT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER,
    bands=owed_in_full("a review that is owed is held"),
    source=None,
)
def ap_placements_reviewed_on_time_pct() -> Ratio:
    """Placements that go on and whose next review is not overdue, as a share of those that go on."""
    in_time = _GOES_ON & (col("next_review") >= CLOSES)
    return Ratio(in_time.sum(), _GOES_ON.sum(), counts=in_time, among=_GOES_ON)


@conduct_kpi(
    title="Placements off site that met their objectives",
    focus=("T1.3-i",),
    reads=OffSite,
    shown=PERCENT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER,
    bands=no_more_than_last_year(10, "percentage points worse"),
    source=None,
)
def ap_objectives_met_pct() -> Ratio:
    """Placements whose objectives were met at the last review, as a share of those judged."""
    met, judged = col("objective_met") == "M", col("objective_met").is_not_null()
    return Ratio(met.sum(), judged.sum(), counts=met, among=judged)


@conduct_kpi(
    title="Days between reviews of a placement",
    focus=("T1.3-i",),
    reads=OffSite,
    shown=WHOLE_DAYS_SHOWN,
    bands=default(42, 60, "green to six weeks, about once a half term, amber to 60 days"),
    source=None,
)
def mean_days_between_reviews() -> Ratio:
    """Days from the start of each placement to its last review, for each review held."""
    reviewed = col("reviews") > 0
    days = (col("last_review") - col("start")).dt.total_days().filter(reviewed)
    return Ratio(days.sum(), col("reviews").sum(), per=1, counts=reviewed, among=reviewed)


@conduct_kpi(
    title="Attendance at placements off site",
    focus=("T1.3-i",),
    reads=OffSite,
    shown=PERCENT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER,
    bands=no_more_than_last_year(5, "percentage points worse"),
    source=None,
)
def ap_attendance_pct() -> Ratio:
    """Sessions attended at providers off site, as a share of those possible there."""
    return Ratio(col("attended").sum(), col("possible").sum(), counts=col("attended") > 0)


@conduct_kpi(
    title="Placements with independent providers",
    focus=("P4.1-l",),
    reads=OffSite,
    shown=COUNT_SHOWN,
    bands=no_more_than_last_year(2, "placements"),
    source=None,
)
def independent_placements() -> Count:
    """Placements off site since 1 September that are with independent providers."""
    return Count(_INDEPENDENT.sum(), counts=_INDEPENDENT, among=_INDEPENDENT)


@conduct_kpi(
    title="Cost of placements with independent providers",
    focus=("P4.1-l",),
    reads=OffSite,
    shown=POUNDS_SHOWN,
    bands=no_more_than_last_year(5000, "pounds"),
    source=None,
)
def independent_placement_cost() -> Total:
    """What has been paid to independent providers for placements since 1 September."""
    return Total(col("cost").filter(_INDEPENDENT).sum(), counts=_INDEPENDENT, among=_INDEPENDENT)
