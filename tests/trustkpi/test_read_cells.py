"""A cell becomes its column's type exactly, or its fault is named at its address: never a third thing."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from trustkpi.reading.casting import cast, mend, said
from trustkpi.reading.grid import letter, number
from validation.model import CODE, DATE, DECIMAL, HOURS, NUMBER, PERCENT, POUNDS, TEXT, YES_NO, Cell

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
