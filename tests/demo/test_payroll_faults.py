"""The kinds of mistakes that payroll exports have are planted in the demo, and each is found at its cell and nothing else is."""

from __future__ import annotations

import polars as pl
import pytest

from trustkpi.demo.academies import ACADEMIES, DENEWOOD, WESTBURY, demo_academy
from trustkpi.demo.asked import Asked, calendar
from trustkpi.demo.faults import Fault, Spoilt, spoil
from trustkpi.demo.make import demo_tables
from trustkpi.demo.planted import workforce as payroll
from validation.findings import Layout, check
from validation.returns.workforce import WORKFORCE, Posts
from validation.rules import QUERY

LAYOUT = Layout("Posts", 6, {name: f"{name.upper()}@" for name in Posts.cells()})
SNAPSHOTS = [d for d in calendar() if d.return_name == "workforce"]


def asked(academy: str, period: str) -> Asked:
    line = next(d for d in SNAPSHOTS if d.period.name == period)
    return Asked(demo_academy(academy).facts, WORKFORCE, line.period, line.closes, line.due)


def found(of: Asked, frame: pl.DataFrame) -> set[tuple[str, str, str]]:
    rows = frame.with_columns(
        _file=pl.lit(0, pl.Int64), _row=pl.int_range(pl.len(), dtype=pl.Int64) + 7, _opens=pl.lit(of.period.year_opens),
        _closes=pl.lit(of.closes),
    )  # fmt: skip
    findings = check(Posts, rows, {0: LAYOUT})[0]
    return {(cell, f.says, f.severity) for f in findings for part in f.cell.split(", ") for cell in each(part)}


def each(part: str) -> list[str]:
    column, _, row = part.partition(":")[0].partition("@")
    last = part.rpartition("@")[2]
    return [f"{column}@{n}" for n in range(int(row), int(last) + 1)]


def spoilt(academy: str, period: str, faults: tuple[Fault, ...]) -> tuple[Asked, Spoilt]:
    of = asked(academy, period)
    return of, spoil(demo_tables(of)["Posts"], faults, fit_for=payroll.steady)


@pytest.mark.parametrize("line", SNAPSHOTS, ids=lambda line: line.period.name)
@pytest.mark.parametrize("academy", [a.facts.name for a in ACADEMIES])
def test_the_rows_of_every_academy_and_snapshot_are_right_before_they_are_spoilt(academy: str, line: object) -> None:
    of = asked(academy, line.period.name)  # type: ignore[attr-defined]
    assert found(of, demo_tables(of)["Posts"]) == set()


@pytest.mark.parametrize(
    ("academy", "period", "faults"),
    [(DENEWOOD, payroll.MISTAKEN, payroll.MISTAKES), (WESTBURY, payroll.QUERIED, payroll.QUERIES)],
    ids=["mistakes", "queries"],
)
def test_what_is_planted_is_found_and_nothing_else_is(academy: str, period: str, faults: tuple[Fault, ...]) -> None:
    of, planted = spoilt(academy, period, faults)
    unread = {e.cell(LAYOUT) for e in planted.expected if not e.says}
    owed = {(e.cell(LAYOUT), e.says, e.severity) for e in planted.expected if e.says}
    assert {f for f in found(of, planted.frame) if f[0] not in unread} == owed
    assert len(unread) == len(planted.typed)


def test_no_query_sends_the_return_back_and_most_are_explained() -> None:
    _, planted = spoilt(WESTBURY, payroll.QUERIED, payroll.QUERIES)
    assert {e.severity for e in planted.expected} == {QUERY}
    assert {says for _, _, says, _ in payroll.EXPLANATIONS} < {e.says for e in planted.expected}


def test_the_trust_has_more_than_250_people_and_some_with_two_posts() -> None:
    for line in SNAPSHOTS:
        rows = pl.concat([demo_tables(asked(a.facts.name, line.period.name))["Posts"].select("person", "sex") for a in ACADEMIES])
        assert rows["person"].n_unique() > 250
        assert rows["person"].n_unique() < rows.height
        assert rows.filter(pl.col("sex") == "F").height > rows.height * 0.7
