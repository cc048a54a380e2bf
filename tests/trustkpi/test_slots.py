"""Which period of a return stands in a pack for which of the pack's periods."""

from __future__ import annotations

from datetime import date

import pytest

from trustkpi.slots import earlier, slots
from validation.periods import period


def standing(of: str, *sent: str) -> dict[str, str]:
    return slots(period(of), [period(name) for name in sent])


def test_a_term_and_the_four_before_it_stand_for_themselves() -> None:
    sent = ("2024-25-autumn", "2024-25-spring", "2024-25-summer", "2025-26-autumn", "2025-26-spring")
    assert standing("2025-26-spring", *sent, "2023-24-summer", "2023-24-spring") == {name: name for name in sent}


def test_a_trend_has_four_earlier_terms_six_half_terms_or_twelve_months() -> None:
    assert [p.name for p in earlier(period("2025-26-autumn"))] == [
        "2024-25-summer", "2024-25-spring", "2024-25-autumn", "2023-24-summer",
    ]  # fmt: skip
    assert [p.name for p in earlier(period("2025-26-spring-1"))][-1] == "2024-25-spring-1"
    assert [p.name for p in earlier(period("2026-01"))][-1] == "2025-01"
    assert [p.name for p in earlier(period("2025-26"))] == ["2024-25", "2023-24", "2022-23", "2021-22"]


def test_the_last_half_term_stands_for_its_term_but_never_for_another() -> None:
    assert standing("2025-26-spring", "2025-26-spring-1", "2025-26-spring-2") == {"2025-26-spring-2": "2025-26-spring"}
    assert standing("2025-26-spring", "2025-26-autumn-2") == {"2025-26-autumn-2": "2025-26-autumn"}


def test_the_last_month_that_closed_in_the_term_stands_for_it() -> None:
    # Easter 2026 is on 5 April, so the spring term closes with March counted and April not.
    assert standing("2025-26-spring", "2026-01", "2026-02", "2026-03", "2026-04") == {"2026-03": "2025-26-spring"}


def test_a_snapshot_stands_until_the_next_and_has_no_last_period_of_its_own() -> None:
    sent = ("2025-03-31", "2026-03-31")
    both = {"2026-03-31": "2025-26-spring", "2025-03-31": "2024-25-spring"}
    assert standing("2025-26-spring", *sent) == both
    assert standing("2025-26-autumn", *sent) == {"2025-03-31": "2025-26-autumn"}


def test_a_snapshot_after_the_as_at_date_does_not_stand_yet() -> None:
    sent = [period(name) for name in ("2024-03-31", "2025-03-31", "2026-03-31")]
    both = {"2025-03-31": "2025-26-spring", "2024-03-31": "2024-25-spring"}
    assert slots(period("2025-26-spring"), sent, date(2026, 3, 27)) == both
    later = {"2026-03-31": "2025-26-spring", "2025-03-31": "2024-25-spring", "2024-03-31": "2023-24-spring"}
    assert slots(period("2025-26-spring"), sent, date(2026, 4, 5)) == later


def test_a_year_stands_after_its_close_until_the_next_has_closed() -> None:
    assert standing("2025-26-spring", "2023-24", "2024-25") == {"2024-25": "2025-26-spring", "2023-24": "2024-25-spring"}
    # A year's results come after its summer term's close, so until then the year before stands.
    assert standing("2025-26-summer", "2024-25") == {"2024-25": "2025-26-summer"}
    # Two years on it is a point of the trend, and neither the period's own figure nor the year before's.
    assert standing("2027-28-spring", "2024-25") == {"2024-25": "2025-26-spring"}


@pytest.mark.parametrize("of", ["2025-26", "2025-26-autumn-1", "2026-01", "2026-03-31"])
def test_any_kind_of_period_stands_for_itself_and_the_year_before(of: str) -> None:
    before = period(of).a_year_before().name
    assert standing(of, of, before) == {of: of, before: before}
