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


def cover_tab(book: Book) -> tuple[Grid | None, Mapping[str, Place]]:
    """The tab that is the cover, if any is, and what stands on its lines."""
    own = book.named(COVER_TITLE)
    for grid in (own,) if own is not None else book.but(set()):
        if _is_cover(grid.tab, lines := places(grid)):
            return grid, lines
    return None, {}


def _is_cover(tab: str, lines: Mapping[str, Place]) -> bool:
    own = plain(tab) == plain(COVER_TITLE)
    return bool(lines) if own else lines.keys() >= {*_TELLING}


def other_covers(
    cover: Grid | None, lines: Mapping[str, Place], strangers: Iterable[str], grid: Callable[[str], Grid]
) -> Iterator[Finding]:
    """A query for each tab of nobody's that is a cover too, and of something else."""
    for tab in strangers:
        if cover is None or tab == cover.tab:
            continue
        try:
            other = _said(tab, places(grid(tab)))
        except RefusedError:  # what cannot be read beside the return does not make it unreadable
            continue
        if other and other != _said(cover.tab, lines):
            says = f"is a cover too, and says otherwise; {cover.tab} was read"
            yield Finding(tab, "A1", "Sheet", says, "Delete the sheet that is not meant.", QUERY)


def _said(tab: str, lines: Mapping[str, Place]) -> list[str] | None:
    return [plain(lines[name].text) for name in _TELLING] if _is_cover(tab, lines) and lines.keys() >= {*_TELLING} else None
