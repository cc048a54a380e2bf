"""What a disk, a clock or a colleague can do to a run: the last good state stands, it is said, and the next run completes it."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.torture.small_trust import PERIOD, left, new_trust, run, verdicts, write
from trustkpi.facts import TrustKpiError
from trustkpi.folder import TrustFolder
from trustkpi.store import Store

PACK = f"packs/{PERIOD}/Standards and Achievement.xlsx"
AMBLESIDE, UNITY = [14] * 12 + [0] * 8, [28] * 10 + [0] * 10


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> TrustFolder:
    """Ambleside sent and was reported; then Unity sent, and Westbury something that goes back."""
    made = new_trust(tmp_path_factory.mktemp("trust") / "trust")
    write(made.inbox / "Ambleside.xlsx", "Ambleside", AMBLESIDE)
    run(made)
    write(made.inbox / "Unity.xlsx", "Unity", UNITY, day=10)
    write(made.inbox / "Westbury.xlsx", "Westbury", UNITY, day=11, sex="X")
    return made


@pytest.fixture(scope="module")
def whole(sent: TrustFolder, tmp_path_factory: pytest.TempPathFactory) -> TrustFolder:
    """The same after a run that nothing disturbed."""
    made = copied(sent, tmp_path_factory.mktemp("whole") / "trust")
    assert run(made).unfinished == ()
    return made


@pytest.fixture
def folder(sent: TrustFolder, tmp_path: Path) -> TrustFolder:
    return copied(sent, tmp_path / "trust")


def copied(folder: TrustFolder, to: Path) -> TrustFolder:
    return TrustFolder(shutil.copytree(folder.path, to))


def full(at: Callable[[Path], bool]) -> Callable[..., object]:
    """A `mkstemp` of a disk that is full in the places that `at` names."""
    really = tempfile.mkstemp

    def mkstemp(*given: object, dir: Path, **named: object) -> object:
        if at(Path(dir)):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(dir))
        return really(*given, dir=dir, **named)

    return mkstemp


@pytest.mark.parametrize("room", ["store", "corrections", "packs"])
def test_a_full_disk_leaves_the_last_good_state_and_the_next_run_completes_it(
    folder: TrustFolder, whole: TrustFolder, monkeypatch: pytest.MonkeyPatch, room: str
) -> None:
    before = left(folder)
    monkeypatch.setattr(tempfile, "mkstemp", full(lambda place: place.is_relative_to(folder.path / room)))
    outcome = run(folder)
    monkeypatch.undo()
    assert outcome.unfinished
    assert all("The disk is full" in says for says in outcome.unfinished)
    after = left(folder)
    assert {name: after[name] for name in before if name.startswith(room)} == {
        name: content for name, content in before.items() if name.startswith(room)
    }
    assert not [*folder.path.rglob("*.part")]
    assert run(folder).unfinished == ()
    assert left(folder) == left(whole)
    assert verdicts(folder).equals(verdicts(whole))


def test_a_return_whose_queries_could_not_be_asked_is_not_accepted_before_they_are(
    sent: TrustFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, calm = copied(sent, tmp_path / "trust"), copied(sent, tmp_path / "calm")
    for each in (folder, calm):
        write(each.inbox / "Unity.xlsx", "Unity", UNITY, day=10, sen="K")  # support without the need that it is for: a query
    run(calm)
    assert [*calm.corrections.rglob("Unity attendance*")]
    monkeypatch.setattr(tempfile, "mkstemp", full(lambda place: place.is_relative_to(folder.corrections)))
    outcome = run(folder)
    monkeypatch.undo()
    assert any(
        says.startswith("The answer to Unity.xlsx was not written, so it is not accepted yet.") for says in outcome.unfinished
    )
    assert {e.file for e in Store(folder.store).entries()} == {"Ambleside.xlsx"}
    assert run(folder).unfinished == ()
    assert left(folder) == left(calm)
    assert verdicts(folder).equals(verdicts(calm))


def test_an_inbox_that_is_gone_is_one_sentence_and_changes_nothing(folder: TrustFolder, whole: TrustFolder) -> None:
    before = left(folder)
    aside = folder.inbox.rename(folder.path / "elsewhere")
    with pytest.raises(TrustKpiError, match="cannot be read: check that it is there"):
        run(folder)
    assert left(folder) == before
    aside.rename(folder.inbox)
    run(folder)
    assert left(folder) == left(whole)


def test_packs_and_corrections_that_are_gone_are_made_again(folder: TrustFolder, whole: TrustFolder) -> None:
    shutil.rmtree(folder.packs)
    shutil.rmtree(folder.corrections)
    assert run(folder).unfinished == ()
    assert left(folder) == left(whole)


@pytest.mark.parametrize("does", ["goes", "changes"])
def test_a_file_that_goes_or_changes_while_it_is_read_is_left_for_the_next_run_and_not_judged(
    folder: TrustFolder, whole: TrustFolder, monkeypatch: pytest.MonkeyPatch, does: str
) -> None:
    from trustkpi import read as reading

    path, really = folder.inbox / "Unity.xlsx", reading.read_all
    content, stamps = path.read_bytes(), (path.stat().st_atime, path.stat().st_mtime)

    def meanwhile(*given: object, **named: object) -> object:
        path.unlink() if does == "goes" else path.write_bytes(content[: len(content) // 2])
        return really(*given, **named)

    monkeypatch.setattr(reading, "read_all", meanwhile)
    outcome = run(folder)
    monkeypatch.undo()
    assert outcome.unfinished == ("Unity.xlsx changed, went away or was locked while it was read, so the next run takes it.",)
    assert not Store(folder.store).ledger()["file"].is_in(["Unity.xlsx"]).any()
    assert not [*folder.corrections.glob("Unity*")]
    path.write_bytes(content)
    os.utime(path, stamps)
    run(folder)
    assert left(folder) == left(whole)
    assert verdicts(folder).equals(verdicts(whole))


def test_half_of_a_copied_workbook_is_told_and_forgotten_once_the_whole_is_there(folder: TrustFolder, whole: TrustFolder) -> None:
    path = folder.inbox / "Unity.xlsx"
    content, stamps = path.read_bytes(), (path.stat().st_atime, path.stat().st_mtime)
    path.write_bytes(content[: len(content) // 2])
    outcome = run(folder)
    assert any("damaged" in says for says in outcome.problems)
    assert [*folder.corrections.glob("Unity*")]
    path.write_bytes(content)
    os.utime(path, stamps)
    run(folder)
    assert left(folder) == left(whole)


@pytest.mark.parametrize("mark", ["~$Unity.xlsx", ".~lock.Unity.xlsx#"])
def test_a_return_that_somebody_has_open_waits_until_it_is_closed(folder: TrustFolder, whole: TrustFolder, mark: str) -> None:
    (folder.inbox / mark).write_bytes(b"somebody")
    outcome = run(folder)
    assert any(says.startswith("Unity.xlsx is open in Excel or LibreOffice: close it") for says in outcome.problems)
    assert not Store(folder.store).ledger()["file"].is_in(["Unity.xlsx"]).any()
    (folder.inbox / mark).unlink()
    run(folder)
    assert left(folder) == left(whole)


def test_a_pack_that_is_open_is_put_beside_and_has_its_own_name_again_once_closed(
    folder: TrustFolder, whole: TrustFolder
) -> None:
    before = (folder.path / PACK).read_bytes()
    mark = (folder.path / PACK).with_name("~$Standards and Achievement.xlsx")
    mark.write_bytes(b"somebody")
    (published,) = run(folder).packs
    assert published.beside
    assert (folder.path / PACK).read_bytes() == before
    assert published.path.read_bytes() == (whole.path / PACK).read_bytes()
    mark.unlink()
    run(folder)
    assert left(folder) == left(whole)


@pytest.mark.parametrize("now", [0.0, 4e9], ids=["1970", "2096"])
def test_a_clock_that_jumps_changes_nothing_that_is_kept_or_shown(
    folder: TrustFolder, whole: TrustFolder, monkeypatch: pytest.MonkeyPatch, now: float
) -> None:
    monkeypatch.setattr(time, "time", lambda: now)
    run(folder)
    assert left(folder) == left(whole)
    assert verdicts(folder).equals(verdicts(whole))


def test_a_return_that_bears_an_earlier_date_than_the_one_that_stands_is_said_not_to_replace_it(folder: TrustFolder) -> None:
    run(folder)
    write(folder.inbox / "Unity mended.xlsx", "Unity", [7] * 20, day=8)
    outcome = run(folder)
    says = "Unity mended.xlsx was last changed on 8 April 2026, before Unity.xlsx, which therefore stands."
    assert any(problem.startswith(says) for problem in outcome.problems)
    assert {e.file for e in Store(folder.store).entries()} == {"Ambleside.xlsx", "Unity.xlsx"}


def test_a_return_that_bears_a_date_to_come_is_taken_and_said(folder: TrustFolder) -> None:
    ahead = time.time() + 30 * 86_400
    os.utime(folder.inbox / "Unity.xlsx", (ahead, ahead))
    outcome = run(folder)
    assert any(problem.startswith("Unity.xlsx bears a date to come, ") for problem in outcome.problems)
    assert "Unity.xlsx" in {e.file for e in Store(folder.store).entries()}
