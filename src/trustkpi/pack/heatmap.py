"""The heatmap: every rated measure at every academy, so that patterns are seen across the trust."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from trustkpi.facts import Academy
from trustkpi.kpi import Kpi, Polarity
from trustkpi.pack.data import SCORECARD_DATA
from trustkpi.pack.rated import NOTES, rating
from trustkpi.pack.results import MAIN, Key, PackContext, Results
from trustkpi.pack.scorecard import code_of
from trustkpi.packs import CommitteePack
from trustkpi.pages import Band, Cell, Column, Grid, Link, Page, Rag
from validation.vocabulary import Phase

HEATMAP = "Heatmap"
_COLOURS = (Rag.RED, Rag.AMBER, Rag.GREEN)
_NAMED = 50
_ACROSS, _NARROW, _BROAD = 115.0, 8.0, 23.0
_FLAT = 13.0  # a column as wide as that holds figure and rating side by side


def heatmap_pages(committee: CommitteePack, kpis: Sequence[Kpi], results: Results, context: PackContext) -> Iterator[Page]:
    """A row a measure that is red or amber anywhere, by focus; a column an academy, by phase, those with most red first.

    What is green wherever it is rated is counted, as are all in the first row.

    No page where no measure is rated at any academy.
    """
    shown = [k for k in kpis if k.polarity is not Polarity.NEITHER and _is_rated(k, results, context)]
    if not shown:
        return
    counted = {a.name: _counts(a, shown, results) for a in context.academies}
    academies = _in_order(context, counted)
    width = min(max(_ACROSS / max(len(academies), 1), _NARROW), _BROAD)
    columns = (Column("Measure", _NAMED, left=True), *(Column(f"{a.name} ({a.phase.casefold()})", width) for a in academies))
    rows: list[tuple[Cell, ...] | Band] = [("In all", *(_in_all(counted[a.name]) for a in academies))]
    for code, theirs in groupby(shown, key=code_of):
        kpis_of_it = [*theirs]
        unwell = [kpi for kpi in kpis_of_it if not _is_well(kpi, results, context)]
        rows.append(Band(_band(committee.focus(code).title, len(kpis_of_it) - len(unwell), alone=not unwell)))
        for kpi in unwell:
            told = (rating(k, results, with_figure=True, with_basis=False, flat=width >= _FLAT) for k in _row(kpi, academies))
            rows.append((kpi.title, *told))
    grid = Grid("", columns, tuple(rows), NOTES, name="heatmap", more=Link("Every measure at every academy", SCORECARD_DATA))
    yield Page(HEATMAP, "Heatmap: what is red or amber anywhere, at every academy", _in_short(counted), (grid,))


def _band(focus: str, well: int, *, alone: bool) -> str:
    counted = f"{well} {'measure' if well == 1 else 'measures'}" if alone else f"{well} more"
    return f"{focus}: {counted}, green wherever rated" if well else focus


def _is_well(kpi: Kpi, results: Results, context: PackContext) -> bool:
    """Whether the measure is neither red nor amber anywhere, and nobody's return is wanting."""
    keys = _row(kpi, context.academies)
    return not any(results.row(k).get("rag") in _COLOURS[:2] or not results.returned(k.place, kpi.name) for k in keys)


def _row(kpi: Kpi, academies: Sequence[Academy]) -> list[Key]:
    return [Key(kpi.name, MAIN, "academy", a.name) for a in academies]


def _is_rated(kpi: Kpi, results: Results, context: PackContext) -> bool:
    return any(results.row(key).get("rag") in _COLOURS for key in _row(kpi, context.academies))


def _counts(academy: Academy, kpis: Sequence[Kpi], results: Results) -> dict[Rag, int]:
    rags = [results.row(key).get("rag") for kpi in kpis for key in _row(kpi, [academy]) if results.has(key)]
    return {colour: rags.count(colour) for colour in _COLOURS}


def _in_order(context: PackContext, counted: dict[str, dict[Rag, int]]) -> list[Academy]:
    phases = [p.value for p in Phase]

    def order(academy: Academy) -> tuple[int, ...]:
        return (phases.index(academy.phase), *(-counted[academy.name][colour] for colour in _COLOURS[:2]))

    return sorted(context.academies, key=order)


def _in_all(counts: dict[Rag, int]) -> str:
    return (
        ", ".join(f"{n} {colour.value.casefold()}" for colour, n in counts.items()) if any(counts.values()) else "Nothing rated"
    )


def _in_short(counted: dict[str, dict[Rag, int]]) -> str:
    most = max((counts[Rag.RED] for counts in counted.values()), default=0)
    if not most:
        return "No measure is red at any academy."
    worst = [name for name, counts in counted.items() if counts[Rag.RED] == most]
    return f"{' and '.join(worst)} {'has' if len(worst) == 1 else 'have'} the most red: {most}."
