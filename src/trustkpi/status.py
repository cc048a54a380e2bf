"""Who has sent what: academies by returns for a period, counted from an as-at date and never from the clock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from trustkpi.entries import ACCEPTED, NOT_DUE, SENT_BACK
from trustkpi.facts import Academy, Due
from trustkpi.trust import Trust
from validation.periods import Period
from validation.returns import returns

NOT_ASKED, LATE = "not asked", "late"
STATUS: Mapping[str, pl.DataType] = {
    "academy": pl.String(),
    "return": pl.String(),
    "state": pl.String(),
    "received": pl.Datetime("us", "UTC"),
    "due": pl.Date(),
    "errors": pl.Int64(),
    "queries": pl.Int64(),
    "note": pl.String(),
}
_UK = ZoneInfo("Europe/London")


def status(ledger: pl.DataFrame, trust: Trust, of: Period, as_at: date) -> pl.DataFrame:
    """A row an academy and return of the period, academies as in trust.xlsx: its state in words, and what stands behind it.

    `ledger` is the store's. States: accepted, accepted (n days late), sent back (n errors), late (n days), due (n days
    left), not due (the period has not closed) and not asked (it was not in the trust, or the calendar does not ask).
    An accepted return stays accepted when a later one goes back; `note` says so. A return of another kind of period that
    closes within this one is named with its own. What the central team sends for all academies has a row of its own, last.
    """
    asked = {(line.return_name, line.period): line for line in trust.asked_in(of)}
    came = ledger.filter((pl.col("period") == of.name) & (pl.col("return") != ""))["return"].unique()
    subjects = sorted({*asked} | {(name, of) for name in came}, key=lambda s: (s[0], s[1].closes, s[1].name))
    central = {r.name for r in returns().values() if r.whole_trust}
    lines = ((a, s) for a in (*trust.academies, trust.central) for s in subjects if (a == trust.central) == (s[0] in central))
    rows = []
    for academy, (name, when) in lines:
        due = asked.get((name, when)) if academy in (*trust.members(when), trust.central) else None
        called = name if when == of else f"{name} {when.name}"
        rows.append(_row(academy.name, called, due, _sent(ledger, academy, name, when), as_at))
    return pl.DataFrame(rows, schema=dict(STATUS), orient="row")


def _sent(ledger: pl.DataFrame, academy: Academy, name: str, when: Period) -> pl.DataFrame:
    return ledger.filter((pl.col("academy") == academy.name) & (pl.col("return") == name) & (pl.col("period") == when.name))


def _row(academy: str, name: str, asked: Due | None, theirs: pl.DataFrame, as_at: date) -> dict[str, Any]:
    accepted = theirs.filter(pl.col("stands"))
    last = theirs.filter(pl.col("state") == SENT_BACK).tail(1)
    shown = accepted if accepted.height else last
    found = shown.row(0, named=True) if shown.height else {}
    return {
        "academy": academy,
        "return": name,
        "state": _state(found, asked, as_at),
        "received": found.get("received"),
        "due": asked.due if asked else None,
        "errors": found.get("errors"),
        "queries": found.get("queries"),
        "note": _note(found, last),
    }


def _state(found: Mapping[str, Any], asked: Due | None, as_at: date) -> str:
    if found.get("state") == ACCEPTED:
        late = (_day(found["received"]) - asked.due).days if asked else 0
        return f"{ACCEPTED} ({_count(late, 'day')} late)" if late > 0 else ACCEPTED
    if found:
        return f"{SENT_BACK} ({_count(found['errors'], 'error')})"
    if asked is None:
        return NOT_ASKED
    if as_at > asked.due:
        return f"{LATE} ({_count((as_at - asked.due).days, 'day')})"
    return NOT_DUE if as_at < asked.closes else f"due ({_count((asked.due - as_at).days, 'day')} left)"


def _note(found: Mapping[str, Any], last: pl.DataFrame) -> str:
    """What a glance at the state would miss: that a newer one went back."""
    if found.get("state") != ACCEPTED or last.is_empty() or last["received"][0] <= found["received"]:
        return ""
    return f"a newer one was sent back ({_count(last['errors'][0], 'error')})"


def _day(received: datetime) -> date:
    return received.astimezone(_UK).date()  # at midnight in the office, not in Greenwich


def _count(n: int, what: str) -> str:
    return f"{n:,} {what}{'' if n == 1 else 's'}"
