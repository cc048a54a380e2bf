"""What is wrong on purpose in returns of roll and places: Westbury's queries, and what Denewood had to mend."""

from __future__ import annotations

from datetime import date

from trustkpi.demo.academies import DENEWOOD, WESTBURY
from trustkpi.demo.asked import CURRENT
from trustkpi.demo.faults import Fault, Planted, put
from validation.rules import QUERY

_FAR = "is more than a fifth away from the projection"
_SILENT = "says Yes, and no activity with the school is given"

FAR_OFF = (
    Fault(
        "a projection of before the class was opened",
        (("actual", f"{{actual}} {_FAR}"),),
        lambda row: {"projected": row["actual"] + 8, "projected_plans": row["actual_plans"]},
        severity=QUERY,
    ),
)
SILENT = (
    Fault(
        "a school met that nothing was done with",
        (("engaged", _SILENT),),
        put(engaged=True),
        severity=QUERY,
        where=lambda row: not row["engaged"],
    ),
)
EXPLANATIONS = (("Roll by year group", "On roll", _FAR, "A second class was planned and did not open."),)

CONSULTATIONS = (
    Fault(
        "an answer before the question",
        (("answered", "12 January 2026 is before the consultation"),),
        put(asked=date(2026, 2, 10), answered=date(2026, 1, 12), decision="N"),
    ),
    Fault(
        "an answer without what it was",
        (("decision", "is blank though an answer was given"),),
        put(asked=date(2026, 1, 12), answered=date(2026, 1, 20), decision=None),
    ),
    Fault(
        "an answer to come",
        (("answered", "14 April 2026 is after the as-at date"),),
        put(asked=date(2026, 3, 20), answered=date(2026, 4, 14), decision="Y"),
    ),
)
MOVEMENTS = (
    Fault("last year's leaver", (("moved", "is before this academic year"),), put(moved=date(2025, 7, 18))),
    Fault("a destination in the school's own words", (("setting", "is not one of the choices"),), put(setting="Sixth form")),
)
PROJECTIONS = (
    Fault(
        "a year in another form",
        (("year", "2026/27 is not in the form that is asked for"),),
        put(year="2026/27"),
        where=lambda row: row["year"] == "2026-27",
    ),
)
TRANSITIONS = (
    Fault("a plan without its day", (("planned", "is blank though the plan is in place"),), put(plan="IN", planned=None)),
    Fault(
        "back without having gone",
        (("returned", "has no start of the return to mainstream before it"),),
        put(began=None, returned=date(2026, 2, 27)),
    ),
)

PLANTED = (
    Planted(CURRENT, WESTBURY, "Roll by year group", FAR_OFF, EXPLANATIONS),
    Planted(CURRENT, WESTBURY, "Feeder schools", SILENT),
    Planted(CURRENT, DENEWOOD, "Place consultations", CONSULTATIONS, mended=True),
    Planted(CURRENT, DENEWOOD, "Joiners and leavers", MOVEMENTS, mended=True),
    Planted(CURRENT, DENEWOOD, "Projections", PROJECTIONS, mended=True),
    Planted(CURRENT, DENEWOOD, "Transition plans", TRANSITIONS, mended=True),
)
