"""Whether returns came, in time and right: what the COO chases and a committee should know before it trusts a figure."""

from __future__ import annotations

import polars as pl

from trustkpi.kpi import COUNT_SHOWN, DAYS_SHOWN, PERCENT_SHOWN, Count, Polarity, Ratio, kpi
from trustkpi.limits import default, owed_in_full
from trustkpi.submissions import Submissions
from validation.vocabulary import STANDARDS


@kpi(title="Returns accepted", focus=("P1.1-g", "A.3"), committee=STANDARDS, reads=Submissions, shown=PERCENT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER, serves=("mis_data_completeness_pct", "theme_coverage_pct"),
    bands=owed_in_full())  # fmt: skip
def returns_accepted_pct() -> Ratio:
    """Returns that stand accepted, as a share of those whose period had closed by the as-at date."""
    return Ratio(pl.col("accepted").sum(), pl.len())


@kpi(title="Days late", focus=("P1.1-g",), committee=STANDARDS, reads=Submissions, shown=DAYS_SHOWN,
    polarity=Polarity.LOWER_IS_BETTER, serves=("return_timeliness_days",),
    bands=default(0, 3, "in time is green, to three days late on average amber"))  # fmt: skip
def return_days_late() -> Ratio:
    """Days after the day due on which accepted returns came, on average; nought for one that was in time."""
    return Ratio(pl.col("days_late").sum(), pl.col("days_late").count(), per=1)


@kpi(title="Findings in what was sent", focus=("P1.3-d",), committee=STANDARDS, reads=Submissions, shown=COUNT_SHOWN,
    polarity=Polarity.LOWER_IS_BETTER, serves=("data_quality_issues",))  # fmt: skip
def findings_in_returns() -> Count:
    """Errors and queries found in the period's returns, sendings that went back included."""
    return Count(pl.col("issues").sum())
