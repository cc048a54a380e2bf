"""The door: what a file is, told from its bytes before any parser sees it, and one sentence where it cannot be read."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

MOST_BYTES = 50 * 2**20
MOST_UNPACKED = 400 * 2**20
MOST_PARTS = 2_000
MOST_RATIO = 250  # unpacked to packed, for parts over a megabyte
MOST_ROWS = 20_000

_SAVE = "open it in Excel, choose File, Save As, Excel Workbook (.xlsx), and send that"
_DAMAGED = f"is damaged: {_SAVE}."
_OLD = f"is in an older or another format than .xlsx: {_SAVE}."
_LOCKED = "is protected by a password or a sensitivity label: save it without one, or give the trust the password."
_MACROS = f"has macros, which mail systems block: {_SAVE} (not .xlsm)."
_STRICT = f"is saved as Strict Open XML, which is read differently from program to program: {_SAVE} (not Strict)."
_HUGE = "is far larger than any return: delete the empty rows and columns that were formatted by mistake, and send it again."


# All that the standard library raises on an archive that is not what it says.
_BROKEN = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error, NotImplementedError, EOFError, ValueError, RuntimeError,
    KeyError, OSError,
)  # fmt: skip


def refusal(path: Path) -> str:
    """Why the file cannot be read and what to do, as the end of a sentence that begins with its name; empty if it can."""
    try:
        if path.is_dir():
            return "is a folder, not a workbook: name the workbook in it."
        return _of_size(path, path.stat().st_size)
    except FileNotFoundError:
        return "is not there: check the name and the folder."
    except PermissionError:
        return "cannot be opened: it is locked or you may not read it. Close it in Excel and try again."
    except OSError as error:
        return f"cannot be read from its disk ({error.strerror}): copy it again."


def _of_size(path: Path, size: int) -> str:
    if size > MOST_BYTES:
        return _HUGE
    if not size:
        return "is empty (0 bytes): copy it again, or ask for it to be sent again."
    content = path.read_bytes()
    return _of_container(path, content[:8], content if content.startswith(b"\xd0\xcf\x11\xe0") else b"")


def _of_container(path: Path, head: bytes, rest: bytes) -> str:
    if rest:
        return _LOCKED if "EncryptedPackage".encode("utf-16-le") in rest else _OLD
    if head.startswith(b"%PDF"):
        return f"is a PDF, not a workbook: {_SAVE}."
    if not head.startswith(b"PK"):
        return _OLD
    try:
        with zipfile.ZipFile(path) as parts:
            return _of_parts(parts)
    except _BROKEN:
        return _DAMAGED


def _of_parts(parts: zipfile.ZipFile) -> str:
    infos = parts.infolist()
    names = [i.filename for i in infos]
    if any(i.flag_bits & 1 for i in infos):
        return _LOCKED
    if len(infos) > MOST_PARTS or sum(i.file_size for i in infos) > MOST_UNPACKED:
        return _HUGE
    if any(i.file_size > 2**20 and i.file_size > MOST_RATIO * max(i.compress_size, 1) for i in infos):
        return _HUGE
    if len({n.casefold() for n in names}) < len(names) or any(_strays(n) for n in names):
        return _DAMAGED
    return _of_kind(parts, names) or _of_contents(parts, names)


def _strays(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ".." in PurePosixPath(name).parts


def _of_kind(parts: zipfile.ZipFile, names: list[str]) -> str:
    if any(n.endswith("vbaProject.bin") for n in names):
        return _MACROS
    if "xl/workbook.bin" in names or "mimetype" in names:
        return _OLD
    if "[Content_Types].xml" not in names:
        return _DAMAGED
    kinds = parts.read("[Content_Types].xml")
    if b"macroEnabled" in kinds:
        return _MACROS
    if b"spreadsheetml" not in kinds:
        return f"is not a workbook: {_SAVE}."
    return ""


def _of_contents(parts: zipfile.ZipFile, names: list[str]) -> str:
    if parts.testzip() is not None:
        return _DAMAGED
    for name in (n for n in names if n.endswith((".xml", ".rels"))):
        text = parts.read(name)
        start = text[:4096]
        if b"<!DOCTYPE" in start or b"<!ENTITY" in text or "<!DOCTYPE".encode("utf-16-le") in start:
            return _DAMAGED
        if b"purl.oclc.org/ooxml/spreadsheetml" in start:
            return _STRICT
        if b"<worksheet" in start or b":worksheet" in start:
            trouble = _of_sheet(text)
            if trouble:
                return trouble
    return ""


_ROW = re.compile(rb'<(?:\w+:)?row [^>]*?\br="(\d+)"')
_FAR_COLUMN = re.compile(rb'<(?:\w+:)?c [^>]*?\br="[A-Z]{3,}\d+"[^>]*[^/]>')


def _of_sheet(text: bytes) -> str:
    # A parser lays out every cell between the first and the last: a lone value in the last row of Excel costs gigabytes.
    if any(int(row) > MOST_ROWS for row in _ROW.findall(text)[-1:]) or _FAR_COLUMN.search(text):
        return _HUGE
    return ""


_FORMULA = rb"<(?:\w+:)?f(?: [^>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)"
_UNCALCULATED = re.compile(
    rb'<(?:\w+:)?c [^>]*?\br="([A-Z]+)(\d+)"[^>]*>' + _FORMULA + rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?</(?:\w+:)?c>"
)


def uncalculated(text: bytes) -> Iterator[tuple[str, int]]:
    """Letter and row of each formula in a sheet's part that no program has worked out."""
    if b"<f" in text or b":f" in text:
        for letter, row in _UNCALCULATED.findall(text):
            yield letter.decode(), int(row)
