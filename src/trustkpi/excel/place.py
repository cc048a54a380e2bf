"""Where a sheet's columns and rows stand in the workbooks that we write."""

from __future__ import annotations

from dataclasses import dataclass

from xlsxwriter.utility import quote_sheetname, xl_col_to_name

from validation.model import Sheet

TITLE_ROW, INTRO_ROW, STATE_ROW = 1, 2, 3


@dataclass(frozen=True)
class Place:
    """One sheet's place: its tab, its columns in order, its heading row and its first and last rows for typing.

    Rows are in Excel's count.
    """

    tab: str
    columns: tuple[str, ...]
    heading: int
    first: int
    last: int

    def letter(self, column: str) -> str:
        """The column's letter."""
        return str(xl_col_to_name(self.columns.index(column)))

    def cell(self, column: str, row: int) -> str:
        """One cell's address on its sheet: D7."""
        return f"{self.letter(column)}{row}"

    def whole(self, column: str) -> str:
        """All cells of the column that are for typing, with their sheet."""
        return self.block(column, column)

    def block(self, column: str, to: str) -> str:
        """All cells for typing of one column and those up to another, with their sheet."""
        return f"{self.quoted}!${self.letter(column)}${self.first}:${self.letter(to)}${self.last}"

    @property
    def quoted(self) -> str:
        """The tab's name as formulas write it."""
        return str(quote_sheetname(self.tab))


def place_of(sheet: type[Sheet], rows: int = 0) -> Place:
    """Where the sheet stands, with its declared room or a quarter more rows than are to be written, whichever is more.

    Title, guidance, state, then (where columns have sections) their names, then how far each is needed, a worked example
    and the headings: what stands above the headings the reader passes over.
    """
    about, cells = sheet.facts(), sheet.cells()
    heading = STATE_ROW + 3 + any(c.section for c in cells.values())
    return Place(about.title, tuple(cells), heading, heading + 1, heading + max(about.room, rows + rows // 4))
