"""Titles that answer a question, worked out from the figures by rule."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from trustkpi.kpi import Kpi, Polarity
from trustkpi.pack.results import Key, Results
from trustkpi.pack.trends import Moment
from trustkpi.pages import Rag
from trustkpi.shown import displayed
from validation.periods import period

_A_RUN = 2  # moves the same way that are worth a word
_TIMES = {2: "twice", 3: "three times", 4: "four times"}


def listed(words: Sequence[str]) -> str:
    """A, B and C."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def moved(now: float, before: float, kpi: Kpi, than: str) -> str:
    """How far a value moved, as printed, and whether that is better: 0.4 points better than a year before."""
    change = displayed(now, kpi.shown.places) - displayed(before, kpi.shown.places)
    told = kpi.shown.apart(abs(change)).replace("percentage point", "point")
    if not change:
        return f"the same as {than}"
    if kpi.polarity is Polarity.NEITHER:
        return f"{told} {'above' if change > 0 else 'below'} {than}"
    better = (change < 0) == (kpi.polarity is Polarity.LOWER_IS_BETTER)
    return f"{told} {'better' if better else 'worse'} than {than}"


def stands(key: Key, results: Results, last_year: str) -> str:
    """Where the figure stands in one clause: Overall absence is 13.4% across the trust, 0.4 points better than in spring."""
    kpi, row = results.kpis[key.kpi], results.row(key)
    where = "across the trust" if key.grain == "trust" else f"at {key.place}"
    if not results.has(key):
        return f"{kpi.title}: no figure can be shown {where}"
    clause = f"{kpi.title} is {results.figure(key).text} {where}"
    before = row.get("last_year")
    return clause + (f", {moved(row['value'], before, kpi, last_year)}" if before is not None else "")


def trend(key: Key, told: Sequence[Moment], results: Results, last_year: str) -> str:
    """What the trend shows: how often in a row it moved the same way, where that can be said, else where it stands."""
    kpi = results.kpis[key.kpi]
    steps = _steps(told, kpi)
    if abs(steps) < _A_RUN:
        return stands(key, results, last_year)
    way = "fallen" if steps < 0 else "risen"
    where = "across the trust" if key.grain == "trust" else f"at {key.place}"
    return f"{kpi.title} {where} has {way} {_TIMES.get(abs(steps), f'{abs(steps)} times')} in a row, to {told[-1].figure.text}"


def _steps(told: Sequence[Moment], kpi: Kpi) -> int:
    """The moves the same way up to the present; below nought where it fell.

    Figures count from September, so a move from one year to the next counts only between the same stretch of each.
    """
    steps = 0
    for before, now in reversed([*pairwise(told)]):
        then, of = period(before.period), period(now.period)
        clear = all(m.figure.value is not None and not m.figure.mark for m in (before, now))
        if not clear or (then.year != of.year and then != of.a_year_before()):
            break
        change = displayed(now.figure.value or 0.0, kpi.shown.places) - displayed(before.figure.value or 0.0, kpi.shown.places)
        if not change or (steps and (change < 0) != (steps < 0)):
            break
        steps += -1 if change < 0 else 1
    return steps


def by_academy(kpi: Kpi, shown: Sequence[Key], results: Results) -> str:
    """Which academies are red; where none is, which stands worst."""
    red, amber = ([k.place for k in shown if results.row(k).get("rag") == rag] for rag in (Rag.RED, Rag.AMBER))
    clauses = [
        f"{listed(names)} {'is' if len(names) == 1 else 'are'} {word}"
        for names, word in ((red, "red"), (amber, "amber"))
        if names
    ]
    if clauses:
        return f"{'; '.join(clauses)} for {within(kpi.title)}"
    if any(results.row(k).get("rag") == Rag.GREEN for k in shown):
        return f"No academy is red or amber for {within(kpi.title)}"
    if not shown:
        return f"{kpi.title}: no academy's figure can be shown"
    most = "lowest" if kpi.polarity is Polarity.HIGHER_IS_BETTER else "highest"
    return f"{shown[0].place} has the {most} {within(kpi.title)}: {results.figure(shown[0]).text}"


def within(title: str) -> str:
    """A title within a sentence: overall absence, SEN support."""
    first, _, rest = title.partition(" ")
    return f"{first if first.isupper() else first.lower()}{' ' if rest else ''}{rest}"
