"""What is wrong on purpose in returns of the pupil premium: Ambleside's queries, and what Westbury had to mend."""

from __future__ import annotations

from datetime import date

from trustkpi.demo.academies import AMBLESIDE, WESTBURY
from trustkpi.demo.asked import CURRENT
from trustkpi.demo.faults import Fault, Planted, put
from validation.rules import QUERY

STREAMS_SPENT = (
    Fault(
        "more spent than came",
        (("spent", "6,550 is more than was allocated"),),
        put(allocated=600_000, spent=655_000),
        severity=QUERY,
        where=lambda row: row["stream"] == "CATCHUP",
    ),
)
ACTIVITIES_SPENT = (
    Fault(
        "over its budget",
        (("spent", "12,500 is more than was budgeted"),),
        put(budgeted=1_200_000, spent=1_250_000),
        severity=QUERY,
    ),
)
EXPLANATIONS = (
    ("Allocations", "Spent", "is more than was allocated", "The school's own budget paid for the last term of tutoring."),
)

STRATEGY = (
    Fault(
        "two figures the wrong way round, and years too",
        (
            ("eligible", "104 is more than are on roll"),
            ("to_year_end", "31 August 2023 is before the first day that it covers"),
            ("published_on", "4 December 2026 is after the as-at date"),
        ),
        put(roll=58, eligible=104, from_year=date(2024, 9, 1), to_year_end=date(2023, 8, 31), published_on=date(2026, 12, 4)),
    ),
)
STREAMS = (
    Fault("more on track than benefited", (("expected", "61 is more than benefited"),), put(pupils=16, expected=61)),
    Fault(
        "a sum with a word", (("received", "'41,000 so far' is not a number"),), put(received=None), {"received": "41,000 so far"}
    ),
)
ACTIVITIES = (
    Fault("a tier in the school's own words", (("tier", "Staffing is not one of the choices"),), put(tier="Staffing")),
    Fault("an outcome in words", (("rating", "Going well is not one of the choices"),), put(rating="Going well")),
)
PLANS = (Fault("more complete than due", (("complete", "18 is more than were due"),), put(due=9, complete=18)),)

PLANTED = (
    Planted(CURRENT, AMBLESIDE, "Allocations", STREAMS_SPENT, EXPLANATIONS),
    Planted(CURRENT, AMBLESIDE, "Activities", ACTIVITIES_SPENT),
    Planted(CURRENT, WESTBURY, "Strategy", STRATEGY, mended=True),
    Planted(CURRENT, WESTBURY, "Allocations", STREAMS, mended=True),
    Planted(CURRENT, WESTBURY, "Activities", ACTIVITIES, mended=True),
    Planted(CURRENT, WESTBURY, "Personal education plans", PLANS, mended=True),
)
