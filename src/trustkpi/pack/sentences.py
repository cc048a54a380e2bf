"""Titles that answer a question, worked out from the figures by rule."""

from __future__ import annotations

from collections.abc import Sequence

from trustkpi.kpi import Kpi, Polarity
from trustkpi.pack.results import Key, Results, points
from trustkpi.pages import Figure, Rag


def listed(words: Sequence[str]) -> str:
    """A, B and C."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def moved(now: float, before: float, kpi: Kpi, than: str) -> str:
    """How far a value moved and whether that is better: 0.4 points better than a year before."""
    change = abs(Figure(now - before, kpi.shown.places).value or 0.0)
    told = Figure(change, kpi.shown.places).text
    if not float(told.replace(",", "")):
        return f"the same as {than}"
    if kpi.polarity is Polarity.NEITHER:
        return f"{told} {points(kpi)} {'above' if now > before else 'below'} {than}"
    better = (now < before) == (kpi.polarity is Polarity.LOWER_IS_BETTER)
    return f"{told} {points(kpi)} {'better' if better else 'worse'} than {than}"


def stands(key: Key, results: Results, last_year: str) -> str:
    """Where the trust stands in one clause: Overall absence is 13.4%, 0.4 points better than in spring 2025."""
    kpi, row = results.kpis[key.kpi], results.row(key)
    if not results.has(key):
        return f"{kpi.title}: no figure can be shown for the trust"
    clause = f"{kpi.title} is {results.figure(key).text} across the trust"
    before = row.get("last_year")
    return clause + (f", {moved(row['value'], before, kpi, last_year)}" if before is not None else "")


def by_academy(kpi: Kpi, shown: Sequence[Key], results: Results) -> str:
    """Which academies are red; where none is, which stands worst."""
    red, amber = ([k.place for k in shown if results.row(k).get("rag") == rag] for rag in (Rag.RED, Rag.AMBER))
    clauses = [
        f"{listed(names)} {'is' if len(names) == 1 else 'are'} {word}"
        for names, word in ((red, "red"), (amber, "amber"))
        if names
    ]
    if clauses:
        return f"{'; '.join(clauses)} for {within(kpi)}"
    if any(results.row(k).get("rag") == Rag.GREEN for k in shown):
        return f"No academy is red or amber for {within(kpi)}"
    if not shown:
        return f"{kpi.title}: no academy's figure can be shown"
    most = "lowest" if kpi.polarity is Polarity.HIGHER_IS_BETTER else "highest"
    return f"{shown[0].place} has the {most} {within(kpi)}: {results.figure(shown[0]).text}"


def within(kpi: Kpi) -> str:
    """The KPI's title within a sentence: overall absence."""
    first, _, rest = kpi.title.partition(" ")
    return f"{first if first.isupper() else first.lower()}{' ' if rest else ''}{rest}"
