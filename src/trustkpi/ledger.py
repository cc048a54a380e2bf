"""The ledger: a row a verdict on a workbook, a row a pack, a row a period forgotten; it is added to and never changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import fields
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from trustkpi.entries import ACCEPTED, Entry, Forgotten, PackEntry, as_entry, as_row, plain
from trustkpi.facts import TrustKpiError
from trustkpi.ledger_mark import hold_to_newest, note
from trustkpi.ledger_schema import BLANKED, STEPS, brought_up, version
from trustkpi.whole import private_folder
from validation.periods import period


class Ledger:
    """The SQLite file in which a submission comes to exist, whole, by its one row."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def begin(self) -> None:
        """Makes the ledger where there is none, so that what is kept is never without one."""
        if not self.is_there():
            with self._writing():
                pass

    def is_there(self) -> bool:
        """Whether there is a ledger with its tables."""
        if not self.path.is_file():
            return False
        with self._reading() as book:
            return book is not None

    def noted(self) -> None:
        """Notes how many rows there are; `TrustKpiError` where an older copy of the ledger was put back."""
        if self.path.is_file():
            with self._reading() as book:
                if book is not None:
                    note(book, self.path)

    def add(self, entry: Entry) -> bool:
        """Writes the verdict in one transaction; False where the same has been said already, or the workbook is accepted."""
        row = as_row(entry) | {"recorded": _now()}
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
        row = {f.name: plain(getattr(pack, f.name)) for f in fields(pack)} | {"recorded": _now()}
        with self._writing() as book:
            return bool(_insert(book, "packs", row))

    def add_row(self, table: str, row: Mapping[str, Any]) -> bool:
        """Writes the row in one transaction; False where the very same is there already."""
        with self._writing() as book:
            return bool(_insert(book, table, {**row, "recorded": _now()}))

    def add_forgotten(self, periods: Iterable[str], totals: str) -> bool:
        """Writes in one transaction that those periods are forgotten, with the digest of what was kept of them.

        The names and explanations in what was sent for them, or for no period that it names before they closed, are blanked
        and overwritten in the file.
        """
        rows = [{"period": name, "recorded": _now(), "totals": totals} for name in periods]
        with self._writing() as book:
            written = sum(_insert(book, "forgotten", row) for row in rows)
            for row in rows:
                book.execute(BLANKED, {"period": row["period"], "closes": plain(period(row["period"]).closes)})
            return written > 0

    def forgotten(self) -> dict[str, Forgotten]:
        """Period to what is known of its being forgotten."""
        return {row["period"]: Forgotten.of(row) for row in self.rows("forgotten")}

    def rows(self, table: str) -> list[dict[str, Any]]:
        """Every row of that table as written, in the order of writing; none where no ledger, or an older one, has none."""
        if not self.path.is_file():
            return []
        with self._reading() as book:
            if book is None or not book.execute("SELECT 1 FROM sqlite_schema WHERE name = ?", (table,)).fetchone():
                return []
            asked = f"SELECT * FROM {table} ORDER BY entry"  # noqa: S608  a table of ours
            return [dict(row) for row in book.execute(asked)]

    def accepted(self) -> dict[str, Entry]:
        """Digest to entry of everything accepted."""
        found = (_entry(tuple(row.items())) for row in self.rows("submissions") if row["state"] == ACCEPTED)
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
        with _in_a_sentence(self.path), closing(self._open("rw")) as book:
            book.row_factory = sqlite3.Row
            self._not_newer(book)
            made = bool(version(book))
            if made:
                hold_to_newest(book, self.path)
            yield book if made else None

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        private_folder(self.path.parent)
        self.path.touch(mode=0o600)
        with _in_a_sentence(self.path), closing(self._open("rw")) as book:
            self._not_newer(book)
            book.execute("PRAGMA synchronous = FULL")  # a row that was told is on the disk
            book.execute("PRAGMA secure_delete = ON")  # and what was blanked is not
            brought_up(book)
            book.execute("BEGIN IMMEDIATE")
            with book:
                hold_to_newest(book, self.path)
                yield book
            note(book, self.path)

    def _not_newer(self, book: sqlite3.Connection) -> None:
        if version(book) > len(STEPS):
            msg = f"{self.path} was written by a newer trustkpi: install that version to read it."
            raise TrustKpiError(msg)

    def _open(self, mode: str) -> sqlite3.Connection:
        # "rw" makes no file, mends what a killed run left, and reads only where the file may not be written.
        return sqlite3.connect(f"{self.path.resolve().as_uri()}?mode={mode}", uri=True, timeout=60, isolation_level=None)


@lru_cache(maxsize=50_000)  # a row is never changed, and a run looks at all of them again and again
def _entry(row: tuple[tuple[str, Any], ...]) -> Entry:
    return as_entry(dict(row))


_DO = {
    sqlite3.SQLITE_BUSY: "close the program that has it open",
    sqlite3.SQLITE_CORRUPT: "put it back from a backup",
    sqlite3.SQLITE_NOTADB: "put it back from a backup",
}


@contextmanager
def _in_a_sentence(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        do = _DO.get(
            getattr(error, "sqlite_errorcode", 0) & 0xFF, "check that the disk is not full and the folder yours to write in"
        )
        msg = f"The ledger {path} cannot be used ({error}): {do}."
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


def _now() -> str:
    return str(plain(datetime.now(UTC)))
