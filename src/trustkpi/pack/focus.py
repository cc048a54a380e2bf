"""A focus on one page: its charts, its measures with what is red first, and how far apart groups of pupils stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from trustkpi.kpi import Kpi
from trustkpi.pack.data import worst_first
from trustkpi.pack.gaps import found_gaps, gaps_chart, gaps_grid
from trustkpi.pack.measures import measures_grid
from trustkpi.pack.results import MAIN, Key, written
from trustkpi.pack.scorecard import a_year_before
from trustkpi.pack.sentences import by_academy, stands, trend
from trustkpi.pack.told import Told
from trustkpi.pack.trends import moments, moves, trend_chart
from trustkpi.packs import Focus
from trustkpi.pages import Bar, Block, Chart, Charts, Page, Rag, Trend

_HIGH = 11  # rows of a chart
_DIFFERENT = 2  # figures that are worth a chart


@dataclass(frozen=True)
class Drawn:
    """Where the data tables hold what charts draw: a figure's trend, a measure's academies, and a focus's own figures."""

    trends: Mapping[Key, Trend]
    academies: Mapping[str, Trend]
    data: Mapping[str, str]


def focus_page(tab: str, focus: Focus, kpis: Sequence[Kpi], told: Told, drawn: Drawn) -> Page:
    """The page of a focus, which prints on one: what it has no room for is counted and lies in the focus's data table.

    One that the committee's file does not name is printed where something in it is red, or amber and worse.
    """
    results, context = told.results, told.context
    lead = lead_of(focus, kpis)
    gaps = found_gaps(lead, results, context)
    second = _trend_chart(results.trust(lead.name), told, drawn) or (gaps_chart(lead, gaps) if len(gaps) >= _DIFFERENT else None)
    # A chart without a bar cannot be opened, and where every figure is withheld there is none.
    charts = tuple(chart for chart in (_academies_chart(lead, told, drawn), second) if chart and chart.bars)
    blocks: list[Block] = [*([Charts(charts, _HIGH)] if charts else []), measures_grid(lead, kpis, told, drawn.data[focus.code])]
    if gaps:
        blocks.append(gaps_grid(lead, gaps, results, context))
    about = f"{stands(results.trust(lead.name), results, a_year_before(context))}."
    unwell = any(c.key.kpi in {k.name for k in kpis} for c in told.concerns)
    return Page(tab, focus.title, about, tuple(blocks), one_page=True, in_print=focus.declared or unwell)


def lead_of(focus: Focus, kpis: Sequence[Kpi]) -> Kpi:
    """The measure that is charted: the first that the focus leads with, else its first."""
    named = {k.name: k for k in kpis}
    return next((named[name] for name in focus.leads if name in named), kpis[0])


def _trend_chart(key: Key, told: Told, drawn: Drawn) -> Chart | None:
    if key not in drawn.trends or not moves(key, drawn.trends[key], told.results, told.context):
        return None
    then = moments(key, told.results, told.context)
    return trend_chart(trend(key, then, told.results, a_year_before(told.context)), drawn.trends[key], then)


def _academies_chart(kpi: Kpi, told: Told, drawn: Drawn) -> Chart | None:
    """A bar an academy that may be shown, the worst first; England's beside it where each has one of the same kind."""
    results = told.results
    academies = (Key(kpi.name, MAIN, "academy", a.name) for a in told.context.academies)
    keys = worst_first([key for key in academies if results.has(key)], results)
    alike = len({results.figure(key).text for key in keys}) < min(len(keys), _DIFFERENT)
    if kpi.name not in drawn.academies or alike:
        return None
    bars = tuple(_bar(at, key, told) for at, key in enumerate(keys))
    held = [results.row(k) for k in keys]
    beside = [Bar(at, written(row["national"], kpi).text, value=row["national"] or 0.0) for at, row in enumerate(held)]
    national = tuple(beside) if all(row.get("national") is not None for row in held) else ()
    title = by_academy(kpi, keys, results) + (" (pale: England)" if national else "")
    alt = f"Bar chart. {title}. " + "; ".join(f"{k.place} {b.label}" for k, b in zip(keys, bars, strict=True))
    return Chart(title, bars, alt, beside=national, across=drawn.academies[kpi.name], beside_named="National")


def _bar(at: int, key: Key, told: Told) -> Bar:
    text, row = told.results.figure(key).text, told.results.row(key)
    value, rag = row["value"], Rag(row.get("rag") or Rag.GREY)
    # The symbol alone: LibreOffice breaks a longer label over the bar beside it, and the table below has the word.
    return Bar(at, text, value=value) if rag is Rag.GREY else Bar(at, f"{rag.words[0]} {text}", rag, value)
