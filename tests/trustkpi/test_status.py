"""Who has sent what, counted from the as-at date by hand: closes 19 December 2025, due 9 January 2026, last 16 January."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.trustkpi.small_return import CLASSES, ERROR_FOUND, PERIOD, QUERY_FOUND, at, reading, refused, sent
from trustkpi import status as module
from trustkpi.facts import Academy, Due
from trustkpi.status import status
from trustkpi.store import Store
from trustkpi.trust import Trust
from validation.periods import period

AUTUMN = period(PERIOD)
ASKED = Due("classes", AUTUMN, date(2025, 12, 19), date(2026, 1, 9), date(2026, 1, 16))
TRUST = Trust(
    "Example Trust",
    academies=(
        Academy("Ambleside", "999001", "Primary", date(2019, 9, 1)),
        Academy("Westbury", "999002", "Special", date(2026, 1, 1)),
        Academy("Unity", "999005", "Alternative provision", date(2019, 9, 1), left=date(2025, 8, 31)),
    ),
    calendar=(ASKED,),
)
IN_TIME = date(2026, 1, 9)


def states(store: Store, as_at: date = IN_TIME, trust: Trust = TRUST) -> dict[str, str]:
    return dict(status(store.ledger(), trust, AUTUMN, as_at).select("academy", "state").iter_rows())


@pytest.mark.parametrize(
    ("as_at", "state"),
    [
        (date(2025, 12, 18), "not due"),
        (date(2025, 12, 19), "due (21 days left)"),
        (date(2026, 1, 8), "due (1 day left)"),
        (date(2026, 1, 9), "due (0 days left)"),
        (date(2026, 1, 10), "late (1 day)"),
        (date(2026, 2, 1), "late (23 days)"),
    ],
)
def test_days_are_counted_from_the_as_at_date(tmp_path: Path, as_at: date, state: str) -> None:
    assert states(Store(tmp_path), as_at)["Ambleside"] == state


def test_who_had_not_joined_or_has_left_is_not_asked(tmp_path: Path) -> None:
    assert states(Store(tmp_path)) == {"Ambleside": "due (0 days left)", "Westbury": "not asked", "Unity": "not asked"}


@pytest.mark.parametrize(
    ("received", "state"),
    [
        (datetime(2026, 1, 9, 23, 59, tzinfo=UTC), "accepted"),
        (datetime(2026, 1, 10, 0, 0, tzinfo=UTC), "accepted (1 day late)"),
        (datetime(2026, 1, 12, 9, 0, tzinfo=UTC), "accepted (3 days late)"),
    ],
)
def test_an_accepted_return_is_in_time_until_the_end_of_the_day_due(tmp_path: Path, received: datetime, state: str) -> None:
    store, submission = Store(tmp_path / "store"), sent(tmp_path, "a.xlsx", received)
    store.accept(submission, reading(submission))
    assert states(store)["Ambleside"] == state


def test_a_day_ends_at_midnight_in_the_office_also_in_summer(tmp_path: Path) -> None:
    summer = period("2025-26-summer")
    trust = Trust(
        "T",
        academies=TRUST.academies[:1],
        calendar=(Due("classes", summer, date(2026, 7, 17), date(2026, 7, 20), date(2026, 7, 24)),),
    )
    store, submission = Store(tmp_path / "store"), sent(tmp_path, "a.xlsx", datetime(2026, 7, 20, 23, 30, tzinfo=UTC))
    store.accept(submission, reading(submission, period=summer.name))
    assert status(store.ledger(), trust, summer, date(2026, 7, 21))["state"].to_list() == ["accepted (1 day late)"]


def test_errors_are_counted_and_queries_are_not(tmp_path: Path) -> None:
    store, bad = Store(tmp_path / "store"), sent(tmp_path, "bad.xlsx", at(8))
    store.send_back(bad, reading(bad, findings=(ERROR_FOUND, QUERY_FOUND)))
    row = status(store.ledger(), TRUST, AUTUMN, IN_TIME).row(0, named=True)
    assert (row["state"], row["errors"], row["queries"], row["due"]) == ("sent back (1 error)", 1, 1, date(2026, 1, 9))


def test_an_accepted_return_stays_accepted_when_a_later_one_goes_back(tmp_path: Path) -> None:
    store, good, bad = Store(tmp_path / "store"), sent(tmp_path, "good.xlsx", at(8)), sent(tmp_path, "bad.xlsx", at(9))
    store.send_back(bad, reading(bad, findings=(ERROR_FOUND,)))
    store.accept(good, reading(good))
    row = status(store.ledger(), TRUST, AUTUMN, IN_TIME).row(0, named=True)
    assert (row["state"], row["note"]) == ("accepted", "a newer one was sent back (1 error)")


def test_an_earlier_one_that_went_back_is_forgotten_once_one_is_accepted(tmp_path: Path) -> None:
    store, good, bad = Store(tmp_path / "store"), sent(tmp_path, "good.xlsx", at(9)), sent(tmp_path, "bad.xlsx", at(8))
    store.send_back(bad, reading(bad, findings=(ERROR_FOUND,)))
    store.accept(good, reading(good))
    row = status(store.ledger(), TRUST, AUTUMN, IN_TIME).row(0, named=True)
    assert (row["state"], row["note"]) == ("accepted", "")


def test_a_file_that_nobody_can_read_is_nobodys_return(tmp_path: Path) -> None:
    store, old = Store(tmp_path / "store"), sent(tmp_path, "old.xls", at(8))
    store.send_back(old, refused(old))
    assert states(store)["Ambleside"] == "due (0 days left)"


def test_a_return_that_the_calendar_does_not_ask_for_is_shown_where_it_came(tmp_path: Path) -> None:
    store, submission = Store(tmp_path / "store"), sent(tmp_path, "a.xlsx", at(8))
    store.accept(submission, reading(submission))
    trust = Trust("T", academies=TRUST.academies)
    assert states(store, trust=trust) == {"Ambleside": "accepted", "Westbury": "not asked", "Unity": "not asked"}


def test_academies_stand_in_the_order_of_the_settings_and_returns_by_name(tmp_path: Path) -> None:
    trust = Trust(
        "T", academies=TRUST.academies, calendar=(ASKED, Due("attendance", AUTUMN, ASKED.closes, ASKED.due, ASKED.last))
    )
    found = status(Store(tmp_path).ledger(), trust, AUTUMN, IN_TIME).select("academy", "return").rows()
    assert found == [(a.name, name) for a in TRUST.academies for name in ("attendance", "classes")]


def test_a_month_that_closes_within_the_term_is_named_with_its_own_period(tmp_path: Path) -> None:
    november = period("2025-11")
    asked = Due("classes", november, date(2025, 11, 30), date(2025, 12, 5), date(2025, 12, 12))
    trust = Trust("T", academies=TRUST.academies[:1], calendar=(ASKED, asked))
    store, submission = Store(tmp_path / "store"), sent(tmp_path, "a.xlsx", datetime(2025, 12, 6, 9, tzinfo=UTC))
    store.accept(submission, reading(submission, period=november.name))
    found = status(store.ledger(), trust, AUTUMN, IN_TIME).select("academy", "return", "state").rows()
    assert found == [
        ("Ambleside", "classes 2025-11", "accepted (1 day late)"),
        ("Ambleside", "classes", "due (0 days left)"),
    ]


def test_what_the_central_team_sends_has_one_row_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    central = replace(CLASSES, whole_trust=True)
    monkeypatch.setattr(module, "returns", lambda: {"classes": central})
    found = status(Store(tmp_path).ledger(), TRUST, AUTUMN, IN_TIME).select("academy", "return", "state").rows()
    assert found == [("Whole trust", "classes", "due (0 days left)")]
