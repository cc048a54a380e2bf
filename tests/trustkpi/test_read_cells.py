"""A cell becomes its column's type exactly, or its fault is named at its address: never a third thing."""

from __future__ import annotations

import math
import re
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from trustkpi.facts import Reading
from trustkpi.read import read
from trustkpi.reading.casting import cast, mend, said
from trustkpi.reading.grid import UNSEEN, letter, number
from validation.model import (
    CODE,
    DATE,
    DECIMAL,
    HOURS,
    NUMBER,
    PERCENT,
    POUNDS,
    TEXT,
    YES_NO,
    Cell,
    Frequency,
    Return,
    Sheet,
    cell,
)  # fmt: skip

WHOLE = Cell("Places", NUMBER, "How many.", 30)
MONEY = Cell("Cost", POUNDS, "How much.", 12.5)
TIME = Cell("Hours", HOURS, "How long.", 32.5)
SHARE = Cell("Share", PERCENT, "How much of it.", 12.5)
FINE = Cell("Score", DECIMAL, "How well.", 4.25)
DAY = Cell("Day", DATE, "When.", date(2026, 3, 31))
FLAG = Cell("Open", YES_NO, "Is it?", True)
KIND = Cell("Kind", CODE, "Which.", "WBRI", one_of={"WBRI": "White", "K": "Support"})
SHAPE = Cell("Shape", CODE, "Which.", "ENG", matches="^[A-Z]{3}$")
WORDS = Cell("Words", TEXT, "Anything.", "words")


def became(about: Cell, dtype: pl.DataType, typed: str | None, exact: float | None = None) -> Any:
    """The value that a cell's text becomes, or the name of its fault in a list."""
    frame = pl.DataFrame({"c": [typed], "n": [exact]}, schema={"c": pl.String, "n": pl.Float64})
    value, kind = frame.select(*(e.alias(n) for e, n in zip(cast("c", about, dtype, "n"), "vk", strict=True))).row(0)
    return [kind] if kind is not None else value


@pytest.mark.parametrize(
    ("about", "dtype", "typed", "becomes"),
    [
        (WHOLE, pl.Int64(), "12", 12),
        (WHOLE, pl.Int64(), "-3", -3),
        (WHOLE, pl.Int64(), "1,234", 1234),
        (WHOLE, pl.Int64(), "12.0", 12),
        (WHOLE, pl.Int64(), "+7", 7),
        (WHOLE, pl.Int64(), "1,23", ["whole"]),
        (WHOLE, pl.Int64(), "5.5", ["whole"]),
        (WHOLE, pl.Int64(), "about 120", ["whole"]),
        (WHOLE, pl.Int64(), "n/a", ["whole"]),
        (WHOLE, pl.Int64(), "-", ["whole"]),
        (WHOLE, pl.Int64(), ".", ["whole"]),
        (WHOLE, pl.Int64(), "(300)", ["whole"]),
        (WHOLE, pl.Int64(), "12%", ["whole"]),
        (WHOLE, pl.Int64(), "5e3", ["whole"]),
        (WHOLE, pl.Int64(), "inf", ["whole"]),
        (WHOLE, pl.Int64(), "nan", ["whole"]),
        (WHOLE, pl.Int64(), "true", ["whole"]),
        (WHOLE, pl.Int64(), "£12", ["whole"]),
        (WHOLE, pl.Int64(), "1234567890123456", ["large"]),
        (WHOLE, pl.Int64(), "2025-03-01 00:00:00", ["moment"]),
        (WHOLE, pl.Int64(), None, None),
        (MONEY, pl.Int64(), "£1,200", 120000),
        (MONEY, pl.Int64(), "-£0.29", -29),
        (MONEY, pl.Int64(), "£ 1.10", 110),
        (MONEY, pl.Int64(), "1234.56", 123456),
        (MONEY, pl.Int64(), ".5", 50),
        (MONEY, pl.Int64(), "12.345", ["places"]),
        (MONEY, pl.Int64(), "(300)", ["number"]),
        (MONEY, pl.Int64(), "$5", ["number"]),
        (MONEY, pl.Int64(), "10%", ["number"]),
        (TIME, pl.Int64(), "32.5", 3250),
        (TIME, pl.Int64(), "1899-12-31 07:30:00", ["moment"]),
        (TIME, pl.Int64(), "7:30", ["number"]),
        (SHARE, pl.Float64(), "12.5%", 12.5),
        (SHARE, pl.Float64(), "12.5", 12.5),
        (FINE, pl.Float64(), "12%", ["number"]),
        (FINE, pl.Float64(), "0.1", 0.1),
        (FINE, pl.Float64(), "1,000.25", 1000.25),
        (FINE, pl.Float64(), "four", ["number"]),
        (DAY, pl.Date(), "2026-03-31 00:00:00", date(2026, 3, 31)),
        (DAY, pl.Date(), "2026-03-31", date(2026, 3, 31)),
        (DAY, pl.Date(), "31/03/2026", date(2026, 3, 31)),
        (DAY, pl.Date(), "1/2/2026", date(2026, 2, 1)),
        (DAY, pl.Date(), "31.3.2026", date(2026, 3, 31)),
        (DAY, pl.Date(), "31 March 2026", date(2026, 3, 31)),
        (DAY, pl.Date(), "31st mar 2026", date(2026, 3, 31)),
        (DAY, pl.Date(), "1 Sept 2025", date(2025, 9, 1)),
        (DAY, pl.Date(), "2026-03-31 14:30:00", date(2026, 3, 31)),
        (DAY, pl.Date(), "31/02/2026", ["day"]),
        (DAY, pl.Date(), "03/31/2026", ["day"]),
        (DAY, pl.Date(), "31 Smarch 2026", ["day"]),
        (DAY, pl.Date(), "31/03/26", ["short"]),
        (DAY, pl.Date(), "31 March 26", ["short"]),
        (DAY, pl.Date(), "46112", ["serial"]),
        (DAY, pl.Date(), "soon", ["date"]),
        (DAY, pl.Date(), "n/a", ["date"]),
        (DAY, pl.Date(), "1899-12-31 10:03:00", ["early"]),
        (DAY, pl.Date(), "1900-02-14 00:00:00", ["early"]),
        (FLAG, pl.Boolean(), "Yes", True),
        (FLAG, pl.Boolean(), "y", True),
        (FLAG, pl.Boolean(), "true", True),
        (FLAG, pl.Boolean(), "1", True),
        (FLAG, pl.Boolean(), "NO", False),
        (FLAG, pl.Boolean(), "n", False),
        (FLAG, pl.Boolean(), "0", False),
        (FLAG, pl.Boolean(), "maybe", ["yes or no"]),
        (FLAG, pl.Boolean(), "2", ["yes or no"]),
        (KIND, pl.String(), "wbri", "WBRI"),
        (KIND, pl.String(), "k", "K"),
        (KIND, pl.String(), "other", "other"),
        (KIND, pl.String(), "support", "K"),
        (SHAPE, pl.String(), "eng", "ENG"),
        (SHAPE, pl.String(), "english", "english"),
        (WORDS, pl.String(), "Two  words", "Two  words"),
        (WORDS, pl.String(), "2026-03-31 00:00:00", "2026-03-31"),
        (WORDS, pl.String(), "=cmd|x", "=cmd|x"),
        (WORDS, pl.String(), "\x00#N/A", ["error"]),
        (WHOLE, pl.Int64(), "\x00#REF!", ["error"]),
        (DAY, pl.Date(), "\x00=", ["formula"]),
    ],
)
def test_text_becomes_its_columns_type_or_has_a_fault(about: Cell, dtype: pl.DataType, typed: str | None, becomes: Any) -> None:
    assert became(about, dtype, typed) == becomes


@pytest.mark.parametrize(
    ("exact", "text", "becomes"),
    [
        (5.0000000001, "5", ["whole"]),  # as text a number keeps nine decimals only
        (1e-10, "0", ["whole"]),
        (140.00000000000003, "140", 140),  # what adding in Excel leaves behind
        (1e20, "100000000000000000000", ["large"]),
        (999999999999999.0, "999999999999999", 999999999999999),
    ],
)
def test_a_number_is_judged_by_itself_and_not_by_its_text(exact: float, text: str, becomes: Any) -> None:
    assert became(WHOLE, pl.Int64(), text, exact) == becomes


def test_every_fault_says_what_and_what_to_do() -> None:
    kinds = ("formula", "number", "whole", "places", "large", "moment", "yes or no", "date", "day", "short", "serial", "early")
    assert said("whole", "5.5") == "'5.5' is not a whole number"
    assert said("error", "#REF!") == "holds the Excel error #REF!"
    assert all(said(kind, "") and mend(kind, WHOLE).endswith(".") for kind in (*kinds, "error", "stray"))


def test_letters_and_numbers_of_columns_go_both_ways() -> None:
    assert [letter(n) for n in (1, 26, 27, 702, 703, 16384)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]
    assert all(number(letter(n)) == n for n in range(1, 2000))


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
            return kept is (str(words).casefold() in {"yes", "y", "true", "1"})
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


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
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
