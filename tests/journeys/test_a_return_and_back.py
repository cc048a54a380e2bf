"""The first half of the way on real input: a template typed into by LibreOffice Calc, checked, sent back, mended, accepted."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from trustkpi.excel.template import Fill, write_return
from trustkpi.read import read
from validation.cover import COVER
from validation.periods import period
from validation.returns.attendance import ATTENDANCE, Pupils

Typist = Callable[[Path, Path, dict[str, dict[str, object]]], Path]

# Three synthetic enrolments (local authority code 000 is never issued). UPN check letters by hand:
# 000200000001: 2x5+1x13 = 23, 23 mod 23 = 0 -> A;  ...002: 10 + 26 = 36 mod 23 = 13 -> P;  ...003: 10 + 39 = 49 mod 23 = 3 -> D.
PUPILS: list[dict[str, object]] = [
    {"upn": "A000200000001", "sex": "F", "born": "17/05/2015", "year_group": "6", "possible": 140, "present": 130, "code_am": 66,
     "code_pm": 64, "authorised": 10, "code_i": 10, "unauthorised": 0, "educational": 0},
    {"upn": "P000200000002", "sex": "M", "born": "01/09/2015", "year_group": "5", "possible": 140, "present": 112, "code_am": 60,
     "code_pm": 50, "code_l": 2, "authorised": 14, "code_i": 12, "code_m": 2, "unauthorised": 10, "code_o": 10,
     "educational": 4, "code_v": 4},
    {"upn": "D000200000003", "sex": "F", "born": "31/08/2016", "year_group": "4", "possible": 100, "present": 50, "code_am": 25,
     "code_pm": 25, "authorised": 40, "code_c2": 40, "unauthorised": 10, "code_g": 10, "educational": 0},
]  # fmt: skip
SHARED = {
    "boarder": "N", "ethnicity": "WBRI", "language": "ENG", "fsm": "No", "fsm6": "Yes", "sen": "N", "medical": "No",
    "looked_after": "No", "previously_looked_after": "N", "child_in_need": "No", "child_protection": "No",
    "service_child": "N", "status": "C", "joined": "01/09/2023",
}  # fmt: skip
AUTUMN = period("2025-26-autumn")


def blank_template(folder: Path) -> Path:
    target = folder / "blank.xlsx"
    write_return(ATTENDANCE, target, fill=Fill(academy="Ambleside", period=AUTUMN, as_at=date(2025, 12, 19), synthetic=True))
    return target


def places(path: Path) -> tuple[dict[str, str], int, dict[str, str]]:
    """Column name to letter, the first row under the headings, and cover field to the cell beside its label."""
    book = openpyxl.load_workbook(path)
    page = book["Pupils"]
    labels = {about.label: name for name, about in Pupils.cells().items()}
    heading = next(row for row in page.iter_rows(max_row=30) if any(c.value == "UPN" for c in row))
    letters = {labels[c.value]: c.column_letter for c in heading if c.value in labels}
    beside = {row[0].value: f"B{row[0].row}" for row in book["Cover"].iter_rows(max_col=1)}
    return letters, heading[0].row + 1, {name: beside[about.label] for name, about in COVER.items()}


def keyed(path: Path, rows: list[dict[str, object]]) -> dict[str, dict[str, object]]:
    letters, first, cover = places(path)
    typed = {f"{letters[name]}{first + i}": value for i, row in enumerate(rows) for name, value in {**SHARED, **row}.items()}
    declared = {cover["completed_by"]: "Office", cover["declared_by"]: "Principal", cover["declared_on"]: "08/01/2026"}
    return {"Pupils": typed, "Cover": declared}


def trustkpi(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "trustkpi", *words], capture_output=True, text=True, check=False, encoding="utf-8"
    )


def as_found(path: Path) -> list[dict[str, object]]:
    done = trustkpi("check", str(path), "--json")
    return list(json.loads(done.stdout)["findings"])


@pytest.fixture
def filled_in_calc(tmp_path: Path, calc: Typist) -> Path:
    blank = blank_template(tmp_path)
    return calc(blank, tmp_path / "Ambleside attendance.xlsx", keyed(blank, PUPILS))


@pytest.mark.office
def test_a_template_filled_in_calc_is_right(filled_in_calc: Path) -> None:
    done = trustkpi("check", str(filled_in_calc))
    assert done.returncode == 0, done.stdout
    assert "Attendance from Ambleside for 2025-26-autumn" in done.stdout
    assert not done.stderr


@pytest.mark.office
def test_calc_openpyxl_and_xlsxwriter_give_the_same_rows(filled_in_calc: Path, tmp_path: Path) -> None:
    by_openpyxl = tmp_path / "openpyxl.xlsx"
    book = openpyxl.load_workbook(blank_template(tmp_path))
    for sheet, cells in keyed(blank_template(tmp_path), PUPILS).items():
        for address, value in cells.items():
            book[sheet][address] = value
    book.save(by_openpyxl)
    rows = read(filled_in_calc).tables["Pupils"].frame
    by_xlsxwriter = tmp_path / "xlsxwriter.xlsx"
    write_return(
        ATTENDANCE, by_xlsxwriter, fill=Fill(academy="Ambleside", period=AUTUMN, as_at=date(2025, 12, 19), rows={"Pupils": rows})
    )
    assert rows.height == 3
    assert rows["born"].to_list() == [date(2015, 5, 17), date(2015, 9, 1), date(2016, 8, 31)]
    assert rows["possible"].sum() == 380
    for other in (by_openpyxl, by_xlsxwriter):
        assert read(other).tables["Pupils"].frame.drop("_file").equals(rows.drop("_file"))


MISTAKES: dict[tuple[int, str], object] = {
    (0, "upn"): "B000200000001",  # the check letter is A
    (0, "sex"): "X",
    (0, "born"): "31/02/2015",
    (0, "year_group"): "15",
    (0, "ethnicity"): "WHITE",
    (0, "fsm"): "perhaps",
    (1, "possible"): 139,  # 112 + 4 + 14 + 10 = 140
    (1, "code_pm"): 49,  # 60 + 49 + 2 is not 112
    (1, "left"): "01/01/2020",  # before joining, and before this academic year
    (1, "language"): None,
    (2, "authorised"): "forty",
    (2, "code_g"): 9.5,
}
# The cells to be named, worked by hand from the rules: a wrong part is shown at the total that it should add up to.
NAMED = {
    ("upn", 0), ("sex", 0), ("born", 0), ("year_group", 0), ("ethnicity", 0), ("fsm", 0), ("possible", 1), ("present", 1),
    ("left", 1), ("language", 1), ("authorised", 2), ("code_g", 2),
}  # fmt: skip


def with_mistakes() -> list[dict[str, object]]:
    rows = [dict(row) for row in PUPILS]
    for (at, name), value in MISTAKES.items():
        rows[at][name] = value
    return rows


@pytest.mark.office
def test_a_dozen_mistakes_come_back_at_their_cells_and_mended_corrections_are_accepted(tmp_path: Path, calc: Typist) -> None:
    blank = blank_template(tmp_path)
    letters, first, _ = places(blank)
    sent = calc(blank, tmp_path / "Ambleside attendance.xlsx", keyed(blank, with_mistakes()))

    done = trustkpi("check", str(sent), "--json", "--corrections", str(tmp_path / "back"))
    assert done.returncode == 1
    errors = [f for f in json.loads(done.stdout)["findings"] if f["severity"] == "error"]
    cells = {cell.strip() for f in errors for cell in f["cell"].split(",")}
    assert cells == {f"{letters[name]}{first + at}" for name, at in NAMED}
    assert not [f for f in errors if "000200000001" in f["says"] + f["do"]]

    back = tmp_path / "back" / "Ambleside attendance - corrections.xlsx"
    letters, first, _ = places(back)
    mended = {f"{letters[name]}{first + at}": {**SHARED, **PUPILS[at]}.get(name) for at, name in MISTAKES}
    accepted = calc(back, tmp_path / "mended.xlsx", {"Pupils": mended})
    again = trustkpi("check", str(accepted))
    assert again.returncode == 0, again.stdout
    assert read(accepted).tables["Pupils"].frame["possible"].sum() == 380


def test_a_wrong_file_is_one_sentence(tmp_path: Path) -> None:
    wrong = tmp_path / "notes.xlsx"
    book = openpyxl.Workbook()
    book.active["A1"] = "Shopping"
    book.save(wrong)
    done = trustkpi("check", str(wrong))
    assert done.returncode == 2
    assert len([line for line in done.stdout.splitlines() if line.strip()]) == 2
    assert "Traceback" not in done.stdout + done.stderr


def test_usage_errors_end_with_64() -> None:
    assert trustkpi("check").returncode == 64
    assert trustkpi("check", "--no-such-thing").returncode == 64


def test_the_worst_of_many_decides(tmp_path: Path) -> None:
    missing = tmp_path / "not-there.xlsx"
    blank = blank_template(tmp_path)
    assert trustkpi("check", str(blank)).returncode == 1
    assert trustkpi("check", str(blank), str(missing)).returncode == 2


def test_rows_come_back_typed(tmp_path: Path) -> None:
    frame = pl.DataFrame({name: [about.example] for name, about in Pupils.cells().items()}, schema=Pupils.dtypes(), strict=False)
    target = tmp_path / "one.xlsx"
    write_return(
        ATTENDANCE, target, fill=Fill(academy="Ambleside", period=AUTUMN, as_at=date(2025, 12, 19), rows={"Pupils": frame})
    )
    assert read(target).tables["Pupils"].frame.select(list(Pupils.cells())).equals(frame)
