"""Which places' breakdowns and which groups' totals are withheld, so that no table gives its secret away."""

from __future__ import annotations

import polars as pl

from trustkpi.suppression.proof import failures

_PLACE, _GROUP = ("_table", "place"), ("_table", "group")


def withheld(cells: pl.DataFrame) -> pl.DataFrame:
    """The cells with `_a` (the place's breakdown is withheld) and `_w` (the group's total for the trust is).

    `cells` has a row an academy and group of each table: `_table`, `place`, `group`, `_n` people, the columns that
    `proof.failures` reads, and `_a`, `_w` as they must be at least. Where the proof fails an academy is added, the one with
    the most people in the groups that fail, and once all are, the total of the group with the most people in the places
    that fail; until the proof holds or all is withheld.
    """
    # A place with one group shows only what its whole shows: withholding it would hide nothing.
    several = (pl.len().over(_PLACE) > 1) | pl.col("_whole")
    marked = cells.with_columns(_several=several, _a=pl.col("_a") & several)
    asked = (pl.col("_a") | pl.col("_w")).any().over("_table")
    settled, open_ = [marked.filter(~asked)], marked.filter(asked)
    while open_.height:
        failing = failures(open_)
        settled.append(open_.join(failing, on="_table", how="anti"))
        open_ = open_.join(failing.select("_table").unique(), on="_table", how="semi", maintain_order="left")
        more = _more(open_, failing)
        settled.append(open_.join(more.select("_table").unique(), on="_table", how="anti"))
        open_ = _with(open_.join(more.select("_table").unique(), on="_table", how="semi", maintain_order="left"), more)
    return pl.concat(settled).drop("_several")


def _more(cells: pl.DataFrame, failing: pl.DataFrame) -> pl.DataFrame:
    """What to withhold next in each failing table, a `place` or a `group`; no row where nothing is left."""
    places = _most(cells.filter(pl.col("_several") & ~pl.col("_a")), failing.select(_GROUP).unique(), "place")
    groups = _most(cells.filter(~pl.col("_w")), failing.select(_PLACE).unique(), "group")
    asked = failing.group_by("_table").agg(pl.col("places").any()).filter("places").select("_table")
    by_place = places.join(asked, on="_table", how="semi")
    by_group = groups.join(by_place, on="_table", how="anti")
    last = places.join(pl.concat([by_place.select("_table"), by_group.select("_table")]), on="_table", how="anti")
    return pl.concat([by_place, by_group, last], how="diagonal")


def _most(left: pl.DataFrame, there: pl.DataFrame, of: str) -> pl.DataFrame:
    hit = there.with_columns(_hit=pl.lit(value=True))
    known = left.join(hit, on=there.columns, how="left", maintain_order="left")
    sizes = known.group_by("_table", of).agg(
        (pl.col("_n") * pl.col("_hit").fill_null(value=False)).sum().alias("_there"), pl.col("_n").sum()
    )
    return (
        sizes.sort("_table", "_there", "_n", of, descending=[False, True, True, False])
        .group_by("_table", maintain_order=True)
        .agg(pl.col(of).first())
    )


def _with(cells: pl.DataFrame, more: pl.DataFrame) -> pl.DataFrame:
    for of, flag in (("place", "_a"), ("group", "_w")):
        added = more.select("_table", of).drop_nulls().with_columns(_too=pl.lit(value=True))
        joined = cells.join(added, on=["_table", of], how="left", maintain_order="left")
        several = pl.col("_several") if flag == "_a" else pl.lit(value=True)
        cells = joined.with_columns((pl.col(flag) | (pl.col("_too").fill_null(value=False) & several)).alias(flag)).drop("_too")
    return cells
