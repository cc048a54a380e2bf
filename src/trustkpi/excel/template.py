"""The workbook that a school is sent, made from its declaration."""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path
from typing import BinaryIO

import xlsxwriter

from trustkpi.excel.book import Book
from trustkpi.excel.checks import TAB as CHECKS
from trustkpi.excel.checks import Checks, write_checks
from trustkpi.excel.conditions import AS_AT, Condition, conditions
from trustkpi.excel.data_sheet import write_data_sheet, write_live_marks, write_state
from trustkpi.excel.fill import Fill
from trustkpi.excel.front import Front, write_front
from trustkpi.excel.last_time import columns_kept, mark_changes, tab_of, write_last_time
from trustkpi.excel.lists import TAB as LISTS
from trustkpi.excel.lists import ListNames, write_lists
from trustkpi.excel.marks import Marks
from trustkpi.excel.notes import TAB as NOTES
from trustkpi.excel.notes import write_notes
from trustkpi.excel.paste_sheet import later_live, pasted_into, write_paste_sheet
from trustkpi.excel.place import Place, place_of
from trustkpi.excel.rows import offsets_of, rows_of, write_rows
from trustkpi.excel.tallies import Tallies, tally
from trustkpi.excel.theme import FONT, SIZE, Formats
from trustkpi.excel.uses_page import INTRO, write_uses
from trustkpi.excel.uses_page import TAB as USES
from validation.cover import COVER_TITLE, PASTE_TITLE, Explanations
from validation.model import Return, Sheet

__all__ = ["STAMP", "Fill", "new_workbook", "write_return", "write_sheets"]

STAMP = "trustkpi_template"  # the custom property and the defined name that hold the stamp


def write_return(declared: Return, to: Path | BinaryIO, *, fill: Fill | None = None) -> None:
    """The return's workbook at that place, filled with what is known."""
    fill = fill or Fill()
    with new_workbook(declared, to, fill) as book:
        write_sheets(book, Formats(book), declared, fill, Marks())


def new_workbook(declared: Return, to: Path | BinaryIO, fill: Fill) -> xlsxwriter.Workbook:
    """An empty workbook with the return's properties and stamps; text that looks like a formula or a link stays text."""
    options = {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
        # Widths are counted in digits of the workbook's own font.
        "default_format_properties": {"font_name": FONT, "font_size": SIZE},
    }  # fmt: skip
    book = Book(to if not isinstance(to, Path) else str(to), options)
    whose = [part for part in (fill.academy, fill.period.title if fill.period else "") if part]
    book.set_properties(
        {
            "title": ", ".join([declared.title, *whose]),
            "subject": declared.purpose,
            "company": fill.trust,
            "category": "Synthetic data" if fill.synthetic else "Return",
            "comments": declared.stamp,
            "created": datetime.combine(fill.created, time()),
        }
    )
    book.set_custom_property(STAMP, declared.stamp)
    book.define_name(STAMP, f'="{declared.stamp}"')
    return book


def write_sheets(book: xlsxwriter.Workbook, formats: Formats, declared: Return, fill: Fill, marks: Marks) -> None:
    """Every sheet of the return, after those that the workbook has already."""
    front = Front(declared, fill)
    sheets: tuple[type[Sheet], ...] = declared.sheets if front.settings else (*declared.sheets, Explanations)
    names = ListNames(sheets, fill.lists)
    pasted = [PASTE_TITLE] if pasted_into(declared) and not front.settings else []
    own = [s.facts().title for s in declared.sheets]
    titles = (COVER_TITLE, *own, *pasted, *(s.facts().title for s in sheets), CHECKS, LISTS, NOTES)
    pages = {title: book.add_worksheet(title) for title in dict.fromkeys(titles)}
    counted = {sheet: _counted(sheet, names, fill, marks) for sheet in sheets}
    checks = Checks(front, [tallies for tallies, _ in counted.values()], later_live() if pasted else "")
    if not front.settings:
        book.define_name(AS_AT, f"={front.cell('as_at')}")
    write_front(pages[COVER_TITLE], formats, front, checks.state(), {title: checks.inside(title) for title in own})
    for sheet, (tallies, found) in counted.items():
        page, place = pages[sheet.facts().title], tallies.place
        write_data_sheet(page, formats, declared, sheet, place, names.of(sheet), fill)
        write_state(page, formats, sheet, *checks.state(place.tab))
        write_rows(page, formats, sheet, place, fill, marks)
        write_live_marks(page, formats, place, found)
        if _is_carried(sheet, fill):
            mark_changes(page, formats, sheet, place)
    if pasted:
        write_paste_sheet(pages[PASTE_TITLE], formats, declared, fill)
    write_checks(pages[CHECKS], formats, checks)
    write_lists(book, pages[LISTS], formats, names, fill)
    write_notes(pages[NOTES], formats, sheets, names, fill)
    _write_what_is_known(book, formats, declared, fill)


def _write_what_is_known(book: xlsxwriter.Workbook, formats: Formats, declared: Return, fill: Fill) -> None:
    """The sheets that only some workbooks have: last time's rows, and what each column is used for."""
    for sheet in declared.sheets:
        if _is_carried(sheet, fill):
            write_last_time(book, book.add_worksheet(tab_of(sheet)), formats, sheet, rows_of(sheet, fill))
    if fill.uses:
        write_uses(book.add_worksheet(USES), formats, declared.sheets, fill.uses, intro=fill.guidance(INTRO))


def _is_carried(sheet: type[Sheet], fill: Fill) -> bool:
    """Whether the sheet's rows are last time's and can be told apart by a key."""
    return sheet.facts().title in fill.carried and bool(columns_kept(sheet)) and bool(rows_of(sheet, fill).height)


def _counted(sheet: type[Sheet], names: ListNames, fill: Fill, marks: Marks) -> tuple[Tallies, list[Condition]]:
    place = _place(sheet, fill, marks)
    found = conditions(sheet, names.of(sheet))
    return tally(sheet, place, found, fill, marks), found


def _place(sheet: type[Sheet], fill: Fill, marks: Marks) -> Place:
    offsets = offsets_of(sheet, rows_of(sheet, fill), marks)
    return place_of(sheet, max(offsets, default=-1) + 1)
