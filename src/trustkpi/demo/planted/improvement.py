"""What is wrong on purpose in the school improvement log: queries, and what the central team had to mend before it was taken."""

from __future__ import annotations

from datetime import date

from trustkpi.demo.academies import CENTRAL_TEAM
from trustkpi.demo.asked import CURRENT
from trustkpi.demo.faults import Fault, Planted, put
from validation.rules import QUERY

_MORE_MEETINGS = "is more than were planned"

NO_DAY = (
    Fault(
        "taken up on no day",
        (("since", "is blank though it has been taken up"),),
        put(since=None),
        severity=QUERY,
        where=lambda row: row["taken_up"] == "Y",
    ),
)
MORE_MEETINGS = (
    Fault(
        "more meetings than were planned",
        (("held", f"{{held}} {_MORE_MEETINGS}"),),
        lambda row: {"held": row["meetings"] + 1},
        severity=QUERY,
    ),
)
EXPLANATIONS = (("Attendance team", "Meetings held", _MORE_MEETINGS, "One more was held after the half-term figures came."),)

GAPS = (
    Fault("a plan left unsaid", (("plan", "is blank though there is a plan"),), put(planned=True, plan=None)),
    Fault("a share without its point", (("gap", "950 is more than 100"),), put(gap=950.0)),
)
TEAM_WORK = (
    Fault(
        "more helped than are absent",
        (("with_action", "{with_action} is more than the pupils who are persistently absent"),),
        lambda row: {"with_action": row["persistent"] + 4},
    ),
)
ADOPTION = (
    Fault(
        "an award that ended before it began",
        (("expires", "31 August 2023 is before the day from which it has been in use"),),
        put(taken_up="Y", since=date(2023, 9, 1), expires=date(2023, 8, 31)),
    ),
    Fault("half taken up", (("taken_up", "Half is not one of the choices"),), put(taken_up="Half")),
)

PLANTED = (
    Planted(CURRENT, CENTRAL_TEAM.name, "Taken up", NO_DAY),
    Planted(CURRENT, CENTRAL_TEAM.name, "Attendance team", MORE_MEETINGS, EXPLANATIONS),
    Planted(CURRENT, CENTRAL_TEAM.name, "Gaps", GAPS, mended=True),
    Planted(CURRENT, CENTRAL_TEAM.name, "Attendance team", TEAM_WORK, mended=True),
    Planted(CURRENT, CENTRAL_TEAM.name, "Taken up", ADOPTION, mended=True),
)
