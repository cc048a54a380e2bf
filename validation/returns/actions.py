"""Actions: the improvement plan's one register, whose rows every committee follows up; sent once for the whole trust."""

from __future__ import annotations

from datetime import date

import polars as pl

from validation.model import CODE, DATE, HOURS, POUNDS, TEXT, YES_NO, Frequency, Return, Sheet, cell
from validation.rules import CLOSES, QUERY, Rule, given_when, not_before
from validation.vocabulary import COMMITTEES

PLANS = {
    "IMPROVEMENT": "Improvement plan", "SAFEGUARDING": "Safeguarding action plan", "INSPECTION": "Post-inspection action plan",
    "ACCESSIBILITY": "Accessibility plan", "EDI": "Equality, diversity and inclusion plan", "IDENTITY": "Identity plan",
    "GROWTH": "Growth plan", "CARBON": "Decarbonisation plan", "CHARTER": "Race at work charter",
}  # fmt: skip
DIRECTIONS = {
    "QUALITY": "Quality of education", "EMPLOYER": "Employer of choice", "GROWTH": "Sponsor growth and identity",
    "EQUALITY": "Equality, diversity and inclusion",
}  # fmt: skip
NOT_STARTED, IN_PROGRESS, DONE, DROPPED = "N", "P", "D", "X"
STATES = {NOT_STARTED: "Not started", IN_PROGRESS: "In progress", DONE: "Done", DROPPED: "Dropped"}
RATINGS = {"G": "Green", "A": "Amber", "R": "Red"}

_HAS_MOVED = pl.col("due_now").is_not_null() & pl.col("due").is_not_null() & (pl.col("due_now") != pl.col("due"))

# fmt: off
RULES = (
    not_before("due", "due_from", says="is before the first day on which it may be done", do="Correct whichever of the two dates is wrong."),
    given_when("done_on", pl.col("state") == DONE, reads=("state",), says="is blank for an action that is done",
        do="Type the day on which it was done."),
    Rule("done by the as-at date", ("done_on",), "done_on", pl.col("done_on") <= CLOSES, says="is after the as-at date",
        do="Leave it blank, and the state as In progress, until it is done."),
    Rule("done only when done", ("done_on", "state"), "state", pl.col("done_on").is_null() | (pl.col("state") == DONE),
        says="is not Done, though a day is given on which it was done", do="Type Done, or take the day away."),
    given_when("moved_why", _HAS_MOVED | (pl.col("state") == DROPPED), reads=("due", "due_now", "state"),
        says="is blank though the action was re-dated or dropped", do="Say in a line why: the committee keeps it in sight."),
    given_when("override_why", pl.col("override").is_not_null(), reads=("override",), says="is blank though the rating is overridden",
        do="Say in a line why the rule's own rating is wrong, or leave the override blank."),
    given_when("cost_line", pl.col("cost_planned") > 0, reads=("cost_planned",), says="is blank though a cost is planned",
        do="Name the budget line that pays for it.", severity=QUERY),
)
# fmt: on

_WHAT, _WHEN, _HOW, _COST, _RATING = "What", "When", "How it stands", "Cost", "Rating"


class Actions(
    Sheet, title="Actions", one_row="one action or milestone",
    intro="Every action of every plan, one row each. Keep rows that are done, re-dated or dropped: they stay in sight.",
    key=("ref",), room=1000, rules=RULES,
):  # fmt: skip
    """What is to be done, by whom, by when, and how it stands."""

    # fmt: off
    ref: str = cell("Reference", unit=CODE, help="Its own number, the same every term.", example="PM-001", section=_WHAT, carries=True)
    plan: str = cell("Plan", unit=CODE, help="The plan that it belongs to.", example="IMPROVEMENT", one_of=PLANS, section=_WHAT, carries=True,
        width=18)
    asks: str = cell("Framework rows", unit=TEXT, help="Rows of the reporting framework that it answers, with a space between them.",
        example="P1.1-b", required=False, section=_WHAT, carries=True, width=14, use="Says which rows of the reporting framework the action answers.")
    committee: str = cell("Committee", unit=CODE, help="Which committee follows it up.", example="S&A", one_of=COMMITTEES, section=_WHAT,
        carries=True)
    direction: str = cell("Strategic direction", unit=CODE, help="One of the plan's four directions.", example="QUALITY", one_of=DIRECTIONS,
        section=_WHAT, carries=True, width=16)
    strand: str = cell("Strand", unit=TEXT, help="The strand of that direction.", example="School improvement", section=_WHAT, carries=True,
        width=26)
    place: str = cell("Academy", unit=TEXT, help="Short name of the academy; blank for the whole trust.", example="Westbury", required=False,
        section=_WHAT, carries=True, width=14)
    action: str = cell("Action or milestone", unit=TEXT, help="What will be true once it is done. No names of people.",
        example="Every academy's improvement plan uses the three-tier approach", section=_WHAT, carries=True, width=60)
    owner: str = cell("Owner", unit=TEXT, help="The office that answers for it, not a person's name.", example="Director of Education",
        section=_WHAT, carries=True, width=24)
    due_as_written: str = cell("Due, as the plan writes it", unit=TEXT, help="Oct, Spring 1, from September: the plan's own words.",
        example="Oct", required=False, section=_WHEN, carries=True, width=14, use="Stands beside the dates, so that the plan's own words are kept.")
    due_from: date = cell("Due from", unit=DATE, help="The first day meant, where the plan means a stretch of time.",
        example=date(2025, 10, 1), required=False, section=_WHEN, carries=True)
    due: date = cell("Due", unit=DATE, help="The last day meant; blank where the plan sets none.", example=date(2025, 10, 31),
        required=False, section=_WHEN, carries=True)
    due_now: date = cell("Due now", unit=DATE, help="The day now agreed, where it was re-dated; the first one stays beside it.",
        example=date(2026, 3, 31), required=False, section=_WHEN, carries=True)
    moved_why: str = cell("Why re-dated or dropped", unit=TEXT, help="In a line.", example="Waits for the new MIS", required=False,
        section=_WHEN, carries=True, width=34)
    state: str = cell("State", unit=CODE, help="How it stands on the as-at date.", example=IN_PROGRESS, one_of=STATES, section=_HOW,
        carries=True)
    done_on: date = cell("Done on", unit=DATE, help="The day on which it was done.", example=date(2025, 10, 20), required=False,
        section=_HOW, carries=True)
    evidence: str = cell("Evidence", unit=TEXT, help="Where it can be seen. No names of people.", example="Academy plans on the intranet",
        required=False, section=_HOW, carries=True, width=34, use="What a trustee is shown who asks how it is known.")
    impact: str = cell("Impact", unit=TEXT, help="What has changed because of it.", example="Plans can be compared", required=False,
        section=_HOW, carries=True, width=34, use="What a trustee is shown who asks what it has changed.")
    workload_checked: bool = cell("Workload assessed", unit=YES_NO, help="Was its effect on staff workload assessed?", example=True,
        required=False, blank_means=False, section=_HOW, carries=True, use="The Full Board asks which initiatives were weighed for workload.")
    workload_hours: int = cell("Hours a week it adds", unit=HOURS, help="Across all staff; below nought where it saves time.",
        example=1.5, required=False, at_least=-1000, at_most=1000, section=_HOW, carries=True, use="The Full Board asks how many hours initiatives add.")
    cost_planned: int = cell("Cost planned", unit=POUNDS, help="Over its whole life; 0 where it costs nothing, blank where nobody knows.",
        example=2500.0, required=False, at_least=0, at_most=50_000_000, section=_COST, carries=True, use="The Full Board asks which initiatives are costed.")
    cost_actual: int = cell("Cost so far", unit=POUNDS, help="Spent to the as-at date.", example=1200.0, required=False, at_least=0,
        at_most=50_000_000, section=_COST, use="The Full Board holds it against the cost planned.")
    cost_line: str = cell("Budget line", unit=TEXT, help="What pays for it.", example="School improvement", required=False, section=_COST,
        carries=True, width=20)
    override: str = cell("Owner's rating", unit=CODE, help="Only where the rule's own rating would mislead.", example="A", required=False,
        one_of=RATINGS, section=_RATING)
    override_why: str = cell("Why", unit=TEXT, help="In a line; it is printed beside the rating.", example="Waits for the authority",
        required=False, section=_RATING, width=34)
    # fmt: on


ACTIONS = Return(
    name="actions",
    title="Actions",
    desk="Trust governance lead",
    often=(Frequency.TERMLY,),
    sheets=(Actions,),
    purpose="What was promised in every plan, whether it is on time, and what slipped, was re-dated or dropped, for all three committees.",
    whole_trust=True,
)
