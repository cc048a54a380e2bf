"""How the headline figures moved: a plain table of the earlier periods, and a small line drawn from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from trustkpi.kpi import Kpi
from trustkpi.pack.results import MAIN, Key, PackContext, Results, written
from trustkpi.pages import NOT_AVAILABLE, WITHHELD, Bar, Cell, Chart, Column, Data, Figure, Page, Trend
from validation.periods import period

TREND_DATA = "Trend data"
_VALUE = "Value"
_COLUMNS = (
    Column("KPI", 28, left=True), Column("Title", 34, left=True), Column("Level", 10, left=True), Column("Place", 20, left=True),
    Column("Period", 24, left=True), Column(_VALUE, 11), Column("Unit", 12, left=True), Column("Rating", 10, left=True),
)  # fmt: skip
_FEWEST = 2  # points that make a line


@dataclass(frozen=True)
class Moment:
    """A figure of one period, as it is drawn beside the present one, and how it was rated then."""

    period: str
    figure: Figure
    rag: str

    @property
    def title(self) -> str:
        """The period in few words: Spring 2025/26."""
        return period(self.period).title.replace(" term", "")


def moments(key: Key, results: Results, context: PackContext) -> list[Moment]:
    """The figure through the periods, the oldest first and the present last."""
    kpi = results.kpis[key.kpi]
    told = [Moment(row["period"], _then(row["trend"], row, kpi), row["rag"]) for row in results.past.get(key, ())]
    row = results.row(key)
    return [*told, Moment(context.period.name, results.figure(key), row.get("rag") or "")] if row else told


def _then(value: float | None, row: Mapping[str, object], kpi: Kpi) -> Figure:
    mark = WITHHELD if row.get("mark") else "" if value is not None else NOT_AVAILABLE
    return written(value, kpi, mark=mark)


def in_figures(told: Sequence[Moment]) -> str:
    """The figures of a trend, the oldest first: 9.1, 8.9, [c], 8.7."""
    return ", ".join(m.figure.text.removesuffix(m.figure.after) for m in told)


def moves(key: Key, drawn: Trend, results: Results, context: PackContext) -> bool:
    """Whether the figures that are drawn are not all the same: equal bars tell nothing that a sentence does not."""
    told = moments(key, results, context)
    return len({m.figure.text for m in told[len(told) - (drawn.last - drawn.first + 1) :]}) > 1


def trend_chart(title: str, drawn: Trend, told: Sequence[Moment]) -> Chart:
    """The figures of a trend as upright bars; those before a gap are left out, so that nothing looks like nought."""
    last = told[len(told) - (drawn.last - drawn.first + 1) :]
    bars = tuple(Bar(at, m.figure.text, value=m.figure.value or 0.0) for at, m in enumerate(last))
    alt = "; ".join(f"{m.title} {m.figure.text}" for m in last)
    return Chart(title, bars, f"Column chart. {title}. {alt}", over=drawn)


def trend_page(kpis: Sequence[Kpi], results: Results, context: PackContext) -> tuple[Page, dict[Key, Trend]]:
    """The trends of those KPIs for the trust and each academy, one figure a row, and where each is drawn from."""
    rows: list[tuple[Cell, ...]] = []
    drawn: dict[Key, Trend] = {}
    for key in _keys(kpis, results, context):
        told = moments(key, results, context)
        rows += [_line(key, m, results) for m in told]
        clear = len([*takewhile(lambda m: not m.figure.mark and m.figure.value is not None, reversed(told))])
        if clear >= _FEWEST:
            drawn[key] = Trend(TREND_DATA, _VALUE, len(rows) - clear, len(rows) - 1, in_figures(told))
    about = "One row a figure and period. Earlier figures of the trust are of the academies that have one now."
    return Page(TREND_DATA, "Trends: the figures behind the lines", about, (Data("TrendData", _COLUMNS, tuple(rows)),)), drawn


def _keys(kpis: Sequence[Kpi], results: Results, context: PackContext) -> Iterator[Key]:
    for kpi in kpis:
        yield results.trust(kpi.name)
        yield from (Key(kpi.name, MAIN, "academy", a.name) for a in context.academies)


def _line(key: Key, moment: Moment, results: Results) -> tuple[Cell, ...]:
    kpi = results.kpis[key.kpi]
    level = key.grain.capitalize()
    return (key.kpi, kpi.title, level, key.place, moment.title, moment.figure, kpi.shown.name, moment.rag or NOT_AVAILABLE)
