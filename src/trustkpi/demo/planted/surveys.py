"""What is wrong on purpose in surveys: what the central team had to mend before it was taken."""

from __future__ import annotations

from datetime import date

from trustkpi.demo.academies import CENTRAL_TEAM
from trustkpi.demo.asked import CURRENT
from trustkpi.demo.faults import Fault, Planted, put

QUESTIONS = (
    Fault(
        "answers that do not add up",
        (("responses", "{responses} is not the sum of the five answers"),),
        lambda row: {"agree": row["agree"] + 3},
    ),
    Fault(
        "more answers than were asked",
        (("responses", "{responses} is more than were asked"),),
        lambda row: {"invited": row["responses"] - 5},
    ),
    Fault("a survey still open", (("asked_on", "30 April 2026 is after the as-at date"),), put(asked_on=date(2026, 4, 30))),
    Fault("a benchmark of nobody", (("benchmark_of", "is blank though a benchmark is given"),), put(benchmark=88.0)),
    Fault("a share for a number", (("agree", "'62%' is not a whole number"),), put(agree=None), {"agree": "62%"}),
    Fault(
        "a question in the survey's own words",
        (("question", "I like my school is not one of the choices"),),
        put(question="I like my school"),
    ),
)

PLANTED = (Planted(CURRENT, CENTRAL_TEAM.name, "Questions", QUESTIONS, mended=True),)
