"""What came of inspectors' recommendations: done, overdue, and how far behind the share of their time that has gone."""

from __future__ import annotations

import polars as pl

from trustkpi.kpi import COUNT_SHOWN, PERCENT_SHOWN, PRODUCT_DEFAULT, Count, Polarity, Ratio, kpi
from trustkpi.limits import default, meant_for_most
from trustkpi.register import Register, RowRag
from validation.returns.quality import Recommendations
from validation.rules import CLOSES
from validation.vocabulary import STANDARDS

_OPEN, _LATE = pl.col("done_on").is_null(), pl.col("due") < CLOSES
_SPAN = (pl.col("due") - pl.col("started")).dt.total_days()
_GONE = (CLOSES - pl.col("started")).dt.total_days()
# Parts of a hundred by which work may lag behind the share of its time that has gone; product default.
_LAG = pl.when(_SPAN > 0).then(_GONE * 100 / _SPAN).otherwise(pl.lit(100.0)) - pl.col("complete")


@kpi(title="Recommendations completed", focus=("T3.1-b",), committee=STANDARDS, reads=Recommendations, shown=PERCENT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER)  # fmt: skip
def recommendations_complete_pct() -> Ratio:
    """Inspectors' recommendations that are done, as a share of all that are followed up."""
    return Ratio((~_OPEN).sum(), pl.len())


@kpi(title="Recommendations overdue", focus=("T3.1-b",), committee=STANDARDS, reads=Recommendations, shown=COUNT_SHOWN,
    polarity=Polarity.LOWER_IS_BETTER, serves=("overdue",),
    bands=default(0, 1, "none is green, one amber"))  # fmt: skip
def recommendations_overdue() -> Count:
    """Inspectors' recommendations that are past their date and not done."""
    return Count((_OPEN & _LATE).sum())


@kpi(title="Post-inspection actions on track", focus=("P1.3-g",), committee=STANDARDS, reads=Recommendations, shown=PERCENT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER, bands=meant_for_most("no source sets how many may be late"))  # fmt: skip
def post_inspection_actions_on_track_pct() -> Ratio:
    """Recommendations that are done or not past their date, as a share of all that are followed up."""
    return Ratio((~(_OPEN & _LATE)).sum(), pl.len())


FOLLOWED_UP = Register(
    name="recommendations", title="Inspectors' recommendations", focus=("T3.1-b", "P1.3-g"), committee=STANDARDS, reads=Recommendations,
    columns=("academy", "recommendation", "milestone", "owner", "due", "complete", "evidence"),
    meaning="What inspectors recommended and how far it has come.", order=("due",), serves=("recommendations_rag",),
    rag=RowRag(_OPEN & (_LATE | (_LAG > 25)), _OPEN & (_LAG > 10),
        f"{PRODUCT_DEFAULT}: red when past its date, or more than 25 points behind the share of its time that has gone; amber from 10 points"),
)  # fmt: skip
