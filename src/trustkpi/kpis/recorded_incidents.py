"""Incidents that trustees ask for one by one: bullying, prejudice, sexual harassment, and the use of force."""

from __future__ import annotations

import polars as pl
from polars import col

from trustkpi.conduct_kpis import conduct_kpi, no_more_than_last_year
from trustkpi.kpi import COUNT_SHOWN, PERCENT_SHOWN, Breakdown, Count, Polarity, Ratio
from trustkpi.limits import owed_in_full
from validation.conduct import PREJUDICES
from validation.returns.behaviour import Incidents

_GIVEN = {code: meaning for code, meaning in PREJUDICES.items() if code != "N"}
BY_PREJUDICE = Breakdown.by_code("prejudice", "Prejudice", _GIVEN)


def _incidents(where: pl.Expr) -> Count:
    return Count(where.sum(), counts=where, among=where)


@conduct_kpi(
    title="Child-on-child sexual harassment or violence",
    focus=("T5.1-n",),
    reads=Incidents,
    shown=COUNT_SHOWN,
    polarity=Polarity.NEITHER,  # fewer records can mean fewer incidents or less reporting
    source=None,
)
def child_on_child_sexual_harassment_incidents() -> Count:
    """Incidents of sexual harassment or violence between children recorded since 1 September."""
    return _incidents(col("kind").is_in(["SEXH", "SEXV"]))


@conduct_kpi(
    title="Bullying incidents",
    focus=("T5.1-n",),
    reads=Incidents,
    shown=COUNT_SHOWN,
    polarity=Polarity.NEITHER,  # as above
    source=None,
    serves=("bullying_incidents", "bullying"),
)
def bullying_incidents() -> Count:
    """Incidents of bullying recorded since 1 September."""
    return _incidents(col("kind") == "BULL")


@conduct_kpi(
    title="Prejudice-related incidents",
    focus=("T5.1-n",),
    reads=Incidents,
    shown=COUNT_SHOWN,
    polarity=Polarity.NEITHER,  # as above
    breakdowns=(BY_PREJUDICE,),
    source=None,
)
def prejudice_incidents() -> Count:
    """Incidents with any prejudice behind them recorded since 1 September."""
    return _incidents(col("prejudice") != "N")


@conduct_kpi(
    title="Physical interventions",
    focus=("T5.1-n",),
    reads=Incidents,
    shown=COUNT_SHOWN,
    bands=no_more_than_last_year(3, "interventions"),
    source=None,
    serves=("use_of_force", "use_of_force/restraint"),
)
def use_of_force() -> Count:
    """Incidents since 1 September in which reasonable force or restraint was used."""
    return _incidents(col("force"))


@conduct_kpi(
    title="Parents told where force was used",
    focus=("T5.1-n",),
    reads=Incidents,
    shown=PERCENT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER,
    bands=owed_in_full("parents are told each time", amber=95),
    source=None,
)
def parents_told_of_force_pct() -> Ratio:
    """Physical interventions of which the parents were told, as a share of all since 1 September."""
    told = col("force") & col("parents_told").fill_null(value=False)
    return Ratio(told.sum(), col("force").sum(), counts=told, among=col("force"))
