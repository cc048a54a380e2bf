"""Whether the gender pay gap report is drafted in February and published by 30 March, at any size of trust."""

from __future__ import annotations

from datetime import date

import polars as pl

from trustkpi.kpi import PERCENT_SHOWN, WHOLE_DAYS_SHOWN, Polarity, Population, Ratio, Total, kpi
from trustkpi.limits import default
from trustkpi.pay_kpis import REGULATIONS
from validation.returns.pay_gap import DEADLINE, Reports
from validation.rules import CLOSES
from validation.vocabulary import FINANCE

_NEXT = Population("report due next", "the report of the last 31 March before the as-at date", DEADLINE >= CLOSES)
# The framework asks for the draft in February (T7.6-a); the deadline is the Regulations'.
_END_OF_FEBRUARY = DEADLINE.dt.offset_by("-1mo").dt.month_end()
_WITHIN_A_YEAR = CLOSES.dt.offset_by("-1y") <= DEADLINE
_DRAFT_DUE = Population("drafts due", "reports whose February has passed", (_END_OF_FEBRUARY <= CLOSES) & _WITHIN_A_YEAR)
_DUE = Population(
    "reports due", "reports whose deadline passed within the year, and those published before it",
    ((DEADLINE < CLOSES) | (pl.col("published") <= CLOSES)) & _WITHIN_A_YEAR,
)  # fmt: skip
_ALL = default(100, 100, "the law and the framework ask for every report", since=date(2017, 3, 31))


@kpi(
    title="Days to pay gap deadline", focus="T7.6-a", committee=FINANCE, reads=Reports, shown=WHOLE_DAYS_SHOWN,
    polarity=Polarity.NEITHER, over=_NEXT, source=REGULATIONS,
)  # fmt: skip
def days_to_deadline() -> Total:
    """Days from the as-at date to 30 March, by which the report of the last 31 March is to be published."""
    return Total((DEADLINE - CLOSES).dt.total_days().max(), scale=1)


@kpi(
    title="Pay gap drafted in time", focus="T7.6-a", committee=FINANCE, reads=Reports, shown=PERCENT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER, over=_DRAFT_DUE, bands=_ALL, source=REGULATIONS,
)  # fmt: skip
def gpg_draft_by_feb() -> Ratio:
    """Reports whose draft reached the committee by the end of February, as a share of those whose February has passed."""
    return Ratio((pl.col("drafted") <= _END_OF_FEBRUARY).fill_null(value=False).sum(), pl.len())


@kpi(
    title="Pay gap published in time", focus="T7.6-c", committee=FINANCE, reads=Reports, shown=PERCENT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER, over=_DUE, bands=_ALL, source=REGULATIONS,
)  # fmt: skip
def gpg_reported() -> Ratio:
    """Reports published by 30 March, as a share of those due within the year; under 250 employees they are voluntary, and counted."""
    return Ratio((pl.col("published") <= DEADLINE).fill_null(value=False).sum(), pl.len())
