"""Workbooks that would swell beyond any return, found from sizes and addresses before they are unpacked."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable

from trustkpi.reading.door import DAMAGED, RefusedError
from trustkpi.reading.grid import number

# Product defaults: the largest return, 2,000 rows by 110 columns, is 220,000 cells and 12 MB unpacked.
MOST_PARTS = 5_000
MOST_UNPACKED = 256 * 1024**2
MOST_TIMES = 200
SMALL = 8 * 1024**2
MOST_CELLS = 8_000_000
MOST_TEXT = 1024**3

# The address of a cell or a row; of a cell that holds something; of one that has none and so follows the one before it.
_ADDRESS = re.compile(rb"""\br\s*=\s*["']([A-Za-z]*)([0-9]+)["']""")
_FILLED = re.compile(rb"""<(?:\w+:)?c\b[^>]*?\br\s*=\s*["']([A-Za-z]*)([0-9]+)["'](?:[^>]*[^>/])?>(?!</)""")
_UNPLACED = re.compile(rb"""<(?:\w+:)?c\b(?![^>]*\br\s*=)""")
_ODD = re.compile(rb"""<(?:\w+:)?(?:c|row)\b[^>]*?\br\s*=\s*["'](?![A-Za-z]{0,3}[0-9]{1,7}["'])""")
_TEXT = re.compile(rb">([^<]*)</(?:\w+:)?t>")


def hold_to_sane_sizes(members: list[zipfile.ZipInfo], packed: int) -> None:
    """`RefusedError` where the parts are too many, too large or packed too tightly to be a return."""
    unpacked = sum(m.file_size for m in members)
    too_tight = unpacked > SMALL and unpacked > MOST_TIMES * packed
    if len(members) > MOST_PARTS or unpacked > MOST_UNPACKED or too_tight:
        msg = "This workbook unpacks to far more than a return holds: copy the return's sheets into a fresh template."
        raise RefusedError(msg)


def hold_to_sane_sheet(name: str, xml: bytes) -> None:
    """`RefusedError` where a sheet's filled cells span more than a reader can hold: it keeps every cell between them."""
    if xml[:2] in {b"\xfe\xff", b"\xff\xfe"} or b"\x00" in xml[:64]:
        msg = "This workbook is written in a way that Excel never does: open it in Excel and save it again."
        raise RefusedError(msg)
    if _ODD.search(xml):
        raise RefusedError(DAMAGED)
    if _area(_ADDRESS, xml)[0] <= MOST_CELLS:
        return
    area, last = _area(_ADDRESS if _UNPLACED.search(xml) else _FILLED, xml)
    if area > MOST_CELLS:
        msg = f"The sheet {name} reaches out to cell {last}: delete the rows and columns beyond the table, and save it again."
        raise RefusedError(msg)


def _area(cells: re.Pattern[bytes], xml: bytes) -> tuple[int, str]:
    found = set(cells.findall(xml))
    if not found:
        return 0, ""
    column = max((c.upper() for c, _ in found), key=lambda c: (len(c), c))
    row = max(int(r) for _, r in found)
    return row * max(1, number(column.decode())), f"{column.decode()}{row}"


def hold_to_sane_text(shared: Iterable[bytes], sheets: Iterable[bytes]) -> None:
    """`RefusedError` where a long text is used so often that the rows would not fit in memory."""
    longest = max((len(t) for part in shared for t in _TEXT.findall(part)), default=0)
    uses = sum(xml.count(b't="s"') for xml in sheets)
    if longest * uses > MOST_TEXT:
        msg = "This workbook holds far more text than a return: copy the return's sheets into a fresh template."
        raise RefusedError(msg)
