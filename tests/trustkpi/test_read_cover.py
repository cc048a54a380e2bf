"""Whose return it is, of which period and as at when, and what is said where the cover does not tell."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.packaging.custom import StringProperty
from openpyxl.workbook.defined_name import DefinedName

from tests.trustkpi.returned import AT, COVERED, PUPILS, with_cells, workbook
from trustkpi.facts import Reading
from trustkpi.read import read, read_settings
from trustkpi.reading.stages import AFTER_COLUMNS, AFTER_COVER
from validation.model import Frequency
from validation.returns.attendance import ATTENDANCE


def covered(folder: Path, **changed: Any) -> Reading:
    return read(workbook(folder / "a.xlsx", cover={**COVERED, **changed}))


# On this cover Academy stands in row 2, Period 3, As at 4, Completed by 5, Declared right by 6, Declared on 7, Template 8.
@pytest.mark.parametrize(
    ("name", "typed", "cell", "says"),
    [
        ("academy", None, "B2", "is blank"),
        ("period", None, "B3", "is blank"),
        ("period", "autumn 2025", "B3", "'autumn 2025' is not a period"),
        ("period", "2025-27-autumn", "B3", "'2025-27-autumn' is not a period"),
        ("period", "2025-26", "B3", "2025-26 is a year, and Attendance is half-termly or termly"),
        ("as_at", None, "B4", "is blank"),
        ("as_at", "31/11/2025", "B4", "'31/11/2025' is not a day in the calendar"),
        ("as_at", "end of term", "B4", "'end of term' is not a date"),
        ("as_at", date(2025, 3, 31), "B4",
         "31 March 2025 is outside the period, which runs from 1 September 2025 to 31 December 2025"),
    ],
)  # fmt: skip
def test_a_cover_that_does_not_tell_is_one_finding_and_stops_the_rest(
    tmp_path: Path, name: str, typed: Any, cell: str, says: str
) -> None:
    reading = covered(tmp_path, **{name: typed})
    assert [(f.sheet, f.cell, f.says, f.severity) for f in reading.findings] == [("Cover", cell, says, "error")]
    assert reading.skipped == (AFTER_COVER,)
    assert reading.tables["Pupils"].frame.height == 3


@pytest.mark.parametrize(("name", "cell"), [("declared_by", "B6"), ("declared_on", "B7")])
def test_a_missing_declaration_is_an_error_but_rows_are_still_read(tmp_path: Path, name: str, cell: str) -> None:
    path = workbook(tmp_path / "a.xlsx", cover={**COVERED, name: None}, edit=with_cells({f"{AT['possible']}6": "x"}))
    reading = read(path)
    assert [f.cell for f in reading.findings] == [cell, f"{AT['possible']}6"]
    assert reading.skipped == ()


@pytest.mark.parametrize("typed", ["19/12/2025", "19 December 2025", "2025-12-19", datetime(2025, 12, 19, 9, 30)])  # noqa: DTZ001
def test_dates_of_the_cover_may_be_typed_in_any_british_way(tmp_path: Path, typed: Any) -> None:
    assert covered(tmp_path, as_at=typed).cover.as_at == date(2025, 12, 19)


def test_an_as_at_date_a_fortnight_after_our_close_fits_a_trusts_own_calendar(tmp_path: Path) -> None:
    assert covered(tmp_path, as_at=date(2026, 1, 14)).findings == ()
    assert [f.cell for f in covered(tmp_path, as_at=date(2026, 1, 15)).findings] == ["B4"]


def test_a_period_may_be_typed_in_capitals_and_with_space(tmp_path: Path) -> None:
    assert covered(tmp_path, period=" 2025-26-Autumn-2 ").cover.period == "2025-26-autumn-2"


@pytest.mark.parametrize(
    ("often", "typed", "kept"),
    [
        (Frequency.MONTHLY, datetime(2026, 1, 1), "2026-01"),  # noqa: DTZ001
        (Frequency.SNAPSHOT, datetime(2026, 1, 31), "2026-01-31"),  # noqa: DTZ001
    ],
)
def test_a_period_that_excel_made_a_date_of_is_still_understood(
    tmp_path: Path, often: Frequency, typed: datetime, kept: str
) -> None:
    dated = replace(ATTENDANCE, often=(often,))
    path = workbook(tmp_path / "a.xlsx", cover={**COVERED, "period": typed, "as_at": date(2026, 1, 31), "stamp": dated.stamp})
    assert read(path, {"attendance": dated}).cover.period == kept


def test_a_cover_may_be_moved_and_renamed(tmp_path: Path) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        book["Cover"].title = "Front page"
        book["Front page"].insert_cols(1)
        book["Front page"].insert_rows(1, 3)

    reading = read(workbook(tmp_path / "a.xlsx", edit=edit))
    assert (reading.cover.academy, reading.cover.period) == ("Ambleside", "2025-26-autumn")


def stamped(path: Path, stamp: str, *, where: str) -> Path:
    def edit(book: openpyxl.Workbook) -> None:
        if where == "property":
            book.custom_doc_props.append(StringProperty(name="trustkpi_template", value=stamp))
        else:
            book.defined_names["trustkpi_template"] = DefinedName("trustkpi_template", attr_text=f'"{stamp}"')

    return workbook(path, cover={**COVERED, "stamp": None}, edit=edit)


@pytest.mark.parametrize("where", ["property", "name"])
def test_a_stamp_is_found_where_people_do_not_see_it(tmp_path: Path, where: str) -> None:
    assert read(stamped(tmp_path / "a.xlsx", ATTENDANCE.stamp, where=where)).declared is ATTENDANCE
    other = read(stamped(tmp_path / "b.xlsx", "trust / version 1 / 00000000", where=where))
    assert other.refused.startswith("This is the trust's settings workbook")


def test_last_years_template_is_read_on_where_all_columns_are_there(tmp_path: Path) -> None:
    assert covered(tmp_path, stamp="attendance / version 0 / 00000000").findings == ()


def test_last_years_template_is_named_at_the_cover_where_columns_are_missing(tmp_path: Path) -> None:
    old = {**COVERED, "stamp": "attendance / version 0 / 00000000"}
    reading = read(workbook(tmp_path / "a.xlsx", cover=old, edit=with_cells({f"{AT['fsm6']}5": "Old"})))
    assert [(f.sheet, f.cell, f.says) for f in reading.findings] == [
        ("Cover", "B8", "is another version of the Attendance template, and columns are missing"),
        ("Pupils", "A5", "is missing: no column has this heading"),
    ]
    assert reading.skipped == (AFTER_COLUMNS,)


def test_another_products_workbook_is_refused_in_one_sentence(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["Template", "census / version 3 / 12345678"])
    book.active.title = "Cover"
    book.save(tmp_path / "a.xlsx")
    assert read(tmp_path / "a.xlsx", {"attendance": ATTENDANCE}).refused == (
        "This workbook is stamped 'census / version 3 / 12345678', which is none of the returns looked for here: Attendance."
    )


def test_a_workbook_of_anything_else_is_refused_with_what_was_looked_for(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["UPN", "Sex", "Shoe size"])
    book.save(tmp_path / "a.xlsx")
    refused = read(tmp_path / "a.xlsx", {"attendance": ATTENDANCE}).refused
    assert refused.startswith("This is not one of the returns")
    assert "Attendance: UPN, Sex, Date of birth, Year group and so on" in refused


def test_a_return_is_not_the_trusts_settings(tmp_path: Path) -> None:
    assert "none of the returns looked for here: Trust settings" in read_settings(workbook(tmp_path / "a.xlsx")).refused


@pytest.mark.parametrize(
    ("name", "academy", "period"),
    [
        ("Ambleside attendance 2025-26-autumn", "Ambleside", "2025-26-autumn"),
        ("Denewood - Attendance return - 2025-26-Summer-1 (2)", "Denewood", "2025-26-summer-1"),
        ("St_Unity_attendance_2025-26-spring", "St Unity", "2025-26-spring"),
    ],
)
def test_an_export_is_told_by_the_name_of_its_file(tmp_path: Path, name: str, academy: str, period: str) -> None:
    cover = read(workbook(tmp_path / f"{name}.xlsx", PUPILS, cover=None)).cover
    assert (cover.academy, cover.period) == (academy, period)


@pytest.mark.parametrize("name", ["export", "Ambleside", "2025-26-autumn", "attendance 2025-26-autumn", "Ambleside 2025-26"])
def test_an_export_whose_name_does_not_tell_is_one_finding_that_says_how_to_name_it(tmp_path: Path, name: str) -> None:
    reading = read(workbook(tmp_path / f"{name}.xlsx", cover=None))
    assert [(f.label, f.severity) for f in reading.findings] == [("File name", "error")]
    assert "'Ambleside attendance 2025-26-autumn-1.xlsx'" in reading.findings[0].do
