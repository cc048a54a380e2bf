"""The inbox as it is found on real disks: half-copied, littered, nested, gone."""

from __future__ import annotations

import hashlib
import os
import socket
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from trustkpi.collect import collect, look_into, received
from trustkpi.facts import TrustKpiError


def put(path: Path, content: bytes = b"rows", at: int = 1_700_000_000) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (at, at))
    return path


def test_a_submission_is_its_bytes_digest_and_the_time_it_last_changed(tmp_path: Path) -> None:
    path = put(tmp_path / "Ambleside.xlsx", b"abc")
    (found,) = collect(tmp_path, settle=0)
    # sha-256 of "abc": FIPS 180-2, appendix B.1
    assert found.digest == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert found.received == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)
    assert (found.path, found.name) == (path, "Ambleside.xlsx")


def test_sub_folders_are_searched_and_the_order_is_arrival_then_name(tmp_path: Path) -> None:
    put(tmp_path / "2025-26-autumn/Westbury.xlsx", at=1_700_000_002)
    put(tmp_path / "b.xlsx", at=1_700_000_001)
    put(tmp_path / "2025-26-autumn/again/a.xlsx", at=1_700_000_002)
    put(tmp_path / "c.csv", at=1_700_000_001)
    assert [s.name for s in collect(tmp_path, settle=0)] == [
        "b.xlsx", "c.csv", "2025-26-autumn/Westbury.xlsx", "2025-26-autumn/again/a.xlsx",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "litter", ["~$Ambleside.xlsx", ".DS_Store", "Thumbs.db", "desktop.ini", "a.xlsx.part", "__MACOSX/a.xlsx"]
)
def test_litter_is_not_mentioned(tmp_path: Path, litter: str) -> None:
    put(tmp_path / litter)
    found = look_into(tmp_path, settle=0)
    assert (found.submissions, found.passed_over) == ((), ())


def test_a_file_that_is_still_growing_waits_for_the_next_run(tmp_path: Path) -> None:
    done, growing = put(tmp_path / "done.xlsx"), tmp_path / "growing.xlsx"
    growing.write_bytes(b"half")
    stop = threading.Event()

    def copy() -> None:
        while not stop.is_set():
            with growing.open("ab") as file:
                file.write(b"more")
            time.sleep(0.01)

    copying = threading.Thread(target=copy)
    copying.start()
    found = look_into(tmp_path, settle=0.4)
    stop.set()
    copying.join()
    assert [s.path for s in found.submissions] == [done]
    assert [(p.name, p.says) for p in found.passed_over] == [("growing.xlsx", "is still being copied, so the next run takes it.")]
    assert [s.name for s in collect(tmp_path, settle=0)] == ["done.xlsx", "growing.xlsx"]


def test_a_file_that_was_just_saved_and_rests_is_taken(tmp_path: Path) -> None:
    (tmp_path / "fresh.xlsx").write_bytes(b"whole")
    assert [s.digest for s in collect(tmp_path, settle=0.05)] == [hashlib.sha256(b"whole").hexdigest()]


def test_a_file_that_cannot_be_opened_is_told_and_the_others_are_taken(tmp_path: Path) -> None:
    put(tmp_path / "right.xlsx")
    (tmp_path / "broken.xlsx").symlink_to(tmp_path / "nowhere.xlsx")
    found = look_into(tmp_path, settle=0)
    assert [s.name for s in found.submissions] == ["right.xlsx"]
    assert [(p.name, p.says) for p in found.passed_over] == [("broken.xlsx", "cannot be opened: put it in the inbox again.")]


def test_a_file_that_is_locked_while_it_is_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path / "locked.xlsx")

    def locked(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "open", locked)
    found = look_into(tmp_path, settle=0)
    assert found.submissions == ()
    assert [p.says for p in found.passed_over] == ["cannot be opened: close it wherever it is open, or send it again."]


def test_an_inbox_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(TrustKpiError, match=r"The inbox .*gone cannot be read: check that it is there, .* open to you\.$"):
        collect(tmp_path / "gone")


def test_an_inbox_that_is_a_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(TrustKpiError, match="cannot be read"):
        collect(put(tmp_path / "inbox"))


def test_an_empty_inbox_holds_nothing(tmp_path: Path) -> None:
    assert collect(tmp_path) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names on this system")
def test_pipes_sockets_devices_and_links_that_go_round_are_told_and_not_waited_for(tmp_path: Path) -> None:
    right = put(tmp_path / "right.xlsx")
    os.mkfifo(tmp_path / "pipe.xlsx")
    (tmp_path / "device.xlsx").symlink_to("/dev/zero")
    (tmp_path / "round.xlsx").symlink_to(tmp_path / "round.xlsx")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "socket.xlsx"))
        found = look_into(tmp_path, settle=0)
    assert [s.path for s in found.submissions] == [right]
    says = "is a pipe, a socket or a device, not a workbook: take it out of the inbox."
    told = {p.name: p.says for p in found.passed_over}
    assert told == dict.fromkeys(("device.xlsx", "pipe.xlsx", "socket.xlsx"), says) | {
        "round.xlsx": "cannot be opened: put it in the inbox again."
    }


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names on this system")
def test_a_pipe_that_takes_a_files_place_after_it_was_seen_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(tmp_path / "a.xlsx")
    really = os.open

    def swapped(name: str | Path, *given: int) -> int:
        path.unlink()
        os.mkfifo(path)
        return really(name, *given)

    monkeypatch.setattr(os, "open", swapped)
    assert [p.name for p in look_into(tmp_path, settle=0).passed_over] == ["a.xlsx"]


def test_a_folder_that_is_called_a_workbook_and_a_link_to_a_folder_are_told_and_not_entered(tmp_path: Path) -> None:
    put(tmp_path / "inbox/Return.XLSX/xl/workbook.xml")
    put(tmp_path / "elsewhere/a.xlsx")
    (tmp_path / "inbox/linked").symlink_to(tmp_path / "elsewhere")
    found = look_into(tmp_path / "inbox", settle=0)
    assert found.submissions == ()
    assert [(p.name, p.says.partition(":")[0]) for p in found.passed_over] == [
        ("Return.XLSX", "is a folder, not a workbook"),
        ("linked", "is a link to a folder, which is not followed"),
    ]


def test_a_file_of_gigabytes_is_told_without_being_read(tmp_path: Path) -> None:
    with (tmp_path / "huge.xlsx").open("wb") as file:
        file.truncate(1024**4)  # a hole: it takes no room
    found = look_into(tmp_path, settle=0)
    assert [(p.name, p.says.partition(":")[0]) for p in found.passed_over] == [("huge.xlsx", "is larger than 64 MB")]


def test_a_file_that_vanishes_after_it_was_seen_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(tmp_path / "a.xlsx")
    really = os.open

    def vanished(name: str | Path, *given: int) -> int:
        path.unlink()
        return really(name, *given)

    monkeypatch.setattr(os, "open", vanished)
    assert [p.name for p in look_into(tmp_path, settle=0).passed_over] == ["a.xlsx"]


def test_an_empty_file_is_a_submission_like_any_other(tmp_path: Path) -> None:
    put(tmp_path / "empty.xlsx", b"")
    # sha-256 of nothing: FIPS 180-2's algorithm, as NIST's test vectors for short messages have it.
    assert [s.digest for s in collect(tmp_path, settle=0)] == ["e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"]


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="only Linux has such names")
def test_a_name_that_no_screen_can_hold_is_marked_and_the_longest_is_taken(tmp_path: Path) -> None:
    for name in (b"a\xff.xlsx", b"b\n\x1b[2J.xlsx", "c\u202excod.xlsx".encode(), b"d" * 250 + b".xlsx"):
        put(Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)))
    assert [s.name for s in collect(tmp_path, settle=0)] == [
        "a\ufffd.xlsx", "b\ufffd\ufffd[2J.xlsx", "c\ufffdxcod.xlsx", "d" * 250 + ".xlsx",
    ]  # fmt: skip


@pytest.mark.parametrize(("seconds", "year"), [(2**48, 9000), (-(2**48), 1900), (2**33, 2242)])
def test_a_date_beyond_all_calendars_is_the_nearest_that_can_be_told(seconds: int, year: int) -> None:
    # Some disks keep 64 bits of seconds. 2**33 of them are 272.2 years of 365.2425 days, from 1970.
    assert received(seconds * 10**9).year == year
