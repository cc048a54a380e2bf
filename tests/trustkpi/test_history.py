"""The history tells everything that was sent, what replaced it, and which packs were made from it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.trustkpi.small_return import ERROR_FOUND, PERIOD, at, reading, sent
from trustkpi.entries import PackEntry
from trustkpi.history import history
from trustkpi.store import Store


def pack(*digests: str, settings: str = "cd") -> PackEntry:
    return PackEntry("Standards.xlsx", settings, "Standards", PERIOD, date(2025, 12, 19), settings, "0.1.0", digests)


def test_nothing_sent_has_no_history(tmp_path: Path) -> None:
    assert history(Store(tmp_path).ledger(), ()).is_empty()


def test_each_line_names_what_replaced_it_and_the_packs_made_from_it(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    bad, first, second = (sent(tmp_path, f"{name}.xlsx", at(8 + n)) for n, name in enumerate(("bad", "first", "second")))
    store.send_back(bad, reading(bad, findings=(ERROR_FOUND,)))
    for submission in (first, second):
        store.accept(submission, reading(submission))
    store.record_pack(pack(first.digest))
    told = history(store.ledger(), store.packs())
    assert told.select("file", "state", "replaced_with", "packs").rows() == [
        ("bad.xlsx", "sent back", None, ""),
        ("first.xlsx", "accepted", "second.xlsx", "Standards 2025-26-autumn, as at 19 December 2025 (sha-256 cd)"),
        ("second.xlsx", "accepted", None, ""),
    ]


def test_of_a_pack_that_was_made_several_times_the_last_is_named_and_how_many_there_were(tmp_path: Path) -> None:
    store, submission = Store(tmp_path / "store"), sent(tmp_path, "a.xlsx", at(8))
    store.accept(submission, reading(submission))
    store.record_pack(pack(submission.digest))
    store.record_pack(pack(submission.digest, settings="ef"))
    called = "Standards 2025-26-autumn, as at 19 December 2025"
    assert history(store.ledger(), store.packs())["packs"].to_list() == [f"{called} (sha-256 ef, the last of 2)"]


def test_only_what_is_asked_for_is_told(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    for name, academy, period in (("a", "Ambleside", PERIOD), ("b", "Unity", PERIOD), ("c", "Unity", "2025-26-spring")):
        submission = sent(tmp_path, f"{name}.xlsx", at(8))
        store.accept(submission, reading(submission, academy=academy, period=period))

    def files(**asked: str) -> list[str]:
        return history(store.ledger(), (), **asked)["file"].to_list()

    assert files() == ["a.xlsx", "b.xlsx", "c.xlsx"]
    assert files(academy="Unity") == ["b.xlsx", "c.xlsx"]
    assert files(academy="Unity", period=PERIOD) == ["b.xlsx"]
    assert files(of="attendance") == []
