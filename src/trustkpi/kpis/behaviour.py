"""How pupils behave, what is done about it, and whether academies do it alike."""

from __future__ import annotations

import polars as pl
from polars import col
from polars import len as rows

from trustkpi.conduct import GROUPS, per_pupil
from trustkpi.conduct_kpis import IN_FORCE, conduct_kpi, no_more_than_last_year
from trustkpi.incidents import PupilBehaviour, Spread, spread_of
from trustkpi.kpi import COUNT_SHOWN, PERCENT_SHOWN, PRODUCT_DEFAULT, TIMES_SHOWN, Bands, Breakdown, Count, Polarity, Ratio
from validation.conduct import INCIDENTS, PREJUDICES, SANCTIONS
from validation.returns.behaviour import Incidents

_SANCTIONED = col("sanction") != "NONE"


def _named(column: str, meanings: dict[str, str]) -> pl.Expr:
    return col(column).replace_strict(meanings, default=None, return_dtype=pl.String)


BY_KIND = Breakdown("incident", "Kind of incident", _named("kind", INCIDENTS), tuple(INCIDENTS.values()))
BY_SANCTION = Breakdown("sanction", "Sanction", _named("sanction", SANCTIONS), tuple(SANCTIONS.values()))
_GIVEN = {code: meaning for code, meaning in PREJUDICES.items() if code != "N"}
BY_PREJUDICE = Breakdown("prejudice", "Prejudice", _named("prejudice", _GIVEN), tuple(_GIVEN.values()))


@conduct_kpi(
    title="Behaviour incidents, per 100 pupils",
    focus=("T1.3-a", "T5.1-g"),
    reads=PupilBehaviour,
    bands=no_more_than_last_year(10, "for every hundred pupils"),
    breakdowns=GROUPS,
    source=None,
    serves=("behaviour_incidents_per_100", "incidents_per_100_trend"),
)
def behaviour_incidents_per_100() -> Ratio:
    """Incidents recorded since 1 September, for every hundred pupils of the headcount."""
    return per_pupil(col("incidents"))


@conduct_kpi(
    title="Incidents that led to a sanction",
    focus=("T1.3-a",),
    reads=Incidents,
    shown=PERCENT_SHOWN,
    polarity=Polarity.NEITHER,
    breakdowns=(BY_KIND,),
    source=None,
)
def sanction_rate() -> Ratio:
    """Incidents since 1 September that led to any sanction, as a share of all."""
    return Ratio(_SANCTIONED.sum(), rows(), counts=_SANCTIONED)


def _spread(rated: pl.DataFrame) -> pl.DataFrame:
    return spread_of(rated, sanction_rate)


@conduct_kpi(
    title="Consistency of sanctions: highest academy over lowest",
    focus=("T1.3-a",),
    reads=Spread,
    shown=TIMES_SHOWN,
    bands=(Bands(1.25, 1.5, IN_FORCE, f"{PRODUCT_DEFAULT}: one policy should lead to like answers; 1 is no difference"),),
    derived=_spread,
    source=None,
)
def sanction_consistency_range() -> Ratio:
    """The highest share of incidents that lead to a sanction at any academy, divided by the lowest."""
    return Ratio(col("highest").sum(), col("lowest").sum(), per=1)


@conduct_kpi(
    title="Sanctions given",
    focus=("T5.1-n",),
    reads=Incidents,
    shown=COUNT_SHOWN,
    polarity=Polarity.NEITHER,
    breakdowns=(BY_SANCTION,),
    source=None,
)
def sanctions_by_type() -> Count:
    """Sanctions given since 1 September, by the most serious that an incident led to."""
    return Count(_SANCTIONED.sum(), counts=_SANCTIONED, among=_SANCTIONED)


@conduct_kpi(
    title="Sanctions, per 100 pupils",
    focus=("T5.1-n",),
    reads=PupilBehaviour,
    bands=no_more_than_last_year(5, "for every hundred pupils"),
    source=None,
)
def sanctions_per_100() -> Ratio:
    """Incidents since 1 September that led to any sanction, for every hundred pupils of the headcount."""
    return per_pupil(col("sanctions"))


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
    title="Racist incidents",
    focus=("T5.1-n",),
    reads=Incidents,
    shown=COUNT_SHOWN,
    polarity=Polarity.NEITHER,  # as above
    source=None,
    serves=("racist_incidents", "racist"),
)
def racist_incidents() -> Count:
    """Incidents with racism behind them recorded since 1 September."""
    return _incidents(col("prejudice") == "RAC")


@conduct_kpi(
    title="Homophobic, biphobic or transphobic incidents",
    focus=("T5.1-n",),
    reads=Incidents,
    shown=COUNT_SHOWN,
    polarity=Polarity.NEITHER,  # as above
    source=None,
    serves=("homophobic_incidents", "homophobic incidents"),
)
def homophobic_incidents() -> Count:
    """Incidents with prejudice about sexual orientation or gender identity behind them recorded since 1 September."""
    return _incidents(col("prejudice") == "HOM")


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
    bands=(Bands(100, 95, IN_FORCE, f"{PRODUCT_DEFAULT}: parents are told each time; amber to nineteen in twenty"),),
    source=None,
)
def parents_told_of_force_pct() -> Ratio:
    """Physical interventions of which the parents were told, as a share of all since 1 September."""
    told = col("force") & col("parents_told").fill_null(value=False)
    return Ratio(told.sum(), col("force").sum(), counts=told, among=col("force"))
