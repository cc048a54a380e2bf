"""Right returns with cells replaced by what those cells' own rules refuse: exactly those are to be named."""

from __future__ import annotations

import random
import re
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field, replace
from functools import cache
from multiprocessing import get_context
from pathlib import Path

import polars as pl

from trustkpi.check import check_readings
from trustkpi.demo.asked import Asked
from trustkpi.demo.make import demo_fill, demo_returns, demo_tables
from trustkpi.excel.fill import Fill
from trustkpi.excel.template import write_return
from trustkpi.facts import Reading
from trustkpi.read import read
from validation.model import Cell, Sheet

_AT_A_TIME = 2_000  # cells that a process is handed
_SHARE = 0.03  # of a sheet's cells that are spoilt at once
_ADDRESS = re.compile(r"([A-Z]+)(\d+)(?::[A-Z]+(\d+))?")


@dataclass
class Figures:
    """What so many spoilt cells came to."""

    returns: int = 0
    spoilt: int = 0
    named: int = 0
    faults: list[str] = field(default_factory=list)


def refused_by(about: Cell, dtype: pl.DataType, row: int) -> str | None:
    """A text that the cell's own rules refuse, another for each row; None where they take any."""
    if dtype.is_numeric():
        return "about 12"
    if dtype == pl.Date:
        return "31/02/2015"
    if about.one_of:
        return "no such choice"
    strange = (text for text in (f"~{row}", f"~ {row}", f"~{row}".ljust(200, "x")) if not re.search(about.matches or "", text))
    return next(strange, None)


def spoil(fill: Fill, sheets: tuple[type[Sheet], ...], dice: random.Random) -> tuple[Fill, set[tuple[str, str, int]]]:
    """The return with cells spoilt, and which: sheet title, column and the row's place."""
    typed = {}
    for sheet in sheets:
        title, dtypes = sheet.facts().title, sheet.dtypes()
        rows = fill.rows[title].height if title in fill.rows else 0
        cells = ((name, about, row) for name, about in sheet.cells().items() for row in range(rows))
        bad = {(name, row): refused_by(about, dtypes[name], row) for name, about, row in cells}
        places = [place for place, text in bad.items() if text is not None]
        for name, row in dice.sample(places, min(len(places), max(1, int(len(places) * _SHARE)))):
            typed[title, name, row] = str(bad[name, row])
    return replace(fill, typed=typed), {*typed}


def named(reading: Reading) -> set[tuple[str, str]]:
    """Tab and address of each cell that an error names."""
    found = set()
    for error in reading.errors:
        for letter, first, last in _ADDRESS.findall(error.cell):
            found |= {(error.sheet, f"{letter}{row}") for row in range(int(first), int(last or first) + 1)}
    return found


def placed(reading: Reading, cells: set[tuple[str, str, int]]) -> set[tuple[str, str]]:
    """Tab and address of the cells."""
    layouts = {title: table.layout for title, table in reading.tables.items()}
    return {
        (layouts[title].tab, f"{layouts[title].letters[name]}{layouts[title].heading_row + 1 + row}")
        for title, name, row in cells
    }


@cache
def asked_for() -> list[Asked]:
    """Every return of the demo."""
    return list(demo_returns())


@cache
def filled(asked: Asked) -> Fill:
    """What was filled in, nothing of it wrong."""
    return replace(demo_fill(asked), typed={}, rows=demo_tables(asked))


def shared_out(cells: int, seed: int, watch: Callable[[Figures], object] = lambda _: None) -> Figures:
    """The same by as many processes as there are processors."""
    whole, left = Figures(), range(0, cells, _AT_A_TIME)
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as hands:
        for done in as_completed([hands.submit(torture, min(_AT_A_TIME, cells - at), seed + at) for at in left]):
            one = done.result()
            whole.returns, whole.spoilt = whole.returns + one.returns, whole.spoilt + one.spoilt
            whole.named, whole.faults = whole.named + one.named, whole.faults + one.faults
            watch(whole)
    return whole


def torture(cells: int, seed: int, watch: Callable[[Figures], object] = lambda _: None) -> Figures:
    """Returns spoilt until that many cells were, each read and checked."""
    dice, figures = random.Random(seed), Figures()
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch, "return.xlsx")
        while figures.spoilt < cells:
            asked = dice.choice(asked_for())
            spoilt, where = spoil(filled(asked), asked.declared.sheets, dice)
            write_return(asked.declared, path, fill=spoilt)
            (reading,) = check_readings([read(path)])
            figures.faults += differences(asked, placed(reading, where), named(reading))
            figures.returns, figures.spoilt = figures.returns + 1, figures.spoilt + len(where)
            figures.named += len(named(reading) & placed(reading, where))
            watch(figures)
    return figures


def differences(asked: Asked, expected: set[tuple[str, str]], found: set[tuple[str, str]]) -> Iterator[str]:
    """What was not named though spoilt, or named though right."""
    whose = f"{asked.academy.name} {asked.declared.name} {asked.period.name}"
    yield from (f"{whose}: {tab} {cell} was spoilt and not named" for tab, cell in sorted(expected - found))
    yield from (f"{whose}: {tab} {cell} was right and named" for tab, cell in sorted(found - expected))
