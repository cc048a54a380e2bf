"""Which tab is the cover, under its own name or another, and whether another tab says otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from trustkpi.reading.book import Book
from trustkpi.reading.cover import Place, places
from trustkpi.reading.door import RefusedError
from trustkpi.reading.grid import Grid, plain
from validation.cover import COVER_TITLE
from validation.findings import Finding
from validation.rules import QUERY

_TELLING = ("academy", "period", "as_at")


def cover_tab(book: Book) -> Grid | None:
    """The tab that is the cover, if any is."""
    own = book.named(COVER_TITLE)
    if own is not None:
        return own if _is_cover(own.tab, places(own)) else None
    return next((grid for grid in book.but(set()) if _is_cover(grid.tab, places(grid))), None)


def _is_cover(tab: str, lines: Mapping[str, Place]) -> bool:
    own = plain(tab) == plain(COVER_TITLE)
    return bool(lines) if own else lines.keys() >= {*_TELLING}


def other_covers(cover: Grid | None, strangers: Iterable[str], grid: Callable[[str], Grid]) -> Iterator[Finding]:
    """A query for each tab of nobody's that is a cover too, and of something else."""
    read = _said(cover) if cover else None
    for tab in strangers:
        if cover is None or tab == cover.tab:
            continue
        try:
            other = _said(grid(tab))
        except RefusedError:  # what cannot be read beside the return does not make it unreadable
            continue
        if other and other != read:
            says = f"is a cover too, and says otherwise; {cover.tab} was read"
            yield Finding(tab, "A1", "Sheet", says, "Delete the sheet that is not meant.", QUERY)


def _said(grid: Grid) -> list[str] | None:
    lines = places(grid)
    return [plain(lines[name].text) for name in _TELLING] if _is_cover(grid.tab, lines) and lines.keys() >= {*_TELLING} else None
