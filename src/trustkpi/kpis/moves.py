"""When and from which year groups pupils move out, and whether that points to more than chance."""

from __future__ import annotations

from polars import col

from trustkpi.conduct import GROUPS, per_pupil
from trustkpi.conduct_kpis import conduct_kpi, no_more_than_last_year
from trustkpi.groups import BY_YEAR_GROUP
from trustkpi.kpi import COUNT_SHOWN, PERCENT_SHOWN, Breakdown, Count, Ratio
from trustkpi.mobility import LEFT_FOR_GOOD, MovesOut, PupilMobility, PupilMoved

_MONTHS = (
    "September",
    "October",
    "November",
    "December",
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
)
BY_MONTH = Breakdown("month", "Month", col("month"), _MONTHS)
_MOVED = col("kind").is_not_null()


@conduct_kpi(
    title="Moves out since September",
    focus=("T1.3-f",),
    reads=MovesOut,
    shown=COUNT_SHOWN,
    bands=no_more_than_last_year(2, "moves"),
    breakdowns=(BY_MONTH, BY_YEAR_GROUP),
    source=None,
)
def moves_out() -> Count:
    """Permanent exclusions, managed moves, off-site directions and removals from roll since 1 September."""
    return Count(_MOVED.sum(), counts=_MOVED, among=_MOVED)


@conduct_kpi(
    title="Moves out in the four weeks before a census",
    focus=("T1.3-f",),
    reads=MovesOut,
    shown=PERCENT_SHOWN,
    bands=no_more_than_last_year(10, "percentage points"),
    source=None,
)
def moves_before_census_share() -> Ratio:
    """Moves out in the four weeks (product default) before an autumn, spring or summer census, as a share of all since September."""
    before = col("before_census")
    return Ratio(before.sum(), _MOVED.sum(), counts=before, among=_MOVED)


@conduct_kpi(
    title="Leavers from Years 10 and 11",
    focus=("T1.3-f",),
    reads=MovesOut,
    shown=COUNT_SHOWN,
    bands=no_more_than_last_year(1, "pupil"),
    source=None,
)
def y10_y11_leavers() -> Count:
    """Pupils of Years 10 and 11 excluded, chosen another school for or removed from roll since 1 September."""
    left = col("year_group").is_in(["10", "11"]) & col("kind").is_in(LEFT_FOR_GOOD)
    return Count(left.sum(), counts=left, among=_MOVED)


@conduct_kpi(
    title="Pupils removed from roll in the year, per 100",
    focus=("T1.3-g", "T1.3-f"),
    reads=PupilMobility,
    bands=no_more_than_last_year(0.5, "for every hundred pupils"),
    breakdowns=GROUPS,
    source=None,
)
def off_roll_rate() -> Ratio:
    """Pupils taken off roll in the year, but for those whose family moved, for every hundred of the headcount."""
    return per_pupil(col("off_roll"))


@conduct_kpi(
    title="Pupils who moved out, of the headcount",
    focus=("T1.3-g", "T1.3-h"),
    reads=PupilMoved,
    shown=PERCENT_SHOWN,
    bands=no_more_than_last_year(1.0, "percentage point"),
    breakdowns=GROUPS,
    source=None,
)
def moved_out_rate() -> Ratio:
    """Pupils excluded, moved, directed off site or removed from roll since 1 September, as a share of the headcount."""
    moved = col("moved_out") > 0
    return Ratio(moved.sum(), col("headcount").sum(), counts=moved)
