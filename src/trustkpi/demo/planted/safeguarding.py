"""What is wrong on purpose in safeguarding returns: what Westbury had to mend before it was taken."""

from __future__ import annotations

from datetime import date

from trustkpi.demo.academies import WESTBURY
from trustkpi.demo.asked import CURRENT
from trustkpi.demo.faults import Fault, Planted, put

POLICIES = (
    Fault(
        "next year's version",
        (("approved_on", "9 September 2026 is after the as-at date"),),
        put(approved_on=date(2026, 9, 9), review_due=date(2027, 9, 9)),
        where=lambda row: row["policy"] == "ONLINE",
    ),
    Fault(
        "no word of what was learnt",
        (("lessons", "is blank for the child protection policy"),),
        put(lessons=None),
        where=lambda row: row["policy"] == "CP",
    ),
    Fault(
        "a year for a day",
        (("review_due", "'2026' is a plain number, not a date"),),
        put(review_due=None),
        {"review_due": "2026"},
        where=lambda row: row["policy"] == "BULLYING",
    ),
)
CONCERNS = (
    Fault(
        "more referred than were of concern",
        (("referrals", "{referrals} is more than there were concerns"),),
        lambda row: {"referrals": row["concerns"] + 3},
        where=lambda row: row["concerns"] > 1,
    ),
    Fault(
        "more improved than closed",
        (("improved", "{improved} is more than were closed"),),
        lambda row: {"improved": row["closed"] + 2},
        where=lambda row: row["closed"] > 0,
    ),
)
VETTING = (
    Fault(
        "checks of people who left",
        (("held", "{held} is more than it applies to"),),
        lambda row: {"held": row["needed"] + 2},
        where=lambda row: row["check"] == "DBS",
    ),
)
RECORDS = (
    Fault(
        "more whole than there are",
        (("whole", "{whole} is more than are on the record"),),
        lambda row: {"whole": row["people"] + 1},
    ),
)
AUDIT = (Fault("looked at before it was done", (("completed_on", "is blank though it was looked at"),), put(completed_on=None)),)

PLANTED = (
    Planted(CURRENT, WESTBURY, "Policies", POLICIES, mended=True),
    Planted(CURRENT, WESTBURY, "Concerns", CONCERNS, mended=True),
    Planted(CURRENT, WESTBURY, "Vetting", VETTING, mended=True),
    Planted(CURRENT, WESTBURY, "Records", RECORDS, mended=True),
    Planted(CURRENT, WESTBURY, "Annual audit", AUDIT, mended=True),
)
