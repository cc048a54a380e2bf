"""What changed since the last issue of the pack: each figure that reads differently, why, and the return behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from trustkpi.kpi import Kpi, Polarity
from trustkpi.pack.results import BESIDE, Key, PackContext, Results
from trustkpi.pages import WITHHELD, Block, Cell, Column, Grid, Page, Prose, Rag, Rating, day
from trustkpi.since import Sent, Since
from validation.periods import period
from validation.returns import returns

CHANGES = "What changed"
_FIRST = "This is the first issue of this pack, so no figure in it has been restated."
_NOTHING = "Every figure reads as it did then."
_SETTINGS = "The trust's settings were changed: limits, targets, academies or the size of group that is withheld."
_PROGRAM = "The program that works the figures out was changed; its change log says how."
_ELSEWHERE = "It follows from a change elsewhere in the pack."
_MOST_NAMED = 3
_SHORT = 12  # of a digest's characters: enough to find it in trustkpi history
_FIGURES = (
    Column("Measure", 34, left=True), Column("Where", 22, left=True), Column("Then", 12), Column("Now", 12),
    Column("Rating then", 13), Column("Rating now", 13), Column("Why", 62, left=True),
)  # fmt: skip
_RETURNS = (
    Column("Return", 34, left=True), Column("Academy", 22, left=True), Column("Received", 12), Column("Replaces that of", 12),
    Column("Submission", 13), Column("Period", 13, left=True),
)  # fmt: skip


def changes_page(kpis: Sequence[Kpi], results: Results, context: PackContext) -> Page:
    """The restated figures of whole places, then what was sent since; those by pupil group are counted."""
    about = "Figures that were restated since the last issue of this pack, with the reason and the return behind it."
    return Page(CHANGES, "What changed since the last issue", about, tuple(_blocks(kpis, results, context.since)))


def _blocks(kpis: Sequence[Kpi], results: Results, since: Since | None) -> Iterator[Block]:
    if since is None:
        yield Prose((_FIRST,))
        return
    if since.figures is None:
        yield Prose((f"What issue {since.issue} showed is no longer in the store, so nothing can be held against it.",))
        return
    before = Results.of(since.figures, results.kpis)
    changed = [key for key in _keys(kpis, results, before) if _differs(key, results, before)]
    whole = [key for key in changed if not key.breakdown]
    yield Prose((f"Issue {since.issue} was final, as at {day(since.as_at)}. {_counted(len(whole), len(changed) - len(whole))}",))
    if whole:
        rows = tuple(_row(key, results, before, since) for key in whole)
        yield Grid("Which figures were restated?", _FIGURES, rows, name="restated")
    if since.sent:
        yield Grid("What was sent since?", _RETURNS, tuple(_sent(s) for s in since.sent), name="sent")
    yield from [Prose((says,)) for says, so in ((_SETTINGS, since.settings), (_PROGRAM, since.program)) if so]


def _counted(whole: int, groups: int) -> str:
    if not whole + groups:
        return _NOTHING
    told = f"{whole} {'figure reads' if whole == 1 else 'figures read'} differently now"
    return f"{told}, and {groups} more by group, which the data tables show." if groups else f"{told}."


def _keys(kpis: Sequence[Kpi], results: Results, before: Results) -> list[Key]:
    named = [k.name for k in kpis]
    return sorted({**results.rows, **before.rows}, key=lambda key: (named.index(key.kpi), key.grain != "trust"))


def _differs(key: Key, results: Results, before: Results) -> bool:
    return results.figure(key).text != before.figure(key).text or _rag(key, results) != _rag(key, before)


def _rag(key: Key, results: Results) -> str:
    return str(results.row(key).get("rag") or "") if results.has(key) else ""


def _row(key: Key, results: Results, before: Results, since: Since) -> tuple[Cell, ...]:
    kpi = results.kpis[key.kpi]
    # What is withheld now is withheld as it was then, too: the difference would tell it.
    hidden = results.figure(key).mark == WITHHELD
    then: Cell = WITHHELD if hidden else before.figure(key)
    rated_then = Rating(Rag.GREY, "Withheld") if hidden else _rating(key, before)
    where = f"{key.place}: {kpi.beside.title}" if kpi.beside and key.population == BESIDE else key.place
    why = _why(key, kpi, results, before, since)
    return (kpi.title, where, then, results.figure(key), rated_then, _rating(key, results), why)


def _rating(key: Key, results: Results) -> Cell:
    figure = results.figure(key)
    if not results.has(key):
        return Rating(Rag.GREY, "Withheld" if figure.mark == WITHHELD else "No data")
    if results.kpis[key.kpi].polarity is Polarity.NEITHER:
        return "For information"
    rag = Rag(_rag(key, results) or Rag.GREY)
    return Rating(rag, "Not rated" if rag is Rag.GREY else "")


def _why(key: Key, kpi: Kpi, results: Results, before: Results, since: Since) -> str:
    behind = [s for s in since.sent if s.return_name in kpi.returns and (key.grain != "academy" or s.academy == key.place)]
    if behind:
        more = len(behind) - _MOST_NAMED
        told = [_told(s) for s in behind[:_MOST_NAMED]]
        return "\n".join([*told, *([f"And {more} more, listed below."] if more > 0 else [])])
    if WITHHELD in {results.figure(key).mark, before.figure(key).mark}:
        return "A figure that would tell it, or that it would tell, is withheld now or was then."
    return _SETTINGS if since.settings else _PROGRAM if since.program else _ELSEWHERE


def _told(sent: Sent) -> str:
    what = f"{sent.academy}'s {sent.return_name} return of {period(sent.period).title}"
    if sent.replaced is None:
        return f"{what} came on {day(sent.received)} (submission {sent.digest[:_SHORT]})."
    return f"{what} was sent again on {day(sent.received)} (submission {sent.digest[:_SHORT]})."


def _sent(sent: Sent) -> tuple[Cell, ...]:
    title = returns()[sent.return_name].title if sent.return_name in returns() else sent.return_name
    replaces = day(sent.replaced) if sent.replaced else "None: the first"
    return (title, sent.academy, day(sent.received), replaces, sent.digest[:_SHORT], period(sent.period).title)
