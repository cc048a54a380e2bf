"""Clocks of EHC plan reviews, SEN money and whether it is spent where the need is and helps."""

from __future__ import annotations

from functools import partial

import polars as pl

from trustkpi.derived import Derived
from trustkpi.kpi import (
    PERCENT_SHOWN,
    POUNDS_SHOWN,
    PRODUCT_DEFAULT,
    Breakdown,
    Polarity,
    Population,
    Ratio,
    Source,
    Total,
    kpi,
)
from trustkpi.limits import owed_in_full
from trustkpi.register import Register, RowRag
from trustkpi.shares import people_who, share_of_counted
from validation.model import CODE, POUNDS, cell
from validation.returns.send import FUNDED, GROUPS, KINDS, NEEDS, NOTIONAL, PLACE_MONEY, TOP_UP, Income, Plans, Progress, Spend
from validation.rules import CLOSES
from validation.vocabulary import STANDARDS

CLOCKS = Source(
    "Annual reviews of education, health and care plans (Children and Families Act 2014, section 44)",
    "https://livewellsouthend.com/education-health-care-plans/annual-reviews-education-health-care-plans/3",
)
MONEY = Source(
    "The notional SEN budget for mainstream schools: operational guidance",
    "https://www.gov.uk/government/publications/pre-16-schools-funding-local-authority-guidance-for-2023-to-2024/"
    "the-notional-sen-budget-for-mainstream-schools-operational-guidance",
)
_KEPT = owed_in_full("the clocks are a duty")
_HELD = pl.col("held_on").is_not_null()
_SENT_IN_TIME = ((pl.col("report_sent_on") - pl.col("held_on")).dt.total_days() <= 14).fill_null(value=False)
_DECIDED_IN_TIME = ((pl.col("decided_on") - pl.col("held_on")).dt.total_days() <= 28).fill_null(value=False)
_DAYS_SINCE = (CLOSES - pl.col("held_on")).dt.total_days()
DUE = Population("reviews_due", "plans whose review was due by the as-at date", pl.col("review_due") <= CLOSES, source=CLOCKS)
REPORTS = Population(
    "reports_due",
    "reviews held at least 14 days before the as-at date, or reported",
    _HELD & ((_DAYS_SINCE >= 14) | pl.col("report_sent_on").is_not_null()),
    source=CLOCKS,
)
DECISIONS = Population(
    "decisions_due",
    "reviews held at least 28 days before the as-at date, or decided",
    _HELD & ((_DAYS_SINCE >= 28) | pl.col("decided_on").is_not_null()),
    source=CLOCKS,
)
_clock = partial(
    kpi,
    committee=STANDARDS,
    reads=Plans,
    shown=PERCENT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER,
    source=CLOCKS,
    focus=("T2.2-d",),
)


@_clock(title="Annual reviews held in time", over=DUE, bands=_KEPT)
def ehcp_reviews_in_time_pct() -> Ratio:
    """EHC plan reviews held by the day they were due, as a share of those due."""
    return people_who((pl.col("held_on") <= pl.col("review_due")).fill_null(value=False))


@_clock(title="Review reports sent within two weeks", over=REPORTS, bands=_KEPT)
def review_reports_in_14_days_pct() -> Ratio:
    """Reviews whose report went to the authority within 14 days of the meeting, as a share of those whose two weeks are over."""
    return people_who(_SENT_IN_TIME)


@_clock(title="Authorities' decisions within four weeks", over=DECISIONS)
def review_decisions_in_28_days_pct() -> Ratio:
    """Reviews on which the authority decided within 28 days of the meeting, as a share of those whose four weeks are over."""
    return people_who(_DECIDED_IN_TIME)


def _income(stream: str) -> Population:
    return Population(f"income_{stream.casefold()}", f"income from the stream {stream.lower()}", pl.col("stream") == stream)


_money = partial(
    kpi, committee=STANDARDS, reads=Income, shown=POUNDS_SHOWN, polarity=Polarity.NEITHER, focus=("T2.2-f",), source=MONEY
)


@_money(title="Notional SEN budget", over=_income(NOTIONAL))
def notional_sen_budget() -> Total:
    """The notional SEN budget since September: indicative, not ring-fenced, and none in special schools or alternative provision."""
    return Total(pl.col("received").sum())


@_money(title="Top-up income", over=_income(TOP_UP))
def top_up_income() -> Total:
    """Top-up received from authorities since September."""
    return Total(pl.col("received").sum())


@_money(title="Place funding", over=_income(PLACE_MONEY))
def place_funding() -> Total:
    """Place funding received since September; it is paid whether or not the place is filled."""
    return Total(pl.col("received").sum())


class Balance(
    Derived, made_from=(Income, Spend, Progress), title="SEN income and spend", one_row="one sum of money or number of pupils",
    intro="Made from income, spend and the pupils that progress counts: stacked, so that nothing is counted twice.", key=("kind",),
):  # fmt: skip
    """Derived rows: nobody types them."""

    kind: str = cell("Kind", unit=CODE, help="Of spend; blank for income.", example="STAFF", one_of=KINDS, required=False)
    income: int = cell("Income", unit=POUNDS, help="In pence.", example=8_050_000.0)
    spent: int = cell("Spent", unit=POUNDS, help="In pence.", example=3_100_000.0)
    pupils: int = cell("Pupils", unit=POUNDS, help="With SEN, as counted on the sheet Progress.", example=24.0)

    @classmethod
    def make(cls, *frames: pl.DataFrame) -> pl.DataFrame:
        """Income, spend and pupils, each row one of them."""
        income, spend, progress = frames
        whose, none = ["academy", "period"], pl.lit(0, pl.Int64)
        return pl.concat([
            income.select(*whose, pl.lit(None, pl.String).alias("kind"), income="received", spent=none, pupils=none),
            spend.select(*whose, "kind", income=none, spent="spent", pupils=none),
            progress.select(*whose, pl.lit(None, pl.String).alias("kind"), income=none, spent=none, pupils="pupils"),
        ])  # fmt: skip


NEED = Breakdown.by_code("need", "Need", NEEDS)
KIND = Breakdown.by_code("kind", "Kind of spend", KINDS, name="category")


@kpi(title="SEN spend against income", focus=("T2.2-g",), committee=STANDARDS, reads=Balance, shown=PERCENT_SHOWN, polarity=Polarity.NEITHER,
    source=MONEY)  # fmt: skip
def sen_spend_vs_income_pct() -> Ratio:
    """What was spent on special educational needs, as a share of what came for them since September; about 100 is meant."""
    return Ratio(pl.col("spent").sum(), pl.col("income").sum())


@kpi(title="SEN income for a pupil with SEN", focus=("T2.2-f",), committee=STANDARDS, reads=Balance, shown=POUNDS_SHOWN,
    polarity=Polarity.NEITHER, source=MONEY, serves=("per SEND pupil",))  # fmt: skip
def sen_income_per_pupil() -> Ratio:
    """Income for special educational needs since September for each pupil with SEN."""
    return Ratio(pl.col("income").sum(), pl.col("pupils").sum(), per=1, scale=100)


@kpi(title="SEN spend", focus=("T2.2-g", "T2.2-h"), committee=STANDARDS, reads=Spend, shown=POUNDS_SHOWN, polarity=Polarity.NEITHER,
    breakdowns=(KIND, NEED), serves=("spend_by_category",))  # fmt: skip
def sen_spend() -> Total:
    """What was spent on special educational needs since September, by kind and by the need that it serves."""
    return Total(pl.col("spent").sum())


NEED_SPEND = Register(
    name="sen_spend_by_need", title="SEN spend by need, and whether it helped", focus=("T2.2-g", "T2.2-h", "T2.2-i"), committee=STANDARDS,
    reads=Spend, columns=("academy", "need", "kind", "spent", "impact", "says"),
    meaning="What was spent for which need, and whether it helped.", order=("academy", "need"),
    serves=("impact_rating", "narrative"),
    rag=RowRag(pl.col("impact") == "1", pl.col("impact") == "0", f"{PRODUCT_DEFAULT}: no gain seen is red, not yet judged amber"),
)  # fmt: skip

_UNFUNDED = next(title for code, title in GROUPS.items() if code != FUNDED)
FUNDED_OR_NOT = Breakdown.by_code("group", "Funded", GROUPS, name="funded", gap=(GROUPS[FUNDED], _UNFUNDED))


@kpi(title="Pupils with SEN on track", focus=("T2.2-i",), committee=STANDARDS, reads=Progress, shown=PERCENT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER, breakdowns=(FUNDED_OR_NOT,))  # fmt: skip
def sen_on_track_now_pct() -> Ratio:
    """Pupils with SEN who are on track now, as a share of all of them; funded pupils against the others is the gap."""
    return share_of_counted("now", "pupils")


@kpi(title="Pupils with SEN on track in September", focus=("T2.2-i",), committee=STANDARDS, reads=Progress, shown=PERCENT_SHOWN,
    polarity=Polarity.NEITHER, breakdowns=(FUNDED_OR_NOT,))  # fmt: skip
def sen_on_track_before_pct() -> Ratio:
    """The same pupils with SEN who were on track in September, as a share of all of them: where they started from."""
    return share_of_counted("before", "pupils")
