"""A focus's page: its charts first, then the measure by academy, the gaps, every measure, and the groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from trustkpi.kpi import Kpi, Polarity
from trustkpi.pack.gaps import found_gaps, gaps_chart, gaps_grid
from trustkpi.pack.groups import group_grids
from trustkpi.pack.rated import direction, rating
from trustkpi.pack.results import BESIDE, MAIN, Key, PackContext, Results, written
from trustkpi.pack.scorecard import a_year_before, short
from trustkpi.pack.sentences import by_academy, stands, trend
from trustkpi.pack.trends import moments, trend_chart
from trustkpi.packs import Focus
from trustkpi.pages import NOT_AVAILABLE, Bar, Block, Cell, Chart, Charts, Column, Grid, Page, Rag, Trend

_NAMED = 38
_NATIONAL = 2  # the column of the academies' table that holds the national figure


def focus_page(  # noqa: PLR0917  a page is made of what it shows and where that stands
    tab: str, focus: Focus, kpis: Sequence[Kpi], results: Results, context: PackContext, drawn: Mapping[Key, Trend]
) -> Page:
    """The page of a focus; `drawn` is where the trends of its leading measure are."""
    lead = lead_of(focus, kpis)
    ranked = _ranked(lead, results, context)
    gaps = found_gaps(lead, results)
    second = _trend_chart(results.trust(lead.name), results, context, drawn) or (gaps_chart(lead, gaps) if gaps else None)
    # A chart without a bar cannot be opened, and where every figure is withheld there is none.
    charts = tuple(chart for chart in (_academies_chart(lead, ranked, results), second) if chart and chart.bars)
    blocks: list[Block] = [*([Charts(charts)] if charts else []), _academies_grid(lead, ranked, results, context)]
    if gaps:
        blocks.append(gaps_grid(lead, gaps, results))
    blocks += [_every_measure(kpis, results, context), *group_grids(focus, kpis, results, context)]
    about = f"{stands(results.trust(lead.name), results, a_year_before(context))}."
    return Page(tab, focus.title, about, tuple(blocks))


def _trend_chart(key: Key, results: Results, context: PackContext, drawn: Mapping[Key, Trend]) -> Chart | None:
    if key not in drawn:
        return None
    told = moments(key, results, context)
    return trend_chart(trend(key, told, results, a_year_before(context)), drawn[key], told)


def lead_of(focus: Focus, kpis: Sequence[Kpi]) -> Kpi:
    """The measure that is charted: the first that the focus leads with, else its first."""
    named = {k.name: k for k in kpis}
    return next((named[name] for name in focus.leads if name in named), kpis[0])


def _ranked(kpi: Kpi, results: Results, context: PackContext) -> list[Key]:
    """The academies, worst first, those with nothing to show last."""
    keys = [Key(kpi.name, MAIN, "academy", a.name) for a in context.academies]
    lowest = kpi.polarity is Polarity.HIGHER_IS_BETTER

    def order(key: Key) -> tuple[bool, float]:
        value = results.row(key)["value"] if results.has(key) else 0.0
        return (not results.has(key), value if lowest else -value)

    return sorted(keys, key=order)


def _academies_chart(kpi: Kpi, ranked: Sequence[Key], results: Results) -> Chart:
    shown = [k for k in ranked if results.has(k)]
    bars = tuple(_bar(row, key, results) for row, key in enumerate(shown))
    held = [results.row(k) for k in shown]
    beside = [
        Bar(at, f"England {written(row['national'], kpi).text}", value=row["national"] or 0.0) for at, row in enumerate(held)
    ]
    national = tuple(beside) if held and all(row.get("national") is not None for row in held) else ()
    title = by_academy(kpi, shown, results)
    alt = f"Bar chart. {title}. " + "; ".join(f"{k.place} {b.label}" for k, b in zip(shown, bars, strict=True))
    return Chart(title, bars, alt, "academies", 1, national, _NATIONAL)


def _bar(row: int, key: Key, results: Results) -> Bar:
    text, value = results.figure(key).text, results.row(key)["value"]
    rag = Rag(results.row(key).get("rag") or Rag.GREY)
    return Bar(row, text, value=value) if rag is Rag.GREY else Bar(row, f"{text}  {rag.words}", rag, value)


def _academies_grid(kpi: Kpi, ranked: Sequence[Key], results: Results, context: PackContext) -> Grid:
    beside = (Column(f"On the {kpi.beside.name}", 12),) if kpi.beside else ()
    columns = (
        Column("Academy", _NAMED, left=True), Column(kpi.title, 12), Column("National", 12), Column("Number counted", 12),
        *beside, Column(f"Last period: {short(context.period.before())}", 12),
        Column(f"A year before: {short(context.period.a_year_before())}", 12), Column("Rating", 15),
        Column("Direction", 12),
    )  # fmt: skip
    keys = [*ranked, results.trust(kpi.name)]
    labels = {str(results.row(k).get("national_label") or "") for k in keys} - {""}
    counted = (f"{kpi.title} counts {kpi.over.title}.",) if kpi.over else ()
    beside_it = (f"On the {kpi.beside.name}: {kpi.beside.title}.",) if kpi.beside else ()
    notes = (*counted, *beside_it, *((f"National: {'; '.join(sorted(labels))}.",) if labels else ()))
    rows = tuple(_academy_row(key, results, with_beside=bool(beside)) for key in keys)
    return Grid(f"{kpi.title}: where does each academy stand?", columns, rows, notes, name="academies")


def _academy_row(key: Key, results: Results, *, with_beside: bool) -> tuple[Cell, ...]:
    kpi, row = results.kpis[key.kpi], results.row(key)
    beside = (results.figure(key._replace(population=BESIDE)),) if with_beside else ()
    compared = [
        written(row.get(c), kpi, mark="" if row.get(c) is not None else NOT_AVAILABLE)
        for c in ("national", "last_period", "last_year")
    ]
    place = "Whole trust" if key.grain == "trust" else key.place
    return (
        place,
        results.figure(key),
        compared[0],
        results.n(key),
        *beside,
        *compared[1:],
        rating(key, results, with_basis=False),
        direction(key, results),
    )


def _every_measure(kpis: Sequence[Kpi], results: Results, context: PackContext) -> Grid:
    columns = (
        Column("Measure", _NAMED, left=True), Column("Trust", 12), Column("Number counted", 12),
        *(Column(a.name, context.width) for a in context.academies),
    )  # fmt: skip
    rows = tuple(row for kpi in kpis for row in _measure_rows(kpi, results, context))
    return Grid("Every measure, academy by academy", columns, rows)


def _measure_rows(kpi: Kpi, results: Results, context: PackContext) -> list[tuple[Cell, ...]]:
    rows = [_measure_row(kpi, kpi.title, MAIN, results, context)]
    if kpi.beside and results.row(results.trust(kpi.name, population=BESIDE)):
        rows.append(_measure_row(kpi, f"   on the {kpi.beside.name}", BESIDE, results, context))
    return rows


def _measure_row(kpi: Kpi, title: str, population: str, results: Results, context: PackContext) -> tuple[Cell, ...]:
    key = results.trust(kpi.name, population=population)
    academies = (results.figure(Key(kpi.name, population, "academy", a.name)) for a in context.academies)
    return (title, results.figure(key), results.n(key), *academies)
