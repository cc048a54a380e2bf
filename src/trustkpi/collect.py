"""What lies in the inbox: each file that has settled, with the sha-256 of its bytes and when it arrived."""

from __future__ import annotations

import hashlib
import os
import stat
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from trustkpi.facts import Submission, TrustKpiError
from trustkpi.plain_file import LARGEST_FILE, opened, readable
from trustkpi.whole import is_open

SETTLE = 0.5  # seconds without a change after which a file counts as wholly copied; product default
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LITTER = {"thumbs.db", "desktop.ini", "__macosx"}
_HALF_MADE = (".tmp", ".part", ".partial", ".crdownload")
_WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".numbers")
# A file can bear a date beyond all calendars: nearer ones stand for it.
_EARLIEST, _LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, order=True)
class PassedOver:
    """A file that could not be taken this time, and the sentence that says why."""

    name: str
    says: str


@dataclass(frozen=True)
class Inbox:
    """What was found: the submissions by arrival then name, and the files passed over by name."""

    submissions: tuple[Submission, ...]
    passed_over: tuple[PassedOver, ...]


def collect(inbox: Path, *, settle: float = SETTLE) -> list[Submission]:
    """The submissions in the inbox and its sub-folders, by arrival and then by name.

    `look_into` gives the files that were passed over as well. `TrustKpiError` where there is no inbox to read.
    """
    return list(look_into(inbox, settle=settle).submissions)


def look_into(inbox: Path, *, settle: float = SETTLE) -> Inbox:
    """The submissions in the inbox and its sub-folders, and the files that could not be taken.

    A submission's name is its path inside the inbox with forward slashes; it was received when the file last changed
    (UTC, to the microsecond). Lock files (~$), hidden files and what Windows and macOS leave behind are not mentioned.
    Pipes, devices, links to folders and folders that are called workbooks are passed over without being entered.
    A file that changed within the last `settle` seconds is looked at again after as long; one that still changes is
    passed over until the next run. `TrustKpiError` where the inbox itself is not there or may not be read.
    """
    problems: list[PassedOver] = []
    files = _closed(inbox, _files(inbox, problems), problems)
    stamps = _settled(inbox, files, settle, problems)
    taken = [_submission(inbox, path, stamp, problems) for path, stamp in stamps.items()]
    submissions = sorted((s for s in taken if s), key=lambda s: (s.received, s.name))
    return Inbox(tuple(submissions), tuple(sorted(problems)))


def _files(inbox: Path, problems: list[PassedOver]) -> list[Path]:
    def blocked(error: OSError) -> None:
        if Path(error.filename) == inbox:
            msg = f"The inbox {inbox} cannot be read: check that it is there, is a folder and is open to you."
            raise TrustKpiError(msg) from error
        problems.append(PassedOver(_name(inbox, Path(error.filename)), "is a folder that cannot be opened."))

    found: list[Path] = []
    for folder, folders, files in os.walk(inbox, onerror=blocked):
        folders[:] = _entered(inbox, Path(folder), [f for f in folders if not _litter(f)], problems)
        found += [Path(folder, file) for file in files if not _litter(file)]
    return sorted(found)


def _entered(inbox: Path, folder: Path, names: list[str], problems: list[PassedOver]) -> list[str]:
    """The folders to look into; what else calls itself one is told."""
    entered = []
    for name in sorted(names):
        if (folder / name).is_symlink():
            says = "is a link to a folder, which is not followed: put the workbooks themselves in the inbox."
            problems.append(PassedOver(_name(inbox, folder / name), says))
        elif name.casefold().endswith(_WORKBOOKS):
            says = "is a folder, not a workbook: send the workbook itself."
            problems.append(PassedOver(_name(inbox, folder / name), says))
        else:
            entered.append(name)
    return entered


def _closed(inbox: Path, files: list[Path], problems: list[PassedOver]) -> list[Path]:
    """Those that nobody has open: what is half typed is not sent yet."""
    found = []
    for path in files:
        if is_open(path):
            says = "is open in Excel or LibreOffice: close it, and the next run takes it (or remove the file ~$ beside it)."
            problems.append(PassedOver(_name(inbox, path), says))
        else:
            found.append(path)
    return found


def _litter(name: str) -> bool:
    return name.startswith(("~", ".")) or name.casefold() in _LITTER or name.casefold().endswith(_HALF_MADE)


_Stamp = tuple[int, int]


def _settled(inbox: Path, files: list[Path], settle: float, problems: list[PassedOver]) -> dict[Path, _Stamp]:
    stamps: dict[Path, _Stamp] = {}
    fresh: list[Path] = []
    for path in files:
        seen = _stat(inbox, path, problems)
        if seen is None:
            continue
        stamps[path] = seen.st_size, seen.st_mtime_ns
        # The change time catches a copy that has already been given the original's date.
        if time.time() - max(seen.st_mtime, seen.st_ctime) < settle:
            fresh.append(path)
    if fresh:
        time.sleep(settle)
    for path in fresh:
        seen = _stat(inbox, path, problems)
        if seen is None or (seen.st_size, seen.st_mtime_ns) != stamps[path]:
            del stamps[path]
        if seen is not None and path not in stamps:
            problems.append(PassedOver(_name(inbox, path), "is still being copied, so the next run takes it."))
    return stamps


def _stat(inbox: Path, path: Path, problems: list[PassedOver]) -> os.stat_result | None:
    says = "cannot be opened: put it in the inbox again."
    try:
        seen = path.stat()
    except OSError:
        problems.append(PassedOver(_name(inbox, path), says))
        return None
    if stat.S_ISREG(seen.st_mode) and seen.st_size <= LARGEST_FILE:
        return seen
    says = "is a pipe, a socket or a device, not a workbook: take it out of the inbox."
    if stat.S_ISREG(seen.st_mode):
        says = f"is larger than {LARGEST_FILE // 1024**2} MB: remove pictures and other sheets from it."
    problems.append(PassedOver(_name(inbox, path), says))
    return None


def _submission(inbox: Path, path: Path, stamp: _Stamp, problems: list[PassedOver]) -> Submission | None:
    try:
        with opened(path) as file:
            digest = hashlib.sha256(file.read(LARGEST_FILE + 1)).hexdigest()
            after = os.fstat(file.fileno())
    except OSError:
        problems.append(PassedOver(_name(inbox, path), "cannot be opened: close it wherever it is open, or send it again."))
        return None
    if (after.st_size, after.st_mtime_ns) != stamp:
        problems.append(PassedOver(_name(inbox, path), "is still being copied, so the next run takes it."))
        return None
    return Submission(path, digest, received(stamp[1]), _name(inbox, path))


def received(changed: int) -> datetime:
    """When a file was received that last changed so many nanoseconds after 1970 began (UTC, to the microsecond)."""
    try:
        return min(max(_EPOCH + timedelta(microseconds=changed // 1000), _EARLIEST), _LATEST)
    except OverflowError:
        return _LATEST if changed > 0 else _EARLIEST


def _name(inbox: Path, path: Path) -> str:
    return readable(path.relative_to(inbox).as_posix())
