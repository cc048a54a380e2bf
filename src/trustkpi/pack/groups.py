"""The groups of a focus: every measure by group for the trust, and the leading measures by group and academy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from trustkpi.kpi import Breakdown, Kpi
from trustkpi.pack.results import MAIN, Key, PackContext, Results, points
from trustkpi.packs import Focus
from trustkpi.pages import Band, Cell, Column, Figure, Grid

_WIDE = 7
_NAMED = 40
_DEEP = 34  # rows that a printed page takes under its headings
Row = tuple[Cell, ...] | Band
_NOTES = ("A cell is left blank where the column does not apply to the row.",)


def group_grids(focus: Focus, kpis: Sequence[Kpi], results: Results, context: PackContext) -> list[Grid]:
    """The leading measures in full, then every measure at a glance, as many to a grid as a page is wide."""
    parted = [k for k in kpis if any(_shown(k, b, results) for b in k.breakdowns)]
    in_full = [k for k in parted if k.name in focus.in_full] if focus.in_full else parted
    grids = [_in_full(kpi, results, context) for kpi in in_full]
    if len(parted) > 1:
        grids += [_at_a_glance(some, results) for some in _batches(parted)]
    return [part for grid in grids for part in _on_pages(grid)]


def _on_pages(grid: Grid) -> Iterator[Grid]:
    """The grid a printed page at a time, broken between breakdowns so that each page has its headings."""
    pages: list[list[Row]] = [[]]
    for part in _parts(grid.rows):
        if pages[-1] and len(pages[-1]) + len(part) > _DEEP:
            pages.append([])
        pages[-1] += part
    for at, rows in enumerate(pages):
        title = f"{grid.title}, continued" if at else grid.title
        yield replace(grid, title=title, rows=tuple(rows))


def _parts(rows: Sequence[Row]) -> list[list[Row]]:
    parts: list[list[Row]] = [[]]
    for row in rows:
        if isinstance(row, Band):
            parts.append([])
        parts[-1].append(row)
    return parts


def _batches(kpis: Sequence[Kpi]) -> Iterator[Sequence[Kpi]]:
    """KPIs with the same breakdowns and population together, a page's width at a time."""
    alike: dict[tuple[object, ...], list[Kpi]] = {}
    for kpi in kpis:
        alike.setdefault((kpi.over and kpi.over.name, *(b.name for b in kpi.breakdowns)), []).append(kpi)
    for some in alike.values():
        for at in range(0, len(some), _WIDE):
            yield some[at : at + _WIDE]


def _shown(kpi: Kpi, breakdown: Breakdown, results: Results) -> list[str]:
    return [g for g in breakdown.groups if results.row(results.trust(kpi.name, breakdown.name, g))]


def _in_full(kpi: Kpi, results: Results, context: PackContext) -> Grid:
    columns = (
        Column("Group", _NAMED, left=True), Column("Trust", 12), Column("Number counted (n)", 12),
        Column(f"Gap to all, {points(kpi)}", 12), *(Column(a.name, 12) for a in context.academies),
    )  # fmt: skip
    rows: list[Row] = [_row(results.trust(kpi.name), "All", results, context)]
    for breakdown in kpi.breakdowns:
        groups = _shown(kpi, breakdown, results)
        if groups:
            rows.append(Band(breakdown.title))
            rows += [_row(results.trust(kpi.name, breakdown.name, group), group, results, context) for group in groups]
        if groups and breakdown.gap:
            rows.append(_gap_row(kpi, breakdown.name, breakdown.gap, results, context))
    return Grid(f"{kpi.title} by group and academy", columns, tuple(rows), notes=_NOTES, new_page=True)


def _row(key: Key, title: str, results: Results, context: PackContext) -> tuple[Cell, ...]:
    gap: Cell = results.difference(key, results.trust(key.kpi)) if key.breakdown else ""
    return (title, results.figure(key), results.n(key), gap, *(results.figure(k) for k in _places(key, context)))


def _gap_row(kpi: Kpi, breakdown: str, pair: tuple[str, str], results: Results, context: PackContext) -> tuple[Cell, ...]:
    one, other = (results.trust(kpi.name, breakdown, group) for group in pair)
    academies: list[Figure] = [
        results.difference(a, b) for a, b in zip(_places(one, context), _places(other, context), strict=True)
    ]
    return (f"Gap, {points(kpi)}: {pair[0]} less {pair[1]}", results.difference(one, other), "", "", *academies)


def _places(key: Key, context: PackContext) -> list[Key]:
    return [Key(key.kpi, MAIN, "academy", a.name, key.breakdown, key.group) for a in context.academies]


def _at_a_glance(kpis: Sequence[Kpi], results: Results) -> Grid:
    columns = (Column("Group", _NAMED, left=True), Column("Number counted (n)", 12), *(Column(k.title, 12) for k in kpis))
    rows: list[Row] = [_glance("", "", "All", kpis, results)]
    for breakdown in kpis[0].breakdowns:
        groups = _shown(kpis[0], breakdown, results)
        if groups:
            rows.append(Band(breakdown.title))
            rows += [_glance(breakdown.name, group, group, kpis, results) for group in groups]
    title = f"{kpis[0].title} by group, whole trust" if len(kpis) == 1 else "Measures side by side, by group, whole trust"
    return Grid(title, columns, tuple(rows), new_page=True)


def _glance(breakdown: str, group: str, title: str, kpis: Sequence[Kpi], results: Results) -> tuple[Cell, ...]:
    keys = [results.trust(k.name, breakdown, group) for k in kpis]
    return (title, results.n(keys[0]), *(results.figure(key) for key in keys))
