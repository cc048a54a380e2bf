"""Results into results fit to be seen: small figures withheld, and as many others as it takes that none can be worked out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import polars as pl

from trustkpi.kpi import PEOPLE_PARTS, Kpi
from trustkpi.suppression.period import withheld
from trustkpi.suppression.series import Axes, series_of
from trustkpi.suppression.to_date import Names, Past
from validation.periods import period as period_named

WITHHELD = "c"
_NUMBERS = ("numerator", "denominator", "value", *PEOPLE_PARTS)
_ROW = "_row"
_Link = tuple[str, Names, Names]
_FIGURE = ("period", "kpi", "population", "breakdown", "group")


def suppress(
    results: pl.DataFrame, *, small_group: int, kpis: Iterable[Kpi] = (), issued: pl.DataFrame | None = None
) -> pl.DataFrame:
    """The results (`facts.RESULTS`) with `mark`: "c" where a figure is withheld, its numbers null, else "".

    A figure is withheld where the people in it, in its numerator or in the rest number from 1 to `small_group`; then
    others are, until no published sum tells a withheld number of people to within 5. Nought switches it off. Figures that
    are not about people are never withheld. The order of rows changes nothing. `kpis` say what is part of what, and `issued` are
    the figures of earlier issues, in which more may have been withheld of the periods before.

    Where a KPI counts the people in another's numerator and that is withheld, or where counts of things are withheld group
    by group, rows are added for nobody, withheld too: that there is a row, or none, would tell whether there is anybody.
    """
    if small_group <= 0:
        return results.with_columns(mark=pl.lit(""))
    named = list(kpis)
    part_of, adds_up = {k.name: k.part_of for k in named if k.part_of}, {k.name: k.adds_to for k in named if k.adds_to}
    past, numbered = Past(adds_up, issued), results.with_row_index(_ROW)
    about = numbered.filter(pl.col("people").is_not_null())
    rows, links, blank = _small_phases(about, small_group), list[_Link](), list[tuple[str, ...]]()
    for one in sorted(about.partition_by("period", maintain_order=True), key=_closes):
        axes, period = Axes.of(one), str(one["period"][0])
        found = withheld(series_of(one, axes), axes, small_group, part_of, past.of(one))
        past.keep(one, found.rows, _ROW)
        rows, links = rows + found.rows, links + [(period, *pair) for pair in found.links]
        blank += [(period, *table) for table in found.blank]
    marked = numbered.with_columns(mark=pl.when(pl.col(_ROW).is_in(rows)).then(pl.lit(WITHHELD)).otherwise(pl.lit("")))
    # A phase's total beside it would tell which academies' rows are there for nobody, so they come before the phases.
    academies = _with_every_group(_with_rows_for_nobody(marked.drop(_ROW), links), blank)
    shown = _with_rows_for_nobody(_with_phases(academies), links)
    return shown.with_columns(pl.when(pl.col("mark") == "").then(pl.col(n)).alias(n) for n in _NUMBERS)


def _closes(results: pl.DataFrame) -> date:
    return period_named(str(results["period"][0])).closes


def _small_phases(about: pl.DataFrame, small_group: int) -> list[int]:
    phases, counts = about.filter(pl.col("grain") == "phase"), ("denominator", *PEOPLE_PARTS)
    return phases.filter(pl.any_horizontal(pl.col(p).is_between(1, small_group) for p in counts))[_ROW].to_list()


def _with_phases(marked: pl.DataFrame) -> pl.DataFrame:
    """A phase is shown where all of its academies are, or where the trust less the other phases says it anyway."""
    held = marked.filter(pl.col("mark") == WITHHELD)
    academies = held.filter(pl.col("grain") == "academy").select(*_FIGURE, "phase").unique()
    several = academies.filter(pl.len().over(_FIGURE) > 1)
    without_total = academies.join(held.filter(pl.col("grain") == "trust"), on=list(_FIGURE), how="semi")
    parts = pl.concat([several, without_total]).unique().with_columns(grain=pl.lit("phase"), _part=pl.lit(value=True))
    joined = marked.join(parts, on=[*_FIGURE, "phase", "grain"], how="left", maintain_order="left")
    return joined.with_columns(mark=pl.when("_part").then(pl.lit(WITHHELD)).otherwise("mark")).drop("_part")


def _with_rows_for_nobody(marked: pl.DataFrame, links: Sequence[_Link]) -> pl.DataFrame:
    """With the rows that KPIs lack which count the people in another's numerator."""
    names = ["period", "kpi", "population", "_kpi", "_population"]
    pairs = pl.DataFrame([(p, *of, *ours) for p, of, ours in links], schema=dict.fromkeys(names, pl.String()), orient="row")
    asked = marked.filter(pl.col("mark") == WITHHELD).join(pairs.unique(maintain_order=True), on=names[:3], maintain_order="left")
    named = asked.with_columns(kpi="_kpi", population="_population").select(marked.columns)
    broken_down = marked.select("period", "kpi", "population", "breakdown").unique()
    missing = named.join(broken_down, on=broken_down.columns, how="semi", maintain_order="left")
    missing = missing.join(marked, on=[*_FIGURE, "grain", "place"], how="anti", maintain_order="left")
    empty = missing.with_columns(pl.lit(None, marked.schema[n]).alias(n) for n in _NUMBERS)
    return pl.concat([marked, empty.unique([*_FIGURE, "grain", "place"], maintain_order=True)])


def _with_every_group(marked: pl.DataFrame, blank: Sequence[tuple[str, ...]]) -> pl.DataFrame:
    """With a withheld row for every group that the trust has, at every place of those tables, whether anybody is in it."""
    tables = pl.DataFrame(blank, schema=dict.fromkeys(_FIGURE[:4], pl.String()), orient="row")
    groups = marked.filter(pl.col("grain") == "trust").join(tables, on=_FIGURE[:4], how="semi").select(_FIGURE)
    places = marked.filter(pl.col("breakdown") == "", pl.col("grain") != "trust", pl.col("numerator") > 0)
    asked = places.drop("breakdown", "group").join(groups, on=_FIGURE[:3], how="inner", maintain_order="left_right")
    missing = asked.join(marked, on=[*_FIGURE, "grain", "place"], how="anti", maintain_order="left")
    empty = [pl.lit(None, marked.schema[n]).alias(n) for n in _NUMBERS]
    return pl.concat([marked, missing.with_columns(*empty, mark=pl.lit(WITHHELD)).select(marked.columns)])
