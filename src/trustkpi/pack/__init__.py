"""Results into the plain pages that a committee sees: values, and where each comes from, but no workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import polars as pl

from trustkpi.kpi import Kpi
from trustkpi.pack.changes import changes_page
from trustkpi.pack.commentary import commentary_page
from trustkpi.pack.cover import cover_page, suppression_page
from trustkpi.pack.data import figures_page, rated_page, tab_for
from trustkpi.pack.definitions import definitions_page
from trustkpi.pack.exceptions import exceptions_page
from trustkpi.pack.focus import focus_page
from trustkpi.pack.headlines import Told, headlines_page
from trustkpi.pack.heatmap import heatmap_page
from trustkpi.pack.issue import issued
from trustkpi.pack.lists import list_page
from trustkpi.pack.quality import quality_page
from trustkpi.pack.results import PackContext, Results
from trustkpi.pack.scorecard import code_of, scorecard_page
from trustkpi.pack.shows import shows
from trustkpi.pack.trends import trend_page
from trustkpi.packs import CommitteePack
from trustkpi.pages import Pack, Page

__all__ = ["PackContext", "pack"]

_MOST_HEADLINES = 20


def pack(committee: CommitteePack, rated: pl.DataFrame, context: PackContext) -> Pack:
    """The committee's pages from rated and suppressed results (see `facts.RESULTS`; plus mark and rate's columns).

    KPIs are the committee's own in the catalogue that have a row in `rated`, focus by focus; the scorecard shows the
    trust's headlines, or the committee's own list. Nothing is read from a clock: all dates are the context's.
    """
    present = set(rated["kpi"].unique())
    chosen = {name: k for name, k in context.kpis.items() if k.committee == committee.name and name in present}
    kpis = _in_order(committee, list(chosen.values()), context)
    results = Results.of(rated, chosen, context.history)
    focuses = _by_focus(committee, kpis)
    tabs: dict[str, str] = {}
    data: list[Page] = []
    for code, theirs in focuses.items():
        title = committee.focus(code).title
        tabs[code] = tab_for(title, tabs.values())
        page, spots = figures_page(tab_for(f"{title[:25]} data", [p.tab for p in data]), title, theirs, results, context)
        data.append(page)
        results = replace(results, spots={**results.spots, **spots})
    headlines = _headlines(committee, kpis, context)
    trends, drawn = trend_page(headlines, results, context)
    pages = [
        headlines_page(committee, Told(headlines, kpis, results, context, tabs)),
        scorecard_page(committee, headlines, results, context, tabs, drawn),
        heatmap_page(committee, kpis, results, context),
        exceptions_page(kpis, results, context),
        commentary_page(committee, headlines, context),
        *(focus_page(tabs[code], committee.focus(code), theirs, results, context) for code, theirs in focuses.items()),
        *_list_pages(committee, tabs, context),
        changes_page(kpis, results, context),
        quality_page(context),
        definitions_page(kpis, context),
        suppression_page(context),
        rated_page(kpis, results, context),
        trends,
        *data,
    ]
    pages.insert(0, cover_page(committee, pages, context))
    return issued(_whole(committee, pages, tuple(committee.focus(code).title for code in focuses), results, context), context)


def _whole(
    committee: CommitteePack, pages: Sequence[Page], keywords: tuple[str, ...], results: Results, context: PackContext
) -> Pack:
    shown = shows(pages, results, context.registers)
    return Pack(
        committee.name,
        context.trust.name,
        context.period.title,
        context.as_at,
        tuple(pages),
        context.is_synthetic,
        keywords,
        shown,
    )


def _list_pages(committee: CommitteePack, tabs: Mapping[str, str], context: PackContext) -> list[Page]:
    """A page a register of the committee, by focus; one whose return nobody has sent has nothing to say yet."""
    theirs = [r for name, r in context.registers.items() if r.committee == committee.name and name in context.lists]
    taken, pages = [*tabs.values()], []
    for register in sorted(theirs, key=lambda r: committee.order(r.focus[0].partition("-")[0])):
        tab = tab_for(register.title, taken)
        taken.append(tab)
        pages.append(list_page(tab, register, context.lists[register.name], context))
    return pages


def _in_order(committee: CommitteePack, kpis: Sequence[Kpi], context: PackContext) -> list[Kpi]:
    """By focus, the headlines first, then as the catalogue has them."""
    headed = [k.name for k in _headlines(committee, kpis, context)]

    def order(kpi: Kpi) -> tuple[tuple[int, str], int]:
        return committee.order(code_of(kpi)), headed.index(kpi.name) if kpi.name in headed else len(headed)

    return sorted(kpis, key=order)


def _headlines(committee: CommitteePack, kpis: Sequence[Kpi], context: PackContext) -> list[Kpi]:
    chosen = [h.kpi for h in context.trust.headlines if h.committee == committee.name] or list(committee.headlines)
    named = {k.name: k for k in kpis}
    return [named[name] for name in chosen if name in named][:_MOST_HEADLINES] or list(kpis)[:_MOST_HEADLINES]


def _by_focus(committee: CommitteePack, kpis: Sequence[Kpi]) -> dict[str, list[Kpi]]:
    found: dict[str, list[Kpi]] = {}
    for kpi in kpis:
        found.setdefault(code_of(kpi), []).append(kpi)
    return dict(sorted(found.items(), key=lambda item: committee.order(item[0])))
