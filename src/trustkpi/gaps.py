"""How far apart two groups stand: the first group's value less the second's, in points."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from trustkpi.kpi import Kpi

_WHERE = ("kpi", "period", "population", "grain", "place", "phase", "breakdown")


def gaps(results: pl.DataFrame, kpis: Sequence[Kpi]) -> pl.DataFrame:
    """One row a gap that a KPI's breakdown declares: where it is, `group`, `less` and `gap`.

    A gap needs both values: where either is withheld or there is none, there is no gap.
    """
    pairs = pl.DataFrame(
        [(k.name, b.name, *b.gap) for k in kpis for b in k.breakdowns if b.gap],
        schema={"kpi": pl.String, "breakdown": pl.String, "group": pl.String, "less": pl.String},
        orient="row",
    )
    known = results.filter(pl.col("value").is_not_null()).select(*_WHERE, "group", "value")
    first = known.join(pairs, on=["kpi", "breakdown", "group"], how="inner", maintain_order="left")
    both = first.join(known.rename({"group": "less", "value": "_less"}), on=[*_WHERE, "less"], how="inner", maintain_order="left")
    return both.select(*_WHERE, "group", "less", (pl.col("value") - pl.col("_less")).alias("gap"))
