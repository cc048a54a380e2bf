"""What changed since the last issue of the pack: each figure that reads differently, why, and the return behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from trustkpi.kpi import Kpi, Polarity
from trustkpi.pack.results import BESIDE, Key, PackContext, Results
from trustkpi.pages import WITHHELD, Block, Cell, Column, Grid, Page, Prose, Rag, Rating, day
from trustkpi.since import Sent, Since
from validation.periods import period
from validation.returns import title_of

CHANGES = "What changed"
_FIRST = "This is the first issue of this pack, so no figure in it has been restated."
_LOST = "What the last issue showed is no longer in the store, so nothing can be held against it."
_NOTHING = "Every figure reads as it did then."
_SETTINGS = "The trust's settings were changed: limits, targets, academies or the size of group that is withheld."
_PROGRAM = "The program that works the figures out was changed; its change log says how."
_ELSEWHERE = "It follows from a change elsewhere in the pack."
_MOST_NAMED = 4
_SHORT = 12  # of a digest's characters: enough to find it in trustkpi history
_FIGURES = (
    Column("Measure", 34, left=True), Column("Where", 22, left=True), Column("Then", 12), Column("Now", 12),
    Column("Rating then", 14), Column("Rating now", 14), Column("Why", 48, left=True),
)  # fmt: skip
_RETURNS = (
    Column("Return", 34, left=True), Column("Academy", 22, left=True), Column("Number", 12), Column("Received", 12),
    Column("In place of that of", 14), Column("Submission", 14), Column("Period", 48, left=True),
)  # fmt: skip


def changes_page(kpis: Sequence[Kpi], results: Results, context: PackContext) -> Page:
    """What was sent since, then the restated figures of whole places; others are counted."""
    about = "Figures that were restated since the last issue of this pack, with the reason and the return behind it."
    blocks = (
        *_blocks(kpis, results, context),
        *(b for since in context.earlier for b in _earlier(since, kpis, results, context)),
    )
    # Before there is anything to hold a pack against the page would be one line, which the cover has.
    held = context.since is not None or bool(context.earlier)
    return Page(CHANGES, "What changed since the last issue", about, blocks, in_print=held)


def _blocks(kpis: Sequence[Kpi], results: Results, context: PackContext) -> Iterator[Block]:
    since = context.since
    if since is None or since.figures is None:
        yield Prose((_LOST if since else _FIRST,))
        return
    before = Results.of(since.figures, results.kpis)
    changed = [key for key in _keys(kpis, results, before) if _differs(key, results, before)]
    again = [key for key in changed if not _is_first(key, before)]
    whole = [key for key in again if not key.breakdown]
    counted = _counted(len(whole), len(again) - len(whole), len(changed) - len(again))
    yield Prose((f"Issue {since.issue} was final, as at {day(since.as_at)}. {counted}",))
    if since.sent:
        rows = tuple(_sent(at, s) for at, s in enumerate(since.sent, start=1))
        yield Grid("What was sent since?", _RETURNS, rows, name="sent")
    if whole:
        told = _Told(results, before, since, context)
        yield Grid("Which figures were restated?", _FIGURES, tuple(told.row(key) for key in whole), name="restated")
    yield from [Prose((says,)) for says, so in ((_SETTINGS, since.settings), (_PROGRAM, since.program)) if so]


def _earlier(since: Since, kpis: Sequence[Kpi], results: Results, context: PackContext) -> Iterator[Block]:
    """Whole figures of an earlier period that stand beside this one's and read otherwise than its own final issue said."""
    of, named = period(since.period).title, f"Issue {since.issue} of {period(since.period).title}"
    if since.figures is None:
        yield Prose((f"{named}: {_LOST[:1].lower()}{_LOST[1:]}",))
        return
    now = Results.of(context.history.filter(pl.col("period") == since.period), results.kpis)
    before = Results.of(since.figures, results.kpis)
    both = [key for key in _keys(kpis, now, before) if not key.breakdown and key in now.rows and key in before.rows]
    told = _Told(now, before, since, context)
    restated = [key for key in both if now.figure(key).text != before.figure(key).text and told.sent(key)]
    if not restated:
        yield Prose((f"{named}: no return behind it was sent again that changes a figure of it.",))
        return
    rows = tuple(_sent(at, s) for at, s in enumerate(since.sent, start=1))
    yield Grid(f"What was sent for {of} since its issue {since.issue}?", _RETURNS, rows, name=f"sent {since.period}")
    figures = tuple(told.row(key) for key in restated)
    yield Grid(f"Which figures of {of} read otherwise now?", _FIGURES, figures, name=f"restated {since.period}")


def _is_first(key: Key, before: Results) -> bool:
    """Whether the issue before had nothing to show there, not even that it was withheld."""
    return not before.has(key) and before.figure(key).mark != WITHHELD


def _counted(whole: int, groups: int, first: int) -> str:
    if not whole + groups + first:
        return _NOTHING
    told = f"{whole} {'figure reads' if whole == 1 else 'figures read'} differently now"
    more = [f"{groups} more by group, which the data tables show"] if groups else []
    more += [f"{first} {'is' if first == 1 else 'are'} here for the first time"] if first else []
    return "; ".join([told, *more]) + "."


def _keys(kpis: Sequence[Kpi], results: Results, before: Results) -> list[Key]:
    named = [k.name for k in kpis]
    return sorted({**results.rows, **before.rows}, key=lambda key: (named.index(key.kpi), key.grain != "trust"))


def _differs(key: Key, results: Results, before: Results) -> bool:
    return results.figure(key).text != before.figure(key).text or _rag(key, results) != _rag(key, before)


def _rag(key: Key, results: Results) -> str:
    return str(results.row(key).get("rag") or "") if results.has(key) else ""


@dataclass(frozen=True)
class _Told:
    """The figures as they are and as they were, and what came between."""

    results: Results
    before: Results
    since: Since
    context: PackContext

    def row(self, key: Key) -> tuple[Cell, ...]:
        """A restated figure, its ratings, and why."""
        kpi, now = self.results.kpis[key.kpi], self.results.figure(key)
        # What is withheld now is withheld as it was then, too: the difference would tell it.
        hidden = now.mark == WITHHELD
        then: Cell = WITHHELD if hidden else self.before.figure(key)
        rated_then = Rating(Rag.GREY, "Withheld") if hidden else _rating(key, self.before)
        where = f"{key.place}: {kpi.beside.title}" if kpi.beside and key.population == BESIDE else key.place
        return (kpi.title, where, then, now, rated_then, _rating(key, self.results), self._why(key))

    def sent(self, key: Key) -> list[str]:
        """Which of the returns that were sent since count towards the figure."""
        read = self.results.kpis[key.kpi].returns
        came = enumerate(self.since.sent, start=1)
        return [f"return {at}" for at, s in came if s.return_name in read and self._counts(s.academy, key)]

    def _why(self, key: Key) -> str:
        sent = self.sent(key)
        if sent:
            more = len(sent) - _MOST_NAMED
            told = ", ".join(sent[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
            return f"{told[:1].upper()}{told[1:]} of those above."
        if WITHHELD in {self.results.figure(key).mark, self.before.figure(key).mark}:
            return "A figure that would tell it, or that it would tell, is withheld now or was then."
        return _SETTINGS if self.since.settings else _PROGRAM if self.since.program else _ELSEWHERE

    def _counts(self, academy: str, key: Key) -> bool:
        """Whether that academy's return is counted at the figure's place."""
        theirs = {a.name for a in self.context.academies if key.place in {a.name, a.phase}}
        return key.grain == "trust" or academy in {*theirs, self.context.trust.central.name}


def _rating(key: Key, results: Results) -> Cell:
    figure = results.figure(key)
    if not results.has(key):
        return Rating(Rag.GREY, "Withheld" if figure.mark == WITHHELD else "No data")
    if results.kpis[key.kpi].polarity is Polarity.NEITHER:
        return "For information"
    rag = Rag(_rag(key, results) or Rag.GREY)
    return Rating(rag, "Not rated" if rag is Rag.GREY else "")


def _sent(at: int, sent: Sent) -> tuple[Cell, ...]:
    replaced = day(sent.replaced) if sent.replaced else "None: the first"
    return (
        title_of(sent.return_name),
        sent.academy,
        at,
        day(sent.received),
        replaced,
        sent.digest[:_SHORT],
        period(sent.period).title,
    )
