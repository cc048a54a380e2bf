"""Which measures a pack shows a value of, and where: read off the finished pages, so that it cannot promise more."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from trustkpi.colours import AMBER, GREEN, GREY, RED
from trustkpi.pack.results import MAIN, Key, Results
from trustkpi.pages import Cell, Data, Figure, Grid, Page, Rating, Shows, Spot

# How a grey rating's reason begins where a value is shown but data are wanting; other reasons say why none is given at all.
_WANTING = ("suppressed", "no data", "not like for like")


def shows(pages: Sequence[Page], results: Results, registers: Collection[str] = ()) -> tuple[Shows, ...]:
    """A line for each measure, whole or by a breakdown, that the pages show a value of, then for each register with lines."""
    at = {(spot.page, spot.row): key for key, spot in results.spots.items()}
    seen: dict[tuple[str, str], dict[str, None]] = {}
    for page in pages:
        for key in _on_page(page, at):
            if results.has(key) or _unpublished(results.row(key)):
                seen.setdefault((key.kpi, key.breakdown), {})[page.tab] = None
    grounded = {(k.kpi, k.breakdown) for k, row in results.rows.items() if k.population == MAIN and _is_grounded(k, row, results)}
    order = dict.fromkeys((key.kpi, key.breakdown) for key in results.rows)
    figures = (Shows(*what, tuple(seen[what]), what in grounded) for what in order if what in seen)
    return (*figures, *(Shows(name, "", (tab,), grounded=True) for tab, name in _lists(pages, registers)))


def _lists(pages: Sequence[Page], registers: Collection[str]) -> Iterator[tuple[str, str]]:
    for page in pages:
        grids = (block for block in page.blocks if isinstance(block, Grid))
        yield from ((page.tab, grid.name) for grid in grids if grid.name in registers and grid.rows)


def _on_page(page: Page, at: Mapping[tuple[str, int], Key]) -> Iterator[Key]:
    for block in page.blocks:
        if isinstance(block, Data):
            yield from (at[page.tab, row] for row in range(len(block.rows)) if (page.tab, row) in at)
        if isinstance(block, Data | Grid):
            spots = (spot for row in block.rows if isinstance(row, tuple) for cell in row for spot in _spots(cell))
            yield from (at[spot.page, spot.row] for spot in spots)


def _spots(cell: Cell) -> tuple[Spot, ...]:
    figure = cell.figure if isinstance(cell, Rating) else cell
    return figure.of if isinstance(figure, Figure) else ()


def _is_grounded(key: Key, row: Mapping[str, Any], results: Results) -> bool:
    rag, reason = row.get("rag"), str(row.get("rag_reason") or "")
    if not results.has(key) and not _unpublished(row):
        return False
    return rag in {GREEN, AMBER, RED} or (rag == GREY and bool(reason) and not reason.startswith(_WANTING))


def _unpublished(row: Mapping[str, Any]) -> bool:
    """Whether a reader is told that the measure was not made of these results, which is an answer too."""
    return row.get("value") is None and str(row.get("rag_reason") or "").startswith("not published")
