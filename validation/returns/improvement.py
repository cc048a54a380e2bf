"""School improvement log: what each academy has taken up, reports, gaps and plans to close them; sent once for the whole trust."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from validation.model import CODE, DATE, DECIMAL, NUMBER, PEOPLE, POUNDS, TEXT, YES_NO, Frequency, Return, Sheet, cell
from validation.rules import QUERY, given_when, never_more_than, not_before

YES, PARTLY, NO, NOT_ASKED = "Y", "P", "N", "Z"
TAKEN_UP = {YES: "Yes", PARTLY: "Partly", NO: "Not yet", NOT_ASKED: "Not asked of this academy"}
PRACTICES = {
    "EEF": "EEF three-tier planning", "SEF": "The trust's form for self-evaluation", "METRICS": "The trust's measures of attainment",
    "PROGRESS": "The trust's measures of pupil progress", "TEACHING": "The trust's principles of teaching", "PHONICS": "The trust's phonics programme",
    "REVIEW": "Developmental quality assurance", "EYFS": "The new early years assessment", "TRAUMA": "Trauma-informed accreditation",
    "RECORD": "Single central record that the trust can see", "DASHBOARD": "Pupil progress dashboard",
}  # fmt: skip
REPORTS = {
    "HEAD": "Headteacher's report", "ATTENDANCE": "Attendance report", "ATTAINMENT": "Attainment report", "DASHBOARD": "Pupil dashboard",
}  # fmt: skip
AUDIENCES = {"LEADERS": "School leaders", "LGB": "Local governors", "EXEC": "Executive", "TRUSTEES": "Trustees"}
AREAS = {
    "INCLUSION": "Inclusion", "CURRICULUM": "Curriculum and teaching", "ACHIEVEMENT": "Achievement",
    "ATTENDANCE": "Attendance and behaviour", "DEVELOPMENT": "Personal development and well-being",
    "LEADERSHIP": "Leadership and governance", "EARLY": "Early years", "SIXTH": "Sixth form",
}  # fmt: skip
GRADES = {
    "5": "Exceptional", "4": "Strong standard", "3": "Expected standard", "2": "Needs attention", "1": "Urgent improvement",
}  # fmt: skip
_place: Any = {"unit": TEXT, "help": "Short name of the academy.", "example": "Westbury", "width": 14, "carries": True}


class Adoption(
    Sheet, title="Taken up", one_row="one practice in one academy",
    intro="What the improvement plan asks every academy to take up, and whether it has.", key=("place", "practice"), room=300,
    rules=(
        given_when("since", pl.col("taken_up") == YES, reads=("taken_up",), says="is blank though it has been taken up",
            do="Type the day from which it has been in use.", severity=QUERY),
        not_before("expires", "since", says="is before the day from which it has been in use", do="Correct whichever of the two is wrong."),
    ),
):  # fmt: skip
    """Which academy works in which of the trust's ways."""

    # fmt: off
    place: str = cell("Academy", **_place)
    practice: str = cell("Practice", unit=CODE, help="One of the trust's ways of working.", example="EEF", one_of=PRACTICES, carries=True, width=30)
    taken_up: str = cell("Taken up", unit=CODE, help="Y only once all of the academy works so.", example=YES, one_of=TAKEN_UP, carries=True)
    due: date = cell("Due", unit=DATE, help="By when the plan asks it.", example=date(2025, 12, 19), required=False, carries=True)
    since: date = cell("Since", unit=DATE, help="In use from this day.", example=date(2025, 9, 1), required=False, carries=True)
    expires: date = cell("Expires", unit=DATE, help="An award's last day; blank where it has none.", example=date(2027, 8, 31), required=False,
        carries=True)
    evidence: str = cell("Evidence", unit=TEXT, help="Where it can be seen. No names of people.", example="Improvement plan on the website",
        required=False, carries=True, width=36)
    # fmt: on


class Reports(
    Sheet, title="Reports", one_row="one report to one audience",
    intro="Reports that are due this academic year, issued or not.", key=("place", "report", "audience", "due"), room=400,
):  # fmt: skip
    """What was reported to whom, and when."""

    # fmt: off
    place: str = cell("Academy", **_place)
    report: str = cell("Report", unit=CODE, help="Which report.", example="HEAD", one_of=REPORTS, carries=True, width=24)
    audience: str = cell("Audience", unit=CODE, help="For whom.", example="LGB", one_of=AUDIENCES, carries=True, width=18)
    due: date = cell("Due", unit=DATE, help="The day on which it was or is due.", example=date(2025, 11, 14), carries=True)
    issued: date = cell("Issued", unit=DATE, help="The day on which it went out; blank until then.", example=date(2025, 11, 12), required=False,
        carries=True)
    # fmt: on


class Gaps(
    Sheet, title="Gaps", one_row="one gap between groups of pupils",
    intro="Gaps between groups of pupils that the academy has found, and its plan to close each.", key=("place", "measure", "group"),
    room=200,
    rules=(
        given_when("plan", pl.col("planned"), reads=("planned",), says="is blank though there is a plan", do="Say in a line what is being done."),
    ),
):  # fmt: skip
    """Where groups stand apart, and what is done about it."""

    # fmt: off
    place: str = cell("Academy", **_place)
    measure: str = cell("Measure", unit=TEXT, help="What was measured.", example="Reading, working at expected", carries=True, width=30)
    group: str = cell("Group", unit=TEXT, help="Which group stands behind which; no group of 5 pupils or fewer.",
        example="Free school meals behind others", carries=True, width=34)
    gap: float = cell("Gap, points", unit=DECIMAL, help="In percentage points.", example=8.5, at_least=0, at_most=100)
    planned: bool = cell("Plan", unit=YES_NO, help="Is there a plan to close it?", example=True)
    plan: str = cell("What is being done", unit=TEXT, help="In a line.", example="Daily reading in tutor time", required=False, width=40,
        carries=True)
    owner: str = cell("Owner", unit=TEXT, help="The office that answers for it.", example="Deputy principal", required=False, width=20, carries=True)
    due: date = cell("Due", unit=DATE, help="By when it is to be closed.", example=date(2026, 7, 17), required=False, carries=True)
    # fmt: on


class SelfEvaluation(
    Sheet, title="Self-evaluation", one_row="one area of one academy",
    intro="How each academy judges itself, in the areas and words of Ofsted's framework of November 2025.", key=("place", "area"), room=200,
):  # fmt: skip
    """The academies' own judgements."""

    # fmt: off
    place: str = cell("Academy", **_place)
    area: str = cell("Area", unit=CODE, help="One of Ofsted's areas.", example="INCLUSION", one_of=AREAS, carries=True, width=28)
    grade: str = cell("Own judgement", unit=CODE, help="5 exceptional to 1 urgent improvement.", example="3", one_of=GRADES, carries=True)
    reviewed_on: date = cell("Reviewed on", unit=DATE, help="When it was last reviewed.", example=date(2025, 10, 10), carries=True)
    # fmt: on


class AttendanceTeam(
    Sheet, title="Attendance team", one_row="one academy",
    intro="The central attendance and welfare team's work with each academy since September.", key=("place",), room=200,
    rules=(
        never_more_than("with_action", "persistent", says="is more than the pupils who are persistently absent", do="Correct whichever is wrong."),
        never_more_than("held", "meetings", says="is more than were planned", do="Count the extra meetings as planned too, or explain.", severity=QUERY),
    ),
):  # fmt: skip
    """Actions agreed, meetings held and what the team costs."""

    # fmt: off
    place: str = cell("Academy", **_place)
    persistent: int = cell("Persistently absent pupils", unit=PEOPLE, help="At the last meeting.", example=34, at_least=0, at_most=3000)
    with_action: int = cell("Of them with an agreed action", unit=PEOPLE, help="Written down and dated.", example=30, at_least=0, at_most=3000)
    meetings: int = cell("Meetings planned", unit=NUMBER, help="With the principal, since September.", example=6, at_least=0, at_most=200)
    held: int = cell("Meetings held", unit=NUMBER, help="Of those planned.", example=5, at_least=0, at_most=200)
    cost: int = cell("Cost of the team", unit=POUNDS, help="The academy's share since September.", example=8400.0, at_least=0, at_most=5_000_000)
    # fmt: on


class Taskforce(
    Sheet, title="AP taskforce", one_row="one requirement",
    intro="What the AP specialist taskforce's funding agreement requires, and whether it is met.", key=("place", "requirement"), room=100,
    optional=True,
):  # fmt: skip
    """Requirements of the AP taskforce."""

    # fmt: off
    place: str = cell("Academy", **_place)
    requirement: str = cell("Requirement", unit=TEXT, help="As the agreement words it.", example="A full team is in post", carries=True, width=50)
    met: bool = cell("Met", unit=YES_NO, help="On the as-at date.", example=True)
    evidence: str = cell("Evidence", unit=TEXT, help="Where it can be seen. No names of people.", example="Staffing return", required=False, width=36,
        carries=True, use="What the taskforce's funder is shown.")
    # fmt: on


IMPROVEMENT = Return(
    name="improvement",
    title="School improvement log",
    desk="Director of Education's office",
    often=(Frequency.TERMLY, Frequency.HALF_TERMLY),
    sheets=(Adoption, Reports, Gaps, SelfEvaluation, AttendanceTeam, Taskforce),
    purpose="What academies have taken up, reports issued on time, gaps and plans to close them, self-evaluation and the attendance team.",
    whole_trust=True,
)
