"""A tab's cells as a grid that keeps every cell's address."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import polars as pl
import pyarrow as pa

from validation.to_the_eye import as_it_looks

# What people cannot see at the ends of a cell, no-break and zero-width spaces and marks of direction included.
UNSEEN = " \t\r\n\v\f\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u202f\u205f\u3000\ufeff"
UNSEEN += (
    "\u00ad\u061c\u180e\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\u0085\u2028\u2029"
)
# A cell that holds no value of its own is marked by a character that no workbook can carry.
NO_VALUE = "\x00"
FORMULA = f"{NO_VALUE}="
MERGED = f"{NO_VALUE}&"
_AT_A_TIME = 10  # rows
_LONGEST = 300  # characters of a heading that are compared

Range = tuple[int, int, int, int]  # first column and row, last column and row, all from 1


@dataclass(frozen=True)
class Grid:
    """A tab as text: one row of `text` is one row of the sheet from row 1, `first` the number of its leftmost column.

    A cell without a value of its own reads as `NO_VALUE` and why: an Excel error's name, or = for a formula that was
    never worked out. `numbers` gives columns (by position) as exact numbers, and nothing where the text tells all of
    them; `merged` lists the blocks of merged cells.
    """

    tab: str
    text: pa.RecordBatch
    first: int = 1
    numbers: Callable[[Collection[int]], Mapping[int, pl.Series]] = field(default=lambda _: {})
    merged: tuple[Range, ...] = ()

    def head(self, rows: int) -> Iterator[tuple[str | None, ...]]:
        """The first rows, without the space around their texts."""
        for row in self._rows(rows):
            yield tuple(text.strip(UNSEEN) or None if text else None for text in row)

    def titled(self, rows: int) -> Iterator[Mapping[str, list[int]]]:
        """The first rows as what they say, compared as headings are, and the positions where they say it."""
        for at, row in enumerate(self._rows(rows)):
            if at == len(self._titles):
                self._titles.append(_said(row))
            yield self._titles[at]

    def _rows(self, rows: int) -> Iterator[tuple[str | None, ...]]:
        # A few at a time, for headings stand near the top; and without Polars, whose threads would wait for each other here.
        for at in range(min(rows, self.text.num_rows)):
            if at == len(self._seen):
                columns = [column.slice(at, _AT_A_TIME).to_pylist() for column in self.text.columns]
                self._seen.extend(zip(*columns, strict=True))
            yield self._seen[at] if self.text.num_columns else ()

    @cached_property
    def _seen(self) -> list[tuple[str | None, ...]]:
        return []  # filled as far as anybody looks, like the next

    @cached_property
    def _titles(self) -> list[dict[str, list[int]]]:
        return []

    def letter(self, position: int) -> str:
        """The column's letters in the workbook."""
        return letter(self.first + position)


def _said(row: tuple[str | None, ...]) -> dict[str, list[int]]:
    said: dict[str, list[int]] = {}
    for position, text in enumerate(row):
        if text:
            said.setdefault(plain(text), []).append(position)
    return said


@lru_cache(maxsize=2048)
def plain(text: str) -> str:
    """A heading as it is compared: case, runs of space and a closing star or colon do not count."""
    return as_it_looks(text.strip(UNSEEN)[:_LONGEST]).rstrip("*: ")


def cleaned(names: Iterable[str]) -> list[pl.Expr]:
    """The columns' text without the space around it; a cell of nothing but space is null."""
    stripped = {name: pl.col(name).str.strip_chars(UNSEEN) for name in names}
    return [pl.when(text != "").then(text).alias(name) for name, text in stripped.items()]


def number(letters: str) -> int:
    """The number of a column: A is 1, AA is 27."""
    return sum((ord(c) - 64) * 26**i for i, c in enumerate(reversed(letters)))


@lru_cache(maxsize=512)
def letter(column: int) -> str:
    """The letters of a column: 1 is A, 27 is AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
