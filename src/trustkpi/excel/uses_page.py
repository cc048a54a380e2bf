"""The page "How we use this": what each column feeds, so that nobody is asked for what has no use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from trustkpi.excel.columns import height
from trustkpi.excel.marked_up import mark_up
from trustkpi.excel.printing import one_page_wide
from trustkpi.excel.theme import HEADING, LABEL, PLAIN, SHEET_RULES, TABLE, TITLE, TO_READ, Formats
from validation.model import Sheet

TAB = "How we use this"
INTRO = "Every column that you are asked for, the figures and lists that are made from it, and what else it is for."
_COLUMNS = {"Sheet": 18, "Column": 34, "Figures and lists made from it": 68, "What else it is for": 62}
_HEADING_ROW = 3
_MOST = 8  # figures that are named; a column that feeds thirty is not explained better by all of their names


@dataclass(frozen=True)
class Use:
    """The titles of the KPIs and lists that read a column, and of the groups that it sorts their rows into."""

    feeds: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()

    @property
    def says(self) -> str:
        """Overall absence; Attendance; and 6 more."""
        more = len(self.feeds) - _MOST
        return "; ".join(self.feeds[:_MOST]) + (f"; and {more} more" if more > 0 else "")


Uses = Mapping[tuple[str, str], Use]


def beside(sheet: type[Sheet], column: str, use: Use) -> Iterator[str]:
    """What else a column is for, a sentence each: groups, telling rows apart, rules of a row, and as its declaration says."""
    about = sheet.cells()
    if use.groups:
        yield f"Sorts rows into groups: {', '.join(use.groups)}."
    if column in sheet.facts().key:
        yield "Tells one row from another."
    if column == "place":
        yield "Says which academy a row is of."
    with_others = dict.fromkeys(c for rule in sheet.facts().rules if column in rule.columns for c in rule.columns if c != column)
    alone = any(rule.columns == (column,) for rule in sheet.facts().rules)
    few = [about[c].label for c in with_others][:3]
    if few:
        yield f"Held against {', '.join(few)}{' and others' if len(with_others) > len(few) else ''}."
    elif alone:
        yield "Held against the dates of the period."
    if about[column].use:
        yield about[column].use


def why(sheet: type[Sheet], column: str, use: Use) -> str:
    """Why it matters that a cell of the column is right, in one or two sentences."""
    feeds = ""
    if use.feeds:
        others = len(use.feeds) - 2
        feeds = f"Goes into {', '.join(use.feeds[:2])}{f' and {others} more' if others > 0 else ''}."
    return " ".join(part for part in (feeds, *([] if feeds else beside(sheet, column, use))) if part)


def write_uses(page: Any, formats: Formats, sheets: Sequence[type[Sheet]], uses: Uses, *, intro: str = INTRO) -> None:
    """The page, one row a column."""
    page.write_string(0, 0, TAB, formats(TITLE))
    page.write_string(1, 0, intro, formats(PLAIN))
    for at, digits in enumerate(_COLUMNS.values()):
        page.set_column(at, at, digits)
    row = _HEADING_ROW + 1
    for sheet in sheets:
        for column, about in sheet.cells().items():
            use = uses.get((sheet.facts().title, column), Use())
            texts = (
                sheet.facts().title,
                about.label,
                use.says or "None yet",
                " ".join(beside(sheet, column, use)) or "Nothing else",
            )
            page.set_row(row, height(zip(texts, _COLUMNS.values(), strict=True), bold=1))
            for at, text in enumerate(texts):
                page.write_string(row, at, text, formats(TABLE, LABEL if at == 1 else {}))
            row += 1
    mark_up(page, "uses_of_columns", _HEADING_ROW, row - 1, list(_COLUMNS), formats(HEADING, TO_READ))
    page.set_row(0, 24)
    page.freeze_panes(_HEADING_ROW + 1, 0)
    one_page_wide(page, repeat=(_HEADING_ROW, _HEADING_ROW))
    page.protect("", SHEET_RULES)
