"""The school days of two academic years, half term by half term; the trust's own calendar, made up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

_WEEKDAYS = 5


@dataclass(frozen=True)
class SchoolYear:
    """An academic year: the school days of each of its six half terms."""

    september: int
    halves: tuple[tuple[date, ...], ...]

    @property
    def first_day(self) -> date:
        """The first school day."""
        return self.halves[0][0]

    @property
    def last_day(self) -> date:
        """The last school day."""
        return self.halves[-1][-1]

    def days(self) -> tuple[date, ...]:
        """Every school day of the year, in order."""
        return tuple(day for half in self.halves for day in half)

    def closed(self, closes: date) -> int:
        """How many half terms are over on that day."""
        return sum(half[-1] <= closes for half in self.halves)


def _half(opens: date, closes: date, *off: date) -> tuple[date, ...]:
    days = (opens + timedelta(days=n) for n in range((closes - opens).days + 1))
    return tuple(day for day in days if day.weekday() < _WEEKDAYS and day not in off)


# 144 sessions to Christmas, 262 to Easter, 380 in the year.
_FIRST = SchoolYear(
    2024,
    (
        _half(date(2024, 9, 4), date(2024, 10, 24)),
        _half(date(2024, 11, 4), date(2024, 12, 20)),
        _half(date(2025, 1, 7), date(2025, 2, 14)),
        _half(date(2025, 2, 24), date(2025, 4, 4)),
        _half(date(2025, 4, 22), date(2025, 5, 23), date(2025, 5, 5)),
        _half(date(2025, 6, 2), date(2025, 7, 21)),
    ),
)
# 142 sessions to Christmas, 250 to Easter, 380 in the year.
_SECOND = SchoolYear(
    2025,
    (
        _half(date(2025, 9, 4), date(2025, 10, 23)),
        _half(date(2025, 11, 3), date(2025, 12, 19)),
        _half(date(2026, 1, 6), date(2026, 2, 13)),
        _half(date(2026, 2, 23), date(2026, 3, 27)),
        _half(date(2026, 4, 14), date(2026, 5, 22), date(2026, 5, 4)),
        _half(date(2026, 6, 1), date(2026, 7, 21)),
    ),
)
SCHOOL_YEARS = (_FIRST, _SECOND)


def school_year(september: int) -> SchoolYear:
    """The academic year that began in that September."""
    return next(y for y in SCHOOL_YEARS if y.september == september)


def days_between(days: Iterable[date], joined: date, left: date | None) -> int:
    """How many of the days fall within an enrolment, its first and last day included."""
    return sum(joined <= day and (left is None or day <= left) for day in days)
