"""Which groups of a breakdown are withheld, and where: for whole academies, and for the trust group by group."""

from __future__ import annotations

import polars as pl

from trustkpi.suppression.figures import SERIES
from trustkpi.suppression.species import species, told
from trustkpi.suppression.tables import withheld

_WHOLE = [*SERIES, "grain", "place"]


def groups(figures: pl.DataFrame, wholes: pl.DataFrame) -> pl.DataFrame:
    """The figures of breakdowns with `_held`: as they came, and others that keep their secret.

    `wholes` are the same series' whole figures with `_held` settled. A phase's breakdown is shown only where all of its
    academies' are. A place all of one group shows what its whole shows.
    """
    named = {"_held": "_whole", "_people": "_whole_people"}
    parts = figures.filter(pl.col("breakdown") != "").join(
        wholes.select(*_WHOLE, *named).rename(named), on=_WHOLE, how="left", maintain_order="left"
    )
    trust = wholes.filter(pl.col("grain") == "trust").select(*SERIES, pl.col("_held").alias("_trust"))
    parts = parts.join(trust, on=list(SERIES), how="left", maintain_order="left")
    parts = parts.with_columns(pl.col("_whole", "_trust").fill_null(value=False))
    # The only group of a place is its whole under another name.
    parts = parts.with_columns(_held=pl.col("_held") | (pl.col("_whole") & (pl.len().over(*_WHOLE, "breakdown") == 1)))
    for tables, whose in species(parts):
        parts = told(parts, _hidden(tables, parts, whose), whose)
    return parts


def _hidden(tables: pl.DataFrame, parts: pl.DataFrame, whose: tuple[str, ...]) -> pl.DataFrame:
    keys = [*whose, "grain", "place", "breakdown"]
    known = parts.group_by(keys).agg(pl.col("_whole").all(), pl.col("_trust").all())
    asked = tables.filter(pl.col("_protect").any().over("_table")).join(known, on=keys, how="left", maintain_order="left")
    academies = asked.filter(pl.col("grain") == "academy")
    totals = asked.filter((pl.col("grain") == "trust") & pl.col("_start")).select("_table", "group", _w=pl.lit(value=True))
    cells = academies.join(totals, on=["_table", "group"], how="left", maintain_order="left").select(
        "_table", "place", "phase", "group", "_i", "_o", "_ins", "_outs", "_whole", "_trust",
        pl.col("people").alias("_n"), pl.col("_w").fill_null(value=False),
        pl.col("_start").any().over("_table", "place").alias("_a"),
    )  # fmt: skip
    settled = withheld(cells)
    places = settled.filter("_a").select("_table", "place", "phase").unique()
    trust = settled.filter("_w").select("_table", "group").unique()
    of_grain = {g: asked.filter(pl.col("grain") == g) for g in ("academy", "phase", "trust")}
    return pl.concat(
        [
            of_grain["academy"].join(places, on=["_table", "place"], how="semi"),
            of_grain["phase"].join(places, on=["_table", "phase"], how="semi"),
            of_grain["trust"].join(trust, on=["_table", "group"], how="semi"),
        ]
    )
