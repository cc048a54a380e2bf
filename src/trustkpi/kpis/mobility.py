"""Who joins and leaves in the year, and how much of that is seasonal."""

from __future__ import annotations

from functools import partial

from polars import col

from trustkpi.conduct import per_pupil
from trustkpi.conduct_kpis import conduct_kpi, no_more_than_last_year
from trustkpi.kpi import COUNT_SHOWN, PERCENT_SHOWN, Breakdown, Count, Polarity, Ratio
from trustkpi.mobility import PupilMobility
from validation.conduct import MOVES, SETTINGS
from validation.returns.roll_places import Movements

BY_WHY, BY_WHERE = Breakdown.by_code("reason", "Reason", MOVES), Breakdown.by_code("setting", "From or to", SETTINGS)
_OUT = col("way") == "OUT"


_moved = partial(
    conduct_kpi, focus=("T1.1-e",), reads=Movements, shown=COUNT_SHOWN, polarity=Polarity.NEITHER, breakdowns=(BY_WHY, BY_WHERE),
    source=None, serves=("in_year_joiners/leavers",),
)  # fmt: skip


@_moved(title="Joined in the year")
def in_year_joiners() -> Count:
    """Pupils who joined after the first fortnight of the year, each time counted, by why they came and where from."""
    return Count((~_OUT).sum(), counts=~_OUT, among=~_OUT)


@_moved(title="Left in the year")
def in_year_leavers() -> Count:
    """Pupils who left before the end of the year, each time counted, by why they left and where they went."""
    return Count(_OUT.sum(), counts=_OUT, among=_OUT)


@conduct_kpi(
    title="Mobility",
    focus=("T1.1-e",),
    reads=PupilMobility,
    shown=PERCENT_SHOWN,
    bands=no_more_than_last_year(3, "percentage points"),
    source=None,
)
def mobility_rate() -> Ratio:
    """Pupils who joined or left in the year, each time counted, as a share of the headcount."""
    return per_pupil(col("joined_in_year") + col("left_in_year"))


@conduct_kpi(
    title="Seasonal moves", focus=("T1.1-e",), reads=PupilMobility, shown=COUNT_SHOWN, polarity=Polarity.NEITHER, source=None
)
def seasonal_moves() -> Count:
    """Pupils who joined or left in the year with the seasonal or travelling work of their family."""
    return Count(col("seasonal").sum(), counts=col("seasonal") > 0)
