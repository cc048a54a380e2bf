"""A register's lines as cells, and the widths of the columns that lists on one page share."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from trustkpi.pages import Cell, Figure, Rag, Rating
from trustkpi.register import Register
from validation.model import POUNDS
from validation.model import Cell as About

_WIDE, _SHORT, _RATED = 132.0, 9.0, 12.0  # characters across a printed page, of its narrowest column and of a rating
_TOGETHER = 160.0  # characters across a page of several lists, which is printed a little smaller (product default)
_TALL = 1.4  # lines that a row takes on the whole, up to which lists are put together (product default)
_LONGEST_WORD = 18  # characters that a word may ask of a column
_UNBROKEN = 13  # characters up to which words are kept on one line: a date, a role
_AIR = 2.0  # characters that a cell loses at its edges
_RATING = "Rating"


@dataclass(frozen=True)
class Lines:
    """The headings of a list and the cells of its lines; a column in which nobody filled in anything is left out."""

    headings: tuple[str, ...]
    cells: tuple[tuple[Cell, ...], ...]

    def is_counted(self, at: int) -> bool:
        """Whether the column holds numbers alone."""
        return all(isinstance(line[at], Figure | Rating) or not line[at] for line in self.cells)


def lines_of(register: Register, shown: pl.DataFrame) -> Lines:
    """What is shown of a register, with its ratings where it has any."""
    columns = [c for c in register.columns if c == "academy" or shown[c].is_not_null().any()]
    told = [_column(shown[c].to_list(), register.reads.cells().get(c)) for c in columns]
    headings = [register.heading(c) for c in columns]
    if register.rag:
        headings.append(_RATING)
        told.append([Rating(Rag(rag)) for rag in shown["rag"]])
    return Lines(tuple(headings), tuple(zip(*told, strict=True)))


def cells_of(row: Mapping[str, Any], register: Register) -> Iterator[Cell]:
    """The cells of one line, a register's column each."""
    for column in register.columns:
        yield from _column([row[column]], register.reads.cells().get(column))


def text_of(cell: Cell) -> str:
    """What a cell of a list says."""
    return cell.text if isinstance(cell, Figure | Rating) else str(cell or "")


def shared_widths(tables: Sequence[Lines]) -> list[float]:
    """As wide as what the columns hold; where a page is too narrow for all, those give way by which its rows grow least.

    None becomes narrower than its longest word, unless that is a link or the like.
    """
    widths, least = ([*column] for column in zip(*_asked_together(tables), strict=True))
    held = _held(tables)
    while sum(widths) > (_WIDE if len(tables) == 1 else _TOGETHER) and any(
        wide > low for wide, low in zip(widths, least, strict=True)
    ):
        may = [at for at, wide in enumerate(widths) if wide > least[at]]
        widths[min(may, key=lambda at: (_lines(held, widths, at), -widths[at]))] -= 1
    return widths


def fit_together(tables: Sequence[Lines]) -> bool:
    """Whether the lists can share their columns' widths, and hardly a row grow for it."""
    widths = shared_widths(tables)
    held = _held(tables)
    return sum(widths) <= _TOGETHER and _lines(held, widths) <= _TALL * len(held)


def _asked_together(tables: Sequence[Lines]) -> list[tuple[float, float]]:
    """Of each column the width that its lists would have, and the least that they can do with."""
    across = max(len(table.headings) for table in tables)
    asked = [(0.0, 0.0)] * across
    for table in tables:
        for at, heading in enumerate(table.headings):
            own, narrowest = _asked(heading, [text_of(line[at]) for line in table.cells])
            asked[at] = (max(asked[at][0], own), max(asked[at][1], narrowest))
    return asked


def _asked(heading: str, said: Sequence[str]) -> tuple[float, float]:
    """The width that a column would have, and the least that it can do with."""
    if heading == _RATING:
        return _RATED, _RATED
    longest = min(max(len(word) for text in (heading, *said) for word in text.split()), _LONGEST_WORD) + _AIR
    widest = max(longest, *map(len, said))
    return max(_SHORT, widest) + _AIR, max(_SHORT, longest, widest + _AIR if widest <= _UNBROKEN else 0.0)


def _held(tables: Sequence[Lines]) -> list[list[int]]:
    return [[len(text_of(cell)) for cell in line] for table in tables for line in table.cells]


def _lines(held: Sequence[Sequence[int]], widths: Sequence[float], at: int = -1) -> int:
    """How many lines all rows take together where that column, if any, is narrower by one."""
    rooms = [max(wide - _AIR - (column == at), 1.0) for column, wide in enumerate(widths)]
    return sum(max(math.ceil(size / room) for size, room in zip(row, rooms, strict=False)) for row in held)


def _column(values: Sequence[Any], about: About | None) -> list[Cell]:
    """The cells of a column, whose numbers are all written alike."""
    numbers = [value / _scale(about) for value in values if _is_number(value)]
    pounds = about is not None and about.unit == POUNDS
    places = 0 if pounds or all(float(number).is_integer() for number in numbers) else 1
    return [
        Figure(value / _scale(about), places, before="£" if pounds else "") if _is_number(value) else _word(value, about)
        for value in values
    ]


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _scale(about: About | None) -> int:
    return about.unit.scale if about else 1


def _word(value: object, about: About | None) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, date):
        return f"{value.day} {value:%b %Y}"
    return about.one_of.get(value, value) if about and about.one_of and isinstance(value, str) else str(value)
