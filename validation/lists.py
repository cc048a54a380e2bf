"""Lists that one return gives and others choose from, so that nothing is asked for twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from validation.model import Cell, Fault, Frames, Known, Return
from validation.rules import QUERY

PUPILS = "pupils"


@dataclass(frozen=True)
class Listed:
    """Where a list comes from: a column of a sheet of a return, what it is called, and the columns that tell its lines apart."""

    called: str
    return_name: str
    sheet: str
    column: str
    told_by: tuple[str, ...]


LISTS = {PUPILS: Listed("Pupil list", "attendance", "Pupils", "upn", ("year_group", "sex", "born"))}


def lists_of(declared: Return) -> tuple[str, ...]:
    """The lists that columns of the return choose from."""
    return tuple(dict.fromkeys(about.listed for _, _, about in _columns(declared)))


def not_listed(declared: Return, now: Frames, known: Known) -> list[Fault]:
    """A query for each column with values that are on no line of the list that the trust knows of the academy."""
    return [fault for title, name, about in _columns(declared) for fault in _strangers(declared, now, known, title, name, about)]


def _columns(declared: Return) -> Iterator[tuple[str, str, Cell]]:
    for sheet in declared.sheets:
        yield from ((sheet.facts().title, name, about) for name, about in sheet.cells().items() if about.listed)


def _strangers(  # noqa: PLR0917  all that a column is held against
    declared: Return, now: Frames, known: Known, title: str, name: str, about: Cell
) -> Iterator[Fault]:
    lines, frame, sheet = known.lists.get(about.listed), now.get(title), declared.sheet(title)
    if not lines or frame is None or sheet is None:
        return
    rows = frame.filter(pl.col(name).is_not_null() & ~pl.col(name).is_in([*lines]))["_row"].to_list()
    if rows:
        of = LISTS[about.listed]
        says = f"is not on the {of.called[0].lower()}{of.called[1:]} of the {of.return_name} return"
        do = f"Correct it, or explain why it is not on your {of.return_name} return yet."
        yield Fault(QUERY, sheet, about.label, says, do, tuple(rows), column=name)
