"""The ledger: one row a verdict on a workbook, and one a pack; it is added to and never changed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from trustkpi.facts import TrustKpiError
from trustkpi.whole import private_folder
from validation.findings import Layout

ACCEPTED, SENT_BACK, UNREADABLE = "accepted", "sent back", "could not be read"
_VERSION = 1

# A rollback journal, not WAL: trust folders lie on synchronised and network drives, where WAL's shared memory does not
# hold, and a reader of a folder that it may not write must need no second file. FULL: a row that was told is on the disk.
_SCHEMA = """
PRAGMA journal_mode = DELETE;
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS submissions (
  entry INTEGER PRIMARY KEY, digest TEXT NOT NULL, academy TEXT NOT NULL, "return" TEXT NOT NULL, period TEXT NOT NULL,
  as_at TEXT, received TEXT NOT NULL, file TEXT NOT NULL, sent_by TEXT NOT NULL, declared_by TEXT NOT NULL, declared_on TEXT,
  state TEXT NOT NULL, reason TEXT NOT NULL, findings TEXT NOT NULL, layouts TEXT NOT NULL);
CREATE UNIQUE INDEX IF NOT EXISTS accepted_once ON submissions (digest) WHERE state = 'accepted';
CREATE TABLE IF NOT EXISTS packs (
  entry INTEGER PRIMARY KEY, file TEXT NOT NULL, sha256 TEXT NOT NULL, committee TEXT NOT NULL, period TEXT NOT NULL,
  as_at TEXT NOT NULL, settings TEXT NOT NULL, program TEXT NOT NULL, digests TEXT NOT NULL,
  UNIQUE (file, sha256, as_at, settings, program, digests));
CREATE TRIGGER IF NOT EXISTS submissions_stand BEFORE UPDATE ON submissions BEGIN SELECT RAISE(ABORT, 'the ledger is added to, never changed'); END;
CREATE TRIGGER IF NOT EXISTS submissions_stay BEFORE DELETE ON submissions BEGIN SELECT RAISE(ABORT, 'the ledger is added to, never changed'); END;
CREATE TRIGGER IF NOT EXISTS packs_stand BEFORE UPDATE ON packs BEGIN SELECT RAISE(ABORT, 'the ledger is added to, never changed'); END;
CREATE TRIGGER IF NOT EXISTS packs_stay BEFORE DELETE ON packs BEGIN SELECT RAISE(ABORT, 'the ledger is added to, never changed'); END;
PRAGMA user_version = 1;
COMMIT;
"""  # noqa: E501  a trigger reads best on its line


@dataclass(frozen=True)
class Entry:
    """A verdict on one workbook: whose it is, who sent it when, what was found, and how it was laid out.

    `findings` are mappings with severity, sheet, cell, label, says, do and the academy's explanation; `layouts` is by
    sheet title. `reason` says in a sentence why a file could not be read.
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


@dataclass(frozen=True)
class PackEntry:
    """A pack that was published, and all that it was made from."""

    file: str
    sha256: str
    committee: str
    period: str
    as_at: date
    settings: str
    program: str
    digests: tuple[str, ...]

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> PackEntry:
        """The entry that a row of the ledger tells of."""
        given = {name: value for name, value in row.items() if name != "entry"}
        return cls(**given | {"as_at": date.fromisoformat(row["as_at"]), "digests": tuple(json.loads(row["digests"]))})


class Ledger:
    """The SQLite file in which a submission comes to exist, whole, by its one row."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def add(self, entry: Entry) -> bool:
        """Writes the verdict in one transaction; False where the same has been said already, or the workbook is accepted."""
        row = _as_row(entry)
        with self._writing() as book:
            return not _said(book, row) and bool(_insert(book, "submissions", row))

    def has_said(self, entry: Entry) -> bool:
        """Whether the last verdict on these bytes was this one, or that they are accepted, which is final."""
        if not self.path.is_file():
            return False
        with self._reading() as book:
            return book is not None and _said(book, _as_row(entry))

    def add_pack(self, pack: PackEntry) -> bool:
        """Writes which pack was made from what; False where the very same is there already."""
        row = {f.name: _plain(getattr(pack, f.name)) for f in fields(pack)}
        with self._writing() as book:
            return bool(_insert(book, "packs", row))

    def rows(self, table: str) -> list[dict[str, Any]]:
        """Every row of `submissions` or `packs` as written, in the order of writing; none where there is no ledger."""
        if not self.path.is_file():
            return []
        with self._reading() as book:
            asked = f"SELECT * FROM {table} ORDER BY entry"  # noqa: S608  a table of ours
            return [dict(row) for row in book.execute(asked)] if book is not None else []

    def accepted(self) -> dict[str, Entry]:
        """Digest to entry of everything accepted."""
        found = (_as_entry(row) for row in self.rows("submissions") if row["state"] == ACCEPTED)
        return {entry.digest: entry for entry in found}

    def has_accepted(self, digest: str) -> bool:
        """Whether a workbook of those bytes is accepted."""
        if not self.path.is_file():
            return False
        with self._reading() as book:
            asked = "SELECT 1 FROM submissions WHERE digest = ? AND state = ?"
            return book is not None and book.execute(asked, (digest, ACCEPTED)).fetchone() is not None

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection | None]:
        """The ledger to read in, or None where a killed run left it without its tables."""
        with closing(self._open("rw")) as book, _in_a_sentence(self.path):
            book.row_factory = sqlite3.Row
            version = book.execute("PRAGMA user_version").fetchone()[0]
            if version > _VERSION:
                msg = f"{self.path} was written by a newer trustkpi: install that version to read it."
                raise TrustKpiError(msg)
            yield book if version else None

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        private_folder(self.path.parent)
        self.path.touch(mode=0o600)
        with closing(self._open("rw")) as book, _in_a_sentence(self.path):
            if book.execute("PRAGMA user_version").fetchone() == (0,):
                book.executescript(_SCHEMA)
            book.execute("PRAGMA synchronous = FULL")
            book.execute("BEGIN IMMEDIATE")
            with book:
                yield book

    def _open(self, mode: str) -> sqlite3.Connection:
        # "rw" makes no file, mends what a killed run left, and reads only where the file may not be written.
        return sqlite3.connect(f"{self.path.resolve().as_uri()}?mode={mode}", uri=True, timeout=60, isolation_level=None)


@contextmanager
def _in_a_sentence(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        msg = f"The ledger {path} cannot be used ({error}): check that the disk is not full and the folder yours to write in."
        raise TrustKpiError(msg) from error


def _said(book: sqlite3.Connection, row: Mapping[str, Any]) -> bool:
    asked = """SELECT 1 FROM (SELECT * FROM submissions WHERE digest = :digest ORDER BY entry DESC LIMIT 1)
               WHERE state = 'accepted' OR (state = :state AND reason = :reason AND findings = :findings
                                            AND academy = :academy AND "return" = :return AND period = :period)"""
    return book.execute(asked, row).fetchone() is not None


def _insert(book: sqlite3.Connection, table: str, row: Mapping[str, Any]) -> int:
    names = ", ".join(f'"{name}"' for name in row)
    values = ", ".join(f":{name}" for name in row)
    return book.execute(f"INSERT INTO {table} ({names}) VALUES ({values}) ON CONFLICT DO NOTHING", row).rowcount  # noqa: S608


def _as_row(entry: Entry) -> dict[str, Any]:
    row = {f.name: _plain(getattr(entry, f.name)) for f in fields(entry)}
    row["return"] = row.pop("return_name")
    row["layouts"] = json.dumps({title: [x.tab, x.heading_row, dict(x.letters)] for title, x in entry.layouts.items()})
    return row


def _plain(value: Any) -> Any:
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


def _as_entry(row: Mapping[str, Any]) -> Entry:
    given = {name: value for name, value in row.items() if name not in {"entry", "return"}} | {"return_name": row["return"]}
    given["received"] = datetime.fromisoformat(row["received"])
    for name in ("as_at", "declared_on"):
        given[name] = date.fromisoformat(row[name]) if row[name] else None
    given["findings"] = tuple(json.loads(row["findings"]))
    given["layouts"] = {title: Layout(*parts) for title, parts in json.loads(row["layouts"]).items()}
    return Entry(**given)
