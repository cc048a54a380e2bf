"""Numbers with more than nine decimals, of which a parser's text tells nine only, as the sheet's own XML writes them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from itertools import islice

import polars as pl

from trustkpi.reading.grid import number
from trustkpi.reading.sheet_xml import SheetXml
from trustkpi.reading.sought import Sought

_LONG, _TINY = Sought(b".", re.compile(rb"\.[0-9]{9}")), Sought(b"-", re.compile(rb"-(?<=[0-9][Ee]-)[0-9]"))
_CELL = re.compile(
    rb"""<c r="([A-Z]{1,3})([0-9]{1,7})"[^<>]*>(?:<f>[^<]*</f>)?<v>(-?[0-9]+(?:\.[0-9]+)?(?:[Ee][+-]?[0-9]{1,3})?)</v></c>"""
)
_MOST = 5_000  # of them; beyond that the parser is quicker
_NEAR = 1_000  # bytes from a cell's beginning to its number

Sparse = Mapping[int, pl.Series]


def has_long_numbers(xml: SheetXml) -> bool:
    """Whether text leaves something out of a number of the sheet."""
    return _TINY.is_in(xml.xml, xml.end) or _LONG.is_in(xml.xml, xml.end)


def long_numbers(xml: SheetXml, first: int, rows: int, positions: Collection[int]) -> Sparse | None:
    """Those numbers by the position of their column, null in all other rows; nothing where the XML does not tell plainly.

    `first` is the number of the leftmost column, as in a `Grid`.
    """
    if not xml.tags.plain:
        return None
    places = [at.start() for sought in (_TINY, _LONG) for at in islice(sought.pattern.finditer(xml.xml, 0, xml.end), _MOST)]
    starts = {xml.xml.rfind(b"<c ", max(0, at - _NEAR), at) for at in places}
    if len(places) >= _MOST or -1 in starts:
        return None
    cells = [_CELL.match(xml.xml, start) for start in sorted(starts)]
    found: dict[int, list[float | None]] = defaultdict(lambda: [None] * rows)
    for cell in cells:
        if cell is None or int(cell[2]) > rows:
            return None
        found[number(cell[1].decode()) - first][int(cell[2]) - 1] = float(cell[3])
    return {position: pl.Series(values, dtype=pl.Float64) for position, values in found.items() if position in positions}
