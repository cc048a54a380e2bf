"""The plans' actions: on time or late by their dates, and the list that a committee follows up."""

from __future__ import annotations

from datetime import date

import polars as pl

from trustkpi.derived import Derived
from trustkpi.kpi import COUNT_SHOWN, PERCENT_SHOWN, PRODUCT_DEFAULT, Breakdown, Count, Polarity, Population, Ratio, kpi
from trustkpi.limits import meant_for_most
from trustkpi.register import AMBER, GREEN, GREY, RED, Register, RowRag
from validation.model import CODE, DATE, TEXT, YES_NO, cell
from validation.returns.actions import DIRECTIONS, DONE, DROPPED, NOT_STARTED, PLANS, RATINGS, Actions
from validation.rules import CLOSES, OPENS
from validation.vocabulary import COMMITTEES, STANDARDS

LATE_BY = 30  # days; product default, no source sets one
BASIS = (
    f"{PRODUCT_DEFAULT}: red from the {LATE_BY + 1}st day past the date now agreed; amber when late at all, re-dated, or due within "
    f"{LATE_BY} days and not started; grey when dropped or without a date; the owner's rating wins where a reason is given"
)
_DUE = pl.coalesce("due_now", "due")
_OPEN = ~pl.col("state").is_in([DONE, DROPPED])
_LAG = (CLOSES - _DUE).dt.total_days()
_MOVED = (pl.col("due_now") != pl.col("due")).fill_null(value=False)


class Milestones(
    Derived, made_from=(Actions,), title="Milestones", one_row="one action",
    intro="Made from the actions: the date in force and how each stands on the as-at date.", key=("ref",),
):  # fmt: skip
    """Derived rows: nobody types them."""

    # fmt: off
    ref: str = cell("Reference", unit=CODE, help="Its own number.", example="PM-001")
    plan: str = cell("Plan", unit=CODE, help="The plan that it belongs to.", example="IMPROVEMENT", one_of=PLANS)
    committee: str = cell("Committee", unit=CODE, help="Which committee follows it up.", example="S&A", one_of=COMMITTEES)
    direction: str = cell("Strategic direction", unit=CODE, help="One of four.", example="QUALITY", one_of=DIRECTIONS)
    strand: str = cell("Strand", unit=TEXT, help="The strand.", example="School improvement")
    action: str = cell("Action or milestone", unit=TEXT, help="What will be true.", example="Every plan uses the three-tier approach")
    owner: str = cell("Owner", unit=TEXT, help="An office.", example="Director of Education")
    due: date = cell("Due", unit=DATE, help="The day now agreed.", example=date(2026, 3, 31), required=False)
    stands: str = cell("How it stands", unit=TEXT, help="Against that day.", example="12 days late, re-dated")
    why: str = cell("Why", unit=TEXT, help="Why re-dated, dropped or rated otherwise.", example="Waits for the new MIS", required=False)
    rated: str = cell("Rating", unit=CODE, help="By rule, or the owner's.", example=AMBER)
    live: bool = cell("Live", unit=YES_NO, help="Open, or done since 1 September.", example=True)
    late: bool = cell("Late", unit=YES_NO, help="Open and past the day.", example=True)
    asks: str = cell("Framework rows", unit=TEXT, help="Which rows it answers.", example="P1.1-b", required=False)
    # fmt: on

    @classmethod
    def make(cls, *frames: pl.DataFrame) -> pl.DataFrame:
        """The actions with their date in force, how they stand and their rating."""
        (actions,) = frames
        return actions.with_columns(
            due=_DUE,
            stands=_stands(),
            why=pl.coalesce("override_why", "moved_why"),
            rated=_rated(),
            live=_OPEN | (pl.col("done_on") >= OPENS).fill_null(value=False),
            late=(_OPEN & (_LAG > 0)).fill_null(value=False),
        )


def _rated() -> pl.Expr:
    by_rule = (
        pl.when(pl.col("state") == DROPPED).then(pl.lit(GREY))
        .when(pl.col("state") == DONE).then(pl.lit(GREEN))
        .when(_DUE.is_null()).then(pl.lit(GREY))
        .when(_LAG > LATE_BY).then(pl.lit(RED))
        .when((_LAG > 0) | _MOVED | ((pl.col("state") == NOT_STARTED) & (_LAG > -LATE_BY))).then(pl.lit(AMBER))
        .otherwise(pl.lit(GREEN))
    )  # fmt: skip
    return pl.coalesce(pl.col("override").replace_strict(RATINGS, default=None, return_dtype=pl.String), by_rule)


def _days(number: pl.Expr) -> pl.Expr:
    return pl.format("{} {}", number, pl.when(number == 1).then(pl.lit("day")).otherwise(pl.lit("days")))


def _stands() -> pl.Expr:
    done_late = (pl.col("done_on") - _DUE).dt.total_days()
    by_date = (
        pl.when(pl.col("state") == DROPPED).then(pl.lit("dropped"))
        .when((pl.col("state") == DONE) & (done_late > 0)).then(pl.format("done, {} late", _days(done_late)))
        .when(pl.col("state") == DONE).then(pl.lit("done"))
        .when(_DUE.is_null()).then(pl.lit("no date is set"))
        .when(_LAG > 0).then(pl.format("{} late", _days(_LAG)))
        .when(_LAG == 0).then(pl.lit("due today"))
        .otherwise(pl.format("due in {}", _days(-_LAG)))
    )  # fmt: skip
    return by_date + pl.when(_MOVED).then(pl.lit(", re-dated")).otherwise(pl.lit(""))


DIRECTION = Breakdown.by_code("direction", "Strategic direction", DIRECTIONS)
_FOLLOWED = pl.col("live") & (pl.col("rated") != GREY)
_TRACK = meant_for_most("no source sets how many actions may be late")


def live(name: str, title: str, where: pl.Expr) -> Population:
    """The actions that are open or were done this academic year, of those."""
    return Population(name, title, where & _FOLLOWED)


OF_STANDARDS = live(
    "standards", "Standards and Achievement's actions, open or done since 1 September, with a date", pl.col("committee") == "S&A"
)
OF_SAFEGUARDING = live(
    "safeguarding",
    "the safeguarding plan's actions, open or done since 1 September, with a date",
    pl.col("plan") == "SAFEGUARDING",
)


def on_track() -> Ratio:
    """Those not late, of all."""
    return Ratio((~pl.col("late")).sum(), pl.len())


@kpi(title="Actions on track", focus=("P0-a",), committee=STANDARDS, reads=Milestones, shown=PERCENT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER, over=OF_STANDARDS, bands=_TRACK, breakdowns=(DIRECTION,))  # fmt: skip
def actions_on_track_pct() -> Ratio:
    """Live actions with a date that are done or not past the date now agreed, as a share of all of them."""
    return on_track()


@kpi(title="Actions overdue", focus=("P0-a",), committee=STANDARDS, reads=Milestones, shown=COUNT_SHOWN,
    polarity=Polarity.LOWER_IS_BETTER, over=OF_STANDARDS, breakdowns=(DIRECTION,))  # fmt: skip
def actions_overdue() -> Count:
    """Open actions past the date now agreed."""
    return Count(pl.col("late").sum())


@kpi(title="Safeguarding actions on track", focus=("P1.1-q", "P1.1-r"), committee=STANDARDS, reads=Milestones, shown=PERCENT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER, over=OF_SAFEGUARDING, bands=_TRACK,
    serves=("action_plan_on_track_pct", "actions_on_track_pct"))  # fmt: skip
def safeguarding_actions_on_track_pct() -> Ratio:
    """Live actions of the safeguarding plans that are done or not past the date now agreed, as a share of all of them."""
    return on_track()


MILESTONES_STANDARDS = Register(
    name="milestones_standards",
    title="Actions and milestones",
    focus=("P1.2-e3", "P1.5-a1"),
    committee=STANDARDS,
    reads=Milestones,
    columns=("academy", "strand", "action", "owner", "due", "stands", "why"),
    meaning="What the plans promised this committee: late and re-dated before what is on time, dropped ones kept in sight.",
    order=("due", "ref"),
    where=(pl.col("committee") == "S&A") & (pl.col("live") | (pl.col("rated") == GREY)),
    rag=RowRag(pl.col("rated") == RED, pl.col("rated") == AMBER, BASIS, grey=pl.col("rated") == GREY),
    serves=("milestone_rag",),
)
