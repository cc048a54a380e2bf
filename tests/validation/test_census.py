"""The census days of the years that are known, and the headcount that exclusions are divided by."""

from __future__ import annotations

from datetime import date

import pytest

from validation.census import census_day, headcount_day


@pytest.mark.parametrize(
    ("september", "days"),
    [
        (2024, (date(2024, 10, 3), date(2025, 1, 16), date(2025, 5, 15))),
        (2025, (date(2025, 10, 2), date(2026, 1, 15), date(2026, 5, 21))),
    ],
)
def test_the_days_are_those_that_authorities_publish(september: int, days: tuple[date, date, date]) -> None:
    # "School census", East Sussex County Council
    assert tuple(census_day(term, september) for term in ("autumn", "spring", "summer")) == days


def test_a_month_that_begins_on_a_thursday_counts_it() -> None:
    assert census_day("autumn", 2026) == date(2026, 10, 1)
    assert census_day("spring", 2025 + 9) == date(2035, 1, 18)  # 4, 11 and 18 January


def test_januarys_headcount_serves_from_its_day_on_and_the_autumns_until_then() -> None:
    assert headcount_day(2025, date(2026, 1, 14)) == date(2025, 10, 2)
    assert headcount_day(2025, date(2026, 1, 15)) == date(2026, 1, 15)
    assert headcount_day(2025, date(2026, 7, 21)) == date(2026, 1, 15)
