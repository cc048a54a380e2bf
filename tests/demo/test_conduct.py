"""Suspensions, moves, roll and behaviour of the demo: right before they are spoilt, and what is planted is found at its cell."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
import pytest

from trustkpi.demo.academies import ACADEMIES, DENEWOOD, UNITY, WOODLANDS, demo_academy
from trustkpi.demo.asked import CURRENT, Asked, calendar
from trustkpi.demo.faults import Fault, Row, spoil
from trustkpi.demo.make import demo_tables
from trustkpi.demo.planted import behaviour, exclusions
from validation.findings import Layout, check
from validation.model import Sheet
from validation.returns import returns
from validation.returns.behaviour import Incidents
from validation.returns.exclusions import Events, History
from validation.rules import QUERY

NAMES = ("exclusions", "roll_places", "behaviour")
LINES = [d for d in calendar() if d.return_name in NAMES]


def asked(name: str, academy: str, period: str) -> Asked:
    line = next(d for d in LINES if (d.return_name, d.period.name) == (name, period))
    return Asked(demo_academy(academy).facts, returns()[name], line.period, line.closes, line.due)


def layout(sheet: type[Sheet]) -> Layout:
    return Layout(sheet.facts().title, 6, {name: f"{name.upper()}@" for name in sheet.cells()})


def with_provenance(of: Asked, frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(
        _file=pl.lit(0, pl.Int64), _row=pl.int_range(pl.len(), dtype=pl.Int64) + 7, _opens=pl.lit(of.period.year_opens),
        _closes=pl.lit(of.closes),
    )  # fmt: skip


def found(of: Asked, sheet: type[Sheet], frame: pl.DataFrame) -> set[tuple[str, str, str]]:
    findings = check(sheet, with_provenance(of, frame), {0: layout(sheet)})[0]
    return {(cell, f.says, f.severity) for f in findings for part in f.cell.split(", ") for cell in each(part)}


def each(part: str) -> list[str]:
    column, _, row = part.partition(":")[0].partition("@")
    last = part.rpartition("@")[2]
    return [f"{column}@{n}" for n in range(int(row), int(last) + 1)]


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line.return_name} {line.period.name}")
def test_every_return_is_right_before_it_is_spoilt(line: object) -> None:
    for academy in ACADEMIES:
        of = asked(line.return_name, academy.facts.name, line.period.name)  # type: ignore[attr-defined]
        tables = demo_tables(of)
        for sheet in of.declared.sheets:
            assert found(of, sheet, tables[sheet.facts().title]) == set()
        frames = {title: with_provenance(of, frame) for title, frame in tables.items()}
        assert [fault for rule in of.declared.across for fault in rule(frames)] == []


@pytest.mark.parametrize(
    ("sheet", "academy", "period", "faults", "fit_for"),
    [
        (Events, DENEWOOD, exclusions.MISTAKEN, exclusions.MISTAKES, exclusions.plain_event),
        (Incidents, UNITY, behaviour.QUERIED, behaviour.QUERIES, behaviour.plain_incident),
    ],
    ids=["mistakes", "queries"],
)
def test_what_is_planted_is_found_and_nothing_else_is(
    sheet: type[Sheet], academy: str, period: str, faults: tuple[Fault, ...], fit_for: Callable[[Row], bool]
) -> None:
    of = asked("exclusions" if sheet is Events else "behaviour", academy, period)
    planted = spoil(demo_tables(of)[sheet.facts().title], faults, fit_for=fit_for)
    unread = {e.cell(layout(sheet)) for e in planted.expected if not e.says}
    owed = {(e.cell(layout(sheet)), e.says, e.severity) for e in planted.expected if e.says}
    assert {f for f in found(of, sheet, planted.frame) if f[0] not in unread} == owed
    assert len(unread) == len(planted.typed)


def test_no_query_sends_the_return_back_and_some_are_explained() -> None:
    assert {f.severity for f in behaviour.QUERIES} == {QUERY}
    assert {says for _, _, says, _ in behaviour.EXPLANATIONS} < {says for f in behaviour.QUERIES for _, says in f.expect}


def suspensions(academy: str, period: str) -> set[tuple[object, ...]]:
    rows = demo_tables(asked("exclusions", academy, period))[Events.facts().title]
    return {*rows.select("upn", "category", "start", "sessions").rows()}


def test_a_later_return_has_all_that_an_earlier_one_of_the_year_had() -> None:
    for academy in ACADEMIES:
        name = academy.facts.name
        assert suspensions(name, "2025-26-autumn") <= suspensions(name, CURRENT)


def test_denewood_suspends_less_than_a_year_ago_and_woodlands_more() -> None:
    now, before = ({name: len(suspensions(name, p)) for name in (DENEWOOD, WOODLANDS)} for p in (CURRENT, "2024-25-spring"))
    assert now[DENEWOOD] < before[DENEWOOD]
    assert now[WOODLANDS] > before[WOODLANDS]


def test_nobody_is_permanently_excluded_in_the_current_term_and_some_were_before() -> None:
    terms = pl.concat([demo_tables(asked("exclusions", a.facts.name, CURRENT))[History.facts().title] for a in ACADEMIES])
    now = (pl.col("year") == "2025-26") & (pl.col("term") == "spring")
    assert terms.filter(now)["permanent"].sum() == 0
    assert terms.filter(~now)["permanent"].sum() > 5
