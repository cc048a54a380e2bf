"""The Checks sheet: live counts of what is missing, out of range or at odds, each with a link to the first cell concerned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from xlsxwriter.utility import quote_sheetname

from trustkpi.excel.checks_table import HEADINGS, WIDTHS, Block, write_block
from trustkpi.excel.columns import LINE
from trustkpi.excel.front import NEEDED, Front
from trustkpi.excel.marked_up import mark_up
from trustkpi.excel.on_arrival import write_on_arrival
from trustkpi.excel.printing import one_page_wide
from trustkpi.excel.states import State, complete_live, says_live, state_of, together
from trustkpi.excel.tallies import Tallies
from trustkpi.excel.theme import BOLD, COUNT, HEADING, LABEL, LINK, PLAIN, SHEET_RULES, SUBTITLE, TABLE, TITLE, Formats
from validation.cover import COVER_TITLE
from validation.findings import shown

TAB = "Checks"
_WHOLE = 7  # the row of the whole return, in Excel's count
_STANDS = ("Sheet", "Where it stands", "Rows", "Errors", "Queries", "Cells to fill", "Of them blank", "Complete")
_ABOUT = "Counted as you type. Send it when errors are 0 and it is 100% complete; queries may be right, and are explained."


class Checks:
    """Where everything stands on the Checks sheet and what it says, so that other sheets can say it too."""

    def __init__(self, front: Front, counted: Sequence[Tallies], later: str = "") -> None:
        self.front, self.counted, self._later = front, counted, later
        cover = {} if front.settings else {COVER_TITLE: State(0, 0, 0, len(NEEDED), front.blank())}
        self.states: Mapping[str, State] = {**cover, **{c.place.tab: state_of(c) for c in counted}}
        self.rows = {tab: _WHOLE + 1 + i for i, tab in enumerate(self.states)}
        self.whole = together(self.states.values())
        self.heading = _WHOLE + len(self.rows) + 3
        self.blocks: list[Block] = []
        for c in counted:
            self.blocks.append(Block(c, self.blocks[-1].last + 1 if self.blocks else self.heading + 1))
        self.end = self.blocks[-1].last

    def state(self, tab: str = "") -> tuple[str, str]:
        """Whose the return is and where that sheet (or the whole) stands: as a formula and as its value."""
        row, state = (self.rows[tab], self.states[tab]) if tab else (_WHOLE, self.whole)
        live, whose = self._whose()
        return f"{live}{TAB}!$B${row}{self._later}", whose + state.says

    def inside(self, tab: str) -> tuple[str, str]:
        """How many rows that sheet has and where it stands: as a formula and as its value."""
        row, state = self.rows[tab], self.states[tab]
        counted = f"{TAB}!$C${row}"
        live = f'=TEXT({counted},"#,##0")&IF({counted}=1," row: "," rows: ")&{TAB}!$B${row}'
        return live, f"{state.rows:,} {'row' if state.rows == 1 else 'rows'}: {state.says}"

    def _whose(self) -> tuple[str, str]:
        if self.front.settings:
            return "", ""
        fill, cell = self.front.fill, self.front.cell
        due = f"due {shown(fill.due)}" if fill.due else ""
        known = [part for part in (fill.academy, fill.period.name if fill.period else "", due) if part]
        ends = ((cell("academy"), ", "), (cell("period"), ", " if due else ": "))
        live = "".join(f'IF({at}="","",{at}&"{end}")&' for at, end in ends)
        return live + (f'"{due}: "&' if due else ""), f"{', '.join(known)}: " if known else ""


def write_checks(page: Any, formats: Formats, checks: Checks) -> None:
    """The sheet: the whole return, each of its sheets, each of their columns and rules, and what only a reader can tell."""
    page.write_string(0, 0, "Checks", formats(TITLE))
    page.write_string(1, 0, checks.front.fill.guidance(_ABOUT), formats(PLAIN))
    live, value = checks.state()
    page.write_formula(2, 0, f"={live.replace(f'{TAB}!', '')}", formats(BOLD), value)
    page.write_string(_WHOLE - 3, 0, "Where it stands", formats(SUBTITLE))
    _write_summary(page, formats, checks)
    page.write_string(checks.heading - 2, 0, "What is counted", formats(SUBTITLE))
    page.set_row(checks.heading - 1, 3 * LINE + 4)
    for block in checks.blocks:
        write_block(page, formats, block)
    mark_up(page, "checks_counted", checks.heading - 1, checks.end - 1, HEADINGS, formats(HEADING), filtered=True)
    write_on_arrival(page, formats, checks.end + 1, checks.front.declared, checks.counted)
    for at, digits in enumerate(WIDTHS):
        page.set_column(at, at, digits)
    page.set_row(0, 24)
    page.freeze_panes(3, 0)
    one_page_wide(page)
    page.protect("", SHEET_RULES)


def _write_summary(page: Any, formats: Formats, checks: Checks) -> None:
    page.set_row(_WHOLE - 2, 2 * LINE + 4)
    mark_up(page, "checks_where_it_stands", _WHOLE - 2, _WHOLE - 1 + len(checks.rows), _STANDS, formats(HEADING))
    first, last = _WHOLE + 1, _WHOLE + len(checks.rows)
    totals = [f"=SUM({letter}{first}:{letter}{last})" for letter in "CDEFG"]
    name = "Whole workbook" if checks.front.settings else "Whole return"
    page.write_string(_WHOLE - 1, 0, name, formats(TABLE, LABEL))
    _write_state(page, formats, _WHOLE, checks.whole, totals)
    blank = checks.front.blank_live if not checks.front.settings else str
    for tab, row in checks.rows.items():
        page.write_url(row - 1, 0, f"internal:{quote_sheetname(tab)}!A1", formats(LINK, TABLE), tab)
        block = next((b for b in checks.blocks if b.counted.place.tab == tab), None)
        counts = block.totals(row) if block else ["=0", "=0", "=0", f"={len(NEEDED)}", blank()]
        _write_state(page, formats, row, checks.states[tab], counts)


def _write_state(page: Any, formats: Formats, row: int, state: State, counts: Sequence[str]) -> None:
    page.write_formula(row - 1, 1, says_live(row, state.if_empty), formats(TABLE), state.says)
    values = (state.rows, state.errors, state.queries, state.needed, state.blank)
    for at, (formula, value) in enumerate(zip(counts, values, strict=True), start=2):
        if formula.startswith("{"):
            page.write_array_formula(row - 1, at, row - 1, at, formula, formats(COUNT), value)
        else:
            page.write_formula(row - 1, at, formula, formats(COUNT), value)
    page.write_formula(row - 1, 7, complete_live(row), formats(COUNT, num_format='0"%"'), state.complete)
