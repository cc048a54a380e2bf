"""The secrets that a table of figures can give away: how many people there are, and how many of them are in the numerator."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from trustkpi.suppression.figures import SERIES
from trustkpi.suppression.proof import ANY

PLACE = ("grain", "place", "breakdown", "group")
_FAMILY = ("period", "_family")


def species(figures: pl.DataFrame) -> Iterator[tuple[pl.DataFrame, tuple[str, ...]]]:
    """The figures once for each kind of secret that can be worked out from them, and what says whose each table is.

    The people behind a family of series; the people in a numerator that counts people, and the rest; and a numerator of
    other things so small that it tells. The tables carry `_i` and `_o` (see `proof.failures`), `_start` for what is withheld
    already, `_protect` for what must not be found out, `_ins` and `_outs` for how many there are, and `_table`, their number.
    """
    yield _people(figures), _FAMILY
    yield _heads(figures), SERIES
    things = figures.filter(~pl.col("_heads"))
    telling = things.with_columns(
        _i=pl.col("numerator").abs() - 1, _o=pl.lit(ANY, pl.Int64), _protect=pl.col("_telling"), _start=pl.col("_telling"),
        _ins=pl.col("numerator").abs(), _outs=pl.lit(ANY, pl.Int64),
    )  # fmt: skip
    yield _tabled(telling, SERIES), SERIES


def _heads(figures: pl.DataFrame) -> pl.DataFrame:
    """The series whose numerators count people, where there is anything to tell beyond who is there at all."""
    told_apart = (pl.col("_in").sum() > 0) & (pl.col("_out").sum() > 0)
    # Where the people are withheld too, as many as one likes may come.
    hidden = pl.col("_held").all().over(*_FAMILY, *PLACE)
    known = figures.with_columns(_hidden=hidden).filter("_heads").filter(told_apart.over(SERIES))
    return _tabled(
        known.with_columns(
            _i=pl.col("_in"), _o=pl.when("_hidden").then(ANY).otherwise("_out"), _ins=pl.col("_in"), _outs=pl.col("_out"),
            _protect=pl.col("_small"), _start=pl.col("_held"),
        ),
        SERIES,
    )  # fmt: skip


def _people(figures: pl.DataFrame) -> pl.DataFrame:
    cell = [*_FAMILY, *PLACE]
    # A row that is there tells that there is somebody, so the last one cannot be thought away.
    alike = figures.group_by(*cell, "phase", maintain_order=True).agg(
        pl.col("_people").min(), pl.col("people").min(), pl.col("_few").any(), pl.col("_held").all()
    )
    there = alike.with_columns(
        _i=pl.col("_people") - 1, _o=pl.lit(ANY, pl.Int64), _protect=pl.col("_few"), _start=pl.col("_few") | pl.col("_held"),
        _ins=pl.col("people"), _outs=pl.lit(ANY, pl.Int64),
    )  # fmt: skip
    return _tabled(there, _FAMILY)


def _tabled(rows: pl.DataFrame, whose: tuple[str, ...]) -> pl.DataFrame:
    table = pl.concat_str(*whose, "breakdown", separator="#").rank("dense").cast(pl.Int64).alias("_table")
    return rows.with_columns(table, pl.col("_i").clip(0), pl.col("_o").clip(0))


def told(figures: pl.DataFrame, hidden: pl.DataFrame, whose: tuple[str, ...]) -> pl.DataFrame:
    """The figures with `_held` where `hidden` (rows of a species' tables) says so too."""
    keys = [*whose, *PLACE]
    marks = hidden.select(keys).unique().with_columns(_too=pl.lit(value=True))
    joined = figures.join(marks, on=keys, how="left", maintain_order="left")
    return joined.with_columns(_held=pl.col("_held") | pl.col("_too").fill_null(value=False)).drop("_too")
