"""What a sheet's own XML tells that a parser leaves out: cells without a value, merged cells, percentages, odd errors."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

from trustkpi.reading.bombs import hold_to_sane_sheet
from trustkpi.reading.door import DAMAGED, RefusedError
from trustkpi.reading.grid import number
from trustkpi.reading.sought import Sought
from trustkpi.reading.tags import Tags, tags_of

PREFIX = rb"(?:[\w.-]+:)?"
AT = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,3})([0-9]{1,7})["']""")
_CELL = re.compile(rb"<" + PREFIX + rb"c\b([^<>]*)>")
_CLOSED = re.compile(rb"</" + PREFIX + rb"c\s*>")
_NEVER = re.compile(
    rb"""<%bc\b([^<>]*)>\s*+<%bf\b[^<>]*+(?:(?<=/)>|>[^<]*+</%bf>)\s*+(?:<%bv\s*+/>|<%bv>\s*+(0?)\s*+</%bv>)?\s*+</%bc>""".replace(
        b"%b", PREFIX
    )
)
IS_TEXT = re.compile(rb"""\bt\s*=\s*["']str["']""")
_STYLE = re.compile(rb"""\bs\s*=\s*["']0*([0-9]+)["']""")
IS_ERROR = re.compile(rb"""\bt\s*=\s*["']e["']""")
_SHARED_TEXT = re.compile(rb"""\bt\s*=\s*["']s["']""")
_OF_A_TYPE = re.compile(rb"""\bt\s*=\s*["'](?!n["'])""")
_AS_NUMBER = re.compile(rb"""\bt\s*=\s*["']n["']""")
_FAR_BELOW = Sought(b"-", re.compile(rb"""-(?<=v>-)(?:[0-9]{9}|[0-9.]+[eE]\+?[0-9]{1,9}|(?<=t="s"><v>-))"""))
_FURTHEST = -100_000_000  # the parser counts days some way further than that; -3.0E+00 is not far below
_MAY_BE_ERROR = re.compile(rb"""e(?<=["']e)["']""")  # begins with a letter, for it is found sooner than a quote
_REMARK, _INSTRUCTION = Sought(b"!", re.compile(rb"!(?<=<!)--")), Sought(b"?", re.compile(rb"\?(?<=<\?)(?!xml\s)"))
_REMARKS = re.compile(rb"<!--.*?(?:-->|\Z)|<\?(?!xml\s).*?(?:\?>|\Z)", re.DOTALL)
_MERGED = re.compile(
    rb"""<%bmergeCell\b[^<>]*?\bref\s*=\s*["']([A-Za-z]+)([0-9]+):([A-Za-z]+)([0-9]+)["']""".replace(b"%b", PREFIX)
)
_CELL_OR_VALUE = re.compile(rb"<%bc\b([^<>]*)>|<%bv>([^<]*)</".replace(b"%b", PREFIX))
# The errors that the parser knows; Excel has had others since, and a sheet with one of them would not be read at all.
_KNOWN_ERRORS = {b"#DIV/0!", b"#N/A", b"#NAME?", b"#NULL!", b"#NUM!", b"#REF!", b"#VALUE!", b"#DATA!"}
_ERROR_NAME = re.compile(rb"#[A-Z0-9_/]{1,20}[!?]?|Err:[0-9]{3}")
UNNAMED_ERROR = "#ERROR!"
_STANDS_FOR_THEM = b"#VALUE!"

Range = tuple[int, int, int, int]  # first column and row, last column and row, all from 1
Place = tuple[str, int]  # a column's letters and a row


@dataclass(frozen=True)
class SheetXml:
    """A tab's XML; `computed` says that its workbook asks to be worked out when opened, so that noughts may be unworked."""

    tab: str
    xml: bytes
    computed: bool = False

    @cached_property
    def end(self) -> int:
        """Where the cells end, where it can be told."""
        end = self.xml.find(b"</sheetData>")
        return len(self.xml) if end < 0 else end

    @cached_property
    def tags(self) -> Tags:
        """What its tags tell."""
        return tags_of(self.xml)

    def hold_to_sane_size(self) -> None:
        """`RefusedError` where the parser would run out of memory."""
        hold_to_sane_sheet(self.tab, self.xml, self.tags)

    @cached_property
    def closed(self) -> int:
        """How many cells hold anything."""
        return self.tags.closed if self.tags.plain else len(_CLOSED.findall(self.xml))

    @property
    def has_unworked_noughts(self) -> bool:
        """Whether a formula may hold a nought that nobody worked out."""
        return self.computed and (self.tags.unworked or not self.tags.plain)

    def hold_to_one_value_a_cell(self) -> None:
        """`RefusedError` where an address is there twice, for a parser keeps the last and says nothing."""
        if len(re.findall(rb"<" + PREFIX + rb"sheetData\b", self.xml)) > 1:
            raise RefusedError(DAMAGED)
        filled = [at[0] for cell in _CELL.finditer(self.xml) if not cell[1].endswith(b"/") and (at := AT.search(cell[1]))]
        if len({at.upper() for at in filled}) < len(filled):
            raise RefusedError(DAMAGED)

    @cached_property
    def uncalculated(self) -> frozenset[Place]:
        """The cells whose formula carries no value, since no spreadsheet program ever worked it out.

        `RefusedError` where such a cell has no address.
        """
        return frozenset(self._uncalculated())

    def _uncalculated(self) -> Iterator[Place]:
        for cell in _NEVER.finditer(self.xml):
            if IS_TEXT.search(cell[1]) or (cell[2] and not self.computed):  # a formula that gave an empty text says so
                continue
            at = AT.search(cell[1])
            if at is None:
                raise RefusedError(DAMAGED)
            yield _place(at)

    @cached_property
    def merged(self) -> tuple[Range, ...]:
        """The blocks of merged cells, whose first cell alone holds a value."""
        if self.xml.find(b"mergeCell", self.end if self.end < len(self.xml) else 0) < 0:
            return ()
        return tuple(
            (number(a.decode().upper()), int(b), number(c.decode().upper()), int(d)) for a, b, c, d in _MERGED.findall(self.xml)
        )

    def percentages(self, styles: Collection[int]) -> frozenset[Place]:
        """The cells of those styles: a number there shows as a hundred times itself."""
        if not styles:
            return frozenset()
        wanted = {b"%d" % at for at in styles}
        filled = (cell[1] for cell in _CELL.finditer(self.xml) if not cell[1].endswith(b"/"))
        cells = (about for about in filled if (style := _STYLE.search(about)) and style[1] in wanted)
        return frozenset(_place(at) for at in map(AT.search, cells) if at)


def _place(at: re.Match[bytes]) -> Place:
    return at[1].decode().upper(), int(at[2])


def _is_far_below(value: bytes) -> bool:
    try:
        return float(value) <= _FURTHEST
    except ValueError:  # no number at all: text that the casting refuses
        return True


def _error(name: bytes) -> str:
    """What an error is called, where that is a name and not what somebody wrote in its place."""
    called = _ERROR_NAME.fullmatch(name.strip())
    return called[0].decode() if called else UNNAMED_ERROR


def without_remarks(xml: bytes) -> bytes:
    """The XML without comments and instructions to programs, so that all who look for cells see the same ones."""
    return _REMARKS.sub(b"", xml) if _REMARK.is_in(xml) or _INSTRUCTION.is_in(xml) else xml


def tamed(xml: bytes) -> tuple[bytes, dict[Place, str]]:
    """The XML with what the parser does not know, or is lost at, said in another way; and the odd errors by their places.

    An error that it does not know stands as one that it does. A number far below nought stands as text, for in a cell
    that is formatted as a date the parser cannot work out the day.
    """
    if not _MAY_BE_ERROR.search(xml) and not _FAR_BELOW.is_in(xml):
        return xml, {}
    named: dict[Place, str] = {}
    kept, upto, cell = [], 0, None
    for found in _CELL_OR_VALUE.finditer(xml):
        if found[2] is None or cell is None:
            cell = found
        elif IS_ERROR.search(cell[1]):
            if found[2] not in _KNOWN_ERRORS and (at := AT.search(cell[1])):
                named[_place(at)] = _error(found[2])
                kept += [xml[upto : found.start(2)], _STANDS_FOR_THEM]
                upto = found.end(2)
        elif found[2].startswith(b"-") and _SHARED_TEXT.search(cell[1]):  # a parser takes the first text of all for it
            raise RefusedError(DAMAGED)
        elif _FAR_BELOW.pattern.match(b"v>" + found[2], 2) and _is_far_below(found[2]) and not _OF_A_TYPE.search(cell[1]):
            kept += [xml[upto : cell.start(1)], _AS_NUMBER.sub(b"", cell[1]), b' t="str"']
            upto = cell.end(1)
    return b"".join([*kept, xml[upto:]]), named
