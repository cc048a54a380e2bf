"""The six measures of the gender pay gap, who counts in them, and what the hours of term-time contracts do to them."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from trustkpi.kpi import COUNT_SHOWN, Count, Kpi, Polarity, Ratio, Statistic
from trustkpi.pay.gaps import mean_gap, median_gap
from trustkpi.pay.parts import Hours
from trustkpi.pay_kpis import (
    BY_QUARTER,
    BY_ROLE,
    BY_STAFF,
    BY_STANDING,
    FULL_PAY,
    MEN,
    PAID_BONUS,
    SEX_KNOWN,
    WOMEN,
    against_trusts,
    pay_kpi,
)
from trustkpi.shares import people_who

_PAID = pl.col("bonus_year") > 0
_GAP = ("T7.6-b",)


@pay_kpi(
    title="Mean hourly pay gap",
    focus=_GAP,
    polarity=Polarity.LOWER_IS_BETTER,
    bands=against_trusts(19.5, 24.0),
    breakdowns=(BY_STAFF, BY_ROLE),
)
def gpg_mean_hourly() -> Statistic:
    """How much lower women's mean hourly pay is than men's, as a percentage of men's; negative where it is higher."""
    return Statistic(mean_gap(pl.col("hourly"), WOMEN, MEN), pl.len(), counts=WOMEN)


@pay_kpi(
    title="Median hourly pay gap",
    focus=_GAP,
    polarity=Polarity.LOWER_IS_BETTER,
    bands=against_trusts(30.9, 42.4),
    breakdowns=(BY_STAFF, BY_ROLE),
)
def gpg_median_hourly() -> Statistic:
    """How much lower women's median hourly pay is than men's, as a percentage of men's; negative where it is higher."""
    return Statistic(median_gap(pl.col("hourly"), WOMEN, MEN), pl.len(), counts=WOMEN)


@pay_kpi(
    title="Women in each pay quarter", focus=_GAP, breakdowns=(BY_QUARTER,), serves=("women_in_quarter_pct", "quartile shares")
)
def women_in_quarter_pct() -> Ratio:
    """Women as a share of full-pay employees, whole and in each of the four hourly pay quarters; men are the rest."""
    return people_who(WOMEN)


@pay_kpi(title="Mean bonus gap", focus=_GAP, over=PAID_BONUS, serves=("gpg_mean_bonus", "bonus gaps"))
def gpg_mean_bonus() -> Statistic:
    """How much lower the mean bonus of women who were paid one is than that of men who were, as a percentage of men's."""
    return Statistic(mean_gap(pl.col("bonus_year"), WOMEN, MEN), pl.len(), counts=WOMEN)


@pay_kpi(title="Median bonus gap", focus=_GAP, over=PAID_BONUS)
def gpg_median_bonus() -> Statistic:
    """How much lower the median bonus of women who were paid one is than that of men who were, as a percentage of men's."""
    return Statistic(median_gap(pl.col("bonus_year"), WOMEN, MEN), pl.len(), counts=WOMEN)


@pay_kpi(title="Men paid a bonus", focus=_GAP, over=SEX_KNOWN, serves=("men_paid_bonus_pct", "bonus gaps"))
def men_paid_bonus_pct() -> Ratio:
    """Men paid a bonus in the twelve months, as a share of all men employed on the snapshot date."""
    return Ratio((MEN & _PAID).sum(), MEN.sum(), counts=_PAID, among=MEN)


@pay_kpi(title="Women paid a bonus", focus=_GAP, over=SEX_KNOWN, serves=("women_paid_bonus_pct", "bonus gaps"))
def women_paid_bonus_pct() -> Ratio:
    """Women paid a bonus in the twelve months, as a share of all women employed on the snapshot date."""
    return Ratio((WOMEN & _PAID).sum(), WOMEN.sum(), counts=_PAID, among=WOMEN)


@pay_kpi(title="Relevant employees", focus=("T7.6-c",), over=None, shown=COUNT_SHOWN, breakdowns=(BY_STANDING,))
def relevant_employees() -> Count:
    """People employed on the snapshot date, each once however many posts, by whether they stand in every measure and why not."""
    return Count(pl.len(), counts=pl.lit(value=True))


@pay_kpi(title="Characteristics on record", focus=("P3.3-c",), over=None, polarity=Polarity.HIGHER_IS_BETTER)
def protected_characteristics_recorded_pct() -> Ratio:
    """Answers on sex, ethnicity and disability that are on record, a refusal among them, as a share of those that could be."""
    asked = (pl.col("sex") != "U", pl.col("ethnicity") != "NOBT", pl.col("disability") != "U")
    answers = pl.sum_horizontal(answer.cast(pl.Int64) for answer in asked)
    return Ratio(answers.sum(), len(asked) * pl.len(), counts=answers == len(asked))


def _by_hours(spread: Hours) -> Iterator[Kpi]:
    column, told = (
        f"hourly_{spread.name.lower()}",
        f"hours over the {spread}" if spread is not Hours.CONTRACT else "contract hours",
    )
    for name, gap in (("mean", mean_gap), ("median", median_gap)):

        def by_hours(gap: object = gap) -> Statistic:
            return Statistic(gap(pl.col(column), WOMEN, MEN), pl.len(), counts=WOMEN)  # type: ignore[operator]

        by_hours.__name__ = f"gpg_{name}_hourly_{spread.name.lower()}"
        by_hours.__doc__ = (
            f"The {name} hourly pay gap with the {told} for term-time contracts, to stand beside the one that the trust chose."
        )
        yield pay_kpi(title=f"{name.capitalize()} hourly pay gap, {told}", focus=_GAP, over=FULL_PAY)(by_hours)


BY_HOURS = tuple(kpi for spread in Hours for kpi in _by_hours(spread))
globals().update({kpi.name: kpi for kpi in BY_HOURS})  # each under its own name, as if it had been written out
