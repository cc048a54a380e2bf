"""Charts beside each other: bars with their own labels, in the pack's palette, described for those who cannot see them."""

from __future__ import annotations

import textwrap
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from trustkpi.excel.grids import CHART_ROWS, Places
from trustkpi.excel.pack_theme import BAR, FILLS, FONT, INK, PAPER, RULE
from trustkpi.pages import Bar, Chart, Charts

_ROW_PIXELS = 17
_GAP_PIXELS = 12
_PIXELS_A_CHARACTER = 7.6
_FEW = 4
_ROOM = 1.4


def draw(book: xlsxwriter.Workbook, sheet: Worksheet, charts: Charts, row: int, places: Places) -> int:
    """The charts side by side over the page's width; the row after them."""
    whole = sum(int(w * 7 + 5) for w in places.widths)
    width = (whole - _GAP_PIXELS * (len(charts.charts) - 1)) // max(len(charts.charts), 2)
    for at, chart in enumerate(charts.charts):
        drawn = _bars(book, chart, width, places)
        over = {"x_offset": at * (width + _GAP_PIXELS), "y_offset": 2, "object_position": 2, "description": chart.alt}
        sheet.insert_chart(row, 0, drawn, over)
    return row + CHART_ROWS + 1


def _bars(book: xlsxwriter.Workbook, chart: Chart, width: int, places: Places) -> Any:
    drawn = book.add_chart({"type": "bar"})
    if chart.bars:
        drawn.add_series(_series(chart, places))
    drawn.set_title(
        {
            "name": "\n".join(textwrap.wrap(chart.title, int(width / _PIXELS_A_CHARACTER))),
            "name_font": {"name": FONT, "size": 11, "bold": True, "color": INK},
            "overlay": False,
        }
    )
    drawn.set_legend({"none": True})
    font = {"name": FONT, "size": 10, "color": INK}
    # The first row stands at the top; names stay at the left of negative bars.
    drawn.set_y_axis({"reverse": True, "num_font": font, "line": {"color": RULE}, "major_tick_mark": "none"})
    # Every bar carries its figure, so the axis is not drawn; it starts at nought and leaves room for the labels.
    longest = max((bar.value for bar in chart.bars), default=0.0)
    drawn.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, "min": 0, "max": longest * _ROOM or 1})
    drawn.set_chartarea({"border": {"color": RULE}, "fill": {"color": PAPER}})
    drawn.set_size({"width": width, "height": CHART_ROWS * _ROW_PIXELS - 6})
    return drawn


def _series(chart: Chart, places: Places) -> dict[str, Any]:
    first = places.grids[chart.grid]
    last = first + len(chart.bars) - 1
    font = {"name": FONT, "size": 10, "color": INK}
    return {
        "name": chart.title,
        "categories": [places.tab, first, 0, last, 0],
        "values": [places.tab, first, chart.column, last, chart.column],
        "fill": {"color": BAR},
        "border": {"color": INK, "width": 0.75},
        "points": [_point(bar) for bar in chart.bars],
        "gap": 60 if len(chart.bars) > _FEW else 120,
        "data_labels": {
            "value": True,
            "position": "outside_end",
            "font": font,
            "custom": [{"value": bar.label, "font": font} for bar in chart.bars],
        },
    }


def _point(bar: Bar) -> dict[str, Any]:
    return {"fill": {"color": FILLS[bar.rag][0] if bar.rag else BAR}, "border": {"color": INK, "width": 0.75}}
