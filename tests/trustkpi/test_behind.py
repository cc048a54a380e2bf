"""The rows behind a pack's figures: whose they are, for which period they stand, and the tables made from them."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl
import pytest

from trustkpi.behind import rows_behind
from trustkpi.derived import PHASE, Derived, setting
from trustkpi.facts import TRUST
from trustkpi.kpi import COUNT_SHOWN, PERCENT_SHOWN, Count, Polarity, Ratio, kpi
from trustkpi.measure import measure
from validation.model import NUMBER, TEXT, DeclarationError, Frequency, Return, Sheet, cell

PHASES = {"Ambleside": "Primary", "Unity": "Alternative provision"}


class Doors(Sheet, title="Doors", one_row="one kind of door", intro="Doors.", key=("kind",)):
    """Doors of an academy."""

    kind: str = cell("Kind", unit=TEXT, help="What kind.", example="fire")
    n: int = cell("How many", unit=NUMBER, help="How many.", example=3, at_least=0)


class Repairs(Sheet, title="Repairs", one_row="one repair", intro="Repairs.", key=("kind",)):
    """What the central team mended."""

    place: str = cell("Academy", unit=TEXT, help="Whose; blank for the whole trust.", example="Ambleside", required=False)
    kind: str = cell("Kind", unit=TEXT, help="What kind.", example="fire")


class MendedDoors(Derived, title="Doors mended", one_row="doors of a kind", intro="Stacked.", made_from=(Doors, Repairs)):
    """Doors and repairs, stacked."""

    doors: int = cell("Doors", unit=NUMBER, help="How many there are.", example=3)
    mended: int = cell("Mended", unit=NUMBER, help="How many were mended.", example=1)

    @classmethod
    def make(cls, *frames: pl.DataFrame) -> pl.DataFrame:
        """The rows of both."""
        doors, repairs = frames
        whose = ("academy", "period")
        there = doors.select(*whose, doors="n", mended=pl.lit(0))
        return pl.concat([there, repairs.select(*whose, doors=pl.lit(0), mended=pl.lit(1))], how="vertical_relaxed")


RETURNS = {
    Doors: Return("doors", "Doors", "Site", (Frequency.TERMLY,), (Doors,), "Doors."),
    Repairs: Return("repairs", "Repairs", "Central team", (Frequency.SNAPSHOT,), (Repairs,), "Repairs.", whole_trust=True),
}
TYPED = {
    Doors: [("Ambleside", "fire", 4), ("Unity", "fire", 6), ("Elsewhere", "fire", 90)],
    Repairs: [("Whole trust", "Ambleside", "fire"), ("Whole trust", "Unity", "glass"), ("Whole trust", None, "gate")],
}
STANDING = {"doors": {"2025-26-autumn": "2025-26-autumn"}, "repairs": {"2025-12-01": "2025-26-autumn"}}


def read(sheet: type[Sheet], name: str, periods: Collection[str]) -> pl.DataFrame:
    assert name == RETURNS[sheet].name
    schema = {"academy": pl.String(), **sheet.dtypes()}
    (of,) = periods
    return pl.DataFrame(TYPED[sheet], schema=schema, orient="row").with_columns(period=pl.lit(of))


@pytest.fixture(autouse=True)
def _returns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trustkpi.behind.return_of", RETURNS.get)


def test_every_row_carries_the_numbers_that_the_trust_sets() -> None:
    def asked(**numbers: dict[str, int]) -> list[list[int]]:
        frames = rows_behind([Doors, MendedDoors], read, STANDING, PHASES, **numbers).values()
        return [frame.select(setting("reintegration weeks")).to_series().unique().to_list() for frame in frames]

    assert asked() == [[12], [12]]
    assert asked(numbers={"reintegration weeks": 20}) == [[20], [20]]


def test_every_row_carries_the_phase_of_its_academy_and_the_trusts_own_none() -> None:
    rows = rows_behind([Repairs, MendedDoors], read, STANDING, PHASES)
    for frame in rows.values():
        assert dict(frame.select("academy", PHASE).unique().rows()) == {**PHASES, "": ""}


def test_a_row_of_the_central_teams_return_is_the_academys_that_it_names_or_the_trusts_alone() -> None:
    rows = rows_behind([Repairs], read, STANDING, PHASES)[Repairs]
    assert rows.select("academy", "period").rows() == [
        ("Ambleside", "2025-26-autumn"), ("Unity", "2025-26-autumn"), ("", "2025-26-autumn"),
    ]  # fmt: skip


def test_rows_of_academies_that_are_not_the_trusts_are_left_out() -> None:
    assert rows_behind([Doors], read, STANDING, PHASES)[Doors]["n"].to_list() == [4, 6]


def test_a_share_over_two_returns_is_added_up_from_stacked_rows() -> None:
    @kpi(
        title="Mended", focus="T1.1-a", committee="C", reads=MendedDoors, shown=PERCENT_SHOWN, polarity=Polarity.HIGHER_IS_BETTER
    )
    def mended() -> Ratio:
        """Doors mended of all doors."""
        return Ratio(pl.col("mended").sum(), pl.col("doors").sum())

    rows = rows_behind([MendedDoors], read, STANDING, PHASES)
    found = measure(rows, [mended], phases=PHASES)
    values = {row["place"]: (row["numerator"], row["denominator"], row["value"]) for row in found.iter_rows(named=True)}
    # Three repairs over ten doors for the trust, the one that names no academy included; one of four and one of six beside.
    assert values[TRUST] == (3, 10, 30.0)
    assert values["Ambleside"] == (1, 4, 25.0)
    assert values["Unity"][:2] == (1, 6)


def test_a_derived_row_may_serve_one_grain_only() -> None:
    class Summed(Derived, title="Summed", one_row="a row", intro="One grain each.", made_from=(Doors,)):
        """Doors by academy, and once more for the trust."""

        doors: int = cell("Doors", unit=NUMBER, help="How many there are.", example=3)

        @classmethod
        def make(cls, *frames: pl.DataFrame) -> pl.DataFrame:
            """A row an academy, and one for the trust in which a door shared by two counts once."""
            own = frames[0].select("academy", "period", doors="n", _grain=pl.lit("academy"))
            trust = pl.DataFrame({"academy": [""], "period": ["2025-26-autumn"], "doors": [9], "_grain": ["trust"]})
            return pl.concat([own, trust])

    @kpi(title="Doors", focus="T1.1-a", committee="C", reads=Summed, shown=COUNT_SHOWN, polarity=Polarity.NEITHER)
    def doors() -> Count:
        """Doors that there are."""
        return Count(pl.col("doors").sum())

    found = measure(rows_behind([Summed], read, STANDING, PHASES), [doors], phases=PHASES)
    assert dict(found.select("place", "numerator").rows()) == {"Ambleside": 4, "Unity": 6, TRUST: 9}


def test_a_derived_table_says_what_it_is_made_from() -> None:
    with pytest.raises(DeclarationError, match="made_from"):

        class FromNothing(Derived, title="From nothing", one_row="a row", intro="Nothing."):
            """Made from nothing."""
