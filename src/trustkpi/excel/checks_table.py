"""The table of the Checks sheet: one row for each column and rule of a data sheet, with live counts and the first cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from trustkpi.excel.columns import height
from trustkpi.excel.condition import Kind
from trustkpi.excel.tallies import Tallies, Tally, first_row
from trustkpi.excel.theme import COUNT, LINK, LIVE_BLANK, LIVE_ERROR, LIVE_QUERY, NO_CHECK, TABLE, Formats
from validation.rules import ERROR

_KINDS = (Kind.BLANK, Kind.LIST, Kind.TYPE, Kind.LIMITS, Kind.EARLY, Kind.WITHDRAWN)
_AT_ODDS, _TO_EXPLAIN = "Rows at odds", "Rows to explain (query)"
_COUNTED = (*_KINDS, _AT_ODDS, _TO_EXPLAIN)
_QUERIES = (_COUNTED.index(Kind.WITHDRAWN), _COUNTED.index(_TO_EXPLAIN))
_LEFT = 2  # columns before the counts
HEADINGS = ("Sheet", "Column, or what every row must keep", *_COUNTED, "First row", "Go to")
WIDTHS = (18, 56, *[12] * len(_COUNTED), 9, 9)
_FIRST_ROW, _GO_TO = len(HEADINGS) - 2, len(HEADINGS) - 1


@dataclass(frozen=True)
class _Line:
    """One row of the table: what it says and the tally that stands under each count's heading."""

    says: str
    column: str
    tallies: dict[int, Tally]


@dataclass(frozen=True)
class Block:
    """The rows of the table that count one data sheet; `start` is the first, in Excel's count."""

    counted: Tallies
    start: int

    @property
    def lines(self) -> list[_Line]:
        """A line for each column, then one for each rule."""
        cells = self.counted.sheet.cells()
        by_column: dict[str, dict[int, Tally]] = {name: {} for name in cells}
        rules = []
        for tally in self.counted.conditions:
            condition = tally.condition
            if condition.kind is Kind.RULE:
                under = _COUNTED.index(_AT_ODDS if condition.severity == ERROR else _TO_EXPLAIN)
                rules.append(_Line(f"{cells[condition.column].label} {condition.says}", condition.column, {under: tally}))
            else:
                by_column[condition.column][_COUNTED.index(condition.kind)] = tally
        return [_Line(cells[name].label, name, tallies) for name, tallies in by_column.items() if tallies] + rules

    @property
    def last(self) -> int:
        """The last row."""
        return self.start + len(self.lines) - 1

    def totals(self, row: int) -> list[str]:
        """The formulas of rows, errors, queries, cells to fill and blank ones, for that row of the summary."""
        columns = [self._whole(i) for i in range(len(_COUNTED))]
        errors = [c for i, c in enumerate(columns) if i and i not in _QUERIES]
        queries = [c for i, c in enumerate(columns) if i in _QUERIES]
        needed = self.counted.needed
        return [
            self.counted.uses,
            f"=SUM({','.join(errors)})",
            f"=SUM({','.join(queries)})",
            f"=C{row}*{needed}" if self.counted.may_be_empty else f"=MAX(C{row},1)*{needed}",
            f"=SUM({columns[0]})" + ("" if self.counted.may_be_empty else f"+(C{row}=0)*{needed}"),
        ]

    def _whole(self, count: int) -> str:
        """The cells of one count, over all of the block's rows."""
        letter = xl_col_to_name(_LEFT + count)
        return f"{letter}{self.start}:{letter}{self.last}"


def write_block(page: Any, formats: Formats, block: Block) -> None:
    """The block's rows, and fills on the counts that are not nought."""
    for row, line in enumerate(block.lines, start=block.start):
        page.set_row(row - 1, height([(block.counted.place.tab, WIDTHS[0]), (line.says, WIDTHS[1])]))
        page.write_string(row - 1, 0, block.counted.place.tab, formats(TABLE))
        page.write_string(row - 1, 1, line.says, formats(TABLE))
        _write_counts(page, formats, row, line)
        _write_link(page, formats, row, line)
    for i in range(len(_COUNTED)):
        at = _LEFT + i
        here = f"{xl_col_to_name(at)}{block.start}"
        # A dash counts as more than any number, so numbers are asked for.
        rule = {"type": "formula", "criteria": f"=AND(ISNUMBER({here}),{here}<>0)"}
        style = formats.live(LIVE_QUERY if i in _QUERIES else LIVE_ERROR if i else LIVE_BLANK)
        page.conditional_format(block.start - 1, at, block.last - 1, at, rule | {"format": style})


def _write_counts(page: Any, formats: Formats, row: int, line: _Line) -> None:
    for i in range(len(_COUNTED)):
        tally, at = line.tallies.get(i), _LEFT + i
        if tally is None:
            page.write_string(row - 1, at, "\N{EN DASH}", formats(NO_CHECK))
        else:
            page.write_array_formula(row - 1, at, row - 1, at, tally.counts, formats(COUNT), tally.count)


def _write_link(page: Any, formats: Formats, row: int, line: _Line) -> None:
    tallies: Sequence[Tally] = list(line.tallies.values())
    place = tallies[0].place
    counts = f"SUM({xl_col_to_name(_LEFT)}{row}:{xl_col_to_name(_FIRST_ROW - 1)}{row})"
    formula, first = first_row(tallies, counts)
    page.write_array_formula(row - 1, _FIRST_ROW, row - 1, _FIRST_ROW, formula, formats(COUNT), first)
    letter, at = place.letter(line.column), f"{xl_col_to_name(_FIRST_ROW)}{row}"
    tab = place.quoted.replace('"', '""')
    link = f'=IF({at}="","",HYPERLINK("#{tab}!{letter}"&{at},"{letter}"&{at}))'
    page.write_formula(row - 1, _GO_TO, link, formats(TABLE, LINK), place.cell(line.column, int(first)) if first else "")
