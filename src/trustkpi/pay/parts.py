"""Pay and hours in whole parts, so that a week's pay and an hour's are exact however a contract is paid.

Lengths of pay periods are those of the Equality Act 2010 (Specific Duties and Public Authorities) Regulations 2017,
SI 2017/353, Schedule 1, https://www.legislation.gov.uk/uksi/2017/353/schedule/1: a month is 30.44 days, a year 365.25.
"""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction

import polars as pl

from validation.returns.workforce import ORDINARY, TERM_TIME, TWELVE_WEEKS

DAYS = {
    "WEEK": Fraction(7), "FORTNIGHT": Fraction(14), "FOUR": Fraction(28), "MONTH": Fraction("30.44"),
    "QUARTER": Fraction("365.25") / 4, "HALF": Fraction("365.25") / 2, "YEAR": Fraction("365.25"),
}  # fmt: skip
WEEK_PARTS = 4 * 761 * 1461  # the least number by which every pay period's share of a week is whole
WEEKLY = {name: int(7 * WEEK_PARTS / days) for name, days in DAYS.items()}
YEAR_WEEKS = 5218  # hundredths of a week, as payroll programs annualise (see Hours)
_EVERY_AVERAGE = 27720  # divides by every number from 1 to 12
HOUR_PARTS = 100 * YEAR_WEEKS * _EVERY_AVERAGE


class Hours(StrEnum):
    """Over which weeks of the year the hours of a term-time contract are spread.

    The Regulations are silent on term-time staff (VWV, "Gender pay update: term-time workers", 7 March 2018,
    https://www.vwv.co.uk/news-and-events/blog/gender-pay-update-term-time-workers). Weekly hours times weeks a year over
    52.18 is how payroll programs annualise them (Staffology Payroll, "Gender pay gap hours",
    https://help.staffology.co.uk/payroll/reports/statutory/gender-pay-gap-hours.htm). Weeks paid give the hourly rate that
    the contract states; weeks worked add holiday pay to it; the contract's hours alone take the unpaid weeks from it.
    """

    PAID = "weeks paid"
    WORKED = "weeks worked"
    CONTRACT = "contract hours"


def weekly_pay() -> pl.Expr:
    """A week's ordinary pay and bonus in parts of a penny: steps 1 to 5 of the hourly pay, each divided by its own period.

    A bonus of another period counts for its share, which leaves bonus x 7 / the days of its own period.
    """
    ordinary = ORDINARY.cast(pl.Int64) * _share("pay_period")
    bonus = pl.col("bonus").fill_null(0).cast(pl.Int64) * _share("bonus_for").fill_null(0)
    return ordinary + bonus


def weekly_hours(over: Hours) -> pl.Expr:
    """A week's hours in parts of an hour; where they vary, the average of the weeks in which any were worked."""
    weeks = {Hours.PAID: pl.col("weeks_paid"), Hours.WORKED: pl.col("weeks_worked"), Hours.CONTRACT: pl.lit(YEAR_WEEKS)}[over]
    spread = pl.when(pl.col("basis") == TERM_TIME).then(weeks.fill_null(YEAR_WEEKS)).otherwise(YEAR_WEEKS).cast(pl.Int64)
    return pl.coalesce(pl.col("hours").cast(pl.Int64) * _EVERY_AVERAGE, _average()) * spread


def _share(column: str) -> pl.Expr:
    return pl.col(column).replace_strict(WEEKLY, default=None, return_dtype=pl.Int64)


def _average() -> pl.Expr:
    worked = [pl.col(week).cast(pl.Int64).fill_null(0) for week in TWELVE_WEEKS]
    weeks = pl.sum_horizontal((week > 0).cast(pl.Int64) for week in worked)
    return pl.when(weeks > 0).then(pl.sum_horizontal(worked) * (_EVERY_AVERAGE // weeks))
