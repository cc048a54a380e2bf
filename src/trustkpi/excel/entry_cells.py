"""Cells of a pack that executives type in: written unlocked, named so that an edited workbook tells what each is about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import xlsxwriter
from xlsxwriter.utility import quote_sheetname
from xlsxwriter.worksheet import Worksheet

from trustkpi.comments import Field
from trustkpi.excel.tables import Hand
from trustkpi.pages import Cell, Entry

STAMP = "trustkpi_pack"  # the defined name that holds the pack's content, by which it is known when it comes back
_PREFIX = "entry"
_NONE = "_"
# Not _x0020_: that is how the file format writes characters itself, and LibreOffice turns it back when it opens the file.
_ESCAPED = re.compile(r"_u([0-9A-F]{4,6})_")
_LINES: Mapping[str, int] = {Field.COMMENTARY: 3, Field.ACTION: 3}
_PROMPTS: Mapping[str, tuple[str, str]] = {
    Field.COMMENTARY: ("Commentary", "Your words for the committee. Please name no child and no colleague."),
    Field.ACTION: ("Action", "What is being done about it."),
    Field.OWNER: ("Owner", "Who sees to it: a post, not a person."),
    Field.DUE: ("Due", "By when, for example 31 March 2026."),
}
# What may still be done on a protected sheet: a row that is too low for what was typed can be made higher.
_ALLOWED = {"format_columns": True, "format_rows": True}


@dataclass(frozen=True)
class Named:
    """An entry as a workbook's defined name tells it: its key, and how far right of the named cell it stands."""

    kpi: str
    academy: str
    field: str
    right: int

    @classmethod
    def of(cls, name: str) -> Named | None:
        """What the name tells; None where it is not one of ours."""
        parts = name.split(".")
        if parts[0] != _PREFIX or len(parts) not in {5, 6} or not parts[4].isdecimal():
            return None
        kpi, academy, of = (_ESCAPED.sub(lambda m: chr(int(m[1], 16)), "" if p == _NONE else p) for p in parts[1:4])
        return cls(kpi, academy, of, int(parts[4]))


def write_entry(sheet: Worksheet, row: int, column: int, entry: Entry, hand: Hand) -> None:
    """The cell with its text, unlocked, with a word of help when it is selected."""
    sheet.write_string(row, column, entry.text, hand.theme.entry())
    title, message = _PROMPTS[entry.field]
    sheet.data_validation(row, column, row, column, {"validate": "any", "input_title": title, "input_message": message})
    hand.entries.append((sheet, row, column, entry))


def room_for(cell: Cell) -> int:
    """The lines that a cell asks for however little it says: room to type."""
    return _LINES.get(cell.field, 1) if isinstance(cell, Entry) else 1


def protect_entries(book: xlsxwriter.Workbook, hand: Hand) -> None:
    """Names every entry, and protects the sheets that have any, without a password.

    A name stands on the first cell of the entry's row and says how far right the entry is. That cell is locked, so text
    that somebody cuts and pastes from one entry to another takes no name with it.
    """
    for name, sheet, row in _names(hand):
        book.define_name(name, f"={quote_sheetname(sheet.get_name())}!$A${row + 1}")
    for sheet in {id(s): s for s, *_ in hand.entries}.values():
        sheet.protect("", _ALLOWED)


def _names(hand: Hand) -> Iterator[tuple[str, Worksheet, int]]:
    taken: dict[str, int] = {}
    for sheet, row, column, entry in hand.entries:
        key = ".".join([_PREFIX, *(_escaped(part) for part in (entry.kpi, entry.academy, entry.field)), str(column)])
        taken[key.casefold()] = times = taken.get(key.casefold(), 0) + 1
        yield key if times == 1 else f"{key}.{times}", sheet, row


def _escaped(part: str) -> str:
    """The words with every character that a name may not have written as its number."""
    return "".join(c if c.isascii() and (c.isalnum() or c == "_") else f"_u{ord(c):04X}_" for c in part) or _NONE
