"""The scorecard: a committee's headline KPIs on one page."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from trustkpi.facts import Academy
from trustkpi.kpi import Kpi
from trustkpi.pack.rated import NOTES, direction, rating
from trustkpi.pack.results import MAIN, Key, PackContext, Results, written
from trustkpi.pack.trends import in_figures, moments
from trustkpi.packs import CommitteePack
from trustkpi.pages import NOT_AVAILABLE, Band, Cell, Column, Figure, Grid, Link, Page, Rag, Trend
from validation.periods import Period

SCORECARD = "Scorecard"
_ACADEMIES = 55.0  # characters for all academies' columns together, and no column narrower or wider than these
_NARROW, _BROAD = 7.5, 11.0
_COVERS = re.compile(r"^England, (?:weighted by phase: )?(?:[^,;]*?,? ?)(?=full year|year to)")


def scorecard_page(  # noqa: PLR0917  a page is made of what it shows and where that leads
    committee: CommitteePack, chosen: Sequence[Kpi], results: Results, context: PackContext, tabs: Mapping[str, str],
    drawn: Mapping[Key, Trend],
) -> Page:  # fmt: skip
    """One row a headline KPI under the name of its focus, one rated column an academy; `tabs` leads to each focus's page."""
    rows: list[tuple[Cell, ...] | Band] = []
    focus = ""
    for kpi in chosen:
        code = code_of(kpi)
        if code != focus and len({code_of(k) for k in chosen}) > 1:
            rows.append(Band(committee.focus(code).title))
        focus = code
        rows.append(_row(kpi, results, context, tabs.get(code, ""), drawn))
    grid = Grid("", _columns(context), tuple(rows), notes=(*NOTES, *_national_notes(chosen, results)))
    return Page(SCORECARD, f"{committee.name}: scorecard", in_short(chosen, results, context), (grid,), one_page=True)


def code_of(kpi: Kpi) -> str:
    """The focus that the KPI belongs to: T1.2 for T1.2-a."""
    return kpi.focus[0].partition("-")[0]


def short(of: Period) -> str:
    """The period in few words: Spring 2025/26."""
    return of.title.replace(" term", "")


def a_year_before(context: PackContext) -> str:
    """The same stretch of the year before, in a sentence: in spring 2024/25."""
    said = short(context.period.a_year_before())
    return f"in {said[:1].lower()}{said[1:]}" if context.period.kind.endswith("term") else f"in {said}"


def _columns(context: PackContext) -> tuple[Column, ...]:
    before, year = context.period.before(), context.period.a_year_before()
    fixed = (
        Column("Measure", 44, left=True), Column("Trust", 8.5), Column("Number counted", 8.5), Column("Target", 8),
        Column(f"Last period: {short(before)}", 9), Column(f"A year before: {short(year)}", 9), Column("National", 9),
        Column("National is of", 12.5, left=True), Column("Rating", 12), Column("Direction", 9.5),
        Column("Trend in figures, oldest first", 17, left=True), Column("Trend", 12),
    )  # fmt: skip
    width = min(max(_ACADEMIES / max(len(context.academies), 1), _NARROW), _BROAD)
    return (*fixed, *(Column(f"{a.name} ({a.phase.casefold()})", width) for a in context.academies))


def _row(kpi: Kpi, results: Results, context: PackContext, tab: str, drawn: Mapping[Key, Trend]) -> tuple[Cell, ...]:
    key = results.trust(kpi.name)
    row = results.row(key)
    compared = [_compared(row.get(column), kpi) for column in ("target", "last_period", "last_year", "national")]
    told = moments(key, results, context)
    return (
        Link(kpi.title, tab) if tab else kpi.title, results.figure(key), results.n(key), *compared,
        covers(str(row.get("national_label") or "")), rating(key, results), direction(key, results),
        in_figures(told) if len(told) > 1 else NOT_AVAILABLE, drawn.get(key, NOT_AVAILABLE),
        *(rating(_at(kpi, a), results, with_figure=True, with_basis=False) for a in context.academies),
    )  # fmt: skip


def covers(label: str) -> str:
    """What a national figure is of, without whose: full year 2024/25."""
    return _COVERS.sub("", label) or NOT_AVAILABLE


def _at(kpi: Kpi, academy: Academy) -> Key:
    return Key(kpi.name, MAIN, "academy", academy.name)


def _compared(value: float | None, kpi: Kpi) -> Figure:
    return written(value, kpi, mark="" if value is not None else NOT_AVAILABLE)


def in_short(chosen: Sequence[Kpi], results: Results, context: PackContext) -> str:
    """How many of the headline measures have which colour, and who sent nothing."""
    rated = [str(results.row(results.trust(k.name)).get("rag") or "") for k in chosen]
    counts = [f"{rated.count(rag)} {rag.value.casefold()}" for rag in (Rag.RED, Rag.AMBER, Rag.GREEN) if rated.count(rag)]
    silent = [a.name for a in context.academies if not any(results.returned(a.name, k.name) for k in chosen)]
    others = len(chosen) - sum(rated.count(rag) for rag in (Rag.RED, Rag.AMBER, Rag.GREEN))
    counts += [f"{others} not rated"] if counts and others else []
    measures = f"{len(chosen)} measure{'' if len(chosen) == 1 else 's'}"
    told = f"Of {measures} across the trust, {', '.join(counts)}." if counts else f"{measures}."
    return told + (
        f" No return from {' or '.join([', '.join(silent[:-1]), silent[-1]] if len(silent) > 1 else silent)}." if silent else ""
    )


def _national_notes(chosen: Sequence[Kpi], results: Results) -> tuple[str, ...]:
    rows = [results.row(results.trust(k.name)) for k in chosen]
    notes = []
    if any("weighted by phase" in str(row.get("national_label")) for row in rows):
        notes.append("National figures are of England, weighted by the trust's own mix of phases.")
    behind = sorted({str(row.get("behind") or "") for row in rows} - {""})
    if behind:
        said = behind[0] if len(behind) == 1 else "the academies that have one"
        notes.append(f"The trust's figure is of {said}, and is held against the same academies' past.")
    return tuple(notes)
