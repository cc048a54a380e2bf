"""What a sheet was filled in with from last time, kept beside it so that what is changed or new is marked as it is typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl
import xlsxwriter
from xlsxwriter.utility import quote_sheetname, xl_col_to_name

from trustkpi.excel.columns import look, width
from trustkpi.excel.marked_up import mark_up
from trustkpi.excel.place import Place
from trustkpi.excel.printing import one_page_wide
from trustkpi.excel.rows import as_typed, write_value
from trustkpi.excel.theme import HEADING, LIVE_CHANGED, PLAIN, SHEET_RULES, TITLE, Formats, symbolised
from validation.model import Sheet

CHANGED, NEW = "\N{NOT EQUAL TO}", "+"
SAYS = f"Filled in from last time: {CHANGED} marks a change, {NEW} a new row."
_ABOUT = "Nobody types here: against these rows the changes and the new rows are marked."
_HEADING_ROW = 3
_LONGEST_TAB = 30


def tab_of(sheet: type[Sheet]) -> str:
    """The tab of the sheet's last rows."""
    return f"Last time, {sheet.facts().title}"[:_LONGEST_TAB].rstrip(" ,")


def columns_kept(sheet: type[Sheet]) -> list[str]:
    """The key by which a row is found again, and the columns that carry over; nothing where there is no such key."""
    key, cells = sheet.facts().key[:1], sheet.cells()
    if not key or not cells[key[0]].carries:
        return []
    return [key[0], *(name for name, about in cells.items() if about.carries and name != key[0])]


def write_last_time(book: xlsxwriter.Workbook, page: Any, formats: Formats, sheet: type[Sheet], rows: pl.DataFrame) -> None:
    """The sheet of last time's rows, and a defined name for each of its columns."""
    cells, kept = sheet.cells(), columns_kept(sheet)
    page.write_string(0, 0, tab_of(sheet), formats(TITLE))
    page.write_string(1, 0, _ABOUT, formats(PLAIN))
    last = _HEADING_ROW + rows.height
    for at, name in enumerate(kept):
        about = cells[name]
        page.set_column(at, at, max(width(about), len(about.label.split()[-1]) + 10))
        letter = xl_col_to_name(at)
        area = f"{quote_sheetname(tab_of(sheet))}!${letter}${_HEADING_ROW + 2}:${letter}${last + 1}"
        book.define_name(_named(sheet, name), f"={area}")
        plain = formats(PLAIN, {k: v for k, v in look(about).items() if k in {"num_format", "text_wrap"}})
        for row, value in enumerate(rows[name].to_list(), start=_HEADING_ROW + 1):
            write_value(page, (row, at), "blank" if value is None else as_typed(about, value), plain)
    labels = [f"{cells[name].label}, last time" for name in kept]
    mark_up(page, f"last_{sheet.facts().title}", _HEADING_ROW, last, labels, formats(HEADING))
    page.freeze_panes(_HEADING_ROW + 1, 1)
    one_page_wide(page, repeat=(_HEADING_ROW, _HEADING_ROW))
    page.protect("", SHEET_RULES)


def mark_changes(page: Any, formats: Formats, sheet: type[Sheet], place: Place) -> None:
    """Live marks on the sheet itself: a value that differs from last time's, and a row that was not there."""
    key, *carried = columns_kept(sheet)
    here = f"${place.letter(key)}{place.first}"
    found = f"MATCH({here},{_named(sheet, key)},0)"
    _mark(page, formats, sheet, place, (key, NEW, f'=AND({here}<>"",ISNA({found}))'))
    for name in carried:
        cell = f"${place.letter(name)}{place.first}"
        criteria = f'=IF({cell}="",FALSE,IFERROR({cell}<>INDEX({_named(sheet, name)},{found}),FALSE))'
        _mark(page, formats, sheet, place, (name, CHANGED, criteria))


def _mark(page: Any, formats: Formats, sheet: type[Sheet], place: Place, mark: Sequence[str]) -> None:
    name, symbol, criteria = mark
    at = place.columns.index(name)
    style = LIVE_CHANGED | {"num_format": symbolised(symbol, sheet.cells()[name].unit.number_format)}
    rule = {"type": "formula", "criteria": criteria, "format": formats.live(style)}
    page.conditional_format(place.first - 1, at, place.last - 1, at, rule)


def _named(sheet: type[Sheet], column: str) -> str:
    return f"last_{sheet.__name__.casefold()}_{column}"
