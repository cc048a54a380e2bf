"""A gap between two groups of people, as a percentage of the reference group's figure; positive where the others get less."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal

import polars as pl

_KEPT = 8  # places of a per cent: amounts are in billionths of a penny, so a gap of exactly 13.65 is kept as that


def mean_gap(amount: pl.Expr, others: pl.Expr, reference: pl.Expr) -> pl.Expr:
    """(mean of the reference group - mean of the others) / mean of the reference group, in per cent.

    Null where either group is empty, and where the reference group gets nothing.
    """
    return gap(_mean(amount.filter(others)), _mean(amount.filter(reference)))


def median_gap(amount: pl.Expr, others: pl.Expr, reference: pl.Expr) -> pl.Expr:
    """The same of medians, which are the mean of the two middle values where people are even in number."""
    return gap(amount.filter(others).median(), amount.filter(reference).median())


def _mean(amounts: pl.Expr) -> pl.Expr:
    """Whole numbers added up, then divided: sums of floats would depend on the order of rows."""
    return pl.when(amounts.count() > 0).then(amounts.sum() / amounts.count())


def gap(others: pl.Expr, reference: pl.Expr) -> pl.Expr:
    """The gap between two figures; null where the reference is nought or there is none."""
    return (pl.when(reference > 0).then(100 * (reference - others) / reference)).round(_KEPT)


def for_every_pound(gap_percent: Decimal) -> str:
    """What the others get for every pound of the reference group: 86p, or £1.05.

    As the government's service says it, pence rounded half to even: FormatNumberAsPoundsOrPence in
    GenderPayGap.WebUI/Helpers/ViewReportsHelper.cs, https://github.com/ukgov-equality-hub/gender-pay-gap (commit 40e5a50b).
    """
    pounds = (100 - gap_percent) / 100
    if pounds < 1:
        return f"{(100 * pounds).quantize(Decimal(1), ROUND_HALF_EVEN)}p"
    return f"£{pounds.quantize(Decimal('0.01'))}"
