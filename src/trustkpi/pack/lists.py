"""A register as a page: what is due, overdue or red before what is fine; all registers at a glance; and every line as data."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

from trustkpi.pack.results import PackContext
from trustkpi.pages import NOT_APPLICABLE, Cell, Column, Data, Figure, Grid, Link, Page, Prose, Rag, Rating, day
from trustkpi.register import Register
from validation.model import POUNDS
from validation.model import Cell as About

LISTS, LIST_DATA = "Lists", "List data"
_WIDE, _SHORT, _RATED = 132.0, 9.0, 12.0  # characters across a printed page, of its narrowest column and of a rating
_LONGEST_WORD = 18  # characters that a word may ask of a column
_AIR = 2.0  # characters that a cell loses at its edges
_FINE = 12  # lines to which a page is filled up with what is fine; what is not fine is never cut for it (product default)
_SAID = 4  # of a line's words, where lists stand at a glance
_RAGS = (Rag.RED, Rag.AMBER, Rag.GREEN, Rag.GREY)
_GLANCE = (
    Column("List", 46, left=True), Column("Lines", 10), Column("Red", 10), Column("Amber", 10), Column("Green", 10),
    Column("Not rated", 10), Column("The line that stands first", 70, left=True),
)  # fmt: skip
_DATA = (
    Column("List", 34, left=True), Column("Line", 8), Column("Academy", 20, left=True), Column("Rating", 10, left=True),
    Column("What it says", 110, left=True),
)  # fmt: skip


def list_page(tab: str, register: Register, lines: pl.DataFrame, context: PackContext) -> Page:
    """The register's lines for the period, the worst first, at most `register.most` of them; it is printed if any is not fine."""
    if lines.is_empty():
        return Page(tab, register.title, register.meaning, (Prose((_nothing(register, context),)),), in_print=False)
    shown = lines.head(_room(register, lines))
    cells = [_cells(row, register) for row in shown.iter_rows(named=True)]
    headings = [register.heading(c) for c in register.columns]
    counted = [all(isinstance(cell, Figure) or not cell for cell in column) for column in zip(*cells, strict=True)]
    columns = [
        Column(heading, width, left=not is_counted)
        for heading, width, is_counted in zip(headings, _widths(headings, cells), counted, strict=True)
    ]
    rated = [Column("Rating", _RATED)] if register.rag else []
    ratings = [(Rating(Rag(rag)),) if register.rag else () for rag in shown["rag"]]
    rows = tuple((*line, *rating) for line, rating in zip(cells, ratings, strict=True))
    notes = (f"Ratings: {register.rag.basis}.",) if register.rag else ()
    grid = Grid("", (*columns, *rated), rows, notes, name=register.name, more=_more(lines, shown))
    return Page(tab, register.title, _in_short(register, lines), (grid,), in_print=bool(_unfinished(lines)))


def lists_page(registers: Mapping[str, Register], lists: Mapping[str, pl.DataFrame]) -> Page:
    """A row a register by its tab: how many lines, of which colours, and the worst of them."""
    unfinished = {tab: tuple(-_count(lists[r.name], rag) for rag in _RAGS[:2]) for tab, r in registers.items()}
    worst = sorted(registers, key=lambda tab: unfinished[tab])
    rows = tuple(_glance(tab, registers[tab], lists[registers[tab].name]) for tab in worst)
    red = sum(_count(lists[r.name], Rag.RED) for r in registers.values())
    about = f"{len(rows)} lists, {red} red lines in all. A list with nothing red or amber is in the workbook and is not printed."
    return Page(LISTS, "Lists: what the committee follows up", about, (Grid("", _GLANCE, rows, name="lists"),))


def list_data_page(registers: Mapping[str, Register], lists: Mapping[str, pl.DataFrame]) -> Page:
    """Every line of every register, in the order of its page."""
    rows = tuple(row for register in registers.values() for row in _data_rows(register, lists[register.name]))
    return Page(LIST_DATA, "Lists: every line", "One row a line of a list, the worst first.", (Data("ListData", _DATA, rows),))


def _glance(tab: str, register: Register, lines: pl.DataFrame) -> tuple[Cell, ...]:
    counts = [str(_count(lines, rag)) if register.rag else NOT_APPLICABLE for rag in _RAGS[:3]]
    unrated = str(_count(lines, Rag.GREY)) if register.rag else str(lines.height)
    first = next(lines.head(1).iter_rows(named=True), None)
    words = [cell for cell in _cells(first, register) if isinstance(cell, str) and cell] if first else []
    says = "; ".join(words[:_SAID]) or "Nothing is listed."
    return (Link(register.title, tab), str(lines.height), *counts, unrated, says)


def _data_rows(register: Register, lines: pl.DataFrame) -> list[tuple[Cell, ...]]:
    headings = [register.heading(c) for c in register.columns]
    told: list[tuple[Cell, ...]] = []
    for at, row in enumerate(lines.iter_rows(named=True), start=1):
        said = zip(headings, _cells(row, register), register.columns, strict=True)
        says = "; ".join(f"{heading}: {_text(cell)}" for heading, cell, c in said if _text(cell) and c != "academy")
        told.append((register.title, at, str(row.get("academy") or NOT_APPLICABLE), row["rag"] or NOT_APPLICABLE, says))
    return told


def _count(lines: pl.DataFrame, rag: Rag) -> int:
    return int((lines["rag"] == rag.value).sum())


def _unfinished(lines: pl.DataFrame) -> int:
    return _count(lines, Rag.RED) + _count(lines, Rag.AMBER)


def _room(register: Register, lines: pl.DataFrame) -> int:
    """All that is not fine, and what is fine up to a page; a list that is not rated as it is declared."""
    return min(register.most, max(_unfinished(lines), _FINE)) if register.rag else register.most


def _more(lines: pl.DataFrame, shown: pl.DataFrame) -> Link | None:
    left = lines.tail(lines.height - shown.height)
    if left.is_empty():
        return None
    counts = ", ".join(f"{_count(left, rag)} {rag.value.casefold()}" for rag in _RAGS if _count(left, rag))
    says = f"{left.height:,} more {'line' if left.height == 1 else 'lines'}{f', {counts}' if counts else ''}"
    return Link(says, LIST_DATA)


def _nothing(register: Register, context: PackContext) -> str:
    returns = " and ".join(register.returns)
    return f"Nothing is listed: no line of the {returns} return for {context.period.title} calls for it."


def _in_short(register: Register, lines: pl.DataFrame) -> str:
    told = ", ".join(f"{_count(lines, rag):,} {rag.value.casefold()}" for rag in _RAGS if _count(lines, rag))
    total = f"{lines.height:,} {'line' if lines.height == 1 else 'lines'}"
    return f"{register.meaning} {total}{f': {told}' if told else ''}."


def _cells(row: Mapping[str, Any], register: Register) -> tuple[Cell, ...]:
    return tuple(_cell(row[c], register.reads.cells().get(c)) for c in register.columns)


def _widths(headings: Sequence[str], cells: Sequence[tuple[Cell, ...]]) -> list[float]:
    """As wide as what a column holds; where a page is too narrow for all, the columns give way whose rows grow least by it.

    None becomes narrower than its longest word, unless that is a link or the like.
    """
    held = [[len(_text(line[at])) for line in cells] for at in range(len(headings))]
    spoken = [(heading, *(_text(line[at]) for line in cells)) for at, heading in enumerate(headings)]
    words = [min(max(len(word) for said in column for word in said.split()), _LONGEST_WORD) + _AIR for column in spoken]
    widths = [max(_SHORT, *sizes, word) + _AIR for sizes, word in zip(held, words, strict=True)]
    least = [max(_SHORT, word) for word in words]
    while sum(widths) > _WIDE and any(wide > low for wide, low in zip(widths, least, strict=True)):
        may = [at for at, wide in enumerate(widths) if wide > least[at]]
        widths[min(may, key=lambda at: (_lines(held, widths, at), -widths[at]))] -= 1
    return widths


def _lines(held: Sequence[Sequence[int]], widths: Sequence[float], at: int) -> int:
    """How many lines all rows take together where that column is narrower by one."""
    rooms = [max(wide - _AIR - (column == at), 1.0) for column, wide in enumerate(widths)]
    return sum(max(math.ceil(size / room) for size, room in zip(row, rooms, strict=True)) for row in zip(*held, strict=True))


def _text(cell: Cell) -> str:
    return cell.text if isinstance(cell, Figure) else str(cell or "")


def _cell(value: Any, about: About | None) -> Cell:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, date):
        return day(value)
    if isinstance(value, int | float):
        return _number(value, about)
    return about.one_of.get(value, value) if about and about.one_of else str(value)


def _number(value: float, about: About | None) -> Cell:
    scale = about.unit.scale if about else 1
    if about and about.unit is POUNDS:
        return Figure(value / scale, 0, before="£")
    return Figure(value / scale, 0 if float(value / scale).is_integer() else 1)
