"""Earlier figures of the trust and its phases from only the academies that stand behind the present ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from trustkpi.facts import TRUST
from trustkpi.kpi import Kpi

_WHICH = ("kpi", "population")
_FIGURE = ("kpi", "period", "population", "grain", "place", "breakdown", "group")


def of_the_same_academies(now: pl.DataFrame, earlier: pl.DataFrame, kpis: Mapping[str, Kpi]) -> pl.DataFrame:
    """The earlier figures, pooled from the academies that have one now: which figure it is, and its value.

    Without it a single missing return would leave the trust without a past. Only parts that may be seen are added up, so
    that nothing is told that the academies' own figures do not tell; where one is withheld or missing there is no figure.
    """
    ours = now.filter(_is_whole()).select(*_WHICH, "place").unique()
    theirs = earlier.filter(pl.col("grain") == "academy").join(ours, on=[*_WHICH, "place"], how="semi")
    pooled = [_pooled(theirs, now.filter(_is_whole()), place) for place in ("trust", "phase")]
    added = pl.concat(pooled).filter("_all").drop("_all")
    return pl.concat([added.select(*_FIGURE, pl.lit(None, pl.Float64).alias("value")).clear(), *_valued(added, kpis)])


def _is_whole() -> pl.Expr:
    return (pl.col("grain") == "academy") & (pl.col("breakdown") == "")


def _pooled(theirs: pl.DataFrame, ours: pl.DataFrame, grain: str) -> pl.DataFrame:
    """The parts added up over the trust or a phase, where every academy of ours has a whole figure of its own then."""
    by = [*_WHICH, *(["phase"] if grain == "phase" else [])]
    needed = ours.group_by(by).agg(pl.col("place").n_unique().alias("_needed"))
    whole = theirs.filter(pl.col("breakdown") == "").group_by(*by, "period").agg(pl.col("place").n_unique().alias("_there"))
    complete = whole.join(needed, on=by).filter(pl.col("_there") == pl.col("_needed"))
    parts = theirs.join(complete, on=[*by, "period"], how="semi").group_by(*by, "period", "breakdown", "group")
    added = parts.agg(pl.col("numerator").is_not_null().all().alias("_all"), pl.col("numerator", "denominator").sum())
    place = pl.col("phase") if grain == "phase" else pl.lit(TRUST)
    return added.select(
        *("kpi", "period", "population"), pl.lit(grain).alias("grain"), place.alias("place"), "breakdown", "group",
        "numerator", "denominator", "_all",
    )  # fmt: skip


def _valued(added: pl.DataFrame, kpis: Mapping[str, Kpi]) -> Iterator[pl.DataFrame]:
    for rows in added.partition_by("kpi"):
        yield rows.select(*_FIGURE, kpis[rows["kpi"][0]].measure.value().alias("value"))
