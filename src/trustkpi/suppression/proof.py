"""Whether a table keeps its secret: other tables that publish the very same figures, found by moving people about.

A move takes people at one place from one group to another; a second place moves as many back, so that every published sum
stands. How many can be moved either way is how wide a withheld count's interval is at least.
"""

from __future__ import annotations

import polars as pl

WIDE = 5  # the narrowest interval that a withheld count may have
ANY = 1 << 40  # as many as one likes
_PLACE, _CELL = ("_table", "place"), ("_table", "place", "group")


def failures(cells: pl.DataFrame) -> pl.DataFrame:
    """One row a failing cell: `_table`, `place`, `group` and `places`: another place would help, not only another group.

    `cells` has a row a place and group: `_table`, `place`, `group`, `_i` people who may be moved from there and `_o` who may
    come (`_ins` and `_outs`: how many there are), `_a` whether the place is withheld, `_w` whether the group's total is,
    `_whole` whether the place's whole is, and `_trust` whether the trust's whole is.
    """
    inside = cells.filter("_a")
    moves = _moves(inside)
    failing = [
        _few_places(cells),
        _one_group(cells),
        _narrow(inside, moves),
        _narrow_totals(cells, moves),
        _narrow_wholes(inside),
    ]
    return pl.concat(failing)


def _told(cells: pl.DataFrame, *, places: bool) -> pl.DataFrame:
    return cells.select(*_CELL, places=pl.lit(places))


def _few_places(cells: pl.DataFrame) -> pl.DataFrame:
    few = pl.col("place").filter("_a").n_unique().over("_table") < 2  # noqa: PLR2004  one withheld part is the total less the rest
    return _told(cells.filter(few & (pl.col("_a") | pl.col("_w"))), places=True)


def _one_group(cells: pl.DataFrame) -> pl.DataFrame:
    return _told(cells.filter((pl.col("group").filter("_w").n_unique().over("_table") == 1) & pl.col("_w")), places=False)


def _moves(inside: pl.DataFrame) -> pl.DataFrame:
    """At each withheld place, from each group to each other: how many may go, and how many may come from there.

    Where both totals are withheld the move is `free`: nobody need move back. Else others move back elsewhere, and a move
    to one group alone (`one_`) or to all groups in equal shares (`each_`) goes as far as they can.
    """
    there = inside.select(*_CELL, "_i", "_o", "_w")
    other = there.rename({"group": "to", "_i": "_to_i", "_o": "_to_o", "_w": "_to_w"})
    pairs = there.join(other, on=list(_PLACE)).filter(pl.col("group") != pl.col("to"))
    pairs = pairs.with_columns(
        free=pl.col("_w") & pl.col("_to_w"), go=pl.min_horizontal("_i", "_to_o"), come=pl.min_horizontal("_to_i", "_o")
    )
    share = pl.col("_groups") - 1
    pairs = pairs.join(
        inside.group_by("_table").agg(pl.col("group").n_unique().alias("_groups")), on="_table", maintain_order="left"
    ).with_columns(
        each_go=pl.min_horizontal(pl.col("_i") / share, "_to_o"), each_come=pl.min_horizontal("_to_i", pl.col("_o") / share)
    )
    return pairs.with_columns(
        one_up=pl.min_horizontal("come", _elsewhere("go")),
        one_down=pl.min_horizontal("go", _elsewhere("come")),
        each_up=pl.min_horizontal("come", _elsewhere("each_go")),
        each_down=pl.min_horizontal("go", _elsewhere("each_come")),
    )


def _elsewhere(way: str) -> pl.Expr:
    return pl.col(way).sum().over("_table", "group", "to") - pl.col(way)


def _narrow(inside: pl.DataFrame, moves: pl.DataFrame) -> pl.DataFrame:
    """Withheld cells; one that published noughts prove to be nought tells nothing."""
    free, bound = pl.col("free"), ~pl.col("free")
    widths = moves.group_by(_CELL).agg(
        up=pl.col("come").filter(free).sum()
        + pl.max_horizontal(pl.col("one_up").filter(bound).max(), pl.col("each_up").filter(bound).sum()),
        down=pl.col("go").filter(free).sum()
        + pl.max_horizontal(pl.col("one_down").filter(bound).max(), pl.col("each_down").filter(bound).sum()),
    )
    joined = inside.join(widths, on=list(_CELL), how="left")
    width = pl.min_horizontal("up", "_o") + pl.min_horizontal("down", "_i")
    joined = joined.with_columns(_width=width.fill_null(0))
    nobody = [
        ((pl.col(side).sum().over("_table", "group") == 0) & ~pl.col("_w"))
        | ((pl.col(side).sum().over(_PLACE) == 0) & ~pl.col("_whole"))
        for side in ("_ins", "_outs")
    ]
    # A place with one group is that group's whole; where its own whole is withheld, the whole's width counts.
    alone = pl.len().over(_PLACE) == 1
    return _told(joined.filter((pl.col("_width") < WIDE) & ~(nobody[0] | nobody[1] | alone)), places=True)


def _narrow_totals(cells: pl.DataFrame, moves: pl.DataFrame) -> pl.DataFrame:
    """Withheld totals of groups: what can move between them at any place."""
    free = moves.filter("free").group_by(_CELL).agg(pl.col("_i", "_o").first(), pl.col("go", "come").sum())
    width = pl.min_horizontal("go", "_i") + pl.min_horizontal("come", "_o")
    widths = free.group_by("_table", "group").agg(_width=width.sum())
    totals = cells.filter("_w").join(widths, on=["_table", "group"], how="left")
    return _told(totals.filter(pl.col("_width").fill_null(0) < WIDE), places=False)


def _narrow_wholes(inside: pl.DataFrame) -> pl.DataFrame:
    """Withheld wholes of places: what can move from one to another within groups, or among the withheld groups."""
    withheld = inside.filter("_whole").with_columns(_key=pl.when("_w").then(pl.lit("")).otherwise(pl.lit("=") + pl.col("group")))
    sides = withheld.group_by(*_PLACE, "_key").agg(pl.col("_i").sum(), pl.col("_o").sum(), pl.col("_trust").any())
    other = sides.select(
        "_table", "_key", pl.col("place").alias("with"), pl.col("_i").alias("_with_i"), pl.col("_o").alias("_with_o")
    )
    pairs = sides.join(other, on=["_table", "_key"]).filter(pl.col("place") != pl.col("with"))
    pairs = pairs.with_columns(up=pl.min_horizontal("_o", "_with_i"), down=pl.min_horizontal("_i", "_with_o"))
    swapped = pairs.group_by(*_PLACE, "with").agg(pl.col("up").sum(), pl.col("down").sum())
    swapped = swapped.group_by(_PLACE).agg(pl.col("up").max(), pl.col("down").max())
    alone = sides.filter(pl.col("_trust") & (pl.col("_key") == "")).select(*_PLACE, alone=pl.col("_i") + pl.col("_o"))
    wholes = sides.select(_PLACE).unique().join(swapped, on=list(_PLACE), how="left").join(alone, on=list(_PLACE), how="left")
    width = pl.max_horizontal(pl.col("up") + pl.col("down"), "alone").fill_null(0)
    return _told(inside.join(wholes.filter(width < WIDE), on=list(_PLACE), how="semi"), places=False)
