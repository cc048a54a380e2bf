"""The worked examples of every return: rows in, findings out, every rule and every kind of column fault at least once.

A file of tests/examples/returns names its return, the sheet of its `row` (a right one, which examples change), and dates. A
return of several sheets gives a right row of each other sheet under `[rows."Sheet title"]`, and its examples name their `sheet`.
A finding names a cell, C7, or a column and the place of its row, `born 1`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from validation.findings import Layout, check
from validation.model import Sheet
from validation.returns import returns

EXAMPLES = Path(__file__).parents[1] / "examples/returns"
FIRST = 7
KINDS = ("is blank", "is not one of the choices", "is not in the form", "is less than", "is more than", "is given twice")


def files() -> dict[str, dict[str, Any]]:
    return {path.stem: tomllib.loads(path.read_text()) for path in sorted(EXAMPLES.glob("*.toml"))}


def sheet_of(held: dict[str, Any], example: dict[str, Any]) -> type[Sheet]:
    sheet = returns()[held["return"]].sheet(example.get("sheet", held["sheet"]))
    assert sheet is not None
    return sheet


def examples() -> Iterator[Any]:
    for name, held in files().items():
        for example in held["example"]:
            yield pytest.param(held, example, id=f"{name}: {example['about']}")


def letters(sheet: type[Sheet]) -> dict[str, str]:
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    names = [*alphabet, *(a + b for a in alphabet for b in alphabet)]
    return dict(zip(sheet.cells(), names, strict=False))


def at_its_cell(held: dict[str, Any], example: dict[str, Any], cell: str) -> str:
    """C7 for `born 1`; what names a cell already stays."""
    sheet = sheet_of(held, example)
    name, _, place = cell.partition(" ")
    return f"{letters(sheet)[name]}{FIRST - 1 + int(place)}" if name in sheet.cells() else cell


def found(held: dict[str, Any], example: dict[str, Any]) -> set[tuple[str, str, str]]:
    sheet = sheet_of(held, example)
    blank = {name: about.blank_means for name, about in sheet.cells().items()}
    usual = held.get("rows", {}).get(sheet.facts().title) or held["row"]
    rows = [{**blank, **usual, **row} for row in example["rows"]]
    rows = [{name: None if value == "" else value for name, value in row.items()} for row in rows]
    frame = pl.DataFrame(rows, schema=sheet.dtypes()).with_columns(
        pl.lit(0, pl.Int64).alias("_file"),
        pl.int_range(FIRST, FIRST + pl.len(), dtype=pl.Int64).alias("_row"),
        pl.lit(example.get("opens", held["opens"]), pl.Date).alias("_opens"),
        pl.lit(example.get("as_at", held["as_at"]), pl.Date).alias("_closes"),
    )
    findings = check(sheet, frame, {0: Layout(sheet.facts().title, FIRST - 1, letters(sheet))})[0]
    return {(f.cell, f.severity, f.says) for f in findings}


@pytest.mark.parametrize(("held", "example"), list(examples()))
def test_rows_give_exactly_these_findings(held: dict[str, Any], example: dict[str, Any]) -> None:
    assert found(held, example) == {(at_its_cell(held, example, cell), *rest) for cell, *rest in example["findings"]}


@pytest.mark.parametrize("name", list(returns()))
def test_every_rule_of_a_return_has_an_example(name: str) -> None:
    held = files()[name]
    said = {
        (at_its_cell(held, example, cell).partition(",")[0].partition(":")[0].rstrip("0123456789"), says)
        for example in held["example"]
        for cell, _, says in example["findings"]
    }
    for sheet in returns()[name].sheets:
        where = letters(sheet)
        owed = {(where[rule.mark], rule.says) for rule in sheet.facts().rules}
        owed |= {(where[column], test.says) for column, about in sheet.cells().items() for test in about.tests}
        # where rows are not about people, the value stands before the words
        assert not [(letter, says) for letter, says in owed if not any(at == letter and s.endswith(says) for at, s in said)]


def test_every_kind_of_column_fault_has_an_example() -> None:
    said = [says for held in files().values() for example in held["example"] for _, _, says in example["findings"]]
    assert [kind for kind in KINDS if not any(says.startswith(kind) for says in said)] == []
    assert any("was withdrawn after" in says for says in said)
    assert any("was not in use before" in says for says in said)


def test_values_of_people_are_never_repeated() -> None:
    for held in files().values():
        for example in held["example"]:
            keys = {str(row[k]) for row in example["rows"] for k in sheet_of(held, example).facts().key if k in row}
            if sheet_of(held, example).facts().personal:
                assert not [says for _, _, says in found(held, example) for key in keys if key in says]


def test_every_return_has_a_right_row() -> None:
    for held in files().values():
        assert [example for example in held["example"] if not example["findings"]]
