"""The ledger: one row a verdict on a workbook, and one a pack; it is added to and never changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import fields
from pathlib import Path
from typing import Any

from trustkpi.entries import ACCEPTED, Entry, PackEntry, as_entry, as_row, plain
from trustkpi.facts import TrustKpiError
from trustkpi.whole import private_folder

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


class Ledger:
    """The SQLite file in which a submission comes to exist, whole, by its one row."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def add(self, entry: Entry) -> bool:
        """Writes the verdict in one transaction; False where the same has been said already, or the workbook is accepted."""
        row = as_row(entry)
        with self._writing() as book:
            return not _said(book, row) and bool(_insert(book, "submissions", row))

    def has_said(self, entry: Entry) -> bool:
        """Whether the last verdict on these bytes was this one, or that they are accepted, which is final."""
        if not self.path.is_file():
            return False
        with self._reading() as book:
            return book is not None and _said(book, as_row(entry))

    def add_pack(self, pack: PackEntry) -> bool:
        """Writes which pack was made from what; False where the very same is there already."""
        row = {f.name: plain(getattr(pack, f.name)) for f in fields(pack)}
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
        found = (as_entry(row) for row in self.rows("submissions") if row["state"] == ACCEPTED)
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
