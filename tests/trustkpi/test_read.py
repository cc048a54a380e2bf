"""Return workbooks into typed rows that keep their Excel row, however the sheet was laid out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.trustkpi.returned import AT, FIRST, HEADING, NAMES, PUPIL, PUPILS, UPNS, Edit, explaining, with_cells, workbook
from trustkpi.facts import Cover, Reading
from trustkpi.read import read, read_settings
from trustkpi.reading.stages import AFTER_COLUMNS
from validation.findings import Finding
from validation.returns.attendance import ATTENDANCE, Pupils
from validation.trust_settings import TRUST_SETTINGS, Academies

SCHEMA = {**Pupils.dtypes(), "_file": pl.Int64(), "_row": pl.Int64(), "_opens": pl.Date(), "_closes": pl.Date()}


def places(reading: Reading) -> set[tuple[str, str]]:
    return {(f.sheet, f.cell) for f in reading.findings}


def test_a_right_return_is_read_with_its_cover_rows_and_places(tmp_path: Path) -> None:
    reading = read(workbook(tmp_path / "a.xlsx"))
    assert (reading.refused, reading.findings, reading.skipped) == ("", (), ())
    assert reading.declared is ATTENDANCE
    assert reading.cover == Cover(
        "Ambleside", "2025-26-autumn", date(2025, 12, 19), ATTENDANCE.stamp, "Office", "Principal", date(2026, 1, 8)
    )
    table = reading.tables["Pupils"]
    assert dict(table.frame.schema) == SCHEMA
    assert table.frame["_row"].to_list() == [6, 7, 8]
    assert table.frame["upn"].to_list() == list(UPNS)
    assert table.frame["born"].to_list() == [date(2015, 5, 17)] * 3
    assert table.frame["fsm6"].to_list() == [True] * 3
    assert table.frame["_opens"].unique().to_list() == [date(2025, 9, 1)]
    assert table.frame["_closes"].unique().to_list() == [date(2025, 12, 19)]
    assert (table.layout.tab, table.layout.heading_row, table.layout.letters["upn"]) == ("Pupils", HEADING, "A")


def test_a_blank_cell_is_null_or_what_blank_means(tmp_path: Path) -> None:
    frame = read(workbook(tmp_path / "a.xlsx")).tables["Pupils"].frame
    assert frame["code_o"].to_list() == [0, 0, 0]
    assert frame["possible_15"].to_list() == [None] * 3


def moved(book: openpyxl.Workbook) -> None:
    book["Pupils"].insert_cols(1)


def moved_and_styled(book: openpyxl.Workbook) -> None:
    moved(book)
    book["Pupils"]["A7"].font = Font(bold=True)


@pytest.mark.parametrize("edit", [moved, moved_and_styled])
def test_an_empty_first_column_does_not_shift_the_letters(tmp_path: Path, edit: Edit) -> None:
    table = read(workbook(tmp_path / "a.xlsx", edit=edit)).tables["Pupils"]
    assert table.layout.letters["upn"] == "B"
    assert table.frame["possible"].to_list() == [140] * 3
    assert table.frame["upn"].to_list() == list(UPNS)


def test_empty_rows_at_the_top_do_not_shift_the_rows(tmp_path: Path) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        book["Pupils"]["A1"] = None

    table = read(workbook(tmp_path / "a.xlsx", edit=edit)).tables["Pupils"]
    assert (table.layout.heading_row, table.frame["_row"].to_list()) == (5, [6, 7, 8])


def test_a_blank_row_between_pupils_is_passed_over(tmp_path: Path) -> None:
    reading = read(workbook(tmp_path / "a.xlsx", [PUPILS[0], {}, PUPILS[1]]))
    assert reading.tables["Pupils"].frame["_row"].to_list() == [6, 8]
    assert reading.findings == ()


def test_columns_may_stand_in_any_order_with_others_between(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(workbook(tmp_path / "a.xlsx"))
    page = book["Pupils"]
    for row in page.iter_rows(min_row=HEADING, max_row=FIRST + 2):
        values = [cell.value for cell in row]
        for cell, value in zip(row, reversed(values), strict=True):
            cell.value = value
    page.insert_cols(3)
    page.cell(HEADING, 3, "Tutor group")
    page.cell(FIRST, 3, "6B")
    book.save(tmp_path / "b.xlsx")
    frame = read(tmp_path / "b.xlsx").tables["Pupils"].frame
    assert frame.equals(read(tmp_path / "a.xlsx").tables["Pupils"].frame)


def test_a_second_table_beside_the_first_is_not_read(tmp_path: Path) -> None:
    edit = with_cells({"CA5": "Summary", "CA6": 12, "CB6": "pupils", "CA9": 1})
    reading = read(workbook(tmp_path / "a.xlsx", edit=edit))
    assert reading.findings == ()
    assert reading.tables["Pupils"].frame.height == 3


def hide(book: openpyxl.Workbook) -> None:
    page = book["Pupils"]
    page.row_dimensions[7].hidden = True
    page.column_dimensions["C"].hidden = True
    page.auto_filter.ref = "A5:Z8"
    page.merge_cells("A2:F2")
    page.sheet_state = "hidden"


def rename(book: openpyxl.Workbook) -> None:
    book["Pupils"].title = "Sheet1 (2)"


def recapitalise(book: openpyxl.Workbook) -> None:
    book["Pupils"].title = "PUPILS "


@pytest.mark.parametrize("edit", [hide, rename, recapitalise])
def test_hidden_filtered_merged_and_renamed_sheets_are_read_all_the_same(tmp_path: Path, edit: Edit) -> None:
    reading = read(workbook(tmp_path / "a.xlsx", edit=edit))
    assert reading.findings == ()
    assert reading.tables["Pupils"].frame["upn"].to_list() == list(UPNS)


def test_a_renamed_sheet_is_named_as_people_see_it(tmp_path: Path) -> None:
    reading = read(workbook(tmp_path / "a.xlsx", edit=rename))
    assert reading.tables["Pupils"].layout.tab == "Sheet1 (2)"


def test_a_workbook_that_counts_days_from_1904_is_read_right(tmp_path: Path) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        book.epoch = CALENDAR_MAC_1904

    reading = read(workbook(tmp_path / "a.xlsx", edit=edit))
    assert reading.tables["Pupils"].frame["born"].to_list() == [date(2015, 5, 17)] * 3
    assert reading.cover.as_at == date(2025, 12, 19)


def test_a_missing_column_is_one_finding_at_the_heading_row_and_stops_the_cells(tmp_path: Path) -> None:
    edit = with_cells({f"{AT['sex']}5": "Tutor", f"{AT['possible']}6": "many"})
    reading = read(workbook(tmp_path / "a.xlsx", edit=edit))
    (finding,) = reading.findings
    assert finding == Finding(
        "Pupils", "A5", "Sex", "is missing: no column has this heading", "Put the column back and head it Sex.", "error"
    )
    assert reading.skipped == (AFTER_COLUMNS,)
    assert reading.tables["Pupils"].typed["possible", 6] == "many"


def test_a_heading_that_is_there_twice_is_named_with_both_places(tmp_path: Path) -> None:
    reading = read(workbook(tmp_path / "a.xlsx", edit=with_cells({"CA5": "date of  BIRTH "})))
    (finding,) = reading.findings
    assert (finding.cell, finding.label) == ("CA5", "Date of birth")
    assert finding.says == "is the heading of more than one column (C has it too)"


def test_a_missing_sheet_and_lost_headings_are_one_finding_each(tmp_path: Path) -> None:
    def without(book: openpyxl.Workbook) -> None:
        del book["Pupils"]

    def headless(book: openpyxl.Workbook) -> None:
        book["Pupils"].delete_rows(HEADING)

    gone = read(workbook(tmp_path / "a.xlsx", edit=without))
    assert [(f.sheet, f.label) for f in gone.findings] == [("Pupils", "Sheet")]
    lost = read(workbook(tmp_path / "b.xlsx", edit=headless))
    assert [(f.cell, f.label) for f in lost.findings] == [("A1", "Headings")]


def test_two_sheets_that_could_be_the_one_are_both_named(tmp_path: Path) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        book.copy_worksheet(book["Pupils"]).title = "New"
        book["Pupils"].title = "Old"

    (finding,) = read(workbook(tmp_path / "a.xlsx", edit=edit)).findings
    assert finding.says == "could be any of Old and New: all have its headings"


def test_a_sheet_that_nobody_filled_in_is_one_finding(tmp_path: Path) -> None:
    reading = read(workbook(tmp_path / "a.xlsx", []))
    assert [(f.cell, f.label, f.says) for f in reading.findings] == [
        ("A6", "UPN", "is blank: nothing is filled in on this sheet")
    ]


def test_faults_of_cells_name_the_cell_and_keep_what_was_typed(tmp_path: Path) -> None:
    typed = {
        f"{AT['possible']}6": "about 120", f"{AT['born']}7": "31/02/2015", f"{AT['fsm']}8": "maybe", f"{AT['code_g']}6": 9.5,
        f"{AT['code_d']}7": "#N/A", f"{AT['code_l']}8": "=1+1", f"{AT['joined']}6": "01/09/23", f"{AT['present']}7": 1e20,
    }  # fmt: skip
    reading = read(workbook(tmp_path / "a.xlsx", edit=with_cells(typed)))
    assert {(f.cell, f.says) for f in reading.findings} == {
        (f"{AT['possible']}6", "is not a whole number"),
        (f"{AT['born']}7", "is not a day in the calendar"),
        (f"{AT['fsm']}8", "is neither Yes nor No"),
        (f"{AT['code_g']}6", "is not a whole number"),
        (f"{AT['code_d']}7", "holds the Excel error #N/A"),
        (f"{AT['code_l']}8", "holds a formula that was never worked out"),
        (f"{AT['joined']}6", "is a date without all four digits of its year"),
        (f"{AT['present']}7", "is too large a number"),
    }
    table = reading.tables["Pupils"]
    assert table.typed["possible", 6] == "about 120"
    assert table.typed["code_d", 7] == "#N/A"
    assert {
        (name, row) for name, row in table.typed if table.frame.filter(pl.col("_row") == row)[name].item() is not None
    } == set()


def test_the_same_fault_in_many_rows_is_one_finding_with_its_cells(tmp_path: Path) -> None:
    rows = [{**PUPIL, "upn": "A000200000001", "sex": "F", "possible": "x" if i != 2 else 140} for i in range(5)]
    (finding,) = read(workbook(tmp_path / "a.xlsx", rows)).findings
    assert finding.cell == f"{AT['possible']}6:{AT['possible']}7, {AT['possible']}9:{AT['possible']}10"


def test_no_value_of_a_sheet_about_people_is_ever_repeated(tmp_path: Path) -> None:
    private = "Zebedee Example"
    reading = read(workbook(tmp_path / "a.xlsx", edit=with_cells({f"{AT[n]}6": private for n in NAMES if n != "upn"})))
    assert reading.findings
    assert not [f for f in reading.findings if private in f.says + f.do]


def test_a_note_under_the_table_is_one_finding_and_no_pupil(tmp_path: Path) -> None:
    edit = with_cells({"A20": "Figures are from our MIS", "C22": "checked", "D22": "by post"})
    reading = read(workbook(tmp_path / "a.xlsx", edit=edit))
    assert [(f.cell, f.label, f.says) for f in reading.findings] == [
        ("A20", "UPN", "stands alone in its row"),
        ("C22", "Date of birth", "stands in a row that has no UPN and little else"),
    ]
    table = reading.tables["Pupils"]
    assert table.typed["upn", 20] == "Figures are from our MIS"
    assert table.frame.filter(pl.col("_row") > 8).select(NAMES).null_count().sum_horizontal().item() == 2 * len(NAMES)


def test_the_explanations_come_with_the_reading(tmp_path: Path) -> None:
    edit = explaining([["Pupils", "Missing marks", None, "The registers are being keyed in."]])
    told = read(workbook(tmp_path / "a.xlsx", edit=edit)).explanations
    assert told is not None
    assert told.rows() == [("Pupils", "Missing marks", None, "The registers are being keyed in.")]
    assert read(workbook(tmp_path / "b.xlsx")).explanations is None


def test_an_mis_export_is_known_by_its_headings_and_named_by_its_file(tmp_path: Path) -> None:
    aliases = {"upn": "Unique Pupil Number", "sex": "Gender", "born": "DOB", "possible": "Possible_marks", "joined": "DOA"}
    path = workbook(tmp_path / "Ambleside attendance 2025-26-autumn.xlsx", cover=None, headings=aliases, edit=rename)
    reading = read(path)
    assert reading.declared is ATTENDANCE
    assert reading.cover == Cover("Ambleside", "2025-26-autumn", date(2025, 12, 31))
    assert reading.tables["Pupils"].frame["born"].to_list() == [date(2015, 5, 17)] * 3
    assert [(f.label, f.severity) for f in reading.findings] == [("Declared right by", "query")]


def settings(path: Path, academies: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for sheet in TRUST_SETTINGS.sheets:
        page = book.create_sheet(sheet.facts().title)
        page.append([sheet.facts().title])
        page.append([about.label for about in sheet.cells().values()])
        for row in academies if sheet is Academies else sheet.facts().given_rows:
            page.append(list(row))
    book.save(path)
    return path


def test_the_trusts_settings_are_read_without_academy_or_period(tmp_path: Path) -> None:
    path = settings(tmp_path / "trust.xlsx", [["Ambleside", 999001, "primary", date(2019, 9, 1), None, None]])
    reading = read_settings(path)
    assert reading.refused == ""
    assert reading.tables["Academies"].frame.select("academy", "urn", "phase", "joined").rows() == [
        ("Ambleside", "999001", "Primary", date(2019, 9, 1))
    ]
    assert reading.tables["Options"].frame["option"].to_list()[0] == "trust name"
    # committees, meetings and a calendar must be there, bands, targets and headlines need not
    assert {f.sheet for f in reading.findings} == {"Committees", "Meetings", "Calendar"}


def test_a_value_of_a_sheet_about_nobody_is_shown(tmp_path: Path) -> None:
    path = settings(tmp_path / "trust.xlsx", [["Ambleside", "999001", "Primary", "Michaelmas", None, None]])
    said = [f.says for f in read_settings(path).findings if f.sheet == "Academies"]
    assert said == ["'Michaelmas' is not a date"]
