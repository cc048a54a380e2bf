"""Hourly pay from a week's pay and hours: exact to rank by, and in billionths of a penny to add up."""

from __future__ import annotations

import polars as pl

from trustkpi.pay.parts import HOUR_PARTS, WEEK_PARTS

BILLIONTHS = 10**9  # of a penny: an hour's pay of 60,000 people adds up within 64 bits
_DIGITS = 10**13


def exact(weekly: pl.Expr, hours: pl.Expr) -> pl.Expr:
    """A whole number that orders people as their hourly pay does, and is alike only where that is; null without hours.

    Two different rates of people with up to 250 hours a week are at least 1 / 10^26 apart in these parts, so 26 digits
    behind the point are kept; a float keeps 16 and takes equal rates of part-time posts for different ones.
    """
    pay, time = weekly.cast(pl.Int128), _some(hours)
    whole, left = pay // time, (pay % time) * _DIGITS
    first, rest = left // time, (left % time) * _DIGITS
    return (whole * _DIGITS + first) * _DIGITS + rest // time


def hourly(weekly: pl.Expr, hours: pl.Expr) -> pl.Expr:
    """Hourly pay in billionths of a penny, step 6; null without hours."""
    pay = weekly.cast(pl.Int128) * HOUR_PARTS * BILLIONTHS
    return (pay // (_some(hours) * WEEK_PARTS)).cast(pl.Int64)


def _some(hours: pl.Expr) -> pl.Expr:
    return pl.when(hours > 0).then(hours).cast(pl.Int128)
