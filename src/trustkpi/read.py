"""Workbook and declaration in, typed tables and findings out; every row keeps its Excel row."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import Any

import fastexcel
import polars as pl

from trustkpi.facts import Cover, Reading, Table
from trustkpi.reading.cover import Judged, from_file_name, from_sheet, is_cover, places
from trustkpi.reading.door import DAMAGED, RefusedError, bytes_of
from trustkpi.reading.grid import NO_VALUE, Grid
from trustkpi.reading.headings import headings, plain
from trustkpi.reading.identity import identity, other_version
from trustkpi.reading.package import Package, never_calculated, package
from trustkpi.reading.rows import Dates, table
from trustkpi.reading.stages import AFTER_COLUMNS, AFTER_COVER
from trustkpi.reading.tabs import Found, found_in, nothing_in, titles
from validation.cover import COVER_TITLE, Explanations
from validation.findings import Finding
from validation.model import Return
from validation.returns import returns
from validation.trust_settings import TRUST_SETTINGS

_ERRORS = {
    "NA": "#N/A",
    "Value": "#VALUE!",
    "Div0": "#DIV/0!",
    "Name": "#NAME?",
    "Null": "#NULL!",
    "Num": "#NUM!",
    "Ref": "#REF!",
    "GettingData": "#GETTING_DATA",
}


def read(path: Path, known: Mapping[str, Return] | None = None) -> Reading:
    """The file as one of the known returns: its cover, typed tables and the findings of cover, sheets and cells.

    Never raises for a bad file: `refused` is then the one sentence to send back. Where the cover or the columns are
    wrong, the tables hold what was sent but its cells are not judged, as `skipped` says.
    """
    return _read(path, returns() if known is None else known, has_cover=True)


def read_settings(path: Path) -> Reading:
    """The trust's settings workbook in the same way; its cover names no academy and no period."""
    return _read(path, {TRUST_SETTINGS.name: TRUST_SETTINGS}, has_cover=False)


def _read(path: Path, known: Mapping[str, Return], *, has_cover: bool) -> Reading:
    reading = Reading(str(path))
    try:
        data = bytes_of(path)
        reading = replace(reading, digest=hashlib.sha256(data).hexdigest())
        book = _Book(package(data))
        return _of(replace(reading), path, book, known, has_cover=has_cover)
    except RefusedError as refused:
        return replace(reading, refused=str(refused))


class _Book:
    """An open workbook, whose tabs are read when they are asked for."""

    def __init__(self, inside: Package) -> None:
        self.inside = inside
        self.reader = _guarded(fastexcel.read_excel, inside.data)
        self.grid = cache(self._grid)

    def named(self, title: str) -> Grid | None:
        """The tab of that title, however it is cased."""
        tab = next((t for t in self.inside.sheets if plain(t) == plain(title)), None)
        return None if tab is None else self.grid(tab)

    def but(self, own: set[str]) -> list[Grid]:
        """The tabs that bear none of those titles."""
        return [self.grid(tab) for tab in self.inside.sheets if plain(tab) not in own]

    def _grid(self, tab: str) -> Grid:
        sheet = self._load(tab, "string")
        cells, errors = _guarded(sheet.to_arrow_with_errors)
        text = pl.DataFrame(pl.from_arrow(cells))
        columns = _guarded(sheet.available_columns)
        first = columns[0].absolute_index + 1 if columns else 1
        return Grid(
            tab,
            _with_errors(text, errors.errors if errors else ()),
            first,
            partial(self._numbers, tab, first),
            partial(never_calculated, self.inside.sheets[tab]),
        )

    def _numbers(self, tab: str, first: int, positions: Iterable[int]) -> dict[int, pl.Series]:
        at = sorted(positions)
        if not at:
            return {}
        # As text a number keeps nine decimals only, so that numbers are read a second time, exactly.
        absolute = [position + first - 1 for position in at]
        sheet = self._load(tab, dict.fromkeys(absolute, "float"), use_columns=absolute)
        cells, _ = _guarded(sheet.to_arrow_with_errors)
        return dict(zip(at, pl.DataFrame(pl.from_arrow(cells)).get_columns(), strict=True))

    def _load(self, tab: str, dtypes: object, **which: object) -> Any:
        # Without skip_rows=0 blank rows at the top would vanish, and every address would be wrong.
        return _guarded(self.reader.load_sheet, tab, header_row=None, skip_rows=0, dtypes=dtypes, **which)


def _guarded(call: Any, *given: object, **named: object) -> Any:
    try:
        return call(*given, **named)
    except fastexcel.FastExcelError as fault:
        raise RefusedError(DAMAGED) from fault
    except BaseException as fault:
        if type(fault).__name__ != "PanicException":  # what the parser, written in Rust, throws when it is lost
            raise
        raise RefusedError(DAMAGED) from fault


def _with_errors(text: pl.DataFrame, errors: Iterable[Any]) -> pl.DataFrame:
    """The text with the name of the error in each Excel error cell, which would read as blank."""
    named: dict[int, dict[int, str]] = {}
    for error in errors:
        row, column = error.position
        word = error.detail.rpartition("(")[2].strip("')\"")
        named.setdefault(column, {})[row] = NO_VALUE + _ERRORS.get(word, "#ERROR!")
    for column, cells in named.items():
        values = text.to_series(column).to_list()
        for row, word in cells.items():
            values[row] = word
        text = text.with_columns(pl.Series(text.columns[column], values, dtype=pl.String))
    return text


def _of(reading: Reading, path: Path, book: _Book, known: Mapping[str, Return], *, has_cover: bool) -> Reading:
    cover = _cover_tab(book)
    lines = places(cover) if cover else {}
    stamps = [lines["stamp"].text] if "stamp" in lines and lines["stamp"].text else []
    who = identity([*stamps, *book.inside.stamps], lambda: book.but(set()), known)
    declared = who.declared
    judged = Judged(Cover(), None, (), stops=False)
    if has_cover:
        judged = from_sheet(declared, cover.tab, lines) if cover else from_file_name(declared, path)
    own = titles(declared) | {plain(t) for t in (COVER_TITLE, Explanations.facts().title)}
    found, wrong = found_in(declared, book.named, lambda: book.but(own))
    if wrong and who.other_stamp:
        wrong = [other_version(who, cover.tab if cover else "", lines["stamp"].cell if "stamp" in lines else ""), *wrong]
    tables, unread = _tables(found, judged)
    after = AFTER_COVER if judged.stops else AFTER_COLUMNS if wrong else ""
    findings = () if judged.stops else tuple(wrong or unread)
    return replace(
        reading,
        declared=declared,
        cover=judged.cover,
        tables=tables,
        explanations=_explanations(book),
        findings=judged.findings + findings,
        skipped=(after,) if after else (),
    )


def _cover_tab(book: _Book) -> Grid | None:
    own = book.named(COVER_TITLE)
    if own is not None:
        return own if is_cover(own.tab, places(own)) else None
    return next((grid for grid in book.but(set()) if is_cover(grid.tab, places(grid))), None)


def _tables(found: list[Found], judged: Judged) -> tuple[dict[str, Table], list[Finding]]:
    opens = judged.period.year_opens if judged.period else None
    dates: Dates = (opens, judged.cover.as_at or (judged.period.closes if judged.period else None))
    tables, findings = {}, []
    for one in found:
        made, unread = table(one.sheet, one.grid, one.headings, dates)
        tables[one.sheet.facts().title] = made
        findings += unread
        if made.frame.is_empty() and one.headings.columns and not one.sheet.facts().optional:
            findings.append(nothing_in(one))
    return tables, findings


def _explanations(book: _Book) -> pl.DataFrame | None:
    grid = book.named(Explanations.facts().title)
    if grid is None:
        return None
    made, _ = table(Explanations, grid, headings(Explanations, grid), (None, None))
    return made.frame.select(*Explanations.cells())
