"""One thing that can be wrong in a row, said to Excel and to Polars alike, so that live counts and their first values agree."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import polars as pl

from trustkpi.excel.place import Place
from validation.model import Cell
from validation.rules import ERROR

AS_AT = "return_as_at"  # the defined name of the cover's as-at date
AS_TEXT, AS_DATE = "@", "dd/mm/yyyy"  # number formats of what is no number


class Kind(StrEnum):
    """The kinds of fault that a column can have; a rule is over several columns."""

    BLANK = "Blank but needed"
    LIST = "Not on the list"
    TYPE = "Not a number or date"
    LIMITS = "Outside the limits"
    EARLY = "Not in use yet"
    WITHDRAWN = "No longer in use (query)"
    RULE = "rule"


@dataclass(frozen=True)
class At:
    """How a formula speaks of a sheet's columns: each as a whole (on Checks), or its cell in one row (on the sheet itself)."""

    place: Place
    row: int | None = None

    def __call__(self, column: str) -> str:
        """The column as a whole, or its cell in the row."""
        return self.place.whole(column) if self.row is None else f"${self.place.letter(column)}{self.row}"

    def whole(self, column: str) -> str:
        """The column as a whole in either case."""
        full = self.place.whole(column)
        return full if self.row is None else full.partition("!")[2]


@dataclass(frozen=True)
class Condition:
    """Something that can be wrong in a row: a formula that is TRUE and an expression that is true where it is.

    The expression reads the sheet's columns, `<column> held` (true where the cell is not empty), `<column> typed` (the
    text of a cell that is not its value) and the engine's columns. `on_error` says whether a cell with an Excel error counts.
    """

    kind: Kind
    column: str
    in_excel: Callable[[At], str]
    in_rows: pl.Expr
    says: str = ""
    do: str = ""
    severity: str = ERROR
    on_error: bool = True


def holds(column: str) -> pl.Expr:
    """True where the cell is not empty, be it a value or other text."""
    return pl.col(f"{column} held")


def unread(column: str) -> pl.Expr:
    """True where the cell holds text that is not its value."""
    return pl.col(f"{column} typed").is_not_null()


def is_text(about: Cell) -> bool:
    """Whether the column is typed as text, so that no number or date is asked for."""
    return about.unit.number_format == AS_TEXT
