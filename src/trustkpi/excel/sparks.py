"""Small lines drawn in a cell, from the cells of a data table."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from trustkpi.excel.pack_theme import BAR, INK
from trustkpi.excel.tables import Hand
from trustkpi.pages import Spot, Trend


def draw_trend(sheet: Worksheet, row: int, column: int, trend: Trend, hand: Hand) -> None:
    """The trend as a line with its last point marked; the same in figures stands beside it."""
    first, last = (hand.address(Spot(trend.page, at, trend.column)) for at in (trend.first, trend.last))
    sheet.write_blank(row, column, None, hand.theme.cell(left=False))
    look = {"type": "line", "series_color": BAR, "last_point": True, "last_color": INK, "markers": True, "weight": 1.5}
    sheet.add_sparkline(row, column, {"range": f"{first}:{last.partition('!')[2]}", **look})
