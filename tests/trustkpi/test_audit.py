"""The audit trail says what an auditor asks, can be followed by digests alone, and names nobody."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.trustkpi.small_return import ERROR_FOUND, PERIOD, QUERY_FOUND, at, reading, refused, sent
from trustkpi.audit import Trail, trail
from trustkpi.csv_text import csv_text
from trustkpi.entries import PackEntry
from trustkpi.history import history
from trustkpi.store import Store

NAME = "Zebedee Quartermaine"  # stands for anybody's name, wherever a person can type one


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """The first goes back, the second is accepted with an explained query, the third replaces it; a file is no return."""
    made = Store(tmp_path / "store")
    bad, first, second, strange = (sent(tmp_path, f"{NAME} {n}.xlsx", at(8 + n)) for n in range(4))
    made.send_back(bad, reading(bad, findings=(ERROR_FOUND,)))
    for submission in (first, second):
        given = reading(submission, findings=(QUERY_FOUND,))
        named = replace(given, cover=replace(given.cover, completed_by=NAME, declared_by=NAME))
        made.accept(submission, named, explanations={QUERY_FOUND: f"{NAME} says so."})
    made.send_back(strange, refused(strange))
    made.record_pack(PackEntry("S.xlsx", "ab" * 32, "Standards", PERIOD, date(2025, 12, 19), "cd", "0.1.0", (first.digest,)))
    return made


def told(store: Store) -> Trail:
    return trail(history(store.ledger(), store.packs()), store.packs(), store.forgotten(), store.original_stands)


def digest(number: int) -> str:
    return hashlib.sha256(f"{NAME} {number}.xlsx".encode()).hexdigest()  # what `sent` writes into the file


def test_every_submission_is_told_with_what_became_of_it(store: Store) -> None:
    lines = told(store).submissions
    assert [(line["entry"], line["state"], line["stands"]) for line in lines] == [
        (1, "sent back", False), (2, "accepted", False), (3, "accepted", True), (4, "could not be read", False),
    ]  # fmt: skip
    assert [line["sha256"] for line in lines] == [digest(n) for n in range(4)]
    assert [line["replaced_by"] for line in lines] == [None, digest(2), None, None]
    assert [line["received"] for line in lines] == [f"2026-01-{day:02}T09:00:00+00:00" for day in (8, 9, 10, 11)]
    assert all(line["recorded"] for line in lines)
    assert lines[0]["findings"] == [
        {"severity": "error", "sheet": "Classes", "cell": "C5", "label": "Pupils", "says": "is blank", "explained": False}
    ]
    assert lines[1]["findings"][0]["explained"] is True


def test_a_pack_is_followed_to_what_it_was_made_from_and_back(store: Store) -> None:
    found = told(store)
    assert [line["packs"] for line in found.submissions] == [[], [{"file": "S.xlsx", "sha256": "ab" * 32}], [], []]
    assert [(p["sha256"], p["made_from"], p["as_at"]) for p in found.packs] == [("ab" * 32, [digest(1)], "2025-12-19")]


def test_an_original_that_was_tampered_with_is_told(store: Store) -> None:
    store.original(digest(1)).write_bytes(b"something else")
    store.original(digest(2)).unlink()
    assert [line["original"] for line in told(store).submissions] == ["not kept", "changed", "missing", "not kept"]


def test_nobody_is_named(store: Store) -> None:
    found = told(store)
    assert NAME in str(store.ledger().to_dicts())
    assert NAME not in found.as_json() + found.as_csv()


def test_json_and_csv_tell_the_same_submissions(store: Store) -> None:
    found = told(store)
    written = list(csv.DictReader(io.StringIO(found.as_csv(), newline="")))
    assert [row["sha256"] for row in written] == [line["sha256"] for line in json.loads(found.as_json())["submissions"]]
    assert written[1]["packs"] == f"S.xlsx {'ab' * 32}"


def test_text_that_looks_like_a_formula_stays_text_and_numbers_are_untouched() -> None:
    assert csv_text(("a", "b"), [("=1+1", -2), ("@x", "plain"), ("-3", 1.5)]) == "a,b\r\n'=1+1,-2\r\n'@x,plain\r\n'-3,1.5\r\n"
