"""Tables to be read on a page, headings with words beside them, and sentences."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from xlsxwriter.worksheet import Worksheet

from trustkpi.excel.entry_cells import room_for, write_entry
from trustkpi.excel.measured import broken, lines, room
from trustkpi.excel.sparks import draw_trend
from trustkpi.excel.tables import FIRST_ROW, Hand, said, write_figure
from trustkpi.pages import Band, Cell, Charts, Data, Entry, Facts, Figure, Grid, Link, Page, Prose, Rating, Trend

_FACT_WIDTHS = (30.0, 92.0)
_LINE = 12.75
_AIR = 2.75
_UNBROKEN = 1000.0  # pixels across a page without a table


class Places:
    """Where things stand on a page: the columns' widths, and the first row of each grid once it is placed."""

    def __init__(self, page: Page) -> None:
        grids = [tuple(c.width for c in b.columns) for b in page.blocks if isinstance(b, Grid | Data)]
        if any(isinstance(b, Facts) for b in page.blocks):
            grids.append(_FACT_WIDTHS)
        self.widths = [max(column) for column in zip_longest(*grids, fillvalue=0.0)]
        self.tab = page.tab
        self.grids = dict(self._planned(page))

    def _planned(self, page: Page) -> Iterator[tuple[str, int]]:
        row = FIRST_ROW
        for block in page.blocks:
            if isinstance(block, Grid):
                yield block.name, row + (1 if block.title else 0) + 1
            row += self.rows_of(block)

    def rows_of(self, block: object) -> int:
        """The rows of the sheet that a block takes, the blank one after it included."""
        match block:
            case Charts():
                return CHART_ROWS + 1
            case Grid():
                notes = sum(len(self.broken(note, size=9)) for note in block.notes)
                return (1 if block.title else 0) + 1 + len(block.rows) + notes + 1
            case Facts():
                return (1 if block.title else 0) + len(block.lines) + 1
            case Prose():
                return sum(len(self.broken(line)) for line in block.lines) + 1
        return 0

    def broken(self, words: str, *, size: float = 10) -> list[str]:
        """Words in lines as wide as the page, a row each: a cell that runs over its neighbours does not wrap."""
        return [*broken(words, sum(room(width) for width in self.widths) or _UNBROKEN, size=size)]


CHART_ROWS = 17


def write_grid(sheet: Worksheet, grid: Grid, row: int, places: Places, hand: Hand) -> int:
    """The grid's title, headings, rows and notes; the row after them."""
    end = row + places.rows_of(grid)
    if grid.title:
        sheet.set_row(row, 24)
        sheet.write_string(row, 0, grid.title, hand.theme.heading)
        row += 1
    headed = max(lines(c.heading, places.widths[i], bold=True, indent=c.left) for i, c in enumerate(grid.columns))
    sheet.set_row(row, _LINE * headed + _AIR + 1)
    for i, column in enumerate(grid.columns):
        sheet.write_string(row, i, column.heading, hand.theme.column(left=column.left))
    for cells in grid.rows:
        row += 1
        if isinstance(cells, Band):
            for i in range(len(grid.columns)):
                sheet.write(row, i, cells.says if not i else "", hand.theme.band)
            continue
        _set_height(sheet, row, cells, grid, places)
        for i, cell in enumerate(cells):
            write_cell(sheet, row, i, cell, hand, left=grid.columns[i].left)
    for note in (line for words in grid.notes for line in places.broken(words, size=9)):
        row += 1
        sheet.write_string(row, 0, note, hand.theme.quiet)
    return end


def _set_height(sheet: Worksheet, row: int, cells: tuple[Cell, ...], grid: Grid, places: Places) -> None:
    # Said outright, since not every program works out the height of a row that wraps.
    told = max(_lines(cell, places.widths[i], left=grid.columns[i].left) for i, cell in enumerate(cells))
    tallest = max(told, 0 if grid.close else max(room_for(cell) for cell in cells))
    sheet.set_row(row, _LINE * tallest + _AIR)


def _lines(cell: Cell, width: float, *, left: bool) -> int:
    if isinstance(cell, Figure):  # a number is never broken
        return 1
    return lines(said(cell), width, bold=isinstance(cell, Rating), indent=left)


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
            sheet.write_url(row, column, _target(cell), hand.theme.cell(link=True), cell.says, f"Go to {cell.says}")
        case _:
            sheet.write_string(row, column, said(cell), hand.theme.cell(left=left))


def _target(link: Link) -> str:
    return link.to if link.to.startswith(("http://", "https://", "mailto:")) else f"internal:'{link.to}'!A1"


def write_facts(sheet: Worksheet, facts: Facts, row: int, hand: Hand) -> int:
    """Headings in the first column, their words in the second; the row after them."""
    end = row + (1 if facts.title else 0) + len(facts.lines) + 1
    if facts.title:
        sheet.set_row(row, 24)
        sheet.write_string(row, 0, facts.title, hand.theme.heading)
        row += 1
    for label, cell in facts.lines:
        tallest = max(lines(said(cell), _FACT_WIDTHS[1]), lines(label, _FACT_WIDTHS[0], bold=True), room_for(cell))
        sheet.set_row(row, _LINE * tallest + _AIR)
        sheet.write_string(row, 0, label, hand.theme.label)
        if isinstance(cell, Link):
            sheet.write_url(row, 1, _target(cell), hand.theme.link, cell.says, f"Go to {cell.says}"[:255])
        elif isinstance(cell, Entry):
            write_entry(sheet, row, 1, cell, hand)
        else:
            sheet.write_string(row, 1, said(cell), hand.theme.words)
        row += 1
    return end


def write_prose(sheet: Worksheet, prose: Prose, row: int, places: Places, hand: Hand) -> int:
    """Sentences, each from a line of its own; the row after them."""
    for at, line in enumerate(line for words in prose.lines for line in places.broken(words)):
        sheet.write_string(row + at, 0, line, hand.theme.about if prose.strong else hand.theme.plain)
    return row + places.rows_of(prose)
