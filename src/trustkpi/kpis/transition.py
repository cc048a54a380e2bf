"""From one school to the next: engagement with partner schools, transition plans, and returns to mainstream that hold."""

from __future__ import annotations

from polars import Expr, col, duration
from polars import len as rows

from trustkpi.conduct_kpis import conduct_kpi, no_more_than_last_year
from trustkpi.derived import setting
from trustkpi.kpi import COUNT_SHOWN, PERCENT_SHOWN, Count, Polarity, Ratio
from trustkpi.limits import default, owed_in_full
from trustkpi.register import Register
from trustkpi.shares import people_who
from validation.returns.roll_places import Engagement, Feeders, Transitions
from validation.rules import CLOSES
from validation.vocabulary import STANDARDS

_TO_MAINSTREAM = col("step") == "S2M"
_BEGAN = _TO_MAINSTREAM & col("began").is_not_null()


def _weeks_on() -> Expr:
    """The day on which a return to mainstream has held for as many weeks as the trust sets."""
    return col("began") + duration(weeks=setting("reintegration weeks"))


@conduct_kpi(
    title="Transition activities",
    focus=("T1.1-a",),
    reads=Engagement,
    shown=COUNT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER,
    bands=no_more_than_last_year(3, "activities fewer"),
    source=None,
)
def engagement_activities() -> Count:
    """Activities since 1 September with schools whose pupils come on or are gone on to."""
    return Count(rows())


@conduct_kpi(
    title="Feeder schools engaged",
    focus=("T1.1-a",),
    reads=Feeders,
    shown=PERCENT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER,
    bands=default(90, 70, "nine in ten by the summer, amber from seven in ten"),
    source=None,
)
def feeder_schools_engaged_pct() -> Ratio:
    """Feeder schools with which there was a transition activity since 1 September, as a share of all."""
    return Ratio(col("engaged").sum(), rows())


@conduct_kpi(
    title="Transition plans in place",
    focus=("T1.1-b",),
    reads=Transitions,
    shown=PERCENT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER,
    bands=owed_in_full("a pupil who changes school has a plan"),
    source=None,
)
def transition_plans_in_place_pct() -> Ratio:
    """Pupils changing school or setting whose transition plan is in place, as a share of all of them."""
    there = col("plan") == "IN"
    return people_who(there)


@conduct_kpi(
    title="Returns to mainstream begun",
    focus=("T1.1-b",),
    reads=Transitions,
    shown=COUNT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER,
    bands=no_more_than_last_year(2, "pupils fewer"),
    source=None,
)
def reintegrations_to_mainstream() -> Count:
    """Pupils of specialist settings whose return to mainstream has begun."""
    return Count(_BEGAN.sum(), counts=_BEGAN, among=_TO_MAINSTREAM)


@conduct_kpi(
    title="Reintegration rate",
    focus=("T1.1-b",),
    reads=Transitions,
    shown=PERCENT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER,
    bands=no_more_than_last_year(10, "percentage points worse"),
    source=None,
)
def reintegration_rate() -> Ratio:
    """Pupils whose return to mainstream has begun, as a share of those for whom one is planned or begun."""
    return Ratio(_BEGAN.sum(), _TO_MAINSTREAM.sum(), counts=_BEGAN, among=_TO_MAINSTREAM)


@conduct_kpi(
    title="Returns to mainstream that held",
    focus=("T1.1-b",),
    reads=Transitions,
    shown=PERCENT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER,
    bands=default(75, 50, "green where three in four hold, amber where half do"),
    source=None,
)
def reintegration_sustained_pct() -> Ratio:
    """Returns to mainstream that held for the weeks that the trust sets, as a share of those begun so many weeks ago or more."""
    long_ago = _BEGAN & (_weeks_on() <= CLOSES)
    held = long_ago & (col("returned").is_null() | (col("returned") >= _weeks_on()))
    return Ratio(held.sum(), long_ago.sum(), counts=held, among=long_ago)


ENGAGEMENT = Register(
    name="engagement_with_partner_schools",
    title="Work with partner schools",
    focus=("T1.1-a",),
    committee=STANDARDS,
    reads=Engagement,
    columns=("academy", "held", "school", "kind", "outcome"),
    order=("academy", "held"),
    meaning="What was done since 1 September with schools whose pupils come on or are gone on to.",
    most=30,
)
