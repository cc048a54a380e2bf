"""How pupils behave, what is done about it, and whether academies do it alike."""

from __future__ import annotations

import polars as pl
from polars import col

from trustkpi.conduct import GROUPS, per_pupil
from trustkpi.conduct_kpis import conduct_kpi, no_more_than_last_year
from trustkpi.incidents import PupilBehaviour, Spread, spread_of
from trustkpi.kpi import COUNT_SHOWN, PERCENT_SHOWN, TIMES_SHOWN, Breakdown, Count, Polarity, Ratio
from trustkpi.limits import default
from trustkpi.shares import people_who
from validation.conduct import ROLES, SANCTIONS
from validation.returns.behaviour import Incidents

_SANCTIONED = col("sanction") != "NONE"
BY_ROLE = Breakdown.by_code("role", "Recorded by", ROLES)
BY_SANCTION = Breakdown.by_code("sanction", "Sanction", SANCTIONS)


@conduct_kpi(
    title="Behaviour incidents, per 100 pupils",
    focus=("T1.3-a", "T5.1-g"),
    reads=PupilBehaviour,
    bands=no_more_than_last_year(10, "for every hundred pupils"),
    breakdowns=GROUPS,
    source=None,
    serves=("behaviour_incidents_per_100", "incidents_per_100_trend"),
)
def behaviour_incidents_per_100() -> Ratio:
    """Incidents recorded since 1 September, for every hundred pupils of the headcount."""
    return per_pupil(col("incidents"))


@conduct_kpi(
    title="Incidents that led to a sanction",
    focus=("T1.3-a",),
    reads=Incidents,
    shown=PERCENT_SHOWN,
    polarity=Polarity.NEITHER,
    breakdowns=(BY_ROLE,),
    source=None,
)
def sanction_rate() -> Ratio:
    """Incidents since 1 September that led to any sanction, as a share of all."""
    return people_who(_SANCTIONED)


def _spread(rated: pl.DataFrame) -> pl.DataFrame:
    return spread_of(rated, sanction_rate)


@conduct_kpi(
    title="Consistency of sanctions: highest academy over lowest",
    focus=("T1.3-a",),
    reads=Spread,
    shown=TIMES_SHOWN,
    bands=default(1.25, 1.5, "one policy should lead to like answers; 1 is no difference"),
    derived=_spread,
    source=None,
)
def sanction_consistency_range() -> Ratio:
    """The highest share of incidents that lead to a sanction at any academy, divided by the lowest."""
    return Ratio(col("highest").sum(), col("lowest").sum(), per=1)


@conduct_kpi(
    title="Sanctions given",
    focus=("T5.1-n",),
    reads=Incidents,
    shown=COUNT_SHOWN,
    polarity=Polarity.NEITHER,
    breakdowns=(BY_SANCTION,),
    source=None,
)
def sanctions_by_type() -> Count:
    """Sanctions given since 1 September, by the most serious that an incident led to."""
    return Count(_SANCTIONED.sum(), counts=_SANCTIONED, among=_SANCTIONED)


@conduct_kpi(
    title="Sanctions, per 100 pupils",
    focus=("T5.1-n",),
    reads=PupilBehaviour,
    bands=no_more_than_last_year(5, "for every hundred pupils"),
    source=None,
)
def sanctions_per_100() -> Ratio:
    """Incidents since 1 September that led to any sanction, for every hundred pupils of the headcount."""
    return per_pupil(col("sanctions"))
