"""Whether a file is a workbook that can be read at all, told from its bytes before any parser sees them."""

from __future__ import annotations

from pathlib import Path

from trustkpi.facts import TrustKpiError
from trustkpi.plain_file import LARGEST_FILE, NoPlainFileError, opened
from trustkpi.reading.kinds import instead

DAMAGED = "This file is damaged: open it in Excel, save it again, and send that file."

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OWNER_FILE, _NAMED_AGAIN = 165, 55  # bytes


class RefusedError(TrustKpiError):
    """The file is not one that can be read; its text is the one sentence to send back."""


def bytes_of(path: Path) -> bytes:
    """The bytes of a file that is a zip, as workbooks are, or a locked workbook; `RefusedError` says what else it is."""
    data = _bytes(path)
    if not data:
        msg = "This file is empty: save the workbook again and send that file."
        raise RefusedError(msg)
    if path.name.startswith("~$") or _is_owner_file(data):
        msg = "This is the small file that Excel keeps beside a workbook while it is open: send the workbook itself."
        raise RefusedError(msg)
    if not data.startswith(b"PK") and not is_locked(data):
        raise RefusedError(instead(data))
    return data


def _is_owner_file(data: bytes) -> bool:
    """Whether it names, in a fixed place and twice, who has a workbook open."""
    return len(data) == _OWNER_FILE and 0 < data[0] == data[_NAMED_AGAIN] < _NAMED_AGAIN


def is_locked(data: bytes) -> bool:
    """Whether it is a workbook under a password, which lies in a container of another kind."""
    return data.startswith(_OLE) and "EncryptedPackage".encode("utf-16-le") in data


def _bytes(path: Path) -> bytes:
    try:
        with opened(path) as file:
            data = file.read(LARGEST_FILE + 1)  # a file may be longer than it says
    except FileNotFoundError:
        msg = "There is no such file: check its name and folder."
        raise RefusedError(msg) from None
    except IsADirectoryError:
        msg = "This is a folder, and there is no Excel workbook (.xlsx) in it: name the file."
        raise RefusedError(msg) from None
    except NoPlainFileError:
        msg = "This is not a file that can be read, but a pipe or a device: name the workbook itself."
        raise RefusedError(msg) from None
    except (OSError, ValueError):  # a name that no file can have is a ValueError
        msg = "This file could not be opened: close it in Excel and try again."
        raise RefusedError(msg) from None
    if len(data) > LARGEST_FILE:
        msg = f"This file is larger than {LARGEST_FILE // 1024**2} MB: remove pictures and other sheets from it."
        raise RefusedError(msg)
    return data
