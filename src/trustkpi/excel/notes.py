"""The Notes sheet: what every column means, what may stand in it, and how queries are explained."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from trustkpi.excel.columns import height, limits_in_words, need, shown_as_typed
from trustkpi.excel.fill import Fill
from trustkpi.excel.lists import ListNames
from trustkpi.excel.marked_up import mark_up
from trustkpi.excel.printing import one_page_wide
from trustkpi.excel.theme import HEADING, LABEL, PLAIN, SHEET_RULES, SUBTITLE, TABLE, TITLE, TO_READ, Formats
from validation.findings import shown
from validation.lists import LISTS
from validation.model import Cell, Sheet

TAB = "Notes"
_FEW = 6  # choices that are spelt out beside the column; more are on the Lists sheet only
_COLUMNS = {
    "Sheet": 20, "Column": 28, "Needed?": 11, "Unit": 12, "What it means": 44, "What may stand in it": 48, "Example": 18,
    "Also found as": 28,
}  # fmt: skip
_ON_QUERIES = (
    "An error cannot be right. It sends the return back, with a workbook that marks the cell and says what to do.",
    "A query is unusual and may well be right. The return is accepted; the pack shows it with your words beside it.",
    "To explain one: on the Explanations sheet give the sheet and the column's heading, what was queried, and why it is right.",
    "Write for a committee to read, and name nobody. One line may explain the same query in many rows.",
    "Checks counts what a workbook can count by itself. The rest, listed at the foot of Checks, is looked at when it arrives.",
)


def write_notes(page: Any, formats: Formats, sheets: Sequence[type[Sheet]], names: ListNames, fill: Fill) -> None:
    """The sheet: explanations of queries (where there are any), then one row a column."""
    page.write_string(0, 0, "Notes", formats(TITLE))
    page.write_string(1, 0, fill.guidance("What every column means, and what may stand in it."), formats(PLAIN))
    row = 3
    if any(sheet.facts().title == "Explanations" for sheet in sheets):
        page.write_string(row, 0, "Errors and queries", formats(SUBTITLE))
        for line in _ON_QUERIES:
            row += 1
            page.write_string(row, 0, line, formats(PLAIN))
        row += 2
    page.write_string(row, 0, "The columns", formats(SUBTITLE))
    heading = row + 1
    for at, digits in enumerate(_COLUMNS.values()):
        page.set_column(at, at, digits)
    row = heading + 1
    for sheet in sheets:
        for texts in _about(sheet, names):
            page.set_row(row, height(zip(texts, _COLUMNS.values(), strict=True), bold=1))
            for at, text in enumerate(texts):
                page.write_string(row, at, text, formats(TABLE, LABEL if at == 1 else {}))
            row += 1
    mark_up(page, "notes_columns", heading, row - 1, list(_COLUMNS), formats(HEADING, TO_READ))
    page.set_row(0, 24)
    page.freeze_panes(heading + 1, 2)
    one_page_wide(page, repeat=(heading, heading))
    page.protect("", SHEET_RULES)


def _about(sheet: type[Sheet], names: ListNames) -> Iterator[tuple[str, ...]]:
    title = sheet.facts().title
    for column, about in sheet.cells().items():
        yield (
            title, about.label, need(about), about.unit.name, about.help, may_hold(about, names.label_of(sheet, column)),
            shown_as_typed(about), ", ".join(about.known_as) or "No other name",
        )  # fmt: skip


def may_hold(about: Cell, listed: str) -> str:
    """What may stand in a column, in words; `listed` is what its list of choices is called, if it has one."""
    said = [*_choices(about, listed)]
    if limits := limits_in_words(about):
        said.append(f"{limits[0].upper()}{limits[1:]}.")
    if about.matches and not about.one_of:
        said.append(f"In the form of {shown_as_typed(about)}.")
    said += [f"Sent back if it {test.says}." for test in about.tests]
    if about.since:
        said.append(f"In use from {shown(about.since)}.")
    if about.until:
        said.append(f"Withdrawn after {shown(about.until)}; still used, it is a query.")
    if about.blank_means is not None:
        said.append(f"Blank means {shown(about.blank_means)}.")
    return " ".join(said) or ("Your own words." if about.unit.name == "text" else f"Any {about.unit.name}.")


def _choices(about: Cell, listed: str) -> Iterator[str]:
    choices = about.one_of
    if not choices:
        if about.listed:
            yield f"Chosen from the {LISTS[about.listed].called.lower()} where the trust has it, or typed."
        elif listed:
            yield "Yes or No."
        return
    if len(choices) <= _FEW:
        yield "; ".join(code if code == meaning else f"{code} = {meaning}" for code, meaning in choices.items()) + "."
    else:
        yield f"One of {len(choices)} codes, or its meaning: see {listed} on the Lists sheet."
