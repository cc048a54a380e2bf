"""A file opened only where it is one: pipes, sockets and devices are not waited for, and nothing without end is read."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO

LARGEST_FILE = 64 * 1024**2  # bytes; 2,000 pupils by 110 columns take 2 MB
# Opened without waiting, for between the look and the opening a pipe may have come into the file's place.
_FLAGS = os.O_RDONLY | sum(getattr(os, flag, 0) for flag in ("O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC", "O_BINARY"))


class NoPlainFileError(OSError):
    """A pipe, a socket or a device."""


def opened(path: Path) -> BinaryIO:
    """The file to read from; `NoPlainFileError` where it is none, `IsADirectoryError` for a folder, and what the disk raises."""
    _hold_to_a_file(path, path.stat().st_mode)
    file = os.fdopen(os.open(path, _FLAGS), "rb", closefd=True)
    try:
        _hold_to_a_file(path, os.fstat(file.fileno()).st_mode)
    except OSError:
        file.close()
        raise
    return file


def _hold_to_a_file(path: Path, mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(str(path))
    if not stat.S_ISREG(mode):
        raise NoPlainFileError(str(path))


def readable(name: str) -> str:
    """A file's name with a mark in place of what no screen or ledger can hold: a name may carry any bytes."""
    return "".join(c if c.isprintable() else "\ufffd" for c in name)
