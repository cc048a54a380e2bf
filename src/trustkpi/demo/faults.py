"""Ways to spoil rows that are right, and what must be said of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from validation.findings import Layout
from validation.rules import ERROR

Row = dict[str, Any]
READERS_WORDS = ""  # what was typed is of no use as a value, and the words are the reader's


@dataclass(frozen=True)
class Fault:
    """A way to spoil one row, and what must be said of it: column to words, or none where the reader finds the words.

    `change` gives the values to put in, `typed` the raw text to type over a cell instead; `again` adds the spoilt row
    below the last one and leaves the first as it was. `where` says which rows it can be planted in. The words may name
    a column of the spoilt row in braces, where they repeat its value.
    """

    name: str
    expect: tuple[tuple[str, str], ...]
    change: Callable[[Row], Row] = field(default=lambda _: {})
    typed: Mapping[str, str] = field(default_factory=dict)
    again: bool = False
    severity: str = ERROR
    where: Callable[[Row], bool] | None = None


@dataclass(frozen=True)
class Expected:
    """A finding that must come: its column, the row's place under the headings (0 first), what it says and how it weighs."""

    fault: str
    column: str
    row: int
    says: str
    severity: str

    def cell(self, layout: Layout) -> str:
        """The cell it is in, in a workbook of that layout."""
        return f"{layout.letters[self.column]}{layout.heading_row + 1 + self.row}"


@dataclass(frozen=True)
class Spoilt:
    """A sheet's rows with what is wrong in them, the raw text typed over cells, and the findings that must come."""

    frame: pl.DataFrame
    typed: Mapping[tuple[str, int], str]
    expected: tuple[Expected, ...]


@dataclass(frozen=True)
class Planted:
    """What is wrong on purpose on a sheet of one return of one academy, and what the academy says of its queries.

    `mended` says that the academy sent it so first, was told, and sent it again without the faults.
    """

    period: str
    academy: str
    sheet: str
    faults: tuple[Fault, ...]
    words: tuple[tuple[str, str, str, str], ...] = ()
    fit_for: Callable[[Row], bool] = lambda _: True
    mended: bool = False

    def spoil(self, frame: pl.DataFrame) -> Spoilt:
        """The sheet's rows with the faults in them."""
        return spoil(frame, self.faults, fit_for=self.fit_for)


def put(**values: object) -> Callable[[Row], Row]:
    """A change that puts the same values into any row."""
    return lambda _: dict(values)


def spoil(frame: pl.DataFrame, faults: tuple[Fault, ...], *, fit_for: Callable[[Row], bool]) -> Spoilt:
    """The rows with one fault each, spread evenly over those fit for one, a fault that says where in such a row."""
    rows = frame.rows(named=True)
    typed: dict[tuple[str, int], str] = {}
    expected: list[Expected] = []
    for fault, place in zip(faults, list(_places(rows, faults, fit_for)), strict=True):
        spoilt, at = {**rows[place], **fault.change(rows[place])}, place
        if fault.again:
            at = len(rows)
            rows.append(spoilt)
        rows[at] = spoilt
        typed |= {(column, at): text for column, text in fault.typed.items()}
        said = ((column, says.format(**spoilt)) for column, says in fault.expect)
        expected += [Expected(fault.name, column, at, says, fault.severity) for column, says in said]
    return Spoilt(pl.DataFrame(rows, schema=frame.schema, orient="row"), typed, tuple(expected))


def _places(rows: list[Row], faults: tuple[Fault, ...], fit_for: Callable[[Row], bool]) -> Iterator[int]:
    fit = [at for at, row in enumerate(rows) if fit_for(row)]
    step, taken = len(fit) // len(faults), set[int]()
    for number, fault in enumerate(faults):
        where = fault.where
        at = fit[number * step + step // 2] if where is None else _middle([i for i in fit if i not in taken and where(rows[i])])
        taken.add(at)
        yield at


def _middle(fit: list[int]) -> int:
    return fit[len(fit) // 2]
