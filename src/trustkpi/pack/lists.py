"""Registers as pages, by focus: what is due, overdue or red before what is fine; all at a glance; and every line as data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import polars as pl

from trustkpi.pack.counted_to import counted_to
from trustkpi.pack.list_lines import Lines, cells_of, fit_together, lines_of, shared_widths, text_of
from trustkpi.pack.results import PackContext
from trustkpi.pages import NOT_APPLICABLE, Block, Cell, Column, Data, Grid, Link, Page, Prose, Rag
from trustkpi.register import Register

LISTS, LIST_DATA = "Lists", "List data"
_TITLED, _ENDS, _SHORT = ": lists", " lists", "Short lists"
_FEW = 8  # lines of a short list
_FINE = 12  # lines to which a list is filled up with what is fine; what is not fine is never cut for it (product default)
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


def list_pages(
    by_focus: Mapping[str, Sequence[Register]], context: PackContext, tab: Callable[[str, str], str]
) -> Iterator[tuple[Page, list[Register]]]:
    """Each page with the lists on it: short ones together, long ones by focus, under each other where their columns agree."""
    every = [(focus, register) for focus, registers in by_focus.items() for register in registers]
    groups: list[tuple[str, list[Register]]] = []
    for focus, register in sorted(every, key=lambda it: not _is_short(it[1], context)):
        title = _SHORT if _is_short(register, context) else f"{focus}{_TITLED}"
        group = next((g for named, g in groups if named == title and _agree([*g, register], context)), None)
        if group:
            group.append(register)
        else:
            groups.append((title, [register]))
    many: Counter[str] = Counter()
    for title, group in groups:
        alone = len(group) == 1
        many[title] += not alone
        named = group[0].title if alone else title if many[title] == 1 else f"{title} ({many[title]})"
        called = tab(named, "") if alone or title == _SHORT else tab(title.removesuffix(_TITLED), _ENDS)
        yield list_page(called, named, group, context), group


def list_page(tab: str, title: str, registers: Sequence[Register], context: PackContext) -> Page:
    """Lists under each other, each with its worst lines first; those are printed in which not all is fine."""
    told = {r.name: _told(r, context) for r in registers}
    filled = [lines for lines in told.values() if lines.cells]
    widths = shared_widths(filled) if filled else []
    alone = len(registers) == 1
    blocks = tuple(_block(r, told[r.name], widths, context, alone=alone) for r in registers)
    unfinished = any(_unfinished(context.lists[r.name]) for r in registers)
    about = _about(registers, context)
    return Page(tab, title, f"{registers[0].meaning} {about}" if alone else about, blocks, in_print=unfinished)


def is_list_page(page: Page, registers: Iterable[Register]) -> bool:
    """Whether the page is one of lists, which stand on a page of theirs at a glance."""
    return _TITLED in page.title or page.title.startswith(_SHORT) or page.title in {r.title for r in registers}


def lists_page(tabs: Mapping[str, str], registers: Sequence[Register], context: PackContext) -> Page:
    """A row a register, which stands on its tab: how many lines, of which colours, and the worst of them."""
    lists = context.lists
    worst = sorted(registers, key=lambda r: _unfinished_first(lists[r.name]))
    rows = tuple(_glance(tabs[r.name], r, lists[r.name]) for r in worst)
    red = sum(_count(lists[r.name], Rag.RED) for r in registers)
    about = f"{len(rows)} lists, {red} red lines in all. A list with nothing red or amber is in the workbook and is not printed."
    counted = f"Days late and days left are told as of {counted_to(context)}, as are the returns behind them."
    return Page(LISTS, "Lists: what the committee follows up", about, (Grid("", _GLANCE, rows, (counted,), name="lists"),))


def list_data_page(registers: Sequence[Register], lists: Mapping[str, pl.DataFrame]) -> Page:
    """Every line of every register, in the order of its page."""
    rows = tuple(row for register in registers for row in _data_rows(register, lists[register.name]))
    return Page(LIST_DATA, "Lists: every line", "One row a line of a list, the worst first.", (Data("ListData", _DATA, rows),))


def _is_short(register: Register, context: PackContext) -> bool:
    return 0 < context.lists[register.name].height <= _FEW


def _agree(registers: Sequence[Register], context: PackContext) -> bool:
    told = [_told(r, context) for r in registers]
    return all(lines.cells for lines in told) and fit_together(told)


def _told(register: Register, context: PackContext) -> Lines:
    return lines_of(register, _shown(register, context.lists[register.name]))


def _shown(register: Register, lines: pl.DataFrame) -> pl.DataFrame:
    """All that is not fine, and what is fine up to some lines; a list that is not rated as it is declared."""
    return lines.head(min(register.most, max(_unfinished(lines), _FINE)) if register.rag else register.most)


def _block(register: Register, told: Lines, widths: Sequence[float], context: PackContext, *, alone: bool) -> Block:
    lines = context.lists[register.name]
    if not told.cells:
        return Prose((_nothing(register, context),))
    columns = (
        Column(heading, width, left=not told.is_counted(at))
        for at, (heading, width) in enumerate(zip(told.headings, widths, strict=False))
    )
    notes = (*(() if alone else (register.meaning,)), *((f"Ratings: {register.rag.basis}.",) if register.rag else ()))
    title = "" if alone else f"{register.title}: {_in_short(lines)}"
    return Grid(
        title, tuple(columns), told.cells, notes, name=register.name, more=_more(lines, _shown(register, lines)),
        in_print=bool(_unfinished(lines)),
    )  # fmt: skip


def _glance(tab: str, register: Register, lines: pl.DataFrame) -> tuple[Cell, ...]:
    counts = [str(_count(lines, rag)) if register.rag else NOT_APPLICABLE for rag in _RAGS[:3]]
    unrated = str(_count(lines, Rag.GREY)) if register.rag else str(lines.height)
    first = next(lines.head(1).iter_rows(named=True), None)
    words = [cell for cell in cells_of(first, register) if isinstance(cell, str) and cell] if first else []
    says = "; ".join(words[:_SAID]) or "Nothing is listed."
    return (Link(register.title, tab, at=register.name), str(lines.height), *counts, unrated, says)


def _data_rows(register: Register, lines: pl.DataFrame) -> list[tuple[Cell, ...]]:
    headings = [register.heading(c) for c in register.columns]
    told: list[tuple[Cell, ...]] = []
    for at, row in enumerate(lines.iter_rows(named=True), start=1):
        said = zip(headings, cells_of(row, register), register.columns, strict=True)
        says = "; ".join(f"{heading}: {text_of(cell)}" for heading, cell, c in said if text_of(cell) and c != "academy")
        told.append((register.title, at, str(row.get("academy") or NOT_APPLICABLE), row["rag"] or NOT_APPLICABLE, says))
    return told


def _count(lines: pl.DataFrame, rag: Rag) -> int:
    return int((lines["rag"] == rag.value).sum())


def _unfinished(lines: pl.DataFrame) -> int:
    return _count(lines, Rag.RED) + _count(lines, Rag.AMBER)


def _unfinished_first(lines: pl.DataFrame) -> tuple[int, ...]:
    return tuple(-_count(lines, rag) for rag in _RAGS[:2])


def _more(lines: pl.DataFrame, shown: pl.DataFrame) -> Link | None:
    left = lines.tail(lines.height - shown.height)
    return Link(f"{left.height:,} more {_lines(left)}{_coloured(left, ', ')}", LIST_DATA) if left.height else None


def _lines(lines: pl.DataFrame) -> str:
    return "line" if lines.height == 1 else "lines"


def _coloured(lines: pl.DataFrame, before: str) -> str:
    told = ", ".join(f"{_count(lines, rag):,} {rag.value.casefold()}" for rag in _RAGS if _count(lines, rag))
    return f"{before}{told}" if told else ""


def _in_short(lines: pl.DataFrame) -> str:
    return f"{lines.height:,} {_lines(lines)}{_coloured(lines, ', ')}"


def _about(registers: Sequence[Register], context: PackContext) -> str:
    every = pl.concat([context.lists[r.name].select("rag") for r in registers])
    lists = f"{len(registers)} lists, " if len(registers) > 1 else ""
    return f"{lists}{every.height:,} {_lines(every)}{_coloured(every, ': ')}."


def _nothing(register: Register, context: PackContext) -> str:
    returns = " and ".join(register.returns)
    return f"Nothing is listed: no line of the {returns} return for {context.period.title} calls for it."
