"""Consultations by local authorities about places, and how soon they are answered."""

from __future__ import annotations

from polars import col, duration

from trustkpi.conduct_kpis import conduct_kpi, no_more_than_last_year
from trustkpi.kpi import COUNT_SHOWN, PERCENT_SHOWN, Breakdown, Count, Polarity, Population, Ratio
from trustkpi.limits import owed_in_full
from validation.returns.roll_places import ASKED_FOR, Consultations
from validation.rules import CLOSES, OPENS

BY_WHAT = Breakdown.by_code("kind", "About", ASKED_FOR, name="about")
# The framework asks for fifteen days of these alone.
NAMING = Population("plan_consultations", "consultations on naming the academy in a plan", col("kind") == "PLAN")
_OPEN = col("answered").is_null()
_ASKED_THIS_YEAR = col("asked") >= OPENS
_DUE = col("asked") + duration(days=15)


@conduct_kpi(
    title="Consultations on places since September",
    focus=("T1.1-f",),
    reads=Consultations,
    shown=COUNT_SHOWN,
    polarity=Polarity.NEITHER,
    breakdowns=(BY_WHAT,),
    source=None,
)
def la_place_requests() -> Count:
    """Consultations by local authorities about places that came in since 1 September."""
    return Count(_ASKED_THIS_YEAR.sum())


@conduct_kpi(
    title="Places that authorities asked for",
    focus=("T1.1-f",),
    reads=Consultations,
    shown=COUNT_SHOWN,
    polarity=Polarity.NEITHER,
    source=None,
)
def la_places_asked_for() -> Count:
    """Places asked for in consultations by local authorities that came in since 1 September."""
    return Count(col("places").filter(_ASKED_THIS_YEAR).sum())


@conduct_kpi(
    title="Consultations on places still open",
    focus=("T1.1-f",),
    reads=Consultations,
    shown=COUNT_SHOWN,
    bands=no_more_than_last_year(2, "consultations"),
    source=None,
)
def la_consultations_open() -> Count:
    """Consultations by local authorities about places that have not been answered."""
    return Count(_OPEN.sum())


@conduct_kpi(
    title="Consultations on naming an academy in a plan answered within 15 days",
    focus=("T1.1-f",),
    reads=Consultations,
    over=NAMING,
    shown=PERCENT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER,
    bands=owed_in_full("an answer is owed within fifteen days, as the framework asks"),
    source=None,
)
def response_within_15_days_pct() -> Ratio:
    """Consultations on naming the academy in a plan that were answered within fifteen days, of those answered or open for longer."""
    return Ratio((col("answered") <= _DUE).sum(), (~_OPEN | (_DUE < CLOSES)).sum())
