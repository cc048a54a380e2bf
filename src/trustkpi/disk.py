"""What a disk refuses, in a sentence that says what to do; and what is done where it may refuse."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterable
from pathlib import Path

from trustkpi.facts import TrustKpiError

LEAST_FREE = 50 * 1024**2  # bytes that a run may need for packs and Prefect's database; product default
_FULL = {errno.ENOSPC, errno.EDQUOT}
_CLOSED = {errno.EACCES, errno.EPERM, errno.EROFS}
_GONE = {errno.ENOENT, errno.ENOTDIR}


def refused(error: OSError) -> str:
    """What the disk refused, where, and what to do about it: one sentence, without a file's name, which may be somebody's."""
    where = f" ({Path(str(error.filename)).parent})" if error.filename else ""
    if error.errno in _FULL:
        return f"The disk is full{where}: make room on it and run again."
    if error.errno in _CLOSED:
        return f"The folder or a file in it may not be written or read{where}: open it to this account and run again."
    if error.errno in _GONE:
        return f"The folder or a file in it is not there any more{where}: put it back and run again."
    return f"The disk refused ({error.strerror or type(error).__name__}){where}: see to it and run again."


def has_room(folder: Path) -> None:
    """Nothing; `TrustKpiError` where the folder's disk has too little room for a run."""
    if shutil.disk_usage(folder).free < LEAST_FREE:
        msg = f"The disk of {folder} has less than {LEAST_FREE // 1024**2} MB free: make room on it and run again."
        raise TrustKpiError(msg)


def taken_away(paths: Iterable[Path]) -> None:
    """The files removed, but for those that the disk will not let go now; the next run tries again."""
    for path in paths:
        try:
            path.unlink(missing_ok=True)
        except OSError:
            continue
