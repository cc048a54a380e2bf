"""Which academies' whole figures are withheld: the small ones, and enough others that the trust's total tells nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from trustkpi.suppression.figures import SERIES
from trustkpi.suppression.proof import WIDE
from trustkpi.suppression.species import species, told

_Row = Mapping[str, Any]
_Key = tuple[int, str, str]


def wholes(figures: pl.DataFrame) -> pl.DataFrame:
    """The whole figures with `_held`: as they came, others that keep their secret, and phases with a withheld academy.

    Where an academy must be added, it is the one with the fewest people.
    """
    own = figures.filter(pl.col("breakdown") == "")
    for tables, whose in species(own):
        own = told(own, _hidden(tables), whose)
    parts = (
        own.filter((pl.col("grain") == "academy") & pl.col("_held")).select(*SERIES, "phase", _part=pl.lit(value=True)).unique()
    )
    hit = own.join(parts, on=[*SERIES, "phase"], how="left", maintain_order="left")
    phase = (pl.col("grain") == "phase") & pl.col("_part").fill_null(value=False)
    return hit.with_columns(_held=pl.col("_held") | phase).drop("_part")


def _hidden(tables: pl.DataFrame) -> pl.DataFrame:
    asked = tables.filter(pl.col("_protect").any().over("_table") & (pl.col("grain") != "phase"))
    chosen = [key for table in asked.partition_by("_table", maintain_order=True) for key in _chosen(table.to_dicts())]
    keys = pl.DataFrame(chosen, schema={"_table": pl.Int64, "grain": pl.String, "place": pl.String}, orient="row")
    return tables.join(keys, on=["_table", "grain", "place"], how="semi")


def _chosen(rows: Iterable[_Row]) -> list[_Key]:
    """The table's academies to withhold, and the trust where all of them together are too few."""
    named: dict[tuple[str, str], _Row] = {(row["grain"], row["place"]): row for row in rows}
    places = {place: row for (grain, place), row in named.items() if grain == "academy"}
    held = {key for key, row in named.items() if row["_start"]}
    closed = any(grain == "trust" for grain, _ in named) and not any(grain == "trust" for grain, _ in held)
    spare = sorted(set(places) - {place for _, place in held}, key=lambda place: _turn(places[place]))
    while closed and not _wide(places[place] for _, place in held):
        if not spare:
            held = {*named}
            break
        held.add(("academy", spare.pop(0)))
    return [(named[key]["_table"], *key) for key in sorted(held)]


def _turn(row: _Row) -> tuple[bool, int, str]:
    """Those that have something to hide another behind come first, the smallest of them before the rest."""
    return (not min(row["_i"], row["_o"]), row["people"], row["place"])


def _wide(held: Iterable[_Row]) -> bool:
    rows = list(held)
    return len(rows) > 1 and all(sum(row[side] for row in rows) >= WIDE for side in ("_i", "_o"))
