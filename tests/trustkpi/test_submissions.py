"""What was asked of academies and what came, as rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from tests.trustkpi.small_return import CLASSES, PERIOD, QUERY_FOUND, reading, sent
from trustkpi.facts import Academy, Due
from trustkpi.store import Store
from trustkpi.submissions import submissions
from trustkpi.trust import Trust
from validation.periods import period

AUTUMN = period(PERIOD)
CLOSES, DUE = date(2025, 12, 19), date(2026, 1, 16)
ACADEMIES = tuple(Academy(n, f"99900{i}", "Special", date(2019, 9, 1)) for i, n in enumerate(("Unity", "Westbury", "Denewood")))
TRUST = Trust("T", academies=ACADEMIES, calendar=(Due("attendance", AUTUMN, CLOSES, DUE, DUE),))


def test_each_academy_has_a_row_for_what_it_was_asked(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    late = sent(tmp_path, "late.xlsx", datetime(2026, 1, 19, 9, tzinfo=UTC))
    read = reading(late, academy="Unity", findings=(QUERY_FOUND,))
    store.accept(late, replace(read, declared=replace(CLASSES, name="attendance")))
    rows = submissions(store.ledger(), TRUST, [AUTUMN], CLOSES).select("academy", "accepted", "days_late", "issues").rows()
    assert rows == [("Unity", True, 3, 1), ("Westbury", False, None, 0), ("Denewood", False, None, 0)]


def test_nothing_is_asked_before_the_period_has_closed(tmp_path: Path) -> None:
    assert submissions(Store(tmp_path / "store").ledger(), TRUST, [AUTUMN], date(2025, 12, 18)).is_empty()
