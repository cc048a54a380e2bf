"""A column of a data sheet: how wide it is, how its cells look, what may be typed in it and what is said when it is entered."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from datetime import date
from typing import Any

from trustkpi.excel import arial
from trustkpi.excel.theme import INPUT, SIZE, Style
from validation.findings import shown
from validation.model import TEXT, Cell

LINE, _ROOM = 13.5, 3.0  # points
_EDGES, _INDENT = 8, 9  # pixels that a cell loses beside its text, and more where it is indented
_TITLE_MAX, _MESSAGE_MAX = 32, 255  # Excel's own limits
_EARLIEST, _LATEST = date(1900, 1, 1), date(2199, 12, 31)
_MOST = 999_999_999_999
_WIDTHS = {"dd/mm/yyyy": 12, "£#,##0.00": 14}
_WIDEST_BY_ITSELF = 30


def width(about: Cell) -> int:
    """The column's width in digits: as declared, or enough for the longest word of its heading and for what is typed."""
    if about.width:
        return about.width
    longest = max(len(word) for word in about.label.split())
    typed = min(max(map(len, (shown(about.example), *(about.one_of or ())))), _WIDEST_BY_ITSELF)
    return max(longest + 3, typed + 3, _WIDTHS.get(about.unit.number_format, 9))


def lines(text: str, digits: int, *, bold: bool = True) -> int:
    """How many lines text takes in a column so wide."""
    return arial.lines(text, arial.column_pixels(digits) - _EDGES, SIZE, bold=bold)


def height(cells: Iterable[tuple[str, int]], *, bold: int | None = None) -> float:
    """How tall a row must be, in points, for texts that wrap in columns so wide: not every program finds out by itself.

    `bold` is the position of one that is set in bold.
    """
    rooms = ((text, arial.column_pixels(digits) - _EDGES - _INDENT) for text, digits in cells)
    return LINE * max(arial.lines(text, room, SIZE, bold=at == bold) for at, (text, room) in enumerate(rooms)) + _ROOM


def look(about: Cell) -> Style:
    """How an empty cell for typing looks: unlocked, bordered, filled, and typed as its unit asks."""
    align = "left" if about.unit.number_format in {"@", "General", "dd/mm/yyyy"} else "right"
    return INPUT | {"num_format": about.unit.number_format, "align": align} | ({"text_wrap": True} if wraps(about) else {})


def wraps(about: Cell) -> bool:
    """Whether the column is for words, which go on over several lines."""
    return about.unit == TEXT


def need(about: Cell) -> str:
    """In two words, whether the cell must be filled."""
    if about.required:
        return "needed"
    return f"blank = {shown(about.blank_means)}" if about.blank_means is not None else "if any"


def message(about: Cell) -> dict[str, str]:
    """The input message: heading, help, unit, limits, example and whether it may be left blank, as long as Excel allows."""
    limits = limits_in_words(about)
    parts = [
        about.help,
        f"In {about.unit.name}." if about.unit.number_format != "@" else "",
        f"Allowed: {limits}." if limits else "",
        f"Example: {shown_as_typed(about)}",
        {True: "Needed in every row."}.get(about.required, f"May be left blank ({need(about)})."),
    ]
    text = "\n".join(p for p in parts if p)
    return {"input_title": _cut(about.label, _TITLE_MAX), "input_message": _cut(text, _MESSAGE_MAX)}


def shown_as_typed(about: Cell) -> str:
    """The example as a person types it: 31/03/2026, Yes, 1234.50."""
    example = about.example
    return f"{example:%d/%m/%Y}" if isinstance(example, date) else shown(example)


def limits_in_words(about: Cell) -> str:
    """0 to 500; 1 January 1990 or later; nothing where there are no limits."""
    low, high = about.at_least, about.at_most
    if low is not None and high is not None:
        return f"{shown(low)} to {shown(high)}"
    later, earlier = ("or later", "or earlier") if isinstance(low or high, date) else ("or more", "or less")
    if low is not None:
        return f"{shown(low)} {later}"
    return f"{shown(high)} {earlier}" if high is not None else ""


def validation(about: Cell, *, listed: str = "", whole: bool = False) -> dict[str, Any]:
    """What XlsxWriter is told of the column's data validation."""
    rule: dict[str, Any] = {"validate": "any"}
    if listed:
        rule = {"validate": "list", "source": f"={listed}"} | ({"error_type": "warning"} if about.listed else {})
    elif about.unit.number_format == "dd/mm/yyyy":
        rule = {"validate": "date", **_between(about, _EARLIEST, _LATEST)}
    elif about.unit.number_format != "@":
        whole_now = whole and about.unit.scale == 1
        rule = {"validate": "integer" if whole_now else "decimal", **_between(about, -_MOST, _MOST)}
    if rule["validate"] != "any":
        rule |= {"error_title": _cut(about.label, _TITLE_MAX), "error_message": _cut(_refusal(about, listed), _MESSAGE_MAX)}
    return rule | message(about)


def _between(about: Cell, low: Any, high: Any) -> dict[str, Any]:
    return {
        "criteria": "between",
        "minimum": low if about.at_least is None else about.at_least,
        "maximum": high if about.at_most is None else about.at_most,
    }


def _refusal(about: Cell, listed: str) -> str:
    if about.listed:
        return "It is not on the list of those that we know: see the Lists sheet. Type it all the same where it is new."
    if listed:
        return "Choose one from the list: press Alt and the down arrow. The Lists sheet says what each means."
    limits = limits_in_words(about)
    kind = "a date such as 31/03/2026" if about.unit.number_format == "dd/mm/yyyy" else "a number"
    return f"Type {kind}{f', {limits}' if limits else ''}. Example: {shown_as_typed(about)}"


def _cut(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    return f"{text[: most - 3]}..." if "\n" in text else textwrap.shorten(text, most, placeholder="...")
