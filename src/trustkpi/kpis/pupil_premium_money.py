"""Pupil premium money by stream and tier, and what it was to achieve."""

from __future__ import annotations

from functools import partial

import polars as pl

from trustkpi.kpi import (
    COUNT_SHOWN,
    PERCENT_SHOWN,
    POUNDS_SHOWN,
    Breakdown,
    Count,
    Heads,
    Polarity,
    Population,
    Ratio,
    Total,
    kpi,
)
from trustkpi.kpis.pupil_premium import RULES
from trustkpi.limits import default, owed_in_full
from trustkpi.register import Register, RowRag
from trustkpi.shares import mean_of_counted, number_counted, share_of_counted
from validation.returns.premium import CATCH_UP, PLUS, PREMIUM, TIERS, Activities, Plans, Streams
from validation.vocabulary import STANDARDS


def _stream(*streams: str) -> Population:
    return Population(f"stream_{streams[0].casefold()}", f"the stream {streams[0].lower()}", pl.col("stream").is_in(streams))


_money = partial(kpi, committee=STANDARDS, reads=Streams, polarity=Polarity.NEITHER)


@_money(title="Pupil premium spent of what was allocated", focus=("T4.1-b",), shown=PERCENT_SHOWN, over=_stream(PREMIUM))
def pp_spend_vs_allocation_pct() -> Ratio:
    """Pupil premium spent so far, as a share of the year's allocation; it should near 100 by the year's end."""
    return Ratio(pl.col("spent").sum(), pl.col("allocated").sum())


@_money(title="Pupil premium plus received", focus=("T2.1-c",), shown=POUNDS_SHOWN, over=_stream(PLUS))
def ppplus_income() -> Total:
    """Pupil premium plus received so far."""
    return Total(pl.col("received").sum())


@_money(title="Pupil premium plus spent", focus=("T2.1-c",), shown=POUNDS_SHOWN, over=_stream(PLUS))
def ppplus_spend() -> Total:
    """Pupil premium plus spent so far."""
    return Total(pl.col("spent").sum())


@_money(title="Pupil premium plus spent of what came", focus=("T2.1-c",), shown=PERCENT_SHOWN, over=_stream(PLUS))
def ppplus_spent_pct() -> Ratio:
    """Pupil premium plus spent so far, as a share of what was received."""
    return Ratio(pl.col("spent").sum(), pl.col("received").sum())


@_money(title="Pupils who benefited from catch-up funding", focus=("T2.1-e",), shown=COUNT_SHOWN, over=_stream(CATCH_UP))
def catchup_pupils() -> Count:
    """Pupils who benefited from catch-up premium or tutoring."""
    return number_counted("pupils")


@_money(
    title="Catch-up cost for a pupil", focus=("T2.1-e",), shown=POUNDS_SHOWN, over=_stream(CATCH_UP), serves=("cost_per_pupil",)
)
def catchup_cost_per_pupil() -> Ratio:
    """What catch-up premium or tutoring cost for each pupil who benefited."""
    return mean_of_counted(pl.col("spent").sum(), pl.col("pupils").sum(), scale=100)


@_money(title="Catch-up pupils on track", focus=("T2.1-e",), shown=PERCENT_SHOWN, over=_stream(CATCH_UP))
def catchup_expected_progress_pct() -> Ratio:
    """Pupils who benefited from catch-up funding and make the progress expected of them, as a share of all who did."""
    return share_of_counted("expected", "pupils")


@_money(title="Pupil premium pupils on track", focus=("T2.1-a",), shown=PERCENT_SHOWN, over=_stream(PREMIUM))
def pp_expected_progress_pct() -> Ratio:
    """Pupils whom the pupil premium is for and who make the progress expected of them, as a share of all such."""
    return share_of_counted("expected", "pupils")


@_money(
    title="Pupil premium plus pupils on track",
    focus=("T2.1-c",),
    shown=PERCENT_SHOWN,
    over=_stream(PLUS),
    serves=("plac_expected_progress_pct",),
)
def ppplus_expected_progress_pct() -> Ratio:
    """Looked-after and previously looked-after pupils who make the progress expected of them, as a share of all such."""
    return share_of_counted("expected", "pupils")


TIER = Breakdown.by_code("tier", "Tier", TIERS)
JUDGED = Population("outcomes_judged", "intended outcomes that can be judged by now", pl.col("rating") != "N")


@kpi(title="Pupil premium spend by tier", focus=("T4.1-b",), committee=STANDARDS, reads=Activities, shown=POUNDS_SHOWN,
    polarity=Polarity.NEITHER, breakdowns=(TIER,), source=RULES, serves=("spend_by_EEF_tier",))  # fmt: skip
def pp_spend_by_tier() -> Total:
    """What the strategy's activities have cost so far, tier by tier."""
    return Total(pl.col("spent").sum())


@kpi(title="Intended outcomes met", focus=("T4.1-b",), committee=STANDARDS, reads=Activities, shown=PERCENT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER, over=JUDGED, bands=default(80, 50, "no source sets how many outcomes should be met"))  # fmt: skip
def intended_outcomes_met_pct() -> Ratio:
    """Outcomes that the strategy intends and that are met, as a share of those that can be judged by now."""
    return Ratio((pl.col("rating") == "G").sum(), pl.len())


OUTCOMES = Register(
    name="pupil_premium_activities", title="What the pupil premium pays for", focus=("T4.1-b",), committee=STANDARDS, reads=Activities,
    columns=("academy", "tier", "activity", "budgeted", "spent", "outcome"), meaning="The strategy's activities and how their outcomes stand.",
    order=("academy", "tier"), source=RULES,
    rag=RowRag(pl.col("rating") == "R", pl.col("rating") == "A", "The academy's own judgement: not met red, partly met amber, too early grey",
        grey=pl.col("rating") == "N"),
)  # fmt: skip


# A plan a term is due for each looked-after child, so that the plans due tell how many there are.
_MONTH = pl.col("_closes").dt.month()
_TERMS = pl.when(_MONTH >= 9).then(1).when(_MONTH <= 4).then(2).otherwise(3)
_CHILDREN = (pl.col("due") / _TERMS).ceil().cast(pl.Int64).sum()


@kpi(title="Personal education plans complete", focus=("T2.1-c",), committee=STANDARDS, reads=Plans, shown=PERCENT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER, bands=owed_in_full("the plan is a duty", amber=95))  # fmt: skip
def pep_complete_pct() -> Ratio:
    """Personal education plans of looked-after children completed in time, as a share of those due since September."""
    return Ratio(pl.col("complete").sum(), pl.col("due").sum(), heads=Heads(people=_CHILDREN, inside=_CHILDREN))
