"""What the ledger holds, as frozen facts: a verdict on a workbook, and a pack with all that it was made from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime
from typing import Any

from validation.findings import Layout

ACCEPTED, SENT_BACK, UNREADABLE = "accepted", "sent back", "could not be read"
NOT_DUE = "not due"  # the state of a return that nobody has sent and whose period has not closed
DRAFT, FINAL = "draft", "final"


@dataclass(frozen=True)
class Entry:
    """A verdict on one workbook: whose it is, who sent it when, what was found, and how it was laid out.

    `findings` are mappings with severity, sheet, cell, label, says, do and the academy's explanation; `layouts` and `rows`,
    the sha-256 of the rows as they were kept, are by sheet title. `reason` says in a sentence why a file could not be read.
    `received` is the file's own date, `recorded` when the ledger wrote it down.
    """

    digest: str
    received: datetime
    file: str
    state: str
    academy: str = ""
    return_name: str = ""
    period: str = ""
    as_at: date | None = None
    sent_by: str = ""
    declared_by: str = ""
    declared_on: date | None = None
    reason: str = ""
    findings: tuple[Mapping[str, str], ...] = ()
    layouts: Mapping[str, Layout] = field(default_factory=dict)
    rows: Mapping[str, str] = field(default_factory=dict)
    recorded: datetime | None = field(default=None, compare=False)


@dataclass(frozen=True)
class PackEntry:
    """A pack that was published, and all that it was made from.

    `content`, `bare` and `words` are digests of what it says: see `pages.Pack`; `figures` is that of the figures kept beside
    a final one.
    """

    file: str
    sha256: str
    committee: str
    period: str
    as_at: date
    settings: str
    program: str
    digests: tuple[str, ...]
    issue: int = 1
    state: str = DRAFT
    content: str = ""
    bare: str = ""
    words: str = ""
    figures: str = ""
    recorded: datetime | None = field(default=None, compare=False)

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> PackEntry:
        """The entry that a row of the ledger tells of."""
        given = {name: value for name, value in row.items() if name != "entry"}
        read = {"as_at": date.fromisoformat(row["as_at"]), "digests": tuple(json.loads(row["digests"])), "recorded": _moment(row)}
        return cls(**given | read)


@dataclass(frozen=True)
class Forgotten:
    """A period whose rows, originals and corrections were removed, when, and the digest of the totals that were kept."""

    period: str
    recorded: datetime
    totals: str

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Forgotten:
        """The entry that a row of the ledger tells of."""
        return cls(row["period"], datetime.fromisoformat(row["recorded"]), row["totals"])


def as_row(entry: Entry) -> dict[str, Any]:
    """The entry as the ledger's columns hold it."""
    row = {f.name: plain(getattr(entry, f.name)) for f in fields(entry)}
    row["return"] = row.pop("return_name")
    row["rows"] = json.dumps(dict(entry.rows))
    row["layouts"] = json.dumps({title: [x.tab, x.heading_row, dict(x.letters)] for title, x in entry.layouts.items()})
    return row


def plain(value: Any) -> Any:
    """A value as SQLite holds it: times in UTC and dates as ISO text, tuples as JSON."""
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="microseconds")  # one width, so that words sort as times do
        case date():
            return value.isoformat()
        case tuple():
            return json.dumps(list(value), ensure_ascii=False)
        case Mapping():
            return ""
    return value


def as_entry(row: Mapping[str, Any]) -> Entry:
    """The entry that a row of the ledger tells of."""
    given = {name: value for name, value in row.items() if name not in {"entry", "return"}} | {"return_name": row["return"]}
    given["received"], given["recorded"] = datetime.fromisoformat(row["received"]), _moment(row)
    for name in ("as_at", "declared_on"):
        given[name] = date.fromisoformat(row[name]) if row[name] else None
    given["rows"] = json.loads(row.get("rows") or "{}")
    given["findings"] = tuple(json.loads(row["findings"]))
    given["layouts"] = {title: Layout(*parts) for title, parts in json.loads(row["layouts"]).items()}
    return Entry(**given)


def _moment(row: Mapping[str, Any]) -> datetime | None:
    """When the row was written; None in one that is older than that column."""
    return datetime.fromisoformat(row["recorded"]) if row.get("recorded") else None
