"""Text that begins like a formula stays text in every workbook that is made of what people typed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from tests.trustkpi.returned import PUPILS, with_cells, workbook
from trustkpi.check import check_readings
from trustkpi.excel.corrections import write_corrections
from trustkpi.excel.template import Fill, write_return
from trustkpi.read import read
from validation.periods import period
from validation.returns.attendance import ATTENDANCE, Pupils
from validation.trust_settings import TRUST_SETTINGS, Academies, Options

LIKE_FORMULAS = ["=1+1", "+44 1865", "-x", "@SUM(A1)", "=cmd|' /C calc'!A0", '=HYPERLINK("http://example.org")']


def formulas(path: Path) -> list[str]:
    """The formulas of every sheet."""
    book = openpyxl.load_workbook(path)
    return [str(c.value) for page in book for row in page.iter_rows() for c in row if c.data_type == "f"]


def texts(path: Path) -> set[str]:
    """The texts of every sheet."""
    book = openpyxl.load_workbook(path)
    return {c.value for page in book for row in page.iter_rows() for c in row if c.data_type in {"s", "inlineStr"}}


@pytest.mark.parametrize("text", LIKE_FORMULAS)
def test_a_template_shows_names_and_rows_as_they_were_typed(tmp_path: Path, text: str) -> None:
    rows = pl.DataFrame({"upn": [text]}, schema={"upn": pl.String})
    rows = rows.select(pl.col(n) if n == "upn" else pl.lit(None, t).alias(n) for n, t in Pupils.dtypes().items())
    facts = {"period": period("2025-26-autumn"), "as_at": date(2025, 12, 19)}
    named = Fill(
        academy=text, contact=text, trust=text, completed_by=text, declared_by=text, rows={"Pupils": rows},
        typed={("Pupils", "sex", 0): text}, **facts,  # type: ignore[arg-type]
    )  # fmt: skip
    write_return(ATTENDANCE, tmp_path / "a.xlsx", fill=named)
    write_return(ATTENDANCE, tmp_path / "b.xlsx", fill=Fill(academy="A", rows={"Pupils": rows.with_columns(upn=pl.lit("A"))}))
    assert text in texts(tmp_path / "a.xlsx")
    assert text not in formulas(tmp_path / "a.xlsx")
    assert len(formulas(tmp_path / "a.xlsx")) == len(formulas(tmp_path / "b.xlsx"))


@pytest.mark.parametrize("text", LIKE_FORMULAS)
def test_the_settings_show_names_as_they_were_typed(tmp_path: Path, text: str) -> None:
    names = [n for n, t in Academies.dtypes().items() if t == pl.String]
    rows = pl.DataFrame([[text if n in names else None for n in Academies.dtypes()]], schema=Academies.dtypes(), orient="row")
    options = pl.DataFrame([list(row) for row in Options.facts().given_rows], schema=Options.dtypes(), orient="row", strict=False)
    write_return(TRUST_SETTINGS, tmp_path / "trust.xlsx", fill=Fill(trust=text, rows={"Academies": rows, "Options": options}))
    assert text in texts(tmp_path / "trust.xlsx")
    assert text not in formulas(tmp_path / "trust.xlsx")


@pytest.mark.parametrize("text", LIKE_FORMULAS)
def test_corrections_show_what_was_typed_wrongly(tmp_path: Path, text: str) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        with_cells({"B6": "x", "A20": "x"})(book)
        for cell in (book["Pupils"]["B6"], book["Pupils"]["A20"]):
            cell.value, cell.data_type = text, "s"  # openpyxl would make a formula of it

    reading = check_readings([read(workbook(tmp_path / "a.xlsx", PUPILS, edit=edit))])[0]
    assert reading.errors
    write_corrections(reading, tmp_path / "back.xlsx")
    assert text in texts(tmp_path / "back.xlsx")
    assert text not in formulas(tmp_path / "back.xlsx")
