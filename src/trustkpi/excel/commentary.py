"""A pack that comes back from Excel, LibreOffice or a program: what was typed into its entries, and what else was changed."""

from __future__ import annotations

import io
import math
import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook

from trustkpi.comments import Typed
from trustkpi.excel.entry_cells import STAMP, Named
from trustkpi.page_cells import day
from trustkpi.pupil_numbers import without_numbers

UNKNOWN = "unknown"
_BOOK = "xl/workbook.xml"
_LARGEST_BOOK_PART = 4 * 1024**2  # bytes; names and tabs of the largest pack take a twentieth
_STAMPED = re.compile(rf'name="{STAMP}"[^>]*>[^<]*?([0-9a-f]{{16}})')
_AT = re.compile(r"^\$?([A-Z]{1,3})\$?([0-9]{1,7})$")
_AS_SAVED = 1e-9  # a spreadsheet program keeps 15 digits


class _Spot(NamedTuple):
    tab: str
    row: int
    column: int

    def __str__(self) -> str:
        return f"{self.tab} {get_column_letter(self.column)}{self.row}"


class _Key(NamedTuple):
    kpi: str
    academy: str
    field: str
    name: str


@dataclass(frozen=True)
class _Held:
    formula: str
    value: object


@dataclass(frozen=True)
class Edits:
    """What differs between a pack as it was published and as it came back.

    `typed` are the entries that were changed, `elsewhere` the other cells that were ("Scorecard B7"), `gone` the sheets
    that are no longer there; `who` is the last editor.
    """

    typed: tuple[Typed, ...]
    elsewhere: tuple[str, ...]
    gone: tuple[str, ...]
    who: str


def stamp_of(workbook: bytes) -> str:
    """The content that the stamp of a pack of ours names; blank for every other file. Only the list of sheets is opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(workbook)) as inside:
            if inside.getinfo(_BOOK).file_size > _LARGEST_BOOK_PART:
                return ""
            found = _STAMPED.search(inside.read(_BOOK).decode("utf-8", "replace"))
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, NotImplementedError, RuntimeError):
        return ""
    return found[1] if found else ""


def edits(published: bytes, edited: bytes) -> Edits:
    """What somebody typed into a pack and what else they changed; both workbooks were judged safe to open before."""
    before, after = _Book(published), _Book(edited)
    tabs, typed = [*before.cells], dict[tuple[str, str, str], list[str]]()
    for key, place in sorted(before.entries.items(), key=lambda e: (tabs.index(e[1].tab), e[1])):
        spot = after.entries.get(key)
        if spot and (now := _text(after.held(spot))) != _text(before.held(place)):
            typed.setdefault(key[:3], []).append(now)
    # An entry that stands on two pages and was changed on both says both.
    said = tuple(Typed(*key, without_numbers("\n".join(dict.fromkeys(t for t in texts if t)))) for key, texts in typed.items())
    who = after.editor if after.editor != before.editor else ""
    gone = tuple(tab for tab in before.cells if tab not in after.cells)
    return Edits(said, tuple(str(spot) for spot in _elsewhere(before, after)), gone, who or UNKNOWN)


def _elsewhere(before: _Book, after: _Book) -> Iterator[_Spot]:
    typed_in = {*before.entries.values(), *after.entries.values()}
    for tab, cells in after.cells.items():
        was = before.cells.get(tab, {})
        for row, column in sorted({*cells, *was}):
            spot = _Spot(tab, row, column)
            if spot not in typed_in and tab in before.cells and not _same(before.held(spot), after.held(spot)):
                yield spot


class _Book:
    """A workbook's cells by tab, its entries by key, and who saved it last."""

    def __init__(self, data: bytes) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl says of sparklines that it drops them; nothing is saved here
            formulas, values = (openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=d) for d in (False, True))
            self.cells = _cells(formulas, values)
        self.editor = (values.properties.lastModifiedBy or "").strip()
        self.entries = dict(_entries(values))

    def held(self, spot: _Spot) -> _Held:
        return self.cells.get(spot.tab, {}).get((spot.row, spot.column), _Held("", None))


def _cells(formulas: Workbook, values: Workbook) -> dict[str, dict[tuple[int, int], _Held]]:
    found: dict[str, dict[tuple[int, int], _Held]] = {}
    for sheet in values.worksheets:
        shown, written = _filled(sheet), _filled(formulas[sheet.title])
        found[sheet.title] = {at: _Held(_formula(written.get(at)), shown.get(at)) for at in {*shown, *written}}
    return found


def _filled(sheet: Any) -> Mapping[tuple[int, int], object]:
    return {(c.row, c.column): c.value for row in sheet.iter_rows() for c in row if c.value is not None}


def _formula(value: object) -> str:
    return value if isinstance(value, str) and value.startswith("=") else ""


def _entries(book: Workbook) -> Iterator[tuple[_Key, _Spot]]:
    for name, defined in book.defined_names.items():
        ours = Named.of(name)
        for tab, at in defined.destinations if ours else ():
            cell = _AT.match(at)
            if ours and cell:
                yield _Key(ours.kpi, ours.academy, ours.field, name), _Spot(tab, int(cell[2]), 1 + ours.right)


def _text(held: _Held) -> str:
    """What a cell says: as it was typed, even where it looks like a formula; a date as people write it."""
    value = held.formula or held.value
    match value:
        case None:
            return ""
        case datetime() | date():
            return day(value)
        case float() if value.is_integer():
            return str(int(value))
    return _plain(str(value))


def _plain(text: str) -> str:
    return text.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").strip()


def _same(before: _Held, after: _Held) -> bool:
    # One program quotes the names of sheets that another does not; a sum that follows an edit is not one itself.
    if before.formula and before.formula.replace("'", "") == after.formula.replace("'", ""):
        return True
    one, other = before.value, after.value
    if isinstance(one, int | float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=_AS_SAVED, abs_tol=_AS_SAVED)
    return _text(_Held("", one)) == _text(_Held("", other))
