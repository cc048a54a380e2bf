"""A store made by an earlier program is read as it is, and brought up when something is written to it."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from tests.trustkpi.small_return import PERIOD, QUERY_FOUND, at, reading, sent
from trustkpi.entries import PackEntry
from trustkpi.facts import RESULTS, TrustKpiError
from trustkpi.ledger_schema import STEPS
from trustkpi.store import Store

MADE = PackEntry("Standards.xlsx", "ab", "Standards", PERIOD, date(2025, 12, 19), "cd", "0.1.0", ("01", "02"))


def first_ledger(folder: Path) -> None:
    """A ledger as the first program left it: one return that went back, and one pack."""
    folder.mkdir()
    with closing(sqlite3.connect(folder / "ledger.sqlite", isolation_level=None)) as book:
        book.executescript(STEPS[0] + "PRAGMA user_version = 1;")
        names = 'digest, academy, "return", period, received, file, sent_by, declared_by, state, reason, findings, layouts'
        line = (
            "ef",
            "Unity",
            "classes",
            PERIOD,
            "2026-01-07T09:00:00.000000+00:00",
            "u.xlsx",
            "",
            "",
            "sent back",
            "",
            "[]",
            "{}",
        )
        book.execute(f"INSERT INTO submissions ({names}) VALUES ({', '.join('?' * len(line))})", line)  # noqa: S608
        book.execute(
            "INSERT INTO packs (file, sha256, committee, period, as_at, settings, program, digests) VALUES"
            " ('Standards.xlsx', 'ab', 'Standards', ?, '2025-12-19', 'cd', '0.1.0', '[\"01\", \"02\"]')",
            (PERIOD,),
        )


def test_an_older_ledger_is_read_as_it_is_and_not_written_to(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    first_ledger(store.folder)
    before = (store.folder / "ledger.sqlite").read_bytes()
    assert store.ledger()["file"].to_list() == ["u.xlsx"]
    assert store.ledger()["recorded"].to_list() == [None]
    assert store.packs() == (MADE,)
    assert (store.folder / "ledger.sqlite").read_bytes() == before


def test_an_older_ledger_takes_new_lines_beside_its_own(tmp_path: Path) -> None:
    store, submission = Store(tmp_path / "store"), sent(tmp_path, "a.xlsx", at(8))
    first_ledger(store.folder)
    assert store.accept(submission, reading(submission))
    assert not store.record_pack(MADE)
    told = store.ledger()
    assert told["file"].to_list() == ["u.xlsx", "a.xlsx"]
    assert told["recorded"].is_null().to_list() == [True, False]


def test_the_same_bytes_as_a_draft_and_as_a_final_issue_are_two_lines_also_in_an_older_ledger(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    first_ledger(store.folder)
    assert store.record_pack(replace(MADE, state="final"))
    assert not store.record_pack(replace(MADE, state="final"))
    assert [p.state for p in store.packs()] == ["draft", "final"]


def test_a_newer_ledger_is_one_sentence_and_is_left_alone(tmp_path: Path) -> None:
    store, submission = Store(tmp_path / "store"), sent(tmp_path, "a.xlsx", at(8))
    store.accept(submission, reading(submission))
    with closing(sqlite3.connect(store.folder / "ledger.sqlite")) as book:
        book.execute(f"PRAGMA user_version = {len(STEPS) + 1}")
    for verb in (store.ledger, store.packs, lambda: store.record_pack(MADE)):
        with pytest.raises(TrustKpiError, match="was written by a newer trustkpi: install that version"):
            verb()


def test_names_and_explanations_of_a_forgotten_period_are_blanked_out_of_the_file_and_nothing_else(tmp_path: Path) -> None:
    store, submission = Store(tmp_path / "store"), sent(tmp_path, "a.xlsx", at(8))
    name = "Zebedee Quartermaine"
    given = reading(submission, findings=(QUERY_FOUND,))
    named = replace(given, cover=replace(given.cover, completed_by=name))
    store.accept(submission, named, explanations={QUERY_FOUND: f"{name} says so."})
    before, file = store.ledger(), store.folder / "ledger.sqlite"
    assert file.read_bytes().count(name.encode()) == 2
    store.forget([PERIOD], pl.DataFrame(schema=dict(RESULTS)))
    assert name.encode() not in file.read_bytes()
    after = store.ledger()
    names = ("file", "sent_by", "declared_by", "findings")
    assert after.drop(names).equals(before.drop(names))
    assert after["file"].to_list() == [""]
    (found,) = json.loads(after["findings"][0])
    assert found == {k: v for k, v in json.loads(before["findings"][0])[0].items() if k != "explanation"}


@pytest.mark.parametrize(
    "change",
    [
        "sent_by = ''",
        "file = 'b.xlsx'",
        "sent_by = '', declared_by = '', state = 'sent back'",
        "findings = '[]'",
        "digest = 'ab'",
    ],
)
@pytest.mark.parametrize("forgotten", [False, True])
def test_no_other_change_is_let_through(tmp_path: Path, change: str, *, forgotten: bool) -> None:
    store, submission = Store(tmp_path / "store"), sent(tmp_path, "a.xlsx", at(8))
    store.accept(submission, reading(submission, findings=(QUERY_FOUND,)))
    if forgotten:
        store.forget([PERIOD], pl.DataFrame(schema=dict(RESULTS)))
    with closing(sqlite3.connect(store.folder / "ledger.sqlite")) as book:
        if forgotten and change == "sent_by = ''":
            return  # blank already, so that nothing changes
        with pytest.raises(sqlite3.IntegrityError, match="added to, never changed"):
            book.execute(f"UPDATE submissions SET {change}")  # noqa: S608
