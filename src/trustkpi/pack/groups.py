"""The groups of a focus: its leading measures by group for the trust, and the first of them by group and academy."""

from __future__ import annotations

from collections.abc import Sequence

from trustkpi.kpi import Breakdown, Kpi
from trustkpi.pack.results import MAIN, Key, PackContext, Results, points
from trustkpi.packs import Focus
from trustkpi.pages import Band, Cell, Column, Figure, Grid

_MOST = 6  # measures side by side; the rest are in the focus's data
_NAMED = 38
Row = tuple[Cell, ...] | Band
_NOTES = ("A cell is left blank where the column does not apply to the row. A breakdown that is withheld as a whole is one row.",)


def group_grids(focus: Focus, kpis: Sequence[Kpi], results: Results, context: PackContext) -> list[Grid]:
    """The leading measures of the focus by group, side by side; then the first of them academy by academy."""
    parted = [k for k in kpis if any(_shown(k, b, results) for b in k.breakdowns)]
    leading = [k for k in parted if k.name in focus.in_full] or parted[:_MOST]
    alike = [k for k in leading if _alike(k, leading[0])][:_MOST]
    grids = [_side_by_side(alike, results)] if len(alike) > 1 else []
    grids += [_by_academy(kpi, results, context) for kpi in leading[:1]]
    return grids


def _alike(kpi: Kpi, other: Kpi) -> bool:
    """Whether one column of people serves both: the same population in the same groups."""
    return kpi.over == other.over and [b.name for b in kpi.breakdowns] == [b.name for b in other.breakdowns]


def _shown(kpi: Kpi, breakdown: Breakdown, results: Results) -> list[str]:
    return [g for g in breakdown.groups if results.row(results.trust(kpi.name, breakdown.name, g))]


def _listed(breakdown: Breakdown, rows: Sequence[tuple[Cell, ...]], gap: Sequence[tuple[Cell, ...]] = ()) -> list[Row]:
    """A breakdown's rows under its band; where none of them says anything they are folded into one."""
    if not rows:
        return []
    if any(isinstance(cell, Figure) and not cell.mark for cells in rows for cell in cells):
        return [Band(breakdown.title), *rows, *gap]
    groups = ", ".join(str(cells[0]) for cells in rows)
    return [Band(breakdown.title), (groups if len(groups) < _NAMED else "Each group", *rows[0][1:])]


def _by_academy(kpi: Kpi, results: Results, context: PackContext) -> Grid:
    columns = (
        Column("Group", _NAMED, left=True), Column("Trust", 12), Column("Number counted", 12),
        Column(f"Gap to all, {points(kpi)}", 12), *(Column(a.name, context.width) for a in context.academies),
    )  # fmt: skip
    rows: list[Row] = [_row(results.trust(kpi.name), "All", results, context)]
    for breakdown in kpi.breakdowns:
        keys = {group: results.trust(kpi.name, breakdown.name, group) for group in _shown(kpi, breakdown, results)}
        gap = [_gap_row(kpi, breakdown.name, breakdown.gap, results, context)] if breakdown.gap else []
        rows += _listed(breakdown, [_row(key, group, results, context) for group, key in keys.items()], gap)
    return Grid(f"{kpi.title} by group and academy", columns, tuple(rows), notes=_NOTES)


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


def _side_by_side(kpis: Sequence[Kpi], results: Results) -> Grid:
    columns = (Column("Group", _NAMED, left=True), Column("Number counted", 12), *(Column(k.title, 12) for k in kpis))
    rows: list[Row] = [_glance("", "", kpis, results)]
    for breakdown in kpis[0].breakdowns:
        rows += _listed(breakdown, [_glance(breakdown.name, g, kpis, results) for g in _shown(kpis[0], breakdown, results)])
    return Grid("How do groups of pupils compare across the trust?", columns, tuple(rows))


def _glance(breakdown: str, group: str, kpis: Sequence[Kpi], results: Results) -> tuple[Cell, ...]:
    keys = [results.trust(k.name, breakdown, group) for k in kpis]
    return (group or "All", results.n(keys[0]), *(results.figure(key) for key in keys))
