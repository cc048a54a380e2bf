"""Who joined, left or moved out in the year, pupil by pupil and move by move."""

from __future__ import annotations

from datetime import date

import polars as pl

from trustkpi.conduct import KnownOfPupil
from trustkpi.derived import Derived, like
from trustkpi.headcount import PUPIL, WHOSE, headcounts, totalled_for
from validation.census import CENSUSES, census_day
from validation.conduct import Category
from validation.model import CODE, DATE, NUMBER, TEXT, YES_NO, cell
from validation.returns.attendance import Pupils
from validation.returns.exclusions import Events, History, ManagedMoves, OffSite
from validation.returns.roll_places import Movements, Roll

KINDS = {
    "PEX": "Permanent exclusion", "MM": "Managed move", "OFFSITE": "Off-site direction", "EHE": "Elective home education",
    "CME": "Missing, whereabouts unknown", "CHOICE": "Parents chose another school", "OTHER": "Off roll for another reason",
}  # fmt: skip
WITH_THE_FAMILY = ("MOVED", "SEASON")  # reasons that lie outside any school
LEFT_FOR_GOOD = ("PEX", "EHE", "CME", "CHOICE", "OTHER")
_RUN_UP = 28  # days before a census; product default, no source sets one


class PupilMobility(
    Derived,
    KnownOfPupil,
    made_from=(Movements, Roll, Pupils),
    title="Mobility by pupil",
    one_row="one pupil of the headcount, or who joined or left in the year",
    intro="Made from the roll return and the pupil list of the attendance return.",
    key=("upn",),
    personal=True,
):
    """Derived rows: nobody types them."""

    joined_in_year: int = cell("Joined in the year", unit=NUMBER, help="Times since 1 September.", example=0)
    left_in_year: int = cell("Left in the year", unit=NUMBER, help="Times since 1 September.", example=1)
    off_roll: int = cell("Removed from roll", unit=NUMBER, help="Left, and not because the family moved.", example=0)
    seasonal: int = cell("Seasonal moves", unit=NUMBER, help="Came or went with seasonal or travelling work.", example=0)

    @classmethod
    def make(cls, *frames: pl.DataFrame) -> pl.DataFrame:
        """One row a pupil of every academy and period whose return is in: its roll by year group is never empty."""
        movements, roll, pupils = frames
        out = pl.col("way") == "OUT"
        moved = movements.group_by(PUPIL, maintain_order=True).agg(
            joined_in_year=(~out).sum().cast(pl.Int64),
            left_in_year=out.sum().cast(pl.Int64),
            off_roll=(out & ~pl.col("reason").is_in(WITH_THE_FAMILY)).sum().cast(pl.Int64),
            seasonal=(pl.col("reason") == "SEASON").sum().cast(pl.Int64),
        )
        return totalled_for(headcounts(pupils, roll), (moved,))


class MovesOut(
    Derived,
    made_from=(Events, ManagedMoves, OffSite, Movements, History, Roll, Pupils),
    title="Moves out",
    one_row="one pupil's move out of the academy",
    intro="Made from the suspensions and roll returns: exclusions, managed moves, off-site directions and removals from roll.",
    key=("upn",),
    personal=True,
):
    """Derived rows: nobody types them."""

    upn: str = cell("UPN", unit=CODE, help="Unique pupil number.", example="Q207000016049")
    kind: str = cell("Kind of move", unit=CODE, help="What kind of move.", example="MM", one_of=KINDS)
    moved: date = cell("Date", unit=DATE, help="The day on which it began.", example=date(2025, 11, 3))
    month: str = cell("Month", unit=TEXT, help="The month in which it began.", example="November")
    before_census: bool = cell("Before a census", unit=YES_NO, help="Within four weeks before a census day.", example=False)
    year_group: str = like(Pupils, "year_group")

    @classmethod
    def make(cls, *frames: pl.DataFrame) -> pl.DataFrame:
        """The moves of every academy and period of which both returns are in, one blank row where there was none."""
        events, managed, off_site, movements, history, roll, pupils = frames
        removed = (pl.col("way") == "OUT") & pl.col("reason").is_in(LEFT_FOR_GOOD) & (pl.col("reason") != "PEX")
        stacked = pl.concat(
            [
                _moves(events.filter(pl.col("category") == Category.PERMANENT), pl.lit("PEX"), "start"),
                _moves(managed, pl.lit("MM"), "start"),
                _moves(off_site.filter(pl.col("start") >= pl.col("_opens")), pl.lit("OFFSITE"), "start"),
                _moves(movements.filter(removed), pl.col("reason"), "moved"),
            ]
        )
        sent = _both(history, roll)
        both = stacked.join(sent, on=list(WHOSE), how="semi", maintain_order="left")
        groups = headcounts(pupils, both).select(*PUPIL, "year_group")
        told = both.join(groups, on=list(PUPIL), how="left", maintain_order="left")
        moves = told.with_columns(month=pl.col("moved").dt.strftime("%B"), before_census=_before_census())
        # An academy that nobody moved out of says so: without a row of its own it would seem not to have answered.
        return pl.concat([moves, sent.join(both, on=list(WHOSE), how="anti", maintain_order="left")], how="diagonal")


class PupilMoved(
    Derived,
    KnownOfPupil,
    made_from=(MovesOut, History, Roll, Pupils),
    title="Moves out by pupil",
    one_row="one pupil of the headcount, or who moved out in the year",
    intro="Made from the moves out and the pupil list of the attendance return.",
    key=("upn",),
    personal=True,
):
    """Derived rows: nobody types them."""

    moved_out: int = cell(
        "Moved out", unit=NUMBER, help="1 if excluded, moved or removed at any time since 1 September.", example=0
    )

    @classmethod
    def make(cls, *frames: pl.DataFrame) -> pl.DataFrame:
        """One row a pupil of every academy and period of which both returns are in."""
        moves, history, roll, pupils = frames
        once = (
            moves.filter(pl.col("upn").is_not_null())
            .select(PUPIL)
            .unique(maintain_order=True)
            .with_columns(moved_out=pl.lit(1, pl.Int64))
        )
        return totalled_for(headcounts(pupils, _both(history, roll)), (once,))


def _both(history: pl.DataFrame, roll: pl.DataFrame) -> pl.DataFrame:
    return history.join(roll, on=list(WHOSE), how="semi", maintain_order="left").select(WHOSE).unique(maintain_order=True)


def _moves(rows: pl.DataFrame, kind: pl.Expr, dated: str) -> pl.DataFrame:
    return rows.select(*PUPIL, "_opens", "_closes", kind.alias("kind"), pl.col(dated).alias("moved"))


def _before_census() -> pl.Expr:
    def near(row: dict[str, date]) -> bool:
        days = (census_day(term, row["_opens"].year) for term in CENSUSES)
        return any(0 <= (day - row["moved"]).days <= _RUN_UP for day in days)

    return pl.struct("moved", "_opens").map_elements(near, return_dtype=pl.Boolean)
