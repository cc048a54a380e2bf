"""The six measures by way of the program's own pieces, as the KPIs put them together."""

from __future__ import annotations

from typing import Any

import polars as pl

from tests.trustkpi.pay.posts import frame
from trustkpi.pay.gaps import mean_gap, median_gap
from trustkpi.pay.parts import Hours
from trustkpi.pay.people import people
from trustkpi.pay.quarters import quarters

MEN, WOMEN = pl.col("sex") == "M", pl.col("sex") == "F"


def found(rows: list[dict[str, Any]], *, hours: Hours = Hours.PAID) -> pl.DataFrame:
    """People, one row each."""
    return people(frame(rows), within=["period"], hours=hours)


def measures(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The same keys as the oracle's."""
    every = found(rows)
    known = every.filter(MEN | WOMEN)
    full = known.filter("full_pay")
    paid = known.filter(pl.col("bonus_year") > 0)
    placed = full.with_columns(quarter=quarters(full, pay="rate", kind="sex", within=["period"], kinds=("M", "F"), by="person"))
    at = [placed.filter(pl.col("quarter") == q) for q in range(1, 5)]
    share = known.group_by("sex").agg((100 * (pl.col("bonus_year") > 0).sum() / pl.len()).alias("share"))
    return {
        "relevant": every.height,
        "full": full.height,
        "mean": full.select(mean_gap(pl.col("hourly"), WOMEN, MEN)).item(),
        "median": full.select(median_gap(pl.col("hourly"), WOMEN, MEN)).item(),
        "mean_bonus": paid.select(mean_gap(pl.col("bonus_year"), WOMEN, MEN)).item(),
        "median_bonus": paid.select(median_gap(pl.col("bonus_year"), WOMEN, MEN)).item(),
        "paid": {"M": None, "F": None} | dict(share.iter_rows()),
        "men": [part.filter(MEN).height for part in at],
        "sizes": [part.height for part in at],
    }
