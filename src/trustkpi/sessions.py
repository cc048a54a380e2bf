"""How attendance figures are declared alike: sessions as a share of those possible, and pupils of whom something holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl

from trustkpi.groups import PUPIL_GROUPS, STATUTORY_COHORT
from trustkpi.kpi import PERCENT_SHOWN, PRODUCT_DEFAULT, Bands, Comparator, Kpi, Measure, Polarity, Ratio, kpi
from validation.returns import attendance
from validation.vocabulary import STANDARDS

MISSED = pl.col("authorised") + pl.col("unauthorised")
ATTENDED = pl.col("present") + pl.col("educational")
POSSIBLE = pl.col("possible")
IN_FORCE = date(2022, 9, 1)  # the first year of the daily series that colours these figures

_NO_THRESHOLD = (
    f"{PRODUCT_DEFAULT}: no numeric limit was found in DfE's guide for trustees, Understanding your data, or in any trust's; "
    "green is level with them or better"
)


def sessions(of: pl.Expr) -> Ratio:
    """Sessions of that kind as a share of the sessions possible."""
    return Ratio(of.sum(), POSSIBLE.sum(), counts=of > 0, rest=of < POSSIBLE)


def near_national(points: float, why: str) -> tuple[Bands, ...]:
    """Green at the national figure or better, amber within so many points of it."""
    return (Bands(0, points, IN_FORCE, f"{_NO_THRESHOLD}, amber within {points:g}, {why}", Comparator.NATIONAL),)


def attendance_kpi(
    *, title: str, focus: tuple[str, ...], polarity: Polarity = Polarity.LOWER_IS_BETTER, **more: Any
) -> Callable[[Callable[[], Measure]], Kpi]:
    """Declare a KPI over the attendance return: a percentage of the statutory cohort, by group, unless said otherwise."""
    alike = {
        "committee": STANDARDS,
        "reads": attendance.Pupils,
        "shown": PERCENT_SHOWN,
        "over": STATUTORY_COHORT,
        "breakdowns": PUPIL_GROUPS,
    }
    return kpi(title=title, focus=focus, polarity=polarity, **(alike | more))  # type: ignore[arg-type]
