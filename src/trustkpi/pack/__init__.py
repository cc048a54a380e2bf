"""Results into the plain pages that a committee sees: values, and where each comes from, but no workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import polars as pl

from trustkpi.kpi import Kpi
from trustkpi.pack.changes import changes_page
from trustkpi.pack.commentary import commentary_page
from trustkpi.pack.cover import cover_page, suppression_page
from trustkpi.pack.data import figures_page, rated_page
from trustkpi.pack.definitions import definitions_page, every_definition_page
from trustkpi.pack.exceptions import exceptions_page
from trustkpi.pack.focus import Drawn, focus_page, lead_of
from trustkpi.pack.headlines import headlines_page
from trustkpi.pack.heatmap import heatmap_pages
from trustkpi.pack.issue import issued
from trustkpi.pack.lists import LISTS, list_data_page, list_pages, lists_page
from trustkpi.pack.pay import pay_page
from trustkpi.pack.pay_groups import group_pay_page
from trustkpi.pack.quality import behind, quality_pages
from trustkpi.pack.results import Key, PackContext, Results
from trustkpi.pack.school import school_page
from trustkpi.pack.scorecard import code_of, scorecard_page
from trustkpi.pack.shows import shows
from trustkpi.pack.tab import tab_for
from trustkpi.pack.told import Told
from trustkpi.pack.trends import trend_page
from trustkpi.packs import CommitteePack, Focus
from trustkpi.pages import Pack, Page, Trend
from trustkpi.register import Register

__all__ = ["PackContext", "pack"]

_MOST_HEADLINES = 20
OWN_PAGES = {"T7.6": pay_page, "P3.3": group_pay_page}  # focuses that the page of any focus does not fit


def pack(committee: CommitteePack, rated: pl.DataFrame, context: PackContext) -> Pack:
    """The committee's pages from rated and suppressed results (see `facts.RESULTS`; plus mark and rate's columns).

    KPIs are the committee's own in the catalogue that have a row in `rated`, focus by focus; the scorecard shows the
    trust's headlines, or the committee's own list. Nothing is read from a clock: all dates are the context's.
    """
    present = set(rated["kpi"].unique())
    chosen = {name: k for name, k in context.kpis.items() if committee.reads(k) and name in present}
    kpis = _in_order(committee, list(chosen.values()), context)
    results = Results.of(rated, chosen, context.history)
    context = behind(context, _read(committee, kpis, context))
    focuses = _by_focus(committee, kpis)
    tabs = _tabs(committee, focuses)
    data, results = _data_pages(committee, focuses, results, context)
    headed, leads = _headlines(committee, kpis, context), [lead_of(committee.focus(c), ks) for c, ks in focuses.items()]
    trends, drawn = trend_page([*{k.name: k for k in (*headed, *leads)}.values()], results, context)
    rated_data, academies = rated_page(kpis, results, context)
    found = Told(headed, kpis, results, context, tabs)
    drawn_from = Drawn(drawn, academies, {code: page.tab for code, page in zip(focuses, data, strict=True)})
    lists, list_data = _list_pages(committee, tabs, context)
    behind_them = [
        *(_focus_page(tabs[c], committee.focus(c), ks, found, drawn_from) for c, ks in focuses.items()),
        *lists, changes_page(kpis, results, context), *quality_pages(context),
        definitions_page(headed, context), suppression_page(context), rated_data, trends,
        every_definition_page(kpis, context), *list_data, *data,
    ]  # fmt: skip

    def as_said(said: PackContext) -> list[Page]:
        """All pages; those at the front carry what was typed."""
        told = Told(headed, kpis, results, said, tabs)
        front = [
            headlines_page(committee, told), scorecard_page(committee, headed, results, said, tabs, drawn),
            *heatmap_pages(committee, kpis, results, said), exceptions_page(committee, told),
            commentary_page(committee, headed, said),
            *_school_pages(committee, told, leads, drawn),
        ]  # fmt: skip
        return [cover_page(committee, [*front, *behind_them], said), *front, *behind_them]

    titles = tuple(committee.focus(code).title for code in focuses)
    unsaid = as_said(replace(context, comments=replace(context.comments, now={})))
    return issued(_whole(committee, as_said(context), titles, results, context), unsaid, context)


def _tabs(committee: CommitteePack, focuses: Iterable[str]) -> dict[str, str]:
    """The page of each focus by its code."""
    tabs: dict[str, str] = {}
    for code in focuses:
        tabs[code] = tab_for(committee.focus(code).title, tabs.values())
    return tabs


def _focus_page(tab: str, focus: Focus, kpis: Sequence[Kpi], told: Told, drawn: Drawn) -> Page:
    own = OWN_PAGES.get(focus.code)
    return own(tab, focus, kpis, told.results, told.context) if own else focus_page(tab, focus, kpis, told, drawn)


def _read(committee: CommitteePack, kpis: Sequence[Kpi], context: PackContext) -> set[str]:
    """The returns that the committee's measures and lists read."""
    lists = (r for r in context.registers.values() if committee.reads(r))
    return {name for k in kpis for name in k.returns} | {name for r in lists for name in r.returns}


def _school_pages(committee: CommitteePack, told: Told, leads: Sequence[Kpi], drawn: Mapping[Key, Trend]) -> Iterator[Page]:
    """A page an academy, for a committee that reads them."""
    used, charted = [*told.tabs.values()], [k.name for k in leads]
    for academy in told.context.academies if committee.schools else ():
        used.append(tab_for(academy.name, used))
        yield school_page(used[-1], academy, committee, told, charted, drawn)


def _whole(
    committee: CommitteePack, pages: Sequence[Page], keywords: tuple[str, ...], results: Results, context: PackContext
) -> Pack:
    shown = shows(pages, results, context.registers)
    period, made_up = context.period.title, context.is_synthetic
    return Pack(committee.name, context.trust.name, period, context.as_at, tuple(pages), made_up, keywords, shown)


def _data_pages(
    committee: CommitteePack, focuses: Mapping[str, Sequence[Kpi]], results: Results, context: PackContext
) -> tuple[list[Page], Results]:
    """The tidy tables, one a focus, and the results with the places where they stand there."""
    data: list[Page] = []
    for code, theirs in focuses.items():
        title = committee.focus(code).title
        page, spots = figures_page(tab_for(title, [p.tab for p in data], ends=" data"), title, theirs, results, context)
        data.append(page)
        results = replace(results, spots={**results.spots, **spots})
    return data, results


def _list_pages(committee: CommitteePack, tabs: Mapping[str, str], context: PackContext) -> tuple[list[Page], list[Page]]:
    """A page of the committee's registers for each focus, after one of all, and their lines as data.

    A register whose return nobody has sent has nothing to say yet.
    """
    by_focus: dict[str, list[Register]] = {}
    for name, register in context.registers.items():
        if committee.reads(register) and name in context.lists:
            by_focus.setdefault(register.focus[0].partition("-")[0], []).append(register)
    if not by_focus:
        return [], []
    used: list[str] = [*tabs.values(), LISTS]

    def tab(title: str, ends: str) -> str:
        used.append(tab_for(title, used, ends=ends))
        return used[-1]

    in_order = {committee.focus(code).title: by_focus[code] for code in sorted(by_focus, key=committee.order)}
    pages = [*list_pages(in_order, context, tab)]
    stands = {register.name: page.tab for page, theirs in pages for register in theirs}
    registers = [context.registers[name] for name in stands]
    return [lists_page(stands, registers, context), *(page for page, _ in pages)], [list_data_page(registers, context.lists)]


def _in_order(committee: CommitteePack, kpis: Sequence[Kpi], context: PackContext) -> list[Kpi]:
    """By focus, the headlines first, then as the catalogue has them."""
    headed = [k.name for k in _headlines(committee, kpis, context)]

    def order(kpi: Kpi) -> tuple[tuple[int, str], int]:
        return committee.order(code_of(kpi)), headed.index(kpi.name) if kpi.name in headed else len(headed)

    return sorted(kpis, key=order)


def _headlines(committee: CommitteePack, kpis: Sequence[Kpi], context: PackContext) -> list[Kpi]:
    """The measures of the scorecard: those of a focus together, the focus that is named first before the others."""
    chosen = [h.kpi for h in context.trust.headlines if h.committee == committee.name] or list(committee.headlines)
    named = {k.name: k for k in kpis}
    found = [named[name] for name in chosen if name in named][:_MOST_HEADLINES] or list(kpis)[:_MOST_HEADLINES]
    focuses = [*dict.fromkeys(code_of(k) for k in found)]
    return sorted(found, key=lambda kpi: focuses.index(code_of(kpi)))


def _by_focus(committee: CommitteePack, kpis: Sequence[Kpi]) -> dict[str, list[Kpi]]:
    found: dict[str, list[Kpi]] = {}
    for kpi in kpis:
        found.setdefault(code_of(kpi), []).append(kpi)
    return dict(sorted(found.items(), key=lambda item: committee.order(item[0])))
