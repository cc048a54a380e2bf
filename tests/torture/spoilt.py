"""Right returns with cells replaced by what those cells' own rules refuse: exactly those are to be named."""

from __future__ import annotations

import random
import re
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from multiprocessing import get_context
from pathlib import Path

import polars as pl

from tests.corpus.crafted import Parts, parts_of, zipped
from tests.corpus.typed_over import (
    BLANK,
    NEVER_WORKED_OUT,
    TICKED,
    WORKED_OUT_TO_AN_ERROR,
    Content,
    error,
    number,
    text,
    typed_over,
    with_looks,
)
from trustkpi.check import check_readings
from trustkpi.demo.asked import Asked
from trustkpi.demo.make import demo_fill, demo_returns, demo_tables
from trustkpi.excel.fill import Fill
from trustkpi.excel.template import write_return
from trustkpi.facts import Reading
from trustkpi.read import read
from validation.model import PERCENT, POUNDS, Cell, Sheet

_AT_A_TIME = 2_000  # cells that a process is handed
_SHARE = 0.03  # of a sheet's cells that are spoilt at once
_LARGEST_SHARE_OF_A_ROW = 0.25  # with more of it blank a row is none any more, and is named as a whole
_ADDRESS = re.compile(r"([A-Z]+)(\d+)(?::[A-Z]+(\d+))?")
_ORIGIN = date(1899, 12, 30)  # of Excel's days

Spoilt = dict[tuple[type[Sheet], str, int], Content]  # sheet, column and the row's place


@dataclass
class Figures:
    """What so many spoilt cells came to."""

    returns: int = 0
    spoilt: int = 0
    named: int = 0
    faults: list[str] = field(default_factory=list)


NO_VALUE = (
    error("#N/A"), error("#DIV/0!"), error("#REF!"), error("#SPILL!"), error("#GETTING_DATA"), NEVER_WORKED_OUT,
    WORKED_OUT_TO_AN_ERROR, error("#PYTHON!"), error("Err:502"), Content("an error without a name", "e", " "),
    Content("a formula and a comment", "n", "<f>1</f><!-- 1 -->"), Content("a text that is none", "inlineStr", "<v>12</v>"),
)  # fmt: skip
NO_NUMBER = (
    text("many"), text("about 12"), text("1,23"), text("(300)"), text("12-"), text("1.234,5"), text("1 234"), text("\u22125"),
    text("\uff11\uff12"), text("N/A"), text("-"), text("nil"), text("1e3"), text("=12"), text("12 pupils"), text("1/2"),
    number(46112, "day"), number(0.5, "day"), number(1e20), number("-1E+300"), TICKED,
    text("\u00bd"), text("\u0663"), text("\u20ac12"), text("NaN"), text("inf"), text("0x1F"), text("12,3456"), text("1_000"),
    text("TRUE"), number("1e400"), Content("an ISO day", "d", "<v>2026-01-01</v>"),
    Content("no number at all", "str", "<v>12;13</v>"),
)  # fmt: skip
NOT_WHOLE = (number(5.5), number("5.0000000001"), text("5.5"))
NO_PLACE = (number("0.125"), text("0.125"), text("1,200.005"))  # money has two
NO_DATE = (
    text("31/02/2025"), text("soon"), text("01/02/24"), text("03/2025"), text("2025-13-01"), text("13/13/2025"), text("N/A"),
    number(46112), number(0.5), number(-3), number(0.5, "day"), number(12, "day"), TICKED,
    text("05/17/2015"), text("17 mai 2015"), text("31 September 2025"), text("2025-02-30"), text("1/1/25"),
    text("29/02/2025 00:00"), text("Q2 2025"), text("01/02/2025-03/02/2025"), number(60, "day"),
    number(2958466, "day"), number(1e9, "day"),
    Content("a time of its own kind", "d", "<v>PT12H</v>"),
)  # fmt: skip
NEITHER_YES_NOR_NO = (
    text("maybe"), text("N/A"), text("-"), text("Yes?"), number(2), number(0.5), number(46112, "day"),
    text("Y/N"), text("\u2713"), text("x"), text("10"), text("Yes, since May"), number(-1),
)  # fmt: skip
NO_CHOICE = (
    text("no such choice"), text("?"), text("#N/A"), text("=A1"), text("z" * 32_000), number(-1), number(46112, "day"),
    number("0.12", "percentage"),
)  # fmt: skip


def refused_by(about: Cell, dtype: pl.DataType) -> list[Content]:
    """What the cell's own rules refuse, worked out from its declaration and not from the program's answers."""
    found = [*NO_VALUE, *([BLANK] if about.required else [])]
    if dtype.is_numeric():
        found += NO_NUMBER
        found += [text("£12")] if about.unit != POUNDS else []
        found += [text("12%")] if about.unit != PERCENT else []
        if dtype.is_integer():
            found += NOT_WHOLE if about.unit.scale == 1 else NO_PLACE
    elif dtype == pl.Date:
        found += NO_DATE
    elif dtype == pl.Boolean:
        found += NEITHER_YES_NOR_NO
    elif about.one_of:
        found += NO_CHOICE
    elif about.matches:
        found += [text(t) for t in ("~", "~ ~", "~".ljust(200, "x"), "#N/A", "=1+1", "\uff21") if not re.search(about.matches, t)]
    return [*found, *_beyond(about)]


def _beyond(about: Cell) -> Iterator[Content]:
    """Just below the least and just above the most."""
    for limit, way in ((about.at_least, -1), (about.at_most, 1)):
        if isinstance(limit, date):
            yield number((limit + timedelta(way) - _ORIGIN).days, "day")
        elif limit is not None:
            yield number(limit + way)


@cache
def refusals(sheet: type[Sheet]) -> dict[str, list[Content]]:
    """What each column refuses."""
    return {name: refused_by(about, sheet.dtypes()[name]) for name, about in sheet.cells().items()}


@dataclass(frozen=True)
class Right:
    """A right return: as a workbook's parts, and as it is read."""

    called: str
    parts: Parts = field(repr=False)
    reading: Reading = field(repr=False)

    @classmethod
    def of(cls, asked: Asked, fill: Fill) -> Right:
        """The return with that filled in."""
        with tempfile.TemporaryDirectory() as scratch:
            path = Path(scratch, "return.xlsx")
            write_return(asked.declared, path, fill=fill)
            (reading,) = check_readings([read(path)])
            called = f"{asked.academy.name} {asked.declared.name} {asked.period.name}"
            return cls(called, with_looks(parts_of(path)), reading)

    @property
    def rows(self) -> dict[type[Sheet], int]:
        """How many rows each of its sheets has."""
        declared = self.reading.declared
        sheets = declared.sheets if declared else ()
        heights = {title: table.frame.height for title, table in self.reading.tables.items()}
        return {sheet: heights[sheet.facts().title] for sheet in sheets if heights.get(sheet.facts().title)}

    def place(self, sheet: type[Sheet], column: str, row: int) -> tuple[str, tuple[str, int]]:
        """Tab, letters and row of a cell."""
        table = self.reading.tables[sheet.facts().title]
        return table.layout.tab, (table.layout.letters[column], table.frame["_row"][row])

    def with_cells(self, cells: Mapping[tuple[type[Sheet], str, int], Content], path: Path) -> Reading:
        """The return as read with those cells typed over."""
        typed: dict[str, dict[tuple[str, int], Content]] = defaultdict(dict)
        for where, content in cells.items():
            tab, place = self.place(*where)
            typed[tab][place] = content
        path.write_bytes(zipped(typed_over(self.parts, typed), how=0))
        return check_readings([read(path)])[0]

    def differences(self, reading: Reading, cells: Mapping[tuple[type[Sheet], str, int], Content]) -> Iterator[str]:
        """What was not named though spoilt, or named though right."""
        if reading.refused:
            yield f"{self.called} was refused: {reading.refused}"
        places = {self.place(*where): content for where, content in cells.items()}
        expected, found = {*places}, named(reading)
        yield from (f"{self.called}: {p} held {places[p].name} and was not named" for p in sorted(expected - found))
        yield from (f"{self.called}: {p} was right and named" for p in sorted(found - expected))


def named(reading: Reading) -> set[tuple[str, tuple[str, int]]]:
    """Tab, letters and row of each cell that an error names."""
    found = set()
    for one in reading.errors:
        for letters, first, last in _ADDRESS.findall(one.cell):
            found |= {(one.sheet, (letters, row)) for row in range(int(first), int(last or first) + 1)}
    return found


def spoilt(right: Right, dice: random.Random) -> Spoilt:
    """Cells of every sheet and what is to stand in them."""
    cells: Spoilt = {}
    for sheet, rows in right.rows.items():
        choices = refusals(sheet)
        places = [(name, row) for row in range(rows) for name in choices]
        chosen = dice.sample(places, max(1, int(len(places) * _SHARE)))
        cells |= {(sheet, name, row): dice.choice(choices[name]) for name, row in chosen}
    return bearable(cells)


def bearable(cells: Spoilt) -> Spoilt:
    """Those of the cells that leave each row one of its sheet's."""
    kept: Spoilt = {}
    in_row: dict[tuple[type[Sheet], int], int] = defaultdict(int)
    for (sheet, name, row), content in cells.items():
        most = int(sum(about.required for about in sheet.cells().values()) * _LARGEST_SHARE_OF_A_ROW)
        in_row[sheet, row] += content is BLANK
        if content is not BLANK or in_row[sheet, row] <= most:
            kept[sheet, name, row] = content
    return kept


@cache
def asked_for() -> list[Asked]:
    """Every return of the demo."""
    return list(demo_returns())


@cache
def right(asked: Asked) -> Right:
    """What was filled in, nothing of it wrong."""
    return Right.of(asked, replace(demo_fill(asked), typed={}, rows=demo_tables(asked)))


def shared_out(cells: int, seed: int, watch: Callable[[Figures], object] = lambda _: None) -> Figures:
    """`torture` by as many processes as there are processors."""
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
        while figures.spoilt < cells:
            one = right(dice.choice(asked_for()))
            where = spoilt(one, dice)
            reading = one.with_cells(where, Path(scratch, "return.xlsx"))
            figures.faults += one.differences(reading, where)
            figures.returns, figures.spoilt = figures.returns + 1, figures.spoilt + len(where)
            figures.named += len(named(reading) & {one.place(*at) for at in where})
            watch(figures)
    return figures
