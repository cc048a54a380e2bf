"""What can stand in one cell of a workbook, written into the cell's own XML, whoever put it there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from xml.sax.saxutils import escape

from tests.corpus.crafted import BOOK, LINKS, STYLES, Parts

Place = tuple[str, int]  # a column's letters and a row
_ROW = re.compile(rb'<row r="(\d+)"[^>]*?(?:/>|>.*?</row>)', re.DOTALL)
_CELL = re.compile(rb'<c r="([A-Z]+)\d+"[^>]*?(?:/>|>.*?</c>)', re.DOTALL)


@dataclass(frozen=True)
class Content:
    """A cell's kind and what is in it as its XML has them, and how it shows: plainly, as a day, or as a percentage."""

    name: str
    kind: str
    inside: str
    shown: str = "plain"


def text(typed: str) -> Content:
    """A text."""
    return Content(repr(typed), "inlineStr", f'<is><t xml:space="preserve">{escape(typed)}</t></is>')


def number(typed: float | str, shown: str = "plain") -> Content:
    """A number."""
    return Content(f"{typed} {shown}", "n", f"<v>{typed}</v>", shown)


def error(name: str) -> Content:
    """An Excel error."""
    return Content(name, "e", f"<v>{escape(name)}</v>")


BLANK = Content("nothing", "n", "")
NEVER_WORKED_OUT = Content("a formula that nobody worked out", "n", "<f>SUM(A1:A2)</f>")
WORKED_OUT_TO_AN_ERROR = Content("a formula that gave an error", "e", "<f>1/0</f><v>#DIV/0!</v>")
TICKED = Content("TRUE", "b", "<v>1</v>")


def tabs(parts: Parts) -> dict[str, str]:
    """Tab to the name of its part."""
    targets = dict(re.findall(r'Id="([^"]+)"[^>]*? Target="([^"]+)"', parts[LINKS].decode()))
    found = re.findall(r'<sheet name="([^"]+)"[^>]*? r:id="([^"]+)"', parts[BOOK].decode())
    return {unescape(tab): f"xl/{targets[link]}" for tab, link in found}


def with_looks(parts: Parts) -> Parts:
    """The workbook with two more looks at the end of its own: a day and a percentage."""
    count = len(_looks(parts[STYLES]))
    more = b'<xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="9" applyNumberFormat="1"/></cellXfs>'
    styles = parts[STYLES].replace(b"</cellXfs>", more)
    return parts | {STYLES: re.sub(rb'<cellXfs count="\d+"', b'<cellXfs count="%d"' % (count + 2), styles)}


def _looks(styles: bytes) -> list[bytes]:
    return re.findall(rb"<xf ", styles.partition(b"<cellXfs")[2].partition(b"</cellXfs")[0])


def typed_over(parts: Parts, typed: Mapping[str, Mapping[Place, Content]]) -> Parts:
    """The workbook (see `with_looks`) with cells of its tabs holding something else."""
    last = len(_looks(parts[STYLES]))
    looks = {"plain": 0, "day": last - 2, "percentage": last - 1}
    names = tabs(parts)
    return parts | {names[tab]: _sheet(parts[names[tab]], cells, looks) for tab, cells in typed.items() if cells}


def _sheet(xml: bytes, cells: Mapping[Place, Content], looks: Mapping[str, int]) -> bytes:
    by_row: dict[int, dict[bytes, bytes]] = {}
    for (letters, row), content in cells.items():
        attributes = f'r="{letters}{row}" s="{looks[content.shown]}" t="{content.kind}"'
        by_row.setdefault(row, {})[letters.encode()] = f"<c {attributes}>{content.inside}</c>".encode() if content.inside else b""

    def row(found: re.Match[bytes]) -> bytes:
        new = by_row.get(int(found[1]))
        if new is None:
            return found[0]
        there = {cell[1] for cell in _CELL.finditer(found[0])}
        kept = _CELL.sub(lambda cell: new.get(cell[1], cell[0]), found[0])
        return kept.replace(b"</row>", b"".join(c for letters, c in new.items() if letters not in there) + b"</row>")

    return _ROW.sub(row, xml)
