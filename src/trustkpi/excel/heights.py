"""How high the rows of a page are, said outright since not every program works out the height of a row that wraps."""

from __future__ import annotations

from collections.abc import Sequence

from trustkpi.excel.entry_cells import room_for
from trustkpi.excel.measured import lines
from trustkpi.excel.tables import said
from trustkpi.pages import Band, Cell, Figure, Grid, Rating

LINE, AIR = 12.75, 3.0  # points of a line of words, and above and below the lines of a row
PAGE_TITLE, TITLE = 26.0, 24.0
FACT_WIDTHS = (32.0, 110.0)


def headings(grid: Grid, widths: Sequence[float]) -> float:
    """The height of the grid's row of headings."""
    return LINE * max(lines(c.heading, widths[i], bold=True, indent=c.left) for i, c in enumerate(grid.columns)) + AIR + 1


def row(cells: tuple[Cell, ...] | Band, grid: Grid, widths: Sequence[float]) -> float:
    """The height of one row of the grid."""
    if isinstance(cells, Band):
        return LINE + AIR
    told = max(_lines(cell, widths[i], left=grid.columns[i].left) for i, cell in enumerate(cells))
    return LINE * max(told, 0 if grid.close else max(room_for(cell) for cell in cells)) + AIR


def fact(label: str, cell: Cell) -> float:
    """The height of a heading with its words beside it."""
    return LINE * max(lines(said(cell), FACT_WIDTHS[1]), lines(label, FACT_WIDTHS[0], bold=True), room_for(cell)) + AIR


def _lines(cell: Cell, width: float, *, left: bool) -> int:
    if isinstance(cell, Figure):  # a number is never broken
        return 1
    return lines(said(cell), width, bold=isinstance(cell, Rating), indent=left)
