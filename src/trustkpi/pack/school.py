"""School on a page: an academy's headline measures, how they moved, what needs attention there and what it sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from trustkpi.entries import ACCEPTED
from trustkpi.facts import Academy
from trustkpi.pack.concerns import Concern
from trustkpi.pack.exceptions import gap
from trustkpi.pack.rated import NOTES, direction, rating
from trustkpi.pack.results import MAIN, Key, PackContext, Results, written
from trustkpi.pack.scorecard import a_year_before, short
from trustkpi.pack.sentences import listed, trend, within
from trustkpi.pack.told import Told
from trustkpi.pack.trends import in_figures, moments, moves, trend_chart
from trustkpi.packs import CommitteePack
from trustkpi.pages import (
    NO_RETURN,
    NOT_AVAILABLE,
    WITHHELD,
    Block,
    Cell,
    Chart,
    Charts,
    Column,
    Grid,
    Page,
    Prose,
    Rag,
    Trend,
)  # fmt: skip
from validation.returns import title_of

_CHARTS, _HIGH = 2, 11
_MOST = 6  # lines on what needs attention; the rest is on the page of exceptions
_COLOURS = (Rag.RED, Rag.AMBER, Rag.GREEN)


def school_page(  # noqa: PLR0917  a page is made of what it shows and where that stands
    tab: str, academy: Academy, committee: CommitteePack, told: Told, charted: Sequence[str], drawn: Mapping[Key, Trend]
) -> Page:
    """The academy's page; `charted` are the measures that are charted before others. What does not apply to it is left out."""
    results, context = told.results, told.context
    keys = [Key(k.name, MAIN, "academy", academy.name) for k in told.headed]
    applying = [key for key in keys if _applies(key, results)] or keys
    first = sorted(applying, key=lambda key: key.kpi not in charted)
    charts = [_chart(key, results, context, drawn[key]) for key in _charted(first, results, context, drawn)]
    notes = (*_left_out(keys, applying, results), *_nationals(applying, results), *NOTES)
    rows = tuple(_row(k, results, context, drawn) for k in applying)
    grid = Grid("Where does it stand?", _columns(academy, context), rows, notes)
    blocks: list[Block] = [*([Charts(tuple(charts), _HIGH)] if charts else []), grid]
    profile = [*_profile(committee, academy, results)]
    blocks += [Prose((f"{'; '.join(profile)}.",), "What is it like?")] if profile else []
    blocks += [Prose((*_attention(academy, committee, told),), "What needs attention?")]
    blocks += [Prose((*_sent(academy, committee, context),), "What did it send?")]
    title = f"{academy.name} ({academy.phase.casefold()})"
    return Page(tab, title, _in_short(academy, applying, results), tuple(blocks), one_page=True)


def _applies(key: Key, results: Results) -> bool:
    """Whether the academy has, or had, or owes such a figure; a special school has none of a measure of primaries."""
    mark = results.figure(key).mark
    return results.has(key) or mark in {WITHHELD, NO_RETURN} or key in results.past


def _left_out(keys: Sequence[Key], applying: Sequence[Key], results: Results) -> Iterator[str]:
    titles = [within(results.kpis[key.kpi].title) for key in keys if key not in applying]
    if titles:
        yield f"No figure of it, and so not listed: {listed(titles)}."


def _nationals(keys: Sequence[Key], results: Results) -> Iterator[str]:
    """What the national figures are of, each label once."""
    labels = dict.fromkeys(str(results.row(key).get("national_label") or "") for key in keys)
    told = [label for label in labels if label]
    if told:
        yield f"National figures: {'; '.join(told)}."


def _profile(committee: CommitteePack, academy: Academy, results: Results) -> Iterator[str]:
    """What the academy is like, in a few figures."""
    for name in committee.profile:
        key = Key(name, MAIN, "academy", academy.name)
        if results.has(key):
            yield f"{results.kpis[name].title} {results.figure(key).text}"


def _charted(keys: Sequence[Key], results: Results, context: PackContext, drawn: Mapping[Key, Trend]) -> list[Key]:
    """Of those that moved the first measure, and of the others the first that is worst."""
    shown = [key for key in keys if key in drawn and results.has(key) and moves(key, drawn[key], results, context)]
    rags = [*_COLOURS, Rag.GREY]
    return [*shown[:1], *sorted(shown[1:], key=lambda key: rags.index(results.row(key).get("rag") or Rag.GREY))][:_CHARTS]


def _chart(key: Key, results: Results, context: PackContext, drawn: Trend) -> Chart:
    told = moments(key, results, context)
    return trend_chart(trend(key, told, results, a_year_before(context)), drawn, told)


def _columns(academy: Academy, context: PackContext) -> tuple[Column, ...]:
    return (
        Column("Measure", 46, left=True), Column(academy.name, 12), Column("Number counted", 9), Column("Trust", 9),
        Column("Target", 8), Column(f"Last period: {short(context.period.before())}", 12),
        Column(f"A year before: {short(context.period.a_year_before())}", 12), Column("National", 9),
        Column("Rating", 13), Column("Direction", 10),
        Column("Trend in figures, oldest first", 36, left=True), Column("Trend", 12),
    )  # fmt: skip


def _row(key: Key, results: Results, context: PackContext, drawn: Mapping[Key, Trend]) -> tuple[Cell, ...]:
    kpi, row, told = results.kpis[key.kpi], results.row(key), moments(key, results, context)
    target, *past = (
        written(row.get(c), kpi, mark="" if row.get(c) is not None else NOT_AVAILABLE)
        for c in ("target", "last_period", "last_year", "national")
    )
    return (
        kpi.title, results.figure(key), results.n(key), results.figure(results.trust(kpi.name)), target, *past,
        rating(key, results, with_basis=False), direction(key, results),
        in_figures(told) if len(told) > 1 else NOT_AVAILABLE, drawn.get(key, NOT_AVAILABLE),
    )  # fmt: skip


def _in_short(academy: Academy, keys: Sequence[Key], results: Results) -> str:
    if not any(results.returned(academy.name, key.kpi) for key in keys):
        return f"{NO_RETURN.capitalize()} was accepted for this period, so nothing can be said of it: neither good nor bad."
    rags = [results.row(key).get("rag") for key in keys if results.has(key)]
    counts = [f"{rags.count(colour)} {colour.value.casefold()}" for colour in _COLOURS if rags.count(colour)]
    return f"Of {len(keys)} headline measures, {listed(counts) if counts else 'none is rated'}."


def _attention(academy: Academy, committee: CommitteePack, told: Told) -> Iterator[str]:
    """The gravest first: red before amber, then the headline measures, then what the law asks."""
    results, context, headed = told.results, told.context, {k.name for k in told.headed}

    def gravity(concern: Concern) -> tuple[bool, bool, bool]:
        name = concern.key.kpi
        return (concern.rag is not Rag.RED, name not in headed, not committee.by_law(results.kpis[name]))

    found = sorted((c for c in told.concerns if c.key.place == academy.name), key=gravity)
    for concern in found[:_MOST]:
        kpi, said = results.kpis[concern.key.kpi], context.comments.of(concern.key.kpi, academy.name)
        held = gap(results.row(concern.key), kpi, context)
        doing = [
            f"{name}: {words}." for name, words in (("Action", said.action), ("Owner", said.owner), ("Due", said.due)) if words
        ]
        stands = f"{concern.rag.words} since {concern.since}: {kpi.title} is {results.figure(concern.key).text}, {held}."
        yield " ".join([stands, *([said.commentary] if said.commentary else []), *doing])
    if len(found) > _MOST:
        more = found[_MOST:]
        red = sum(c.rag is Rag.RED for c in more)
        focuses = listed([*dict.fromkeys(told.page(c.key) for c in more)])
        yield f"{len(more)} more, {red} of them red, are on the pages {focuses}."
    if not found:
        yield "Nothing of it is red, and nothing amber got worse."


def _sent(academy: Academy, committee: CommitteePack, context: PackContext) -> Iterator[str]:
    """The returns in a line, those that are not in first; what was queried; and the lines of registers that are its own."""
    mine = [
        (within(title_of(row["return"])), row["state"])
        for row in context.status.iter_rows(named=True)
        if row["academy"] == academy.name
    ]
    wanting = [f"{name} {state}" for name, state in mine if state != ACCEPTED]
    told = [*wanting, *([f"{len(mine) - len(wanting)} accepted on time"] if len(mine) > len(wanting) else [])]
    if told:
        yield f"Returns: {listed(told)}."
    asked = [q["explanation"] for q in context.queries.iter_rows(named=True) if q["academy"] == academy.name]
    if asked:
        explained = sum(bool((words or "").strip()) for words in asked)
        yield f"{len(asked)} {'query' if len(asked) == 1 else 'queries'}, {explained} explained."
    lists = [*_listed_lines(academy, committee, context)]
    if lists:
        yield f"Red on the committee's lists: {'; '.join(lists)}."


def _listed_lines(academy: Academy, committee: CommitteePack, context: PackContext) -> Iterator[str]:
    for name, lines in context.lists.items():
        if "academy" in lines.columns and context.registers[name].committee == committee.name:
            mine = lines.filter(lines["academy"] == academy.name)
            red = int((mine["rag"] == Rag.RED.value).sum())
            if red:
                yield f"{context.registers[name].title} {red} of {mine.height}"
