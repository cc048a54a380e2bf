"""A return held to the trust's settings: what the central team sends names academies that there are."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from trustkpi.asked import held_to_calendar
from trustkpi.excel.template import Fill, write_return
from trustkpi.facts import Academy
from trustkpi.read import read
from trustkpi.trust import Trust
from validation.periods import period
from validation.returns.actions import ACTIONS, Actions

TRUST = Trust("T", academies=(Academy("Ambleside", "999001", "Primary", date(2019, 9, 1)),))
ROW = {
    "plan": "EDI", "committee": "S&A", "direction": "EQUALITY", "strand": "S", "action": "A", "owner": "O", "state": "P",
    "workload_checked": False,
}  # fmt: skip


def test_rows_of_an_academy_that_the_trust_does_not_have_are_named_at_their_cells(tmp_path: Path) -> None:
    places = ("Ambleside", "Amblside", None, "ambleside")
    rows = pl.DataFrame([{**ROW, "ref": str(n), "place": p} for n, p in enumerate(places)], schema=Actions.dtypes())
    fill = Fill(academy="Whole trust", period=period("2025-26-autumn"), as_at=date(2025, 12, 19), rows={"Actions": rows})
    write_return(ACTIONS, tmp_path / "a.xlsx", fill=fill)
    reading = read(tmp_path / "a.xlsx")
    found = [f for f in held_to_calendar(reading, TRUST).findings if f not in reading.findings]
    letter, first = reading.tables["Actions"].layout.letters["place"], reading.tables["Actions"].frame["_row"][0]
    assert [(f.cell, f.says, f.severity) for f in found] == [
        (f"{letter}{first + 1}, {letter}{first + 3}", "is not an academy of the trust", "error")
    ]
