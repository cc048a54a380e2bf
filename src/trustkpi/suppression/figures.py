"""The figures as suppression sees them: which are small, which count the same people, and what a numerator tells of people."""

from __future__ import annotations

import polars as pl

from trustkpi.kpi import PEOPLE_PARTS

CELL = ("period", "grain", "place", "breakdown", "group")
SERIES = ("period", "kpi", "population")
_MOST_TO_A_PERSON = 1.5  # enrolments to a person; sessions, hours and pounds are far more
TELLING = 10  # a numerator so small that it bounds the people in it


def figures(results: pl.DataFrame, small_group: int) -> pl.DataFrame:
    """The results about people, with `_small`, `_family`, `_heads` and `_telling`.

    `_family` is alike for series that count the same people everywhere; `_heads` is true where the numerator counts people;
    `_telling` where it does not, but is so small that it tells how few they are.
    """
    about = results.filter(pl.col("people").is_not_null())
    small = pl.any_horizontal(pl.col(part).is_between(1, small_group) for part in PEOPLE_PARTS)
    known = about.with_columns(_small=small, _few=pl.col("people").is_between(1, small_group), _narrowest=_narrowest()).join(
        _families(about), on=list(SERIES), how="left", maintain_order="left"
    )
    known = known.join(_heads(about), on=["kpi", "population"], how="left", maintain_order="left")
    few_in = pl.col("people_in").is_between(1, small_group) & (pl.col("numerator").abs() <= TELLING)
    return known.with_columns(_telling=(~pl.col("_heads") & few_in).fill_null(value=False))


def _narrowest() -> pl.Expr:
    """The population of the fewest people, of those that a KPI is counted over."""
    whole = (pl.col("grain") == "trust") & (pl.col("breakdown") == "")
    people = pl.when(whole).then("people").sum().over(SERIES)
    return pl.col("population").sort_by(people, "population").first().over("period", "kpi")


def signature(figures: pl.DataFrame, column: str) -> pl.DataFrame:
    """For each series, its counts over the wholes of all places as one text."""
    wholes = figures.filter(pl.col("breakdown") == "").sort("grain", "place")
    told = pl.format("{}/{}={}", "grain", "place", pl.col(column)).str.join("|").alias("_counts")
    return wholes.group_by(SERIES, maintain_order=True).agg(told)


def _families(about: pl.DataFrame) -> pl.DataFrame:
    alike = signature(about, "people")
    return alike.select(*SERIES, pl.concat_str("period", "_counts", separator="#").rank("dense").alias("_family"))


def _heads(about: pl.DataFrame) -> pl.DataFrame:
    """A series counts heads where its denominator, or a count's numerator, is about as many as its people."""
    of = pl.when(pl.col("denominator").is_null()).then("numerator").otherwise("denominator")
    among = pl.when(pl.col("denominator").is_null()).then("people_in").otherwise("people")
    whole = about.filter((pl.col("grain") == "trust") & (pl.col("breakdown") == ""))
    sums = whole.group_by("kpi", "population").agg(of.abs().sum().alias("_of"), among.sum().alias("_among"))
    return sums.select("kpi", "population", (pl.col("_of") <= _MOST_TO_A_PERSON * pl.col("_among")).alias("_heads"))
