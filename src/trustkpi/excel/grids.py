"""Tables to be read on a page, headings with words beside them, and sentences."""

from __future__ import annotations

import textwrap
from itertools import zip_longest

from xlsxwriter.worksheet import Worksheet

from trustkpi.excel.entry_cells import room_for, write_entry
from trustkpi.excel.tables import FIRST_ROW, Hand, said, write_figure
from trustkpi.pages import Band, Cell, Charts, Data, Entry, Facts, Figure, Grid, Link, Page, Prose, Rating

_FACT_WIDTHS = (26.0, 92.0)
_CHARS_A_LINE = 0.97  # of a column's own measure, and an indent takes one
_INDENT = 1
_LINE = 13.0


class Places:
    """Where things stand on a page: the columns' widths, and the first row of each grid once it is placed."""

    def __init__(self, page: Page) -> None:
        grids = [tuple(c.width for c in b.columns) for b in page.blocks if isinstance(b, Grid | Data)]
        if any(isinstance(b, Facts) for b in page.blocks):
            grids.append(_FACT_WIDTHS)
        self.widths = [max(column) for column in zip_longest(*grids, fillvalue=0.0)]
        self.tab = page.tab
        self.grids = dict(_planned(page))


def _planned(page: Page) -> list[tuple[str, int]]:
    row, found = FIRST_ROW, []
    for block in page.blocks:
        if isinstance(block, Grid):
            found.append((block.name, row + (1 if block.title else 0) + 1))
        row += rows_of(block)
    return found


def rows_of(block: object) -> int:
    """The rows of a sheet that a block takes, the blank one after it included."""
    match block:
        case Charts():
            return CHART_ROWS + 1
        case Grid():
            return (1 if block.title else 0) + 1 + len(block.rows) + len(block.notes) + 1
        case Facts():
            return (1 if block.title else 0) + len(block.lines) + 1
        case Prose():
            return len(block.lines) + 1
    return 0


CHART_ROWS = 16


def write_grid(sheet: Worksheet, grid: Grid, row: int, places: Places, hand: Hand) -> int:
    """The grid's title, headings, rows and notes; the row after them."""
    end = row + rows_of(grid)
    if grid.title:
        sheet.set_row(row, 24)
        sheet.write_string(row, 0, grid.title, hand.theme.heading)
        row += 1
    sheet.set_row(row, max(_LINE * _lines(c.heading, places.widths[i]) + 4 for i, c in enumerate(grid.columns)))
    for i, column in enumerate(grid.columns):
        sheet.write_string(row, i, column.heading, hand.theme.column(left=column.left))
    for cells in grid.rows:
        row += 1
        if isinstance(cells, Band):
            for i in range(len(grid.columns)):
                sheet.write(row, i, cells.says if not i else "", hand.theme.band)
            continue
        _set_height(sheet, row, cells, places)
        for i, cell in enumerate(cells):
            write_cell(sheet, row, i, cell, hand, left=grid.columns[i].left)
    for note in grid.notes:
        row += 1
        sheet.write_string(row, 0, note, hand.theme.quiet)
    return end


def _set_height(sheet: Worksheet, row: int, cells: tuple[Cell, ...], places: Places) -> None:
    # Said outright, since not every program works out the height of a row that wraps.
    lines = max(max(_lines(said(cell), places.widths[i]), room_for(cell)) for i, cell in enumerate(cells))
    if lines > 1:
        sheet.set_row(row, _LINE * lines + 3)


def _lines(text: str, width: float) -> int:
    """The lines that a text takes in a column, breaking between words."""
    room = max(int((width - _INDENT) / _CHARS_A_LINE), 1)
    return sum(len(textwrap.wrap(line, room)) or 1 for line in text.split("\n"))


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
        case Link():
            sheet.write_url(row, column, _target(cell), hand.theme.cell(link=True), cell.says, f"Go to {cell.says}")
        case _:
            sheet.write_string(row, column, said(cell), hand.theme.cell(left=left))


def _target(link: Link) -> str:
    return link.to if link.to.startswith(("http://", "https://", "mailto:")) else f"internal:'{link.to}'!A1"


def write_facts(sheet: Worksheet, facts: Facts, row: int, hand: Hand) -> int:
    """Headings in the first column, their words in the second; the row after them."""
    end = row + rows_of(facts)
    if facts.title:
        sheet.set_row(row, 24)
        sheet.write_string(row, 0, facts.title, hand.theme.heading)
        row += 1
    for label, cell in facts.lines:
        lines = max(_lines(said(cell), _FACT_WIDTHS[1]), _lines(label, _FACT_WIDTHS[0]), room_for(cell))
        sheet.set_row(row, _LINE * lines + 4)
        sheet.write_string(row, 0, label, hand.theme.label)
        if isinstance(cell, Link):
            sheet.write_url(row, 1, _target(cell), hand.theme.link, cell.says, f"Go to {cell.says}"[:255])
        elif isinstance(cell, Entry):
            write_entry(sheet, row, 1, cell, hand)
        else:
            sheet.write_string(row, 1, said(cell), hand.theme.words)
        row += 1
    return end


def write_prose(sheet: Worksheet, prose: Prose, row: int, hand: Hand) -> int:
    """Sentences, a line each; the row after them."""
    for at, line in enumerate(prose.lines):
        sheet.write_string(row + at, 0, line, hand.theme.about if prose.strong else hand.theme.plain)
    return row + rows_of(prose)
