"""What is wrong on purpose in returns of suspensions and behaviour: Denewood's mistakes of the autumn, Unity's queries now."""

from __future__ import annotations

from datetime import date

from trustkpi.demo.asked import CURRENT
from trustkpi.demo.faults import Fault, Row
from validation.conduct import Category
from validation.rules import QUERY

MISTAKEN, QUERIED = "2025-26-autumn", CURRENT

MISTAKES = (
    Fault("text for a number of sessions", (("sessions", ""),), lambda _: {"sessions": None}, {"sessions": "2 days"}),
    Fault("a suspension still to come", (("start", "is after the as-at date"),), lambda _: {"start": date(2026, 1, 12)}),
    Fault("last year's suspension", (("start", "is before this academic year"),), lambda _: {"start": date(2025, 7, 9)}),
    Fault("a reason that is not on the list", (("reason", "is not one of the choices"),), lambda _: {"reason": "OT"}),
    Fault("no session at all", (("sessions", "is less than 1"),), lambda _: {"sessions": 0}),
    Fault("a reason given twice", (("reason_2", "repeats the first reason"),), lambda row: {"reason_2": row["reason"]}),
    Fault("the same event twice", (("upn", "is given twice"),), again=True),
)

_FORCE = "is blank though force was used"
_SERIOUS = "is None for a serious incident"
QUERIES = (
    Fault("force without a word", (("parents_told", _FORCE),), lambda _: {"force": True}, severity=QUERY),
    Fault(
        "a weapon, and nothing done", (("sanction", _SERIOUS),), lambda _: {"kind": "WEAP", "sanction": "NONE"}, severity=QUERY
    ),
    Fault("force without a word again", (("parents_told", _FORCE),), lambda _: {"force": True}, severity=QUERY),
)
# What Unity says of its queries; the weapon stays unexplained.
EXPLANATIONS = (("Incidents", "Parents told", _FORCE, "Both families were seen the same day; the record is being completed."),)


def plain_event(row: Row) -> bool:
    """Whether an event is plain enough to be spoilt in one way only."""
    return row["category"] == Category.SUSPENSION and row["sessions"] < 10 and row["reason_2"] is None  # noqa: PLR2004


def plain_incident(row: Row) -> bool:
    """Whether an incident is plain enough to be spoilt in one way only."""
    return row["kind"] == "DIS" and not row["force"]
