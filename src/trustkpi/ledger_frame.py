"""The ledger as a frame: which submission stands, what it replaced, and what replaced it, by when they were received."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import polars as pl

from trustkpi.entries import ACCEPTED, Entry
from validation.rules import ERROR

_MOMENT = "%Y-%m-%dT%H:%M:%S%.6f%z"
_SUBJECT = ("academy", "return", "period")
LEDGER: Mapping[str, pl.DataType] = {
    "entry": pl.Int64(),
    "recorded": pl.Datetime("us", "UTC"),
    "received": pl.Datetime("us", "UTC"),
    "academy": pl.String(),
    "return": pl.String(),
    "period": pl.String(),
    "as_at": pl.Date(),
    "file": pl.String(),
    "sent_by": pl.String(),
    "declared_by": pl.String(),
    "declared_on": pl.Date(),
    "state": pl.String(),
    "accepted": pl.Boolean(),
    "stands": pl.Boolean(),
    "errors": pl.Int64(),
    "queries": pl.Int64(),
    "reason": pl.String(),
    "findings": pl.String(),
    "digest": pl.String(),
    "replaces": pl.String(),
    "replaced_by": pl.String(),
}


def current(accepted: Iterable[Entry], as_known_on: datetime | None = None) -> tuple[Entry, ...]:
    """The entries that stand, one for an academy, a return and a period: the last received; in order of period and academy."""
    known = [e for e in accepted if as_known_on is None or e.received <= as_known_on]
    # Two received in the same instant are told apart by digest, so that every run tells them apart alike.
    last = {(e.academy, e.return_name, e.period): e for e in sorted(known, key=lambda e: (e.received, e.digest))}
    return tuple(sorted(last.values(), key=lambda e: (e.return_name, e.period, e.academy)))


def ledger_frame(rows: Sequence[Mapping[str, Any]], as_known_on: datetime | None = None) -> pl.DataFrame:
    """A row a verdict, in order of receipt, as known at that moment.

    `state` is accepted, sent back or could not be read; of the accepted ones of an academy, a return and a period one
    `stands`, and `replaces` and `replaced_by` are digests. `errors` and `queries` count the findings, which lie in
    `findings` as JSON, explanations beside them.
    """
    if not rows:
        return pl.DataFrame(schema=dict(LEDGER))
    accepted = pl.col("state") == ACCEPTED
    order = ["received", "file", "digest", "entry"]
    frame = _typed(rows)
    if as_known_on is not None:
        frame = frame.filter(pl.col("received") <= as_known_on.astimezone(UTC))
    subject = [pl.when(accepted).then(pl.col(name)).alias(f"_{name}") for name in _SUBJECT]
    frame = frame.with_columns(*subject, accepted=accepted).sort("received", "digest", "entry")
    by = [f"_{name}" for name in _SUBJECT]
    frame = frame.with_columns(
        replaces=pl.when(accepted).then(pl.col("digest").shift(1).over(by)),
        replaced_by=pl.when(accepted).then(pl.col("digest").shift(-1).over(by)),
    )
    frame = frame.with_columns(stands=accepted & pl.col("replaced_by").is_null())
    return frame.sort(order).select(pl.col(name).cast(dtype) for name, dtype in LEDGER.items())


def _moment(written: pl.Expr) -> pl.Expr:
    there = pl.when(written != "").then(written).cast(pl.String)  # a row that is older than the column holds nothing
    return there.str.to_datetime(_MOMENT, time_unit="us", time_zone="UTC")


def _typed(rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    frame = pl.DataFrame([{"recorded": None} | dict(row) for row in rows], infer_schema_length=None)
    severities = pl.col("findings").str.json_decode(pl.List(pl.Struct({"severity": pl.String})))
    are_errors = severities.list.eval(pl.element().struct.field("severity") == ERROR).list.sum()
    return frame.with_columns(
        _moment(pl.col("received", "recorded")),
        pl.col("as_at", "declared_on").cast(pl.String).str.to_date("%Y-%m-%d"),
        errors=are_errors.fill_null(0),
        queries=severities.list.len() - are_errors.fill_null(0),
    )
