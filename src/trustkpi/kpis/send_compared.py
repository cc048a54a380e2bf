"""Whether SEN money goes where the need is and helps: differences of figures that are published already."""

from __future__ import annotations

from typing import Any

import polars as pl

from trustkpi.derived import GRAIN, Derived
from trustkpi.kpi import POINTS_SHOWN, Breakdown, Polarity, Statistic, kpi
from trustkpi.kpis.sen_population import NEEDS
from trustkpi.kpis.send_provision import FUNDED_OR_NOT, NEED, sen_on_track_before_pct, sen_on_track_now_pct, sen_spend
from validation.model import DECIMAL, TEXT, cell
from validation.returns.attendance import Pupils
from validation.returns.send import Progress, Spend
from validation.vocabulary import SEN_NEED, STANDARDS

_WHERE = ("period", "grain", "place")
_SHARE_OF = {kpi.name: SEN_NEED[code] for code, kpi in zip(SEN_NEED, NEEDS, strict=True)}
_POINTS: dict[str, Any] = {
    "unit": DECIMAL,
    "help": "Percentage points; below 0 where it is the other way round.",
    "example": -4.5,
}


class SpendAgainstNeed(
    Derived, made_from=(Spend, Pupils), title="Spend against need", one_row="one need of an academy or the trust", key=("need",),
    intro="Made from published shares: of the money spent for one need, and of the pupils whose primary need it is.",
):  # fmt: skip
    """Derived rows: nobody types them."""

    need: str = cell("Need", unit=TEXT, help="The primary need.", example=SEN_NEED["ASD"])
    points: float = cell("Share of spend less share of pupils", **_POINTS)


class ChangeApart(
    Derived, made_from=(Progress,), title="Change of funded pupils and others", one_row="one academy or the trust", key=("group",),
    intro="Made from published shares of pupils on track, in September and now, of those funded and the others.",
):  # fmt: skip
    """Derived rows: nobody types them."""

    group: str = cell("Group", unit=TEXT, help="Whose change it is.", example="Funded")
    points: float = cell("Change of funded pupils less that of others", **_POINTS)


def _seen(rated: pl.DataFrame, breakdown: str) -> pl.DataFrame:
    """The figures of that breakdown that may be seen, of academies and the trust, with whose they are as rows have it."""
    seen = rated.filter((pl.col("breakdown") == breakdown) & pl.col("value").is_not_null() & (pl.col("grain") != "phase"))
    academy = pl.when(pl.col("grain") == "academy").then(pl.col("place")).otherwise(pl.lit(""))
    return seen.with_columns(academy.alias("academy"), pl.col("grain").alias(GRAIN))


def spend_against_need(rated: pl.DataFrame) -> pl.DataFrame:
    """One row a need whose share of pupils may be seen: its share of what was spent for single needs, less that."""
    spent = _seen(rated, NEED.name).filter((pl.col("kpi") == sen_spend.name) & pl.col("group").is_in([*SEN_NEED.values()]))
    spent = spent.select(*_WHERE, need="group", share=100 * pl.col("value") / pl.col("value").sum().over(*_WHERE))
    of_pupils = _seen(rated, "").filter(pl.col("kpi").is_in([*_SHARE_OF]))
    of_pupils = of_pupils.with_columns(need=pl.col("kpi").replace_strict(_SHARE_OF, return_dtype=pl.String))
    # Only where something was spent for single needs is there a share to set beside that of pupils.
    both = of_pupils.join(spent.select(_WHERE).unique(), on=list(_WHERE), how="semi", maintain_order="left")
    both = both.join(spent, on=[*_WHERE, "need"], how="left", maintain_order="left")
    return both.select("academy", "period", GRAIN, "need", points=pl.col("share").fill_null(0.0) - pl.col("value"))


def change_apart(rated: pl.DataFrame) -> pl.DataFrame:
    """One row a place where all four shares may be seen: how many points funded pupils gained, less what the others did."""
    seen = _seen(rated, FUNDED_OR_NOT.name)
    now, before = (
        seen.filter(pl.col("kpi") == kpi.name).select("academy", "period", GRAIN, "group", "value")
        for kpi in (sen_on_track_now_pct, sen_on_track_before_pct)
    )
    both = now.join(before, on=["academy", "period", GRAIN, "group"], suffix="_before", maintain_order="left")
    funded, others = FUNDED_OR_NOT.groups
    of = {name: pl.col("gained").filter(pl.col("group") == name).first() for name in (funded, others)}
    gained = both.with_columns(gained=pl.col("value") - pl.col("value_before"))
    rows = gained.group_by("academy", "period", GRAIN, maintain_order=True).agg(points=of[funded] - of[others])
    return rows.drop_nulls().with_columns(group=pl.lit(funded))


@kpi(title="Share of SEN spend less share of pupils, by need", focus=("T2.2-h",), committee=STANDARDS, reads=SpendAgainstNeed,
    shown=POINTS_SHOWN, polarity=Polarity.NEITHER, derived=spend_against_need,
    breakdowns=(Breakdown("need", "Primary need", pl.col("need"), tuple(SEN_NEED.values())),))  # fmt: skip
def spend_share_minus_need_share() -> Statistic:
    """A need's share of what was spent for single needs, less its share of pupils with SEN; the whole shows the furthest apart."""
    return Statistic(pl.col("points").sort_by(pl.col("points").abs(), "need").last(), pl.len())


@kpi(title="Gain of funded pupils with SEN over the others", focus=("T2.2-i",), committee=STANDARDS, reads=ChangeApart,
    shown=POINTS_SHOWN, polarity=Polarity.HIGHER_IS_BETTER, derived=change_apart)  # fmt: skip
def progress_change_funded_vs_unfunded() -> Statistic:
    """Points by which the share on track rose since September among funded pupils with SEN, less those among the others."""
    return Statistic(pl.col("points").first(), pl.len())
