"""Periods as people name them, and the days they open and close."""

from __future__ import annotations

from datetime import date

import pytest

from validation.periods import UnknownPeriodError, period

# Easter Sunday is 20 April 2025 and 5 April 2026; the spring bank holiday 26 May 2025 and 25 May 2026.
DAYS = {
    "2025-26-autumn": (date(2025, 9, 1), date(2025, 12, 31), "term"),
    "2025-26-autumn-1": (date(2025, 9, 1), date(2025, 10, 31), "half term"),
    "2025-26-autumn-2": (date(2025, 11, 1), date(2025, 12, 31), "half term"),
    "2025-26-spring": (date(2026, 1, 1), date(2026, 4, 5), "term"),
    "2025-26-spring-1": (date(2026, 1, 1), date(2026, 2, 15), "half term"),
    "2025-26-spring-2": (date(2026, 2, 16), date(2026, 4, 5), "half term"),
    "2025-26-summer": (date(2026, 4, 6), date(2026, 7, 31), "term"),
    "2025-26-summer-1": (date(2026, 4, 6), date(2026, 5, 24), "half term"),
    "2025-26-summer-2": (date(2026, 5, 25), date(2026, 7, 31), "half term"),
    "2024-25-spring": (date(2025, 1, 1), date(2025, 4, 20), "term"),
    "2025-26": (date(2025, 9, 1), date(2026, 7, 31), "year"),
    "2026-02": (date(2026, 2, 1), date(2026, 2, 28), "month"),
    "2024-02": (date(2024, 2, 1), date(2024, 2, 29), "month"),
    "2026-03-31": (date(2026, 3, 31), date(2026, 3, 31), "snapshot"),
    "1999-00": (date(1999, 9, 1), date(2000, 7, 31), "year"),
}


@pytest.mark.parametrize("name", DAYS)
def test_a_period_opens_closes_and_is_of_a_kind(name: str) -> None:
    of = period(name)
    assert (of.opens, of.closes, of.kind) == DAYS[name]
    assert of.name == name


def test_a_name_may_be_typed_in_capitals_with_space_around_it() -> None:
    assert period(" 2025-26-Autumn-1 ").name == "2025-26-autumn-1"


@pytest.mark.parametrize(
    "name", ["", "autumn", "2025-27", "2025-26-winter", "2025-26-autumn-3", "2026-13", "2026-00", "2026-02-30", "25-26"]
)
def test_what_is_no_period_says_which_forms_there_are(name: str) -> None:
    with pytest.raises(UnknownPeriodError, match=r"2025-26-autumn-1 \(half term\)"):
        period(name)


@pytest.mark.parametrize(
    ("name", "september"),
    [("2025-26-summer", 2025), ("2026-01", 2025), ("2026-09", 2026), ("2026-08-31", 2025), ("2026-09-01", 2026)],
)
def test_the_academic_year_begins_on_1_september(name: str, september: int) -> None:
    assert period(name).year_opens == date(september, 9, 1)


@pytest.mark.parametrize(
    ("name", "before", "a_year_before"),
    [
        ("2025-26-autumn", "2024-25-summer", "2024-25-autumn"),
        ("2025-26-spring", "2025-26-autumn", "2024-25-spring"),
        ("2025-26-autumn-1", "2024-25-summer-2", "2024-25-autumn-1"),
        ("2025-26-spring-2", "2025-26-spring-1", "2024-25-spring-2"),
        ("2025-26", "2024-25", "2024-25"),
        ("2026-01", "2025-12", "2025-01"),
        ("2026-03-31", "2025-03-31", "2025-03-31"),
        ("2024-02-29", "2023-02-28", "2023-02-28"),
    ],
)
def test_a_period_knows_the_one_before_and_a_year_before(name: str, before: str, a_year_before: str) -> None:
    assert period(name).before().name == before
    assert period(name).a_year_before().name == a_year_before


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("2025-26-autumn", "Autumn term 2025/26"),
        ("2025-26-summer-2", "Summer term 2025/26, second half"),
        ("1999-00", "Academic year 1999/00"),
        ("2026-01", "January 2026"),
        ("2026-03-31", "31 March 2026"),
    ],
)
def test_a_period_has_a_title_for_people(name: str, title: str) -> None:
    assert period(name).title == title


def test_the_first_half_of_summer_ends_on_the_sunday_before_the_spring_bank_holiday() -> None:
    assert period("2025-26-summer-1").closes == date(2026, 5, 24)
    assert period("2024-25-summer-1").closes == date(2025, 5, 25)
