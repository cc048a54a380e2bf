"""Attendance: one row a pupil enrolment, sessions counted from September to the as-at date."""

from __future__ import annotations

from datetime import date

import polars as pl

from validation.model import CODE, DATE, SESSIONS, YES_NO, Choice, Fault, Frames, Frequency, Known, Return, Sheet, cell, codes
from validation.rules import CLOSES, OPENS, QUERY, Rule, adds_up_to, given_when, never_more_than, not_before
from validation.vocabulary import (
    ATTENDANCE_CODES,
    BOARDER,
    ENROLMENT_STATUS,
    ETHNICITY,
    PREVIOUSLY_LOOKED_AFTER,
    SEN_NEED,
    SEN_PROVISION,
    SERVICE_CHILD,
    SEX,
    UPN_CHECK_LETTER,
    UPN_FORM,
    YEAR_GROUPS,
    AttendanceCode,
    Phase,
    Standing,
)  # fmt: skip

_SPELT = {"/": "am", "\\": "pm", "#": "closed"}


def column_of(code: str) -> str:
    """The column that counts sessions with a national code: code_i, code_c1, code_am for /."""
    return f"code_{_SPELT.get(code, code.casefold())}"


def codes_of(standing: Standing) -> tuple[AttendanceCode, ...]:
    """The national codes, past and present, that count as that."""
    return tuple(c for c in ATTENDANCE_CODES if c.standing is standing)


def columns_of(standing: Standing) -> tuple[str, ...]:
    """The columns of the codes that count as that."""
    return tuple(column_of(c.code) for c in codes_of(standing))


# The worked example of the template: these and the totals beside them add up.
_EXAMPLES = {"/": 63, "\\": 61, "L": 2, "B": 4, "I": 5, "M": 2, "O": 3}


def _by_code(standing: Standing) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            column_of(c.code),
            f"{c.code} {c.meaning}",
            f"Sessions with code {c.code}, from September to the as-at date. Leave blank where there were none.",
            c.since,
            c.until,
            known_as=(c.code, f"Code {c.code}", f"{c.code} sessions"),
            example=_EXAMPLES.get(c.code, 0),
        )
        for c in codes_of(standing)
    )


AGE = OPENS.dt.year() - pl.col("born").dt.year() - (pl.col("born").dt.month() >= 9).cast(pl.Int64)  # on 31 August
_USUAL_AGE = pl.col("year_group").replace_strict(
    {"N1": 2, "N2": 3, "R": 4, **{str(n): n + 4 for n in range(1, 15)}}, default=None, return_dtype=pl.Int64
)
_SUMMER = (CLOSES.dt.month() >= 5) & (CLOSES.dt.month() <= 8)
_IN_ORDER = pl.col("joined").rank("ordinal")
_LEFT_BEFORE = pl.col("left").fill_null(date(9999, 1, 1)).sort_by("joined", nulls_last=True).shift(1).gather(_IN_ORDER - 1)

# fmt: off
RULES = (
    adds_up_to("possible", ("present", "educational", "authorised", "unauthorised"),
        says="is not present + approved educational activity + authorised + unauthorised",
        do="Copy the five totals again from your MIS. Codes D, Q, X, Y1 to Y7, Z and # stand outside sessions possible."),
    adds_up_to("present", columns_of(Standing.PRESENT), says="is not the sum of codes /, \\ and L",
        do="Copy the total and its codes again from your MIS."),
    adds_up_to("educational", columns_of(Standing.EDUCATIONAL), says="is not the sum of codes K, V, P, W, B and J",
        do="Copy the total and its codes again from your MIS."),
    adds_up_to("authorised", columns_of(Standing.AUTHORISED), says="is not the sum of the authorised absence codes",
        do="Copy the total and its codes again from your MIS."),
    adds_up_to("unauthorised", columns_of(Standing.UNAUTHORISED), says="is not the sum of codes G, N, O and U",
        do="Copy the total and its codes again from your MIS."),
    not_before("left", "joined", says="is before the date joined", do="Correct whichever of the two dates is wrong."),
    Rule("born before today", ("born",), "born", (AGE >= 2) & (AGE <= 19),
        says="makes the pupil younger than 2 or older than 19 on 31 August", do="Correct the date of birth."),
    Rule("age and year group", ("year_group", "born"), "year_group", (AGE - _USUAL_AGE).abs() <= 1,
        says="is more than a year away from the usual one for the date of birth",
        do="Correct the year group or the date of birth, or explain why the pupil is taught out of year.", severity=QUERY),
    Rule("joined by the as-at date", ("joined",), "joined", pl.col("joined") <= CLOSES, says="is after the as-at date",
        do="Correct the date, or leave out a pupil who has not joined yet."),
    Rule("left by the as-at date", ("left",), "left", pl.col("left") <= CLOSES, says="is after the as-at date",
        do="Leave it blank until the pupil has left."),
    Rule("left this year", ("left",), "left", pl.col("left") >= OPENS, says="is before this academic year",
        do="Leave out pupils who left before 1 September."),
    Rule("enrolments apart", ("upn", "joined", "left"), "joined", pl.col("joined") > _LEFT_BEFORE, per=("upn",), says="falls inside another enrolment of the same pupil",
        do="Give one row for each time the pupil was on roll, with dates that do not overlap."),
    given_when("sen_need", pl.col("sen") != "N", reads=("sen",), severity=QUERY, says="is blank for a pupil with SEN support or a plan",
        do="Choose the primary need, or explain why there is none yet."),
    given_when("left", pl.col("status") == "P", reads=("status",), says="is blank for a pupil whose status is P (has left)",
        do="Type the date left, or correct the status."),
    Rule("missing marks", ("missing",), "missing", pl.col("missing") == 0,
        says="shows marks that were never taken; they are counted neither as present nor as absent",
        do="Complete the registers and send again, or explain.", severity=QUERY),
    given_when("possible_15", (AGE == 15) & _SUMMER & (pl.col("possible") > 0), reads=("born", "possible"),
        says="is blank for a pupil who was 15 on 31 August",
        do="Type the sessions to the end of the first half of the summer term: study leave after it is left out of the figures."),
    *(given_when(part, pl.col("possible_15").is_not_null(), reads=("possible_15",),
        says="is blank though the sessions possible to half term are given", do="Type it, or 0 where there were none.") for part in
        ("attended_15", "authorised_15", "unauthorised_15")),
    adds_up_to("possible_15", ("attended_15", "authorised_15", "unauthorised_15"),
        says="is not attended + authorised + unauthorised to the first half of summer", do="Copy the four figures again from your MIS."),
    never_more_than("possible_15", "possible", says="is more than sessions possible",
        do="Type the sessions to the end of the first half of the summer term only."),
)
# fmt: on

_PUPIL, _ROLL, _TOTALS, _FIFTEEN = (
    "The pupil",
    "On roll",
    "Sessions in total",
    "Pupils aged 15: to the end of the first half of summer",
)
_A_GROUP = "A group that the committee may ask to see apart; no KPI shows it yet."
_OUTSIDE = "Says why a pupil had fewer sessions possible than others; no KPI counts them."
_none: dict[str, object] = {"at_least": 0, "at_most": 500, "required": False, "blank_means": 0}


class Pupils(
    Sheet,
    title="Pupils",
    one_row="one pupil's enrolment",
    intro="One row for each pupil enrolled at any time since 1 September, leavers included; sessions are counted from "
    "1 September (or the date joined) to the as-at date.",
    key=("upn", "joined"),
    personal=True,
    room=2000,
    rules=RULES,
):
    """Who was on roll and how their sessions were spent."""

    # fmt: off
    upn: str = cell("UPN", unit=CODE, help="Unique pupil number: a letter and 12 characters.", example="A000200000001", matches=UPN_FORM,
        tests=[UPN_CHECK_LETTER], section=_PUPIL, carries=True, width=15, known_as=["Unique Pupil Number"])
    sex: str = cell("Sex", unit=CODE, help="F, M or U as in the school census.", example="F", one_of=SEX, section=_PUPIL, carries=True,
        known_as=["Gender"])
    born: date = cell("Date of birth", unit=DATE, help="Day, month and year.", example=date(2014, 5, 17), at_least=date(1990, 1, 1),
        section=_PUPIL, carries=True, known_as=["DOB"])
    year_group: str = cell("Year group", unit=CODE, help="National Curriculum year actually followed; X where none is.", example="6",
        one_of=YEAR_GROUPS, section=_PUPIL, carries=True, known_as=["NC year", "Year", "Curriculum year"])
    boarder: str = cell("Boarder", unit=CODE, help="N unless the pupil boards.", example="N", one_of=BOARDER, section=_PUPIL, carries=True)
    ethnicity: str = cell("Ethnicity", unit=CODE, help="Four-letter census code.", example="WBRI", one_of=ETHNICITY, section=_PUPIL,
        carries=True, known_as=["Ethnicity code"])
    language: str = cell("First language", unit=CODE, help="Three-letter census code; ENG for English.", example="ENG",
        matches=r"^[A-Z]{3}$", section=_PUPIL, carries=True, known_as=["Language", "First language code"])
    fsm: bool = cell("FSM", unit=YES_NO, help="Eligible for free school meals now.", example=False, section=_PUPIL, carries=True,
        known_as=["FSM eligible"])
    fsm6: bool = cell("FSM6", unit=YES_NO, help="Eligible for free school meals at any time in the last six years.", example=True,
        use=_A_GROUP, section=_PUPIL, carries=True, known_as=["FSM Ever 6", "Ever 6 FSM"])
    sen: str = cell("SEN provision", unit=CODE, help="N none, K SEN support, E education, health and care plan.", example="E",
        one_of=SEN_PROVISION, section=_PUPIL, carries=True, known_as=["SEN status", "SEN code"])
    sen_need: str = cell("SEN primary need", unit=CODE, help="The first-ranked need; blank where provision is N.", example="ASD",
        required=False, one_of=SEN_NEED, section=_PUPIL, carries=True, known_as=["SEN need", "Primary need"])
    medical: bool = cell("Medical condition", unit=YES_NO, help="Has a long-term medical condition.", example=False, section=_PUPIL,
        carries=True, known_as=["Medical flag"])
    looked_after: bool = cell("Looked after", unit=YES_NO, help="Looked after by a local authority now.", example=False, section=_PUPIL,
        carries=True, known_as=["LAC", "In care"])
    previously_looked_after: str = cell("Previously looked after", unit=CODE, help="How the pupil left care, or N.", example="N",
        one_of=PREVIOUSLY_LOOKED_AFTER, use=_A_GROUP, section=_PUPIL, carries=True, known_as=["PLAC", "Post looked after"])
    child_in_need: bool = cell("Child in need", unit=YES_NO, help="Has a child in need plan now.", example=False, section=_PUPIL,
        carries=True, known_as=["CIN"])
    child_protection: bool = cell("Child protection", unit=YES_NO, help="Has a child protection plan now.", example=False, section=_PUPIL,
        carries=True, known_as=["CP", "Child protection plan"])
    service_child: str = cell("Service child", unit=CODE, help="A parent serves in the armed forces.", example="N", one_of=SERVICE_CHILD,
        use=_A_GROUP, section=_PUPIL, carries=True)
    status: str = cell("Enrolment status", unit=CODE, help="C single, M main, S subsidiary; P once the pupil has left.", example="C",
        one_of=ENROLMENT_STATUS, section=_ROLL, carries=True, known_as=["Enrollment status"])
    joined: date = cell("Joined", unit=DATE, help="Date this enrolment began.", example=date(2023, 9, 4), section=_ROLL, carries=True,
        known_as=["Date of admission", "Admission date", "DOA"])
    left: date = cell("Left", unit=DATE, help="Date this enrolment ended; blank while on roll.", example=date(2025, 11, 28), required=False,
        section=_ROLL, carries=True, known_as=["Date of leaving", "Leaving date", "DOL"])
    possible: int = cell("Sessions possible", unit=SESSIONS, help="Two for each school day the pupil was due in.", example=140, at_least=0,
        at_most=500, section=_TOTALS, known_as=["Possible_marks", "Possible marks", "Possible sessions", "Possible"])
    present: int = cell("Present", unit=SESSIONS, help="Codes /, \\ and L together.", example=126, at_least=0, at_most=500, section=_TOTALS,
        known_as=["Present_marks", "Present marks"])
    educational: int = cell("Approved educational activity", unit=SESSIONS, help="Codes K, V, P, W and B together.", example=4, at_least=0,
        at_most=500, section=_TOTALS, known_as=["Approved_ed_activity", "AEA", "Approved ed activity"])
    authorised: int = cell("Authorised absence", unit=SESSIONS, help="All authorised absence codes together.", example=7, at_least=0,
        at_most=500, section=_TOTALS, known_as=["Authorised_absences", "Authorised absences"])
    unauthorised: int = cell("Unauthorised absence", unit=SESSIONS, help="Codes G, N, O and U together.", example=3, at_least=0,
        at_most=500, section=_TOTALS, known_as=["Unauthorised_absences", "Unauthorised absences"])
    missing: int = cell("Missing marks", unit=SESSIONS, help="Sessions for which no mark was taken; they are outside sessions possible.",
        example=0, at_least=0, at_most=500, required=False, blank_means=0, section=_TOTALS, known_as=["Missing_marks"])
    in_school: int = codes(_by_code(Standing.PRESENT), unit=SESSIONS, example=2, section="Present, by code", **_none)
    elsewhere: int = codes(_by_code(Standing.EDUCATIONAL), unit=SESSIONS, example=2, section="Approved educational activity, by code",
        **_none)
    allowed: int = codes(_by_code(Standing.AUTHORISED), unit=SESSIONS, example=2, section="Authorised absence, by code", **_none)
    not_allowed: int = codes(_by_code(Standing.UNAUTHORISED), unit=SESSIONS, example=1, section="Unauthorised absence, by code", **_none)
    outside: int = codes(_by_code(Standing.OUTSIDE), unit=SESSIONS, example=0, section="Not possible sessions, by code",
        use=_OUTSIDE, **_none)
    possible_15: int = cell("Possible to half term (aged 15)", unit=SESSIONS,
        help="Summer returns only: sessions possible to the end of the first half of the summer term.", example=130, at_least=0,
        at_most=500, required=False, section=_FIFTEEN)
    attended_15: int = cell("Attended to half term (aged 15)", unit=SESSIONS,
        help="Summer returns only: present and approved educational activity to the same day.", example=121, at_least=0, at_most=500,
        required=False, section=_FIFTEEN)
    authorised_15: int = cell("Authorised to half term (aged 15)", unit=SESSIONS,
        help="Summer returns only: authorised absence to the same day.", example=6, at_least=0, at_most=500, required=False,
        section=_FIFTEEN)
    unauthorised_15: int = cell("Unauthorised to half term (aged 15)", unit=SESSIONS,
        help="Summer returns only: unauthorised absence to the same day.", example=3, at_least=0, at_most=500, required=False,
        section=_FIFTEEN)
    # fmt: on


ROLL_MAY_MOVE = 20  # per cent from last period; product default, no source sets one

# England's overall absence: primary, secondary and special 2024/25, alternative provision 2023/24 (DfE, "Pupil absence
# in schools in England", as held in dfe-analytical-services/local-authority-interactive-tool, commit 2e30e39).
NATIONAL_ABSENCE = {Phase.PRIMARY: 5.20, Phase.SECONDARY: 8.44, Phase.SPECIAL: 12.76, Phase.AP: 42.50}
FAR_BELOW = 10  # percentage points of attendance; product default, no source sets one


def roll_moved(now: Frames, known: Known) -> list[Fault]:
    """A query where the number of enrolments is a fifth away from last period's."""
    if "Pupils" not in known.before:
        return []
    rows, before = now["Pupils"].height, known.before["Pupils"].height
    if not before or abs(rows - before) * 100 <= ROLL_MAY_MOVE * before:
        return []
    return [
        Fault(
            QUERY, Pupils, "Number of rows", f"There are {rows:,} enrolments, and {before:,} last time",
            "Check that nobody is missing or given twice, or explain the change.",
        )
    ]  # fmt: skip


def year_group_far_below(now: Frames, known: Known) -> list[Fault]:
    """A query for each year group whose attendance is far below the academy's own phase nationally."""
    expected = 100 - NATIONAL_ABSENCE.get(Phase(known.phase), 100)
    by_year = now["Pupils"].group_by("year_group").agg(
        attended=pl.col("present").sum() + pl.col("educational").sum(), possible=pl.col("possible").sum(), pupils=pl.len()
    )  # fmt: skip
    low = by_year.filter(
        (pl.col("possible") > 0)
        & (pl.col("pupils") > 5)
        & (100 * pl.col("attended") < (expected - FAR_BELOW) * pl.col("possible"))
    )
    return [
        Fault(
            QUERY, Pupils, "Year group", f"Attendance of {YEAR_GROUPS[year]} is more than {FAR_BELOW} points below {known.phase.lower()} "
            f"schools in England ({expected:.1f}%)", "Check the sessions of that year group, or explain.",
        )
        for year in sorted(low["year_group"].drop_nulls().to_list())
    ]  # fmt: skip


ATTENDANCE = Return(
    name="attendance",
    title="Attendance",
    desk="Attendance officer",
    often=(Frequency.HALF_TERMLY, Frequency.TERMLY),
    sheets=(Pupils,),
    purpose="Absence, persistent and severe absence, lateness and reasons, for the Standards and Achievement committee (T1.2-a to h).",
    against_last=(roll_moved, year_group_far_below),
)
