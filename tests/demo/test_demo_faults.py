"""What is planted is found, at its cell and in its words, and nothing else is."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl
import pytest

from trustkpi.demo.academies import DENEWOOD, WESTBURY, demo_academy
from trustkpi.demo.asked import CURRENT, Asked, calendar
from trustkpi.demo.faults import Expected, Fault, Spoilt, spoil
from trustkpi.demo.make import demo_tables
from trustkpi.demo.planted.attendance import EXPLANATIONS, MISTAKES, QUERIES, steady
from validation.findings import Layout, check
from validation.returns.attendance import ATTENDANCE, Pupils
from validation.rules import QUERY

LAYOUT = Layout("Pupils", 6, {name: name.upper() for name in Pupils.cells()})


@dataclass(frozen=True)
class Case:
    spoilt: Spoilt
    found: set[tuple[str, str, str]]


def case(academy: str, faults: tuple[Fault, ...]) -> Case:
    line = next(d for d in calendar() if (d.return_name, d.period.name) == ("attendance", CURRENT))
    asked = Asked(demo_academy(academy).facts, ATTENDANCE, line.period, line.closes, line.due)
    spoilt = spoil(demo_tables(asked)["Pupils"], faults, fit_for=steady)
    frame = spoilt.frame.with_columns(
        _file=pl.lit(0, pl.Int64),
        _row=pl.int_range(pl.len(), dtype=pl.Int64) + 7,
        _opens=pl.lit(line.period.year_opens),
        _closes=pl.lit(line.closes),
    )
    found = check(Pupils, frame, {0: LAYOUT})[0]
    return Case(spoilt, {(cell, f.says, f.severity) for f in found for part in f.cell.split(", ") for cell in cells(part)})


def cells(part: str) -> list[str]:
    """B7:B9 as B7, B8 and B9."""
    letters = part.partition(":")[0].rstrip("0123456789")
    ends = [int(end.removeprefix(letters)) for end in part.split(":")]
    return [f"{letters}{row}" for row in range(ends[0], ends[-1] + 1)]


def readable(expected: tuple[Expected, ...]) -> set[tuple[str, str, str]]:
    return {(e.cell(LAYOUT), e.says, e.severity) for e in expected if e.says}


@pytest.fixture(scope="module")
def denewood() -> Case:
    return case(DENEWOOD, MISTAKES)


@pytest.fixture(scope="module")
def westbury() -> Case:
    return case(WESTBURY, QUERIES)


def test_there_are_at_least_a_dozen_different_mistakes_on_as_many_rows(denewood: Case) -> None:
    assert len({f.name for f in MISTAKES}) >= 12
    assert len({e.row for e in denewood.spoilt.expected}) == len(MISTAKES)


def test_every_mistake_is_found_at_its_cell_and_nothing_else_is(denewood: Case) -> None:
    # A cell that cannot be read has no value here; the words for it are the reader's.
    unread = {e.cell(LAYOUT) for e in denewood.spoilt.expected if not e.says}
    assert len(unread) == len(denewood.spoilt.typed) == 3
    assert {f for f in denewood.found if f[0] not in unread} == readable(denewood.spoilt.expected)


def test_what_is_typed_over_a_cell_leaves_no_value_behind(denewood: Case) -> None:
    assert [denewood.spoilt.frame[column][row] for column, row in denewood.spoilt.typed] == [None] * 3
    assert sorted(denewood.spoilt.typed.values()) == ["#N/A", "31/02/2011", "about 120"]


def test_every_query_is_found_at_its_cell_and_nothing_else_is(westbury: Case) -> None:
    found = {(cell, says.split(" ", 1)[-1] if says[0].isdigit() else says, s) for cell, says, s in westbury.found}
    assert found == readable(westbury.spoilt.expected)
    assert {severity for *_, severity in found} == {QUERY}


def test_some_queries_are_explained_in_the_words_that_were_used_and_some_are_not() -> None:
    said = {says for f in QUERIES for _, says in f.expect}
    explained = {says for _, _, says, _ in EXPLANATIONS}
    assert explained < said
    assert {label for _, label, _, _ in EXPLANATIONS} <= {about.label for about in Pupils.cells().values()}
