"""An open workbook, whose tabs are read when they are asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from functools import partial

import pyarrow as pa

from trustkpi.reading.bombs import FAR_MORE, MOST_CELLS, MOST_COLUMNS, MOST_FILLED, WIDEST, too_wide
from trustkpi.reading.door import RefusedError
from trustkpi.reading.grid import FORMULA, NO_VALUE, Grid, number, plain
from trustkpi.reading.lost import lost
from trustkpi.reading.package import Package
from trustkpi.reading.parser import Parser, longer
from trustkpi.reading.sheet_xml import Place, SheetXml


class Book:
    """A judged workbook; each of its tabs is parsed once, at the most.

    Nothing that it makes holds on to it, or the memory of a large workbook would be kept until somebody sweeps up.
    """

    def __init__(self, inside: Package) -> None:
        self.inside = inside
        self._grids: dict[str, Grid] = {}
        self._parser = Parser(inside.data)
        self._cells = self._columns = self._filled = 0

    def named(self, title: str) -> Grid | None:
        """The tab of that title, spelt so or, where none is, cased or spaced otherwise."""
        alike = [tab for tab in self.inside.sheets if plain(tab) == plain(title)]
        tab = title if title in alike else next(iter(alike), None)
        return None if tab is None else self.grid(tab)

    def but(self, own: set[str]) -> list[Grid]:
        """The tabs that bear none of those titles."""
        return [self.grid(tab) for tab in self.inside.sheets if plain(tab) not in own]

    def grid(self, tab: str) -> Grid:
        """The tab of exactly that name."""
        if tab not in self._grids:
            self._grids[tab] = self._grid(tab)
        return self._grids[tab]

    def _grid(self, tab: str) -> Grid:
        xml = self.inside.sheets[tab]
        xml.hold_to_sane_size()
        self._hold_to_sane_filled(xml.closed)
        self.inside.texts.hold_to_sane_text(xml.xml)
        cells = self._parser.quickly(xml) or self._parser.closely(xml)
        text, first = cells.text, cells.first
        self._hold_to_sane_total(tab, text.num_rows, text.num_columns)
        marks = dict(_marks(xml, text, first, self.inside.percent_styles, whole=cells.whole))
        marks |= {} if cells.whole else dict(lost(xml, text, first, cells.errors.keys() | marks.keys()))
        odd = {_at(place, first): NO_VALUE + name for place, name in self.inside.odd_errors.get(tab, {}).items()}
        marks = {**cells.errors, **odd, **marks}
        height = 1 + max((row for row, column in marks if 0 <= column < text.num_columns), default=-1)
        if height > text.num_rows:  # the parser ends where values end, and formulas without one may stand below
            self._hold_to_sane_cells((height - text.num_rows) * text.num_columns)
            text = longer(text, height)
        return Grid(tab, _marked(text, marks), first, partial(self._parser.numbers, xml, first, text.num_rows), xml.merged)

    def _hold_to_sane_total(self, tab: str, rows: int, columns: int) -> None:
        if columns > WIDEST:
            raise RefusedError(too_wide(tab, columns))
        self._columns += columns
        if self._columns > MOST_COLUMNS:
            raise RefusedError(FAR_MORE)
        self._hold_to_sane_cells(rows * columns)

    def _hold_to_sane_filled(self, more: int) -> None:
        self._filled += more
        if self._filled > MOST_FILLED:
            raise RefusedError(FAR_MORE)

    def _hold_to_sane_cells(self, more: int) -> None:
        self._cells += more
        if self._cells > MOST_CELLS:
            raise RefusedError(FAR_MORE)


_Marks = Mapping[tuple[int, int], str]  # row and column by position in the text


def _at(place: Place, first: int) -> tuple[int, int]:
    letters, row = place
    return row - 1, number(letters) - first


def _marks(
    xml: SheetXml, text: pa.RecordBatch, first: int, percent: Collection[int], *, whole: bool
) -> Iterator[tuple[tuple[int, int], str]]:
    """Formulas that nobody worked out, and numbers as the percentages that they show as.

    `whole` says that every cell which the sheet closes gave a value, so that none needs a closer look.
    """
    if not whole:
        xml.hold_to_one_value_a_cell()
    if xml.has_unworked_noughts:
        yield from ((_at(place, first), FORMULA) for place in xml.uncalculated)
    for place in xml.percentages(percent):
        row, column = _at(place, first)
        if row < text.num_rows and column < text.num_columns and (shown := _percentage(text.column(column)[row].as_py())):
            yield (row, column), shown


def _percentage(text: str | None) -> str:
    """0.125 as 12.5%; nothing where the text is no number."""
    try:
        return f"{Decimal(text or '') * 100:f}%"
    except InvalidOperation:
        return ""


def _marked(text: pa.RecordBatch, marks: _Marks) -> pa.RecordBatch:
    by_column: dict[int, dict[int, str]] = {}
    for (row, column), word in marks.items():
        if 0 <= column < text.num_columns and 0 <= row < text.num_rows:
            by_column.setdefault(column, {})[row] = word
    columns = [*text.columns]
    for at, cells in by_column.items():
        values = columns[at].to_pylist()
        for row, word in cells.items():
            values[row] = word
        columns[at] = pa.array(values, columns[at].type)
    return pa.RecordBatch.from_arrays(columns, names=text.schema.names) if by_column else text
