"""A register as a page: what is due, overdue or red before what is fine, and how many lines there are in all."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from trustkpi.pack.results import PackContext
from trustkpi.pages import Cell, Column, Figure, Grid, Page, Prose, Rag, Rating, day
from trustkpi.register import Register
from validation.model import POUNDS
from validation.model import Cell as About

_WIDE, _SHORT, _LONG = 180.0, 12.0, 22.0  # characters across a printed page, of a code or date, of a line of words


def list_page(tab: str, register: Register, lines: pl.DataFrame, context: PackContext) -> Page:
    """The register's lines for the period, at most `register.most` of them, worst first."""
    if lines.is_empty():
        return Page(tab, register.title, register.meaning, (Prose((_nothing(register, context),)),))
    shown = lines.head(register.most)
    columns = tuple(Column(register.heading(c), w, left=True) for c, w in zip(register.columns, _widths(register), strict=True))
    rated = (Column("Rating", _SHORT),) if register.rag else ()
    rows = tuple(
        (*(_cell(row[c], _about(register, c)) for c in register.columns), *((Rating(Rag(row["rag"])),) if rated else ()))
        for row in shown.iter_rows(named=True)
    )
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


def _widths(register: Register) -> list[float]:
    long = [_is_long(_about(register, c)) for c in register.columns]
    taken = sum(_SHORT if not is_long else _LONG for is_long in long)
    spare = max(_WIDE - taken, 0) / max(sum(long), 1)
    return [_LONG + min(spare, 40) if is_long else _SHORT + 4 for is_long in long]


def _is_long(about: About | None) -> bool:
    return about is not None and not about.one_of and isinstance(about.example, str) and len(about.example) > _LONG - 2


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
