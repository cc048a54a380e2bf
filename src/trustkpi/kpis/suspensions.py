"""Suspensions and permanent exclusions: how often, of whom and why."""

from __future__ import annotations

from polars import col
from polars import len as rows

from trustkpi.conduct import GROUPS, METHODOLOGY, EventReasons, HeadcountBasis, per_pupil
from trustkpi.conduct_kpis import conduct_kpi, near_national_term, no_more_than_last_year
from trustkpi.kpi import COUNT_SHOWN, PERCENT_SHOWN, Benchmark, Breakdown, Count, Polarity, Ratio, kpi
from validation.conduct import REASONS
from validation.vocabulary import STANDARDS


@conduct_kpi(
    title="Suspensions in the term, per 100 pupils",
    focus=("T1.3-a", "T1.3-g", "T5.1-g"),
    bands=near_national_term(1.0),
    benchmark=Benchmark(term="suspension_rate"),
    breakdowns=GROUPS,
    serves=("suspension_rate", "suspension_rate_trend"),
    adds_to="suspension_rate_year_to_date",
)
def suspension_rate() -> Ratio:
    """Suspensions that began in the term, leavers' included, for every hundred pupils of the January census headcount."""
    return per_pupil(col("term_suspensions"))


@conduct_kpi(
    title="Suspensions since September, per 100 pupils",
    focus=("T1.3-a",),
    bands=no_more_than_last_year(2.0, "for every hundred pupils"),
    benchmark=Benchmark(full_year="suspension_rate"),
)
def suspension_rate_year_to_date() -> Ratio:
    """Suspensions since 1 September, leavers' included, for every hundred pupils of the January census headcount."""
    return per_pupil(col("suspensions"))


@conduct_kpi(
    title="Pupils suspended since September",
    focus=("T1.3-c",),
    shown=PERCENT_SHOWN,
    bands=no_more_than_last_year(1.0, "percentage point"),
    benchmark=Benchmark(full_year="one_plus_suspension_rate"),
    breakdowns=GROUPS,
)
def pupils_suspended_rate() -> Ratio:
    """Pupils suspended at least once since 1 September, as a share of the January census headcount."""
    suspended = col("suspensions") > 0
    return Ratio(suspended.sum(), col("headcount").sum(), counts=suspended)


@conduct_kpi(
    title="Permanent exclusions in the term, per 100 pupils",
    focus=("T1.3-g", "T1.3-e"),
    bands=near_national_term(0.05),
    benchmark=Benchmark(term="permanent_exclusion_rate"),
    breakdowns=GROUPS,
    adds_to="permanent_exclusion_rate_year_to_date",
)
def permanent_exclusion_rate() -> Ratio:
    """Permanent exclusions in the term, leavers' included, for every hundred pupils of the January census headcount."""
    return per_pupil(col("term_permanent"))


@conduct_kpi(
    title="Permanent exclusions since September, per 100 pupils",
    focus=("T1.3-e",),
    bands=no_more_than_last_year(0.1, "for every hundred pupils"),
    benchmark=Benchmark(full_year="permanent_exclusion_rate"),
)
def permanent_exclusion_rate_year_to_date() -> Ratio:
    """Permanent exclusions since 1 September, leavers' included, for every hundred pupils of the January census headcount."""
    return per_pupil(col("permanent"))


@conduct_kpi(
    title="Pupils directed off site, per 100",
    focus=("T1.3-g", "T1.3-i"),
    polarity=Polarity.NEITHER,
    source=None,
    breakdowns=GROUPS,
)
def off_site_rate() -> Ratio:
    """Pupils directed off site to alternative provision at any time since 1 September, for every hundred of the headcount."""
    return per_pupil(col("off_site"))


BY_REASON = Breakdown.by_code("reason", "Reason", REASONS)


@kpi(
    title="Reasons given for suspension",
    focus=("T1.3-a",),
    committee=STANDARDS,
    reads=EventReasons,
    shown=COUNT_SHOWN,
    polarity=Polarity.NEITHER,
    breakdowns=(BY_REASON,),
    source=METHODOLOGY,
)
def suspension_reasons() -> Count:
    """Reasons given for suspensions since 1 September; a suspension may have up to three."""
    return Count(rows(), counts=col("reason").is_not_null())


@kpi(
    title="Academies whose suspension rates are provisional",
    focus=("T1.3-a",),
    committee=STANDARDS,
    reads=HeadcountBasis,
    shown=COUNT_SHOWN,
    polarity=Polarity.NEITHER,
    source=METHODOLOGY,
)
def exclusion_rates_provisional() -> Count:
    """Academies whose rates are divided by the autumn census's headcount, until a pupil list with January's is in."""
    return Count(col("provisional").sum())
