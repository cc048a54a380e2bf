"""An open workbook, whose tabs are read when they are asked for."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any

import fastexcel
import polars as pl
import pyarrow as pa

from trustkpi.reading.bombs import FAR_MORE, MOST_CELLS, MOST_COLUMNS, MOST_FILLED, WIDEST, too_wide
from trustkpi.reading.door import DAMAGED, RefusedError
from trustkpi.reading.exact import has_long_numbers, long_numbers
from trustkpi.reading.grid import FORMULA, NO_VALUE, Grid, number, plain
from trustkpi.reading.lost import lost
from trustkpi.reading.package import Package
from trustkpi.reading.sheet_xml import UNNAMED_ERROR, Place, SheetXml

_ERRORS = {
    "NA": "#N/A",
    "Value": "#VALUE!",
    "Div0": "#DIV/0!",
    "Name": "#NAME?",
    "Null": "#NULL!",
    "Num": "#NUM!",
    "Ref": "#REF!",
    "GettingData": "#GETTING_DATA",
}
_NO_DAY = re.compile(r"DateTime \{ value: ([0-9.e+-]+)")


class Book:
    """A judged workbook; each of its tabs is parsed once, at the most.

    Nothing that it makes holds on to it, or the memory of a large workbook would be kept until somebody sweeps up.
    """

    def __init__(self, inside: Package) -> None:
        self.inside = inside
        self._grids: dict[str, Grid] = {}
        self._reader = _guarded(fastexcel.read_excel, inside.data)
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
        batch, first, errors, whole = self._whole(xml) or self._closely(xml)
        marks = dict(_marks(xml, batch, first, self.inside.percent_styles, whole=whole))
        marks |= {} if whole else dict(lost(xml, batch, first, errors.keys() | marks.keys()))
        odd = {_at(place, first): NO_VALUE + name for place, name in self.inside.odd_errors.get(tab, {}).items()}
        marks = errors | odd | marks
        height = 1 + max((row for row, column in marks if 0 <= column < batch.num_columns), default=-1)
        if height > batch.num_rows:  # the parser ends where values end, and formulas without one may stand below
            self._hold_to_sane_cells((height - batch.num_rows) * batch.num_columns)
            batch = _longer(batch, height)
        return Grid(
            tab,
            _marked(batch, marks),
            first,
            partial(_numbers, self._reader, xml, first, batch.num_rows),
            xml.merged,
        )

    def _whole(self, xml: SheetXml) -> _Read | None:
        """The cells in the parser's quick way, which tells neither errors nor the first column; none where that is not enough."""
        if not xml.tags.from_a:
            return None
        batch = _load(self._reader.load_sheet_eager, xml.tab, "string")
        if _filled(batch) < xml.closed:
            return None
        self._hold_to_sane_total(xml.tab, batch.num_rows, batch.num_columns)
        return batch, 1, {}, True

    def _closely(self, xml: SheetXml) -> _Read:
        sheet = _load(self._reader.load_sheet, xml.tab, "string")
        self._hold_to_sane_total(xml.tab, sheet.height, sheet.width)
        batch, wrong = _guarded(sheet.to_arrow_with_errors)
        columns = _guarded(sheet.available_columns)
        first = columns[0].absolute_index + 1 if columns else 1
        errors = {(at[0], at[1]): word for at, word in _errors(wrong.errors if wrong else ())}
        return batch, first, errors, _filled(batch) + len(errors) == xml.closed

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


def _filled(batch: pa.RecordBatch) -> int:
    return int(batch.num_rows * batch.num_columns - sum(column.null_count for column in batch.columns))


def _numbers(reader: Any, xml: SheetXml, first: int, rows: int, positions: Collection[int]) -> Mapping[int, pl.Series]:
    # As text a number keeps nine decimals only, so that where there are more, numbers are read a second time, exactly.
    if not positions or not has_long_numbers(xml):
        return {}
    if (told := long_numbers(xml, first, rows, positions)) is not None:
        return told
    at = sorted(positions)
    absolute = [position + first - 1 for position in at]
    sheet = _load(reader.load_sheet, xml.tab, dict.fromkeys(absolute, "float"), use_columns=absolute)
    cells, _ = _guarded(sheet.to_arrow_with_errors)
    return dict(zip(at, pl.DataFrame(pl.from_arrow(_longer(cells, rows))).get_columns(), strict=True))


def _load(how: Any, tab: str, dtypes: object, **which: object) -> Any:
    # Without skip_rows=0 blank rows at the top would vanish, and every address would be wrong.
    return _guarded(how, tab, header_row=None, skip_rows=0, dtypes=dtypes, **which)


def _guarded(call: Any, *given: object, **named: object) -> Any:
    try:
        return call(*given, **named)
    except fastexcel.FastExcelError as fault:
        raise RefusedError(DAMAGED) from fault
    except BaseException as fault:
        if type(fault).__name__ != "PanicException":  # what the parser, written in Rust, throws when it is lost
            raise
        raise RefusedError(DAMAGED) from fault


_Read = tuple[pa.RecordBatch, int, dict[tuple[int, int], str], bool]  # cells, first column, errors, and whether that is all
_Marks = Mapping[tuple[int, int], str]  # row and column by position in the text


def _errors(wrong: Any) -> Iterator[tuple[tuple[int, int], str]]:
    """What stands in each cell that the parser could not give as text: an Excel error, or a day beyond all calendars."""
    for error in wrong:
        day = _NO_DAY.search(error.detail)
        word = error.detail.rpartition("(")[2].strip("')\"")
        yield error.position, day[1] if day else NO_VALUE + _ERRORS.get(word, UNNAMED_ERROR)


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


def _longer(cells: pa.RecordBatch, height: int) -> pa.RecordBatch:
    """The cells with blank rows below, up to that height."""
    more = height - cells.num_rows
    columns = [pa.chunked_array([column, pa.nulls(more, column.type)]).combine_chunks() for column in cells.columns]
    return pa.RecordBatch.from_arrays(columns, names=cells.schema.names) if more else cells


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
