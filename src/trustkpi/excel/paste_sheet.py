"""A sheet to paste an MIS export into as it comes: its own headings, in its own order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from trustkpi.excel.fill import Fill
from trustkpi.excel.printing import one_page_wide
from trustkpi.excel.theme import BOLD, PLAIN, SHEET_RULES, SIZE, TITLE, Formats
from validation.cover import PASTE_TITLE
from validation.model import Return, Sheet

_FIRST, _LAST, _COLUMNS = 6, 3005, 100  # rows in Excel's count
_AREA = f"$A${_FIRST}:$CV${_LAST}"
_LATER = "; what is pasted from the MIS is checked when it arrives"
_TYPED = {"locked": False, "num_format": "General", "valign": "top"}


def pasted_into(declared: Return) -> list[type[Sheet]]:
    """The sheets that an export may stand for: those with columns that an MIS calls by names of its own."""
    return [s for s in declared.sheets if any(about.known_as for about in s.cells().values())]


def later_live() -> str:
    """The end of a formula of where a return stands, which says that pasted rows are not counted yet."""
    return f'&IF(COUNTA(\'{PASTE_TITLE}\'!{_AREA})>0,"{_LATER}","")'


def _how(titles: Sequence[str]) -> Iterator[str]:
    *others, last = titles
    named = f"{', '.join(others)} or {last}" if others else last
    yield f"Instead of typing on {named}: export from your MIS, and paste here from A{_FIRST}, its headings first."
    yield "Columns may stand in any order, and further ones are passed over. Notes says what else a heading may be called."
    yield "Rows pasted here are read instead of those typed on that sheet. What is wrong with them comes back marked there."


def write_paste_sheet(page: Any, formats: Formats, declared: Return, fill: Fill) -> None:
    """The sheet, blank: how to use it, and room below."""
    page.set_column(0, _COLUMNS - 1, 14, formats(_TYPED))
    for row in range(_FIRST - 1):
        for at in range(_COLUMNS):
            page.write_blank(row, at, None, formats(PLAIN))
    titles = [s.facts().title for s in pasted_into(declared)]
    page.write_string(0, 0, PASTE_TITLE, formats(TITLE))
    for row, line in enumerate(_how(titles), start=1):
        page.write_string(row, 0, fill.guidance(line) if row == 1 else line, formats(PLAIN))
    counted = f'=IF(COUNTA({_AREA})=0,"Nothing is pasted yet.",COUNTA($A${_FIRST + 1}:$A${_LAST})&" rows are pasted.")'
    page.write_formula(4, 0, counted, formats(BOLD), "Nothing is pasted yet.")
    page.set_row(0, SIZE + 14)
    page.freeze_panes(_FIRST - 1, 0)
    page.set_selection(_FIRST - 1, 0, _FIRST - 1, 0)
    one_page_wide(page)
    page.protect("", SHEET_RULES)
