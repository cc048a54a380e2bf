"""The scorecard: a committee's headline KPIs on one page."""

from __future__ import annotations

from collections.abc import Sequence

from trustkpi.facts import Academy
from trustkpi.kpi import Kpi, Polarity
from trustkpi.pack.results import MAIN, Key, PackContext, Results, written
from trustkpi.packs import CommitteePack
from trustkpi.pages import (
    NO_RETURN,
    NOT_APPLICABLE,
    NOT_AVAILABLE,
    WITHHELD,
    Band,
    Cell,
    Column,
    Figure,
    Grid,
    Link,
    Page,
    Rag,
    Rating,
)

SCORECARD = "Scorecard"
_ARROWS = {"up": "▲", "down": "▼", "Same": "="}


def scorecard_page(
    committee: CommitteePack, chosen: Sequence[Kpi], results: Results, context: PackContext, tabs: dict[str, str]
) -> Page:
    """One row a headline KPI under the name of its focus, one rated column an academy; `tabs` leads to each focus's page."""
    rows: list[tuple[Cell, ...] | Band] = []
    focus = ""
    for kpi in chosen:
        code = code_of(kpi)
        if code != focus and len({code_of(k) for k in chosen}) > 1:
            rows.append(Band(committee.focus(code).title))
        focus = code
        rows.append(_row(kpi, results, context, tabs.get(code, "")))
    grid = Grid("", _columns(context), tuple(rows), notes=_notes())
    return Page(SCORECARD, f"{committee.name}: scorecard", _in_short(chosen, results, context), (grid,), one_page=True)


def code_of(kpi: Kpi) -> str:
    """The focus that the KPI belongs to: T1.2 for T1.2-a."""
    return kpi.focus[0].partition("-")[0]


def _columns(context: PackContext) -> tuple[Column, ...]:
    before, year = context.period.before(), context.period.a_year_before()
    fixed = (
        Column("Measure", 25, left=True), Column("Trust", 9), Column("Number counted (n)", 9.5), Column("Target", 9),
        Column(f"Last period: {before.title}", 11), Column(f"Same period last year: {year.title}", 11.5), Column("National", 9.5),
        Column("What the national figure is", 20, left=True), Column("Rating", 12), Column("Direction", 11),
    )  # fmt: skip
    return (*fixed, *(Column(f"{a.name} ({a.phase.casefold()})", 12) for a in context.academies))


def _row(kpi: Kpi, results: Results, context: PackContext, tab: str) -> tuple[Cell, ...]:
    key = results.trust(kpi.name)
    row = results.row(key)
    compared = [_compared(row.get(column), kpi) for column in ("target", "last_period", "last_year", "national")]
    return (
        Link(kpi.title, tab) if tab else kpi.title, results.figure(key), results.n(key), *compared,
        row.get("national_label") or NOT_AVAILABLE, rating(key, results), direction(key, results),
        *(rating(_at(kpi, a), results, with_figure=True) for a in context.academies),
    )  # fmt: skip


def _at(kpi: Kpi, academy: Academy) -> Key:
    return Key(kpi.name, MAIN, "academy", academy.name)


def _compared(value: float | None, kpi: Kpi) -> Figure:
    return written(value, kpi, mark="" if value is not None else NOT_AVAILABLE)


def rating(key: Key, results: Results, *, with_figure: bool = False, with_basis: bool = True) -> Cell:
    """How the figure is rated: symbol, word and fill, and what it was held against; a grey one says what is missing."""
    row, figure = results.row(key), results.figure(key)
    shown = figure if with_figure else None
    if figure.mark == NO_RETURN:
        return Rating(None)
    if not results.has(key):
        return Rating(Rag.GREY, "Withheld" if figure.mark == WITHHELD else "No data", shown)
    if results.kpis[key.kpi].polarity is Polarity.NEITHER:
        return figure if with_figure else "For information"
    rag = Rag(row.get("rag") or Rag.GREY)
    held = row.get("colours_by") if with_basis and rag is not Rag.GREY else ""
    return Rating(rag, "Not rated" if rag is Rag.GREY else "", shown, f"by {held}" if held else "")


def direction(key: Key, results: Results) -> str:
    """The direction of travel: an arrow for the number and a word for what it means."""
    word = results.row(key).get("direction") or ""
    if results.kpis[key.kpi].polarity is Polarity.NEITHER:
        return NOT_APPLICABLE
    if not word or not results.has(key):
        return NOT_AVAILABLE
    lower = results.kpis[key.kpi].polarity is Polarity.LOWER_IS_BETTER
    way = word if word == "Same" else "down" if (word == "Better") == lower else "up"
    return f"{_ARROWS[way]} {word}"


def _in_short(chosen: Sequence[Kpi], results: Results, context: PackContext) -> str:
    rated = [str(results.row(results.trust(k.name)).get("rag") or "") for k in chosen]
    counts = [f"{rated.count(rag)} {rag.value.casefold()}" for rag in (Rag.RED, Rag.AMBER, Rag.GREEN) if rated.count(rag)]
    silent = [a.name for a in context.academies if not any(results.returned(a.name, k.name) for k in chosen)]
    told = f"Of {len(chosen)} measures across the trust, {', '.join(counts)}." if counts else f"{len(chosen)} measures."
    return told + (f" No return from {' or '.join(silent)}." if silent else "")


def _notes() -> tuple[str, ...]:
    return (
        "Ratings: ✔ Green, the target is met; ! Amber, the floor is met; ✖ Red, it is not; grey, not rated, its word says why.",
        "The second line of a rating says what it was held against; the limits and who set them are on the page Definitions.",
        "A national figure colours a measure only where it is of the same period; otherwise it is shown for information.",
        "[c] withheld: it is about very few people. [x] not available. [z] not applicable. no return: nothing was accepted.",
    )
