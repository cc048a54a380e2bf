"""The measures of a focus as one table, what needs attention first; what it has no room for is counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from trustkpi.kpi import Kpi, Polarity
from trustkpi.pack.rated import direction, rating
from trustkpi.pack.results import BESIDE, MAIN, Key, Results, written
from trustkpi.pack.scorecard import short
from trustkpi.pack.told import Told
from trustkpi.pages import NOT_AVAILABLE, Cell, Column, Grid, Link, Rag

_MOST, _FEW = 15, 9  # rows, so that a focus is one printed page, and of these with what is not rated (product default)
_COLOURS = (Rag.RED, Rag.AMBER, Rag.GREEN)
_ACROSS, _NARROW, _BROAD = 80.0, 8.0, 16.0  # characters for the academies together, and for one of them
_UNRATED = 2 * len(_COLOURS)
_FLAT = 15.5  # a column as wide as that holds figure and rating side by side


def measures_grid(lead: Kpi, kpis: Sequence[Kpi], told: Told, data: str) -> Grid:
    """The leading measure, then reds, ambers, greens and what is for information; `data` is where all of them stand."""
    results, context = told.results, told.context
    ranked = sorted(kpis, key=lambda kpi: (kpi.name != lead.name, _attention(kpi, told)))
    rated = sum(_attention(kpi, told) < _UNRATED for kpi in ranked)
    room = max(min(rated, _MOST), _FEW)
    shown, rest = ranked[:room], ranked[room:]
    before, year = short(context.period.before()), short(context.period.a_year_before())
    width = _width(len(context.academies))
    columns = (
        Column("Measure", 42, left=True), Column("Trust", 16), Column("Number counted", 9),
        Column(f"Last period: {before}", 11.5), Column(f"A year before: {year}", 11.5), Column("National", 10),
        Column("Direction", 10), *(Column(a.name, width) for a in context.academies),
    )  # fmt: skip
    rows = tuple(row for kpi in shown for row in _rows(kpi, told, with_beside=kpi is lead))
    more = Link(_counted(rest, results), data)
    return Grid("How does each measure stand?", columns, rows, notes=(*_notes(lead, results),), more=more, name="measures")


def _width(academies: int) -> float:
    return min(max(_ACROSS / max(academies, 1), _NARROW), _BROAD)


def _attention(kpi: Kpi, told: Told) -> int:
    """How early a measure stands: red across the trust, red somewhere, amber, green, not rated, for information, no figure."""
    results = told.results
    whole = results.row(results.trust(kpi.name)).get("rag")
    rags = [results.row(key).get("rag") for key in _places(kpi, told) if results.has(key)]
    if not rags:
        return _UNRATED + 2
    if kpi.polarity is Polarity.NEITHER:
        return _UNRATED + 1
    for at, colour in enumerate(_COLOURS):
        if whole == colour or colour in rags:
            return 2 * at + (whole != colour)
    return _UNRATED


def _places(kpi: Kpi, told: Told) -> list[Key]:
    academies = [Key(kpi.name, MAIN, "academy", a.name) for a in told.context.academies]
    return [told.results.trust(kpi.name), *academies]


def _rows(kpi: Kpi, told: Told, *, with_beside: bool) -> Iterator[tuple[Cell, ...]]:
    yield _row(kpi, kpi.title, MAIN, told)
    if with_beside and kpi.beside and told.results.row(told.results.trust(kpi.name, population=BESIDE)):
        yield _row(kpi, f"   on the {kpi.beside.name}", BESIDE, told)


def _row(kpi: Kpi, title: str, population: str, told: Told) -> tuple[Cell, ...]:
    results = told.results
    key = results.trust(kpi.name, population=population)
    row, flat = results.row(key), _width(len(told.context.academies)) >= _FLAT
    compared = (
        written(row.get(c), kpi, mark="" if row.get(c) is not None else NOT_AVAILABLE)
        for c in ("last_period", "last_year", "national")
    )
    academies = (Key(kpi.name, population, "academy", a.name) for a in told.context.academies)
    return (
        title, _stands(key, results, flat=True), results.n(key), *compared, direction(key, results),
        *(_stands(k, results, flat=flat) for k in academies),
    )  # fmt: skip


def _stands(key: Key, results: Results, *, flat: bool) -> Cell:
    """The figure with its rating, where it has a colour."""
    coloured = results.has(key) and results.row(key).get("rag") in _COLOURS
    return rating(key, results, with_figure=True, with_basis=False, flat=flat) if coloured else results.figure(key)


def _counted(rest: Sequence[Kpi], results: Results) -> str:
    if not rest:
        return "Every figure, by group of pupils too"
    rags = [str(results.row(results.trust(kpi.name)).get("rag") or "") for kpi in rest]
    counts = [f"{rags.count(rag)} {rag.value.casefold()}" for rag in _COLOURS if rags.count(rag)]
    others = len(rest) - sum(rags.count(rag) for rag in _COLOURS)
    told = ", ".join([*counts, *([f"{others} not rated"] if others else [])])
    return f"{len(rest)} more measures ({told} across the trust), and every figure by group of pupils"


def _notes(lead: Kpi, results: Results) -> Iterator[str]:
    label = str(results.row(results.trust(lead.name)).get("national_label") or "")
    if lead.over:
        yield f"{lead.title} counts {lead.over.title}."
    if label:
        yield f"National figure of {lead.title}: {label}."
    yield "What is red stands first. A figure without a colour is not rated: it is for information, or held against nothing."
