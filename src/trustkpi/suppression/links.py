"""Series that tell of each other: where one counts the very people who are in, or not in, another's numerator."""

from __future__ import annotations

import polars as pl

from trustkpi.suppression.figures import CELL, SERIES, signature


def linked(figures: pl.DataFrame) -> pl.DataFrame:
    """The figures with `_held` also where a series is withheld whose people are another's numerator, either way."""
    pairs = _pairs(figures)
    if pairs.is_empty():
        return figures
    held = figures.filter("_held").select(*SERIES, *CELL[1:])
    other = held.join(pairs, on=list(SERIES)).drop("kpi", "population").rename({"_kpi": "kpi", "_population": "population"})
    marks = other.select(*SERIES, *CELL[1:], _too=pl.lit(value=True)).unique()
    joined = figures.join(marks, on=[*SERIES, *CELL[1:]], how="left", maintain_order="left")
    return joined.with_columns(_held=pl.col("_held") | pl.col("_too").fill_null(value=False)).drop("_too")


def _pairs(figures: pl.DataFrame) -> pl.DataFrame:
    """Each series beside another that it tells of, both ways round."""
    whole = signature(figures, "people").rename({"kpi": "_kpi", "population": "_population"})
    parts = pl.concat([signature(figures.filter("_heads"), part) for part in ("people_in", "people_out")])
    people = signature(figures, "people")
    same = parts.join(people, on=[*SERIES, "_counts"], how="anti").join(whole, on=["period", "_counts"])
    one = same.select(*SERIES, "_kpi", "_population")
    back = one.select("period", kpi="_kpi", population="_population", _kpi="kpi", _population="population")
    return pl.concat([one, back]).unique()
