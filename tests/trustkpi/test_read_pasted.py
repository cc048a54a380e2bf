"""An MIS export pasted into the template as it comes is read instead of the sheet that it stands for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl

from tests.trustkpi.returned import NAMES, PUPIL, UPNS
from trustkpi.check import check_readings
from trustkpi.excel.corrections import write_corrections
from trustkpi.excel.template import Fill, write_return
from trustkpi.facts import Reading
from trustkpi.read import read
from validation.cover import PASTE_TITLE
from validation.periods import period
from validation.returns.attendance import ATTENDANCE, Pupils

FIRST = 6
_FILL = Fill(
    academy="Ambleside",
    period=period("2025-26-autumn"),
    as_at=date(2025, 12, 19),
    declared_by="Head",
    declared_on=date(2026, 1, 8),
)
# The MIS's own order and words, with columns of its own between ours.
ORDER = ["joined", "possible", "upn", *[n for n in NAMES if n not in {"joined", "possible", "upn", "possible_15"}]]
HEADINGS = {"joined": "Admission date", "possible": "Possible_marks", "upn": "Unique Pupil Number"}


def pasted(path: Path, pupils: Sequence[Mapping[str, Any]], typed: Mapping[str, object] | None = None) -> Reading:
    write_return(ATTENDANCE, path, fill=_FILL)
    book = openpyxl.load_workbook(path)
    page = book[PASTE_TITLE]
    words = ["Tutor group", *(HEADINGS.get(name, Pupils.cells()[name].label) for name in ORDER), "House"]
    for at, word in enumerate(words, start=1):
        page.cell(FIRST, at, word)
        for row, pupil in enumerate(pupils, start=FIRST + 1):
            page.cell(row, at, {1: "7A", len(words): "Red"}.get(at) or pupil.get(ORDER[at - 2] if at - 2 < len(ORDER) else ""))
    for where, value in (typed or {}).items():
        book["Pupils"][where] = value
    book.save(path)
    return check_readings([read(path)])[0]


def test_an_export_pasted_as_it_comes_is_read_with_its_own_rows_and_columns(tmp_path: Path) -> None:
    reading = pasted(tmp_path / "a.xlsx", [{"upn": upn, **PUPIL} for upn in UPNS])
    assert reading.findings == ()
    table = reading.tables["Pupils"]
    assert table.frame["upn"].to_list() == list(UPNS)
    assert table.frame["possible"].to_list() == [140] * 3
    assert (table.layout.tab, table.layout.heading_row, table.layout.letters["upn"]) == (PASTE_TITLE, FIRST, "D")


def test_a_fault_in_pasted_rows_is_named_where_it_was_pasted_and_comes_back_on_the_sheet(tmp_path: Path) -> None:
    reading = pasted(tmp_path / "a.xlsx", [{"upn": upn, **PUPIL, "possible": 501 + i} for i, upn in enumerate(UPNS)])
    assert {f.sheet for f in reading.errors} == {PASTE_TITLE}
    assert "C7:C9" in {f.cell for f in reading.errors}
    write_corrections(reading, tmp_path / "b.xlsx")
    back = openpyxl.load_workbook(tmp_path / "b.xlsx")
    assert back["Pupils"]["A8"].value == UPNS[0]
    assert back[PASTE_TITLE]["A6"].value is None
    assert check_readings([read(tmp_path / "b.xlsx")])[0].errors[0].sheet == "Pupils"


def test_rows_both_pasted_and_typed_are_one_question(tmp_path: Path) -> None:
    reading = pasted(tmp_path / "a.xlsx", [{"upn": UPNS[0], **PUPIL}], typed={"A8": UPNS[1], "U8": 100})
    (error,) = reading.errors
    assert (error.sheet, error.says) == ("Pupils", "is filled in, and rows for it are pasted on Paste from MIS too")


def test_what_was_filled_in_before_it_was_sent_out_gives_way_to_what_is_pasted(tmp_path: Path) -> None:
    reading = pasted(tmp_path / "a.xlsx", [{"upn": UPNS[0], **PUPIL}], typed={"A8": UPNS[1], "B8": "F"})
    assert reading.findings == ()
    assert reading.tables["Pupils"].frame["upn"].to_list() == [UPNS[0]]


def test_a_sheet_to_paste_into_that_was_left_alone_changes_nothing(tmp_path: Path) -> None:
    write_return(ATTENDANCE, tmp_path / "a.xlsx", fill=_FILL)
    (error,) = read(tmp_path / "a.xlsx").errors
    assert (error.sheet, error.says) == ("Pupils", "is blank: nothing is filled in on this sheet")
