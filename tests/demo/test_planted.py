"""What is planted in a demo's return is found in its workbook, at its sheet and cell and in its words, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest

from trustkpi.asked import held_to_calendar
from trustkpi.check import check_readings
from trustkpi.demo.asked import Asked
from trustkpi.demo.make import demo_fill, demo_planted, demo_returns, demo_tables
from trustkpi.demo.planted import planted
from trustkpi.demo.trust_workbook import settings_tables
from trustkpi.excel.template import write_return
from trustkpi.facts import Reading
from trustkpi.read import read
from trustkpi.trust import Trust
from validation.returns import returns
from validation.rules import ERROR, QUERY

Found = set[tuple[str, str, str, str]]
TRUST = Trust.from_tables(settings_tables())
RETURNS = list(demo_returns())
TRIES = [(asked, tried) for asked in RETURNS for tried in (False, True) if demo_planted(asked, first_try=tried)]
# What was typed over their cells is told in words of the reader, whose cells test_make_demo and the tests beside this one hold.
READ_ELSEWHERE = ("attendance", "workforce", "exclusions")


def named(case: tuple[Asked, bool]) -> str:
    asked, tried = case
    return f"{asked.academy.name} {asked.declared.name} {asked.period.name}{' first try' if tried else ''}"


def sent(asked: Asked, folder: Path, *, first_try: bool) -> Reading:
    path = folder / "sent.xlsx"
    write_return(asked.declared, path, fill=demo_fill(asked, first_try=first_try))
    return check_readings([held_to_calendar(read(path), TRUST)])[0]


def found(reading: Reading) -> Found:
    every = [(f.sheet, cell, f.says, f.severity) for f in reading.findings for part in f.cell.split(", ") for cell in cells(part)]
    return {*every}


def cells(part: str) -> list[str]:
    """B7:B9 as B7, B8 and B9."""
    letters = part.partition(":")[0].rstrip("0123456789")
    ends = [int(end.removeprefix(letters)) for end in part.split(":")]
    return [f"{letters}{row}" for row in range(ends[0], ends[-1] + 1)]


def owed(asked: Asked, reading: Reading, *, first_try: bool) -> Found:
    told: Found = set()
    for one in demo_planted(asked, first_try=first_try):
        layout = reading.tables[one.sheet].layout
        expected = one.spoil(demo_tables(asked)[one.sheet]).expected
        told |= {(one.sheet, e.cell(layout), e.says, e.severity) for e in expected}
    return told


@pytest.mark.parametrize("case", [c for c in TRIES if c[0].declared.name not in READ_ELSEWHERE], ids=named)
def test_what_is_planted_is_found_at_its_cell_in_its_words_and_nothing_else_is(case: tuple[Asked, bool], tmp_path: Path) -> None:
    asked, tried = case
    reading = sent(asked, tmp_path, first_try=tried)
    assert found(reading) == owed(asked, reading, first_try=tried)


def test_every_return_has_something_planted() -> None:
    assert {*returns()} == {*planted()}


def test_what_was_mended_had_errors_and_what_was_taken_with_queries_had_none() -> None:
    for name, every in planted().items():
        for one in every:
            weights = {fault.severity for fault in one.faults}
            kept_back = not one.mended and ERROR in weights
            assert ERROR in weights if one.mended else weights == {QUERY} or kept_back, name


def test_few_returns_stay_back_and_none_that_the_whole_trust_is_measured_by() -> None:
    back = {
        (name, one.academy, one.period)
        for name, every in planted().items()
        for one in every
        if not one.mended and {f.severity for f in one.faults} != {QUERY}
    }
    assert back == {
        ("attendance", "Denewood", "2025-26-spring"), ("send", "Denewood", "2025-26-spring"),
        ("exclusions", "Denewood", "2025-26-autumn"),
    }  # fmt: skip


def test_what_academies_say_of_their_queries_is_of_queries_that_were_planted() -> None:
    for every in planted().values():
        for one in every:
            labels = {
                (one.sheet, column_label(one.sheet, column), words)
                for fault in one.faults
                if fault.severity == QUERY
                for column, words in fault.expect
            }
            for sheet, label, words, _ in one.words:
                assert any((s, c) == (sheet, label) and w.endswith(words) for s, c, w in labels), words


def column_label(title: str, column: str) -> str:
    sheet = next(
        s for declared in returns().values() for s in declared.sheets if s.facts().title == title and column in s.cells()
    )
    return sheet.cells()[column].label
