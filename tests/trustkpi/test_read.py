"""Workbooks as people and programs leave them: the right values, or a finding at the cell."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from trustkpi.check import check_readings
from trustkpi.facts import Reading
from trustkpi.read import read
from validation.cover import COVER
from validation.returns.attendance import ATTENDANCE, Pupils

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
GIVEN = {
    "upn": "A000200000001", "sex": "F", "born": date(2014, 5, 17), "year_group": 7, "boarder": "N", "ethnicity": "WBRI",
    "language": "ENG", "fsm": "No", "fsm6": "Yes", "sen": "N", "medical": "No", "looked_after": "No",
    "previously_looked_after": "N", "child_in_need": "No", "child_protection": "No", "service_child": "N", "status": "C",
    "joined": date(2023, 9, 4), "possible": 140, "present": 130, "code_am": 65, "code_pm": 65, "educational": 0,
    "authorised": 10, "code_i": 10, "unauthorised": 0,
}  # fmt: skip
LETTERS = {name: openpyxl.utils.get_column_letter(i) for i, name in enumerate(Pupils.cells(), start=1)}


def put(page: Worksheet, row: int, changed: dict[str, object] | None = None) -> None:
    for name, value in {**GIVEN, **(changed or {})}.items():
        page[f"{LETTERS[name]}{row}"] = value


def unaltered(_: openpyxl.Workbook) -> None:
    pass


def workbook(path: Path, alter: Callable[[openpyxl.Workbook], None] = unaltered) -> Path:
    """A return as a library writes it: cover, headings in row 3, two pupils in rows 4 and 5."""
    book = openpyxl.Workbook()
    cover, page = book.active, book.create_sheet("Pupils")
    assert cover is not None
    cover.title = "Cover"
    cover["A1"] = "Attendance"
    said = {
        "academy": "Ambleside", "period": "2025-26-autumn", "as_at": date(2025, 12, 19), "declared_by": "Principal",
        "declared_on": date(2026, 1, 8), "stamp": ATTENDANCE.stamp,
    }  # fmt: skip
    for row, (field, value) in enumerate(said.items(), start=3):
        cover[f"A{row}"], cover[f"B{row}"] = COVER[field].label, value
    page["A1"] = "Pupils"
    for name, about in Pupils.cells().items():
        page[f"{LETTERS[name]}3"] = about.label
    put(page, 4)
    put(page, 5, {"upn": "P000200000002"})
    alter(book)
    book.save(path)
    return path


def reading(path: Path, alter: Callable[[openpyxl.Workbook], None] = unaltered) -> Reading:
    return check_readings([read(workbook(path, alter))])[0]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "return.xlsx"


def cells(found: Reading) -> set[str]:
    return {f.cell for f in found.errors}


def test_a_right_return_is_right(file: Path) -> None:
    found = reading(file)
    assert found.findings == ()
    assert found.cover.academy == "Ambleside"
    frame = found.tables["Pupils"].frame
    assert frame["_row"].to_list() == [4, 5]
    assert frame["year_group"].to_list() == ["7", "7"]
    assert frame["born"].to_list() == [date(2014, 5, 17)] * 2
    assert frame["code_m"].to_list() == [0, 0]


def test_error_cells_are_named_and_not_blank(file: Path) -> None:
    found = reading(file, lambda book: book["Pupils"].__setitem__(f"{LETTERS['possible']}4", "#DIV/0!"))
    assert [(f.cell, f.says) for f in found.errors] == [(f"{LETTERS['possible']}4", "shows the Excel error #DIV/0!")]


def test_a_formula_nobody_worked_out_is_named(file: Path) -> None:
    found = reading(file, lambda book: book["Pupils"].__setitem__(f"{LETTERS['present']}5", "=100+30"))
    assert [(f.cell, f.says) for f in found.errors] == [(f"{LETTERS['present']}5", "holds a formula that was never worked out")]


def test_numbers_and_dates_typed_as_text_are_read(file: Path) -> None:
    typed = {"possible": " 140 ", "born": "17/05/2014", "joined": "4 September 2023", "fsm": "N"}
    found = reading(file, lambda book: put(book["Pupils"], 4, typed))
    assert found.findings == ()
    assert found.tables["Pupils"].frame["born"][0] == date(2014, 5, 17)


def test_a_workbook_of_1904_has_the_same_dates(file: Path) -> None:
    def alter(book: openpyxl.Workbook) -> None:
        book.epoch = datetime(1904, 1, 1)  # noqa: DTZ001  Excel's dates have no zone

    assert reading(file, alter).tables["Pupils"].frame["born"].to_list() == [date(2014, 5, 17)] * 2


def test_columns_in_another_order_with_others_between_are_found(file: Path) -> None:
    def alter(book: openpyxl.Workbook) -> None:
        book["Pupils"].insert_cols(1, 2)
        book["Pupils"]["A1"], book["Pupils"]["B3"] = "Pupils", "Tutor group"

    found = reading(file, alter)
    assert found.findings == ()
    assert found.tables["Pupils"].layout.letters["upn"] == "C"


def test_a_blank_first_column_does_not_shift_the_letters(file: Path) -> None:
    found = reading(file, lambda book: (book["Pupils"].insert_cols(1), put_wrong_sex(book))[0])
    assert cells(found) == {"C4"}


def put_wrong_sex(book: openpyxl.Workbook) -> None:
    book["Pupils"]["C4"] = "Q"


def test_leading_blank_rows_do_not_shift_the_rows(file: Path) -> None:
    def alter(book: openpyxl.Workbook) -> None:
        book["Pupils"]["A1"] = None
        book["Pupils"].insert_rows(1, 4)
        book["Pupils"][f"{LETTERS['sex']}9"] = "Q"

    assert cells(reading(file, alter)) == {f"{LETTERS['sex']}9"}


def test_an_mis_export_is_recognised_by_its_headings_and_its_name(tmp_path: Path) -> None:
    path = tmp_path / "Westbury attendance 2025-26-autumn.xlsx"

    def alter(book: openpyxl.Workbook) -> None:
        del book["Cover"]
        page = book["Pupils"]
        page.title = "Pupil analysis by code"
        page[f"{LETTERS['possible']}3"] = "Possible_marks"
        page[f"{LETTERS['code_i']}3"] = "I"
        page[f"{LETTERS['left']}3"] = "DOL"

    found = reading(path, alter)
    assert (found.cover.academy, found.cover.period) == ("Westbury", "2025-26-autumn")
    assert not found.errors
    assert [f.label for f in found.queries] == ["Declaration"]
    assert found.tables["Pupils"].frame["possible"].sum() == 280


def test_a_renamed_sheet_is_found_by_its_headings(file: Path) -> None:
    found = reading(file, lambda book: setattr(book["Pupils"], "title", "Sheet2"))
    assert found.findings == ()
    assert found.tables["Pupils"].layout.tab == "Sheet2"


def test_a_missing_sheet_is_one_sentence(file: Path) -> None:
    found = reading(file, lambda book: book.remove(book["Pupils"]))
    assert [f.says for f in found.errors] == ["is not in this workbook, nor any sheet with its headings"]


def test_a_missing_column_is_said_once(file: Path) -> None:
    found = reading(file, lambda book: book["Pupils"].__setitem__(f"{LETTERS['sex']}3", "Sx"))
    assert [(f.label, f.says) for f in found.errors] == [("Sex", "has no column: its heading was not found")]


def test_a_heading_given_twice_is_said(file: Path) -> None:
    found = reading(file, lambda book: book["Pupils"].__setitem__("BZ3", "Sex"))
    assert [(f.cell, f.label) for f in found.errors] == [("BZ3", "Sex")]


def test_notes_under_the_table_are_one_finding_and_blank_rows_none(file: Path) -> None:
    def alter(book: openpyxl.Workbook) -> None:
        put(book["Pupils"], 7, {"upn": "D000200000003"})
        book["Pupils"]["B9"] = "Checked by the office"

    found = reading(file, alter)
    assert [(f.cell, f.label) for f in found.errors] == [("A9", "UPN")]
    assert found.tables["Pupils"].frame["_row"].to_list() == [4, 5, 7]


def test_a_second_table_beside_it_is_left_alone(file: Path) -> None:
    def alter(book: openpyxl.Workbook) -> None:
        for row in range(3, 30):
            book["Pupils"][f"CA{row}"] = f"something {row}"

    assert reading(file, alter).findings == ()


def test_hidden_and_merged_cells_and_filters_are_read_all_the_same(file: Path) -> None:
    def alter(book: openpyxl.Workbook) -> None:
        page = book["Pupils"]
        page.row_dimensions[4].hidden = True
        page.column_dimensions["B"].hidden = True
        page.auto_filter.ref = "A3:Z5"
        page.merge_cells("A1:D1")
        page.sheet_state = "hidden"

    assert reading(file, alter).tables["Pupils"].frame.height == 2


def test_an_empty_table_is_a_finding(file: Path) -> None:
    found = reading(file, lambda book: book["Pupils"].delete_rows(4, 2))
    assert [(f.cell, f.says) for f in found.errors] == [("A4", "has nothing filled in")]


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("academy", None, "is blank"), ("declared_by", None, "is blank"), ("as_at", "soon", "is not a date"),
        ("as_at", date(2026, 3, 1), "is not in Autumn term 2025/26"), ("period", "2026-01", "is not a period that"),
        ("period", "Autumn", "is not a period that"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_cover_is_named_at_its_cell(file: Path, field: str, value: object, says: str) -> None:
    order = ["academy", "period", "as_at", "declared_by", "declared_on", "stamp"]
    at = f"B{3 + order.index(field)}"
    found = reading(file, lambda book: book["Cover"].__setitem__(at, value))
    assert [f.cell for f in found.errors] == [at]
    assert says in found.errors[0].says


def test_last_years_template_is_said_in_one_sentence(file: Path) -> None:
    def alter(book: openpyxl.Workbook) -> None:
        book["Cover"]["B8"] = "attendance / version 0 / 00000000"
        book["Pupils"][f"{LETTERS['medical']}3"] = "Something else"

    found = reading(file, alter)
    assert "another version" in " ".join(f.says for f in found.errors)


def test_another_workbook_of_ours_is_refused_by_name(file: Path) -> None:
    found = reading(file, lambda book: book["Cover"].__setitem__("B8", "staffing / version 1 / 00000000"))
    assert found.refused == "" or "staffing" in found.refused
    found = reading(file, lambda book: (book["Cover"].__setitem__("B8", "staffing / 1 / 0"), book.remove(book["Pupils"]))[0])
    assert "something else (staffing)" in found.refused


def test_the_values_of_pupils_are_in_no_message(file: Path) -> None:
    found = reading(file, lambda book: put(book["Pupils"], 4, {"upn": "B000200000001", "born": "secret", "possible": "hidden"}))
    words = " ".join(f.says + f.do + f.label for f in found.findings)
    assert not [w for w in ("secret", "hidden", "000200000001") if w in words]


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the shared corpus of hostile workbooks is not beside this checkout")
def test_every_hostile_file_gets_an_answer() -> None:
    files = sorted(CORPUS.glob("*/*"))
    assert len(files) > 100
    for path in files:
        found = check_readings([read(path)])[0]
        assert found.refused or found.findings, path.name
        assert found.refused.count("\n") == 0
