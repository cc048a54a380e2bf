"""A pack's pages written as a workbook: designed sheets to read and print, plain tables to reuse."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from trustkpi.excel.book import Book
from trustkpi.excel.charts import draw
from trustkpi.excel.entry_cells import STAMP, protect_entries
from trustkpi.excel.grids import write_facts, write_grid, write_prose
from trustkpi.excel.heights import PAGE_TITLE
from trustkpi.excel.pack_theme import FONT, Theme
from trustkpi.excel.paginate import on_pages
from trustkpi.excel.places import Places
from trustkpi.excel.tables import FIRST_ROW, Hand, write_data
from trustkpi.pages import SYNTHETIC, Charts, Data, Facts, Grid, Pack, Page, Prose, day

_LANDSCAPE_A4 = 9
_A_PAGE = 30  # rows of a table that is printed whole (product default)
_PROPERTY = 255  # characters of what a workbook says of itself
ON_SCREEN = (
    "A table to read on screen: with the whole workbook, only this heading is printed. "
    "To print all of it: Page Layout, Print Area, Clear Print Area."
)
_AS_WRITTEN = {
    "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True,
    # A column's width is counted in digits of the workbook's own typeface: without this, of one that nothing is set in.
    "default_format_properties": {"font_name": FONT, "font_size": 10}, "default_row_height": 17,
}  # fmt: skip


def write_pack(pack: Pack, to: Path | BinaryIO) -> None:
    """The pack as an .xlsx workbook; the same pack gives the same bytes on one machine and Python."""
    book = Book(to, deepcopy(_AS_WRITTEN))  # XlsxWriter writes into what it is given
    book.set_properties(
        {
            "title": pack.title,
            "subject": f"{pack.committee} of {pack.trust}, {pack.period}, as at {day(pack.as_at)}",
            "author": pack.trust,
            "company": pack.trust,
            "category": "Synthetic data" if pack.synthetic else "Committee report",
            "keywords": _short_enough(pack.keywords),
            "comments": SYNTHETIC if pack.synthetic else "",
            "created": datetime(pack.as_at.year, pack.as_at.month, pack.as_at.day),  # noqa: DTZ001  a workbook's dates have no zone
        }
    )
    book.set_size(2400, 1400)
    book.set_calc_mode("auto")
    laid = {page.tab: on_pages(page) for page in pack.pages}
    titled = {(page.tab, name): row for page in laid.values() for name, row in Places(page).titles.items()}
    hand = Hand.for_pack(pack, Theme(book), titled)
    sheets = {page.tab: book.add_worksheet(page.tab) for page in pack.pages}
    # Tables first: what they hold is what the pages' formulas carry.
    for page in sorted(pack.pages, key=lambda p: not _is_data(p)):
        _write_page(sheets[page.tab], laid[page.tab], pack, hand, book)
    protect_entries(book, hand)
    if pack.content:
        book.define_name(STAMP, f'="{pack.content}"')
    for page in pack.pages:
        if page.hidden:
            sheets[page.tab].hide()
    sheets[pack.pages[0].tab].activate()
    book.close()


def _short_enough(keywords: Sequence[str]) -> str:
    """As many of the keywords as a property of a workbook holds."""
    told = ""
    for keyword in keywords:
        longer = f"{told}, {keyword}" if told else keyword
        if len(longer) > _PROPERTY:
            break
        told = longer
    return told


def _is_data(page: Page) -> bool:
    return any(isinstance(block, Data) for block in page.blocks)


def _is_long(page: Page) -> bool:
    """Whether it is a table of more rows than stand on a printed page."""
    return any(isinstance(block, Data) and len(block.rows) > _A_PAGE for block in page.blocks)


def _write_page(sheet: Worksheet, page: Page, pack: Pack, hand: Hand, book: xlsxwriter.Workbook) -> None:
    _set_up(sheet, page, pack)
    _set_widths(sheet, page)
    sheet.set_row(0, PAGE_TITLE)
    sheet.write_string(0, 0, page.title, hand.theme.title)
    sheet.write_string(1, 0, page.about, hand.theme.about)
    whose = f"{pack.trust}. {pack.committee}. {pack.period}, as at {day(pack.as_at)}. {pack.state}."
    sheet.write_string(2, 0, whose, hand.theme.quiet)
    if pack.synthetic:
        sheet.write_string(3, 0, SYNTHETIC, hand.theme.warning)
    if _is_long(page) and not page.hidden:  # LibreOffice prints a hidden sheet that has a print area
        # Hundreds of pages would come out of "print entire workbook": what is not asked for is not printed (product default).
        sheet.write_string(FIRST_ROW - 1, 0, ON_SCREEN, hand.theme.quiet)
        sheet.print_area(0, 0, FIRST_ROW - 1, len(Places(page).widths) - 1)
    row, places, breaks = FIRST_ROW, Places(page), []
    for block in page.blocks:
        if isinstance(block, Grid) and block.new_page:
            breaks.append(row)
        row = _write_block(sheet, block, row, places, hand, book)
    sheet.set_h_pagebreaks(breaks)
    sheet.set_selection(0, 0, 0, 0)


def _write_block(  # noqa: PLR0917  a block is written where and by which hand
    sheet: Worksheet, block: object, row: int, places: Places, hand: Hand, book: xlsxwriter.Workbook
) -> int:
    match block:
        case Charts():
            return draw(book, sheet, block, row, places, hand)
        case Grid():
            return write_grid(sheet, block, row, places, hand)
        case Facts():
            return write_facts(sheet, block, row, hand)
        case Prose():
            return write_prose(sheet, block, row, places, hand)
        case Data():
            return write_data(sheet, block, hand)
    msg = f"no page has a block of {type(block).__name__}"
    raise TypeError(msg)


def _set_up(sheet: Worksheet, page: Page, pack: Pack) -> None:
    sheet.set_landscape()
    sheet.set_paper(_LANDSCAPE_A4)
    sheet.set_margins(left=0.35, right=0.35, top=0.4, bottom=0.55)
    sheet.fit_to_pages(1, 1 if page.one_page else 0)
    sheet.hide_gridlines(2)
    if not page.one_page:
        sheet.repeat_rows(FIRST_ROW if _is_data(page) else 0)
    sheet.set_footer(f"&L&8{_plain(pack.title)}&C&8{_plain(page.tab)}&R&8Page &P of &N")


def _plain(words: str) -> str:
    return words.replace("&", "&&")


def _set_widths(sheet: Worksheet, page: Page) -> None:
    for column, width in enumerate(Places(page).widths):
        sheet.set_column(column, column, width)
