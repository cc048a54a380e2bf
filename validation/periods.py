"""Periods as people name them: 2025-26-autumn-1, 2025-26-autumn, 2025-26, 2026-01 and 2026-03-31.

Terms follow DfE's absence statistics: autumn to 31 December, spring to Easter Sunday, the first half of summer to the
Sunday before the spring bank holiday, the rest to 31 July ("Pupil absence statistics: methodology",
https://explore-education-statistics.service.gov.uk/methodology/pupil-absence-in-schools-in-england). Where the autumn
and the spring term break in half no source sets: 31 October and the third Sunday of February are product defaults.
A trust's own calendar in trust.xlsx wins over all of them.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from dateutil.easter import easter

_TERM = re.compile(r"^(\d{4})-(\d{2})(?:-(autumn|spring|summer)(?:-([12]))?)?$")
_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_ORDER = ("autumn", "spring", "summer")
FORMS = "2025-26-autumn-1 (half term), 2025-26-autumn (term), 2025-26 (year), 2026-01 (month), 2026-03-31 (snapshot)"


class UnknownPeriodError(ValueError):
    """The words name no period."""


@dataclass(frozen=True)
class Period:
    """A stretch of an academic year (or a day) with a name; `year` is the calendar year its September falls in."""

    name: str
    year: int
    opens: date
    closes: date
    kind: str
    term: str = ""
    half: int = 0

    @property
    def year_opens(self) -> date:
        """1 September of the academic year: attendance is counted from here to the period's close."""
        return date(self.year, 9, 1)

    @property
    def title(self) -> str:
        """The period as people say it: Autumn term 2025/26, first half."""
        year = f"{self.year}/{(self.year + 1) % 100:02}"
        match self.kind:
            case "term":
                return f"{self.term.title()} term {year}"
            case "half term":
                return f"{self.term.title()} term {year}, {'first' if self.half == 1 else 'second'} half"
            case "year":
                return f"Academic year {year}"
            case "month":
                return f"{self.closes:%B %Y}"
        return f"{self.closes.day} {self.closes:%B %Y}"

    def a_year_before(self) -> Period:
        """The same stretch of the year before."""
        if self.kind == "snapshot":
            return period(
                f"{self.year_of_close - 1}{self.name[4:]}" if self.name[5:] != "02-29" else f"{self.year_of_close - 1}-02-28"
            )
        if self.kind == "month":
            return period(f"{self.year_of_close - 1}{self.name[4:]}")
        return period(_academic(self.year - 1) + self.name[7:])

    def before(self) -> Period:
        """The period of the same kind just before this one; for a snapshot, a year earlier."""
        if self.kind in {"snapshot", "year"}:
            return self.a_year_before()
        if self.kind == "month":
            return period((self.opens - timedelta(days=1)).strftime("%Y-%m"))
        if self.kind == "half term" and self.half == 2:  # noqa: PLR2004  the second half
            return period(self.name[:-1] + "1")
        at = _ORDER.index(self.term)
        year = self.year if at else self.year - 1
        return period(f"{_academic(year)}-{_ORDER[at - 1]}" + ("-2" if self.kind == "half term" else ""))

    @property
    def year_of_close(self) -> int:
        """The calendar year in which the period closes."""
        return self.closes.year


@lru_cache(maxsize=10_000)  # every row of a result names one, and most of them the same few
def period(name: str) -> Period:
    """The period of that name; `UnknownPeriodError` says which forms there are."""
    name = name.strip().casefold()
    if _DAY.match(name):
        return _snapshot(name)
    found = _TERM.match(name)
    if not found:
        raise UnknownPeriodError(_no_period(name))
    year, tail, term, half = int(found[1]), int(found[2]), found[3] or "", int(found[4] or 0)
    if tail == (year + 1) % 100:
        return _of_academic_year(name, year, term, half)
    if term or not 1 <= tail <= 12:  # noqa: PLR2004  months
        raise UnknownPeriodError(_no_period(name))
    last = calendar.monthrange(year, tail)[1]
    first = date(year, tail, 1)
    return Period(name, _september(first), first, date(year, tail, last), "month")


def _no_period(name: str) -> str:
    return f"'{name}' is not a period. Periods are written like {FORMS}."


def _september(day: date) -> int:
    return day.year if day.month >= 9 else day.year - 1  # noqa: PLR2004  September


def _academic(year: int) -> str:
    return f"{year}-{(year + 1) % 100:02}"


def _snapshot(name: str) -> Period:
    try:
        day = date.fromisoformat(name)
    except ValueError:
        raise UnknownPeriodError(_no_period(name)) from None
    return Period(name, _september(day), day, day, "snapshot")


def _of_academic_year(name: str, year: int, term: str, half: int) -> Period:
    opens, closes = date(year, 9, 1), date(year + 1, 7, 31)
    if not term:
        return Period(name, year, opens, closes, "year")
    spring, summer = date(year + 1, 1, 1), easter(year + 1) + timedelta(days=1)
    starts = {"autumn": opens, "spring": spring, "summer": summer}
    ends = {"autumn": spring - timedelta(days=1), "spring": summer - timedelta(days=1), "summer": closes}
    breaks = {
        "autumn": date(year, 10, 31),
        "spring": _third_sunday_of_february(year + 1),
        "summer": _before_spring_bank_holiday(year + 1),
    }
    first, last = starts[term], ends[term]
    if half == 1:
        last = breaks[term]
    if half == 2:  # noqa: PLR2004  the second half
        first = breaks[term] + timedelta(days=1)
    return Period(name, year, first, last, "half term" if half else "term", term, half)


def _third_sunday_of_february(year: int) -> date:
    first = date(year, 2, 1)
    return first + timedelta(days=(6 - first.weekday()) % 7 + 14)


def _before_spring_bank_holiday(year: int) -> date:
    last = date(year, 5, 31)
    return last - timedelta(days=last.weekday() + 1)  # the Sunday before May's last Monday
