"""Pupil premium: the published strategy, allocations and spend by tier, and what it was to achieve."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from validation.model import CODE, DATE, PEOPLE, POUNDS, TEXT, YES_NO, Frequency, Return, Sheet, cell
from validation.rules import CLOSES, QUERY, Rule, given_when, never_more_than, not_before

PREMIUM, PLUS, RECOVERY, CATCH_UP = "PP", "PPPLUS", "RECOVERY", "CATCHUP"
STREAMS = {
    PREMIUM: "Pupil premium", PLUS: "Pupil premium plus (looked after and previously)", RECOVERY: "Recovery premium (to 2023/24)",
    CATCH_UP: "Catch-up premium or tutoring",
}  # fmt: skip
TIERS = {"TEACH": "Teaching", "TARGET": "Targeted support", "WIDER": "Wider strategies"}
RATINGS = {"G": "Met", "A": "Partly met", "R": "Not met", "N": "Too early to say"}
MORE_THAN = 5  # eligible pupils from which a statement is required
_money: Any = {"unit": POUNDS, "at_least": 0, "at_most": 50_000_000}
_people: Any = {"unit": PEOPLE, "at_least": 0, "at_most": 3000}
_REQUIRED = pl.col("eligible") > MORE_THAN


class Strategy(
    Sheet, title="Strategy", one_row="the academy", room=1,
    intro="The strategy statement on the website. It is required where more than five pupils are eligible.",
    rules=(
        never_more_than("eligible", "roll", says="is more than are on roll", do="Correct whichever of the two is wrong."),
        not_before("to_year_end", "from_year", says="is before the first day that it covers", do="Correct whichever of the two is wrong."),
        given_when("published_on", _REQUIRED, reads=("eligible",), says="is blank though more than five pupils are eligible",
            do="Publish the statement by 31 December and type the day.", severity=QUERY),
        Rule("published by the as-at date", ("published_on",), "published_on", pl.col("published_on") <= CLOSES, says="is after the as-at date",
            do="Leave it blank until it is published."),
    ),
):  # fmt: skip
    """The pupil premium strategy statement."""

    # fmt: off
    roll: int = cell("On roll", help="On the census day that the allocation counts.", example=98, **_people)
    eligible: int = cell("Eligible pupils", help="Free school meals in six years, looked after and previously; not service children alone.", example=52,
        carries=True, **_people)
    published_on: date = cell("Published on", unit=DATE, help="This year's version.", example=date(2025, 12, 12), required=False, carries=True)
    template: bool = cell("On DfE's template", unit=YES_NO, help="It has been required since 2021/22.", example=True, carries=True)
    from_year: date = cell("Covers from", unit=DATE, help="1 September of its first year.", example=date(2024, 9, 1), carries=True)
    to_year_end: date = cell("Covers to", unit=DATE, help="31 August of its last year.", example=date(2027, 8, 31), carries=True)
    review_on: date = cell("Next review", unit=DATE, help="As the statement says.", example=date(2026, 12, 1), carries=True)
    address: str = cell("Where it is", unit=TEXT, help="The page of the website.", example="Our school, Pupil premium", required=False, width=30, carries=True)
    # fmt: on


class Streams(
    Sheet, title="Allocations", one_row="one stream of money", key=("stream",), room=6,
    intro="What was allocated for this financial or academic year, what came and what is spent so far.",
    rules=(
        Rule("spent of what there is", ("spent", "allocated"), "spent", pl.col("spent") <= pl.col("allocated"), says="is more than was allocated",
            do="Check it, or explain what paid for the rest.", severity=QUERY),
        never_more_than("expected", "pupils", says="is more than benefited", do="Correct whichever of the two is wrong."),
    ),
):  # fmt: skip
    """Allocations and spend."""

    # fmt: off
    stream: str = cell("Stream", unit=CODE, help="Which money.", example=PREMIUM, one_of=STREAMS, width=30, carries=True)
    allocated: int = cell("Allocated", help="For the year.", example=61_500.0, carries=True, **_money)
    received: int = cell("Received", help="So far.", example=46_000.0, **_money)
    spent: int = cell("Spent", help="So far.", example=40_200.0, **_money)
    pupils: int = cell("Pupils who benefited", help="From this stream.", example=52, **_people)
    expected: int = cell("Of them on track", help="Making the progress expected of them.", example=31, **_people)
    # fmt: on


class Activities(
    Sheet, title="Activities", one_row="one activity of the strategy", key=("tier", "activity"), room=80,
    intro="What the strategy pays for, in its three tiers, and whether the outcome it intends is met.",
    rules=(
        Rule("spent of the budget", ("spent", "budgeted"), "spent", pl.col("spent") <= pl.col("budgeted"), says="is more than was budgeted",
            do="Check it, or explain.", severity=QUERY),
    ),
):  # fmt: skip
    """Activities by tier."""

    # fmt: off
    tier: str = cell("Tier", unit=CODE, help="As the template parts them.", example="TEACH", one_of=TIERS, width=18, carries=True)
    activity: str = cell("Activity", unit=TEXT, help="In a line.", example="Phonics training for all staff", width=36, carries=True)
    challenge: str = cell("Challenge it meets", unit=TEXT, help="As the statement numbers or words it.", example="1 Early reading", width=24, carries=True, use="Joins the activity to the strategy statement on the website.")
    budgeted: int = cell("Budgeted", help="For the year.", example=12_000.0, carries=True, **_money)
    spent: int = cell("Spent", help="So far.", example=9_100.0, **_money)
    outcome: str = cell("Outcome intended", unit=TEXT, help="By what it is judged.", example="80% pass the phonics check", width=34, carries=True)
    rating: str = cell("Outcome so far", unit=CODE, help="As the leader judges it.", example="A", one_of=RATINGS, width=14)
    # fmt: on


class Plans(
    Sheet, title="Personal education plans", one_row="the academy", room=1,
    intro="Personal education plans of looked-after children since September: numbers only.",
    rules=(never_more_than("complete", "due", says="is more than were due", do="Correct whichever of the two is wrong."),),
):  # fmt: skip
    """Personal education plans, counted."""

    due: int = cell("Plans due", help="One a term for each looked-after child.", example=16, **_people)
    complete: int = cell("Plans complete", help="In time and signed off.", example=15, **_people)


PUPIL_PREMIUM = Return(
    name="premium",
    title="Pupil premium",
    desk="Pupil premium lead and school business manager",
    often=(Frequency.TERMLY,),
    sheets=(Strategy, Streams, Activities, Plans),
    purpose="Whether the strategy is published as it must be, how the money is spent in its three tiers, and what it was to achieve.",
)
