"""What a run came to, and the lines that tell it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import polars as pl

from trustkpi.entries import ACCEPTED, SENT_BACK
from trustkpi.publish import Published
from trustkpi.status import LATE, NOT_ASKED
from validation.findings import shown
from validation.periods import Period
from validation.returns import title_of


@dataclass(frozen=True)
class Outcome:
    """What a run came to: packs, the state of every return, what goes back to academies, what replaced what, and problems.

    `corrections` are to be mended; `queried` are accepted and ask for an explanation. `replaced`, `problems`, `commented`
    and `unfinished` (what a run could not read or write) are sentences.
    """

    period: Period
    as_at: date
    packs: tuple[Published, ...]
    status: pl.DataFrame
    corrections: tuple[Path, ...] = ()
    queried: tuple[Path, ...] = ()
    replaced: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    commented: tuple[str, ...] = ()
    unfinished: tuple[str, ...] = ()
    prints: tuple[Path, ...] = ()


@dataclass
class Account:
    """What a run has done so far."""

    packs: list[Published] = field(default_factory=list)
    corrections: list[Path] = field(default_factory=list)
    queried: list[Path] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    commented: list[str] = field(default_factory=list)
    unfinished: list[str] = field(default_factory=list)
    prints: list[Path] = field(default_factory=list)


def in_words(outcome: Outcome) -> Iterator[str]:
    """The outcome, a line at a time: returns, what goes back, what was replaced, what went wrong, and the packs."""
    yield f"{outcome.period.title}, as at {shown(outcome.as_at)}"
    yield from _states(outcome.status)
    yield from _goes_back(outcome)
    yield from _listed("Replaced", outcome.replaced)
    yield from _listed("Commentary", outcome.commented)
    yield from _listed("Please look at", outcome.problems)
    yield from _listed("Not finished, and for the next run to complete", outcome.unfinished)
    yield from _listed("Packs", [pack.says for pack in outcome.packs])
    yield from _listed("To print", [str(path) for path in outcome.prints])


def wanting(outcome: Outcome) -> Iterator[str]:
    """What needs somebody: returns that are late or went back, what goes back, what went wrong and what is not finished."""
    yield from _not_in(outcome.status)
    yield from _goes_back(outcome)
    yield from (*outcome.problems, *outcome.unfinished)


def _goes_back(outcome: Outcome) -> Iterator[str]:
    yield from _listed("Goes back to be mended", [str(path) for path in outcome.corrections])
    yield from _listed("Accepted, and goes back for its queries to be explained", [str(path) for path in outcome.queried])


def _states(status: pl.DataFrame) -> Iterator[str]:
    asked = status.filter(pl.col("state") != NOT_ASKED)
    accepted = asked.filter(pl.col("state").str.starts_with(ACCEPTED))
    yield f"{accepted.height} of {asked.height} returns are accepted. For each: trustkpi status"
    yield from _not_in(asked)


def _not_in(status: pl.DataFrame) -> Iterator[str]:
    wants = pl.col("state").str.starts_with(LATE) | pl.col("state").str.starts_with(SENT_BACK) | (pl.col("note") != "")
    for row in status.filter(wants).iter_rows(named=True):
        note = f"; {row['note']}" if row["note"] else ""
        yield f"  {row['academy']}, {title_of(row['return'])}: {row['state']}{note}"


def _listed(heading: str, lines: list[str] | tuple[str, ...]) -> Iterator[str]:
    if lines:
        yield f"{heading}:"
    yield from (f"  {line}" for line in lines)
