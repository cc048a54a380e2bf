"""Every cell of every return, typed in another way that says the same, reads as the same."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.corpus.smalls import small
from tests.corpus.typed_over import Content, number, text
from validation.model import PERCENT, POUNDS, Cell
from validation.returns import returns

ORIGIN = date(1899, 12, 30)  # of Excel's days
NO_BREAK = "\u00a0"
ROUNDS = 8


def ways(value: Any, about: Cell, dtype: pl.DataType) -> Iterator[Content]:
    """Ways to type a value, beside the template's own."""
    if isinstance(value, date):
        yield from (
            text(format(value, form)) for form in ("%d/%m/%Y", " %d/%m/%Y ", "%d-%m-%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y")
        )
        yield from (text(f"{value.day}/{value.month}/{value.year}"), text(value.isoformat()), text(f"{value:%d/%m/%Y} 00:00"))
        yield from (number(f"{(value - ORIGIN).days}.0", "day"), Content("ISO", "d", f"<v>{value}T00:00:00</v>", "day"))
    elif isinstance(value, bool):
        yield from (text(word) for word in (("yes", "Y", "TRUE", " YES ") if value else ("no", "N", "FALSE", " NO ")))
        yield from (Content("a tick", "b", f"<v>{value:d}</v>"), number(int(value)))
    elif dtype.is_integer():
        typed = f"{value / about.unit.scale:.2f}" if about.unit.scale != 1 else str(value)
        yield from (text(typed), text(f" {typed} "), text(typed + NO_BREAK), text(f"{float(typed):,.2f}"))
        yield from (number(f"{float(typed):.15E}"), Content("worked out", "n", f"<f>A1</f><v>{float(typed):.6f}</v>"))
        if about.unit == POUNDS:
            yield from (text(f"£{float(typed):,.2f}"), text(f"£ {typed}"))
    elif dtype.is_numeric():
        yield from (text(repr(value)), text(f" {value} "))
        if about.unit == PERCENT:
            yield from (text(f"{value}%"), text(f"{value} %"), number(value / 100, "percentage"))
    else:
        yield from (text(f" {value} "), text(value + NO_BREAK), text(f"\t{value}\n"))
        if about.one_of:
            yield from (text(value.lower()), text(value.upper()))


@pytest.mark.parametrize("name", returns())
def test_a_value_typed_in_another_way_reads_as_itself(tmp_path: Path, name: str) -> None:
    right, dice = small(name), random.Random(name)
    for _ in range(ROUNDS):
        cells, expected = {}, {}
        for sheet in right.rows:
            table = right.reading.tables[sheet.facts().title]
            for column, about in sheet.cells().items():
                for row, value in enumerate(table.frame[column]):
                    if value is not None and not (about.blank_means is not None and value == 0):
                        cells[sheet, column, row] = dice.choice([*ways(value, about, sheet.dtypes()[column])])
                        expected[sheet, column, row] = value
        reading = right.with_cells(cells, tmp_path / "a.xlsx")
        assert reading.refused == ""
        read = {where: reading.tables[where[0].facts().title].frame[where[1]][where[2]] for where in cells}
        assert {where: (cells[where].name, read[where]) for where in cells if read[where] != expected[where]} == {}
