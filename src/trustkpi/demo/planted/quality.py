"""What is wrong on purpose in returns of quality: a query, and what the central team had to mend before it was taken."""

from __future__ import annotations

from datetime import date

from trustkpi.demo.academies import CENTRAL_TEAM
from trustkpi.demo.asked import CURRENT
from trustkpi.demo.faults import Fault, Planted, put
from validation.rules import QUERY

_NO_STAGE = "is blank though the review was done"

QUERIES = (
    Fault(
        "a review without what it found",
        (("grade", _NO_STAGE),),
        put(grade=None),
        severity=QUERY,
        where=lambda row: row["kind"] == "ASSURANCE" and row["done_on"] is not None,
    ),
)
EXPLANATIONS = (("Reviews", "Stage found", _NO_STAGE, "The report is with the principal and the stage is agreed next week."),)

INSPECTIONS = (
    Fault(
        "a grade of the old scale",
        (("grade", "G is not a grade of this regime and area"),),
        put(grade="G"),
        where=lambda row: row["area"] == "CURRICULUM",
    ),
    Fault(
        "a regime that had ended",
        (("regime", "EIF4 was not how Ofsted inspected on that day"),),
        put(regime="EIF4"),
        where=lambda row: row["regime"] == "EIF" and row["area"] == "LEAD",
    ),
    Fault(
        "an overall grade where there is none",
        (("area", "WHOLE is not an area that this regime judges"),),
        put(area="WHOLE"),
        where=lambda row: row["regime"] == "EIF" and row["area"] == "QUALITY",
    ),
)
RECOMMENDATIONS = (
    Fault(
        "a day too early",
        (("due", "1 August 2025 is before the day on which work began"),),
        put(started=date(2025, 9, 1), due=date(2025, 8, 1)),
        where=lambda row: row["done_on"] is None,
    ),
)
REVIEWS = (
    Fault(
        "more closed than came of it",
        (("closed", "9 is more than the actions that came of it"),),
        put(actions=4, closed=9),
        where=lambda row: row["kind"] == "PEER" and row["done_on"] is not None,
    ),
    Fault(
        "a review still to come",
        (("done_on", "8 May 2026 is after the as-at date"),),
        put(done_on=date(2026, 5, 8), grade="3"),
        where=lambda row: row["kind"] == "ASSURANCE" and row["done_on"] is None,
    ),
)
SCRUTINY = (Fault("more quorate than held", (("quorate", "6 is more than were held"),), put(planned=6, held=4, quorate=6)),)

PLANTED = (
    Planted(CURRENT, CENTRAL_TEAM.name, "Reviews", QUERIES, EXPLANATIONS),
    Planted(CURRENT, CENTRAL_TEAM.name, "Inspections", INSPECTIONS, mended=True),
    Planted(CURRENT, CENTRAL_TEAM.name, "Recommendations", RECOMMENDATIONS, mended=True),
    Planted(CURRENT, CENTRAL_TEAM.name, "Reviews", REVIEWS, mended=True),
    Planted(CURRENT, CENTRAL_TEAM.name, "Local governors", SCRUTINY, mended=True),
)
