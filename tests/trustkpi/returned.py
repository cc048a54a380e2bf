"""A return as a school might send it, written by openpyxl: three synthetic pupils, and whatever is done to the workbook then."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter

from validation.cover import COVER, Explanations
from validation.returns.attendance import ATTENDANCE, Pupils

Edit = Callable[[openpyxl.Workbook], None]
NAMES = [*Pupils.cells()]
AT = {name: get_column_letter(i + 1) for i, name in enumerate(NAMES)}
HEADING, FIRST = 5, 6  # rows of the headings and of the first pupil

# Local authority code 000 is never issued. Check letters by hand: ...001: 2x5 + 1x13 = 23, 23 mod 23 = 0 -> A;
# ...002: 10 + 26 = 36, mod 23 = 13 -> P; ...003: 10 + 39 = 49, mod 23 = 3 -> D.
UPNS = ("A000200000001", "P000200000002", "D000200000003")
PUPIL: dict[str, Any] = {
    "sex": "F", "born": date(2015, 5, 17), "year_group": "6", "boarder": "N", "ethnicity": "WBRI", "language": "ENG", "fsm": "No",
    "fsm6": "Yes", "sen": "N", "medical": "No", "looked_after": "No", "previously_looked_after": "N", "child_in_need": "No",
    "child_protection": "No", "service_child": "N", "status": "C", "joined": date(2023, 9, 1), "possible": 140, "present": 130,
    "educational": 0, "authorised": 10, "unauthorised": 0, "code_am": 66, "code_pm": 64, "code_i": 10,
}  # fmt: skip
PUPILS = [{"upn": upn, **PUPIL} for upn in UPNS]
COVERED: dict[str, Any] = {
    "academy": "Ambleside", "period": "2025-26-autumn", "as_at": date(2025, 12, 19), "completed_by": "Office",
    "declared_by": "Principal", "declared_on": date(2026, 1, 8), "stamp": ATTENDANCE.stamp,
}  # fmt: skip


def workbook(
    path: Path,
    rows: Sequence[Mapping[str, Any]] = PUPILS,
    *,
    cover: Mapping[str, Any] | None = COVERED,
    headings: Mapping[str, str] | None = None,
    edit: Edit = lambda _: None,
) -> Path:
    """A workbook with a cover (unless None), the pupils under the headings (ours unless given), and then edited."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    if cover is not None:
        page.title = "Cover"
        page["A1"] = "Attendance"
        for i, (name, about) in enumerate(COVER.items()):
            page.append([about.label, cover.get(name)])
            assert page.cell(i + 2, 1).value == about.label
        page = book.create_sheet("Pupils")
    page.title = "Pupils"
    page["A1"] = "Pupils"
    for i, name in enumerate(NAMES):
        page.cell(HEADING, i + 1, (headings or {}).get(name, Pupils.cells()[name].label))
        for j, row in enumerate(rows):
            page.cell(FIRST + j, i + 1, row.get(name))
    edit(book)
    book.save(path)
    return path


def with_cells(cells: Mapping[str, Any], tab: str = "Pupils") -> Edit:
    """An edit that types into cells of a tab."""

    def edit(book: openpyxl.Workbook) -> None:
        for address, value in cells.items():
            book[tab][address] = value

    return edit


def explaining(rows: Sequence[Sequence[str | None]]) -> Edit:
    """An edit that adds the Explanations sheet."""

    def edit(book: openpyxl.Workbook) -> None:
        page = book.create_sheet("Explanations")
        page.append(["Explanations"])
        page.append([about.label for about in Explanations.cells().values()])
        for row in rows:
            page.append(list(row))

    return edit
