"""Pages cut where a printed page ends, so that no table stands under a heading that was left behind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from trustkpi.excel import heights
from trustkpi.excel.places import Places
from trustkpi.pages import Band, Block, Data, Facts, Grid, Page

_WIDE, _HIGH = 791.5, 526.9  # points of a landscape A4 page inside the pack's margins
_POINTS = 0.75  # of a pixel
_SAFE = 0.985
_FEWEST = 4  # rows that are worth beginning a table at a page's foot
_SQUEEZED = 1.35  # times a page's height that is printed on one page, smaller, rather than on two
_UNDER_TITLE = 4 * heights.LINE


def on_pages(page: Page) -> Page:
    """The page with tables that would run over a printed page begun on a new one, or cut there with their headings again."""
    if page.one_page or any(isinstance(block, Data) for block in page.blocks):
        return page
    places = Places(page)
    across = sum(width * 7 + 5 for width in places.widths) * _POINTS
    high = _HIGH * max(across / _WIDE, 1.0) * _SAFE
    if sum(_height(block, places) for block in page.blocks) + _UNDER_TITLE < high * _SQUEEZED:
        return replace(page, one_page=True)
    cutting = _Cutting(places, high - heights.PAGE_TITLE)
    return replace(page, blocks=tuple(part for block in page.blocks for part in cutting.cut(block)))


def _height(block: Block, places: Places) -> float:
    """The height of a block on the sheet, with the blank row after it."""
    if isinstance(block, Grid):
        return _around(block, places) + sum(heights.row(cells, block, places.widths) for cells in block.rows)
    if isinstance(block, Facts):
        title = heights.TITLE if block.title else 0.0
        return title + sum(heights.fact(label, cell) for label, cell in block.lines) + heights.LINE
    return places.rows_of(block) * heights.LINE


def _around(grid: Grid, places: Places) -> float:
    notes = sum(len(places.broken(note, size=9)) for note in grid.notes)
    return _above(grid, places) + (notes + (1 if grid.more else 0) + 1) * heights.LINE


def _above(grid: Grid, places: Places) -> float:
    return (heights.TITLE if grid.title else 0.0) + heights.headings(grid, places.widths)


class _Cutting:
    """How much room is left on the printed page, block after block."""

    def __init__(self, places: Places, high: float) -> None:
        self._places, self._high = places, high
        self._left = self._whole = high - _UNDER_TITLE

    def cut(self, block: Block) -> Iterator[Block]:
        if isinstance(block, Grid):
            yield from self._grid(block)
            return
        high = _height(block, self._places)
        self._left = self._left - high if high <= self._left else self._high - high
        yield block

    def _grid(self, grid: Grid) -> Iterator[Grid]:
        rows = [heights.row(cells, grid, self._places.widths) for cells in grid.rows]
        whole = _around(grid, self._places) + sum(rows)
        few = _above(grid, self._places) + sum(rows[:_FEWEST])
        # A page with nothing but its title on it would be a page for nothing.
        begun = self._left < self._whole and whole > self._left and (whole <= self._high or self._left < few)
        if grid.new_page or begun:
            grid, self._left = replace(grid, new_page=True), self._high
        if whole <= self._left:
            self._left -= whole
            yield grid
            return
        at = self._fitting(grid, rows)
        yield replace(grid, rows=grid.rows[:at], notes=(), more=None)
        self._left = self._high
        yield from self._grid(replace(grid, rows=grid.rows[at:], title=_continued(grid.title), new_page=True, name=""))

    def _fitting(self, grid: Grid, rows: Sequence[float]) -> int:
        """How many rows fit, at least one; a band is never the last of them."""
        at, used = 0, _above(grid, self._places)
        while at < len(rows) and used + rows[at] <= self._left:
            used += rows[at]
            at += 1
        while at > 1 and isinstance(grid.rows[at - 1], Band):
            at -= 1
        return max(at, 1)


def _continued(title: str) -> str:
    return title if not title or title.endswith(", continued") else f"{title}, continued"
