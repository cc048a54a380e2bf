"""The worked example of every sheet's row keeps the sheet's own rules."""

from __future__ import annotations

import polars as pl
import pytest

from trustkpi.worked import worked
from validation.findings import Layout, check
from validation.model import POUNDS, Sheet, cell
from validation.returns import returns
from validation.rules import ERROR, adds_up_to

SHEETS = {f"{r.name}: {s.facts().title}": s for r in returns().values() for s in r.sheets}


@pytest.mark.parametrize("name", SHEETS)
def test_the_worked_example_keeps_every_rule(name: str) -> None:
    sheet = SHEETS[name]
    frame = pl.DataFrame([dict(worked(sheet))], schema=sheet.dtypes()).with_columns(
        pl.lit(0, pl.Int64).alias("_file"),
        pl.lit(7, pl.Int64).alias("_row"),
        pl.date(2025, 9, 1).alias("_opens"),
        pl.date(2026, 8, 31).alias("_closes"),
    )
    letters = dict.fromkeys(sheet.cells(), "A")
    wrong = check(sheet, frame, {0: Layout(name, 6, letters)})[0]
    assert not [f"{f.label} {f.says}" for f in wrong if f.severity == ERROR]


class Sums(
    Sheet, title="Sums", one_row="one sum", intro="Sums.",
    rules=(adds_up_to("total", ("net", "tax"), says="is not net + tax", do="Add again."),),
):  # fmt: skip
    """Examples that do not add up as they are declared."""

    net: int = cell("Net", unit=POUNDS, help="Net.", example=1.10)
    tax: int = cell("Tax", unit=POUNDS, help="Tax.", example=0.20)
    total: int = cell("Total", unit=POUNDS, help="Total.", example=9)


def test_examples_that_do_not_add_up_are_bent_until_they_do() -> None:
    assert worked(Sums) == {"net": 110, "tax": 20, "total": 130}  # pence
