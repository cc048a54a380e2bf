"""What was asked of academies and what came, as rows that a KPI can read like a return's."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from zoneinfo import ZoneInfo

import polars as pl

from trustkpi.entries import ACCEPTED
from trustkpi.facts import Academy, Due
from trustkpi.trust import Trust
from validation.model import DATE, NUMBER, TEXT, YES_NO, Sheet, cell
from validation.periods import Period
from validation.returns import returns

_UK = ZoneInfo("Europe/London")


class Submissions(
    Sheet, title="Submissions", one_row="one return asked of one academy",
    intro="Made by the run from the calendar of trust.xlsx and the ledger; nobody types it.",
):  # fmt: skip
    """Returns whose period had closed by the as-at date, whether they came and what was found in them."""

    asked: str = cell("Return", unit=TEXT, help="Which return.", example="attendance")
    due: date = cell("Due", unit=DATE, help="The calendar's day.", example=date(2026, 1, 16))
    accepted: bool = cell("Accepted", unit=YES_NO, help="One stands in the store.", example=True)
    days_late: int = cell("Days late", unit=NUMBER, help="After the day due; nought where in time.", example=0, required=False)
    issues: int = cell("Findings", unit=NUMBER, help="Errors and queries, sendings that went back included.", example=2)


def submissions(ledger: pl.DataFrame, trust: Trust, of: Iterable[Period], as_at: date) -> pl.DataFrame:
    """A row a return whose period had closed by the as-at date, with `academy` and `period`, the one of `of` that it stands for.

    A blank academy is the central team.
    """
    rows = [_row(ledger, academy, due, slot) for slot in of for academy, due in _due(trust, slot, as_at)]
    schema = {**Submissions.dtypes(), "academy": pl.String(), "period": pl.String(), "_opens": pl.Date(), "_closes": pl.Date()}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _due(trust: Trust, slot: Period, as_at: date) -> Iterable[tuple[Academy, Due]]:
    for line in trust.asked_in(slot):
        if line.return_name in returns() and line.closes <= as_at:
            yield from ((academy, line) for academy in trust.senders(returns()[line.return_name], line.period))


def _row(ledger: pl.DataFrame, academy: Academy, due: Due, slot: Period) -> tuple[object, ...]:
    theirs = ledger.filter(
        (pl.col("academy") == academy.name) & (pl.col("return") == due.return_name) & (pl.col("period") == due.period.name)
    )
    standing = theirs.filter(pl.col("stands") & (pl.col("state") == ACCEPTED))
    late = max((standing["received"][0].astimezone(_UK).date() - due.due).days, 0) if standing.height else None
    issues = theirs.select(pl.sum_horizontal("errors", "queries").sum()).item()
    place = academy.name if academy.urn else ""  # the central team has none
    return (due.return_name, due.due, standing.height > 0, late, issues, place, slot.name, slot.opens, due.closes)
