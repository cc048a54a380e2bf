"""Tables to be read on a page, headings with words beside them, and sentences."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from trustkpi.excel import heights
from trustkpi.excel.entry_cells import write_entry
from trustkpi.excel.places import Places
from trustkpi.excel.sparks import draw_trend
from trustkpi.excel.tables import Hand, said, write_figure
from trustkpi.pages import Band, Cell, Entry, Facts, Figure, Grid, Link, Prose, Rating, Trend


def write_grid(sheet: Worksheet, grid: Grid, row: int, places: Places, hand: Hand) -> int:
    """The grid's title, headings, rows and notes; the row after them."""
    end = row + places.rows_of(grid)
    if grid.title:
        sheet.set_row(row, heights.TITLE)
        sheet.write_string(row, 0, grid.title, hand.theme.heading)
        row += 1
    sheet.set_row(row, heights.headings(grid, places.widths))
    for i, column in enumerate(grid.columns):
        sheet.write_string(row, i, column.heading, hand.theme.column(left=column.left))
    for cells in grid.rows:
        row += 1
        sheet.set_row(row, heights.row(cells, grid, places.widths))
        if isinstance(cells, Band):
            for i in range(len(grid.columns)):
                sheet.write(row, i, cells.says if not i else "", hand.theme.band)
            continue
        for i, cell in enumerate(cells):
            write_cell(sheet, row, i, cell, hand, left=grid.columns[i].left)
    _write_under(sheet, grid, row + 1, places, hand)
    return end


def _write_under(sheet: Worksheet, grid: Grid, row: int, places: Places, hand: Hand) -> None:
    """The grid's notes, and the link to what it has no room for."""
    notes = [line for words in grid.notes for line in places.broken(words, size=9)]
    for at, note in enumerate(notes):
        sheet.write_string(row + at, 0, note, hand.theme.quiet)
    if grid.more:
        told = (grid.more.says, f"Go to {grid.more.to}")
        sheet.write_url(row + len(notes), 0, hand.target(grid.more), hand.theme.link_line, *told)


def write_cell(sheet: Worksheet, row: int, column: int, cell: Cell, hand: Hand, *, left: bool) -> None:
    """One cell of a grid; a figure that a data table holds becomes a formula that carries its value."""
    match cell:
        case Figure() if cell.mark or cell.value is None:
            sheet.write_string(row, column, cell.text, hand.theme.cell(left=False))
        case Figure():
            write_figure(sheet, row, column, cell, hand, grid=True)
        case Rating():
            sheet.write_string(row, column, cell.text, hand.theme.rated(cell.rag))
        case Entry():
            write_entry(sheet, row, column, cell, hand)
        case Trend():
            draw_trend(sheet, row, column, cell, hand)
        case Link():
            sheet.write_url(row, column, hand.target(cell), hand.theme.cell(link=True), cell.says, f"Go to {cell.says}")
        case _:
            sheet.write_string(row, column, said(cell), hand.theme.cell(left=left))


def write_facts(sheet: Worksheet, facts: Facts, row: int, hand: Hand) -> int:
    """Headings in the first column, their words in the second; the row after them."""
    end = row + (1 if facts.title else 0) + len(facts.lines) + 1
    if facts.title:
        sheet.set_row(row, heights.TITLE)
        sheet.write_string(row, 0, facts.title, hand.theme.heading)
        row += 1
    for label, cell in facts.lines:
        sheet.set_row(row, heights.fact(label, cell))
        sheet.write_string(row, 0, label, hand.theme.label)
        if isinstance(cell, Link):
            sheet.write_url(row, 1, hand.target(cell), hand.theme.link, cell.says, f"Go to {cell.says}"[:255])
        elif isinstance(cell, Entry):
            write_entry(sheet, row, 1, cell, hand)
        else:
            sheet.write_string(row, 1, said(cell), hand.theme.words)
        row += 1
    return end


def write_prose(sheet: Worksheet, prose: Prose, row: int, places: Places, hand: Hand) -> int:
    """Sentences, each from a line of its own; the row after them."""
    end = row + places.rows_of(prose)
    if prose.title:
        sheet.write_string(row, 0, prose.title, hand.theme.about)
        row += 1
    for at, line in enumerate(line for words in prose.lines for line in places.broken(words)):
        sheet.write_string(row + at, 0, line, hand.theme.about if prose.strong else hand.theme.plain)
    return end
