"""The synthetic trust on disk: its settings, and its academies' returns as schools would send them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import polars as pl

from trustkpi.demo.academies import ACADEMIES, CENTRAL_TEAM, CONTACT, TRUST_NAME, UNITY, WOODLANDS
from trustkpi.demo.asked import CURRENT, Asked, calendar
from trustkpi.demo.faults import Planted
from trustkpi.demo.planted import planted
from trustkpi.demo.rows import believable
from trustkpi.demo.shapes import shapes
from trustkpi.demo.trust_workbook import settings_tables
from trustkpi.excel.template import Fill, write_return
from trustkpi.folder import TrustFolder, workbook_name
from trustkpi.uses import uses
from validation.cover import Explanations
from validation.returns import returns

_SETTINGS_WRITTEN = date(2024, 9, 2)
_TO_MEND = timedelta(days=3)  # from the first try to the one that was taken
Watch = Callable[[int, int], None]


def make_demo(folder: Path, *, watch: Watch | None = None) -> TrustFolder:
    """A trust folder filled with five synthetic academies: four terms of history, and the current term as it came in.

    The folder may lie among the code, for nobody's data are in it. `watch(done, of)` hears how many workbooks are
    written. `TrustKpiError` where a trust.xlsx is there already.
    """
    settings = Fill(trust=TRUST_NAME, contact=CONTACT, rows=settings_tables(), synthetic=True)
    made = TrustFolder.create(folder, settings=settings, among_the_code=True)
    _date(made.settings, _SETTINGS_WRITTEN)
    sent = [
        (asked, tried) for asked in demo_returns() for tried in (True, False) if not tried or demo_planted(asked, first_try=True)
    ]
    for done, (asked, tried) in enumerate(sent, start=1):
        name = workbook_name(asked.academy.name, asked.declared.name, asked.period.name)
        target = made.inbox / asked.period.name / (name.replace(".xlsx", " (first try).xlsx") if tried else name)
        target.parent.mkdir(exist_ok=True)
        write_return(asked.declared, target, fill=demo_fill(asked, first_try=tried))
        _date(target, _day_sent(asked) - (_TO_MEND if tried else timedelta(0)))
        if watch:
            watch(done, len(sent))
    return made


def demo_returns() -> Iterator[Asked]:
    """Every return that the academies sent; Unity's attendance of the current term is missing."""
    for line in calendar():
        declared = returns()[line.return_name]
        for academy in (CENTRAL_TEAM,) if declared.whole_trust else tuple(a.facts for a in ACADEMIES):
            if (line.return_name, line.period.name, academy.name) != ("attendance", CURRENT, UNITY):
                yield Asked(academy, declared, line.period, line.closes, line.due)


def demo_tables(asked: Asked) -> Mapping[str, pl.DataFrame]:
    """The rows of one return, all right: sheet title to frame."""
    shape = shapes().get(asked.declared.name)
    return shape(asked) if shape else believable(asked)


def demo_fill(asked: Asked, *, first_try: bool = False) -> Fill:
    """All that an academy filled in, with its mistakes and queries where it has them, or as it was before they were mended."""
    fill = Fill(
        academy=asked.academy.name,
        period=asked.period,
        as_at=asked.closes,
        completed_by="Office manager",
        declared_by="Principal",
        declared_on=_day_sent(asked),
        contact=CONTACT,
        trust=TRUST_NAME,
        due=asked.due,
        rows=demo_tables(asked),
        uses=uses(asked.declared),
        synthetic=True,
    )
    return _spoilt(fill, demo_planted(asked, first_try=first_try))


def demo_planted(asked: Asked, *, first_try: bool = False) -> tuple[Planted, ...]:
    """What is planted in one return: what it was taken or sent back with, or what its first try was sent back for."""
    of = (asked.period.name, asked.academy.name)
    return tuple(p for p in planted().get(asked.declared.name, ()) if (p.period, p.academy) == of and p.mended == first_try)


def _spoilt(fill: Fill, faults: tuple[Planted, ...]) -> Fill:
    """The workbook with what is planted in it, and the academy's words on its queries."""
    words = [line for one in faults for line in one.words]
    told = pl.DataFrame(words, schema=Explanations.dtypes(), orient="row") if words else None
    rows, typed = {**fill.rows}, dict[tuple[str, str, int], str]()
    for one in faults:
        spoilt = one.spoil(rows[one.sheet])
        rows[one.sheet] = spoilt.frame
        typed |= {(one.sheet, column, row): text for (column, row), text in spoilt.typed.items()}
    return replace(fill, rows=rows, typed=typed, explanations=told)


def _day_sent(asked: Asked) -> date:
    """A few days before it is due; Woodlands is late with the current term."""
    if (asked.period.name, asked.academy.name) == (CURRENT, WOODLANDS):
        return asked.due + timedelta(days=3)
    return asked.due - timedelta(days=int(asked.academy.urn) % 10)


def _date(path: Path, day: date) -> None:
    # Fixed, so that the same files have arrived at the same time however often the demo is made.
    at = int(datetime.combine(day, time(9), tzinfo=UTC).timestamp())
    os.utime(path, (at, at))
