"""How wide words are in the packs' typeface, and how many lines they take in a column."""

from __future__ import annotations

import math
from collections.abc import Iterator

# Thousandths of the type's size, as in Adobe's font metrics for Helvetica, which Arial was drawn to match.
_BY_WIDTH = {
    191: "'", 222: "ijl", 260: "|", 278: " !,./:;I[\\]ft", 333: "()-`r", 355: '"', 389: "*", 469: "^",
    500: "Jckrsvxyz", 556: "#$0123456789?L_abdeghnopqu£\N{EN DASH}", 584: "+<=>~", 611: "FTZ", 667: "&ABEKPSVXY", 722: "CDHNRUw",
    778: "GOQ", 833: "Mm", 889: "%", 944: "W", 1015: "@",
}  # fmt: skip
_WIDTHS = {letter: width for width, letters in _BY_WIDTH.items() for letter in letters}
_ANY = 1000  # a symbol that another typeface lends
_BOLD = 1.08
_POINT = 96 / 72 / 1000  # pixels of a thousandth of a point
_DIGIT, _MARGIN, _INDENT = 7, 1, 9  # pixels: a unit of column width, what a cell's edges take, and one step in


def pixels(text: str, *, size: float = 10, bold: bool = False) -> float:
    """The width of one line of text on the screen."""
    return sum(_WIDTHS.get(letter, _ANY) for letter in text) * size * _POINT * (_BOLD if bold else 1)


def room(width: float, *, indent: int = 0) -> float:
    """The pixels that words have in a column of that width."""
    return width * _DIGIT - _MARGIN - indent * _INDENT


def lines(text: str, width: float, *, size: float = 10, bold: bool = False, indent: int = 0) -> int:
    """The lines that a text takes in a column, breaking between words, and within one that is too long."""
    within = room(width, indent=indent)
    told = (line for part in text.split("\n") for line in broken(part, within, size=size, bold=bold))
    return sum(max(math.ceil(pixels(line, size=size, bold=bold) / max(within, 1)), 1) for line in told)


def broken(text: str, within: float, *, size: float = 10, bold: bool = False) -> Iterator[str]:
    """The text in lines that are no more than that many pixels wide, if its words are not."""
    line = ""
    for word in text.split(" "):
        joined = f"{line} {word}" if line else word
        if line and pixels(joined, size=size, bold=bold) > within:
            yield line
            joined = word
        line = joined
    yield line
