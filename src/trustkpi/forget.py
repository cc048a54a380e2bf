"""What a trust no longer keeps: a period's rows, originals and corrections go; its totals, its packs and the ledger stay.

What names no period, such as a file that could not be read, goes with the first such period that closed after it came.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from dateutil.relativedelta import relativedelta

from trustkpi.catalogue import catalogue
from trustkpi.collect import look_into
from trustkpi.disk import taken_away
from trustkpi.facts import TrustKpiError
from trustkpi.folder import TrustFolder
from trustkpi.lock import alone
from trustkpi.measured import lost_with
from trustkpi.store import Store
from trustkpi.trust import Trust
from validation.periods import Period, period


@dataclass(frozen=True)
class Going:
    """A period to be forgotten: how many returns of it were accepted, the day until which it is kept, and the files beside."""

    period: Period
    returns: int
    kept_until: date
    files: tuple[Path, ...]


def kept_until(of: Period, trust: Trust) -> date:
    """The last day on which a period is kept, by the years that trust.xlsx gives."""
    return of.closes + relativedelta(years=trust.keep_for)


def over(trust: Trust, store: Store, today: date) -> list[Period]:
    """The periods that the store still holds though the time for which they are kept is over."""
    return [p for p in _held(store) if kept_until(p, trust) < today]


def within(of: Period, store: Store) -> list[Period]:
    """The period and those within it, of which the store holds anything or anything was forgotten."""
    known = [*_held(store), *(period(name) for name in store.forgotten())]
    return sorted({p for p in known if of.opens <= p.opens and p.closes <= of.closes}, key=lambda p: (p.closes, p.name))


def going(periods: Iterable[Period], folder: TrustFolder, trust: Trust, store: Store) -> list[Going]:
    """What forgetting those periods would take away."""
    inbox, unnamed = _inbox(folder, store), _answers_to_what_names_none(folder)
    held = [e for e in store.accepted().values() if e.period not in store.forgotten()]
    found = []
    for of in periods:
        names_none = [path for path, came in (*inbox.get("", ()), *unnamed) if came <= of.closes]
        copies = [path for path, _ in inbox.get(of.name, ())]
        returns = sum(e.period == of.name for e in held)
        found.append(Going(of, returns, kept_until(of, trust), _beside(of, folder, [*copies, *names_none])))
    return found


def forget(found: Sequence[Going], folder: TrustFolder, trust: Trust, store: Store) -> None:
    """Keeps the totals, tells the ledger, and then takes the rest away; killed at any moment, doing it again completes it.

    What came while a run was at work goes too. `TrustKpiError` where a file beside the store would not go.
    """
    with alone(folder.path):
        periods = [g.period for g in found]
        beside = [path for one in going(periods, folder, trust, store) for path in one.files]
        packs = {*(line.period for line in trust.calendar), *(period(p.period) for p in store.packs())}
        store.forget([p.name for p in periods], lost_with(periods, packs, trust, store, list(catalogue().values())))
        taken_away(beside)
        clear(folder, [p.name for p in periods])
        if stayed := sum(path.exists() for path in beside):
            files, them = ("1 file", "it") if stayed == 1 else (f"{stayed} files", "them")
            msg = (
                f"The store has forgotten that, but {files} in inbox, corrections or templates would not go: close {them}"
                f" wherever somebody has {them} open, and forget the period once more by its name."
            )
            raise TrustKpiError(msg)


def clear(folder: TrustFolder, names: Collection[str]) -> None:
    """Takes away the corrections and templates of periods that are forgotten."""
    for name in names:
        for room in (folder.corrections, folder.templates):
            shutil.rmtree(room / name, ignore_errors=True)


def _held(store: Store) -> list[Period]:
    """The periods of which anything was sent, be it accepted or not, and that are not forgotten."""
    names = {*store.ledger()["period"]} - {*store.forgotten(), ""}
    return sorted((period(name) for name in names), key=lambda p: (p.closes, p.name))


_Came = list[tuple[Path, date]]  # files and the day on which each was received or written


def _inbox(folder: TrustFolder, store: Store) -> dict[str, _Came]:
    """By period the copies that still lie in the inbox, sent back ones too: known by their bytes, not by their names."""
    ledger = store.ledger()
    of = dict(zip(ledger["digest"], ledger["period"], strict=True))
    found: dict[str, _Came] = {}
    try:
        sent = look_into(folder.inbox, settle=0).submissions
    except TrustKpiError:
        if os.path.lexists(folder.inbox):  # it may hold copies: a drive that is away, a folder that is closed
            raise
        sent = ()
    for submission in sent:
        if submission.digest in of:
            found.setdefault(of[submission.digest], []).append((submission.path, submission.received.date()))
    return found


def _answers_to_what_names_none(folder: TrustFolder) -> _Came:
    there = [path for path in folder.corrections.glob("*") if path.is_file()]
    return [(path, datetime.fromtimestamp(path.stat().st_mtime, UTC).date()) for path in there]


def _beside(of: Period, folder: TrustFolder, copies: Iterable[Path]) -> tuple[Path, ...]:
    answers = [p for room in (folder.corrections, folder.templates) for p in (room / of.name).rglob("*") if p.is_file()]
    return tuple(sorted([*copies, *answers]))
