"""Rows totalled by academy, phase and trust: every KPI of a sheet in one pass for each grain and breakdown."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import polars as pl
from polars import selectors as cs

from trustkpi.derived import GRAIN
from trustkpi.facts import RESULTS, TRUST, TrustKpiError
from trustkpi.hands import HANDS
from trustkpi.kpi import PEOPLE_PARTS, Breakdown, Count, Kpi, Population, Statistic, Total
from trustkpi.parts import PERSON, distinct, one_by_one, parts
from validation.model import Sheet

GRAINS: dict[str, tuple[str, ...]] = {"academy": ("academy", "phase"), "phase": ("phase",), "trust": ()}
WHOLE = Breakdown("", "Everyone", pl.lit(""), ("",))
_WHOLE_NUMBERS = ("numerator", "denominator", *PEOPLE_PARTS)
_GROUP, _AT = "_group", "_at"


def totalled(sheet: type[Sheet], rows: pl.DataFrame, kpis: Sequence[Kpi], phases: Mapping[str, str]) -> pl.DataFrame:
    """The results of those KPIs of one sheet (RESULTS), from rows that carry `academy` and `period`.

    Whole numbers are added as 64-bit integers and divided once, at the end. A group without rows, and a share of
    nothing, give no result; a number of nothing is nought.
    """
    if rows.is_empty() or not kpis:
        return pl.DataFrame(schema=RESULTS)
    return _results(_added(_prepared(sheet, rows, phases), kpis), kpis)


def _prepared(sheet: type[Sheet], rows: pl.DataFrame, phases: Mapping[str, str]) -> pl.DataFrame:
    strangers = sorted({*rows["academy"].unique()} - {*phases, ""})
    if strangers:
        msg = f"No phase is known for {', '.join(strangers)}: give it on the sheet Academies of trust.xlsx."
        raise TrustKpiError(msg)
    # A sum of 32-bit integers stays 32-bit in Polars and wraps without a word at national size.
    wide = rows.with_columns(cs.integer().cast(pl.Int64))
    key = sheet.facts().key
    person = pl.struct(pl.col("academy").alias("_academy"), *key[:1]) if key else pl.int_range(pl.len())
    return wide.with_columns(
        pl.col("academy").replace_strict(phases, default="", return_dtype=pl.String).alias("phase"),
        person.rank("dense").cast(pl.Int64).alias(PERSON),
    )


def _by_population(kpis: Sequence[Kpi]) -> Iterator[tuple[Population | None, list[Kpi]]]:
    found: dict[int, tuple[Population | None, list[Kpi]]] = {}
    for kpi in kpis:
        for population in (kpi.over, *([kpi.beside] if kpi.beside else [])):
            found.setdefault(id(population), (population, []))[1].append(kpi)
    yield from found.values()


def _by_breakdown(kpis: Sequence[Kpi]) -> Iterator[tuple[Breakdown, list[Kpi]]]:
    yield WHOLE, list(kpis)
    found: dict[int, tuple[Breakdown, list[Kpi]]] = {}
    for kpi in kpis:
        for breakdown in kpi.breakdowns:
            found.setdefault(id(breakdown), (breakdown, []))[1].append(kpi)
    yield from found.values()


@dataclass(frozen=True)
class _Added:
    """Parts added up for each population, breakdown and grain; a part that several KPIs have in common stands there once.

    `columns` says for each KPI which column holds which of its parts, and `rows` in which rows they are its own.
    """

    table: pl.DataFrame
    columns: Mapping[str, Mapping[str, str]]
    rows: Mapping[str, list[int]]


def _added(rows: pl.DataFrame, kpis: Sequence[Kpi]) -> _Added:
    heads = one_by_one if rows.select("period", PERSON).is_unique().all() else distinct
    expressions: dict[str, pl.Expr] = {}
    columns = {k.name: _columns(parts(k, heads), expressions) for k in kpis}
    own, totals, height = defaultdict[str, list[int]](list), list[pl.DataFrame](), 0
    with ThreadPoolExecutor(HANDS) as hands:  # each is too small for Polars to share it out itself
        for population, theirs in _by_population(kpis):
            counted = rows if population is None else rows.with_columns(**population.instead).filter(population.where)
            groups = list(_by_breakdown(theirs))
            wanted = [{c: expressions[c] for k in alike for c in columns[k.name].values()} for _, alike in groups]
            breakdowns = [breakdown for breakdown, _ in groups]
            for (_, alike), added in zip(
                groups, hands.map(partial(_of_groups, counted, population), breakdowns, wanted), strict=True
            ):
                for k in alike:
                    own[k.name].extend(range(height, height + added.height))
                totals.append(added)
                height += added.height
    return _Added(pl.concat(totals, how="diagonal"), columns, own)


def _of_groups(
    counted: pl.DataFrame, population: Population | None, breakdown: Breakdown, wanted: Mapping[str, pl.Expr]
) -> pl.DataFrame:
    """What is wanted of each group of those who are counted, at each grain."""
    grouped = counted.with_columns(breakdown.group.alias(_GROUP)).filter(pl.col(_GROUP).is_in(breakdown.groups))
    names = (pl.lit(population.name if population else "").alias("population"), pl.lit(breakdown.name).alias("breakdown"))
    added = (
        _of_grain(grouped, grain).group_by("period", *keys, _GROUP).agg(**wanted).with_columns(*names, *_places(grain))
        for grain, keys in GRAINS.items()
    )
    return pl.concat(added, how="diagonal")


def _columns(parts: Mapping[str, pl.Expr], expressions: dict[str, pl.Expr]) -> dict[str, str]:
    """Part to the name of its column; the expressions are noted under those names, each once."""
    known = {part: hashlib.sha256(expression.meta.serialize()).hexdigest() for part, expression in parts.items()}
    expressions |= {known[part]: expression for part, expression in parts.items()}
    return known


def _places(grain: str) -> Iterator[pl.Expr]:
    yield pl.lit(grain).alias("grain")
    yield (pl.lit(TRUST) if grain == "trust" else pl.col(grain)).alias("place")
    yield (pl.lit("") if grain == "trust" else pl.col("phase")).alias("phase")


def _of_grain(rows: pl.DataFrame, grain: str) -> pl.DataFrame:
    """The rows that serve a grain: the trust's own rows have no academy, and some derived rows serve one grain only."""
    if GRAIN in rows.columns:
        rows = rows.filter(pl.col(GRAIN) == grain)
    return rows if grain == "trust" else rows.filter(pl.col("academy") != "")


def _results(added: _Added, kpis: Sequence[Kpi]) -> pl.DataFrame:
    """The results (RESULTS) from the added parts; whose each figure is, is looked up for all KPIs together."""
    figures = [_figures(added, kpi) for kpi in kpis]
    names = pl.DataFrame({"kpi": [k.name for k in kpis], "times": [f.height for f in figures]})
    kpi = names.select(pl.col("kpi").repeat_by("times").explode(empty_as_null=False))
    whole = pl.concat(figures)
    whose = added.table.select("period", "population", "grain", "place", "phase", "breakdown", pl.col(_GROUP).alias("group"))
    return pl.concat([kpi, whose[whole[_AT]], whole], how="horizontal").select(pl.col(n).cast(t) for n, t in RESULTS.items())


def _figures(added: _Added, kpi: Kpi) -> pl.DataFrame:
    """A KPI's parts and value, each with the row of the table that it stands in."""
    columns, is_statistic = added.columns[kpi.name], isinstance(kpi.measure, Statistic)
    rows = pl.Series(_AT, added.rows[kpi.name], dtype=pl.Int64)
    parts = [pl.col(columns[part]).gather(rows).cast(pl.Int64).alias(part) for part in _WHOLE_NUMBERS]
    parts += [pl.col(columns["statistic"]).gather(rows).alias("value")] if is_statistic else []
    mine = added.table.select(rows, *parts)
    valued = mine.select(_AT, *_WHOLE_NUMBERS, pl.col("value") if is_statistic else kpi.measure.value().alias("value"))
    somebody = pl.col("people").is_null() | (pl.col("people") > 0) | _can_be_none(kpi)
    return valued.filter(pl.col("value").is_not_null() & somebody)


def _can_be_none(kpi: Kpi) -> bool:
    """Whether nobody is an answer: there were none of what is counted, where a share of nobody says nothing."""
    return isinstance(kpi.measure, Count | Total)


def in_order(results: pl.DataFrame, kpis: Sequence[Kpi]) -> pl.DataFrame:
    """The results in the order of KPIs, grains, places and groups as declared, whatever order the rows came in."""
    names = [k.name for k in kpis]
    groups = dict.fromkeys((b.name, g) for k in kpis for b in (WHOLE, *k.breakdowns) for g in b.groups)
    ranks = pl.DataFrame(
        [(b, g, n) for n, (b, g) in enumerate(groups)],
        schema={"breakdown": pl.String, "group": pl.String, "_n": pl.Int64},
        orient="row",
    )
    order = pl.DataFrame({"kpi": names, "_k": range(len(names))}, schema={"kpi": pl.String, "_k": pl.Int64})
    ranked = results.join(order, on="kpi", how="left").join(ranks, on=["breakdown", "group"], how="left")
    grain = pl.col("grain").replace_strict({g: n for n, g in enumerate(reversed(GRAINS))}, return_dtype=pl.Int64)
    return ranked.sort("_k", "period", "population", grain, "place", "_n").drop("_k", "_n")
