"""Files that appear whole or not at all, readable by their owner alone."""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from trustkpi.facts import TrustKpiError

_MOST_BESIDE = 10
PART = ".part"  # what a killed run leaves of a file that it was writing


def for_owner_alone() -> None:
    """From now on whatever this process makes, and what it starts, is open to its owner alone (POSIX)."""
    os.umask(0o077)


def private_folder(path: Path) -> Path:
    """The folder, made where it was not there, with those above it; what is made is open to its owner alone."""
    for missing in reversed([p for p in (path, *path.parents) if not p.exists()]):
        missing.mkdir(mode=0o700, exist_ok=True)
    return path


def write_whole(path: Path, content: bytes) -> None:
    """The file with that content; killed at any moment, the old file or the new one stands, never a piece of it.

    Raises what the disk raises (`PermissionError` where somebody holds the file open on Windows), and leaves no piece behind.
    """
    private_folder(path.parent)
    handle, name = tempfile.mkstemp(suffix=PART, prefix=".", dir=path.parent)  # its mode is 0600
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    keep_folder(path.parent)


def keep_folder(path: Path) -> None:
    """Makes the names in the folder last through a power cut; Windows has no such call and needs none."""
    if sys.platform == "win32":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_beside(path: Path, content: bytes, *, may_replace: Callable[[bytes], bool] = lambda _: True) -> Path:
    """The file whole at that path or, while somebody has it open, as `name (2)` beside it; where it was written.

    A file that holds those bytes already is left alone, and so is one that may not be replaced, told from its bytes. Where
    nothing beside it says that it is open (see `is_open`), Windows refuses to replace it.
    """
    for target in beside(path):
        there = target.read_bytes() if target.is_file() else None
        if there == content:
            return target
        if is_open(target) or (there is not None and not may_replace(there)):
            continue
        try:
            write_whole(target, content)
        except PermissionError:
            if not target.is_file():
                raise
            continue
        return target
    whose = f"{path.name} and {_MOST_BESIDE - 2} copies of it"
    msg = f"{whose} are open or somebody's: close them or put them elsewhere, and run again."
    raise TrustKpiError(msg)


def beside(path: Path) -> Iterator[Path]:
    """The path and those that may stand beside it, in order."""
    yield path
    yield from (path.with_stem(f"{path.stem} ({number})") for number in range(2, _MOST_BESIDE))


def is_open(path: Path) -> bool:
    """Whether Excel or LibreOffice has it open: they put a small file beside it."""
    marks = (path.with_name(mark) for mark in (f"~${path.name}", f".~lock.{path.name}#"))
    return any(os.path.exists(mark) for mark in marks)  # noqa: PTH110  Path.exists raises where a name is too long for the disk


def sha256(path: Path) -> str:
    """The sha-256 of the file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def pieces(folder: Path) -> Iterator[Path]:
    """What killed runs left half-written in the folder and below it."""
    yield from sorted(folder.rglob(f".*{PART}"))
