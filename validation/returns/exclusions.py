"""Suspensions, exclusions and moves: one row an event since September, and what was done to prevent the next."""

from __future__ import annotations

from datetime import date

import polars as pl

from validation.conduct import CATEGORIES, OBJECTIVES, PROVIDERS, REASONS, REVIEWED, SUPPORT, TRIALS, Category
from validation.lists import PUPILS
from validation.model import (
    CODE,
    DATE,
    NUMBER,
    PEOPLE,
    POUNDS,
    SESSIONS,
    TEXT,
    YES_NO,
    Fault,
    Frames,
    Frequency,
    Return,
    Sheet,
    cell,
)
from validation.rules import CLOSES, ERROR, OPENS, QUERY, Rule, given_when, never_more_than, not_before
from validation.vocabulary import TERMS, UPN_CHECK_LETTER, UPN_FORM

# fmt: off
_FROM_DAY_SIX = 10  # sessions: alternative provision is owed from the sixth school day
_MOST_IN_A_YEAR = 90  # sessions: 45 school days
_IS_SUSPENSION = pl.col("category") != Category.PERMANENT


def _upn(section: str = "") -> str:
    column: str = cell("UPN", unit=CODE, help="Unique pupil number, as on the attendance return.", example="A000200000001", matches=UPN_FORM,
        tests=[UPN_CHECK_LETTER], listed=PUPILS, width=15, carries=True, section=section, known_as=["Unique Pupil Number"])
    return column


def _by_the_as_at_date(column: str) -> Rule:
    return Rule(f"{column} by the as-at date", (column,), column, pl.col(column) <= CLOSES, says="is after the as-at date",
        do="Correct the date, or leave it out until it has happened.")


def _this_year(column: str) -> Rule:
    return Rule(f"{column} this year", (column,), column, pl.col(column) >= OPENS, says="is before this academic year",
        do="Leave out what began before 1 September.")


class Events(
    Sheet,
    title="Suspensions and exclusions",
    one_row="one suspension or permanent exclusion",
    intro="Every suspension and permanent exclusion since 1 September, those of pupils who have since left included.",
    key=("upn", "start", "category"),
    personal=True,
    optional=True,
    room=1000,
    rules=(
        _by_the_as_at_date("start"),
        _this_year("start"),
        given_when("sessions", _IS_SUSPENSION, reads=("category",), says="is blank for a suspension",
            do="Type the sessions that the pupil was due in and missed: two for a school day."),
        Rule("no more than 45 days", ("sessions", "upn"), "sessions", pl.col("sessions").sum() <= _MOST_IN_A_YEAR, per=("upn",),
            says="takes the pupil past 45 school days of suspension in the year", do="Correct the sessions: 45 school days (90 sessions) "
            "are the most in an academic year."),
        Rule("second reason apart", ("reason_2", "reason"), "reason_2", pl.col("reason_2") != pl.col("reason"), says="repeats the first reason",
            do="Give each reason once, the main one first."),
        Rule("third reason apart", ("reason_3", "reason_2", "reason"), "reason_3",
            (pl.col("reason_3") != pl.col("reason")) & (pl.col("reason_3") != pl.col("reason_2")).fill_null(value=True),
            says="repeats an earlier reason", do="Give each reason once, the main one first."),
        given_when("from_day_six", (pl.col("sessions") > _FROM_DAY_SIX) | ~_IS_SUSPENSION, reads=("sessions", "category"),
            says="is blank for an exclusion of more than five school days", do="Say whether education was arranged from the sixth school day.",
            severity=QUERY),
        given_when("review", pl.col("category") == Category.PERMANENT, reads=("category",), says="is blank for a permanent exclusion",
            do="Choose where the governing board's consideration stands.", severity=QUERY),
    ),
):
    """Who was suspended or excluded, when, for how long and why."""

    upn: str = _upn()
    category: str = cell("Category", unit=CODE, help="SUSP, LNCH at lunchtime only, or PERM.", example="SUSP", one_of=CATEGORIES,
        known_as=["Exclusion category", "Type"])
    start: date = cell("Start", unit=DATE, help="First day of the suspension, or the day of the permanent exclusion.", example=date(2025, 11, 12),
        known_as=["Start date", "Date"])
    sessions: int = cell("Sessions", unit=SESSIONS, help="Sessions missed: two for a school day; blank for a permanent exclusion.", example=4,
        at_least=1, at_most=90, required=False, known_as=["Number of sessions"])
    reason: str = cell("Reason", unit=CODE, help="The main reason, by its CBDS code.", example="CB", one_of=REASONS, known_as=["Reason 1"])
    reason_2: str = cell("Second reason", unit=CODE, help="If there was one.", example="VA", required=False, one_of=REASONS,
        known_as=["Reason 2"])
    reason_3: str = cell("Third reason", unit=CODE, help="If there was one.", example="DM", required=False, one_of=REASONS,
        known_as=["Reason 3"])
    from_day_six: bool = cell("Education from day six", unit=YES_NO, help="Whether education was arranged from the sixth school day, where it lasted so long.",
        example=True, required=False)
    review: str = cell("Review", unit=CODE, help="The governing board's consideration, or the independent review panel.", example="N", required=False,
        one_of=REVIEWED)


class OffSite(
    Sheet,
    title="Off-site directions",
    one_row="one placement off site",
    intro="Every pupil directed off site to alternative provision since 1 September or still there.",
    key=("upn", "start"),
    personal=True,
    optional=True,
    room=300,
    rules=(
        _by_the_as_at_date("start"),
        not_before("planned_end", "start", says="is before the start", do="Correct whichever of the two dates is wrong."),
        not_before("ended", "start", says="is before the start", do="Correct whichever of the two dates is wrong."),
        _by_the_as_at_date("last_review"),
        given_when("last_review", pl.col("reviews") > 0, reads=("reviews",), says="is blank though reviews were held",
            do="Type the date of the last review."),
        given_when("next_review", pl.col("ended").is_null(), reads=("ended",), says="is blank for a placement that goes on",
            do="Type the date by which it will be reviewed next."),
        never_more_than("attended", "possible", says="is more than the sessions possible", do="Copy the two figures again from the provider."),
    ),
):
    """Where pupils were sent, for what, and whether it is reviewed and works."""

    upn: str = _upn()
    provider: str = cell("Provider", unit=TEXT, help="Name of the provider, not of a person.", use="Tells one placement from another when it is discussed; no committee sees it.", example="Riverside Studio", width=26, carries=True)
    provider_type: str = cell("Kind of provider", unit=CODE, help="What kind of provider it is.", example="INDEP", one_of=PROVIDERS, carries=True)
    start: date = cell("Start", unit=DATE, help="First day there.", example=date(2025, 10, 6), carries=True)
    planned_end: date = cell("Planned end", unit=DATE, help="The day on which the direction ends as it stands.", example=date(2026, 2, 13), carries=True)
    ended: date = cell("Ended", unit=DATE, help="Last day there; blank while it goes on.", example=date(2026, 1, 30), required=False, carries=True)
    objectives: str = cell("Objectives", unit=TEXT, help="What the placement is for; no names.", use="What the last review judges; no committee sees it.", example="Rebuild attendance; work towards a return", width=44,
        carries=True)
    reviews: int = cell("Reviews held", unit=NUMBER, help="How many reviews have been held since the start.", example=2, at_least=0, at_most=60)
    last_review: date = cell("Last review", unit=DATE, help="Date of the last review; blank if none has been held.", example=date(2025, 12, 8), required=False)
    next_review: date = cell("Next review due", unit=DATE, help="Date by which it will be reviewed next; blank once it has ended.", example=date(2026, 1, 26),
        required=False)
    objective_met: str = cell("Objectives met", unit=CODE, help="As judged at the last review; blank before the first.", example="P", required=False,
        one_of=OBJECTIVES)
    possible: int = cell("Sessions possible there", unit=SESSIONS, help="Sessions that the pupil was due at the provider this year.", example=90, at_least=0,
        at_most=500)
    attended: int = cell("Sessions attended there", unit=SESSIONS, help="Sessions that the pupil attended at the provider this year.", example=71, at_least=0,
        at_most=500)
    cost: int = cell("Cost this year", unit=POUNDS, help="What the academy has paid the provider since 1 September.", example=4250, at_least=0,
        at_most=100000)


class ManagedMoves(
    Sheet,
    title="Managed moves",
    one_row="one managed move",
    intro="Every managed move to another school that began since 1 September or is still on trial.",
    key=("upn", "start"),
    personal=True,
    optional=True,
    room=200,
    rules=(
        _by_the_as_at_date("start"),
        given_when("decided", pl.col("outcome") != "O", reads=("outcome",), says="is blank for a move that is no longer on trial",
            do="Type the date of the decision."),
        not_before("decided", "start", says="is before the start", do="Correct whichever of the two dates is wrong."),
        Rule("parents agree", ("parents_agree",), "parents_agree", pl.col("parents_agree"), says="says No, and a managed move is voluntary",
            do="Correct it, or explain why the move began without the parents' agreement.", severity=QUERY),
    ),
):
    """Voluntary transfers to another school, agreed by heads and parents."""

    upn: str = _upn()
    start: date = cell("Start", unit=DATE, help="First day of the trial.", example=date(2025, 11, 3), carries=True)
    to: str = cell("Receiving school", unit=TEXT, help="Name of the school.", use="Tells one move from another when it is discussed; no committee sees it.", example="Hillcrest Academy", width=26, carries=True)
    parents_agree: bool = cell("Parents agree", unit=YES_NO, help="Whether the parents agreed to the move.", example=True, carries=True)
    outcome: str = cell("Outcome", unit=CODE, help="Where the move stands.", example="O", one_of=TRIALS)
    decided: date = cell("Decided", unit=DATE, help="Date of the decision; blank while on trial.", example=date(2026, 1, 9), required=False)


class AtRisk(
    Sheet,
    title="At risk",
    one_row="one pupil at risk of suspension or exclusion",
    intro="Every pupil flagged this year as at risk of suspension or permanent exclusion, and what is done.",
    key=("upn",),
    personal=True,
    optional=True,
    room=400,
    rules=(
        _by_the_as_at_date("flagged"),
        given_when("began", pl.col("support") != "NONE", reads=("support",), says="is blank though an intervention is given",
            do="Type the date on which the intervention began."),
        not_before("began", "flagged", says="is before the pupil was flagged", do="Correct it, or explain why help came first.",
            severity=QUERY),
        given_when("after", pl.col("began").is_not_null(), reads=("began",), says="is blank though an intervention has begun",
            do="Type the suspensions in the twelve weeks since, 0 if there were none."),
    ),
):
    """Pupils at risk, their interventions, and suspensions before and after."""

    upn: str = _upn()
    flagged: date = cell("Flagged", unit=DATE, help="Date on which the pupil was flagged as at risk.", example=date(2025, 10, 10), carries=True)
    support: str = cell("Main intervention", unit=CODE, help="The main intervention in place; NONE where there is none yet.", example="MENT", one_of=SUPPORT,
        carries=True)
    began: date = cell("Began", unit=DATE, help="Date on which the intervention began.", example=date(2025, 10, 20), required=False, carries=True)
    before: int = cell("Suspensions before", unit=NUMBER, help="Suspensions in the twelve weeks before it began (or before the flag).", example=3, at_least=0,
        at_most=60)
    after: int = cell("Suspensions after", unit=NUMBER, help="Suspensions in the twelve weeks since it began; so far, if fewer have passed.", example=1,
        at_least=0, at_most=60, required=False)


class RegisterAudits(
    Sheet,
    title="Register audits",
    one_row="one audit of the registers",
    intro="Every check of the attendance registers since 1 September.",
    key=("audited",),
    optional=True,
    room=60,
    rules=(
        _by_the_as_at_date("audited"),
        never_more_than("wrong", "sample", says="is more than the marks in the sample", do="Correct whichever is wrong."),
        never_more_than("old_n", "sample", says="is more than the marks in the sample", do="Correct whichever is wrong."),
    ),
):
    """Whether registers keep the law and the national codes."""

    audited: date = cell("Audited", unit=DATE, help="Date of the audit.", example=date(2025, 12, 2))
    sample: int = cell("Marks in the sample", unit=NUMBER, help="How many marks were looked at.", example=600, at_least=1, at_most=100000)
    wrong: int = cell("Marks found wrong", unit=NUMBER, help="Marks that were missing, or had the wrong code.", example=9, at_least=0, at_most=100000)
    old_n: int = cell("N older than five days", unit=NUMBER, help="Marks with code N still there after five school days.", example=2, at_least=0,
        at_most=100000)
    finding: str = cell("Main finding", unit=TEXT, help="What will be put right; no names.", use="Tells the attendance team what to put right.", example="Code B was used for remote learning", required=False, width=44)


class History(
    Sheet,
    title="Permanent exclusions by term",
    one_row="one of the last nine terms",
    intro="The last nine terms, this one included: three years, so that one event does not make a trend.",
    key=("year", "term"),
    room=9,
    rules=(
        Rule("three years", ("year",), "year", pl.col("year").str.slice(0, 4).cast(pl.Int64, strict=False)
            .is_between(OPENS.dt.year() - 3, OPENS.dt.year()), says="is not one of the last nine terms",
            do="Give this term and the eight before it."),
    ),
):
    """Permanent exclusions over three years."""

    year: str = cell("Academic year", unit=CODE, help="For example 2024-25.", example="2024-25", matches=r"^\d{4}-\d{2}$", carries=True)
    term: str = cell("Term", unit=CODE, help="The term.", example="autumn", one_of=TERMS, carries=True)
    permanent: int = cell("Permanent exclusions", unit=PEOPLE, help="Pupils permanently excluded in the term.", example=1, at_least=0, at_most=100, carries=True)
    roll: int = cell("Pupils on roll", unit=PEOPLE, help="Single and main registrations on the term's census day.", example=210, at_least=1, at_most=5000,
        carries=True)


class Disparities(
    Sheet,
    title="Disparities",
    one_row="one group that is suspended or moved more often",
    intro="What lies behind each group that is suspended, excluded or moved more often than others, and what will change.",
    key=("group",),
    optional=True,
    room=40,
):
    """Why a group differs and what practice will change."""

    group: str = cell("Group", unit=TEXT, help="The group, as in the trust's pack; never so narrow that it points at a pupil.", example="Pupils with SEN support", width=30)
    reason: str = cell("Why", unit=TEXT, help="What lies behind it.", example="Needs were assessed late in the autumn", width=44)
    change: str = cell("Change of practice", unit=TEXT, help="What will be done differently.", example="Screening within two weeks of joining", width=44)
    owner: str = cell("Owner", unit=TEXT, help="The post that owns it, not a person's name.", example="SEND lead", width=24)
    due: date = cell("Due", unit=DATE, help="Date by which the change is made.", example=date(2026, 5, 29))
    done: bool = cell("Done", unit=YES_NO, help="Whether the change has been made.", example=False)


# fmt: on
def history_agrees(now: Frames) -> list[Fault]:
    """An error where this year's permanent exclusions by term are not those of the events."""
    events, history = now.get(Events.facts().title), now[History.facts().title]
    if history.is_empty():
        return []
    september = history["_opens"][0].year
    said = history.filter(pl.col("year").str.slice(0, 4) == str(september))["permanent"].sum()
    there = 0 if events is None else events.filter(pl.col("category") == Category.PERMANENT).height
    if said == there:
        return []
    return [
        Fault(
            ERROR,
            History,
            "Permanent exclusions",
            f"add up to {said} this year, and the other sheet has {there}",
            "Correct this year's terms, or the events on Suspensions and exclusions.",
        )
    ]


EXCLUSIONS = Return(
    name="exclusions",
    title="Suspensions, exclusions and moves",
    desk="Behaviour lead",
    often=(Frequency.TERMLY, Frequency.HALF_TERMLY),
    sheets=(Events, OffSite, ManagedMoves, AtRisk, RegisterAudits, History, Disparities),
    purpose="Suspensions, permanent exclusions, placements off site, managed moves and what is done to prevent them (T1.3-a to i).",
    across=(history_agrees,),
)
