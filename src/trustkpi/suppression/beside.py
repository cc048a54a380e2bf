"""Two populations of one KPI: what the wider one adds to the narrower must not be found by taking one from the other."""

from __future__ import annotations

import polars as pl

from trustkpi.suppression.figures import CELL, TELLING

_KPI = ("period", "kpi")
_AT = ("period", "kpi", "grain", "place")


def narrower(figures: pl.DataFrame) -> pl.DataFrame:
    """The figures of each KPI's narrowest population, with `_people`, `_in`, `_out` and `_few`, their own."""
    own = figures.filter(pl.col("population") == pl.col("_narrowest"))
    return own.with_columns(
        _people=pl.col("people"), _in=pl.col("people_in"), _out=pl.col("people_out"), _few=pl.col("_few"), _held=pl.col("_small")
    )


def wider(figures: pl.DataFrame, narrow: pl.DataFrame, few: int) -> pl.DataFrame:
    """The figures of the other populations, those withheld so far in `_held`, given the narrower ones with theirs.

    `_people`, `_in` and `_out` count those whom the population adds. Where it adds nobody it shows what the narrower one
    shows. Where it adds few, or too few are in or out of the numerator, it is withheld; of a breakdown, the whole breakdown
    everywhere.
    """
    others = figures.filter(pl.col("population") != pl.col("_narrowest"))
    parts = ("people", "people_in", "people_out", "numerator")
    inner = narrow.select("kpi", *CELL, *(pl.col(p).alias(f"_n_{p}") for p in parts), pl.col("_held").alias("_n_held"))
    both = others.join(inner, on=["kpi", *CELL], how="left", maintain_order="left")
    added = both.with_columns(pl.col("_n_held").fill_null(value=False), *(
        (pl.col(p) - pl.col(f"_n_{p}").fill_null(0)).abs().alias(f"_d_{p}") for p in parts
    ))  # fmt: skip
    at = added.filter(pl.col("breakdown") == "").select(*_AT, "population", pl.col("_d_people").alias("_adds"))
    added = added.join(at, on=[*_AT, "population"], how="left", maintain_order="left")
    same = pl.col("_adds") == 0
    small = pl.col("_d_people").is_between(1, few)
    heads = pl.any_horizontal(pl.col(f"_d_{p}").is_between(1, few) for p in ("people_in", "people_out")) & pl.col("_heads")
    tells = ~pl.col("_heads") & pl.col("_d_people_in").is_between(1, few) & (pl.col("_d_numerator") <= TELLING)
    added = added.with_columns(
        _few=pl.col("_few") | small,
        _small=pl.col("_small") | small | heads | tells.fill_null(value=False),
        _people=_own_if(same, "people"), _in=_own_if(same, "people_in"), _out=_own_if(same, "people_out"),
    )  # fmt: skip
    breakdown = pl.col("breakdown") != ""
    touched = (pl.col("_small") | pl.col("_n_held")).any().over(*_KPI, "population", "breakdown")
    held = pl.when(same).then(pl.col("_n_held") | pl.col("_small")).when(breakdown).then(touched).otherwise(pl.col("_small"))
    return added.with_columns(_held=held).select(*narrow.columns)


def _own_if(same: pl.Expr, part: str) -> pl.Expr:
    return pl.when(same).then(part).otherwise(f"_d_{part}").alias("_" + part.removeprefix("people_"))
