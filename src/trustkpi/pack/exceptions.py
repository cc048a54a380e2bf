"""The exceptions on two pages: a row a measure that is red, or amber and worse, or a return that is missing; the rest counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from trustkpi.colours import LIMITS
from trustkpi.comments import Field
from trustkpi.comparators import on
from trustkpi.formula import labels
from trustkpi.in_force import in_force
from trustkpi.kpi import Kpi
from trustkpi.pack.commentary import TYPE_HERE, last_time
from trustkpi.pack.concerns import Concern, Missing, missing
from trustkpi.pack.gravest import Alike, counted, gravest_first, place, talked_about
from trustkpi.pack.results import PackContext, Results
from trustkpi.pack.sentences import listed
from trustkpi.pack.told import EXCEPTIONS, Told
from trustkpi.packs import CommitteePack
from trustkpi.pages import DASH, Block, Cell, Column, Grid, Page, Prose, Rag, Rating
from trustkpi.pupil_numbers import without_numbers
from trustkpi.shown import displayed
from validation.returns import title_of

_COLUMNS = (
    Column("What", 32, left=True), Column("Where", 36, left=True), Column("Now", 15), Column("Last time", 11),
    Column("How far out", 26, left=True), Column("Since", 13, left=True), Column("What is known", 22, left=True),
    Column("Commentary", 24, left=True), Column("Action", 20, left=True), Column("Owner", 9, left=True),
    Column("Due", 9, left=True),
)  # fmt: skip
_MOST = 30  # rows that may be typed on: with what is counted below them they are two printed pages (product default)
_MOST_LONE = 6  # more measures than so many are worth a table of their own
_NONE = "Nothing is red, no amber got worse, and no return is missing."


def exceptions_page(committee: CommitteePack, told: Told) -> Page:
    """A row a measure or missing return with cells to type in, the gravest first, and by focus what did not fit."""
    results, context = told.results, told.context
    found, silent = told.concerns, missing(context)
    if not found and not silent:
        return Page(EXCEPTIONS, EXCEPTIONS, _NONE, (Prose((_NONE,)),))
    grouped = gravest_first(committee, told)
    gone = [[*returns] for _, returns in groupby(sorted(silent, key=lambda m: m.return_name), key=lambda m: m.return_name)]
    room = max(_MOST - len(gone), 0)
    shown, rest = (grouped, []) if len(grouped) <= room + _MOST_LONE else (grouped[:room], grouped[room:])
    shown, rest = [*shown, *talked_about(rest, context)], [a for a in rest if not talked_about([a], context)]
    rows = (*(_row(a, results, context) for a in shown), *(_missing_row(m, results, context) for m in gone))
    blocks: list[Block] = [Grid("", _COLUMNS, rows, (TYPE_HERE,), name="exceptions", close=True)]
    if rest:
        blocks.append(counted(rest, committee, told))
    return Page(EXCEPTIONS, "Exceptions: what needs the committee's attention", _in_short(found, silent), tuple(blocks))


def _in_short(found: Sequence[Concern], silent: Sequence[Missing]) -> str:
    reds = sum(c.rag is Rag.RED for c in found)
    new = sum(c.rag is Rag.RED and c.is_new for c in found)
    measures = len({c.key.kpi for c in found})
    told = [f"{reds} red, {new} of them new" if new else f"{reds} red", f"{len(found) - reds} amber and worse than before"]
    of = f" ({measures} {'measure' if measures == 1 else 'measures'})" if found else ""
    returns = f"{len(silent)} {'return' if len(silent) == 1 else 'returns'} not accepted" if silent else "no return is missing"
    return f"{', '.join(told)}{of}; {returns}."


def _row(alike: Alike, results: Results, context: PackContext) -> tuple[Cell, ...]:
    first, kpi = alike.first, alike.kpi
    return (
        kpi.title, _where(alike, results), Rating(first.rag, figure=results.figure(first.key), flat=True), _then(first.before),
        gap(results.row(first.key), kpi, context), first.since, "\n".join(_known(alike, context)) or "Nothing yet.",
        *(context.comments.entry(kpi.name, alike.academy, of) for of in Field),
    )  # fmt: skip


def _where(alike: Alike, results: Results) -> str:
    """The place that the row shows in full, then the others with their figures: Unity; red too: Denewood 69.6%."""
    first, *others = alike.concerns
    told = [place(first)]
    for rag, words in ((Rag.RED, "red too" if first.rag is Rag.RED else "red"), (Rag.AMBER, "amber and worse")):
        places = [f"{place(c)} {results.figure(c.key).text}" for c in others if c.rag is rag]
        told += [f"{words}: {', '.join(places)}"] if places else []
    return "; ".join(told)


def _known(alike: Alike, context: PackContext) -> Iterator[str]:
    for academy in (alike.academy, *(a for a in alike.academies if a != alike.academy)):
        named = "The academy" if alike.academy or not academy else academy
        yield from (f"{named}: {words}" for words in _explained(alike.kpi, academy, context))
        said = [*_said(alike.kpi.name, academy, context)]
        yield from (f"{academy}, {words[0].lower()}{words[1:]}" if academy != alike.academy else words for words in said)


def _missing_row(gone: Sequence[Missing], results: Results, context: PackContext) -> tuple[Cell, ...]:
    """A return that is missing, with the academies that have not sent it, each with its state."""
    name = gone[0].return_name
    academy = gone[0].academy if len(gone) == 1 else ""
    sent = [
        m.academy
        for m in gone
        if any(key.place == m.academy and results.kpis[key.kpi].return_name == name for key in results.past)
    ]
    accepted = "Accepted" if len(sent) == len(gone) else f"{len(sent)} accepted" if sent else DASH
    states = f"{gone[0].state[:1].upper()}{gone[0].state[1:]}" if academy else "; ".join(f"{m.academy}: {m.state}" for m in gone)
    known = [words for m in gone for words in _said(name, m.academy, context)]
    return (
        f"{title_of(name)} return", listed([m.academy for m in gone]), Rating(None), accepted, states,
        context.period.title.replace(" term", ""), "\n".join(known) or "Nothing yet.",
        *(context.comments.entry(name, academy, of) for of in Field),
    )  # fmt: skip


def _then(rag: str) -> Cell:
    return Rating(Rag(rag), "Not rated" if rag == Rag.GREY else "") if rag else DASH


def gap(row: Mapping[str, Any], kpi: Kpi, context: PackContext) -> str:
    """How far a figure is from what it was held against: 1.2 points above national (7.1%)."""
    band = in_force(kpi, context.trust.bands, str(row["phase"]), on(kpi, context.period, context.trust, context.as_at))
    if band is None or row["colours_by"] != LIMITS:
        return _short(str(row["rag_reason"]).partition(";")[0])
    away = displayed(row["value"], kpi.shown.places) - displayed(band.green, kpi.shown.places)
    side = "above" if away > 0 else "below"
    return _short(f"{kpi.shown.apart(abs(away))} {side} the limit of green ({kpi.shown.text(band.green)})")


def _short(words: str) -> str:
    return words.replace("percentage point", "point").replace("the national figure", "national")


def _explained(kpi: Kpi, academy: str, context: PackContext) -> Iterator[str]:
    """What the academy says of queries about the columns that the KPI reads."""
    headings = labels(kpi)
    read, sheets = {headings.get(c, "") for c in kpi.columns()}, {s.facts().title for s in kpi.sheets}
    for query in context.queries.iter_rows(named=True):
        words = (query["explanation"] or "").strip()
        if words and (query["academy"], query["sheet"] in sheets, query["label"] in read) == (academy, True, True):
            yield without_numbers(words)


def _said(subject: str, academy: str, context: PackContext) -> Iterator[str]:
    said = context.comments.last_time(subject, academy)
    if said:
        yield f"Last time: {last_time(said)}"
