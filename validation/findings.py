"""Rows held against their declaration: every fault becomes a `Finding` that names its cells and says what to do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from validation.breaches import Broken, broken_rules
from validation.model import Cell, Sheet
from validation.rules import ERROR
from validation.wording import shown

__all__ = ["PROVENANCE", "Finding", "Layout", "check", "in_order", "ranges", "shown"]

PROVENANCE = {"_file": pl.Int64(), "_row": pl.Int64(), "_opens": pl.Date(), "_closes": pl.Date()}


@dataclass(frozen=True, order=True)
class Finding:
    """Something to mend (error) or to explain (query): where it is, what is wrong and what to do, in plain words."""

    sheet: str
    cell: str
    label: str
    says: str
    do: str
    severity: str = ERROR


@dataclass(frozen=True)
class Layout:
    """Where a sheet's columns stand in one workbook: the tab's name, its heading row and each column's letter."""

    tab: str
    heading_row: int
    letters: Mapping[str, str]


def check(
    sheet: type[Sheet],
    frame: pl.DataFrame,
    layouts: Mapping[int, Layout],
    named: Mapping[int, Collection[tuple[str, int]]] | None = None,
) -> dict[int, list[Finding]]:
    """Findings of each file in the frame, in the order of their cells; one validation serves all files together.

    The frame has the sheet's columns in the reader's types and the provenance columns `_file`, `_row`, `_opens` and
    `_closes`. `named` gives the cells (column, Excel row) of each file that a finding names already: they are blank
    only because they could not be read. Values of personal sheets are never repeated.
    """
    found: dict[int, list[Finding]] = {file: [] for file in layouts}
    if frame.is_empty():
        return found
    columns, named = sheet.cells(), named or {}
    files, rows = frame["_file"].to_list(), frame["_row"].to_list()
    unread = _positions(named, files, rows) if any(named.values()) else {}
    for broken in broken_rules(sheet, frame, unread):
        groups: dict[tuple[int, str], list[int]] = defaultdict(list)
        for at in broken.rows:
            if (broken.column, rows[at]) not in named.get(files[at], ()):
                groups[files[at], _with_value(sheet, columns, frame, broken, at)].append(rows[at])
        for (file, says), at_rows in groups.items():
            found[file] += _at_their_cells(layouts[file], columns[broken.column], broken, says, at_rows)
    return {file: in_order(findings) for file, findings in found.items()}


def _positions(named: Mapping[int, Collection[tuple[str, int]]], files: list[int], rows: list[int]) -> dict[str, set[int]]:
    """The cells by column as positions in a frame that has those Excel rows of those files."""
    places = {place: at for at, place in enumerate(zip(files, rows, strict=True))}
    found: dict[str, set[int]] = defaultdict(set)
    for file, cells in named.items():
        for column, row in cells:
            if (file, row) in places:
                found[column].add(places[file, row])
    return found


def _at_their_cells(layout: Layout, about: Cell, broken: Broken, says: str, rows: list[int]) -> Iterator[Finding]:
    letters = layout.letters.get(broken.column)
    if letters is not None:
        yield Finding(layout.tab, ranges(letters, rows), about.label, says, broken.do, broken.severity)
    elif not about.required:  # the reader has named a required column that is not there
        cell = f"{next(iter(layout.letters.values()), 'A')}{layout.heading_row}"
        yield Finding(layout.tab, cell, about.label, f"has no column here, and {says}", broken.do, broken.severity)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """The findings without repeats, errors before queries, then by sheet and cell."""
    return sorted(set(findings), key=lambda f: (f.severity, f.sheet, _place(f.cell), f.label, f.says))


def _place(cell: str) -> tuple[int, int]:
    first = cell.partition(",")[0].partition(":")[0]
    letters = first.rstrip("0123456789")
    number = sum((ord(c) - 64) * 26**i for i, c in enumerate(reversed(letters)) if c.isalpha())
    return (int(first[len(letters) :] or 0), number)


def ranges(letter: str, rows: Iterable[int]) -> str:
    """`D7:D19, D31` for rows 7 to 19 and 31 of column D."""
    parts: list[str] = []
    run: list[int] = []
    for row in [*sorted(set(rows)), None]:
        if row is not None and run and row == run[-1] + 1:
            run.append(row)
            continue
        if run:
            parts.append(f"{letter}{run[0]}" if len(run) == 1 else f"{letter}{run[0]}:{letter}{run[-1]}")
        run = [row] if row is not None else []
    return ", ".join(parts)


def _with_value(sheet: type[Sheet], columns: Mapping[str, Cell], frame: pl.DataFrame, broken: Broken, at: int) -> str:
    if sheet.facts().personal:
        return broken.says
    value = frame[broken.column][at]
    if value is None:
        return broken.says
    unit = columns[broken.column].unit
    return f"{shown(value / unit.scale if unit.scale != 1 else value)} {broken.says}"
