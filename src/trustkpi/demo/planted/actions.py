"""What is wrong on purpose in the register of actions: a query, and what the central team had to mend before it was taken."""

from __future__ import annotations

from datetime import date

from trustkpi.demo.academies import CENTRAL_TEAM
from trustkpi.demo.asked import CURRENT
from trustkpi.demo.faults import Fault, Planted, put
from validation.rules import QUERY

QUERIES = (
    Fault(
        "a cost that nothing pays for",
        (("cost_line", "is blank though a cost is planned"),),
        put(cost_planned=250_000, cost_line=None),
        severity=QUERY,
    ),
)

ACTIONS = (
    Fault(
        "done, and not said so",
        (("state", "P is not Done, though a day is given on which it was done"),),
        put(state="P", done_on=date(2026, 2, 6)),
    ),
    Fault("done, and no day", (("done_on", "is blank for an action that is done"),), put(state="D", done_on=None)),
    Fault(
        "re-dated without a word",
        (("moved_why", "is blank though the action was re-dated or dropped"),),
        put(due=date(2025, 12, 19), due_from=None, due_now=date(2026, 7, 17), moved_why=None),
    ),
    Fault(
        "a rating of one's own without a reason",
        (("override_why", "is blank though the rating is overridden"),),
        put(override="G", override_why=None),
    ),
    Fault(
        "a term for a day",
        (("due", "'Summer term' is not a date"),),
        put(due=None, due_now=None),
        {"due": "Summer term"},
        where=lambda row: row["due_now"] is None and row["state"] == "D",
    ),
    Fault("the same reference twice", (("ref", "{ref} is given twice"),), again=True),
)

PLANTED = (
    Planted(CURRENT, CENTRAL_TEAM.name, "Actions", QUERIES),
    Planted(CURRENT, CENTRAL_TEAM.name, "Actions", ACTIONS, mended=True),
)
