"""How words are laid out in the columns and across the pages of a pack."""

from __future__ import annotations

from collections.abc import Iterator

from trustkpi.excel import arial

_MARGINS, _INDENT = 6, 9  # pixels: what a cell's edges take, and one step in


def room(width: float, *, indent: int = 0) -> int:
    """The pixels that words have in a column of that width."""
    return arial.column_pixels(width) - _MARGINS - indent * _INDENT


def lines(text: str, width: float, *, size: float = 10, bold: bool = False, indent: int = 0) -> int:
    """The lines that a text takes in a column."""
    return arial.lines(text, room(width, indent=indent), size, bold=bold)


def broken(text: str, within: float, *, size: float = 10, bold: bool = False) -> Iterator[str]:
    """The text in lines that are no more than that many pixels wide, if its words are not."""
    line = ""
    for word in text.split(" "):
        joined = f"{line} {word}" if line else word
        if line and arial.pixels(joined, size, bold=bold) > within:
            yield line
            joined = word
        line = joined
    yield line
