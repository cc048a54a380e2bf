"""The Checks sheet: live counts of what is missing, out of range or at odds, each with a link to the first cell concerned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from trustkpi.excel.condition import Kind
from trustkpi.excel.fill import Fill
from trustkpi.excel.front import NEEDED, Front
from trustkpi.excel.on_arrival import looked_at
from trustkpi.excel.printing import one_page_wide
from trustkpi.excel.states import State, complete_live, says_live, state_of, together
from trustkpi.excel.tallies import Tallies, Tally, first_row
from trustkpi.excel.theme import (
    BOLD,
    COUNT,
    HEADING,
    LABEL,
    LINK,
    LIVE_ERROR,
    LIVE_QUERY,
    NO_CHECK,
    PLAIN,
    SHEET_RULES,
    SUBTITLE,
    TABLE,
    TITLE,
    Formats,
)
from validation.cover import COVER_TITLE
from validation.rules import ERROR

TAB = "Checks"
_WHOSE, _SUMMARY = 4, 7  # rows in Excel's count: whose it is; the whole return
_STANDS = ("Sheet", "Where it stands", "Rows", "Errors", "Queries", "Cells needed", "Of them blank", "Complete")
_KINDS = (Kind.BLANK, Kind.LIST, Kind.TYPE, Kind.LIMITS, Kind.EARLY, Kind.WITHDRAWN)
_COUNTED = ("Sheet", "Column, or what every row must keep", *_KINDS, "Rows at odds", "Rows to explain", "First row", "Go to")
_AT_ODDS, _TO_EXPLAIN, _FIRST_ROW, _GO_TO = "I", "J", "K", "L"
_WIDTHS = (18, 52, *[11] * 8, 8, 10)
_ABOUT = (
    "Counted as you type. Errors (white headings without a star) must be nought before you send; "
    "queries (headings with a star) may be right, and are explained on the Explanations sheet."
)


@dataclass(frozen=True)
class _Block:
    """The rows of the Checks sheet that count one data sheet."""

    counted: Tallies
    first: int
    last: int


class Checks:
    """Where everything stands on the Checks sheet, and what it says, before it is written."""

    def __init__(self, front: Front, counted: Sequence[Tallies]) -> None:
        self.front = front
        self.states = {c.place.tab: state_of(c) for c in counted}
        before = {} if front.settings else {COVER_TITLE: State(1, front.blank(), 0, len(NEEDED), front.blank())}
        self.rows = {tab: _SUMMARY + 1 + i for i, tab in enumerate((*before, *self.states))}
        self.states = {**before, **self.states}
        self.whole = together(self.states.values())
        self.table = _SUMMARY + len(self.rows) + 3  # the heading row
        self.blocks: list[_Block] = []
        row = self.table + 1
        for c in counted:
            self.blocks.append(_Block(c, row, row + len(_lines(c)) - 1))
            row = self.blocks[-1].last + 1
        self.end = row

    @property
    def whose(self) -> str:
        """Ambleside, 2025-26-autumn, due 9 January 2026: as far as it is known."""
        fill = self.front.fill
        ...
