"""Every return in every dialect: the same rows and findings, or what cannot be told is a finding at its cell."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from tests.corpus.dialects import DIALECTS, FOUND, SAME, Make
from tests.corpus.smalls import small
from trustkpi.check import check_readings
from trustkpi.facts import Reading
from trustkpi.read import read
from validation.returns import returns


def told(reading: Reading) -> dict[str, list[tuple[object, ...]]]:
    """The rows by sheet."""
    return {title: table.frame.rows() for title, table in reading.tables.items()}


def unnamed(right: Reading, reading: Reading) -> list[str]:
    """The cells of the right return that another reading gives in another way, without a finding."""
    if any(f.sheet == "Cover" for f in reading.errors):
        return []  # it goes back, and its rows are not judged
    lost = []
    for title, table in right.tables.items():
        other = reading.tables[title]
        names = [name for name in table.frame.columns if not name.startswith("_")]
        for row in table.frame.rows(named=True):
            there = other.frame.filter(pl.col("_row") == row["_row"]).row(0, named=True)
            lost += [f"{title} {n} {row['_row']}" for n in names if there[n] != row[n] and (n, row["_row"]) not in other.typed]
    return lost


@pytest.mark.parametrize(("becomes", "make"), DIALECTS.values(), ids=DIALECTS)
def test_a_return_says_the_same_in_every_dialect(tmp_path: Path, becomes: str, make: Make) -> None:
    for name in returns():
        right = small(name)
        path = tmp_path / f"{right.called}.xlsx"
        path.write_bytes(make(dict(right.parts)))
        (reading,) = check_readings([read(path)])
        if becomes == SAME:
            assert (name, reading.refused, reading.findings) == (name, "", right.reading.findings)
            assert told(reading) == told(right.reading)
        elif becomes == FOUND:
            assert (name, reading.refused, unnamed(right.reading, reading)) == (name, "", [])
        else:
            assert (name, reading.refused[: len(becomes)]) == (name, becomes)


@pytest.mark.parametrize("ending", [".XLSX", ".xls", ".csv", ".xlsm", ""])
def test_what_a_workbook_is_tells_what_it_is_and_not_what_it_is_called(tmp_path: Path, ending: str) -> None:
    right = small("workforce")
    path = tmp_path / f"a{ending}"
    path.write_bytes(DIALECTS["a zip that is not packed"][1](dict(right.parts)))
    assert told(check_readings([read(path)])[0]) == told(right.reading)
