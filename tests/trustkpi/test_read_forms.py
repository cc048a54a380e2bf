"""What offices and programs do to a workbook beyond typing: every cell keeps its value, or is a finding at its address."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import polars as pl
import pytest
import xlsxwriter
from openpyxl.utils import column_index_from_string

from tests.corpus.crafted import zipped
from tests.corpus.smalls import small
from tests.trustkpi.returned import AT, PUPILS, UPNS, with_cells, workbook
from trustkpi.check import check_readings
from trustkpi.excel.template import Fill, write_return
from trustkpi.facts import Reading
from trustkpi.read import read
from trustkpi.reading.door import DAMAGED
from trustkpi.uses import uses
from validation.cover import BESIDE_TITLES, COVER, COVER_TITLE, PASTE_TITLE
from validation.findings import Finding
from validation.model import DECIMAL, NUMBER, PERCENT, TEXT, Frequency, Return, Sheet, cell
from validation.returns import returns
from validation.rules import QUERY


class Lines(Sheet, title="Lines", one_row="one line", intro="Lines.", room=20):
    """A column of each kind that a number can be typed into."""

    line: str = cell("Line", unit=TEXT, help="A name.", example="a")
    share: float = cell("Share", unit=PERCENT, help="How much.", example=12.5, required=False)
    places: int = cell("Places", unit=NUMBER, help="How many.", example=30, required=False)
    score: float = cell("Score", unit=DECIMAL, help="How well.", example=4.25, required=False)
    words: str = cell("Words", unit=TEXT, help="Anything.", example="words", required=False)


LINES = Return("lines", "Lines", "Office", (Frequency.TERMLY,), (Lines,), "To count lines.")


def lines(tmp_path: Path, fill: Callable[[xlsxwriter.Workbook, xlsxwriter.worksheet.Worksheet], None]) -> Reading:
    """A sheet of lines as a library writes it; row 2 is the first, columns B to E can be filled."""
    path = tmp_path / "Ambleside lines 2025-26-autumn.xlsx"
    book = xlsxwriter.Workbook(path)
    page = book.add_worksheet("Lines")
    page.write_row(0, 0, [about.label for about in Lines.cells().values()])
    page.write(1, 0, "a line")
    fill(book, page)
    book.close()
    return read(path, {"lines": LINES})


def first(reading: Reading) -> dict[str, object]:
    return reading.tables["Lines"].frame.row(0, named=True)


def said(reading: Reading, tab: str) -> set[tuple[str, str]]:
    return {(f.cell, f.says) for f in reading.findings if f.sheet == tab}


def changed(path: Path, part: str, found: str, instead: str) -> Path:
    """The workbook with the one place in a part that matches changed."""
    with zipfile.ZipFile(path) as inside:
        parts = {name: inside.read(name).decode() for name in inside.namelist()}
    parts[part], times = re.subn(found, instead, parts[part])
    assert times == 1
    with zipfile.ZipFile(path, "w") as whole:
        for name, text in parts.items():
            whole.writestr(name, text)
    return path


def test_a_number_that_is_shown_as_a_percentage_reads_as_it_is_shown(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook, page: xlsxwriter.worksheet.Worksheet) -> None:
        page.write(1, 1, 0.125, book.add_format({"num_format": "0.0%"}))
        page.write(1, 2, 1, book.add_format({"num_format": 9}))  # 100%

    reading = lines(tmp_path, fill)
    assert first(reading)["share"] == 12.5
    assert said(reading, "Lines") == {("C2", "'100%' is not a whole number")}


@pytest.mark.parametrize("style", ["General", '0.0 "% of all"', "0.00"])
def test_a_number_that_is_not_shown_as_a_percentage_stays_as_it_is(tmp_path: Path, style: str) -> None:
    reading = lines(tmp_path, lambda book, page: page.write(1, 1, 12.5, book.add_format({"num_format": style})) and None)
    assert first(reading)["share"] == 12.5


@pytest.mark.parametrize("number", [1 / 3, 1e-10, 5.0000000001, 0.1 + 0.2])
def test_a_number_keeps_all_its_digits_where_words_belong_and_where_numbers_do(tmp_path: Path, number: float) -> None:
    def fill(_: xlsxwriter.Workbook, page: xlsxwriter.worksheet.Worksheet) -> None:
        page.write(1, 3, number)
        page.write(1, 4, number)

    row = first(lines(tmp_path, fill))
    # xlsxwriter keeps 16 digits of a number, and so does Excel or fewer
    assert row["score"] == pytest.approx(number, rel=1e-15, abs=0)
    assert float(str(row["words"])) == row["score"]


def test_a_formula_that_a_library_wrote_with_a_nought_was_never_worked_out(tmp_path: Path) -> None:
    reading = lines(tmp_path, lambda _, page: page.write_formula(1, 2, "=A9+1") and None)
    assert said(reading, "Lines") == {("C2", "holds a formula that was never worked out")}


@pytest.mark.parametrize("row", [9, 5000])
def test_a_formula_without_a_value_that_stands_alone_below_the_last_row_is_named(tmp_path: Path, row: int) -> None:
    reading = read(workbook(tmp_path / "a.xlsx", edit=with_cells({f"{AT['possible']}{row}": "=X6"})))
    assert [f.cell for f in reading.findings] == [f"{AT['possible']}{row}"]


def test_numbers_above_such_a_formula_keep_all_their_digits(tmp_path: Path) -> None:
    def fill(_: xlsxwriter.Workbook, page: xlsxwriter.worksheet.Worksheet) -> None:
        page.write(1, 3, 1 / 3)
        page.write_formula(3, 0, "=A2", value="")

    reading = lines(tmp_path, fill)
    assert reading.tables["Lines"].frame["score"][0] == 1 / 3
    assert ("A4", "holds a formula that was never worked out") in said(reading, "Lines")


def test_a_formula_that_was_worked_out_is_its_value(tmp_path: Path) -> None:
    reading = lines(tmp_path, lambda _, page: page.write_formula(1, 2, "=29+1", value=30) and None)
    assert (first(reading)["places"], said(reading, "Lines")) == (30, set())


@pytest.mark.parametrize("error", ["#SPILL!", "#CALC!", "#GETTING_DATA", "#FIELD!"])
def test_an_error_that_excel_had_later_is_named_at_its_cell(tmp_path: Path, error: str) -> None:
    path = workbook(tmp_path / "a.xlsx", edit=with_cells({f"{AT['code_d']}7": "#N/A"}))
    path = changed(path, "xl/worksheets/sheet2.xml", "<v>#N/A</v>", f"<v>{error}</v>")
    reading = read(path)
    assert said(reading, "Pupils") == {(f"{AT['code_d']}7", f"holds the Excel error {error}")}


def test_a_day_beyond_the_calendar_is_a_finding(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", edit=with_cells({f"{AT['born']}7": date(1958, 3, 25)}))  # day 21269
    path = changed(path, "xl/worksheets/sheet2.xml", "<v>21269</v>", "<v>20150517</v>")  # as 2015-05-17 is typed in a hurry
    assert said(read(path), "Pupils") == {(f"{AT['born']}7", "is not a date")}


def test_cells_that_are_merged_downwards_are_findings_and_not_blanks_or_noughts(tmp_path: Path) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        page = book["Pupils"]
        page.merge_cells(f"{AT['code_i']}6:{AT['code_i']}8")
        page.merge_cells("A2:F3")

    reading = read(workbook(tmp_path / "a.xlsx", edit=edit))
    cells = f"{AT['code_i']}7:{AT['code_i']}8"
    assert said(reading, "Pupils") == {(cells, "is part of a merged block, whose first cell alone holds a value")}
    assert reading.tables["Pupils"].frame["code_i"].to_list() == [10, None, None]


def test_a_merged_note_under_the_table_is_still_one_note(tmp_path: Path) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        book["Pupils"]["A20"] = "Figures are from our MIS"
        book["Pupils"].merge_cells("A20:F20")

    assert said(read(workbook(tmp_path / "a.xlsx", edit=edit)), "Pupils") == {("A20", "stands alone in its row")}


@pytest.mark.parametrize("name", ["Pupils (2)", "Copy of Pupils", "Corrected", "pupils "])
def test_a_copy_of_a_sheet_is_a_query_and_the_sheet_itself_is_read(tmp_path: Path, name: str) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        book.copy_worksheet(book["Pupils"]).title = name

    reading = read(workbook(tmp_path / "a.xlsx", edit=edit))
    assert reading.findings == (
        Finding(
            name, "A1", "Sheet", "has the headings and rows of Pupils too, and was not read: Pupils was",
            "Delete the sheet that is not meant, and name the right one Pupils.", QUERY,
        ),
    )  # fmt: skip
    assert reading.tables["Pupils"].frame.height == 3


def test_an_empty_copy_of_a_sheet_is_nothing_to_explain(tmp_path: Path) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        book.copy_worksheet(book["Pupils"]).delete_rows(6, 3)

    assert read(workbook(tmp_path / "a.xlsx", edit=edit)).findings == ()


def test_a_sheet_beside_the_return_that_cannot_be_read_does_no_harm(tmp_path: Path) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        book.create_sheet("Workings")["XFD1048576"] = "far away"

    assert read(workbook(tmp_path / "a.xlsx", edit=edit)).findings == ()


def test_a_heading_that_was_changed_is_an_error_though_its_column_need_not_be_filled_in(tmp_path: Path) -> None:
    reading = read(workbook(tmp_path / "a.xlsx", [{**PUPILS[0], "left": date(2025, 11, 3)}], headings={"left": "Gone on"}))
    assert [(f.severity, f.cell, f.says) for f in reading.findings] == [
        ("error", "A5", f"are not all there: no column is headed Left, and what is in column {AT['left']} is not read")
    ]


def test_a_column_that_was_deleted_and_need_not_be_filled_in_is_a_query_of_the_template_alone(tmp_path: Path) -> None:
    def deleted(book: openpyxl.Workbook) -> None:
        book["Pupils"].delete_cols(column_index_from_string(AT["left"]))

    reading = read(workbook(tmp_path / "a.xlsx", edit=deleted))
    assert [(f.severity, f.cell, f.says) for f in reading.findings] == [
        (QUERY, "A5", "are not all there: no column is headed Left")
    ]
    export = read(workbook(tmp_path / "Ambleside attendance 2025-26-autumn.xlsx", cover=None, edit=deleted))
    assert [f.label for f in export.findings] == [COVER["declared_by"].label]


def test_a_column_of_ones_own_among_ours_is_nobodys_business(tmp_path: Path) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        page = book["Pupils"]
        page.insert_cols(3)
        page["C5"], page["C6"] = "Our own note", "came late"

    reading = read(workbook(tmp_path / "a.xlsx", edit=edit))
    assert (reading.findings, reading.tables["Pupils"].frame["sex"].to_list()) == ((), ["F", "F", "F"])


def test_every_tab_of_a_template_is_known_for_its_own(tmp_path: Path) -> None:
    for declared in returns().values():
        write_return(declared, tmp_path / "a.xlsx", fill=Fill(uses=uses(declared)))
        tabs = openpyxl.load_workbook(tmp_path / "a.xlsx", read_only=True).sheetnames
        own = {COVER_TITLE, PASTE_TITLE, "Explanations", *BESIDE_TITLES, *(s.facts().title for s in declared.sheets)}
        assert {*tabs} <= own


@pytest.mark.parametrize("name", returns())
def test_a_sheet_of_any_return_is_found_under_another_name_by_its_headings(tmp_path: Path, name: str) -> None:
    right = small(name)
    for sheet in right.rows:
        tab = right.reading.tables[sheet.facts().title].layout.tab
        parts = dict(right.parts)
        parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(f'name="{tab}"'.encode(), b'name="Sheet99"')
        path = tmp_path / "a.xlsx"
        path.write_bytes(zipped(parts))
        reading = check_readings([read(path)])[0]
        assert (reading.refused, reading.errors) == ("", ())
        assert reading.tables[sheet.facts().title].frame.rows() == right.reading.tables[sheet.facts().title].frame.rows()


def test_sheets_may_stand_in_any_order(tmp_path: Path) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        book.move_sheet("Pupils", -1)

    assert read(workbook(tmp_path / "a.xlsx", edit=edit)).tables["Pupils"].frame["upn"].to_list() == list(UPNS)


def test_rows_that_a_program_wrote_out_of_order_keep_their_numbers(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx")
    path = changed(path, "xl/worksheets/sheet2.xml", r'(?s)(<row r="7".*?</row>)(<row r="8".*?</row>)', r"\2\1")
    frame = read(path).tables["Pupils"].frame
    assert list(zip(frame["_row"], frame["upn"], strict=True)) == list(zip([6, 7, 8], UPNS, strict=True))


def test_an_address_that_is_there_twice_is_damage(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx")
    path = changed(path, "xl/worksheets/sheet2.xml", f'(<c r="{AT["possible"]}7"[^>]*>)(<v>140</v></c>)', r"\1\2\1<v>141</v></c>")
    assert read(path).refused == DAMAGED


def as_google(path: Path) -> Path:
    """The workbook as Google Sheets exports it: no properties, no theme of its own, a thousand rows, empty cells with styles."""
    with zipfile.ZipFile(path) as inside:
        parts = {name: inside.read(name).decode() for name in inside.namelist() if not name.startswith("docProps/")}
    blank = "".join(
        f'<row r="{at}" ht="15.75" customHeight="1"><c r="A{at}" s="0"/><c r="B{at}" s="0"/></row>' for at in range(9, 1001)
    )
    sheet = parts["xl/worksheets/sheet2.xml"].replace("</sheetData>", blank + "</sheetData>")
    parts["xl/worksheets/sheet2.xml"] = sheet.replace(
        "<worksheet ", '<worksheet xmlns:mx="http://schemas.microsoft.com/office/mac/excel/2008/main" '
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as whole:
        for name, text in parts.items():
            whole.writestr(name, text)
    return path


def test_a_workbook_as_google_sheets_writes_it_is_read(tmp_path: Path) -> None:
    reading = read(as_google(workbook(tmp_path / "a.xlsx")))
    assert (reading.refused, reading.findings) == ("", ())
    assert reading.tables["Pupils"].frame.height == len(PUPILS)


def test_a_workbook_whose_tags_have_a_prefix_is_read(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx")
    with zipfile.ZipFile(path) as inside:
        parts = {name: inside.read(name).decode() for name in inside.namelist()}
    sheet = re.sub(r"<(/?)(?=[a-zA-Z])", r"<\1x:", parts["xl/worksheets/sheet2.xml"]).replace(
        "<x:worksheet xmlns=", "<x:worksheet xmlns:x="
    )
    parts["xl/worksheets/sheet2.xml"] = sheet
    with zipfile.ZipFile(path, "w") as whole:
        for name, text in parts.items():
            whole.writestr(name, text)
    reading = read(path)
    assert (reading.refused, reading.findings) == ("", ())
    assert reading.tables["Pupils"].frame["upn"].to_list() == list(UPNS)


def test_cells_and_rows_without_addresses_stand_where_they_follow(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx")
    with zipfile.ZipFile(path) as inside:
        parts = {name: inside.read(name).decode() for name in inside.namelist()}
    sheet = parts["xl/worksheets/sheet2.xml"]
    sheet = re.sub(r'<row r="[67]"', "<row", sheet)  # the row after row 5 is 6, and after it 7
    parts["xl/worksheets/sheet2.xml"] = re.sub(r' r="[AB][67]"', "", sheet)
    with zipfile.ZipFile(path, "w") as whole:
        for name, text in parts.items():
            whole.writestr(name, text)
    frame = read(path).tables["Pupils"].frame
    assert frame.select("upn", "sex", "_row").equals(
        pl.DataFrame(
            {"upn": UPNS, "sex": ["F"] * 3, "_row": [6, 7, 8]}, schema={"upn": pl.String, "sex": pl.String, "_row": pl.Int64}
        )
    )
