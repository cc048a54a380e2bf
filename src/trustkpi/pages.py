"""The pages a committee sees, as plain values: nothing here knows a workbook, and nothing is worked out twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from trustkpi.page_cells import (
    DASH,
    NO_RETURN,
    NOT_APPLICABLE,
    NOT_AVAILABLE,
    SHORTHAND,
    WITHHELD,
    Cell,
    Entry,
    Figure,
    Link,
    Rag,
    Rating,
    Share,
    Spot,
    Total,
    Trend,
    day,
)
from trustkpi.page_charts import Bar, Chart, Charts

__all__ = [
    "DASH", "NOT_APPLICABLE", "NOT_AVAILABLE", "NO_RETURN", "SHORTHAND", "SYNTHETIC", "WITHHELD", "Band", "Bar", "Block", "Cell",
    "Chart", "Charts", "Column", "Data", "Entry", "Facts", "Figure", "Grid", "Link", "Pack", "Page", "Prose", "Rag", "Rating",
    "Share", "Shows", "Spot", "Total", "Trend", "day",
]  # fmt: skip


@dataclass(frozen=True)
class Prose:
    """Sentences, each a line, under a title that stands out where there is one; `strong` ones all do."""

    lines: tuple[str, ...]
    title: str = ""
    strong: bool = False


@dataclass(frozen=True)
class Column:
    """A column of a grid: its heading and its width in characters; `left` for words."""

    heading: str
    width: float = 11
    left: bool = False


@dataclass(frozen=True)
class Band:
    """A line across a grid that names the rows under it."""

    says: str


@dataclass(frozen=True)
class Grid:
    """A table to be read on a page, its title a sentence; a row is a cell a column, or a `Band`.

    `new_page` starts a new printed page. Rows of a `close` grid are no taller than their words, however much may be typed.
    `more` leads to what it has no room for. One that is not `in_print` is left out where the pack is to be printed.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...] | Band, ...]
    notes: tuple[str, ...] = ()
    new_page: bool = False
    name: str = ""
    close: bool = False
    more: Link | None = None
    in_print: bool = True


@dataclass(frozen=True)
class Facts:
    """Headings with their words beside them, as on a cover; a heading may have several lines."""

    lines: tuple[tuple[str, Cell], ...]
    title: str = ""


@dataclass(frozen=True)
class Data:
    """A plain tidy table: one heading row, no merged cells, no blank rows, marked up as a table under `name`."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


Block = Prose | Grid | Charts | Facts | Data


@dataclass(frozen=True)
class Page:
    """One sheet: its tab, its title (cell A1), what it holds in a sentence, and its blocks from top to bottom.

    A hidden one is there for others to draw from, and is not printed; one that is not `in_print` is hidden where the pack is
    to be printed.
    """

    tab: str
    title: str
    about: str
    blocks: tuple[Block, ...]
    one_page: bool = False
    hidden: bool = False
    in_print: bool = True


@dataclass(frozen=True)
class Shows:
    """On which pages a pack shows a value of a measure (by a breakdown, or whole), and whether its rating is `grounded`.

    It is where the rating is red, amber or green, or grey for a reason that is not a want of data.
    """

    name: str
    breakdown: str
    pages: tuple[str, ...]
    grounded: bool


@dataclass(frozen=True)
class Pack:
    """A committee's pack: its pages in order, and what the file says of itself.

    `content` is the digest of all that it says; `bare` of what does not depend on earlier issues nor on what was typed into
    it, and `words` of the latter.
    """

    committee: str
    trust: str
    period: str
    as_at: date
    pages: tuple[Page, ...]
    synthetic: bool = False
    keywords: tuple[str, ...] = field(default=())
    shows: tuple[Shows, ...] = ()
    issue: int = 1
    final: bool = False
    content: str = ""
    bare: str = ""
    words: str = ""

    @property
    def title(self) -> str:
        """What the pack is called."""
        return f"{self.committee}: {self.period}"

    @property
    def state(self) -> str:
        """Which issue it is, and whether it is final."""
        return f"{'Final' if self.final else 'Draft'}, issue {self.issue}"

    def entries(self) -> Iterator[Entry]:
        """The cells to type in, page by page."""
        for page in self.pages:
            for block in page.blocks:
                rows = block.rows if isinstance(block, Grid) else block.lines if isinstance(block, Facts) else ()
                yield from (cell for row in rows if isinstance(row, tuple) for cell in row if isinstance(cell, Entry))


SYNTHETIC = "Synthetic data: no figure here is about a real pupil, colleague or academy."
