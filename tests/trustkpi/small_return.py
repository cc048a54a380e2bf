"""A tiny return of two sheets and submissions of it, for what keeps and counts returns without looking into them."""

from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl

from trustkpi.facts import Cover, Reading, Submission, Table
from validation.findings import Finding, Layout
from validation.model import CODE, NUMBER, Frequency, Return, Sheet, cell
from validation.rules import QUERY

PERIOD = "2025-26-autumn"
ERROR_FOUND = Finding("Classes", "C5", "Pupils", "is blank", "Type a number.")
QUERY_FOUND = Finding("Classes", "C5", "Pupils", "is unusually large", "Say why.", QUERY)


class Classes(Sheet, title="Classes", one_row="one class", intro="Classes.", key=("name",)):
    """Classes and their size."""

    name: str = cell("Class", unit=CODE, help="Name of the class.", example="3B")
    pupils: int = cell("Pupils", unit=NUMBER, help="Pupils in it.", example=28)


class Clubs(Sheet, title="Clubs", one_row="one club", intro="Clubs.", optional=True):
    """Clubs and their size."""

    club: str = cell("Club", unit=CODE, help="Name of the club.", example="Chess")


CLASSES = Return("classes", "Classes", "Office", (Frequency.TERMLY,), (Classes, Clubs), "How large classes are.")


def at(day: int, hour: int = 9) -> datetime:
    """A day and hour of January 2026, in UTC."""
    return datetime(2026, 1, day, hour, tzinfo=UTC)


def sent(folder: Path, name: str, received: datetime, content: bytes | None = None) -> Submission:
    """A file of that name and content (its name, if none is given) that arrived then."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(name.encode() if content is None else content)
    os.utime(path, (received.timestamp(), received.timestamp()))
    return Submission(path, hashlib.sha256(path.read_bytes()).hexdigest(), received, name)


def reading(
    of: Submission, *, academy: str = "Ambleside", period: str = PERIOD, pupils: int = 28, findings: tuple[Finding, ...] = ()
) -> Reading:
    """What is read in it: one class in row 5 and one club in row 9, on a tab that was renamed."""
    rows = {"_file": [0], "_opens": [date(2025, 9, 1)], "_closes": [date(2025, 12, 19)]}
    classes = pl.DataFrame({"name": ["3B"], "pupils": [pupils], "_row": [5], **rows})
    clubs = pl.DataFrame({"club": ["Chess"], "_row": [9], **rows})
    cover = Cover(academy, period, date(2025, 12, 19), "", "Office manager", "Principal", date(2026, 1, 8))
    return Reading(
        of.name,
        of.digest,
        declared=CLASSES,
        cover=cover,
        tables={
            "Classes": Table(classes, Layout("Our classes", 4, {"name": "A", "pupils": "C"})),
            "Clubs": Table(clubs, Layout("Clubs", 8, {"club": "B"})),
        },
        findings=findings,
    )


def refused(of: Submission) -> Reading:
    """What is read in a file that is none of ours."""
    return replace(Reading(of.name, of.digest), refused=f"{of.name} is an older Excel format: save it as .xlsx.")
