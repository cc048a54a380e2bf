"""Which returns the synthetic trust asks for, of which periods, closing and due when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from trustkpi.facts import Academy, Due
from validation.model import Frequency, Return
from validation.periods import Period, period
from validation.returns import returns

CURRENT = "2025-26-spring"

# As-at date, date due and last date of each term: the last day of term, then about three and four weeks of school.
_TERMS = {
    "2024-25-autumn": (date(2024, 12, 20), date(2025, 1, 17), date(2025, 1, 24)),
    "2024-25-spring": (date(2025, 4, 4), date(2025, 5, 2), date(2025, 5, 9)),
    "2024-25-summer": (date(2025, 7, 21), date(2025, 9, 12), date(2025, 9, 19)),
    "2025-26-autumn": (date(2025, 12, 19), date(2026, 1, 16), date(2026, 1, 23)),
    CURRENT: (date(2026, 3, 27), date(2026, 4, 24), date(2026, 5, 1)),
}
# Attendance has the longest history; three terms are enough for the others to be held against, and keep the demo quick.
_LONGEST = "attendance"
_THREE = ("2024-25-spring", "2025-26-autumn", CURRENT)
_OTHERS = {
    Frequency.MONTHLY: ("2026-01", "2026-02", "2026-03"),
    Frequency.YEARLY: ("2023-24", "2024-25"),
    Frequency.SNAPSHOT: ("2024-03-31", "2025-03-31", "2026-03-31"),
}
_TO_FILL_IN, _TO_CHASE = timedelta(days=21), timedelta(days=7)


@dataclass(frozen=True)
class Asked:
    """One workbook asked for: of an academy, a return and a period, counted up to the as-at date."""

    academy: Academy
    declared: Return
    period: Period
    closes: date
    due: date


def calendar() -> Iterator[Due]:
    """The calendar of every return there is: five terms of attendance, three of other termly ones, dates of their kind."""
    for declared in returns().values():
        yield from _of(declared)


def _of(declared: Return) -> Iterator[Due]:
    if {Frequency.TERMLY, Frequency.HALF_TERMLY} & {*declared.often}:
        for name in _TERMS if declared.name == _LONGEST else _THREE:
            yield Due(declared.name, period(name), *_TERMS[name])
        return
    for frequency in declared.often:
        for name in _OTHERS[frequency]:
            asked = period(name)
            due = asked.closes + _TO_FILL_IN
            yield Due(declared.name, asked, asked.closes, due, due + _TO_CHASE)
