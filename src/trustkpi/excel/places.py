"""Where the blocks of a page stand on its sheet."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from trustkpi.excel.heights import FACT_WIDTHS
from trustkpi.excel.measured import broken, room
from trustkpi.excel.tables import FIRST_ROW
from trustkpi.pages import Charts, Data, Facts, Grid, Page, Prose

_UNBROKEN = 1000.0  # pixels across a page without a table


class Places:
    """Where things stand on a page: the columns' widths, and where each grid has its title and its first row."""

    def __init__(self, page: Page) -> None:
        grids = [tuple(c.width for c in b.columns) for b in page.blocks if isinstance(b, Grid | Data)]
        if any(isinstance(b, Facts) for b in page.blocks):
            grids.append(FACT_WIDTHS)
        self.widths = [max(column) for column in zip_longest(*grids, fillvalue=0.0)]
        self.tab = page.tab
        self.titles = dict(self._planned(page))
        self.grids = {b.name: self.titles[b.name] + (2 if b.title else 1) for b in page.blocks if isinstance(b, Grid)}

    def _planned(self, page: Page) -> Iterator[tuple[str, int]]:
        row = FIRST_ROW
        for block in page.blocks:
            if isinstance(block, Grid):
                yield block.name, row
            row += self.rows_of(block)

    def rows_of(self, block: object) -> int:
        """The rows of the sheet that a block takes, the blank one after it included."""
        match block:
            case Charts():
                return block.rows + 1
            case Grid():
                notes = sum(len(self.broken(note, size=9)) for note in block.notes)
                return (1 if block.title else 0) + 1 + len(block.rows) + notes + (1 if block.more else 0) + 1
            case Facts():
                return (1 if block.title else 0) + len(block.lines) + 1
            case Prose():
                return (1 if block.title else 0) + sum(len(self.broken(line)) for line in block.lines) + 1
        return 0

    def broken(self, words: str, *, size: float = 10) -> list[str]:
        """Words in lines as wide as the page, a row each: a cell that runs over its neighbours does not wrap."""
        return [*broken(words, sum(room(width) for width in self.widths) or _UNBROKEN, size=size)]
