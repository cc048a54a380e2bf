"""One at a time: a lock that the operating system lets go when its holder dies, however it dies."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from trustkpi.facts import TrustKpiError
from trustkpi.whole import private_folder

_AGAIN = 0.05  # seconds between two tries
_WAIT = 120.0  # seconds that a run waits for another in the same folder; product default
_BUSY = "Another run is at work in this trust folder and has not finished: try again when it has."
_MINE: set[Path] = set()


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One run at a time in a trust folder; a second waits for the first, and says so where that takes too long."""
    lock = (folder / "store" / "run.lock").resolve()
    if lock in _MINE:
        yield
        return
    with held(lock, wait=_WAIT, busy=_BUSY):
        _MINE.add(lock)
        try:
            yield
        finally:
            _MINE.discard(lock)


@contextmanager
def held(path: Path, *, wait: float, busy: str) -> Iterator[None]:
    """The lock at that path for as long as the block runs; `TrustKpiError(busy)` where it is not free within `wait` seconds.

    The file stays when the lock is let go: were it removed, two could hold two files of the same name.
    """
    private_folder(path.parent)
    until = time.monotonic() + wait
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
        while not _taken(file):
            if time.monotonic() >= until:
                raise TrustKpiError(busy)
            time.sleep(_AGAIN)
        try:
            yield
        finally:
            _let_go(file)


if sys.platform == "win32":
    import msvcrt

    def _taken(file: IO[bytes]) -> bool:
        file.seek(0)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _let_go(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _taken(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _let_go(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)
