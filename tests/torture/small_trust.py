"""A trust of three small academies that send a return of a few pupils each, and the sentence run over it without Prefect."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from unittest import mock

import polars as pl

from flows import commentary, inward
from flows.outcome import Outcome
from flows.termly import sentence
from flows.work import work_of
from tests.trustkpi.returned import COVERED, PUPIL, workbook
from trustkpi.collect import look_into
from trustkpi.demo.trust_workbook import settings_tables
from trustkpi.demo.upn import synthetic_upn
from trustkpi.excel.fill import Fill
from trustkpi.folder import TrustFolder
from trustkpi.lock import alone
from trustkpi.packs import CommitteePack, Focus
from trustkpi.store import Store

PERIOD = "2025-26-spring"
CLOSES = {
    "2024-25-spring": date(2025, 4, 4), "2024-25-summer": date(2025, 7, 21),
    "2025-26-autumn": date(2025, 12, 19), PERIOD: date(2026, 3, 27),
}  # fmt: skip

_FEW = ("absence_rate", "persistent_absence_rate")


def new_trust(path: Path) -> TrustFolder:
    """A trust folder with the synthetic trust's settings and nothing in its inbox."""
    return TrustFolder.create(path, settings=Fill(rows=settings_tables()))


def write(path: Path, academy: str, missed: Sequence[int], *, period: str = PERIOD, day: int = 9, **cells: object) -> Path:
    """A right return, received on that day of April 2026: a pupil of ten for each number of sessions missed of 140."""
    pupils: list[Mapping[str, object]] = [
        {
            **PUPIL, "upn": synthetic_upn(1, 20, n), "possible": 140, "present": 140 - gone, "authorised": gone, "code_i": gone,
            "code_am": 70, "code_pm": 70 - gone, **cells,
        }
        for n, gone in enumerate(missed)
    ]  # fmt: skip
    cover = {**COVERED, "academy": academy, "period": period, "as_at": CLOSES[period]}
    path.parent.mkdir(parents=True, exist_ok=True)
    workbook(path, pupils, cover=cover)
    received = datetime(2026, 4, day, 9, tzinfo=UTC).timestamp()
    os.utime(path, (received, received))
    return path


def run(folder: TrustFolder, period: str = PERIOD) -> Outcome:
    """One run of the sentence."""
    with alone(folder.path):
        return sentence(work_of(folder.path, period, None, None))


def run_few(folder: TrustFolder) -> Outcome:
    """A run that makes every step on the disk, but works out two figures for one committee and waits for no file to settle."""
    at_once = partial(look_into, settle=0)
    with alone(folder.path), mock.patch.object(inward, "look_into", at_once), mock.patch.object(commentary, "look_into", at_once):
        whole = work_of(folder.path, PERIOD, None, None)
        kpis = {name: whole.kpis[name] for name in _FEW}
        named = kpis[_FEW[0]].committee
        pack = CommitteePack(named, _FEW, (Focus("T1.2", "Pupil absence", leads=_FEW),))
        return sentence(replace(whole, kpis=kpis, registers={}, committees=(pack,)))


def left(folder: TrustFolder) -> dict[str, bytes]:
    """What every way to the same inbox must end in: rows, originals, kept totals, corrections and packs, to the byte."""
    rooms = ("store/originals", "store/rows", "store/totals", "corrections", "packs")
    found = (p for room in rooms for p in (folder.path / room).rglob("*") if p.is_file())
    return {p.relative_to(folder.path).as_posix(): p.read_bytes() for p in sorted(found)}


def verdicts(folder: TrustFolder) -> pl.DataFrame:
    """The ledger but for the order and the time in which it heard."""
    return Store(folder.store).ledger().drop("entry", "recorded").sort("digest", "state")
