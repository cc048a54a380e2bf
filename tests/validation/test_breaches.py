"""No rule is lost on the short way, which tells a whole sheet right at once: each is broken here, in every sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest

from trustkpi.worked import worked
from validation.breaches import all_kept, broken_rules
from validation.model import Cell, Sheet
from validation.returns import returns

SHEETS = {s.__name__: s for declared in returns().values() for s in declared.sheets}


def frame(sheet: type[Sheet], *rows: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame([{**worked(sheet), **row} for row in rows], schema=sheet.dtypes(), strict=False).with_columns(
        _file=pl.lit(0, pl.Int64),
        _row=pl.int_range(7, 7 + pl.len(), dtype=pl.Int64),
        _opens=pl.lit(date(2025, 9, 1)),
        _closes=pl.lit(date(2026, 8, 31)),
    )


def refused(about: Cell) -> Iterator[Any]:
    """A value for each rule of the column that it refuses."""
    if about.required:
        yield None
    if about.one_of or about.matches:
        yield next(text for text in ("§", "", "\n") if not re.search(about.matches or "^$", text))
    for limit, step in ((about.at_least, -1), (about.at_most, 1)):
        if isinstance(limit, date):
            yield limit + timedelta(days=step)
        elif limit is not None:
            yield limit * about.unit.scale + step


@pytest.mark.parametrize("name", SHEETS)
def test_a_value_that_its_column_refuses_is_told(name: str) -> None:
    sheet = SHEETS[name]
    wrong = [(column, value) for column, about in sheet.cells().items() for value in refused(about)]
    told = {
        (broken.column, at) for broken in broken_rules(sheet, frame(sheet, *({c: v} for c, v in wrong))) for at in broken.rows
    }
    assert not [wrong[at] for at, (column, _) in enumerate(wrong) if (column, at) not in told]


@pytest.mark.parametrize("name", SHEETS)
def test_one_refused_value_among_right_ones_is_enough(name: str) -> None:
    sheet = SHEETS[name]
    kept = all_kept(sheet, frozenset(sheet.cells()))
    wrong = [(column, value) for column, about in sheet.cells().items() for value in refused(about)]
    frames = ((c, v, frame(sheet, {}, {c: v}).with_columns(_file=pl.int_range(pl.len()))) for c, v in wrong)
    assert not [(c, v) for c, v, rows in frames if all(rows.select(kept).row(0))]


@pytest.mark.parametrize("name", [name for name, sheet in SHEETS.items() if sheet.facts().key])
def test_a_row_that_is_given_twice_is_told(name: str) -> None:
    sheet = SHEETS[name]
    twice = [broken.rows for broken in broken_rules(sheet, frame(sheet, {}, {}))]
    assert [1] in twice


def test_rows_of_other_types_than_declared_are_never_taken_for_right() -> None:
    sheet = SHEETS["Pupils"]
    with pytest.raises(TypeError):
        [*broken_rules(sheet, frame(sheet, {}).with_columns(pl.col("possible").cast(pl.String)))]
