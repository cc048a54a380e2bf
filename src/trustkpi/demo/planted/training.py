"""What is wrong on purpose in training returns: what the central team had to mend before it was taken."""

from __future__ import annotations

from datetime import date

from trustkpi.demo.academies import CENTRAL_TEAM
from trustkpi.demo.asked import CURRENT
from trustkpi.demo.faults import Fault, Planted, put

COURSES = (
    Fault(
        "a course still to come",
        (("completed_on", "is after the as-at date"),),
        put(completed_on=date(2026, 9, 2), valid_until=date(2027, 9, 1)),
    ),
    Fault(
        "good until before it was had",
        (("valid_until", "is before the day it was completed"),),
        put(completed_on=date(2025, 9, 2), valid_until=date(2025, 9, 1)),
    ),
    Fault(
        "a last day without a first",
        (("completed_on", "is blank though a last day is given"),),
        put(completed_on=None, valid_until=date(2026, 9, 1)),
    ),
    Fault("a role in the office's own words", (("role", "is not one of the choices"),), put(role="Mentor")),
    Fault("the same course twice", (("person", "is given twice"),), again=True),
    Fault(
        "a term for a day",
        (("completed_on", "is not a date"),),
        put(completed_on=None, valid_until=None),
        {"completed_on": "Autumn INSET"},
    ),
)
NETWORKS = (
    Fault("more academies than members", (("schools", "9 is more than there are members"),), put(members=5, schools=9)),
    Fault(
        "an impact left unsaid",
        (("impact", "is blank though the impact was reviewed"),),
        put(reviewed_on=date(2026, 2, 12), impact=None),
    ),
)
MODERATION = (
    Fault("more alike than were looked at", (("agreed", "42 is more than were looked at"),), put(samples=24, agreed=42)),
)

PLANTED = (
    Planted(CURRENT, CENTRAL_TEAM.name, "Courses", COURSES, mended=True),
    Planted(CURRENT, CENTRAL_TEAM.name, "Networks", NETWORKS, mended=True),
    Planted(CURRENT, CENTRAL_TEAM.name, "Moderation", MODERATION, mended=True),
)
