"""A cell becomes its value or a fault with a reason; it is never guessed, dropped or silently nought."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trustkpi.casting import cast
from validation.model import DATE, HOURS, NUMBER, POUNDS, SESSIONS, TEXT, YES_NO, Cell, Unit


def cell(unit: Unit, **rules: object) -> Cell:
    return Cell("Heading", unit, "Help.", "example", **rules)  # type: ignore[arg-type]


def one(text: str | None, about: Cell, kind: pl.DataType, number: float | None = None) -> tuple[object, str]:
    made = cast(pl.Series([text], dtype=pl.String), pl.Series([number], dtype=pl.Float64), about, kind)
    return made.values[0], made.faults.get(0, "")


@pytest.mark.parametrize(
    ("text", "number", "value"),
    [("41500", 41500.0, 41500), (" 12 ", None, 12), ("1,234", None, 1234), ("-3", None, -3), ("7.0", None, 7), ("0", 0.0, 0)],
)
def test_whole_numbers_come_as_they_were_meant(text: str, number: float | None, value: int) -> None:
    assert one(text, cell(SESSIONS), pl.Int64(), number) == (value, "")


@pytest.mark.parametrize("text", ["5.5", "12%", "(300)", "£1,200", "n/a", "-", "forty", "1,23", "1e3", "٣", "NaN", "inf"])
def test_what_is_no_whole_number_is_a_fault(text: str) -> None:
    assert one(text, cell(SESSIONS), pl.Int64()) == (None, "is not a whole number")


@pytest.mark.parametrize("number", [5.5, 5.0000000001, 1e20, 2.0**53])
def test_numbers_that_are_not_exactly_whole_are_faults(number: float) -> None:
    assert one("5", cell(NUMBER), pl.Int64(), number) == (None, "is not a whole number")


@pytest.mark.parametrize(
    ("text", "number", "pence"),
    [("1234.56", 1234.56, 123456), ("£1,200", None, 120000), ("0.1", 0.1, 10), ("8.29", 8.29, 829), ("1.115", 1.115, None)],
)
def test_pounds_are_kept_in_pence(text: str, number: float | None, pence: int | None) -> None:
    assert one(text, cell(POUNDS), pl.Int64(), number)[0] == pence


def test_hours_are_kept_in_hundredths() -> None:
    assert one("32.5", cell(HOURS), pl.Int64(), 32.5) == (3250, "")


@pytest.mark.parametrize(
    "text",
    [
        "31/03/2026",
        "31-03-2026",
        "31.03.2026",
        "2026-03-31",
        "2026-03-31 00:00:00",
        "31 March 2026",
        "31 Mar 2026",
        "31-Mar-2026",
    ],
)
def test_dates_are_read_in_uk_order(text: str) -> None:
    assert one(text, cell(DATE), pl.Date()) == (date(2026, 3, 31), "")


@pytest.mark.parametrize("text", ["03/31/2026", "31/02/2026", "31/03/26", "46112", "soon", "2026"])
def test_what_is_no_date_is_a_fault(text: str) -> None:
    value, reason = one(text, cell(DATE), pl.Date())
    assert value is None
    assert reason


@pytest.mark.parametrize(
    ("text", "value"),
    [("Yes", True), ("y", True), ("TRUE", True), ("No", False), ("n", False), ("0", False)],
)
def test_yes_and_no_in_every_dialect(text: str, value: bool) -> None:  # noqa: FBT001
    assert one(text, cell(YES_NO), pl.Boolean()) == (value, "")


def test_perhaps_is_neither() -> None:
    assert one("perhaps", cell(YES_NO), pl.Boolean()) == (None, "is neither Yes nor No")


def test_a_choice_is_known_by_code_or_meaning_in_any_case() -> None:
    about = cell(TEXT, one_of={"F": "Female", "M": "Male"})
    assert [one(text, about, pl.String())[0] for text in ("F", " f ", "female", "X")] == ["F", "F", "F", "X"]


def test_blank_is_blank_unless_it_is_said_to_mean_something() -> None:
    assert one("  ", cell(SESSIONS), pl.Int64()) == (None, "")
    assert one(None, cell(SESSIONS, blank_means=0), pl.Int64()) == (0, "")
    assert one("x", cell(SESSIONS, blank_means=0), pl.Int64()) == (None, "is not a whole number")


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=12), st.integers(-(10**9), 10**9).map(str), st.dates(date(1900, 1, 1)).map(str)))
def test_any_text_is_a_value_a_blank_or_a_fault(text: str) -> None:
    for about, kind in ((cell(SESSIONS), pl.Int64()), (cell(DATE), pl.Date()), (cell(YES_NO), pl.Boolean())):
        value, reason = one(text, about, kind)
        blank = not text.strip(" \t\r\n\u00a0")
        assert (value is None) == (bool(reason) or blank)


@settings(max_examples=300, deadline=None)
@given(st.integers(-(10**12), 10**12))
def test_a_whole_number_comes_back_as_itself(number: int) -> None:
    assert one(str(number), cell(SESSIONS), pl.Int64(), float(number)) == (number, "")
    assert one(f"{number:,}", cell(SESSIONS), pl.Int64()) == (number, "")
