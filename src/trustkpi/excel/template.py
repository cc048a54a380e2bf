"""The workbook that a school is sent, made from its declaration."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter

from trustkpi.excel.conditions import conditions
from trustkpi.excel.data_sheet import write_data_sheet, write_live_marks
from trustkpi.excel.fill import Fill
from trustkpi.excel.lists import ListNames, write_lists
from trustkpi.excel.marks import Marks
from trustkpi.excel.place import place_of
from trustkpi.excel.rows import rows_of, write_rows
from trustkpi.excel.theme import INPUT, LABEL, SHEET_RULES, TITLE, WRAPPED, Formats
from validation.cover import COVER, COVER_TITLE, Explanations
from validation.model import Return, Sheet

__all__ = ["Fill", "write_return"]


def write_return(declared: Return, to: Path | BinaryIO, *, fill: Fill | None = None) -> None:
    """The return's workbook at that place, filled with what is known."""
    fill = fill or Fill()
    settings = declared.name == "trust"
    sheets: tuple[type[Sheet], ...] = declared.sheets if settings else (*declared.sheets, Explanations)
    with xlsxwriter.Workbook(
        to if not isinstance(to, Path) else str(to),
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    ) as book:
        book.set_properties({"title": declared.title, "created": datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)})
        formats, names = Formats(book), ListNames(sheets)
        _cover(book, formats, declared, fill, settings=settings)
        for sheet in sheets:
            place = place_of(sheet, rows_of(sheet, fill).height)
            page = book.add_worksheet(sheet.facts().title)
            write_data_sheet(page, formats, declared, sheet, place, names.of(sheet), fill)
            write_rows(page, formats, sheet, place, fill, Marks())
            write_live_marks(page, formats, place, conditions(sheet, names.of(sheet)))
        write_lists(book, book.add_worksheet("Lists"), formats, names, fill)
        book.set_custom_property("trustkpi_template", declared.stamp)


def _cover(book: Any, formats: Formats, declared: Return, fill: Fill, *, settings: bool) -> None:
    page = book.add_worksheet(COVER_TITLE)
    page.write_string(0, 0, declared.title, formats(TITLE))
    page.write_string(1, 0, fill.guidance(declared.purpose), formats(WRAPPED))
    known = {
        "academy": fill.academy, "period": fill.period.name if fill.period else "", "as_at": fill.as_at,
        "completed_by": fill.completed_by, "declared_by": fill.declared_by, "declared_on": fill.declared_on, "stamp": declared.stamp,
    }  # fmt: skip
    row = 3
    for field, about in COVER.items():
        if settings and field != "stamp":
            continue
        page.write_string(row, 0, about.label, formats(LABEL))
        value = known[field]
        style = formats(INPUT | {"num_format": about.unit.number_format})
        if value and not isinstance(value, str):
            page.write_datetime(row, 1, value, style)
        else:
            page.write_string(row, 1, value or "", style) if value else page.write_blank(row, 1, None, style)
        row += 1
    page.set_column(0, 0, 24)
    page.set_column(1, 1, 40)
    page.protect("", SHEET_RULES)
