"""The synthetic trust on disk: its settings, and its academies' returns as schools would send them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import polars as pl

from trustkpi.demo import conduct_faults as conduct
from trustkpi.demo import payroll_faults as payroll
from trustkpi.demo.academies import ACADEMIES, CENTRAL_TEAM, CONTACT, DENEWOOD, TRUST_NAME, UNITY, WESTBURY, WOODLANDS
from trustkpi.demo.asked import CURRENT, Asked, calendar
from trustkpi.demo.faults import EXPLANATIONS, MISTAKES, QUERIES, Fault, Row, spoil
from trustkpi.demo.rows import believable
from trustkpi.demo.shapes import shapes
from trustkpi.demo.trust_workbook import settings_tables
from trustkpi.excel.template import Fill, write_return
from trustkpi.folder import TrustFolder, workbook_name
from trustkpi.uses import uses
from validation.cover import Explanations
from validation.returns import returns

_SETTINGS_WRITTEN = date(2024, 9, 2)
Watch = Callable[[int, int], None]


def make_demo(folder: Path, *, watch: Watch | None = None) -> TrustFolder:
    """A trust folder filled with five synthetic academies: four terms of history, and the current term as it came in.

    The folder may lie among the code, for nobody's data are in it. `watch(done, of)` hears how many workbooks are
    written. `TrustKpiError` where a trust.xlsx is there already.
    """
    settings = Fill(trust=TRUST_NAME, contact=CONTACT, rows=settings_tables(), synthetic=True)
    made = TrustFolder.create(folder, settings=settings, among_the_code=True)
    _date(made.settings, _SETTINGS_WRITTEN)
    sent = list(demo_returns())
    for done, asked in enumerate(sent, start=1):
        target = made.inbox / asked.period.name / workbook_name(asked.academy.name, asked.declared.name, asked.period.name)
        target.parent.mkdir(exist_ok=True)
        write_return(asked.declared, target, fill=demo_fill(asked))
        _date(target, _day_sent(asked))
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


def demo_fill(asked: Asked) -> Fill:
    """All that an academy filled in, with its mistakes and queries where it has them."""
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
    wrong = _WRONG.get((asked.declared.name, asked.period.name, asked.academy.name))
    return wrong.put_into(fill) if wrong else fill


@dataclass(frozen=True)
class _Wrong:
    """What is wrong on purpose on a sheet, and what the academy says of its queries."""

    sheet: str
    faults: tuple[Fault, ...]
    words: tuple[tuple[str, str, str, str], ...] = ()
    fit_for: Callable[[Row], bool] | None = None

    def put_into(self, fill: Fill) -> Fill:
        spoilt = spoil(fill.rows[self.sheet], self.faults, fit_for=self.fit_for)
        typed = {(self.sheet, column, row): text for (column, row), text in spoilt.typed.items()}
        words = pl.DataFrame(list(self.words), schema=Explanations.dtypes(), orient="row") if self.words else None
        return replace(fill, rows={**fill.rows, self.sheet: spoilt.frame}, typed=typed, explanations=words)


_WRONG = {
    ("attendance", CURRENT, DENEWOOD): _Wrong("Pupils", MISTAKES),
    ("attendance", CURRENT, WESTBURY): _Wrong("Pupils", QUERIES, EXPLANATIONS),
    ("workforce", payroll.MISTAKEN, DENEWOOD): _Wrong("Posts", payroll.MISTAKES, fit_for=payroll.steady),
    ("exclusions", conduct.MISTAKEN, DENEWOOD): _Wrong(
        "Suspensions and exclusions", conduct.MISTAKES, fit_for=conduct.plain_event
    ),
    ("behaviour", conduct.QUERIED, UNITY): _Wrong("Incidents", conduct.QUERIES, conduct.EXPLANATIONS, conduct.plain_incident),
    ("workforce", payroll.QUERIED, WESTBURY): _Wrong("Posts", payroll.QUERIES, payroll.EXPLANATIONS, payroll.steady),
}


def _day_sent(asked: Asked) -> date:
    """A few days before it is due; Woodlands is late with the current term."""
    if (asked.period.name, asked.academy.name) == (CURRENT, WOODLANDS):
        return asked.due + timedelta(days=3)
    return asked.due - timedelta(days=int(asked.academy.urn) % 10)


def _date(path: Path, day: date) -> None:
    # Fixed, so that the same files have arrived at the same time however often the demo is made.
    at = int(datetime.combine(day, time(9), tzinfo=UTC).timestamp())
    os.utime(path, (at, at))
