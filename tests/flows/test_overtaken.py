"""A return that went back and was mended: once the later one is right, nobody is asked to mend the first."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.torture.small_trust import new_trust, run, write
from trustkpi.folder import TrustFolder

PUPILS = [14] * 12 + [0] * 8


@pytest.fixture
def trust(tmp_path: Path) -> TrustFolder:
    made = new_trust(tmp_path / "trust")
    write(made.inbox / "First.xlsx", "Unity", PUPILS, day=9, sex="X")
    return made


def mend(trust: TrustFolder, *, day: int = 12) -> None:
    write(trust.inbox / "Mended.xlsx", "Unity", PUPILS, day=day)


def test_what_went_back_before_is_taken_away_once_it_is_mended_and_asked_for_no_more(trust: TrustFolder) -> None:
    (answer,) = run(trust).corrections
    assert answer.is_file()
    mend(trust)
    assert run(trust).corrections == ()
    assert not answer.exists()
    assert run(trust).corrections == ()  # the first one lies in the inbox still


def test_two_that_come_together_are_answered_as_the_later_one_stands(trust: TrustFolder) -> None:
    mend(trust)
    assert run(trust).corrections == ()
    assert [p for p in trust.corrections.rglob("*") if p.is_file()] == []


def test_one_that_is_spoilt_after_a_right_one_still_goes_back(trust: TrustFolder) -> None:
    mend(trust, day=8)
    (answer,) = run(trust).corrections
    assert answer.is_file()


def test_corrections_that_somebody_has_saved_are_not_written_over_and_the_new_ones_beside_are_told(trust: TrustFolder) -> None:
    (answer,) = run(trust).corrections
    book = openpyxl.load_workbook(answer)
    book["Pupils"]["B8"] = "F"
    book.save(answer)
    being_mended = answer.read_bytes()
    write(trust.inbox / "Second.xlsx", "Unity", PUPILS, day=10, sex="Y")
    outcome = run(trust)
    beside = answer.with_stem(f"{answer.stem} (2)")
    assert outcome.corrections[-1] == beside
    assert any(f"the new one is beside it: {beside.name}." in says for says in outcome.problems)
    assert answer.read_bytes() == being_mended
    mend(trust)
    run(trust)
    assert (answer.read_bytes(), beside.exists()) == (being_mended, False)
