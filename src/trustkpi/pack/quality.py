"""How complete and timely the returns behind a pack are, and what the academies say of what was queried."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

import polars as pl

from trustkpi.pack.results import PackContext
from trustkpi.pages import NOT_APPLICABLE, Cell, Column, Grid, Page, Prose, Rag, Rating
from trustkpi.pupil_numbers import without_numbers
from validation.returns import returns, title_of

QUALITY, QUERIES = "Data quality", "Queries"
NOT_EXPLAINED = "No explanation was given."


def quality_pages(context: PackContext) -> Iterator[Page]:
    """The state of each academy's returns; then, where any was queried, each query with its explanation."""
    asked = _returns(context.status)
    states = _states(context, asked) if asked else Prose(("No returns were asked for in this period.",))
    yield Page(QUALITY, "Data quality and timeliness", _in_short(context), (states,))
    if not context.queries.is_empty():
        yield Page(QUERIES, "What was unusual, and what do the academies say of it?", _queried(context), (_queries(context),))


def behind(context: PackContext, names: Collection[str]) -> PackContext:
    """The context with the states and queries of those returns only: what stands behind a committee's pages, and no more."""
    sheets = {sheet.facts().title for name in names for sheet in returns()[name].sheets}
    # The state of a return of another kind of period is told with that period: workforce 2026-03-31.
    status, queries = context.status, context.queries
    if not status.is_empty():
        status = status.filter(pl.col("return").str.split(" ").list.first().is_in([*names]))
    if not queries.is_empty():
        queries = queries.filter(pl.col("sheet").is_in([*sheets]))
    return replace(context, status=status, queries=queries)


def _returns(status: pl.DataFrame) -> list[str]:
    return sorted(set(status["return"])) if not status.is_empty() else []


def _in_short(context: PackContext) -> str:
    if context.status.is_empty():
        return "No returns were asked for in this period."
    states = [str(s).casefold() for s in context.status["state"]]
    accepted = sum(s.startswith("accepted") for s in states)
    counts = [(word, sum(word in s for s in states if not s.startswith("accepted"))) for word in ("sent back", "late", "missing")]
    wrong = "".join(f"; {n} {word}" for word, n in counts if n)
    return f"{accepted} of {len(states)} returns accepted{wrong}. {_queried(context)}"


def _queried(context: PackContext) -> str:
    asked = len(context.queries)
    explained = sum(bool((e or "").strip()) for e in context.queries["explanation"]) if asked else 0
    return f"{_plural(asked, 'query', 'queries')}, {explained} explained." if asked else "No queries."


def _plural(n: int, one: str, many: str) -> str:
    return f"{n:,} {one if n == 1 else many}"


def _states(context: PackContext, asked: list[str]) -> Grid:
    found = {(row["academy"], row["return"]): str(row["state"]) for row in context.status.iter_rows(named=True)}
    listed = [a.name for a in context.academies]
    listed += sorted({academy for academy, _ in found} - {*listed})
    rows = tuple((title_of(r), *(_state(found.get((academy, r), "")) for academy in listed)) for r in asked)
    columns = (Column("Return", 30, left=True), *(Column(academy, 18) for academy in listed))
    notes = ("A return that was sent back, is late or is missing is not in the figures: the academy shows as no return.",)
    return Grid("What was asked for, and what came?", columns, rows, notes, name="returns")


def _state(says: str) -> Cell:
    plain = says.casefold()
    if not says:
        return NOT_APPLICABLE
    word = says[:1].upper() + says[1:]
    if plain.startswith("accepted"):
        return Rating(Rag.AMBER if "late" in plain else Rag.GREEN, word)
    if plain.startswith(("due", "not due")):
        return Rating(Rag.GREY, word)
    return Rating(Rag.RED, word)


def _queries(context: PackContext) -> Grid:
    columns = (
        Column("Academy", 22, left=True), Column("Where in its return", 32, left=True), Column("What was queried", 44, left=True),
        Column("What the academy says", 50, left=True),
    )  # fmt: skip
    return Grid("", columns, tuple(_query(row) for row in context.queries.iter_rows(named=True)), name="queries")


def _query(row: dict[str, str | None]) -> tuple[Cell, ...]:
    label, says = row["label"] or "", row["says"] or ""
    where = f"{row['sheet']}: {label}" if label else row["sheet"]
    return (row["academy"], where, without_numbers(says), without_numbers((row["explanation"] or "").strip()) or NOT_EXPLAINED)
