"""How wide text is in Arial, so that rows are made tall enough for it: not every program finds that out by itself.

Widths in thousandths of the type's size, from Adobe's Font Metrics for the core fonts, Helvetica and Helvetica-Bold, to
which Arial is metrically alike: https://github.com/adobe-type-tools/font-tech-notes (AFM files for the base 14 fonts).
"""

from __future__ import annotations

import math
from functools import lru_cache

_PLAIN = dict(zip(
    " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~",
    (
        278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556,
        556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
        667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556,
        556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
    ),
    strict=True,
))  # fmt: skip
_BOLD = dict(zip(
    " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~",
    (
        278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556,
        556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778,
        667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556, 333, 556, 611, 556, 611, 556, 333, 611,
        611, 278, 278, 556, 278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
    ),
    strict=True,
))  # fmt: skip
_DIGIT = 7  # pixels of a digit of ten-point Arial
_OTHER = 600  # pounds, dashes and symbols: about a letter
PIXELS_A_POINT = 96 / 72


@lru_cache(maxsize=50_000)  # the same words stand in many cells
def pixels(text: str, size: float, *, bold: bool) -> float:
    """The width of one line of text at 96 dots an inch."""
    widths = _BOLD if bold else _PLAIN
    return sum(widths.get(c, _OTHER) for c in text) / 1000 * size * PIXELS_A_POINT


@lru_cache(maxsize=50_000)
def lines(text: str, room: float, size: float, *, bold: bool) -> int:
    """How many lines text takes that is wrapped between words in so many pixels."""
    taken = 0
    for paragraph in text.split("\n"):
        used, taken = 0.0, taken + 1
        for word in paragraph.split(" "):
            wide = pixels(word, size, bold=bold)
            space = pixels(" ", size, bold=bold) if used else 0.0
            if used and used + space + wide > room:
                taken, used = taken + 1, wide
            elif wide > room:  # a word too wide for the column is broken
                broken = math.ceil(wide / room)
                taken, used = taken + broken - 1, wide - (broken - 1) * room
            else:
                used += space + wide
    return taken


def column_pixels(digits: float) -> int:
    """The width of a column of so many digits of ten-point Arial, its margins included, as Excel draws it."""
    return int(digits * _DIGIT + 5)
