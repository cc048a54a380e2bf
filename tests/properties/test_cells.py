"""Any typed cell comes back as itself, or as one finding at its address: never a third thing."""

from __future__ import annotations

import math
import re
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter
from hypothesis import example, given
from hypothesis import strategies as st

from trustkpi.facts import Reading
from trustkpi.read import read
from trustkpi.reading.grid import UNSEEN
from validation.model import DATE, DECIMAL, NUMBER, POUNDS, TEXT, YES_NO, Frequency, Return, Sheet, cell


class Things(Sheet, title="Things", one_row="one thing", intro="Things.", room=20):
    """One column of each kind."""

    line: str = cell("Line", unit=TEXT, help="A name.", example="a")
    places: int = cell("Places", unit=NUMBER, help="How many.", example=30, required=False)
    cost: int = cell("Cost", unit=POUNDS, help="How much.", example=12.5, required=False)
    score: float = cell("Score", unit=DECIMAL, help="How well.", example=4.25, required=False)
    day: date = cell("Day", unit=DATE, help="When.", example=date(2026, 3, 31), required=False)
    flag: bool = cell("Open", unit=YES_NO, help="Is it?", example=True, required=False)
    words: str = cell("Words", unit=TEXT, help="Anything.", example="words", required=False)


THINGS = Return("things", "Things", "Office", (Frequency.TERMLY,), (Things,), "To count things.")
COLUMNS = [name for name in Things.cells() if name != "line"]
LETTERS = " ,.-+£%/:()0123456789eE#=abcJanMarYesNoTrue\u00a0é"
TYPED = st.one_of(
    st.none(),
    st.integers(-(10**17), 10**17),
    st.floats(allow_nan=False, allow_infinity=False),
    st.decimals(-(10**6), 10**6, places=2).map(float),
    st.booleans(),
    st.datetimes(datetime(1901, 1, 1), datetime(2100, 1, 1)).map(lambda d: d.replace(microsecond=0)),  # noqa: DTZ001  Excel has no zones
    st.dates(date(1901, 1, 1), date(2100, 1, 1)),
    st.text(LETTERS, max_size=12),
    st.integers(-10000, 10000).map(lambda n: f" {n:,} "),
    st.dates(date(1930, 1, 1), date(2100, 1, 1)).map(lambda d: f"{d:%d/%m/%Y}"),
)


def write(path: Path, rows: list[dict[str, Any]]) -> None:
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    dated = book.add_format({"num_format": "dd/mm/yyyy hh:mm:ss"})
    page = book.add_worksheet("Things")
    page.write_row(0, 0, [about.label for about in Things.cells().values()])
    for at, row in enumerate(rows, start=1):
        page.write(at, 0, "a thing")
        for column, name in enumerate(COLUMNS, start=1):
            value = row[name]
            if isinstance(value, date):
                page.write_datetime(at, column, value, dated)
            elif isinstance(value, str):
                page.write_string(at, column, value)
            elif value is not None:
                page.write(at, column, value)
    book.close()


def same(name: str, kept: Any, typed: Any) -> bool:
    """Whether what was kept is what was typed, told without the reader's own patterns."""
    words = typed.strip(UNSEEN) if isinstance(typed, str) else typed
    match name:
        case "words":
            return isinstance(kept, str) and (not isinstance(typed, str) or words in {kept, f"{kept} 00:00:00"})
        case "flag":
            written = f"{words:g}" if isinstance(words, float) else str(words)  # a cell knows no difference between 1 and 1.0
            return kept is (written.casefold() in {"yes", "y", "true", "1"})
        case "day":
            if isinstance(words, str):
                return max(int(n) for n in re.findall("[0-9]+", words)[:3]) == kept.year
            return (kept.year, kept.month, kept.day) == (typed.year, typed.month, typed.day)
    scale = 100 if name == "cost" else 1
    value = Decimal(re.sub("[,£ ]", "", words)) if isinstance(words, str) else Decimal(words)
    return not isinstance(words, bool) and math.isclose(Decimal(kept) / scale, value, rel_tol=1e-14)


def addresses(reading: Reading) -> dict[str, int]:
    """How many findings name each cell."""
    named: dict[str, int] = {}
    for finding in reading.findings:
        for part in finding.cell.split(", "):
            first, _, last = part.partition(":")
            column = first.rstrip("0123456789")
            for row in range(int(first[len(column) :]), int((last or first)[len(column) :]) + 1):
                named[f"{column}{row}"] = named.get(f"{column}{row}", 0) + 1
    return named


@given(st.lists(st.fixed_dictionaries(dict.fromkeys(COLUMNS, TYPED)), min_size=1, max_size=4))
@example([dict.fromkeys(COLUMNS, 1 / 3)])
@example([dict.fromkeys(COLUMNS, "2026-03-31 00:00:00")])
def test_any_cell_comes_back_as_itself_or_as_one_finding_at_its_address(tmp_path: Path, rows: list[dict[str, Any]]) -> None:
    path = tmp_path / "Ambleside things 2025-26-autumn.xlsx"
    write(path, rows)
    reading = read(path, {"things": THINGS})
    assert reading.refused == ""
    table = reading.tables["Things"]
    named = addresses(Reading(path.name, findings=tuple(f for f in reading.findings if f.sheet == "Things")))
    kept = {row["_row"]: row for row in table.frame.iter_rows(named=True)}
    for at, row in enumerate(rows, start=2):
        for name in COLUMNS:
            typed, value = row[name], kept[at][name]
            address = f"{table.layout.letters[name]}{at}"
            blank = typed is None or (isinstance(typed, str) and not typed.strip(UNSEEN))
            if (name, at) in table.typed:
                assert (value, blank, named[address]) == (None, False, 1)
            else:
                assert address not in named
                assert value is None if blank else same(name, value, typed)
