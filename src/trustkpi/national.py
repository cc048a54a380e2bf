"""National figures, looked up for a phase and a period, and named as what they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import Any

import polars as pl

from trustkpi.kpi import Benchmark, Source
from validation.periods import Period

FULL_YEAR, TO_DATE, TERM = "full year", "year to date", "term"
COLUMNS = {
    "measure": pl.String, "series": pl.String, "phase": pl.String, "group": pl.String, "period": pl.String, "through": pl.Date,
    "value": pl.Float64, "source": pl.String, "link": pl.String,
}  # fmt: skip
Row = dict[str, Any]
_LAST_HALF_TERM = 2
_SUMMER_HOLIDAY = 7


@dataclass(frozen=True)
class National:
    """A national figure, which stretch of which year it covers, and whether a return covers the same one."""

    value: float
    covers: str
    same_period: bool
    source: Source


@cache
def benchmarks() -> pl.DataFrame:
    """Every published figure of `benchmarks/`; `through` is the last day that it counts."""
    folder = resources.files("trustkpi").joinpath("benchmarks")
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".csv")), key=lambda f: f.name)
    tables = [pl.read_csv(f.read_bytes(), schema=COLUMNS).with_columns(pl.col("group").fill_null("")) for f in files]
    return pl.concat(tables)


def national(benchmark: Benchmark, phase: str, of: Period, closes: date) -> National | None:
    """The figure of that phase to hold against a return that closes on that day; None where none is published.

    One that covers the same stretch of the same year comes first (the accredited full year before the daily registers);
    otherwise it is the newest that was over by then.
    """
    known = _published(benchmark, f"{of.term} {TERM}" if of.kind == TERM else "", phase)
    same = [row for row in known if _same(row, of, closes) or (benchmark.summer == row["measure"] and _of_last_summer(row, of))]
    over = [row for row in known if row["through"] <= closes]
    chosen = min(same, key=_series, default=None) or max(over, key=_newest, default=None)
    if chosen is None:
        return None
    return National(chosen["value"], _covers(chosen), bool(same), Source(chosen["source"], chosen["link"]))


@cache
def _published(benchmark: Benchmark, term: str, phase: str) -> tuple[Row, ...]:
    series = (
        (benchmark.full_year, FULL_YEAR), (benchmark.summer, FULL_YEAR), (benchmark.year_to_date, TO_DATE),
        (benchmark.term, term),
    )  # fmt: skip
    ours = pl.any_horizontal(
        pl.lit(value=False), *((pl.col("measure") == name) & (pl.col("series") == of) for name, of in series if name and of)
    )
    rows = benchmarks().filter(ours & (pl.col("phase") == phase) & (pl.col("group") == ""))
    return tuple(rows.iter_rows(named=True))


def _same(row: Row, of: Period, closes: date) -> bool:
    """Whether figure and return both run from September to the same week, over the whole year or over the same term."""
    if row["period"] != f"{of.year}/{(of.year + 1) % 100:02}":
        return False
    if row["series"].endswith(TERM):
        return True
    if row["series"] == TO_DATE:
        return _monday(row["through"]) == _monday(closes)
    ends_the_year = of.kind == "year" or (of.term == "summer" and of.half in {0, _LAST_HALF_TERM})
    return ends_the_year and closes.month >= _SUMMER_HOLIDAY


def _of_last_summer(row: Row, of: Period) -> bool:
    return bool(row["period"] == results_year(of))


def results_year(of: Period) -> str:
    """The academic year whose summer results a pack of that period shows: its own at its end, else the one before."""
    year = of.year if of.kind == "year" else of.year - 1
    return f"{year}/{(year + 1) % 100:02}"


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _series(row: Row) -> str:
    return str(row["series"])


def _newest(row: Row) -> tuple[date, bool]:
    return row["through"], row["series"] == FULL_YEAR


def _covers(row: Row) -> str:
    through: date = row["through"]
    if row["series"] == FULL_YEAR:
        return f"full year {row['period']}"
    if row["series"].endswith(TERM):
        return f"{row['series']} {row['period']}"
    return f"year to {through.day} {through:%B %Y}"


def weighted(parts: Iterable[tuple[str, National | None, int]]) -> National | None:
    """The figures of several phases (phase, figure, weight) as one; None where a phase that weighs has none."""
    told = [(phase, figure, weight) for phase, figure, weight in parts if weight]
    figures = [(figure, weight) for _, figure, weight in told if figure is not None]
    total = sum(weight for _, weight in figures)
    if not total or len(figures) < len(told):
        return None
    value = sum(figure.value * weight for figure, weight in figures) / total
    covers: dict[str, list[str]] = {}
    for phase, figure, _ in told:
        covers.setdefault(figure.covers if figure else "", []).append(phase.lower())
    words = "; ".join(f"{' and '.join(phases)} {what}" for what, phases in covers.items())
    same = all(figure.same_period for figure, _ in figures)
    return National(value, f"weighted by phase: {words}", same, figures[0][0].source)
