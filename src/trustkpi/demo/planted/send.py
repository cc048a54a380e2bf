"""What is wrong on purpose in returns of SEN: Ambleside's query, and the mistakes for which Denewood's went back."""

from __future__ import annotations

from datetime import date

from trustkpi.demo.academies import AMBLESIDE, DENEWOOD
from trustkpi.demo.asked import CURRENT
from trustkpi.demo.faults import Fault, Planted, put
from validation.rules import QUERY

_PAID_BACK = "8,400 is more than is due"

QUERIES = (Fault("more than was due", (("received", _PAID_BACK),), put(due=800_000, received=840_000), severity=QUERY),)
EXPLANATIONS = (("Income", "Received", "is more than is due", "Arrears of the autumn came with this term's payment."),)

PLANS = (
    Fault(
        "a report of last year's review",
        (("report_sent_on", "is before the meeting"),),
        put(held_on=date(2026, 2, 10), report_sent_on=date(2025, 2, 20), decided_on=None),
    ),
    Fault(
        "a decision without a meeting",
        (("held_on", "is blank though the review went on"),),
        put(held_on=None, report_sent_on=None, decided_on=date(2026, 3, 2)),
    ),
    Fault(
        "a meeting still to come",
        (("held_on", "is after the as-at date"),),
        put(held_on=date(2026, 4, 21), report_sent_on=None, decided_on=None),
    ),
    Fault("a month for a day", (("review_due", "is not a date"),), put(review_due=None), {"review_due": "March 2026"}),
)
INCOME = (
    Fault("money in words", (("received", "'about 60k' is not a number"),), put(received=None), {"received": "about 60k"}),
    Fault("a stream given twice", (("stream", "{stream} is given twice"),), again=True),
)
PROGRESS = (Fault("more on track than there are", (("now", "99 is more than there are"),), put(now=99)),)

PLANTED = (
    Planted(CURRENT, AMBLESIDE, "Income", QUERIES, EXPLANATIONS),
    Planted(CURRENT, DENEWOOD, "Plans", PLANS),
    Planted(CURRENT, DENEWOOD, "Income", INCOME),
    Planted(CURRENT, DENEWOOD, "Progress", PROGRESS),
)
