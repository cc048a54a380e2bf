"""The first sheet of a corrections workbook: every finding in words, each with a link to its cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter.utility import quote_sheetname

from trustkpi.excel.columns import LINE, height
from trustkpi.excel.fill import Fill
from trustkpi.excel.marked_up import mark_up
from trustkpi.excel.marks import MOST_COMMENTS
from trustkpi.excel.place import place_of
from trustkpi.excel.printing import one_page_wide
from trustkpi.excel.readdressed import ToMend
from trustkpi.excel.theme import (
    BOLD,
    ERROR,
    HEADING,
    LABEL,
    LINK,
    PLAIN,
    QUERY,
    SHEET_RULES,
    TABLE,
    TITLE,
    TO_READ,
    UNSURE,
    WRONG,
    Formats,
)
from trustkpi.excel.to_explain import ToExplain
from trustkpi.excel.uses_page import Use, why
from validation.cover import Explanations
from validation.findings import Finding
from validation.model import Return
from validation.rules import ERROR as AN_ERROR

TAB = "What to mend"
_HOW = (
    "Mend each error in its cell (the links go there; marks stay after mending), say on the Explanations sheet why a query is "
    "right, save, and send this workbook back."
)
_COLUMNS = {
    "Error or query": 13, "Go to": 20, "Column": 20, "What is wrong": 40, "Why it matters": 34, "What to do": 40,
    "Explain it": 28,
}  # fmt: skip
_COLUMN = list(_COLUMNS).index("Column")
_AN_ERROR, _A_QUERY = "It sends the return back.", "The committee sees it, with your words beside it."
_MOST_LINKS = 30_000  # Excel takes 65,530 links on a sheet, and a row can have two
_LONGEST_CELLS = 60


@dataclass(frozen=True)
class Page:
    """What the sheet says."""

    declared: Return
    fill: Fill
    found: Sequence[ToMend]
    explain: ToExplain
    marked: int
    skipped: tuple[str, ...]

    def why(self, finding: Finding) -> str:
        """Why it matters that what the finding names is right."""
        sheet = self.declared.sheet(finding.sheet)
        column = next((name for name, c in sheet.cells().items() if c.label == finding.label), "") if sheet else ""
        told = why(sheet, column, self.fill.uses.get((finding.sheet, column), Use())) if sheet and column else ""
        return told or (_AN_ERROR if finding.severity == AN_ERROR else _A_QUERY)

    def about(self) -> Iterator[tuple[str, str]]:
        """The lines above the table: label and what stands beside it."""
        errors = sum(one.finding.severity == AN_ERROR for one in self.found)
        queries = len(self.found) - errors
        explained = sum(line < self.explain.fresh for line in self.explain.of.values())
        yield "Academy", self.fill.academy or "Not given"
        yield "Return", self.declared.title
        yield "Period", self.fill.period.title if self.fill.period else "Not given"
        yield "Errors", f"{errors:,} to mend" if errors else "None"
        yield "Queries", f"{queries - explained:,} to explain, {explained:,} explained" if queries else "None"
        yield "How", _HOW
        if self.skipped:
            skipped = "; ".join(self.skipped)
            yield "Not looked at", f"{skipped[0].upper()}{skipped[1:]}."
        if self.marked > MOST_COMMENTS:
            yield "Comments", f"The first {MOST_COMMENTS} of {self.marked:,} marked cells have one; all are listed here."


def write_to_mend(page: Any, formats: Formats, says: Page) -> None:
    """The sheet: title, what it is about, and one row a finding."""
    page.write_string(0, 0, TAB, formats(TITLE))
    page.set_row(0, 24)
    about = list(says.about())
    for row, (label, text) in enumerate(about, start=1):
        page.write_string(row, 0, label, formats(LABEL))
        page.write_string(row, 1, text, formats(BOLD if label in {"Errors", "Queries"} else PLAIN))
    heading = len(about) + 2
    for at, digits in enumerate(_COLUMNS.values()):
        page.set_column(at, at, digits)
    page.set_row(heading, 2 * LINE + 4)
    for row, one in enumerate(says.found, start=heading + 1):
        _write(page, formats, row, one.finding, says.why(one.finding))
        _write_explain(page, formats, (row, len(_COLUMNS) - 1), says.explain, one.finding)
    mark_up(
        page, "what_to_mend", heading, heading + max(len(says.found), 1), list(_COLUMNS), formats(HEADING, TO_READ), filtered=True
    )
    page.freeze_panes(heading + 1, 0)
    one_page_wide(page, repeat=(heading, heading))
    page.protect("", SHEET_RULES)


def _write(page: Any, formats: Formats, row: int, finding: Finding, matters: str) -> None:
    wrong = finding.severity == AN_ERROR
    kind = f"{WRONG} Error" if wrong else f"{UNSURE} Query"
    where = f"{finding.sheet} {_shortened(finding.cell)}".rstrip()
    says, do = _sentence(finding.says), _sentence(finding.do)
    texts = (kind, where, finding.label, says, matters, do)
    page.set_row(row, height(zip(texts, _COLUMNS.values(), strict=False), bold=_COLUMN))
    page.write_string(row, 0, kind, formats(TABLE, ERROR if wrong else QUERY))
    for at, text in enumerate(texts[1:], start=1):
        page.write_string(row, at, text, formats(TABLE, LABEL if at == _COLUMN else {}))
    _link(page, formats, (row, 1), (finding.sheet, finding.cell.partition(",")[0] or "A1"), where)


def _write_explain(page: Any, formats: Formats, at: tuple[int, int], explain: ToExplain, finding: Finding) -> None:
    line = explain.of.get(finding)
    if line is None:
        page.write_string(*at, "No need", formats(TABLE))
        return
    place = place_of(Explanations, len(explain.rows))
    cell = place.cell("explanation", place.first + line)
    said = "Say why" if line >= explain.fresh else "Explained"
    _link(page, formats, at, (place.tab, cell), f"{said}: {place.tab} {cell}")


def _link(page: Any, formats: Formats, at: tuple[int, int], to: tuple[str, str], text: str) -> None:
    if at[0] > _MOST_LINKS:
        page.write_string(*at, text, formats(TABLE))
        return
    tab, cells = to
    page.write_url(*at, f"internal:{quote_sheetname(tab)}!{cells}", formats(TABLE, LINK), text, f"Go to {tab}, {cells}")


def _shortened(cells: str) -> str:
    """The cells, or as many as can be read at a glance and how many areas more there are."""
    if len(cells) <= _LONGEST_CELLS:
        return cells
    areas = cells.split(", ")
    shown = [area for i, area in enumerate(areas) if len(", ".join(areas[: i + 1])) <= _LONGEST_CELLS]
    return f"{', '.join(shown)} and {len(areas) - len(shown):,} more"


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
