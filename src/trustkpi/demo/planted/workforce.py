"""What is wrong on purpose in payroll exports: mistakes of Denewood's newest snapshot, queries of Westbury's before it."""

from __future__ import annotations

from datetime import date

from trustkpi.demo.academies import DENEWOOD, WESTBURY
from trustkpi.demo.faults import READERS_WORDS as _NOT_READ
from trustkpi.demo.faults import Fault, Planted, Row
from validation.rules import QUERY

MISTAKEN, QUERIED = "2026-03-31", "2025-03-31"
_A_YEAR = "gives an hour's pay below £5 or above £150"
_NO_WEEKS = "is blank for a contract in term time only"

MISTAKES = (
    Fault("a line a cost centre", (("person", "is given twice"),), again=True),
    Fault("hours of nought", (("hours", "is 0, so that no hourly pay can be worked out"),), lambda _: {"hours": 0}),
    Fault(
        "term time without its weeks",
        (("weeks_paid", _NO_WEEKS), ("weeks_worked", _NO_WEEKS)),
        lambda _: {"basis": "TERM", "weeks_paid": None, "weeks_worked": None},
    ),
    Fault("pay with a word", (("basic", _NOT_READ),), lambda _: {"basic": None}, {"basic": "3,212.50 pcm"}),
    Fault("a job title for a role group", (("role", "is not one of the choices"),), lambda _: {"role": "Cook"}),
    Fault("not started yet", (("started", "is after the snapshot date"),), lambda _: {"started": date(2026, 4, 20)}),
    Fault("a blank where a code is needed", (("sex", "is blank"),), lambda _: {"sex": None}),
    Fault(
        "reduced pay with nothing behind it",
        (("leave", "is none though pay was reduced"), ("usual", "is blank though pay was reduced")),
        lambda row: {"reduced": True, "basic": row["basic"] // 2},
    ),
    Fault(
        "more bonus in the month than in the year",
        (("bonus", "is more than the bonus of the twelve months"),),
        lambda _: {"bonus": 50000, "bonus_for": "YEAR", "bonus_year": 0},
    ),
    Fault("a day that is in no calendar", (("started", _NOT_READ),), lambda _: {"started": None}, {"started": "31/09/2021"}),
    Fault("an Excel error for a number", (("allowances", _NOT_READ),), lambda _: {"allowances": None}, {"allowances": "#N/A"}),
    Fault("a year's pay for a month", (("basic", _A_YEAR),), lambda row: {"basic": 12 * row["basic"]}, severity=QUERY),
    Fault(
        "weeks the wrong way round",
        (("weeks_worked", "is more than the weeks paid"),),
        lambda _: {"basis": "TERM", "weeks_paid": 3900, "weeks_worked": 4441},
    ),
)

_UNKNOWN = "is unknown: the person is counted and listed, but stands in no gap"
_JOINED = "is within the last month, so a part of a period's pay may stand against a whole week's hours"
_LEFT = "is before the snapshot date, so the row is counted in no figure"

QUERIES = (
    Fault("sex not on record", (("sex", _UNKNOWN),), lambda _: {"sex": "U"}, severity=QUERY),
    Fault(
        "a leaver left in the export", (("left", _LEFT),), lambda _: {"left": date(2025, 2, 28)}, severity=QUERY
    ),
    Fault("a joiner in mid-period", (("started", _JOINED),), lambda _: {"started": date(2025, 3, 17)}, severity=QUERY),
)  # fmt: skip
# What Westbury says of its queries; the joiner stays unexplained.
EXPLANATIONS = (
    ("Posts", "Sex", _UNKNOWN, "The record came from another employer without it; HR is asking for their form."),
    ("Posts", "Left", _LEFT, "Paid in arrears in March; the post ended in February."),
)


def steady(row: Row) -> bool:
    """Whether a row is plain enough to be spoilt in one way only: a contract's hours, full pay, no bonus, here for a year."""
    return (
        row["hours"] is not None and not row["reduced"] and not row["bonus_year"] and row["started"] <= date(2023, 9, 1)
        and row["post"] == "1"
    )  # fmt: skip


PLANTED = (
    Planted(MISTAKEN, DENEWOOD, "Posts", MISTAKES, fit_for=steady, mended=True),
    Planted(QUERIED, WESTBURY, "Posts", QUERIES, EXPLANATIONS, fit_for=steady),
)
