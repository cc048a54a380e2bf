"""What each measure means, how it is worked out, who is counted, and who set the limits that colour it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from trustkpi.formula import formula
from trustkpi.in_force import by_phase
from trustkpi.kpi import Bands, Comparator, Kpi, Polarity, Population, Source
from trustkpi.pack.results import PackContext
from trustkpi.pages import NOT_APPLICABLE, Block, Cell, Column, Data, Grid, Page, Prose, day

DEFINITIONS, EVERY = "Definitions", "Every definition"
_OF = {
    Comparator.NATIONAL: "the national figure", Comparator.LAST_YEAR: "the same period last year",
    Comparator.LAST_PERIOD: "last period", Comparator.TARGET: "the trust's target",
}  # fmt: skip
_COLUMNS = (
    Column("Measure", 26, left=True), Column("What it means", 40, left=True), Column("How it is worked out", 44, left=True),
    Column("Who is counted", 13, left=True), Column("Limits in force", 38, left=True), Column("Framework", 13, left=True),
)  # fmt: skip
_PLAIN = (
    Column("KPI", 28, left=True), Column("Title", 34, left=True), Column("Meaning", 60, left=True),
    Column("Formula", 60, left=True),
    Column("Who is counted", 40, left=True), Column("Shown beside it", 40, left=True), Column("Better", 18, left=True),
    Column("Limits", 80, left=True), Column("Source", 40, left=True), Column("Link", 60, left=True),
    Column("Framework", 30, left=True),
)  # fmt: skip
_EVERY_ROW = "Every row"
_MOST_ROWS = 3


def definitions_page(kpis: Sequence[Kpi], context: PackContext) -> Page:
    """A row a headline measure, in the pack's order; who is counted, who set the limits and the sources are told once, below."""
    bases = [*dict.fromkeys(basis for kpi in kpis for _, _, basis in limits(kpi, context))]
    sources = [*dict.fromkeys(kpi.source for kpi in kpis if kpi.source)]
    rows = tuple(_row(kpi, bases, sources, context) for kpi in kpis)
    about = f"The headline measures, with the limits that were in force on the as-at date; all measures are on {EVERY}."
    told = Grid("What does each measure mean?", _COLUMNS, rows, name="definitions")
    blocks = (told, *_counted(kpis), *_noted(bases, sources))
    return Page(DEFINITIONS, "Definitions, limits and sources", about, blocks)


def every_definition_page(kpis: Sequence[Kpi], context: PackContext) -> Page:
    """A plain table of all measures of the pack: each with its own limits, basis and source in full."""
    rows = tuple(_plain(kpi, context) for kpi in kpis)
    about = "One row a measure: meaning, formula, who is counted, limits with who set them, and source."
    return Page(EVERY, "Every measure: what it means and who set its limits", about, (Data("EveryDefinition", _PLAIN, rows),))


def _plain(kpi: Kpi, context: PackContext) -> tuple[Cell, ...]:
    found = limits(kpi, context)
    told = "; ".join(
        f"{f'{phase}: ' if phase else ''}{words} Basis: {basis.rstrip('.')}." for phase, words, basis in sorted(found)
    )
    source = (kpi.source.title, kpi.source.link) if kpi.source else (NOT_APPLICABLE, NOT_APPLICABLE)
    counted, beside = (p.title if p else NOT_APPLICABLE for p in (kpi.over, kpi.beside))
    return (
        kpi.name, kpi.title, kpi.meaning, formula(kpi), counted, beside, kpi.polarity.value.capitalize(),
        told or "No limits are set", *source, ", ".join(kpi.focus),
    )  # fmt: skip


def _row(kpi: Kpi, bases: Sequence[str], sources: Sequence[Source], context: PackContext) -> tuple[Cell, ...]:
    source = f" [source {sources.index(kpi.source) + 1}]" if kpi.source else ""
    counted = _named(kpi.over) + (f"; {_named(kpi.beside)} beside it" if kpi.beside else "")
    return (kpi.title, kpi.meaning, formula(kpi) + source, counted, _limited(kpi, bases, context), _asked_by(kpi))


def _asked_by(kpi: Kpi) -> str:
    more = len(kpi.focus) - _MOST_ROWS
    return ", ".join(kpi.focus[:_MOST_ROWS]) + (f" and {more} more" if more > 0 else "")


def _named(population: Population | None) -> str:
    return population.name.replace("_", " ").capitalize() if population else _EVERY_ROW


def _limited(kpi: Kpi, bases: Sequence[str], context: PackContext) -> str:
    if kpi.polarity is Polarity.NEITHER:
        return "For information: neither way is better, so it is not rated."
    found = limits(kpi, context)
    told = [f"{f'{phase}: ' if phase else ''}{words} [note {bases.index(basis) + 1}]" for phase, words, basis in sorted(found)]
    return "\n".join(told) or f"{kpi.polarity.value.capitalize()}; no limits are set, so it is not rated."


def _counted(kpis: Sequence[Kpi]) -> tuple[Grid, ...]:
    """The populations that measures count, a row each."""
    found = {p.name: p for kpi in kpis for p in (kpi.over, kpi.beside) if p}
    columns = (_COLUMNS[0], Column("Which rows of the return", 40, left=True), Column("Set by", 44, left=True))
    rows = tuple((_named(p), p.title, p.source.title if p.source else "Named so here") for p in found.values())
    return (Grid("Who is counted?", columns, rows, name="populations"),) if rows else ()


def _noted(bases: Sequence[str], sources: Sequence[Source]) -> Iterator[Block]:
    """Who set the limits and the formulas, a numbered line each."""
    if bases:
        told = (f"[note {at}] {basis[:1].upper()}{basis[1:].rstrip('.')}." for at, basis in enumerate(bases, 1))
        yield Prose(tuple(told), "Who set the limits, and why?")
    if sources:
        named = (f"[source {at}] {source.title}, {source.link}" for at, source in enumerate(sources, 1))
        yield Prose(tuple(named), "Who set the formulas?")


def limits(kpi: Kpi, context: PackContext) -> list[tuple[str, str, str]]:
    """Phase, limits in words and who set them, as in force on the as-at date; the trust's own stand before the built-in ones."""
    found = by_phase(kpi, context.trust.bands, context.as_at)
    return [(phase, _words(band, kpi), band.basis) for phase, band in found.items()]


def _words(band: Bands, kpi: Kpi) -> str:
    higher = kpi.polarity is Polarity.HIGHER_IS_BETTER
    since = f"Since {day(band.since)}."
    if band.relative_to is None:
        end = "or more" if higher else "or less"
        green, amber = kpi.shown.text(band.green), kpi.shown.text(band.amber)
        return f"✔ Green at {green} {end}; ! Amber at {amber} {end}; otherwise ✖ Red. {since}"
    side, of = "below" if higher else "above", _OF[band.relative_to]
    green, amber = _away(band.green, side, kpi), _away(band.amber, side, kpi)
    return f"Against {of}: ✔ Green if {green}; ! Amber if {amber}; otherwise ✖ Red. {since}"


def _away(limit: float, side: str, kpi: Kpi) -> str:
    far = kpi.shown.apart(limit).replace("percentage point", "point")
    return f"no more than {far} {side} it" if limit else f"at it or {'above' if side == 'below' else 'below'}"
