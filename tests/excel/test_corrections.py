"""The workbook that goes back: everything as it was sent, each fault at its new cell, and mending it is enough."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.trustkpi.returned import AT, COVERED, HEADING, NAMES, PUPIL, PUPILS, UPNS, explaining, with_cells, workbook
from trustkpi.check import check_readings, explained
from trustkpi.excel.corrections import write_corrections
from trustkpi.excel.uses_page import Use
from trustkpi.facts import Reading, TrustKpiError
from trustkpi.read import read
from validation.cover import COVER
from validation.returns.attendance import Pupils

NEW_HEADING, NEW_FIRST = 7, 8  # rows of the template's headings and of its first pupil
WRONG = "is not present + approved educational activity + authorised + unauthorised"


def checked(path: Path) -> Reading:
    return check_readings([read(path)])[0]


def sent_back(path: Path, tmp_path: Path) -> Path:
    to = tmp_path / "back.xlsx"
    write_corrections(checked(path), to, trust="The trust")
    return to


def pupil(at: int, **changes: Any) -> dict[str, Any]:
    return {"upn": UPNS[at], **PUPIL, **changes}


def listed(path: Path) -> list[dict[str, Any]]:
    """The rows of the first sheet's table, by heading; links as the place that they go to."""
    page = openpyxl.load_workbook(path).worksheets[0]
    heading = next(row for row in page.iter_rows() if row[0].value == "Error or query")
    names = [c.value for c in heading]
    rows = []
    for row in page.iter_rows(min_row=heading[0].row + 1):
        values = {name: c.value for name, c in zip(names, row, strict=False)}
        rows.append(values | {"to": row[1].hyperlink.location, "explain": row[6].hyperlink and row[6].hyperlink.location})
    return rows


def about(path: Path) -> dict[str, str]:
    page = openpyxl.load_workbook(path).worksheets[0]
    return {str(row[0].value): row[1].value for row in page.iter_rows(min_row=2, max_row=9, max_col=2) if row[0].value}


def mend(path: Path, to: Path, cells: Mapping[str, Any], tab: str = "Pupils") -> Path:
    book = openpyxl.load_workbook(path)
    with_cells(cells, tab)(book)
    book.save(to)
    return to


def comments(page: Worksheet) -> dict[str, str]:
    return {c.coordinate: c.comment.text for row in page.iter_rows() for c in row if c.comment}


FAULTY = [
    pupil(0, sex=None, born="31/02/2015", ethnicity="WHITE", fsm="perhaps"),
    pupil(1, possible="about 140", left=date(2020, 1, 1), code_d="#N/A"),
    pupil(2, upn="A000200000003", possible=141, missing=3),
]
# Worked by hand from the rules: the third UPN's letter should be D, 130 + 10 is not 141, and whoever left on 1 January 2020 left
# before joining and before this academic year, which are two errors in one cell.
FAULTY_CELLS = {
    ("sex", 0), ("born", 0), ("ethnicity", 0), ("fsm", 0), ("possible", 1), ("left", 1), ("code_d", 1), ("upn", 2),
    ("possible", 2), ("missing", 2),
}  # fmt: skip


def test_every_fault_is_listed_at_its_new_cell_and_marked_there(tmp_path: Path) -> None:
    back = sent_back(workbook(tmp_path / "a.xlsx", FAULTY), tmp_path)
    rows = listed(back)
    # The workbook that was sent had its first pupil in row 6, the template has it in row 8.
    assert {row["to"] for row in rows} == {f"Pupils!{AT[name]}{NEW_FIRST + at}" for name, at in FAULTY_CELLS}
    assert {row["Go to"] for row in rows} == {f"Pupils {AT[name]}{NEW_FIRST + at}" for name, at in FAULTY_CELLS}
    page = openpyxl.load_workbook(back)["Pupils"]
    assert set(comments(page)) == {f"{AT[name]}{NEW_FIRST + at}" for name, at in FAULTY_CELLS}
    for name, at in FAULTY_CELLS:
        marked = page[f"{AT[name]}{NEW_FIRST + at}"]
        assert ("? " if name == "missing" else "✖ ") in marked.number_format
        assert marked.fill.fgColor.rgb != page[f"{AT['language']}{NEW_FIRST}"].fill.fgColor.rgb


def test_errors_come_before_queries_and_each_says_what_is_wrong_and_what_to_do(tmp_path: Path) -> None:
    rows = listed(sent_back(workbook(tmp_path / "a.xlsx", FAULTY), tmp_path))
    kinds = [row["Error or query"] for row in rows]
    assert kinds == ["✖ Error"] * 10 + ["? Query"]
    blank = next(row for row in rows if row["Column"] == "Sex")
    assert (blank["Go to"].split()[0], blank["What is wrong"], blank["What to do"]) == (
        "Pupils", "is blank.", "Type one of the choices in the list.",
    )  # fmt: skip


def test_each_fault_says_why_it_matters(tmp_path: Path) -> None:
    reading = checked(workbook(tmp_path / "a.xlsx", FAULTY))
    write_corrections(reading, tmp_path / "b.xlsx", uses={("Pupils", "possible"): Use(("Absence", "Attendance", "Lateness"))})
    matters = {row["Column"]: row["Why it matters"] for row in listed(tmp_path / "b.xlsx")}
    assert matters["Sessions possible"] == "Goes into Absence, Attendance and 1 more."
    assert matters["UPN"].startswith("Tells one row from another.")
    assert all(matters.values())


def test_the_first_sheet_says_whose_it_is_and_how_much_is_wrong(tmp_path: Path) -> None:
    back = sent_back(workbook(tmp_path / "a.xlsx", FAULTY), tmp_path)
    book = openpyxl.load_workbook(back)
    assert book.sheetnames == ["What to mend", "Cover", "Pupils", "Paste from MIS", "Explanations", "Checks", "Lists", "Notes"]
    said = about(back)
    assert (said["Academy"], said["Return"], said["Period"]) == ("Ambleside", "Attendance", "Autumn term 2025/26")
    assert (said["Errors"], said["Queries"]) == ("10 to mend", "1 to explain, 0 explained")


def test_sent_again_as_it_is_it_has_the_same_faults_at_the_listed_cells(tmp_path: Path) -> None:
    first = checked(workbook(tmp_path / "a.xlsx", FAULTY))
    back = sent_back(Path(first.file), tmp_path)
    again = checked(back)
    assert again.cover == first.cover
    assert again.tables["Pupils"].frame.drop("_row").equals(first.tables["Pupils"].frame.drop("_row"))
    said = {(f.label, f.says, f.severity) for f in again.findings}
    # An Excel error comes back as its name in words, which is no number either.
    assert said ^ {(f.label, f.says, f.severity) for f in first.findings} == {
        (Pupils.cells()["code_d"].label, says, "error") for says in ("holds the Excel error #N/A", "is not a whole number")
    }
    assert {f"Pupils {f.cell}" for f in again.findings} == {row["Go to"] for row in listed(back)}
    third = tmp_path / "third.xlsx"
    write_corrections(again, third)
    assert checked(third).findings == again.findings


def test_mended_it_is_accepted(tmp_path: Path) -> None:
    back = sent_back(workbook(tmp_path / "a.xlsx", FAULTY), tmp_path)
    right = {"upn": None, "possible": 140, "missing": None, **PUPIL}
    cells = {f"{AT[name]}{NEW_FIRST + at}": right.get(name) for name, at in FAULTY_CELLS} | {f"A{NEW_FIRST + 2}": UPNS[2]}
    done = checked(mend(back, tmp_path / "mended.xlsx", cells))
    assert done.findings == ()
    assert done.tables["Pupils"].frame["upn"].to_list() == list(UPNS)


def test_rows_sent_in_our_own_template_keep_their_row_numbers(tmp_path: Path) -> None:
    first = sent_back(workbook(tmp_path / "a.xlsx", FAULTY), tmp_path)
    # Two blank rows between the second pupil and the third, as somebody leaves them.
    third = {f"{AT[name]}{NEW_FIRST + 2}": None for name in NAMES} | {
        f"{AT[name]}{NEW_FIRST + 4}": value for name, value in FAULTY[2].items()
    }
    gaps = checked(mend(first, tmp_path / "gaps.xlsx", third))
    assert gaps.tables["Pupils"].frame["_row"].to_list() == [NEW_FIRST, NEW_FIRST + 1, NEW_FIRST + 4]
    write_corrections(gaps, tmp_path / "again.xlsx")
    again = checked(tmp_path / "again.xlsx")
    assert again.findings == gaps.findings
    assert again.tables["Pupils"].frame["_row"].to_list() == [NEW_FIRST, NEW_FIRST + 1, NEW_FIRST + 4]


def test_rows_scattered_over_a_sheet_are_closed_up(tmp_path: Path) -> None:
    far = {f"{AT[name]}50000": value for name, value in pupil(2, sex=None).items()}
    back = sent_back(workbook(tmp_path / "a.xlsx", PUPILS[:2], edit=with_cells(far)), tmp_path)
    assert [row["Go to"] for row in listed(back)] == [f"Pupils {AT['sex']}{NEW_FIRST + 2}"]
    assert checked(back).tables["Pupils"].frame["upn"].to_list() == list(UPNS)


def test_an_export_in_another_order_with_more_columns_comes_back_in_the_templates_order(tmp_path: Path) -> None:
    path = tmp_path / "export.xlsx"
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    names = [n for n in reversed(NAMES) if n in {*PUPIL, "upn", "missing"}]
    page.append(["Tutor group", *(Pupils.cells()[n].label for n in names), "House"])
    for row in FAULTY[:1]:
        page.append(["7A", *(row.get(n) for n in names), "Red"])
    book.save(path)
    path = path.rename(tmp_path / "Ambleside attendance 2025-26-autumn.xlsx")

    first = checked(path)
    assert f"{openpyxl.utils.get_column_letter(names.index('sex') + 2)}2" in {f.cell for f in first.errors}
    back = sent_back(path, tmp_path)
    errors = {row["Go to"] for row in listed(back) if "Error" in row["Error or query"]}
    assert errors == {f"Pupils {AT[n]}{NEW_FIRST}" for n in ("sex", "born", "ethnicity", "fsm")}
    words = {str(c.value) for row in openpyxl.load_workbook(back)["Pupils"].iter_rows(max_row=20) for c in row}
    assert not words & {"Tutor group", "House", "7A", "Red"}

    # An export says nothing of who declares it right; the workbook that goes back asks for it on its Cover.
    (query,) = [row for row in listed(back) if "Query" in row["Error or query"]]
    assert (query["Go to"].split()[0], query["Column"], query["explain"]) == ("Cover", "Declared right by", None)
    mended = mend(back, tmp_path / "1.xlsx", {f"{AT[n]}{NEW_FIRST}": PUPIL[n] for n in ("sex", "born", "ethnicity", "fsm")})
    place = query["Go to"].removeprefix("Cover ")
    declared = {place: "Principal", f"B{int(place[1:]) + 1}": date(2026, 1, 8)}
    assert checked(mend(mended, tmp_path / "2.xlsx", declared, "Cover")).findings == ()


def test_a_column_that_was_missing_is_there_to_be_filled_in(tmp_path: Path) -> None:
    back = sent_back(workbook(tmp_path / "a.xlsx", headings={"sex": "Gender?"}), tmp_path)
    (row,) = listed(back)
    assert row["Go to"] == f"Pupils {AT['sex']}{NEW_FIRST}:{AT['sex']}{NEW_FIRST + 2}"
    assert row["What to do"] == "The column is in this workbook: fill it in, in every row."
    assert set(comments(openpyxl.load_workbook(back)["Pupils"])) == {f"{AT['sex']}{NEW_FIRST + i}" for i in range(3)}
    assert checked(mend(back, tmp_path / "m.xlsx", {f"{AT['sex']}{NEW_FIRST + i}": "F" for i in range(3)})).findings == ()


def test_a_sheet_that_was_missing_is_there_to_be_filled_in(tmp_path: Path) -> None:
    def without(book: openpyxl.Workbook) -> None:
        del book["Pupils"]

    (row,) = listed(sent_back(workbook(tmp_path / "a.xlsx", edit=without), tmp_path))
    assert (row["Go to"], row["to"]) == (f"Pupils A{NEW_FIRST}", f"Pupils!A{NEW_FIRST}")
    assert row["What to do"] == "The sheet is in this workbook: fill it in, or copy your rows into it as values."


def test_a_heading_given_twice_points_to_the_one_that_was_kept(tmp_path: Path) -> None:
    twice = with_cells({f"{openpyxl.utils.get_column_letter(len(NAMES) + 1)}{HEADING}": "Sex"})
    (row,) = listed(sent_back(workbook(tmp_path / "a.xlsx", edit=twice), tmp_path))
    assert row["Go to"] == f"Pupils {AT['sex']}{NEW_HEADING}"
    assert row["What to do"] == "This workbook holds the first of them: check that it is the one that is meant."


def test_faults_of_the_cover_are_marked_on_the_cover(tmp_path: Path) -> None:
    cover = {**COVERED, "as_at": date(2026, 3, 31), "declared_by": None}
    back = sent_back(workbook(tmp_path / "a.xlsx", cover=cover), tmp_path)
    page = openpyxl.load_workbook(back)["Cover"]
    beside = {row[0].value: row[1].coordinate for row in page.iter_rows(max_col=2) if row[0].value}
    as_at, declared_by = beside[COVER["as_at"].label], beside[COVER["declared_by"].label]
    assert {row["Go to"] for row in listed(back)} == {f"Cover {as_at}", f"Cover {declared_by}"}
    assert set(comments(page)) == {as_at, declared_by}
    assert page[as_at].value.date() == date(2026, 3, 31)
    assert "cells and rows" in about(back)["Not looked at"]
    mended = mend(back, tmp_path / "m.xlsx", {as_at: date(2025, 12, 19), declared_by: "Principal"}, "Cover")
    assert checked(mended).findings == ()


QUERIED = [pupil(0, missing=2), pupil(1), pupil(2, year_group="1", missing=5)]
MISSING = "shows marks that were never taken; they are counted neither as present nor as absent"


def test_queries_wait_on_the_explanations_sheet_and_words_given_stay(tmp_path: Path) -> None:
    given = [("pupils", "missing marks", MISSING, "The register system was down.")]
    path = workbook(tmp_path / "a.xlsx", QUERIED, edit=explaining(given))
    back = sent_back(path, tmp_path)
    rows = {row["Column"]: row for row in listed(back)}
    assert rows["Missing marks"]["Explain it"].startswith("Explained: Explanations D")
    assert rows["Year group"]["Explain it"].startswith("Say why: Explanations D")
    assert about(back)["Queries"] == "1 to explain, 1 explained"
    again = checked(back)
    assert {f.label: explained(again, f) for f in again.queries} == {
        "Missing marks": "The register system was down.", "Year group": "",
    }  # fmt: skip
    tab, _, cell = rows["Year group"]["explain"].partition("!")
    done = checked(mend(back, tmp_path / "m.xlsx", {cell: "Placed with a younger group."}, tab))
    assert not done.errors
    assert {f.label: explained(done, f) for f in done.queries} == {
        "Missing marks": "The register system was down.", "Year group": "Placed with a younger group.",
    }  # fmt: skip


def test_a_query_waits_once_however_often_the_workbook_goes_to_and_fro(tmp_path: Path) -> None:
    back = sent_back(workbook(tmp_path / "a.xlsx", QUERIED), tmp_path)
    write_corrections(checked(back), tmp_path / "second.xlsx")
    reading = read(tmp_path / "second.xlsx")
    assert reading.explanations is not None
    assert sorted(reading.explanations["column"]) == ["Missing marks", "Year group"]


def test_one_cell_with_two_faults_has_one_comment_that_says_both(tmp_path: Path) -> None:
    back = sent_back(workbook(tmp_path / "a.xlsx", [pupil(0, possible=501, missing=1)]), tmp_path)
    said = comments(openpyxl.load_workbook(back)["Pupils"])[f"{AT['possible']}{NEW_FIRST}"]
    assert said.count("Error: Sessions possible") == 2
    assert "is more than 500. Type a value from 0 to 500." in said
    assert WRONG in said


def test_a_row_given_twice_is_named_at_the_second(tmp_path: Path) -> None:
    back = sent_back(workbook(tmp_path / "a.xlsx", [*PUPILS, PUPILS[0]]), tmp_path)
    twice = next(row for row in listed(back) if row["What is wrong"] == "is given twice.")
    assert twice["Go to"] == f"Pupils A{NEW_FIRST + 3}"


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    texts = ["=1+1", "+44", "-x", "@SUM(A1)", "=cmd|' /C calc'!A0"]
    rows = [pupil(i % 3, ethnicity=text) for i, text in enumerate(texts)]

    def as_text(book: openpyxl.Workbook) -> None:
        for i, text in enumerate(texts):
            here = book["Pupils"][f"{AT['ethnicity']}{HEADING + 1 + i}"]
            here.value, here.data_type = text, "s"

    back = sent_back(workbook(tmp_path / "a.xlsx", rows, edit=as_text), tmp_path)
    page = openpyxl.load_workbook(back)["Pupils"]
    cells = [page[f"{AT['ethnicity']}{NEW_FIRST + i}"] for i in range(len(texts))]
    assert [c.value for c in cells] == texts
    assert {c.data_type for c in cells} == {"s"}


@pytest.mark.parametrize("count", [120, 600])
def test_at_most_five_hundred_cells_have_a_comment_and_all_are_marked(tmp_path: Path, count: int) -> None:
    rows = [pupil(i % 3, upn=f"A0002{i:08}", sex=None) for i in range(count)]
    back = sent_back(workbook(tmp_path / "a.xlsx", rows, cover={**COVERED, "declared_by": None}), tmp_path)
    book = openpyxl.load_workbook(back)
    marked = [c for c in book["Pupils"][AT["sex"]][NEW_FIRST - 1 : NEW_FIRST - 1 + count] if c.fill.patternType]
    assert len(marked) == count
    assert {c.number_format[:3] for c in marked} == {'"✖ '}
    with zipfile.ZipFile(back) as package:
        notes = [package.read(n) for n in package.namelist() if n.startswith("xl/comments")]
    held = sum(n.count(b"<comment ") for n in notes)
    assert held == 500 if count == 600 else 120 < held <= 500
    assert ("Comments" in about(back)) == (count == 600)


def test_a_file_that_is_none_of_ours_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TrustKpiError, match="not one of the returns"):
        write_corrections(Reading("x.xlsx"), tmp_path / "back.xlsx")
    assert not (tmp_path / "back.xlsx").exists()
