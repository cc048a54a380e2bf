"""How values are written: places after the point, what follows the number, and what a gap is counted in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Shown:
    """How a KPI's values are written: places after the point and what follows the number."""

    name: str
    places: int
    suffix: str = ""
    gap: str = ""


PERCENT_SHOWN = Shown("per cent", 1, "%", "percentage points")
COUNT_SHOWN = Shown("count", 0)
POUNDS_SHOWN = Shown("pounds", 0, "£")
PER_100_SHOWN = Shown("per 100", 2)
SCORE_SHOWN = Shown("score", 1, gap="points")
GRADE_SHOWN = Shown("grade", 2, gap="grades")
DAYS_SHOWN = Shown("days", 1, " days")
TIMES_SHOWN = Shown("times", 2, " times")
