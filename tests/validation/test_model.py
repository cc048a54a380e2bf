"""How returns are declared, and how a declaration that cannot work is told at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl
import pytest

from validation.model import (
    CODE,
    NUMBER,
    POUNDS,
    TEXT,
    Choice,
    DeclarationError,
    Frequency,
    Return,
    Sheet,
    cell,
    codes,
)  # fmt: skip
from validation.rules import never_more_than


class Clubs(Sheet, title="Clubs", one_row="one club", intro="Clubs.", key=("club",)):
    """Clubs and who comes."""

    club: str = cell("Club", unit=CODE, help="Its name.", example="Chess", known_as=["Activity"])
    cost: int = cell("Cost", unit=POUNDS, help="A term.", example=12.5, at_least=0, at_most=100, required=False)
    by_day: int = codes(
        [Choice("mon", "Monday", "Came on Monday."), Choice("tue", "Tuesday", "Came on Tuesday.", until=date(2025, 8, 31))],
        unit=NUMBER, example=3, section="Days", at_least=0, required=False, blank_means=0,
    )  # fmt: skip


CLUBS = Return("clubs", "Clubs", "Office", (Frequency.TERMLY,), (Clubs,), "To count clubs.")


def test_a_family_of_codes_becomes_columns_in_place() -> None:
    assert [*Clubs.cells()] == ["club", "cost", "mon", "tue"]
    assert Clubs.dtypes() == {"club": pl.String(), "cost": pl.Int64(), "mon": pl.Int64(), "tue": pl.Int64()}
    about = Clubs.cells()["tue"]
    assert (about.label, about.section, about.until, about.blank_means) == ("Tuesday", "Days", date(2025, 8, 31), 0)


def test_a_column_is_known_by_all_its_names_ours_first() -> None:
    assert Clubs.cells()["club"].names() == ("Club", "Activity")


def test_every_column_must_be_explained() -> None:
    unexplained: dict[str, Any] = {"unit": TEXT, "example": "x"}
    with pytest.raises(TypeError, match="help"):
        cell("Label", **unexplained)


def test_two_columns_may_not_share_a_heading() -> None:
    with pytest.raises(DeclarationError, match="activity"):

        class Twice(Sheet, title="Twice", one_row="one", intro="Twice."):
            first: str = cell("Club", unit=CODE, help="A.", example="a", known_as=["Activity"])
            second: str = cell("activity", unit=CODE, help="B.", example="b")


def test_keys_and_rules_name_columns_that_there_are() -> None:
    with pytest.raises(DeclarationError, match="whole"):

        class Lost(Sheet, title="Lost", one_row="one", intro="Lost.",
                   rules=(never_more_than("part", "whole", says="is more", do="Mend it."),)):  # fmt: skip
            part: int = cell("Part", unit=NUMBER, help="A.", example=1)


def test_a_fingerprint_changes_with_the_declaration_and_with_nothing_else() -> None:
    class Same(Sheet, title="Clubs", one_row="one club", intro="Other words.", key=("club",)):
        club: str = cell("Club", unit=CODE, help="Its name.", example="Chess", known_as=["Activity"])

    class Other(Sheet, title="Clubs", one_row="one club", intro="Clubs.", key=("club",)):
        club: str = cell("Club", unit=CODE, help="Its name.", example="Chess", known_as=["Activity"], required=False)

    class Again(Sheet, title="Again", one_row="one club", intro="Clubs."):
        club: str = cell("Club", unit=CODE, help="Its name.", example="Chess", known_as=["Activity"])

    assert Same.fingerprint() == Again.fingerprint()
    assert Same.fingerprint() != Other.fingerprint()


def test_a_stamp_names_return_version_and_fingerprint() -> None:
    assert CLUBS.stamp == f"clubs / version 1 / {CLUBS.fingerprint()}"
    assert replace(CLUBS, version=2).stamp.startswith("clubs / version 2 / ")
    assert len(CLUBS.fingerprint()) == 8


def test_a_return_finds_its_sheet_by_title() -> None:
    assert CLUBS.sheet("Clubs") is Clubs
    assert CLUBS.sheet("Societies") is None
