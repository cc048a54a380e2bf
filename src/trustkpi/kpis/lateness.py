"""How often pupils arrive late, before or after the register closes."""

from __future__ import annotations

from polars import col

from trustkpi.groups import UNCUT_COHORT
from trustkpi.kpi import Benchmark, Ratio, Source
from trustkpi.sessions import attendance_kpi, near_national, sessions

DAILY_METHODOLOGY = Source(
    "Pupil attendance in schools: methodology (Department for Education)",
    "https://explore-education-statistics.service.gov.uk/methodology/pupil-attendance-in-schools",
)


@attendance_kpi(
    title="Late",
    focus=("T1.2-a",),
    over=UNCUT_COHORT,
    bands=near_national(0.5, "since half a point is about two late arrivals a year"),
    benchmark=Benchmark("late_rate", "late_rate"),
    source=DAILY_METHODOLOGY,
)
def late_rate() -> Ratio:
    """Sessions at which pupils arrived late (codes L and U), as a share of the sessions that were possible."""
    return sessions(col("code_l") + col("code_u"))
