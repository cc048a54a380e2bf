"""The exceptions: what is red, what is amber and got worse, and what is missing, with what is being done about each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from trustkpi.comments import Field
from trustkpi.formula import labels
from trustkpi.kpi import Kpi
from trustkpi.pack.commentary import TYPE_HERE, last_time
from trustkpi.pack.concerns import Concern, Missing, concerns, missing
from trustkpi.pack.results import PackContext, Results
from trustkpi.pages import DASH, Cell, Column, Grid, Page, Prose, Rag, Rating
from trustkpi.pupil_numbers import without_numbers
from trustkpi.shown import displayed

EXCEPTIONS = "Exceptions"
_COLUMNS = (
    Column("Where", 13, left=True), Column("What", 22, left=True), Column("Now", 10), Column("Last time", 9),
    Column("How far out", 18, left=True), Column("Since", 12, left=True), Column("What is known", 30, left=True),
    Column("Commentary", 30, left=True), Column("Action", 26, left=True), Column("Owner", 12, left=True),
    Column("Due", 11, left=True),
)  # fmt: skip
_FEW = 20  # with more than so many, rows are no taller than their words, so that they stay on two pages
_CLOSE = {
    "What": 40.0, "Now": 17.0, "Last time": 12.5, "How far out": 46.0, "Since": 17.0, "What is known": 22.0, "Commentary": 28.0,
    "Action": 22.0,
}  # fmt: skip
_NONE = "Nothing is red, no amber got worse, and no return is missing."
TRUST_WIDE = "Whole trust"
_LIMIT = re.compile(r"green at £?(-?[0-9.,]+)")


def exceptions_page(kpis: Sequence[Kpi], results: Results, context: PackContext) -> Page:
    """A row an exception, the reds first and the missing returns last, with cells to type in."""
    found, silent = concerns(kpis, results, context), missing(context)
    rows = (*(_row(c, results, context) for c in found), *(_missing_row(m, results, context) for m in silent))
    many = len(rows) > _FEW
    if not rows:
        return Page(EXCEPTIONS, EXCEPTIONS, _NONE, (Prose((_NONE,)),))
    grid = Grid("", _COLUMNS, rows, (TYPE_HERE,), name="exceptions")
    if many:
        columns = tuple(replace(column, width=_CLOSE.get(column.heading, column.width)) for column in _COLUMNS)
        grid = replace(grid, columns=columns, rows=tuple(_flat(row) for row in rows), close=True)
    return Page(EXCEPTIONS, "Exceptions: what needs the committee's attention", _in_short(found, silent), (grid,))


def _flat(row: tuple[Cell, ...]) -> tuple[Cell, ...]:
    return tuple(replace(cell, flat=True) if isinstance(cell, Rating) else cell for cell in row)


def _in_short(found: Sequence[Concern], silent: Sequence[Missing]) -> str:
    reds = sum(c.rag is Rag.RED for c in found)
    new = sum(c.rag is Rag.RED and c.is_new for c in found)
    told = [f"{reds} red, {new} of them new" if new else f"{reds} red", f"{len(found) - reds} amber and worse than before"]
    return f"{', '.join(told)}; {len(silent)} {'return' if len(silent) == 1 else 'returns'} not accepted."


def _row(concern: Concern, results: Results, context: PackContext) -> tuple[Cell, ...]:
    key, kpi = concern.key, results.kpis[concern.key.kpi]
    academy = "" if key.grain == "trust" else key.place
    known = [*_explained(kpi, academy, context), *_said(kpi.name, academy, context)]
    return (
        academy or TRUST_WIDE, kpi.title, Rating(concern.rag, figure=results.figure(key)), _then(concern.before),
        gap(results.row(key), kpi), concern.since, "\n".join(known) or "Nothing yet.",
        *(context.comments.entry(kpi.name, academy, of) for of in Field),
    )  # fmt: skip


def _missing_row(gone: Missing, results: Results, context: PackContext) -> tuple[Cell, ...]:
    sent = any(key.place == gone.academy and results.kpis[key.kpi].return_name == gone.return_name for key in results.past)
    known = "\n".join(_said(gone.return_name, gone.academy, context)) or "Nothing yet."
    return (
        gone.academy, f"{gone.return_name.capitalize()} return", Rating(None), "Accepted" if sent else DASH,
        gone.state.capitalize(), context.period.title.replace(" term", ""), known,
        *(context.comments.entry(gone.return_name, gone.academy, of) for of in Field),
    )  # fmt: skip


def _then(rag: str) -> Cell:
    return Rating(Rag(rag), "Not rated" if rag == Rag.GREY else "") if rag else DASH


def gap(row: Mapping[str, Any], kpi: Kpi) -> str:
    """How far a figure is from what it was held against: 1.2 points above national (7.1%)."""
    reason = str(row["rag_reason"]).partition(";")[0]
    limit = _LIMIT.match(reason)
    if limit:
        green = Decimal(limit[1].replace(",", ""))
        away = displayed(row["value"], kpi.shown.places) - green
        side = "above" if away > 0 else "below"
        return _short(f"{kpi.shown.apart(abs(away))} {side} the limit of green ({kpi.shown.text(green)})")
    return _short(reason)


def _short(words: str) -> str:
    return words.replace("percentage point", "point").replace("the national figure", "national")


def _explained(kpi: Kpi, academy: str, context: PackContext) -> Iterator[str]:
    """What the academy says of queries about the columns that the KPI reads."""
    headings = labels(kpi)
    read, sheets = {headings.get(c, "") for c in kpi.columns()}, {s.facts().title for s in kpi.sheets}
    for query in context.queries.iter_rows(named=True):
        words = (query["explanation"] or "").strip()
        if words and (query["academy"], query["sheet"] in sheets, query["label"] in read) == (academy, True, True):
            yield f"The academy: {without_numbers(words)}"


def _said(subject: str, academy: str, context: PackContext) -> Iterator[str]:
    said = context.comments.last_time(subject, academy)
    if said:
        yield f"Last time: {last_time(said)}"
