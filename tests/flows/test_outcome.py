"""What a run says: how many returns are in, and what needs somebody."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from flows.outcome import Outcome, in_words, wanting
from flows.work import _committees
from trustkpi.catalogue import catalogue
from trustkpi.facts import TrustKpiError
from trustkpi.settings import Headline
from trustkpi.trust import Trust
from validation.periods import period

STATUS = pl.DataFrame(
    [
        ("Ambleside", "attendance", "accepted", ""),
        ("Westbury", "attendance", "accepted", "a newer one was sent back (1 error)"),
        ("Unity", "roll_places", "late (4 days)", ""),
        ("Unity", "send", "due (3 days left)", ""),
        ("Denewood", "workforce 2026-03-31", "not asked", ""),
    ],
    schema=["academy", "return", "state", "note"],
    orient="row",
)
DONE = Outcome(
    period("2025-26-spring"), date(2026, 5, 1), (), STATUS, corrections=(Path("Westbury.xlsx"),), queried=(Path("Unity.xlsx"),),
    replaced=("One by another",), unfinished=("The pack was not written.",),
)  # fmt: skip


def test_a_run_counts_what_is_in_and_names_what_is_not() -> None:
    assert list(in_words(DONE))[1:4] == [
        "2 of 4 returns are accepted. For each: trustkpi status",
        "  Westbury, Attendance: accepted; a newer one was sent back (1 error)",
        "  Unity, Roll and places: late (4 days)",
    ]


def test_where_less_is_asked_for_only_what_needs_somebody_is_said() -> None:
    assert list(wanting(DONE)) == [
        "  Westbury, Attendance: accepted; a newer one was sent back (1 error)",
        "  Unity, Roll and places: late (4 days)",
        "Goes back to be mended:",
        "  Westbury.xlsx",
        "Accepted, and goes back for its queries to be explained:",
        "  Unity.xlsx",
        "The pack was not written.",
    ]


def test_a_committee_is_found_by_a_part_of_its_name_that_no_other_has() -> None:
    assert [pack.name for pack in _committees("STANDARDS", Trust("T"))] == ["Standards and Achievement"]
    assert [pack.name for pack in _committees(" finance, audit and resource ", Trust("T"))] == ["Finance, Audit and Resource"]
    for unclear in ("and", "Governance", ""):
        with pytest.raises(TrustKpiError, match="'Finance, Audit and Resource' and 'Standards and Achievement'"):
            _committees(unclear, Trust("T"))


def test_a_trusts_own_headlines_may_be_of_another_committee() -> None:
    trust = Trust("T", headlines=(Headline("Finance, Audit and Resource", "absence_rate", 1),))
    (finance,) = _committees("finance", trust)
    assert finance.reads(catalogue()["absence_rate"])
    assert finance.reads(catalogue()["gpg_mean_hourly"])
    assert not finance.reads(catalogue()["severe_absence_rate"])
