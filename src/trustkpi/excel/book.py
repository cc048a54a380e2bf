"""Workbooks as XlsxWriter writes them, byte for byte, in a third of the time: what it tries a cell at a time is told at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import OverlappingRange
from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

_CALLED = re.compile(r"([A-Za-z][A-Za-z0-9_.]*)\(")
# Functions that Excel has had since 2007, so that none of them is written with a prefix; of others XlsxWriter knows.
_OF_OLD = frozenset((
    "AND", "COLUMN", "COUNTA", "COUNTIF", "COUNTIFS", "DATE", "FIND", "HYPERLINK", "IF", "IFERROR", "INT", "ISERROR", "ISNUMBER",
    "LOWER", "MATCH", "MAX", "MIN", "MMULT", "MONTH", "N", "NA", "NOT", "ROUND", "ROW", "SUBSTITUTE", "SUM", "TEXT", "TRANSPOSE",
    "YEAR",
))  # fmt: skip

_Range = Sequence[int]  # first row and column, last row and column


class _Page(Worksheet):  # type: ignore[misc]  # XlsxWriter has no types
    """A worksheet whose formulas and tables are not gone through again and again."""

    def __init__(self) -> None:
        super().__init__()
        self._tables_at: list[_Range] = []

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: FBT001, FBT002  its own words
        # XlsxWriter tries thirty patterns on each of many thousand formulas.
        if _OF_OLD.issuperset(_CALLED.findall(formula)):
            return formula.removeprefix("{").removeprefix("=").removesuffix("}")
        return str(super()._prepare_formula(formula, expand_future_functions))

    def add_table(self, *table: Any) -> int:
        """Adds a table (its range, and what is known of it) of nothing but headings and what is written in its cells."""
        # XlsxWriter notes every cell of a table, a hundred thousand in a return's sheet, to see whether two overlap.
        first_row, first_col, last_row, last_col, about = table
        whole = (first_row, first_col, last_row, last_col)
        if any(_overlap(whole, other) for other in (*self._tables_at, *self.merge)):
            raise OverlappingRange(xl_range(*whole))
        made = super().add_table(first_row, first_col, min(last_row, first_row + 1), last_col, about)
        if made == 0:
            self._tables_at.append(whole)
            self.tables[-1] |= {name: xl_range(*whole) for name in ("range", "a_range", "autofilter") if name in self.tables[-1]}
        return int(made)


def _overlap(one: _Range, other: _Range) -> bool:
    return all(one[at] <= other[at + 2] and other[at] <= one[at + 2] for at in (0, 1))


class Book(xlsxwriter.Workbook):  # type: ignore[misc]
    """A workbook of such pages."""

    worksheet_class = _Page
