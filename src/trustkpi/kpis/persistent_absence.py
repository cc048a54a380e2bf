"""How many pupils miss a tenth or a half of their own time at school, and how much of it they miss."""

from __future__ import annotations

import polars as pl

from trustkpi.groups import METHODOLOGY, ROLL
from trustkpi.kpi import COUNT_SHOWN, Benchmark, Count, Polarity, Ratio
from trustkpi.sessions import MISSED, POSSIBLE, attendance_kpi, near_national
from trustkpi.shares import people_who

# By whole numbers, so that exactly a tenth counts: 0.1 has no exact binary fraction.
PERSISTENTLY_ABSENT = POSSIBLE <= 10 * MISSED
SEVERELY_ABSENT = POSSIBLE <= 2 * MISSED
_BY_GROUP = ("T1.2-b", "T1.2-c", "T1.2-d", "T1.2-e", "T1.2-f", "T1.2-g", "T1.2-h")


@attendance_kpi(
    title="Persistent absence",
    focus=("T1.2-a", *_BY_GROUP, "P1.1-t"),
    beside=ROLL,
    bands=near_national(3.0, "about as far as primary schools' upper quartile stood from the middle in 2018/19"),
    benchmark=Benchmark("persistent_absence_rate", "persistent_absence_rate"),
    source=METHODOLOGY,
)
def persistent_absence_rate() -> Ratio:
    """Enrolments that missed at least 10% of their own possible sessions, as a share of all."""
    return people_who(PERSISTENTLY_ABSENT)


@attendance_kpi(
    title="Severe absence",
    focus=("T1.2-a",),
    beside=ROLL,
    bands=near_national(1.0, "about as far as authorities' upper quartile stood from the middle for secondary, 2024/25"),
    benchmark=Benchmark("severe_absence_rate"),
    part_of="persistent_absence_rate",
    source=METHODOLOGY,
)
def severe_absence_rate() -> Ratio:
    """Enrolments that missed at least 50% of their own possible sessions, as a share of all; they are persistently absent too."""
    return people_who(SEVERELY_ABSENT)


@attendance_kpi(
    title="Absence of persistently absent pupils",
    focus=("T1.2-a",),
    polarity=Polarity.NEITHER,  # fewer persistently absent pupils can leave the hardest cases, and a higher rate
    beside=ROLL,
    source=METHODOLOGY,
)
def absence_rate_of_persistently_absent() -> Ratio:
    """Sessions missed by pupils who were persistently absent, as a share of the sessions possible for them."""
    return Ratio(
        MISSED.filter(PERSISTENTLY_ABSENT).sum(),
        POSSIBLE.filter(PERSISTENTLY_ABSENT).sum(),
        counts=MISSED > 0,
        rest=MISSED < POSSIBLE,
        among=PERSISTENTLY_ABSENT,
    )


@attendance_kpi(
    title="Enrolments counted",
    focus=("T1.2-a",),
    polarity=Polarity.NEITHER,
    shown=COUNT_SHOWN,
    beside=ROLL,
    source=METHODOLOGY,
)
def enrolments_counted() -> Count:
    """Enrolments behind the absence figures: a pupil who moved between academies is counted in each."""
    return Count(pl.len(), counts=POSSIBLE > 0)
