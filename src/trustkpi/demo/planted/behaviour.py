"""What is wrong on purpose in behaviour returns: Unity's queries, and what Woodlands had to mend before it was taken."""

from __future__ import annotations

from datetime import date

from trustkpi.demo.academies import UNITY, WOODLANDS
from trustkpi.demo.asked import CURRENT
from trustkpi.demo.faults import Fault, Planted, Row, put
from validation.rules import QUERY

QUERIED = CURRENT

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

MISTAKES = (
    Fault(
        "no word of the prejudice",
        (("prejudice", "is None for a prejudice-related incident"),),
        put(kind="PREJ", prejudice="N"),
    ),
    Fault("an incident still to come", (("happened", "is after the as-at date"),), put(happened=date(2026, 4, 14))),
    Fault("last year's incident", (("happened", "is before this academic year"),), put(happened=date(2025, 7, 3))),
    Fault("a kind in the school's own words", (("kind", "is not one of the choices"),), put(kind="Fighting")),
    Fault(
        "a day that is in no calendar",
        (("happened", "is not a day in the calendar"),),
        put(happened=None),
        {"happened": "30/02/2026"},
    ),
    Fault("the same row twice", (("upn", "is given twice"),), again=True),
)


def plain_incident(row: Row) -> bool:
    """Whether an incident is plain enough to be spoilt in one way only."""
    return row["kind"] == "DIS" and not row["force"]


PLANTED = (
    Planted(QUERIED, UNITY, "Incidents", QUERIES, EXPLANATIONS, fit_for=plain_incident),
    Planted(CURRENT, WOODLANDS, "Incidents", MISTAKES, fit_for=plain_incident, mended=True),
)
