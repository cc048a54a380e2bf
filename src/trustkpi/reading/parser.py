"""A tab's cells as text, as the parser gives them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import fastexcel
import polars as pl
import pyarrow as pa

from trustkpi.reading.door import DAMAGED, RefusedError
from trustkpi.reading.exact import has_long_numbers, long_numbers
from trustkpi.reading.grid import NO_VALUE
from trustkpi.reading.sheet_xml import UNNAMED_ERROR, SheetXml

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


@dataclass(frozen=True)
class Cells:
    """A tab's cells: a row of `text` is a row of the sheet from row 1, `first` the number of its leftmost column.

    `errors` says what stands in cells (row and column by position in the text) that could not be given as text; `whole`
    that every cell which the sheet closes gave a value or an error.
    """

    text: pa.RecordBatch
    first: int = 1
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)
    whole: bool = True


class Parser:
    """A workbook's bytes under the parser; `RefusedError` where it is lost in them."""

    def __init__(self, data: bytes) -> None:
        self._reader = _guarded(fastexcel.read_excel, data)

    def quickly(self, xml: SheetXml) -> Cells | None:
        """The cells in a way that tells neither errors nor where the first column is; none where they must be told."""
        if not xml.tags.from_a:
            return None
        text = _load(self._reader.load_sheet_eager, xml.tab, "string")
        return Cells(text) if _filled(text) == xml.closed else None

    def closely(self, xml: SheetXml) -> Cells:
        """The cells with all that the parser can tell of them."""
        sheet = _load(self._reader.load_sheet, xml.tab, "string")
        text, wrong = _guarded(sheet.to_arrow_with_errors)
        columns = _guarded(sheet.available_columns)
        first = columns[0].absolute_index + 1 if columns else 1
        errors = {(at[0], at[1]): word for at, word in _errors(wrong.errors if wrong else ())}
        return Cells(text, first, errors, _filled(text) + len(errors) == xml.closed)

    def numbers(self, xml: SheetXml, first: int, rows: int, positions: Collection[int]) -> Mapping[int, pl.Series]:
        """The columns at those positions as exact numbers; nothing where the text tells all of them."""
        # As text a number keeps nine decimals only, so that where there are more, numbers are read a second time, exactly.
        if not positions or not has_long_numbers(xml):
            return {}
        if (told := long_numbers(xml, first, rows, positions)) is not None:
            return told
        at = sorted(positions)
        absolute = [position + first - 1 for position in at]
        sheet = _load(self._reader.load_sheet, xml.tab, dict.fromkeys(absolute, "float"), use_columns=absolute)
        cells, _ = _guarded(sheet.to_arrow_with_errors)
        return dict(zip(at, pl.DataFrame(pl.from_arrow(longer(cells, rows))).get_columns(), strict=True))


def longer(cells: pa.RecordBatch, height: int) -> pa.RecordBatch:
    """The cells with blank rows below, up to that height."""
    more = height - cells.num_rows
    columns = [pa.chunked_array([column, pa.nulls(more, column.type)]).combine_chunks() for column in cells.columns]
    return pa.RecordBatch.from_arrays(columns, names=cells.schema.names) if more else cells


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


def _filled(text: pa.RecordBatch) -> int:
    return int(text.num_rows * text.num_columns - sum(column.null_count for column in text.columns))


def _errors(wrong: Any) -> Iterator[tuple[tuple[int, int], str]]:
    """What stands in each cell that the parser could not give as text: an Excel error, or a day beyond all calendars."""
    for error in wrong:
        day = _NO_DAY.search(error.detail)
        word = error.detail.rpartition("(")[2].strip("')\"")
        yield error.position, day[1] if day else NO_VALUE + _ERRORS.get(word, UNNAMED_ERROR)
