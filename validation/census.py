"""The days on which the school census counts pupils.

The first Thursday of October and the third of January and May, which are the days of 2024/25 (3 October, 16 January,
15 May) and 2025/26 (2 October, 15 January, 21 May): "School census", East Sussex County Council,
https://czone.eastsussex.gov.uk/school-management/census. Later years are taken to keep the pattern.
"""

from __future__ import annotations

from datetime import date, timedelta

_THURSDAY = 3
CENSUSES = ("autumn", "spring", "summer")


def census_day(term: str, september: int) -> date:
    """The census day of a term of the academic year that began in that September."""
    first, week = {
        "autumn": (date(september, 10, 1), 0), "spring": (date(september + 1, 1, 1), 2), "summer": (date(september + 1, 5, 1), 2),
    }[term]  # fmt: skip
    return first + timedelta(days=(_THURSDAY - first.weekday()) % 7 + 7 * week)


def headcount_day(september: int, as_at: date) -> date:
    """The day whose headcount divides exclusions: January's census, and until then the autumn's."""
    january = census_day("spring", september)
    return january if january <= as_at else census_day("autumn", september)
