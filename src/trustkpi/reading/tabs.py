"""Which tab holds which sheet, whatever the tab is called, and what is wrong with sheets and columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from trustkpi.reading.grid import Grid
from trustkpi.reading.headings import Headings, faults, headings, plain
from trustkpi.reading.identity import DECENT
from validation.findings import Finding
from validation.model import Return, Sheet


@dataclass(frozen=True)
class Found:
    """A sheet's tab and where its headings stand in it."""

    sheet: type[Sheet]
    grid: Grid
    headings: Headings


def found_in(
    declared: Return, named: Callable[[str], Grid | None], others: Callable[[], Sequence[Grid]]
) -> tuple[list[Found], list[Finding]]:
    """The sheets that are there, and a finding for each that is missing, is there twice or lacks a column.

    `named` gives the tab of a title; `others`, asked only where one is missing, gives the tabs that are no sheet's own.
    """
    found, wrong = [], []
    for sheet in declared.sheets:
        own = named(sheet.facts().title)
        candidates = [Found(sheet, own, headings(sheet, own))] if own else _by_headings(sheet, others())
        if len(candidates) == 1:
            found += candidates
            wrong += faults(sheet, candidates[0].grid, candidates[0].headings)
        elif candidates or not sheet.facts().optional:
            wrong.append(_which(sheet, candidates))
    return found, wrong


def _by_headings(sheet: type[Sheet], grids: Sequence[Grid]) -> list[Found]:
    found = [Found(sheet, grid, headings(sheet, grid)) for grid in grids]
    return [f for f in found if f.headings.columns and f.headings.share(sheet) >= DECENT]


def _which(sheet: type[Sheet], candidates: list[Found]) -> Finding:
    title = sheet.facts().title
    if candidates:
        tabs = " and ".join(c.grid.tab for c in candidates)
        return Finding(title, "", "Sheet", f"could be any of {tabs}: all have its headings", f"Name the right one {title}.")
    says = "is missing: no sheet has this name or these headings"
    return Finding(title, "", "Sheet", says, f"Put the sheet {title} back, or copy your rows into a fresh template.")


def nothing_in(found: Found) -> Finding:
    """The finding of a sheet without rows."""
    labels = list(found.sheet.cells().values())
    cell = f"{found.grid.letter(min(found.headings.columns.values()))}{found.headings.at + 2}"
    return Finding(
        found.grid.tab, cell, labels[0].label, "is blank: nothing is filled in on this sheet",
        f"Fill in {found.sheet.facts().one_row} in each row, from this row down.",
    )  # fmt: skip


def titles(declared: Return) -> set[str]:
    """The sheets' own titles, as tabs are compared."""
    return {plain(sheet.facts().title) for sheet in declared.sheets}
