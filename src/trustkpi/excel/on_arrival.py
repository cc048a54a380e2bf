"""What a workbook cannot count by itself: said at the foot of the Checks sheet, since it is looked at on arrival."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from trustkpi.excel.checks_table import WIDTHS
from trustkpi.excel.columns import height
from trustkpi.excel.marked_up import mark_up
from trustkpi.excel.tallies import Tallies
from trustkpi.excel.theme import HEADING, SUBTITLE, TABLE, TO_READ, Formats
from validation.model import Return, Sheet


def write_on_arrival(page: Any, formats: Formats, row: int, declared: Return, counted: Sequence[Tallies]) -> None:
    """The table, from that row (counted from nought) down."""
    page.write_string(row, 0, "Looked at when it arrives", formats(SUBTITLE))
    told = list(_all(declared, counted))
    mark_up(page, "checks_on_arrival", row + 1, row + 1 + len(told), ("Sheet", "What is looked for"), formats(HEADING, TO_READ))
    for at, texts in enumerate(told, start=row + 2):
        page.set_row(at, height(zip(texts, WIDTHS, strict=False)))
        for column, text in enumerate(texts):
            page.write_string(at, column, text, formats(TABLE))


def _all(declared: Return, counted: Sequence[Tallies]) -> Iterator[tuple[str, str]]:
    for one in counted:
        title = one.sheet.facts().title
        yield from ((title, says) for says in _of_sheet(one.sheet))
        yield title, f"Rows below row {one.place.last:,}: they are read, but not counted here"
    for check in (*declared.across, *declared.against_last):
        yield "Whole return", (check.__doc__ or check.__name__).strip().partition("\n")[0]


def _of_sheet(sheet: type[Sheet]) -> Iterator[str]:
    cells = sheet.cells()
    for about in cells.values():
        if about.matches:
            yield f"{about.label} is not in the form that is asked for"
        yield from (f"{about.label} {test.says}" for test in about.tests)
    yield from (f"{cells[rule.mark].label} {rule.says}" for rule in sheet.facts().rules if not rule.breaks_in_excel)
