"""Rows held to their declaration, many returns at once; across sheets and against last period where that can be done."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.trustkpi.returned import AT, COVERED, PUPIL, PUPILS, UPNS, explaining, with_cells, workbook
from trustkpi.check import check_readings, explained
from trustkpi.facts import Reading
from trustkpi.read import read
from trustkpi.reading.stages import AFTER_COLUMNS, AFTER_COVER
from validation.findings import Finding
from validation.model import Fault, Frames, Known
from validation.returns.attendance import ATTENDANCE, Pupils
from validation.rules import ERROR, QUERY


def checked(path: Path, rows: Any = PUPILS, *, known: Any = None, **given: Any) -> Reading:
    return check_readings([read(workbook(path, rows, **given))], known=known)[0]


def row(upn: str = UPNS[0], **changed: Any) -> dict[str, Any]:
    return {"upn": upn, **PUPIL, **changed}


def test_a_right_return_has_no_findings_and_says_what_was_not_done(tmp_path: Path) -> None:
    reading = checked(tmp_path / "a.xlsx")
    assert reading.findings == ()
    assert reading.skipped == ("against last period",)


def test_faults_of_rows_are_named_at_their_cells(tmp_path: Path) -> None:
    reading = checked(tmp_path / "a.xlsx", [row(sex="X"), row(UPNS[1], sex=None), row(UPNS[2], possible=139)])
    assert [(f.cell, f.says) for f in reading.findings] == [
        (f"{AT['sex']}6", "is not one of the choices"),
        (f"{AT['sex']}7", "is blank"),
        (f"{AT['possible']}8", "is not present + approved educational activity + authorised + unauthorised"),
    ]


def test_a_cell_that_could_not_be_read_is_not_called_blank_as_well(tmp_path: Path) -> None:
    reading = checked(tmp_path / "a.xlsx", [row(possible="many", born="31/02/2015", status="P", left="soon")])
    assert {(f.cell, f.says) for f in reading.findings} == {
        (f"{AT['possible']}6", "is not a whole number"),
        (f"{AT['born']}6", "is not a day in the calendar"),
        (f"{AT['left']}6", "is not a date"),
    }


def test_a_note_under_the_table_is_not_checked_as_a_pupil(tmp_path: Path) -> None:
    reading = checked(tmp_path / "a.xlsx", edit=with_cells({"A20": "Note"}))
    assert [f.cell for f in reading.findings] == ["A20"]


def test_the_same_fault_in_many_rows_is_one_finding(tmp_path: Path) -> None:
    reading = checked(tmp_path / "a.xlsx", [row(u, ethnicity="WBRT") for u in (UPNS[0], UPNS[1], UPNS[2])])
    assert [f.cell for f in reading.findings] == [f"{AT['ethnicity']}6:{AT['ethnicity']}8"]


def test_many_returns_are_checked_at_once_and_keep_their_own_findings(tmp_path: Path) -> None:
    files = {
        "a": workbook(tmp_path / "a.xlsx", [row(sex="X")]),
        "b": workbook(tmp_path / "b.xlsx", [row()]),  # the same UPN in another academy is nobody's fault
        "c": workbook(tmp_path / "c.xlsx", [row(), row(possible=141)], cover={**COVERED, "as_at": date(2025, 11, 28)}),
        "d": tmp_path / "none.xlsx",
    }
    a, b, c, d = check_readings([read(path) for path in files.values()])
    assert [f.cell for f in a.findings] == [f"{AT['sex']}6"]
    assert b.findings == ()
    assert {f.says for f in c.findings} == {
        "is given twice",
        "falls inside another enrolment of the same pupil",
        "is not present + approved educational activity + authorised + unauthorised",
    }
    assert d.refused


def test_rows_wait_until_cover_and_columns_are_right(tmp_path: Path) -> None:
    uncovered = checked(tmp_path / "a.xlsx", [row(sex="X")], cover={**COVERED, "period": None})
    assert ([f.sheet for f in uncovered.findings], uncovered.skipped) == (["Cover"], (AFTER_COVER,))
    columnless = checked(tmp_path / "b.xlsx", [row(sex="X")], edit=with_cells({f"{AT['fsm']}5": "Meals"}))
    assert ([f.label for f in columnless.findings], columnless.skipped) == (["FSM"], (AFTER_COLUMNS,))


def test_a_rule_that_marks_a_column_which_is_not_there_points_at_the_headings(tmp_path: Path) -> None:
    reading = checked(tmp_path / "a.xlsx", [row(status="P")], edit=with_cells({f"{AT['left']}5": "Gone"}))
    assert [(f.cell, f.label, f.says) for f in reading.errors] == [
        ("A5", "Left", "has no column here, and is blank for a pupil whose status is P (has left)")
    ]


SECONDS = [row(u, year_group="5") for u in UPNS]


def known(pupils: int) -> dict[str, Known]:
    before = pl.DataFrame({name: [None] * pupils for name in Pupils.cells()}, schema=Pupils.dtypes())
    return {"ambleside ": Known("Primary", {"Pupils": before})}


def test_a_roll_that_moved_by_more_than_a_fifth_is_a_query(tmp_path: Path) -> None:
    reading = checked(tmp_path / "a.xlsx", known=known(4))  # 3 from 4 is a quarter down
    assert [(f.label, f.says, f.severity) for f in reading.findings] == [
        ("Number of rows", "There are 3 enrolments, and 4 last time", QUERY)
    ]
    assert reading.skipped == ()
    assert checked(tmp_path / "b.xlsx", known=known(3)).findings == ()


def test_nothing_is_held_against_last_period_until_errors_are_mended(tmp_path: Path) -> None:
    reading = checked(tmp_path / "a.xlsx", [row(sex="X")], known=known(4))
    assert [f.label for f in reading.findings] == ["Sex"]
    assert reading.skipped == ("against last period, until the errors are mended",)


def test_an_academy_that_the_trust_does_not_know_is_an_error(tmp_path: Path) -> None:
    reading = checked(tmp_path / "a.xlsx", cover={**COVERED, "academy": "Amblside"}, known=known(3))
    assert [(f.sheet, f.label, f.says) for f in reading.errors] == [
        ("Cover", "Academy", "Amblside is not an academy of this trust")
    ]


def too_many(frames: Frames) -> list[Fault]:
    if frames["Pupils"].height < 3:
        return []
    return [Fault(ERROR, Pupils, "Pupils", "are too many", "Send fewer.", rows=(6, 7, 8), column="upn")]


@pytest.mark.parametrize(("rows", "cells"), [(PUPILS, ["A6:A8"]), (PUPILS[:2], [])])
def test_faults_across_sheets_are_named_at_their_rows(tmp_path: Path, rows: Any, cells: list[str]) -> None:
    strict = replace(ATTENDANCE, across=(too_many,), against_last=())
    reading = read(workbook(tmp_path / "a.xlsx", rows, cover={**COVERED, "stamp": strict.stamp}), {"attendance": strict})
    assert [f.cell for f in check_readings([reading])[0].findings] == cells


def test_sheets_wait_for_each_other_until_rows_are_right(tmp_path: Path) -> None:
    strict = replace(ATTENDANCE, across=(too_many,), against_last=())
    rows = [{**r, "sex": "X"} for r in PUPILS]
    reading = check_readings([read(workbook(tmp_path / "a.xlsx", rows), {"attendance": strict})])[0]
    assert {f.label for f in reading.findings} == {"Sex"}
    assert reading.skipped == ("across sheets, until the errors are mended",)


def test_an_academys_words_stand_beside_its_query(tmp_path: Path) -> None:
    told = explaining(
        [
            ["pupils", "Missing marks", "shows marks that were never taken", "The registers are being keyed in."],
            ["Pupils", "Year group", None, "Placed with a younger group."],
            ["Pupils", "SEN primary need", "something else", "Not about this."],
        ]
    )
    rows = [row(missing=2), row(UPNS[1], year_group="4"), row(UPNS[2], sen="K")]
    reading = checked(tmp_path / "a.xlsx", rows, edit=told)
    assert reading.errors == ()
    assert {f.label: explained(reading, f) for f in reading.queries} == {
        "Missing marks": "The registers are being keyed in.",
        "Year group": "Placed with a younger group.",
        "SEN primary need": "",
    }


def test_an_error_cannot_be_explained_away(tmp_path: Path) -> None:
    told = explaining([["Pupils", "Sex", None, "It is right."]])
    reading = checked(tmp_path / "a.xlsx", [row(sex="X")], edit=told)
    assert [explained(reading, f) for f in reading.findings] == [""]
    assert explained(Reading("a"), Finding("Pupils", "A1", "Sex", "is blank", "Type it.", QUERY)) == ""


@pytest.mark.parametrize("upn", ["12", None])
def test_two_pupils_whose_upns_are_wrong_alike_are_not_two_enrolments_of_one(tmp_path: Path, upn: str | None) -> None:
    rows = [{**PUPIL, "upn": upn}, {**PUPIL, "upn": upn}, {**PUPIL, "upn": UPNS[2]}]
    (reading,) = check_readings([read(workbook(tmp_path / "a.xlsx", rows))])
    assert {cell for f in reading.findings for cell in f.cell.split(":")} == {f"{AT['upn']}6", f"{AT['upn']}7"}


def test_a_date_left_that_could_not_be_read_accuses_no_other_enrolment_of_the_pupil(tmp_path: Path) -> None:
    first, second = {"joined": date(2025, 9, 1), "left": "31/11/2025"}, {"joined": date(2025, 12, 1)}
    reading = checked(tmp_path / "a.xlsx", [row(**first), row(**second)])
    assert [(f.cell, f.label) for f in reading.errors] == [(f"{AT['left']}6", "Left")]
