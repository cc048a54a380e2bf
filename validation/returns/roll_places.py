"""Roll and places: who was expected, who came and went, and how pupils are helped from one school to the next."""

from __future__ import annotations

from datetime import date

import polars as pl

from validation.conduct import MOVES, SETTINGS
from validation.lists import PUPILS
from validation.model import CODE, DATE, NUMBER, PEOPLE, POUNDS, TEXT, YES_NO, Fault, Frames, Frequency, Return, Sheet, cell
from validation.rules import CLOSES, OPENS, QUERY, Rule, given_when, never_more_than, not_before
from validation.vocabulary import UPN_CHECK_LETTER, UPN_FORM, YEAR_GROUPS

# fmt: off
WAYS = {"IN": "Joined in the year", "OUT": "Left in the year"}
ASKED_FOR = {"PLAN": "Naming the academy in an education, health and care plan", "INYEAR": "In-year place", "PLACES": "Number of places"}
DECISIONS = {"Y": "Yes", "N": "No", "P": "In part"}
ACTIVITIES = {"VISIT": "Visit by pupils or parents", "STAFF": "Staff meet about pupils", "TEACH": "Taught session or taster", "EVENT": "Open event",
    "OTHER": "Another activity"}
STEPS = {"P2S": "Primary to secondary", "S2M": "Specialist setting to mainstream", "M2S": "Mainstream to specialist setting",
    "P16": "To post-16", "OTHER": "Another change of school"}
PLANS = {"IN": "In place", "DRAFT": "Being written", "NONE": "Not begun"}
AHEAD = 5  # years of projections


def _by_the_as_at_date(column: str) -> Rule:
    return Rule(f"{column} by the as-at date", (column,), column, pl.col(column) <= CLOSES, says="is after the as-at date",
        do="Correct the date, or leave it out until it has happened.")


def _this_year(column: str) -> Rule:
    return Rule(f"{column} this year", (column,), column, pl.col(column) >= OPENS, says="is before this academic year",
        do="Leave out what happened before 1 September.")


def _upn() -> str:
    column: str = cell("UPN", unit=CODE, help="Unique pupil number, as on the attendance return.", example="A000200000001", matches=UPN_FORM,
        tests=[UPN_CHECK_LETTER], listed=PUPILS, width=15, carries=True, known_as=["Unique Pupil Number"])
    return column


def _within(part: str, whole: str) -> Rule:
    return never_more_than(part, whole, says="is more than all the pupils", do="Correct whichever of the two is wrong.")


class Roll(
    Sheet,
    title="Roll by year group",
    one_row="one year group",
    intro="Pupils on roll on this term's census day, single and main registrations, beside what was projected for it a year before.",
    key=("year_group",),
    room=20,
    rules=(
        _within("actual_plans", "actual"),
        _within("actual_topup", "actual"),
        _within("projected_plans", "projected"),
        Rule("far from the projection", ("actual", "projected"), "actual",
            (pl.col("actual") - pl.col("projected")).abs() * 5 <= pl.max_horizontal("projected", 25),
            says="is more than a fifth away from the projection", do="Correct whichever is wrong, or explain what happened.", severity=QUERY),
    ),
):
    """What was expected and what came."""

    year_group: str = cell("Year group", unit=CODE, help="National Curriculum year; X where none is followed.", example="7", one_of=YEAR_GROUPS, carries=True,
        known_as=["NC year"])
    places: int = cell("Places", unit=PEOPLE, help="Published admission number, or the places commissioned by the authority.", example=30, at_least=0,
        at_most=600, carries=True, known_as=["PAN", "Commissioned places"])
    projected: int = cell("Projected", unit=PEOPLE, help="Pupils projected for this census a year before.", example=29, at_least=0, at_most=600)
    actual: int = cell("On roll", unit=PEOPLE, help="Pupils on roll on this term's census day.", example=30, at_least=0, at_most=600)
    projected_plans: int = cell("Projected with a plan", unit=PEOPLE, help="Of those projected, with an education, health and care plan.", example=2,
        at_least=0, at_most=600)
    actual_plans: int = cell("With a plan", unit=PEOPLE, help="Of those on roll, with an education, health and care plan.", example=3, at_least=0,
        at_most=600)
    actual_topup: int = cell("With top-up funding", unit=PEOPLE, help="Of those on roll, for whom the authority pays a top-up.", example=3, at_least=0,
        at_most=600)


class Projections(
    Sheet,
    title="Projections",
    one_row="one year group of one year to come",
    intro="Pupils expected in each of the next five years, and what they bring.",
    key=("year", "year_group"),
    room=100,
    rules=(
        Rule("the next five years", ("year",), "year", pl.col("year").str.slice(0, 4).cast(pl.Int64, strict=False)
            .is_between(OPENS.dt.year() + 1, OPENS.dt.year() + AHEAD), says="is not one of the next five years",
            do="Give the five academic years after this one."),
        _within("plans", "projected"),
        _within("topup", "projected"),
    ),
):
    """Who is expected, with what needs and what funding."""

    year: str = cell("Academic year", unit=CODE, help="For example 2026-27.", example="2026-27", matches=r"^\d{4}-\d{2}$", carries=True)
    year_group: str = cell("Year group", unit=CODE, help="National Curriculum year; X where none is followed.", example="7", one_of=YEAR_GROUPS, carries=True)
    projected: int = cell("Projected", unit=PEOPLE, help="Pupils expected on the January census.", example=30, at_least=0, at_most=600, carries=True)
    plans: int = cell("With a plan", unit=PEOPLE, help="Of those, with an education, health and care plan.", example=3, at_least=0, at_most=600, carries=True)
    topup: int = cell("With top-up funding", unit=PEOPLE, help="Of those, for whom a top-up is expected: the high needs places.", example=3, at_least=0, at_most=600,
        carries=True)
    per_place: int = cell("Funding a place", unit=POUNDS, help="What a place brings in the year before any top-up.", example=4955, at_least=0, at_most=60000,
        carries=True)
    per_topup: int = cell("Top-up a pupil", unit=POUNDS, help="The usual top-up for a pupil who has one.", example=7800, at_least=0, at_most=150000, carries=True)


class Movements(
    Sheet,
    title="Joiners and leavers",
    one_row="one pupil who joined or left in the year",
    intro="Every pupil who joined after the first fortnight or left before the end of the year, since 1 September.",
    key=("upn", "way", "moved"),
    personal=True,
    optional=True,
    room=400,
    rules=(_by_the_as_at_date("moved"), _this_year("moved")),
):
    """Who came and went in the year, why, and from or to where."""

    upn: str = _upn()
    way: str = cell("In or out", unit=CODE, help="IN for a joiner, OUT for a leaver.", example="OUT", one_of=WAYS)
    moved: date = cell("Date", unit=DATE, help="First or last day on roll.", example=date(2025, 11, 28), known_as=["Date of leaving", "Date of admission"])
    reason: str = cell("Reason", unit=CODE, help="Why the pupil came or went.", example="MOVED", one_of=MOVES)
    setting: str = cell("From or to", unit=CODE, help="The kind of setting that the pupil came from or went to.", example="MAIN", one_of=SETTINGS,
        known_as=["Destination"])


class Consultations(
    Sheet,
    title="Place consultations",
    one_row="one consultation by a local authority",
    intro="Every consultation by an authority about places since 1 September, and every one still open.",
    key=("number",),
    optional=True,
    room=300,
    rules=(
        _by_the_as_at_date("asked"),
        not_before("answered", "asked", says="is before the consultation", do="Correct whichever of the two dates is wrong."),
        _by_the_as_at_date("answered"),
        given_when("decision", pl.col("answered").is_not_null(), reads=("answered",), says="is blank though an answer was given",
            do="Choose what the answer was."),
    ),
):
    """What authorities asked, and how soon they were answered."""

    number: str = cell("Number", unit=CODE, help="Your own running number; no pupil's name or number.", example="C014", width=10)
    authority: str = cell("Local authority", unit=TEXT, help="The authority that asks.", use="Tells the central team which authority to speak to.", example="Northshire", width=22)
    kind: str = cell("About", unit=CODE, help="What it is about.", example="PLAN", one_of=ASKED_FOR)
    asked: date = cell("Asked on", unit=DATE, help="Date on which the consultation came in.", example=date(2025, 11, 5))
    places: int = cell("Places asked for", unit=NUMBER, help="How many places.", example=1, at_least=1, at_most=200)
    answered: date = cell("Answered on", unit=DATE, help="Date of the answer; blank while open.", example=date(2025, 11, 18), required=False)
    decision: str = cell("Answer", unit=CODE, help="The answer given.", example="Y", required=False, one_of=DECISIONS)


class Feeders(
    Sheet,
    title="Feeder schools",
    one_row="one school from which pupils come",
    intro="The schools and settings from which pupils are expected next September, and whether you have worked with each this year.",
    key=("school",),
    optional=True,
    room=80,
):
    """Schools whose pupils come on."""

    school: str = cell("School", unit=TEXT, help="Name of the school or setting.", example="Hillcrest Primary School", width=30, carries=True)
    expected: int = cell("Pupils expected", unit=PEOPLE, help="Pupils expected from it next September.", use="Says how much rests on each school when engagement is planned.", example=4, at_least=0, at_most=400)
    engaged: bool = cell("Engaged this year", unit=YES_NO, help="Whether any transition activity with it has taken place since 1 September.", example=True)


class Engagement(
    Sheet,
    title="Engagement activities",
    one_row="one activity with another school",
    intro="Every activity since 1 September with a school whose pupils come to you or go on from you.",
    key=("held", "school", "kind"),
    optional=True,
    room=200,
    rules=(_by_the_as_at_date("held"), _this_year("held")),
):
    """What was done with partner schools."""

    held: date = cell("Held on", unit=DATE, help="Date of the activity.", example=date(2025, 11, 20))
    school: str = cell("Partner school", unit=TEXT, help="Name of the school.", example="Hillcrest Primary School", width=30)
    kind: str = cell("Activity", unit=CODE, help="What kind of activity.", example="VISIT", one_of=ACTIVITIES)
    pupils: int = cell("Pupils in scope", unit=PEOPLE, help="Pupils whose transition it serves.", use="Says how much an activity reached; left out of the list, where one pupil could be known.", example=6, at_least=0, at_most=400)
    outcome: str = cell("Outcome", unit=TEXT, help="What came of it; no names.", example="Support plans shared before half term", required=False, width=44)


class Transitions(
    Sheet,
    title="Transition plans",
    one_row="one pupil's change of school",
    intro="Every pupil who changes school or setting this year or next September, and every return to mainstream begun since 1 September.",
    key=("upn", "step"),
    personal=True,
    optional=True,
    room=400,
    rules=(
        given_when("planned", pl.col("plan") == "IN", reads=("plan",), says="is blank though the plan is in place",
            do="Type the date of the plan."),
        _by_the_as_at_date("planned"),
        _by_the_as_at_date("began"),
        Rule("returned after it began", ("returned", "began"), "returned", pl.when(pl.col("returned").is_not_null())
            .then(pl.col("began").is_not_null() & (pl.col("returned") >= pl.col("began")).fill_null(value=True)),
            says="has no start of the return to mainstream before it", do="Type the start, or correct whichever of the two dates is wrong."),
    ),
):
    """How pupils are helped over, and whether a return to mainstream holds."""

    upn: str = _upn()
    step: str = cell("Step", unit=CODE, help="Which change of school.", example="S2M", one_of=STEPS, carries=True)
    to: str = cell("To", unit=TEXT, help="The school or setting that the pupil goes to.", use="Tells one step from another when it is discussed; no committee sees it.", example="Hillcrest Academy", width=26, carries=True)
    plan: str = cell("Plan", unit=CODE, help="Where the transition plan stands.", example="IN", one_of=PLANS)
    planned: date = cell("Date of the plan", unit=DATE, help="Date on which the plan was agreed.", example=date(2025, 11, 14), required=False, carries=True)
    began: date = cell("Return began", unit=DATE, help="First day back in mainstream; blank until then, and for other steps.", example=date(2026, 1, 6),
        required=False, carries=True)
    returned: date = cell("Came back", unit=DATE, help="The day on which the return to mainstream ended; blank while it holds.", example=date(2026, 3, 2),
        required=False, carries=True)


# fmt: on
def engaged_without_activity(now: Frames) -> list[Fault]:
    """A query where a feeder school is said to be engaged and no activity with it is given."""
    feeders, activities = (now.get(sheet.facts().title) for sheet in (Feeders, Engagement))
    if feeders is None or feeders.is_empty():
        return []
    met = [] if activities is None else activities["school"].drop_nulls().to_list()
    silent = feeders.filter(pl.col("engaged") & ~pl.col("school").is_in(met))
    if silent.is_empty():
        return []
    says = "says Yes, and no activity with the school is given"
    do = "Add the activity to Engagement activities, or correct the name or the answer."
    rows = tuple(silent["_row"].to_list())
    return [Fault(QUERY, Feeders, "Engaged this year", says, do, rows, column="engaged")]


ROLL_PLACES = Return(
    name="roll_places",
    title="Roll and places",
    desk="Admissions officer",
    often=(Frequency.TERMLY,),
    sheets=(Roll, Projections, Movements, Consultations, Feeders, Engagement, Transitions),
    purpose="Pupil numbers now and in five years, joiners and leavers, consultations on places, and transition (T1.1-a to f).",
    across=(engaged_without_activity,),
)
