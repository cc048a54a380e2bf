"""A workbook says whether anybody saved it since it was written, whichever program they saved it with."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl

from tests.trustkpi.returned import PUPILS, workbook
from trustkpi.check import check_readings
from trustkpi.excel.corrections import write_corrections
from trustkpi.read import read
from trustkpi.seal import is_as_sealed
from trustkpi.whole import write_beside


def corrections(tmp_path: Path, sex: str = "X") -> bytes:
    made = io.BytesIO()
    rows = [{**PUPILS[0], "sex": sex}, *PUPILS[1:]]
    write_corrections(check_readings([read(workbook(tmp_path / "a.xlsx", rows))])[0], made)
    return made.getvalue()


def saved_again(workbook: bytes) -> bytes:
    book, made = openpyxl.load_workbook(io.BytesIO(workbook)), io.BytesIO()
    book.save(made)
    return made.getvalue()


def test_corrections_are_as_written_until_a_program_saves_them(tmp_path: Path) -> None:
    made = corrections(tmp_path)
    assert is_as_sealed(made)
    assert corrections(tmp_path) == made
    assert not is_as_sealed(saved_again(made))
    assert "X" in {row[1].value for row in openpyxl.load_workbook(io.BytesIO(saved_again(made)))["Pupils"].iter_rows()}


def test_what_is_no_workbook_of_ours_is_nobodys_to_replace(tmp_path: Path) -> None:
    assert not any(is_as_sealed(content) for content in (b"", b"PK\x03\x04", workbook(tmp_path / "a.xlsx").read_bytes()))


def test_new_corrections_stand_beside_those_that_somebody_saved_and_in_the_place_of_those_nobody_did(tmp_path: Path) -> None:
    first, second, third = (corrections(tmp_path, sex) for sex in ("X", "Y", "Z"))
    place, beside = tmp_path / "a - corrections.xlsx", tmp_path / "a - corrections (2).xlsx"
    assert write_beside(place, first, may_replace=is_as_sealed) == place
    assert write_beside(place, second, may_replace=is_as_sealed) == place
    place.write_bytes(mended := saved_again(second))
    assert write_beside(place, first, may_replace=is_as_sealed) == beside
    assert write_beside(place, third, may_replace=is_as_sealed) == beside
    assert (place.read_bytes(), beside.read_bytes()) == (mended, third)
