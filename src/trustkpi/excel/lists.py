"""The Lists sheet: every choice by its meaning and its code, each list behind a defined name that drop-downs and checks read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import polars as pl
import xlsxwriter

from trustkpi.excel.columns import height
from trustkpi.excel.fill import Fill
from trustkpi.excel.marked_up import mark_up
from trustkpi.excel.printing import one_page_wide
from trustkpi.excel.theme import HEADING, SHEET_RULES, TABLE, TITLE, TO_READ, Formats
from validation.lists import LISTS
from validation.model import Sheet

TAB = "Lists"
YES_NO = {"Yes": "Yes", "No": "No"}
_HEADING_ROW = 3  # counted from nought
_WIDTHS = (26, 52, 52)


@dataclass(frozen=True)
class Choices:
    """One list: the defined name, what people call it and code to meaning."""

    name: str
    label: str
    meanings: Mapping[str, str]
    known: bool = False  # what the trust knows already: only its codes may be typed, and others too

    def offered(self) -> Iterator[tuple[str, str]]:
        """What may be typed and what it stands for: first every meaning that tells one choice, then every code.

        The reader takes either, so that a drop-down can be read by who does not know the codes, and an export pasted.
        """
        times = Counter(meaning.casefold() for meaning in self.meanings.values())
        if self.known:
            yield from self.meanings.items()
            return
        codes = {code.casefold() for code in self.meanings}
        for code, meaning in self.meanings.items():
            if times[meaning.casefold()] == 1 and meaning.casefold() not in codes:
                yield meaning, code
        yield from self.meanings.items()


class ListNames:
    """The lists of a workbook; columns with the same choices share one."""

    def __init__(self, sheets: Iterable[type[Sheet]], known: Mapping[str, Mapping[str, str]] = MappingProxyType({})) -> None:
        self.lists: list[Choices] = []
        self._by_column: dict[tuple[str, str], Choices] = {}
        for sheet in sheets:
            for column, about in sheet.cells().items():
                is_bool = sheet.dtypes()[column] == pl.Boolean()
                meanings = YES_NO if is_bool else about.one_of
                if about.listed and known.get(about.listed):
                    called, lines = LISTS[about.listed].called, known[about.listed]
                    self._by_column[sheet.facts().title, column] = self._shared(about.listed, called, lines, known=True)
                elif meanings:
                    label = "Yes or No" if is_bool else about.label
                    self._by_column[sheet.facts().title, column] = self._shared("yes_no" if is_bool else column, label, meanings)

    def of(self, sheet: type[Sheet]) -> dict[str, str]:
        """Column name to the defined name of its list."""
        return {column: found.name for (title, column), found in self._by_column.items() if title == sheet.facts().title}

    def label_of(self, sheet: type[Sheet], column: str) -> str:
        """What the column's list is called; nothing where it has none."""
        found = self._by_column.get((sheet.facts().title, column))
        return found.label if found else ""

    def _shared(self, column: str, label: str, meanings: Mapping[str, str], *, known: bool = False) -> Choices:
        for one in self.lists:
            if dict(one.meanings) == dict(meanings):
                return one
        stem = "list_" + re.sub(r"\W", "_", column)
        alike = sum(one.name == stem or one.name.startswith(f"{stem}_again") for one in self.lists)
        made = Choices(f"{stem}_again{alike}" if alike else stem, label, meanings, known)
        self.lists.append(made)
        return made


def write_lists(book: xlsxwriter.Workbook, page: Any, formats: Formats, names: ListNames, fill: Fill) -> None:
    """The sheet, one row for each thing that may be typed, and the defined names."""
    page.write_string(0, 0, "Lists", formats(TITLE))
    page.write_string(
        1, 0, fill.guidance("What the drop-down lists offer: a meaning or its code, whichever you know."), formats()
    )
    row = _HEADING_ROW + 1
    for choices in names.lists:
        offered = list(choices.offered())
        book.define_name(choices.name, f"={TAB}!$B${row + 1}:$B${row + len(offered)}")
        for typed, meant in offered:
            page.set_row(row, height(zip((choices.label, typed, meant), _WIDTHS, strict=True)))
            for at, text in enumerate((choices.label, typed, meant)):
                page.write_string(row, at, text, formats(TABLE))
            row += 1
    if row > _HEADING_ROW + 1:
        mark_up(
            page,
            "lists_offered",
            _HEADING_ROW,
            row - 1,
            ("List", "Choose or type", "Which stands for"),
            formats(HEADING, TO_READ),
        )
    else:
        page.write_string(_HEADING_ROW, 0, "No column of this workbook has a list.", formats())
    for at, digits in enumerate(_WIDTHS):
        page.set_column(at, at, digits)
    page.set_row(0, 24)
    page.freeze_panes(_HEADING_ROW + 1, 0)
    one_page_wide(page, landscape=False, repeat=(_HEADING_ROW, _HEADING_ROW))
    page.protect("", SHEET_RULES)
