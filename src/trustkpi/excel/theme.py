"""How the workbooks that schools get look: fonts, fills and borders, and symbols so that colour never speaks alone."""

from __future__ import annotations

from typing import Any

import xlsxwriter

FONT, SIZE = "Arial", 10
INK, WHITE, BLUE = "#0B0C0C", "#FFFFFF", "#12436D"
LINE, HAIR = "#7F7F7F", "#BFBFBF"
RIGHT, WRONG, UNSURE = "\N{HEAVY CHECK MARK}", "\N{HEAVY MULTIPLICATION X}", "?"
_THIN, _DOTTED, _THICK = 1, 4, 5
STRIPED = 14  # Excel's thin horizontal stripes: seen on grey paper too

Style = dict[str, Any]

BOLD: Style = {"bold": True}
PLAIN: Style = {"valign": "top"}
WRAPPED: Style = {"valign": "top", "text_wrap": True}
TITLE: Style = {"bold": True, "font_size": 16, "font_color": BLUE}
SUBTITLE: Style = {"bold": True, "font_size": 12, "font_color": BLUE}
LABEL: Style = {"bold": True, "valign": "top", "text_wrap": True}
LINK: Style = {"font_color": "#0B3D91", "underline": 1, "valign": "top"}
HEADING: Style = {
    "bold": True, "font_color": WHITE, "bg_color": BLUE, "text_wrap": True, "valign": "vcenter", "border": _THIN,
    "border_color": WHITE,
}  # fmt: skip
SECTION: Style = {"bold": True, "font_color": BLUE, "bottom": 2, "bottom_color": BLUE}
NEED: Style = {"italic": True, "font_size": 9, "valign": "vcenter"}
TO_READ: Style = {"align": "left", "indent": 1}  # without an alignment of its own a cell is not indented
TABLE: Style = TO_READ | {"valign": "top", "text_wrap": True, "bottom": _THIN, "bottom_color": HAIR}
COUNT: Style = {"valign": "top", "align": "center", "bottom": _THIN, "bottom_color": HAIR, "num_format": "#,##0"}
NO_CHECK: Style = COUNT | {"font_color": "#595959"}
INPUT: Style = {"locked": False, "bg_color": "#FFF7D6", "border": _THIN, "border_color": LINE, "valign": "top"}
ERROR: Style = {"bg_color": "#F4B6AC", "font_color": INK, "bold": True, "border": _THICK, "border_color": "#942514"}
QUERY: Style = {"bg_color": "#FFD98A", "font_color": INK, "bold": True, "border": _DOTTED, "border_color": INK}
STRIPES: Style = {"pattern": STRIPED, "fg_color": "#942514"}
# Conditional formats know neither thick borders nor fonts, so underlining and slant tell these apart on grey paper.
LIVE_ERROR: Style = {"bg_color": "#F4B6AC", "font_color": "#942514", "bold": True, "underline": 1}
LIVE_QUERY: Style = {"bg_color": "#FFD98A", "font_color": INK, "italic": True, "underline": 1}
LIVE_BLANK: Style = {"pattern": STRIPED, "fg_color": "#B58900", "bg_color": "#FFFFFF"}  # to fill in: no fault yet
LIVE_CHANGED: Style = {"bold": True, "font_color": BLUE}
LIVE_RIGHT: Style = {"bg_color": "#CCE2D8", "font_color": INK}

SHEET_RULES = {
    "select_locked_cells": True, "select_unlocked_cells": True, "format_cells": False, "format_columns": True,
    "format_rows": True, "sort": True, "autofilter": True, "insert_rows": False, "delete_rows": False,
}  # fmt: skip


class Formats:
    """The formats of one workbook, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def __call__(self, *styles: Style, **more: Any) -> Any:
        """The format of these styles together; the later wins."""
        return self._of({"font_name": FONT, "font_size": SIZE}, *styles, more)

    def live(self, style: Style) -> Any:
        """The format of a style for a conditional format, which takes neither font name nor size."""
        return self._of(style)

    def _of(self, *styles: Style) -> Any:
        together: Style = {}
        for style in styles:
            together |= style
        key = tuple(sorted(together.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(together)
        return self._made[key]


def symbolised(symbol: str, number_format: str) -> str:
    """A number format that shows the symbol before the value, and leaves the value as it is.

    >>> symbolised("?", "#,##0")
    '"? "#,##0;"? "-#,##0;"? "#,##0;"? "@'
    """
    shown = "General" if number_format == "@" else number_format
    below = "General" if "/" in number_format else shown
    return f'"{symbol} "{shown};"{symbol} "-{below};"{symbol} "{shown};"{symbol} "@'
