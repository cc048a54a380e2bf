"""A tab's cells as a grid that keeps every cell's address."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import polars as pl

# What people cannot see at the ends of a cell, no-break and zero-width spaces included.
UNSEEN = " \t\r\n\v\f\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u202f\u205f\u3000\ufeff"
# A cell that holds no value of its own is marked by a character that no workbook can carry.
NO_VALUE = "\x00"
FORMULA = f"{NO_VALUE}="


@dataclass(frozen=True)
class Grid:
    """A tab as text: one row of `text` is one row of the sheet from row 1, `first` the number of its leftmost column.

    An Excel error reads as `NO_VALUE` and its name. `numbers` gives columns (by position) as exact numbers.
    """

    tab: str
    text: pl.DataFrame
    first: int = 1
    numbers: Callable[[Iterable[int]], Mapping[int, pl.Series]] = field(default=lambda _: {})
    uncalculated: Callable[[], set[str]] = field(default=set)

    @cached_property
    def cleaned(self) -> pl.DataFrame:
        """The text without the space around it; a cell of nothing but space is null."""
        stripped = pl.all().str.strip_chars(UNSEEN)
        return self.text.select(pl.when(stripped != "").then(stripped)) if self.text.width else self.text

    def head(self, rows: int) -> list[tuple[str | None, ...]]:
        """The first rows, cleaned."""
        return self.cleaned.head(rows).rows()

    def letter(self, position: int) -> str:
        """The column's letters in the workbook."""
        return letter(self.first + position)


def number(letters: str) -> int:
    """The number of a column: A is 1, AA is 27."""
    return sum((ord(c) - 64) * 26**i for i, c in enumerate(reversed(letters)))


def letter(column: int) -> str:
    """The letters of a column: 1 is A, 27 is AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
