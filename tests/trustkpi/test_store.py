"""The store keeps a submission whole or not at all, and the last good one stands."""

from __future__ import annotations

import itertools
import json
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from tests.trustkpi.small_return import ERROR_FOUND, PERIOD, QUERY_FOUND, Classes, Clubs, at, reading, refused, sent
from trustkpi.entries import PackEntry
from trustkpi.facts import RESULTS, Submission, TrustKpiError
from trustkpi.store import Store
from validation.model import CODE, NUMBER, Sheet, cell

ROOT = Path(__file__).parents[2]


def pupils(store: Store) -> list[int]:
    return store.rows(Classes, "classes", [PERIOD])["pupils"].to_list()


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_an_empty_store_has_no_rows_and_makes_nothing_on_the_disk(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    assert store.ledger().is_empty()
    assert store.rows(Classes, "classes", [PERIOD]).is_empty()
    assert store.sweep() == ()
    assert not (tmp_path / "store").exists()


def test_a_row_is_traced_to_workbook_tab_cell_and_academy(tmp_path: Path) -> None:
    store, submission = Store(tmp_path / "store"), sent(tmp_path, "a.xlsx", at(8))
    assert store.accept(submission, reading(submission))
    (row,) = store.rows(Classes, "classes", [PERIOD]).to_dicts()
    assert row == {
        "name": "3B", "pupils": 28, "_file": 0, "_row": 5, "_opens": date(2025, 9, 1), "_closes": date(2025, 12, 19),
        "academy": "Ambleside", "period": PERIOD, "digest": submission.digest, "tab": "Our classes",
    }  # fmt: skip
    assert store.layout(submission.digest, "Classes").letters["pupils"] == "C"
    assert store.original(submission.digest).read_bytes() == submission.path.read_bytes()


def test_an_original_that_was_changed_is_not_traced_to(tmp_path: Path) -> None:
    store, submission = Store(tmp_path / "store"), sent(tmp_path, "a.xlsx", at(8))
    store.accept(submission, reading(submission))
    store.original(submission.digest).write_bytes(b"something else")
    with pytest.raises(TrustKpiError, match="was changed since it was sent: put it back from a backup"):
        store.original(submission.digest)


def test_every_sheet_is_kept_and_other_periods_and_returns_are_left_out(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    for name, period in (("a.xlsx", PERIOD), ("b.xlsx", "2025-26-spring")):
        submission = sent(tmp_path, name, at(8))
        store.accept(submission, reading(submission, period=period))
    assert store.rows(Clubs, "classes", [PERIOD])["tab"].to_list() == ["Clubs"]
    assert store.rows(Classes, "classes", [PERIOD, "2025-26-spring"])["period"].to_list() == [PERIOD, "2025-26-spring"]
    assert store.rows(Classes, "attendance", [PERIOD]).is_empty()


def test_the_same_bytes_again_change_nothing(tmp_path: Path) -> None:
    store, first = Store(tmp_path / "store"), sent(tmp_path, "a.xlsx", at(8))
    again = sent(tmp_path, "a copy.xlsx", at(12), first.path.read_bytes())
    assert store.accept(first, reading(first))
    before = files(store.folder)
    assert not store.accept(first, reading(first))
    assert not store.accept(again, reading(again))
    assert files(store.folder) == before


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_the_last_received_stands_whichever_was_processed_first(tmp_path: Path, order: tuple[int, ...]) -> None:
    store = Store(tmp_path / "store")
    submissions = [sent(tmp_path, f"{n}.xlsx", at(8 + n)) for n in range(3)]
    for n in order:
        store.accept(submissions[n], reading(submissions[n], pupils=20 + n))
    assert pupils(store) == [22]
    told = store.ledger()
    assert told["file"].to_list() == ["0.xlsx", "1.xlsx", "2.xlsx"]
    assert told["stands"].to_list() == [False, False, True]
    assert told["replaces"].to_list() == [None, submissions[0].digest, submissions[1].digest]
    assert told["replaced_by"].to_list() == [submissions[1].digest, submissions[2].digest, None]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_two_received_in_one_instant_are_told_apart_alike(tmp_path: Path, order: tuple[int, int]) -> None:
    store = Store(tmp_path / "store")
    both = [sent(tmp_path, f"{n}.xlsx", at(8)) for n in range(2)]
    for n in order:
        store.accept(both[n], reading(both[n], pupils=20 + n))
    last = max(range(2), key=lambda n: both[n].digest)
    assert pupils(store) == [20 + last]


def test_what_was_known_on_a_day_is_known_again(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    for n in range(2):
        submission = sent(tmp_path, f"{n}.xlsx", at(8 + n))
        store.accept(submission, reading(submission, pupils=20 + n))
    known = [store.rows(Classes, "classes", [PERIOD], as_known_on=at(day, 12))["pupils"].to_list() for day in (7, 8, 9)]
    assert known == [[], [20], [21]]
    assert store.ledger(at(8, 12))["stands"].to_list() == [True]


def test_what_goes_back_is_recorded_without_rows_and_the_last_good_one_stands(tmp_path: Path) -> None:
    store, good, bad = Store(tmp_path / "store"), sent(tmp_path, "good.xlsx", at(8)), sent(tmp_path, "bad.xlsx", at(9))
    store.accept(good, reading(good))
    assert store.send_back(bad, reading(bad, pupils=0, findings=(ERROR_FOUND, QUERY_FOUND)))
    assert not store.send_back(bad, reading(bad, pupils=0, findings=(ERROR_FOUND, QUERY_FOUND)))
    last = store.ledger().row(-1, named=True)
    assert (last["state"], last["errors"], last["queries"], last["stands"]) == ("sent back", 1, 1, False)
    assert pupils(store) == [28]
    assert [p.stem for p in (store.folder / "originals").iterdir()] == [good.digest]


def test_a_return_with_errors_cannot_be_accepted(tmp_path: Path) -> None:
    store, bad = Store(tmp_path / "store"), sent(tmp_path, "bad.xlsx", at(9))
    with pytest.raises(TrustKpiError, match=r"bad\.xlsx has something to mend"):
        store.accept(bad, reading(bad, findings=(ERROR_FOUND,)))
    assert store.ledger().is_empty()


def test_a_new_verdict_on_the_same_bytes_is_added_and_acceptance_is_final(tmp_path: Path) -> None:
    store, submission = Store(tmp_path / "store"), sent(tmp_path, "a.xlsx", at(8))
    assert store.send_back(submission, refused(submission))
    assert store.send_back(submission, reading(submission, findings=(ERROR_FOUND,)))
    assert store.accept(submission, reading(submission))
    assert not store.send_back(submission, refused(submission))
    assert store.ledger()["state"].to_list() == ["could not be read", "sent back", "accepted"]


def test_findings_are_kept_with_the_academys_words(tmp_path: Path) -> None:
    store, submission = Store(tmp_path / "store"), sent(tmp_path, "a.xlsx", at(8))
    store.accept(submission, reading(submission, findings=(QUERY_FOUND,)), explanations={QUERY_FOUND: "Two classes were joined."})
    (finding,) = json.loads(store.ledger()["findings"][0])
    assert finding == {
        "severity": "query", "sheet": "Classes", "cell": "C5", "label": "Pupils", "says": "is unusually large", "do": "Say why.",
        "explanation": "Two classes were joined.",
    }  # fmt: skip


def test_who_sent_what_when_is_recorded(tmp_path: Path) -> None:
    store, submission = Store(tmp_path / "store"), sent(tmp_path, "autumn/a.xlsx", at(8))
    store.accept(submission, reading(submission))
    row = store.ledger().row(0, named=True)
    assert (row["file"], row["received"], row["digest"]) == ("autumn/a.xlsx", at(8), submission.digest)
    assert (row["sent_by"], row["declared_by"], row["declared_on"]) == ("Office manager", "Principal", date(2026, 1, 8))
    assert (row["academy"], row["return"], row["period"], row["as_at"]) == ("Ambleside", "classes", PERIOD, date(2025, 12, 19))


def test_a_file_that_changed_since_it_was_read_is_left_for_the_next_run(tmp_path: Path) -> None:
    store, submission = Store(tmp_path / "store"), sent(tmp_path, "a.xlsx", at(8))
    submission.path.write_bytes(b"saved again meanwhile")
    with pytest.raises(TrustKpiError, match=r"a\.xlsx changed while it was being read, so the next run takes it\."):
        store.accept(submission, reading(submission))
    assert store.ledger().is_empty()
    assert list(store.folder.rglob("*.xlsx")) == []


def test_a_column_that_is_newer_than_a_row_is_blank_there(tmp_path: Path) -> None:
    class Wider(Sheet, title="Classes", one_row="one class", intro="Classes.", key=("name",)):
        """Next year's sheet."""

        name: str = cell("Class", unit=CODE, help="Name of the class.", example="3B")
        room: str = cell("Room", unit=CODE, help="Where it meets.", example="12")
        pupils: int = cell("Pupils", unit=NUMBER, help="Pupils in it.", example=28)

    store, submission = Store(tmp_path / "store"), sent(tmp_path, "a.xlsx", at(8))
    store.accept(submission, reading(submission))
    frame = store.rows(Wider, "classes", [PERIOD])
    assert frame.select("name", "room", "pupils").rows() == [("3B", None, 28)]
    assert frame.schema["room"] == pl.String


def test_rows_that_are_lost_are_told_and_never_counted_as_none(tmp_path: Path) -> None:
    store, submission = Store(tmp_path / "store"), sent(tmp_path, "a.xlsx", at(8))
    store.accept(submission, reading(submission))
    (store.folder / "rows" / submission.digest / "Classes.parquet").unlink()
    with pytest.raises(TrustKpiError, match=f"lost the rows of Ambleside classes {PERIOD}"):
        store.rows(Classes, "classes", [PERIOD])


def test_rows_that_were_changed_are_told_and_never_counted(tmp_path: Path) -> None:
    store, submission = Store(tmp_path / "store"), sent(tmp_path, "a.xlsx", at(8))
    store.accept(submission, reading(submission))
    path = store.folder / "rows" / submission.digest / "Classes.parquet"
    pl.read_parquet(path).with_columns(pupils=pl.lit(30)).write_parquet(path)
    with pytest.raises(TrustKpiError, match=f"holds rows of Ambleside classes {PERIOD} that were changed since: put back rows/"):
        store.rows(Classes, "classes", [PERIOD])


def test_a_sweep_takes_what_nothing_refers_to_and_leaves_the_rest(tmp_path: Path) -> None:
    store, submission = Store(tmp_path / "store"), sent(tmp_path, "a.xlsx", at(8))
    store.accept(submission, reading(submission))
    before = files(store.folder)
    litter = ["originals/ffff.xlsx", "originals/.x.part", "rows/ffff/Classes.parquet", f"rows/{submission.digest}/.y.part"]
    for name in litter:
        (store.folder / name).parent.mkdir(exist_ok=True)
        (store.folder / name).write_bytes(b"half")
    assert len(store.sweep()) == len(litter)
    assert files(store.folder) == before


def test_only_the_owner_may_read_what_is_kept(tmp_path: Path) -> None:
    store, submission = Store(tmp_path / "store"), sent(tmp_path, "a.xlsx", at(8))
    store.folder.mkdir(mode=0o755)
    store.accept(submission, reading(submission))
    modes = {p.stat().st_mode & 0o777 for p in store.folder.rglob("*") if p.is_file()}
    folders = {p.stat().st_mode & 0o777 for p in (store.folder, *store.folder.rglob("*")) if p.is_dir()}
    assert (modes, folders) == ({0o600}, {0o700})


def test_reading_writes_nothing(tmp_path: Path) -> None:
    store, submission = Store(tmp_path / "store"), sent(tmp_path, "a.xlsx", at(8))
    store.accept(submission, reading(submission))
    before = {p: p.stat().st_mtime_ns for p in (store.folder, *store.folder.rglob("*"))}
    store.ledger()
    store.packs()
    store.accepted()
    pupils(store)
    assert {p: p.stat().st_mtime_ns for p in (store.folder, *store.folder.rglob("*"))} == before


@pytest.mark.skipif(getattr(os, "geteuid", lambda: 0)() == 0, reason="the superuser may write everywhere: run as another user")
def test_a_store_that_may_not_be_written_can_be_read(tmp_path: Path) -> None:
    store, submission, more = Store(tmp_path / "store"), sent(tmp_path, "a.xlsx", at(8)), sent(tmp_path, "b.xlsx", at(9))
    store.accept(submission, reading(submission))
    everything = [store.folder, *store.folder.rglob("*")]
    for path in everything:
        path.chmod(0o500 if path.is_dir() else 0o400)
    try:
        assert pupils(store) == [28]
        with pytest.raises((OSError, TrustKpiError)):
            store.accept(more, reading(more))
    finally:
        for path in everything:
            path.chmod(0o700 if path.is_dir() else 0o600)


def test_the_ledger_is_never_changed(tmp_path: Path) -> None:
    import sqlite3
    from contextlib import closing

    store, submission = Store(tmp_path / "store"), sent(tmp_path, "a.xlsx", at(8))
    store.accept(submission, reading(submission))
    with closing(sqlite3.connect(store.folder / "ledger.sqlite")) as book:
        for statement in ("DELETE FROM submissions", "UPDATE submissions SET academy = 'Unity'"):
            with pytest.raises(sqlite3.IntegrityError, match="added to, never changed"):
                book.execute(statement)


def test_a_ledger_that_is_none_is_one_sentence(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    store.folder.mkdir()
    (store.folder / "ledger.sqlite").write_bytes(b"this is no database, though it is long enough" * 40)
    with pytest.raises(TrustKpiError, match=r"The ledger .*ledger\.sqlite cannot be used"):
        store.ledger()


def test_the_same_pack_is_recorded_once(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    made = PackEntry("Standards.xlsx", "ab", "Standards", PERIOD, date(2025, 12, 19), "cd", "0.1.0", ("01", "02"))
    assert store.record_pack(made)
    assert not store.record_pack(made)
    assert store.packs() == (made,)


def test_two_that_write_at_once_store_each_return_once(tmp_path: Path) -> None:
    submissions = [sent(tmp_path, f"{n}.xlsx", at(8), bytes([n])) for n in range(6)]

    def take(submission: Submission) -> bool:
        return Store(tmp_path / "store").accept(submission, reading(submission, academy=submission.name))

    with ThreadPoolExecutor(4) as hands:
        taken = list(hands.map(take, submissions * 3))
    assert sum(taken) == 6
    assert sorted(Store(tmp_path / "store").ledger()["file"].to_list()) == [f"{n}.xlsx" for n in range(6)]


KILLED = """
    import itertools, os, signal, sys
    from pathlib import Path
    from tests.trustkpi.small_return import at, reading, sent
    from trustkpi import store as storing, whole, ledger

    folder, at_call = Path(sys.argv[1]), int(sys.argv[2])
    calls = itertools.count(1)

    def or_die(real):
        def call(*args, **kwargs):
            if next(calls) == at_call:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*args, **kwargs)
        return call

    whole.os.fsync = or_die(os.fsync)
    ledger._insert = or_die(ledger._insert)
    Path.replace = or_die(Path.replace)
    submission = sent(folder, "a.xlsx", at(8))
    storing.Store(folder / "store").accept(submission, reading(submission))
    print(next(calls))
"""


def killed_at(folder: Path, call: int) -> subprocess.CompletedProcess[str]:
    folder.mkdir(exist_ok=True)
    command = [sys.executable, "-c", textwrap.dedent(KILLED), str(folder), str(call)]
    paths = os.pathsep.join([str(ROOT), str(ROOT / "src")])
    return subprocess.run(command, env={**os.environ, "PYTHONPATH": paths}, capture_output=True, text=True, check=False)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_killed_at_any_step_the_next_run_ends_in_the_same_bytes(tmp_path: Path) -> None:
    whole = killed_at(tmp_path / "whole", 0)
    steps = int(whole.stdout) - 1
    assert steps > 6, whole.stderr  # three files, each flushed and renamed, and the ledger
    expected = files(tmp_path / "whole/store")

    def killed(step: int) -> None:
        folder = tmp_path / str(step)
        assert killed_at(folder, step).returncode == -signal.SIGKILL
        store, submission = Store(folder / "store"), sent(folder, "a.xlsx", at(8))
        assert store.ledger().is_empty()
        assert store.rows(Classes, "classes", [PERIOD]).is_empty()
        store.sweep()
        assert [p for p in files(folder / "store") if p.endswith((".xlsx", ".parquet", ".part"))] == []
        assert store.accept(submission, reading(submission))
        assert files(folder / "store") | {"ledger.sqlite": b""} == expected | {"ledger.sqlite": b""}
        assert store.ledger().drop("recorded").equals(Store(tmp_path / "whole/store").ledger().drop("recorded"))

    with ThreadPoolExecutor(2) as hands:
        list(hands.map(killed, range(1, steps + 1)))


def test_a_file_that_could_not_be_read_is_recorded_with_its_sentence(tmp_path: Path) -> None:
    store, submission = Store(tmp_path / "store"), sent(tmp_path, "old.xls", at(8))
    assert store.send_back(submission, refused(submission))
    row = store.ledger().row(0, named=True)
    assert (row["state"], row["reason"]) == ("could not be read", "old.xls is an older Excel format: save it as .xlsx.")
    assert (row["academy"], row["return"], row["period"]) == ("", "", "")


@pytest.mark.parametrize("lost", ["gone", "empty"])
def test_a_store_that_has_lost_its_ledger_loses_nothing_else(tmp_path: Path, lost: str) -> None:
    store, submission = Store(tmp_path / "store"), sent(tmp_path, "a.xlsx", at(8))
    store.accept(submission, reading(submission))
    ledger = store.folder / "ledger.sqlite"
    kept = ledger.read_bytes()
    ledger.unlink()
    if lost == "empty":
        ledger.touch()
    with pytest.raises(TrustKpiError, match=r"has lost its ledger: put ledger\.sqlite back from a backup\.$"):
        store.sweep()
    ledger.write_bytes(kept)
    assert store.sweep() == ()
    assert store.original(submission.digest).is_file()


def put_back(folder: Path) -> tuple[Store, Submission, Submission, bytes, bytes]:
    """A store of two returns whose ledger is of the time when there was one; both returns, and the older and newest ledger."""
    store = Store(folder / "store")
    ledger = store.folder / "ledger.sqlite"
    first, second = sent(folder, "a.xlsx", at(8)), sent(folder, "b.xlsx", at(9))
    store.accept(first, reading(first))
    older = ledger.read_bytes()
    store.accept(second, reading(second))
    newest = ledger.read_bytes()
    ledger.write_bytes(older)
    return store, first, second, older, newest


def test_an_older_copy_of_the_ledger_costs_no_return(tmp_path: Path) -> None:
    store, first, second, older, newest = put_back(tmp_path)
    ledger = store.folder / "ledger.sqlite"
    with pytest.raises(TrustKpiError, match=r"is an older copy that lacks 1 of its rows: put the newest ledger\.sqlite back\."):
        store.sweep()
    assert store.original(second.digest).is_file()
    ledger.write_bytes(newest)
    assert store.sweep() == ()
    # With no newer copy what was sent is taken once more, as the sentence says.
    ledger.write_bytes(older)
    again = tmp_path / "again.xlsx"
    again.write_bytes(store.original(second.digest).read_bytes())
    (store.folder / "ledger.mark").unlink()
    assert len(store.sweep()) == 2  # the original and its rows
    taken = Submission(again, second.digest, at(10), again.name)
    assert store.accept(taken, reading(taken))
    assert set(store.accepted()) == {first.digest, second.digest}


def test_nothing_is_written_into_an_older_copy_of_the_ledger_nor_told_out_of_it(tmp_path: Path) -> None:
    store, first, second, _, newest = put_back(tmp_path)
    ledger = store.folder / "ledger.sqlite"
    with pytest.raises(TrustKpiError, match="is an older copy that lacks 1 of its rows"):
        store.forget(["2023-24-autumn", "2023-24-spring", "2023-24-summer"], pl.DataFrame(schema=RESULTS))
    with pytest.raises(TrustKpiError, match="is an older copy"):
        store.ledger()
    ledger.write_bytes(newest)
    assert store.forgotten() == {}
    assert set(store.accepted()) == {first.digest, second.digest}


@pytest.mark.parametrize("damaged", [lambda b: b[: len(b) // 2], lambda _: b"not a ledger" * 1000], ids=["cut", "another file"])
def test_a_damaged_ledger_is_to_be_put_back_and_no_return_is_swept(tmp_path: Path, damaged: Callable[[bytes], bytes]) -> None:
    store, submission = Store(tmp_path / "store"), sent(tmp_path, "a.xlsx", at(8))
    ledger = store.folder / "ledger.sqlite"
    store.accept(submission, reading(submission))
    ledger.write_bytes(damaged(ledger.read_bytes()))
    with pytest.raises(TrustKpiError, match=r"cannot be used .*: put it back from a backup\."):
        store.sweep()
    assert store.original(submission.digest).is_file()
