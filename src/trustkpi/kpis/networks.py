"""Networks of staff and moderation: whether they meet, whether their impact was looked at, how far academies judge alike."""

from __future__ import annotations

import polars as pl

from trustkpi.kpi import COUNT_SHOWN, PERCENT_SHOWN, PRODUCT_DEFAULT, Count, Polarity, Ratio, kpi
from trustkpi.limits import meant_for_most
from trustkpi.register import Register, RowRag
from validation.returns.training import Moderation, Networks
from validation.vocabulary import STANDARDS

_MOST = meant_for_most()


@kpi(title="Networks whose impact was reviewed", focus=("P1.1-l", "P1.2-e2"), committee=STANDARDS, reads=Networks,
    shown=PERCENT_SHOWN, polarity=Polarity.HIGHER_IS_BETTER, bands=_MOST)  # fmt: skip
def network_impact_reviewed_pct() -> Ratio:
    """Networks whose impact was reviewed against their focus this year, as a share of all."""
    return Ratio(pl.col("reviewed_on").is_not_null().sum(), pl.len())


@kpi(title="Subject networks", focus=("P1.1-x",), committee=STANDARDS, reads=Networks, shown=COUNT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER)  # fmt: skip
def subject_networks() -> Count:
    """Networks of one subject."""
    return Count(pl.col("subject").sum())


@kpi(title="Moderations held", focus=("P1.2-e1",), committee=STANDARDS, reads=Moderation, shown=COUNT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER)  # fmt: skip
def moderations_held() -> Count:
    """Meetings at which academies judged the same work, this year."""
    return Count(pl.len())


@kpi(title="Moderated work judged alike", focus=("P1.2-e1",), committee=STANDARDS, reads=Moderation, shown=PERCENT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER, bands=_MOST)  # fmt: skip
def moderation_agreement_pct() -> Ratio:
    """Pieces of work on which the first judgement stood, as a share of all that were looked at."""
    return Ratio(pl.col("agreed").sum(), pl.col("samples").sum())


NETWORKS = Register(
    name="networks", title="Networks and their impact", focus=("P1.1-l", "P1.2-e2"), committee=STANDARDS, reads=Networks,
    columns=("network", "focus", "schools", "planned", "held", "reviewed_on", "impact"),
    meaning="What each network is for and what it has changed.", order=("network",),
    rag=RowRag(pl.col("held") * 2 < pl.col("planned"), pl.col("reviewed_on").is_null() | (pl.col("held") < pl.col("planned")),
        f"{PRODUCT_DEFAULT}: red where fewer than half of the meetings were held, amber where one is missing or the impact is not reviewed"),
)  # fmt: skip
