"""Workbooks that would swell beyond any return, found from sizes and addresses before a parser keeps them."""

from __future__ import annotations

import re
import zipfile
from itertools import islice
from xml.parsers import expat

from trustkpi.reading.door import DAMAGED, RefusedError
from trustkpi.reading.grid import number
from trustkpi.reading.sought import Sought
from trustkpi.reading.tags import Tags

# Product defaults: the largest return, 2,000 rows by 110 columns, is 220,000 cells and 12 MB unpacked.
MOST_PARTS = 5_000
MOST_UNPACKED = 64 * 1024**2
MOST_TIMES = 200
SMALL = 8 * 1024**2
MOST_CELLS = 4_000_000
MOST_FILLED = 500_000  # of the sheets that are read together
MOST_STYLES = 300_000
MOST_TAGS = 20 * MOST_FILLED
MOST_ROWS = 1_048_576  # Excel's own limit
MOST_COLUMNS = 20_000  # of all sheets together
WIDEST = 2_000  # columns of one
MOST_TEXT = 128 * 1024**2
MOST_NAMES = 4 * 1024**2  # bytes of the parts that list sheets, names and links

FAR_MORE = "This workbook unpacks to far more than a return holds: copy the return's sheets into a fresh template."
FOREIGN = "This workbook is written in a way that Excel never does: open it in Excel and save it again."

_SHORTEST_USE = len(b'<c t="s"><v>0</v></c>')
_UNPLACED = re.compile(rb"""<(?:[\w.-]+:)?c\b(?![^<>]*\br\s*=)""")
# The address of a cell or a row; of a cell that holds something; of one that has none and so follows the one before it.
_ADDRESS = re.compile(rb"""\br\s*=\s*["']([A-Za-z]*)([0-9]+)["']""")
_FILLED = re.compile(rb"""<(?:[\w.-]+:)?c\b[^<>]*?\br\s*=\s*["']([A-Za-z]*)([0-9]+)["'](?:[^<>]*[^<>/])?>(?!</)""")
_ODD = re.compile(rb"""<(?:[\w.-]+:)?(?:c|row)\b[^<>]*?\br\s*=\s*["'](?![A-Za-z]{0,3}[0-9]{1,7}["'])""")
_CELL = re.compile(rb"<(?:[\w.-]+:)?c[\s/>]")
_ROW = re.compile(rb"<(?:[\w.-]+:)?row\b")
_USE = re.compile(rb"""\bt=["']s["'][^<>]*>\s*+<(?:[\w.-]+:)?v>\s*([0-9]{1,9})\s*<""")
_CDATA = Sought(b"[", re.compile(rb"\[(?<=<!\[)CDATA\["))
_SAID_CODING = re.compile(
    rb"""^(?:\xef\xbb\xbf)?\s*+<\?xml\b[^<>]*?\bencoding\s*+=\s*+["'](?!utf-?8["']|us-ascii["'])""", re.IGNORECASE
)


def hold_to_sane_sizes(members: list[zipfile.ZipInfo], packed: int) -> None:
    """`RefusedError` where the parts are too many, too large or packed too tightly to be a return."""
    unpacked = sum(m.file_size for m in members)
    too_tight = unpacked > SMALL and unpacked > MOST_TIMES * packed
    if len(members) > MOST_PARTS or unpacked > MOST_UNPACKED or too_tight:
        raise RefusedError(FAR_MORE)


def hold_to_plain_coding(xml: bytes) -> None:
    """`RefusedError` where a part is not in UTF-8, or hides text from those who search it."""
    if b"\x00" in xml[:64] or xml[:2] in {b"\xfe\xff", b"\xff\xfe"} or _SAID_CODING.match(xml) or _CDATA.is_in(xml):
        raise RefusedError(FOREIGN)


def hold_to_sane_styles(xml: bytes) -> None:
    """`RefusedError` where there are far more looks of cells than Excel itself can tell apart, which is 65,490."""
    if xml.count(b"xf") + xml.count(b"numFmt ") > MOST_STYLES:
        raise RefusedError(FAR_MORE)


def hold_to_sane_sheet(name: str, xml: bytes, tags: Tags) -> None:
    """`RefusedError` where a sheet's filled cells are, or span, more than a reader can hold: it keeps every cell between them."""
    if b"sheetData" not in xml:
        raise RefusedError(DAMAGED)
    if len(xml) > MOST_FILLED and _are_too_many(xml, tags):
        raise RefusedError(FAR_MORE)
    if tags.plain:
        return
    if _ODD.search(xml) or not is_xml(xml):
        raise RefusedError(DAMAGED)
    widest = max((len(_CELL.findall(row)) for row in _ROW.split(xml)), default=0)
    if widest > WIDEST:
        raise RefusedError(too_wide(name, widest))
    if _area(_ADDRESS, xml)[0] <= MOST_CELLS:
        return
    area, last = _area(_ADDRESS if _UNPLACED.search(xml) else _FILLED, xml)
    if area > MOST_CELLS:
        msg = f"The sheet {name} reaches out to cell {last}: delete the rows and columns beyond the table, and save it again."
        raise RefusedError(msg)


def is_xml(xml: bytes) -> bool:
    """Whether it is, told by a parser that forgives nothing: not an attribute given twice, nor a tag that does not end."""
    try:
        expat.ParserCreate().Parse(xml, True)  # noqa: FBT003  the last there is
    except expat.ExpatError:
        return False
    return True


def _are_too_many(xml: bytes, tags: Tags) -> bool:
    every, rows = xml.count(b"<"), xml.count(b"row")
    return every > MOST_TAGS or rows > 3 * MOST_ROWS or (tags.cells if tags.plain else _cells(xml)) > MOST_FILLED


def _cells(xml: bytes) -> int:
    return sum(1 for _ in islice(_CELL.finditer(xml), MOST_FILLED + 1))


def too_wide(name: str, columns: int) -> str:
    """What is said of a sheet with more columns than any return."""
    return f"The sheet {name} is {columns:,} columns wide: delete the columns beyond the table, and save it again."


def _area(cells: re.Pattern[bytes], xml: bytes) -> tuple[int, str]:
    found = set(cells.findall(xml))
    if not found:
        return 0, ""
    column = max({c.upper() for c in {c for c, _ in found}}, key=lambda c: (len(c), c))
    row = max(map(int, {r for _, r in found}))
    return row * max(1, number(column.decode())), f"{column.decode()}{row}"


class Texts:
    """The texts that a workbook's cells share, and how much of them the cells read so far hold."""

    def __init__(self, shared: bytes) -> None:
        self._lengths = [len(text) for text in shared.split(b"si>")[1:-1:2]]
        self._longest = max(self._lengths, default=0)
        self._held = 0

    def hold_to_sane_text(self, xml: bytes) -> None:
        """`RefusedError` where a long text is used so often, or texts are so many, that they would not fit in memory."""
        uses = len(xml) // _SHORTEST_USE
        if self._held + self._longest * uses > MOST_TEXT:
            uses = xml.count(b't="s"') + xml.count(b"t='s'")
        self._held += self._longest * uses if self._longest * uses < MOST_TEXT else self._in_all(uses, xml)
        if self._held > MOST_TEXT or len(self._lengths) > MOST_FILLED:
            msg = "This workbook holds far more text than a return: copy the return's sheets into a fresh template."
            raise RefusedError(msg)

    def _in_all(self, uses: int, xml: bytes) -> int:
        """The text in all cells together; as if each held the longest, where the cells do not tell."""
        used = [int(at) for at in _USE.findall(xml)]
        if len(used) < uses or max(used, default=0) >= len(self._lengths):
            return self._longest * uses
        return sum(self._lengths[at] for at in used)
