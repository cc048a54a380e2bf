"""A workbook that tells whether anybody has saved it since it was written: it carries the digest of all its other parts."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping

SEAL = "trustkpi_seal"  # the workbook's own property that holds it
UNSEALED = "0" * 64
_PART = "docProps/custom.xml"  # where such properties lie


def sealed(workbook: bytes) -> bytes:
    """The workbook with its property `SEAL` filled in, which must be `UNSEALED`; the same bytes for the same workbook."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    parts[_PART] = parts[_PART].replace(UNSEALED.encode(), _digest(parts).encode(), 1)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as whole:
        for name, part in parts.items():
            whole.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def is_as_sealed(workbook: bytes) -> bool:
    """Whether it is a sealed workbook that no program has saved since: each writes its parts in a way of its own."""
    try:
        with zipfile.ZipFile(io.BytesIO(workbook)) as whole:
            parts = {name: whole.read(name) for name in whole.namelist()}
    except (zipfile.BadZipFile, ValueError, RuntimeError, NotImplementedError):
        return False
    return _PART in parts and _digest(parts).encode() in parts[_PART]


def _digest(parts: Mapping[str, bytes]) -> str:
    found = hashlib.sha256()
    for name in sorted(parts.keys() - {_PART}):
        found.update(f"{name} {len(parts[name])} ".encode() + parts[name])
    return found.hexdigest()
