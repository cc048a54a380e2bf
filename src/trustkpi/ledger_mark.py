"""How many rows the ledger has, noted in a small file beside it, so that an older copy that was put back is known as one."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from pathlib import Path

from trustkpi.facts import TrustKpiError


def hold_to_newest(book: sqlite3.Connection, ledger: Path) -> None:
    """Nothing; `TrustKpiError` where an older copy of the ledger was put back, which lacks rows that were written."""
    noted = _noted(_mark(ledger))  # first, for another may be writing: a row is in the book before it is noted
    if (lacks := noted - _height(book)) > 0:
        msg = (
            f"The ledger {ledger} is an older copy that lacks {lacks} of its rows: put the newest {ledger.name} back. "
            f"Where there is none, copy what is in originals into the inbox and delete {_mark(ledger).name}."
        )
        raise TrustKpiError(msg)


def note(book: sqlite3.Connection, ledger: Path) -> None:
    """Notes how many rows there are; the caller holds the store's lock."""
    rows, mark = _height(book), _mark(ledger)
    if rows > _noted(mark):
        with suppress(OSError):  # the next run notes it
            mark.touch(mode=0o600)
            mark.write_text(str(rows), "ascii")


def _mark(ledger: Path) -> Path:
    return ledger.with_suffix(".mark")


def _noted(mark: Path) -> int:
    try:
        return int(mark.read_text("ascii"))
    except (OSError, ValueError):  # none yet, or a piece that a killed run left
        return 0


def _height(book: sqlite3.Connection) -> int:
    """The rows that were ever written, which is the number of each table's last one."""
    tables = [name for (name,) in map(tuple, book.execute("SELECT name FROM sqlite_schema WHERE type = 'table'"))]
    last = (book.execute(f'SELECT max(rowid) FROM "{name}"').fetchone()[0] for name in tables)  # noqa: S608  tables of ours
    return sum(at or 0 for at in last)
