"""Permanent exclusions over three years, so that one event does not make a trend and a habit shows."""

from __future__ import annotations

from polars import col, struct

from trustkpi.conduct_kpis import conduct_kpi, no_more_than_last_year
from trustkpi.kpi import PER_100_SHOWN, Heads, Ratio, Shown
from validation.returns.exclusions import History

_TERMS_A_YEAR = 3
_A_YEAR_SHOWN = Shown("a year", 1)
_TERMS = struct("year", "term").n_unique()
_HEADS = Heads(people=col("roll").sum() // _TERMS, inside=col("permanent").sum())


@conduct_kpi(
    title="Permanent exclusions a year, over three years",
    focus=("T1.3-e",),
    reads=History,
    shown=_A_YEAR_SHOWN,
    bands=no_more_than_last_year(0.5, "a year"),
)
def pex_rolling_3yr_avg() -> Ratio:
    """Permanent exclusions in the last nine terms, for every three of them."""
    return Ratio(col("permanent").sum(), _TERMS, per=_TERMS_A_YEAR, heads=_HEADS)


@conduct_kpi(
    title="Permanent exclusions a year per 100 pupils, over three years",
    focus=("T1.3-e",),
    reads=History,
    shown=PER_100_SHOWN,
    bands=no_more_than_last_year(0.1, "for every hundred pupils"),
)
def pex_rolling_3yr_rate() -> Ratio:
    """Permanent exclusions in the last nine terms, for every three of them and every hundred pupils of the terms' rolls."""
    return Ratio(col("permanent").sum(), col("roll").sum(), per=100 * _TERMS_A_YEAR, heads=_HEADS)
