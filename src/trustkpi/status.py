"""Who has sent what: academies by returns for a period, counted from an as-at date and never from the clock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from trustkpi.entries import ACCEPTED, SENT_BACK
from trustkpi.facts import Due
from trustkpi.trust import Trust
from validation.periods import Period
from validation.returns import returns

NOT_ASKED, NOT_DUE = "not asked", "not due"
WHOLE_TRUST = "Whole trust"
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
    An accepted return stays accepted when a later one goes back; `note` says so. What the central team sends once for all
    academies has one row, last.
    """
    sent = ledger.filter(pl.col("period") == of.name)
    asked = {line.return_name: line for line in trust.calendar if line.period.name == of.name}
    names = sorted({*asked} | {*sent["return"].to_list()} - {""})
    members = {a.name for a in trust.members(of)}
    central = {r.name for r in returns().values() if r.whole_trust}
    rows = [
        _row(academy.name, name, asked.get(name) if academy.name in members else None, sent, as_at)
        for academy in trust.academies
        for name in names
        if name not in central
    ]
    rows += [_row(WHOLE_TRUST, name, asked.get(name), sent, as_at) for name in names if name in central]
    return pl.DataFrame(rows, schema=dict(STATUS), orient="row")


def _row(academy: str, name: str, asked: Due | None, sent: pl.DataFrame, as_at: date) -> dict[str, Any]:
    theirs = sent.filter(((pl.col("academy") == academy) | (academy == WHOLE_TRUST)) & (pl.col("return") == name))
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
        return f"late ({_count((as_at - asked.due).days, 'day')})"
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
