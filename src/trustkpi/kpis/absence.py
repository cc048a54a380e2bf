"""How much of the time pupils are away, in all and with or without leave, and how much of it they are there."""

from __future__ import annotations

from polars import col

from trustkpi.groups import METHODOLOGY, ROLL
from trustkpi.kpi import Benchmark, Polarity, Ratio
from trustkpi.sessions import ATTENDED, MISSED, attendance_kpi, near_national, sessions

_ONE_POINT = "since one point is about two school days a year"
_HALF_POINT = "since half a point is about one school day a year"
_BY_GROUP = ("T1.2-b", "T1.2-c", "T1.2-d", "T1.2-e", "T1.2-f", "T1.2-g", "T1.2-h")


@attendance_kpi(
    title="Overall absence",
    focus=("T1.2-a", *_BY_GROUP, "P1.1-t", "P4.1-a", "P1.1-k"),
    beside=ROLL,
    bands=near_national(1.0, _ONE_POINT),
    benchmark=Benchmark("overall_absence_rate", "overall_absence_rate"),
    source=METHODOLOGY,
)
def absence_rate() -> Ratio:
    """Sessions missed, authorised or not, as a share of the sessions that were possible."""
    return sessions(MISSED)


@attendance_kpi(
    title="Authorised absence",
    focus=("T1.2-a",),
    beside=ROLL,
    bands=near_national(0.5, _HALF_POINT),
    benchmark=Benchmark("authorised_absence_rate", "authorised_absence_rate"),
    part_of="absence_rate",
    source=METHODOLOGY,
)
def authorised_absence_rate() -> Ratio:
    """Sessions missed with the school's leave, as a share of the sessions that were possible."""
    return sessions(col("authorised"))


@attendance_kpi(
    title="Unauthorised absence",
    focus=("T1.2-a",),
    beside=ROLL,
    bands=near_national(0.5, _HALF_POINT),
    benchmark=Benchmark("unauthorised_absence_rate", "unauthorised_absence_rate"),
    part_of="absence_rate",
    source=METHODOLOGY,
)
def unauthorised_absence_rate() -> Ratio:
    """Sessions missed without the school's leave, as a share of the sessions that were possible."""
    return sessions(col("unauthorised"))


@attendance_kpi(
    title="Attendance",
    focus=("T1.2-a", "P1.1-t"),
    polarity=Polarity.HIGHER_IS_BETTER,
    beside=ROLL,
    bands=near_national(1.0, _ONE_POINT),
    benchmark=Benchmark("attendance_rate", "attendance_rate"),
    source=METHODOLOGY,
)
def attendance_rate() -> Ratio:
    """Sessions attended, approved activities elsewhere included, as a share of the sessions that were possible."""
    return sessions(ATTENDED)
