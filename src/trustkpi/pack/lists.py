"""A register as a page: what is due, overdue or red before what is fine, and how many lines there are in all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import polars as pl

from trustkpi.pack.results import PackContext
from trustkpi.pages import Cell, Column, Figure, Grid, Page, Prose, Rag, Rating, day
from trustkpi.register import Register
from validation.model import POUNDS
from validation.model import Cell as About

_WIDE, _SHORT, _RATED = 132.0, 9.0, 12.0  # characters across a printed page, of its narrowest column and of a rating


def list_page(tab: str, register: Register, lines: pl.DataFrame, context: PackContext) -> Page:
    """The register's lines for the period, at most `register.most` of them, worst first."""
    if lines.is_empty():
        return Page(tab, register.title, register.meaning, (Prose((_nothing(register, context),)),))
    shown = lines.head(register.most)
    cells = [tuple(_cell(row[c], _about(register, c)) for c in register.columns) for row in shown.iter_rows(named=True)]
    headings = [register.heading(c) for c in register.columns]
    counted = [all(isinstance(cell, Figure) or not cell for cell in column) for column in zip(*cells, strict=True)]
    columns = [
        Column(heading, width, left=not is_counted)
        for heading, width, is_counted in zip(headings, _widths(headings, cells), counted, strict=True)
    ]
    rated = [Column("Rating", _RATED)] if register.rag else []
    ratings = [(Rating(Rag(rag)),) if register.rag else () for rag in shown["rag"]]
    rows = tuple((*line, *rating) for line, rating in zip(cells, ratings, strict=True))
    grid = Grid("", (*columns, *rated), rows, notes=_notes(register, lines), name=register.name)
    return Page(tab, register.title, _in_short(register, lines), (grid,))


def _nothing(register: Register, context: PackContext) -> str:
    returns = " and ".join(register.returns)
    return f"Nothing is listed: no line of the {returns} return for {context.period.title} calls for it."


def _in_short(register: Register, lines: pl.DataFrame) -> str:
    counts = [(rag, int((lines["rag"] == rag.value).sum())) for rag in (Rag.RED, Rag.AMBER, Rag.GREEN, Rag.GREY)]
    told = ", ".join(f"{n:,} {rag.value.casefold()}" for rag, n in counts if n)
    total = f"{lines.height:,} {'line' if lines.height == 1 else 'lines'}"
    return f"{register.meaning} {total}{f': {told}' if told else ''}."


def _notes(register: Register, lines: pl.DataFrame) -> tuple[str, ...]:
    left = lines.height - register.most
    more = (f"{left:,} more {'line is' if left == 1 else 'lines are'} in the returns.",) if left > 0 else ()
    return (*more, f"Ratings: {register.rag.basis}.") if register.rag else more


def _about(register: Register, column: str) -> About | None:
    return register.reads.cells().get(column)


def _widths(headings: Sequence[str], cells: Sequence[tuple[Cell, ...]]) -> list[float]:
    """As wide as what a column holds, the widest cut until the page holds them all."""
    held = [max((len(_text(line[at])) for line in cells), default=0) for at in range(len(headings))]
    words = [max(len(word) for word in heading.split()) for heading in headings]
    wanted = [max(_SHORT, *sizes) + 2.0 for sizes in zip(held, words, strict=True)]
    most = max(wanted)
    while most > _SHORT and sum(min(w, most) for w in wanted) > _WIDE:
        most -= 1
    return [max(min(w, most), word + 2.0) for w, word in zip(wanted, words, strict=True)]


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
