"""Every example of every return: rows in, findings out, worked by hand in tests/examples/returns."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from validation.findings import Layout, check
from validation.model import Sheet
from validation.returns import returns

FOLDER = Path(__file__).parents[1] / "examples" / "returns"
FILES = {path.stem: tomllib.loads(path.read_text()) for path in sorted(FOLDER.glob("*.toml"))}
CASES = [pytest.param(book, case, id=f"{name}: {case['name']}") for name, book in FILES.items() for case in book["example"]]
FIRST_ROW = 5


def frame_of(sheet: type[Sheet], book: dict[str, Any], case: dict[str, Any]) -> pl.DataFrame:
    rows = []
    for at, changed in enumerate(case["rows"]):
        blanks = {name: about.blank_means for name, about in sheet.cells().items()}
        row = blanks | book["row"] | changed
        rows.append({name: None if value == "" else value for name, value in row.items()} | {"_row": FIRST_ROW + at})
    schema: dict[str, Any] = {"_row": pl.Int64, **sheet.dtypes()}
    opens, closes = (case.get(word, book[word]) for word in ("opens", "closes"))
    return pl.DataFrame(rows, schema=schema).with_columns(
        _file=pl.lit(0, pl.Int64), _opens=pl.lit(opens, pl.Date), _closes=pl.lit(closes, pl.Date)
    )


@pytest.mark.parametrize(("book", "case"), CASES)
def test_the_rows_give_the_findings(book: dict[str, Any], case: dict[str, Any]) -> None:
    sheet = returns()[book["return"]].sheet(book["sheet"])
    assert sheet is not None
    # a column's own name for its letter, so that a cell reads born7
    layout = Layout(sheet.facts().title, FIRST_ROW - 1, {name: f"{name}@" for name in sheet.cells()})
    found = check(sheet, frame_of(sheet, book, case), {0: layout})[0]
    labels = {about.label: name for name, about in sheet.cells().items()}
    got = sorted((f.cell, labels[f.label], f.severity, f.says) for f in found)
    owed = sorted((f"{column}@{FIRST_ROW + row - 1}", column, severity, says) for row, column, severity, says in case["findings"])
    assert [g[:3] for g in got] == [o[:3] for o in owed]
    assert all(says in found_says for (*_, found_says), (*_, says) in zip(got, owed, strict=True))


def test_every_return_has_examples_and_every_rule_is_broken_in_one() -> None:
    for name, declared in returns().items():
        assert name in FILES
        said = " ".join(words for case in FILES[name]["example"] for *_, words in case["findings"])
        for sheet in declared.sheets:
            for rule in sheet.facts().rules:
                assert any(words in rule.says for case in FILES[name]["example"] for *_, words in case["findings"]), rule.name
        assert said


def test_values_of_people_are_never_repeated() -> None:
    for book in FILES.values():
        sheet = returns()[book["return"]].sheet(book["sheet"])
        assert sheet is not None
        layout = Layout("x", 1, dict.fromkeys(sheet.cells(), "A"))
        for case in book["example"]:
            words = " ".join(f.says + f.do for f in check(sheet, frame_of(sheet, book, case), {0: layout})[0])
            for row in case["rows"]:
                assert not sheet.facts().personal or str(row.get("upn", "A000200000001")) not in words
