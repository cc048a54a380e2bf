"""Charts beside each other: bars with their own labels, in the pack's palette, described for those who cannot see them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from trustkpi.excel.measured import broken
from trustkpi.excel.pack_theme import BAR, EARLIER, FILLS, FONT, INK, NATIONAL, NAVY, PAPER, RULE
from trustkpi.excel.places import Places
from trustkpi.excel.tables import FIRST_ROW, Hand
from trustkpi.pages import Bar, Chart, Charts, Trend

_ROW_PIXELS = 17
_GAP_PIXELS = 12
_TITLED = 0.8  # of a chart's width, beyond which programs break its title themselves
_FEW = 4
_ROOM = 1.7  # of the longest bar, so that its label stands beside it
_OVER = 1.3  # of the tallest
_TITLE, _WORDS = 11, 9


def draw(  # noqa: PLR0917  a block is drawn where and by which hand
    book: xlsxwriter.Workbook, sheet: Worksheet, charts: Charts, row: int, places: Places, hand: Hand
) -> int:
    """The charts side by side over the page's width; the row after them. A chart without a bar cannot be opened."""
    whole = sum(int(w * 7 + 5) for w in places.widths)
    width = (whole - _GAP_PIXELS * (len(charts.charts) - 1)) // max(len(charts.charts), 2)
    for at, chart in enumerate(charts.charts):
        drawn = _upright(book, chart, chart.over, hand) if chart.over else _lying(book, chart, places, hand)
        _dress(drawn, chart, width, charts.rows)
        over = {"x_offset": at * (width + _GAP_PIXELS), "y_offset": 2, "object_position": 2, "description": chart.alt}
        sheet.insert_chart(row, 0, drawn, over)
    return row + charts.rows + 1


def _dress(drawn: Any, chart: Chart, width: int, rows: int) -> None:
    title = broken(chart.title, width * _TITLED, size=_TITLE, bold=True)
    font = {"name": FONT, "size": _TITLE, "bold": True, "color": INK}
    drawn.set_title({"name": "\n".join(title), "name_font": font, "overlay": False})
    drawn.set_legend({"none": True})
    drawn.set_chartarea({"border": {"color": RULE}, "fill": {"color": PAPER}})
    drawn.set_size({"width": width, "height": rows * _ROW_PIXELS - 6})


def _axes(drawn: Any, bars: Sequence[Bar], room: float, *, lying: bool) -> None:
    """Every bar carries its figure, so the axis is not drawn; it has nought on it and leaves room for the labels."""
    values = [bar.value for bar in bars]
    most, least = max([0.0, *values]), min([0.0, *values])
    beyond = (most - least) * (room - 1)
    most, least = (most + beyond if most else beyond / 2), (least - beyond if least else 0.0)
    named = {"num_font": _font(), "line": {"color": RULE}, "major_tick_mark": "none", "label_position": "low"}
    counted = {"visible": False, "major_gridlines": {"visible": False}, "min": least, "max": most or 1}
    # A lying bar's names are on its y axis, and the first row stands at the top.
    drawn.set_y_axis({**named, "reverse": True} if lying else counted)
    drawn.set_x_axis(counted if lying else named)


def _stands(chart: Chart, places: Places, hand: Hand) -> tuple[str, int, int, int, int]:
    """The sheet, first row and columns (of names, bars and others beside them) that a lying chart is drawn from."""
    over = chart.across
    if over is None:
        return places.tab, places.grids[chart.grid], 0, chart.column, chart.beside_column
    columns = hand.columns[over.page]
    beside = columns[chart.beside_named] if chart.beside else -1
    return over.page, FIRST_ROW + 1 + over.first, columns[over.named], columns[over.column], beside


def _lying(book: xlsxwriter.Workbook, chart: Chart, places: Places, hand: Hand) -> Any:
    drawn = book.add_chart({"type": "bar"})
    drawn.show_hidden_data()  # a table is hidden where the pack is to be printed
    tab, first, names, column, beside = _stands(chart, places, hand)
    series = [(chart.title, chart.bars, column), *([("England", chart.beside, beside)] if chart.beside else [])]
    for name, bars, column in series:
        if bars:
            last = first + len(bars) - 1
            drawn.add_series(
                {
                    "name": name,
                    "categories": [tab, first, names, last, names],
                    "values": [tab, first, column, last, column],
                    "gap": 60 if len(bars) > _FEW else 90,
                    **_look(bars, NATIONAL if column == beside and chart.beside else BAR),
                }
            )
    _axes(drawn, [*chart.bars, *chart.beside], _ROOM, lying=True)
    return drawn


def _upright(book: xlsxwriter.Workbook, chart: Chart, over: Trend, hand: Hand) -> Any:
    drawn = book.add_chart({"type": "column"})
    drawn.show_hidden_data()  # the table is hidden where the pack is to be printed
    rows = [FIRST_ROW + 1 + at for at in (over.first, over.last)]
    period, value = (hand.columns[over.page][name] for name in (over.named, over.column))
    drawn.add_series(
        {
            "name": chart.title,
            "categories": [over.page, rows[0], period, rows[1], period],
            "values": [over.page, rows[0], value, rows[1], value],
            "gap": 60,
            **_look(chart.bars, EARLIER, last=NAVY),
        }
    )
    _axes(drawn, chart.bars, _OVER, lying=False)
    return drawn


def _look(bars: Sequence[Bar], fill: str, last: str = "") -> dict[str, Any]:
    fills = [FILLS[bar.rag][0] if bar.rag else fill for bar in bars]
    fills = [*fills[:-1], last] if last else fills
    border = {"color": INK, "width": 0.75}
    return {
        "fill": {"color": fill},
        "border": border,
        "points": [{"fill": {"color": of}, "border": border} for of in fills],
        "data_labels": {
            "value": True,
            "position": "outside_end",
            "font": _font(),
            "custom": [{"value": bar.label, "font": _font()} for bar in bars],
        },
    }


def _font() -> dict[str, Any]:
    return {"name": FONT, "size": _WORDS, "color": INK}
