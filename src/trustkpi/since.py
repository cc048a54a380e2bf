"""What has happened since a pack was last issued: the figures that it showed then, and what was sent after it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from trustkpi.entries import Entry, PackEntry


@dataclass(frozen=True)
class Sent:
    """A return behind this pack that was not behind the issue before: whose, of when, received when, and its sha-256.

    `replaced` is the day on which the return that it replaces was received; None where it is the first.
    """

    academy: str
    return_name: str
    period: str
    received: date
    digest: str
    replaced: date | None = None


@dataclass(frozen=True)
class Since:
    """The last final issue: its number and as-at date, its rated figures, what was sent since, and what else is another.

    `figures` is None where the store has lost them; `settings` and `program` say whether either has changed. `period` is
    whose issue it is, where that is not the pack's own.
    """

    issue: int
    as_at: date
    figures: pl.DataFrame | None = field(compare=False)
    sent: tuple[Sent, ...] = ()
    settings: bool = False
    program: bool = False
    period: str = ""


def sent_since(before: PackEntry, behind: Iterable[Entry], accepted: Mapping[str, Entry]) -> tuple[Sent, ...]:
    """What stands behind a pack now and did not behind that issue, in order of receipt."""
    replaced = {(e.academy, e.return_name, e.period): e for digest in before.digests if (e := accepted.get(digest))}
    found = []
    for entry in behind:
        if entry.digest not in before.digests:
            old = replaced.get((entry.academy, entry.return_name, entry.period))
            when = old.received.date() if old else None
            found.append(Sent(entry.academy, entry.return_name, entry.period, entry.received.date(), entry.digest, when))
    return tuple(sorted(found, key=lambda s: (s.received, s.academy, s.return_name, s.period)))
