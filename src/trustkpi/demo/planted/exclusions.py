"""What is wrong on purpose in returns of suspensions: Denewood's mistakes of the autumn."""

from __future__ import annotations

from datetime import date

from trustkpi.demo.academies import DENEWOOD
from trustkpi.demo.faults import Fault, Planted, Row
from validation.conduct import Category

MISTAKEN = "2025-26-autumn"

MISTAKES = (
    Fault("text for a number of sessions", (("sessions", ""),), lambda _: {"sessions": None}, {"sessions": "2 days"}),
    Fault("a suspension still to come", (("start", "is after the as-at date"),), lambda _: {"start": date(2026, 1, 12)}),
    Fault("last year's suspension", (("start", "is before this academic year"),), lambda _: {"start": date(2025, 7, 9)}),
    Fault("a reason that is not on the list", (("reason", "is not one of the choices"),), lambda _: {"reason": "OT"}),
    Fault("no session at all", (("sessions", "is less than 1"),), lambda _: {"sessions": 0}),
    Fault("a reason given twice", (("reason_2", "repeats the first reason"),), lambda row: {"reason_2": row["reason"]}),
    Fault("the same event twice", (("upn", "is given twice"),), again=True),
)


def plain_event(row: Row) -> bool:
    """Whether an event is plain enough to be spoilt in one way only."""
    return row["category"] == Category.SUSPENSION and row["sessions"] < 10 and row["reason_2"] is None  # noqa: PLR2004


PLANTED = (Planted(MISTAKEN, DENEWOOD, "Suspensions and exclusions", MISTAKES, fit_for=plain_event),)
