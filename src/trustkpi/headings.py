"""Where a sheet's columns stand on a page that somebody else may have rearranged."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import polars as pl

from validation.model import Sheet

LOOKED_AT = 30  # rows from the top in which headings are looked for
ENOUGH = 0.6  # share of the needed headings by which a page is recognised


@dataclass(frozen=True)
class Page:
    """One tab as text: columns are numbered from 0 as they stand in the frame; `shift` were blank to the left of them."""

    tab: str
    text: pl.DataFrame
    numbers: Callable[[Iterable[int]], pl.DataFrame]
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)
    uncalculated: frozenset[tuple[str, int]] = frozenset()
    shift: int = 0

    def letter(self, column: int) -> str:
        """The letter of the column at that place in the frame."""
        number, letters = column + self.shift + 1, ""
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(65 + rest) + letters
        return letters


@dataclass(frozen=True)
class Headings:
    """The heading row (counted from 0) and where each column stands; `twice` names headings that stand there twice."""

    row: int
    columns: Mapping[str, int]
    twice: Mapping[str, int]
    missing: tuple[str, ...]

    def share(self, sheet: type[Sheet]) -> float:
        """How much of what the sheet needs is there."""
        needed = [name for name, about in sheet.cells().items() if about.required]
        return 1 - len(self.missing) / max(len(needed), 1)


def find(page: Page, sheet: type[Sheet]) -> Headings | None:
    """The row near the top that names most of the sheet's columns, if any names one."""
    known = {_plain(name): column for column, about in sheet.cells().items() for name in about.names()}
    best: Headings | None = None
    for row, values in enumerate(page.text.head(LOOKED_AT).iter_rows()):
        found = _in_row(row, values, known, sheet)
        if found.columns and (best is None or len(found.columns) > len(best.columns)):
            best = found
    return best


def _in_row(row: int, values: tuple[str | None, ...], known: Mapping[str, str], sheet: type[Sheet]) -> Headings:
    columns: dict[str, int] = {}
    twice: dict[str, int] = {}
    for place, value in enumerate(values):
        column = known.get(_plain(value)) if value else None
        if column is None:
            continue
        if column in columns:
            twice[column] = place
        else:
            columns[column] = place
    missing = tuple(n for n, about in sheet.cells().items() if about.required and n not in columns)
    return Headings(row, columns, twice, missing)


def _plain(heading: str) -> str:
    return re.sub(r"\s+", " ", heading.replace("_", " ")).strip(" *:").casefold() or heading.strip()
