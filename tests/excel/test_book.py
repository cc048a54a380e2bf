"""Our workbooks are XlsxWriter's own, byte for byte, and no table lies over another."""

from __future__ import annotations

import io
from datetime import datetime

import pytest
import xlsxwriter
from xlsxwriter.exceptions import OverlappingRange

from trustkpi.excel.book import Book

COLUMNS = {"columns": [{"header": "A"}, {"header": "B"}]}


def written(kind: type[xlsxwriter.Workbook]) -> bytes:
    made = io.BytesIO()
    with kind(made, {"in_memory": True}) as book:
        book.set_properties({"created": datetime(2026, 3, 31)})  # noqa: DTZ001  a workbook's dates have no zone
        page = book.add_worksheet("One")
        page.write_formula("A1", "=SUM(B1:B9)", None, 3)
        page.write_formula("A2", '=IF(AND(B1>0,NOT(B2>0)),"SORT(","")')
        page.write_formula("A3", "=TAKE(SORT(UNIQUE(B1:B9)),3)")
        page.write_formula("A4", "=XLOOKUP(1,B1:B9,C1:C9)")
        page.write_array_formula("A5:A5", "{=MAX(ROW(B1:B9))}")
        page.merge_range(40, 0, 40, 1, "Over both")
        page.add_table(10, 0, 30, 1, {"name": "long", "autofilter": False, **COLUMNS})
        page.add_table(50, 0, 51, 1, {"name": "short", "autofilter": True, "style": None, **COLUMNS})
    return made.getvalue()


def test_formulas_and_tables_are_written_as_by_xlsxwriter_itself() -> None:
    assert written(Book) == written(xlsxwriter.Workbook)


@pytest.mark.parametrize("first", [12, 15, 20])
def test_tables_that_overlap_are_refused(first: int) -> None:
    with Book(io.BytesIO(), {"in_memory": True}) as book:
        page = book.add_worksheet()
        page.add_table(10, 0, 20, 1, COLUMNS)
        with pytest.raises(OverlappingRange):
            page.add_table(first, 1, first + 5, 2, COLUMNS)


def test_a_table_over_merged_cells_is_refused() -> None:
    with Book(io.BytesIO(), {"in_memory": True}) as book:
        page = book.add_worksheet()
        page.merge_range(15, 0, 15, 1, "Both")
        with pytest.raises(OverlappingRange):
            page.add_table(10, 0, 20, 1, COLUMNS)
