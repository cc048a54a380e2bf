"""A sheet as it was sent, laid anew in the template's columns and rows: what stands in its cells, and where they are now."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from trustkpi.excel.fill import Typed
from trustkpi.excel.place import Place, place_of
from trustkpi.facts import Reading, Table
from validation.model import Sheet

_AREA = re.compile(r"([A-Z]+)(\d+)(?::[A-Z]+(\d+))?")
_MIDNIGHT = re.compile(r"^(\d{4})-(\d{2})-(\d{2})[ T]00:00:00$")
_NOTHING = re.compile(r"^(?:#[A-Z0-9_]+[/A-Z0-9]*[!?]?|a formula without a value)$")
_MOST_GAPS = 2  # rows with nothing in them, for each that has something, before rows are put one under the other


@dataclass(frozen=True)
class Relaid:
    """One sheet: what was sent, and where the template puts it."""

    sheet: type[Sheet]
    table: Table

    @property
    def title(self) -> str:
        """The tab's name in the new workbook."""
        return self.sheet.facts().title

    @cached_property
    def frame(self) -> pl.DataFrame:
        """The rows to be written."""
        return self.table.frame.select(*self.sheet.cells())

    @cached_property
    def offsets(self) -> tuple[int, ...]:
        """How far below the first row for typing each row stands: as it stood below its headings, blank rows included.

        A return sent in our own template so keeps its row numbers. Rows scattered over a whole sheet are closed up.
        """
        below = [row - self._first_sent for row in self.table.frame["_row"].to_list()]
        room = max(self.sheet.facts().room, (1 + _MOST_GAPS) * len(below))
        return tuple(below) if max(below, default=0) < room else tuple(range(len(below)))

    @cached_property
    def place(self) -> Place:
        """Where the sheet's columns and rows stand in the new workbook."""
        return place_of(self.sheet, max(self.offsets, default=-1) + 1)

    @property
    def _first_sent(self) -> int:
        return self.table.layout.heading_row + 1

    @cached_property
    def _offset_of(self) -> Mapping[int, int]:
        return dict(zip(self.table.frame["_row"].to_list(), self.offsets, strict=True))

    def typed(self) -> Typed:
        """What is to be written as it was typed, because it would not become its column's type."""
        position = {row: i for i, row in enumerate(self.table.frame["_row"].to_list())}
        dtypes = self.sheet.dtypes()
        return {
            (self.title, column, position[row]): _as_seen(text)
            for (column, row), text in self.table.typed.items()
            # Among words the name of an Excel error would pass for words: such a cell is left blank, and is marked.
            if dtypes[column] != pl.String() or not _NOTHING.match(text)
        }

    def cells_now(self, cells: str) -> dict[str, list[int]]:
        """Column to rows below the first one for typing, for cells such as `D7:D19, D31` of what was sent."""
        columns = {letters: name for name, letters in self.table.layout.letters.items()}
        now: dict[str, list[int]] = {}
        for letters, first, last in _AREA.findall(cells):
            for row in range(int(first), int(last or first) + 1):
                if letters in columns and row >= self._first_sent:
                    now.setdefault(columns[letters], []).append(self._offset_of.get(row, 0))
        return now

    def at_heading(self, cells: str) -> bool:
        """Whether the cell is in the heading row of what was sent."""
        found = _AREA.match(cells)
        return found is not None and int(found[2]) == self.table.layout.heading_row


def _as_seen(text: str) -> str:
    """The text as people saw it: a day, which reads as a moment, is day/month/year again."""
    day = _MIDNIGHT.match(text)
    return f"{day[3]}/{day[2]}/{day[1]}" if day else text


def relaid(reading: Reading, sheets: Iterable[type[Sheet]]) -> dict[str, Relaid]:
    """The sheets that were sent, by title."""
    return {title: Relaid(sheet, reading.tables[title]) for sheet in sheets if (title := sheet.facts().title) in reading.tables}
