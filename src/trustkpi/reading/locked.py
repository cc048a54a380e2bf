"""Workbooks locked with a password, opened in memory where the trust holds the password; nothing is written unlocked."""

from __future__ import annotations

import io
import os
from functools import cache

from trustkpi.plain_file import LARGEST_FILE
from trustkpi.reading.door import DAMAGED, RefusedError, is_locked

PASSWORD = "TRUSTKPI_RETURN_PASSWORD"  # noqa: S105  the name of the environment variable that holds one
KEYRING_SERVICE, KEYRING_NAME = "trustkpi", "returns"
_MOST_ROUNDS = 1_000_000  # of hashing; Excel and LibreOffice ask for 100,000, and a second is enough for anybody

_NONE = (
    "This workbook is locked with a password: open it in Excel, take the password off under File, Info, Protect Workbook, "
    "and save it, or give the trust the password."
)
_WRONG = (
    "This workbook is locked with a password, and it is not the one that the trust holds: take it off in Excel under File, "
    "Info, Protect Workbook, and save it, or give the trust the password."
)

_RIGHTS = (
    "This workbook is under rights management, which lets nobody outside your organisation open it: take that off in Excel "
    "under File, Info, Protect Workbook, and save it again."
)


def unlocked(data: bytes) -> bytes:
    """The workbook inside, where it is locked and the password is known; `RefusedError` where that is wrong or missing."""
    if not is_locked(data):
        return data
    if "DRMEncrypted".encode("utf-16-le") in data:
        raise RefusedError(_RIGHTS)
    password = os.environ.get(PASSWORD) or _from_keyring()
    if not password:
        raise RefusedError(_NONE)
    return _opened(data, password)


@cache
def _from_keyring() -> str:
    import keyring
    import keyring.errors

    try:
        return keyring.get_password(KEYRING_SERVICE, KEYRING_NAME) or ""
    except keyring.errors.KeyringError:
        return ""  # a machine without one


def _opened(data: bytes, password: str) -> bytes:
    from msoffcrypto.exceptions import InvalidKeyError

    try:
        content = _decrypted(data, password)
    except InvalidKeyError as wrong:
        raise RefusedError(_WRONG) from wrong
    except Exception as fault:  # a damaged lock fails in many ways
        raise RefusedError(DAMAGED) from fault
    if not content.startswith(b"PK") or len(content) > LARGEST_FILE:
        raise RefusedError(DAMAGED)
    return content


def _decrypted(data: bytes, password: str) -> bytes:
    import msoffcrypto

    made = io.BytesIO()
    locked = msoffcrypto.OfficeFile(io.BytesIO(data))
    if locked.info.get("spinValue", 0) > _MOST_ROUNDS:
        raise ValueError
    locked.load_key(password=password, verify_password=True)
    locked.decrypt(made)
    return made.getvalue()
