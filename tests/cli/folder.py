"""A trust folder whose store was filled through the verbs, and the command line as somebody types it into it."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from tests.trustkpi.returned import COVERED, PUPIL, workbook
from trustkpi import cli
from trustkpi.demo.trust_workbook import settings_tables
from trustkpi.demo.upn import synthetic_upn
from trustkpi.excel.fill import Fill
from trustkpi.facts import Submission
from trustkpi.folder import TrustFolder
from trustkpi.read import read
from trustkpi.store import Store
from trustkpi.whole import sha256

CLOSES = {"2025-26-autumn": date(2025, 12, 19), "2025-26-spring": date(2026, 3, 27)}


def new_folder(path: Path) -> TrustFolder:
    """A trust folder with the synthetic trust's settings and nothing sent: its current period is 2025-26-spring."""
    return TrustFolder.create(path, settings=Fill(rows=settings_tables()))


def send(folder: TrustFolder, academy: str, missed: Sequence[int], *, period: str = "2025-26-spring", day: int = 9) -> Path:
    """A return accepted on that day of April 2026: a pupil of ten for each number of sessions missed of 140 (see `returned`)."""
    pupils = [
        {
            **PUPIL, "upn": synthetic_upn(1, 20, n), "possible": 140, "present": 140 - gone, "authorised": gone, "code_i": gone,
            "code_am": 70, "code_pm": 70 - gone,
        }
        for n, gone in enumerate(missed)
    ]  # fmt: skip
    cover = {**COVERED, "academy": academy, "period": period, "as_at": CLOSES[period]}
    path = workbook(folder.inbox / f"{academy} {period} {day}.xlsx", pupils, cover=cover)
    received = datetime(2026, 4, day, 9, tzinfo=UTC)
    os.utime(path, (received.timestamp(), received.timestamp()))
    Store(folder.store).accept(Submission(path, sha256(path), received, path.name), read(path))
    return path


def typed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """What a command comes to: its exit code, what it writes, and what it complains of."""
    monkeypatch.setattr(sys, "argv", ["trustkpi", *words])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    written = capsys.readouterr()
    return int(ended.value.code or 0), written.out, written.err


def small_groups_alone(results: pl.DataFrame, *, small_group: int, **_: object) -> pl.DataFrame:
    """Marks what counts few people and nothing else: enough where only wholes are looked at."""
    parts = ("people", "people_in", "people_out")
    few = pl.any_horizontal(pl.col(part).is_between(1, small_group) for part in parts).fill_null(value=False)
    numbers = ("numerator", "denominator", "value", *parts)
    marked = results.with_columns(mark=pl.when(few).then(pl.lit("c")).otherwise(pl.lit("")))
    return marked.with_columns(pl.when(few).then(None).otherwise(pl.col(name)).alias(name) for name in numbers)


def with_suppression(monkeypatch: pytest.MonkeyPatch) -> None:
    """Puts `small_groups_alone` in the place of suppression, so that what is tested is what is done with its marks."""
    monkeypatch.setattr("trustkpi.seen.suppress", small_groups_alone)
