"""Plain tidy tables as real Excel tables, whose totals the workbook works out itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from trustkpi.excel.columns import LINE, lines
from trustkpi.excel.pack_theme import Theme
from trustkpi.pages import Cell, Data, Entry, Figure, Link, Pack, Rating, Share, Spot, Total, Trend, day

FIRST_ROW = 5  # under title, sentence, whose and when, the synthetic line, and a blank row
_ROOM = 4  # points above and below text
_NONE = "There is no figure to show."


@dataclass(frozen=True)
class Hand:
    """What writing a cell needs: the look, where the columns of the data tables stand, and the entries written so far."""

    theme: Theme
    columns: Mapping[str, Mapping[str, int]]
    titled: Mapping[tuple[str, str], int] = field(default_factory=dict)  # by page and name: the row of each grid's title
    entries: list[tuple[Worksheet, int, int, Entry]] = field(default_factory=list)

    @classmethod
    def for_pack(cls, pack: Pack, theme: Theme, titled: Mapping[tuple[str, str], int]) -> Hand:
        """The hand that writes a pack."""
        tables = {page.tab: block for page in pack.pages for block in page.blocks if isinstance(block, Data)}
        return cls(theme, {tab: {c.heading: i for i, c in enumerate(data.columns)} for tab, data in tables.items()}, titled)

    def target(self, link: Link) -> str:
        """Where a link leads, as a workbook writes it."""
        if link.to.startswith(("http://", "https://", "mailto:")):
            return link.to
        return f"internal:{_quoted(link.to)}!A{self.titled.get((link.to, link.at), 0) + 1}"

    def address(self, spot: Spot) -> str:
        """The cell of a data table as a formula names it."""
        return f"{_quoted(spot.page)}!{xl_rowcol_to_cell(FIRST_ROW + 1 + spot.row, self.columns[spot.page][spot.column])}"


def _quoted(tab: str) -> str:
    return "'" + tab.replace("'", "''") + "'"


def said(cell: Cell) -> str:
    """What a cell shows."""
    match cell:
        case str():  # most are, by the hundred thousand
            return cell
        case Figure() | Rating() | Entry():
            return cell.text
        case date():
            return day(cell)
        case None | Trend():
            return ""
    return getattr(cell, "says", str(cell))


def write_figure(sheet: Worksheet, row: int, column: int, figure: Figure, hand: Hand, *, grid: bool) -> None:
    """A number, as a formula over the cells that it comes from where they are named."""
    how = hand.theme.figure(figure, grid=grid)
    if figure.of:
        sheet.write_formula(row, column, "=" + "-".join(hand.address(spot) for spot in figure.of), how, figure.value)
    else:
        sheet.write_number(row, column, figure.value or 0, how)


def write_data(sheet: Worksheet, data: Data, hand: Hand) -> int:
    """The table under its heading row, marked up as a table; the row after it."""
    last = FIRST_ROW + len(data.rows)
    if not data.rows:
        sheet.write_string(FIRST_ROW, 0, _NONE, hand.theme.plain)
        return FIRST_ROW + 2
    headings = [{"header": c.heading, "header_format": hand.theme.tidy_column()} for c in data.columns]
    about = {"name": data.name, "columns": headings, "style": None, "autofilter": True}
    sheet.add_table(FIRST_ROW, 0, last, len(data.columns) - 1, about)
    columns = {c.heading: i for i, c in enumerate(data.columns)}
    for at, cells in enumerate(data.rows):
        tall = max(lines(said(cell), int(c.width), bold=False) for cell, c in zip(cells, data.columns, strict=True))
        if tall > 1:
            sheet.set_row(FIRST_ROW + 1 + at, LINE * tall + _ROOM)
        for i, cell in enumerate(cells):
            _write(sheet, FIRST_ROW + 1 + at, i, cell, columns, hand)
    return last + 2


def _write(  # noqa: PLR0917  a cell is written where, what and how
    sheet: Worksheet, row: int, column: int, cell: Cell, columns: Mapping[str, int], hand: Hand
) -> None:
    theme = hand.theme
    match cell:
        case str():
            sheet.write_string(row, column, cell, theme.words)
        case Total():
            letter = xl_col_to_name(column)
            first, last = (FIRST_ROW + 2 + at for at in (cell.first, cell.last))
            sheet.write_formula(row, column, f"=SUM({letter}{first}:{letter}{last})", theme.number(), cell.value)
        case Share():
            above, below = (xl_rowcol_to_cell(row, columns[name]) for name in ("Numerator", "Denominator"))
            times = f"{cell.per}*" if cell.per != 1 else ""
            sheet.write_formula(row, column, f"={times}{above}/{below}", theme.number(cell.places), cell.value)
        case Figure() if cell.value is not None and not cell.mark:
            write_figure(sheet, row, column, cell, hand, grid=False)
        case int():
            sheet.write_number(row, column, cell, theme.number())
        case _:
            sheet.write_string(row, column, said(cell), theme.words)
