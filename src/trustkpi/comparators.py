"""What each result is held against: last period, the same period last year, the trust's target and the national figure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import polars as pl

from trustkpi.alike import of_the_same_academies
from trustkpi.kpi import Kpi
from trustkpi.national import National, national, weighted
from trustkpi.trust import Trust
from validation.periods import Period, period

COMPARED: Mapping[str, pl.DataType] = {
    "last_period": pl.Float64(),
    "last_year": pl.Float64(),
    "target": pl.Float64(),
    "national": pl.Float64(),
    "national_label": pl.String(),
    "same_period": pl.Boolean(),
    "behind": pl.String(),
}
_FIGURE = ("kpi", "population", "grain", "place", "breakdown", "group")
_WHOLE = ("kpi", "period", "population", "grain", "place", "phase")


def compared(now: pl.DataFrame, earlier: pl.DataFrame, trust: Trust, kpis: Mapping[str, Kpi], as_at: date) -> pl.DataFrame:
    """The results with the columns of COMPARED; null, blank or false where there is nothing to hold against.

    Targets and national figures stand beside wholes of a KPI's own population only: nobody sets them for a group.
    """
    alike = of_the_same_academies(now, earlier, kpis)
    beside = past(now, earlier, alike, "last_period", lambda of: of.before().name)
    beside = past(beside, earlier, alike, "last_year", lambda of: of.a_year_before().name)
    wholes = now.filter(pl.col("breakdown") == "").select(*_WHOLE, "denominator").unique(maintain_order=True)
    mine = [row for row in wholes.iter_rows(named=True) if row["population"] == population(kpis[row["kpi"]])]
    set_by = [_beside(row, mine, trust, kpis[row["kpi"]], as_at) for row in mine]
    schema = {name: pl.String() for name in (*_WHOLE, "breakdown")} | {
        name: dtype for name, dtype in COMPARED.items() if not name.startswith("last") and name != "behind"
    }
    known = pl.DataFrame(set_by, schema=schema, orient="row")
    joined = beside.join(known, on=[*_WHOLE, "breakdown"], how="left", maintain_order="left")
    joined = joined.with_columns(behind=_incomplete(joined, _members(joined, trust)))
    return joined.with_columns(pl.col("national_label").fill_null(""), pl.col("same_period").fill_null(value=False))


def population(kpi: Kpi) -> str:
    """The name of the population that a KPI's own figure counts."""
    return kpi.over.name if kpi.over else ""


def on(kpi: Kpi, of: Period, trust: Trust, as_at: date) -> date:
    """The day whose bands and national figures count: the period's close, or the as-at date where that is earlier."""
    return min(trust.closes(kpi.return_name, of), as_at)


def past(
    now: pl.DataFrame, earlier: pl.DataFrame, alike: pl.DataFrame, column: str, name: Callable[[Period], str]
) -> pl.DataFrame:
    """The figure of an earlier period beside each; where other academies stand behind it, that of the same ones (`alike`)."""
    names = {written: name(period(written)) for written in now["period"].unique()}
    then = pl.col("period").alias("_then")
    before = earlier.select(*_FIGURE, then, pl.col("value").alias(column))
    before = before.with_columns(places_behind(earlier).alias("_theirs"))
    dated = now.with_columns(
        pl.col("period").replace_strict(names, return_dtype=pl.String).alias("_then"), places_behind(now).alias("_ours")
    )
    joined = dated.join(before, on=[*_FIGURE, "_then"], how="left", maintain_order="left")
    joined = joined.join(
        alike.select(*_FIGURE, then, pl.col("value").alias("_alike")), on=[*_FIGURE, "_then"], how="left", maintain_order="left"
    )
    kept = pl.when(pl.col("_ours") == pl.col("_theirs")).then(pl.col(column)).otherwise(pl.col("_alike")).alias(column)
    return joined.with_columns(kept).drop("_then", "_ours", "_theirs", "_alike")


def trend(now: pl.DataFrame, then: pl.DataFrame, kpis: Mapping[str, Kpi]) -> pl.Series:
    """The value of each earlier whole to be drawn beside the present one: its own, or that of the same academies."""
    figure = [name for name in (*_FIGURE, "period") if name != "group"]
    ours = now.filter(pl.col("breakdown") == "").with_columns(_ours=places_behind(now.filter(pl.col("breakdown") == "")))
    alike = of_the_same_academies(now, then, kpis).select(*figure, pl.col("value").alias("_alike"))
    known = then.with_columns(_theirs=places_behind(then)).join(
        ours.select("kpi", "population", "grain", "place", "_ours"), on=["kpi", "population", "grain", "place"], how="left",
        maintain_order="left",
    )  # fmt: skip
    joined = known.join(alike, on=figure, how="left", maintain_order="left")
    same = pl.col("_ours").is_null() | (pl.col("_ours") == pl.col("_theirs"))
    return joined.select(pl.when(same).then("value").otherwise("_alike").alias("trend")).to_series()


def places_behind(results: pl.DataFrame) -> pl.Series:
    """For each row, the academies whose figures are in it, as one text; a KPI over derived rows has none."""
    wholes = results.filter((pl.col("grain") == "academy") & (pl.col("breakdown") == ""))
    by = ["kpi", "period", "population"]
    together = pl.col("place").unique().sort().str.join("|")
    of_trust = wholes.group_by(by).agg(together.alias("_all"))
    of_phase = wholes.group_by([*by, "phase"]).agg(together.alias("_phase")).rename({"phase": "place"})
    found = results.select(*by, "grain", "place").join(of_trust, on=by, how="left", maintain_order="left")
    found = found.join(of_phase, on=[*by, "place"], how="left", maintain_order="left")
    behind = pl.when(pl.col("grain") == "trust").then("_all").when(pl.col("grain") == "phase").then("_phase").otherwise("place")
    return found.select(behind.fill_null("")).to_series()


def _members(results: pl.DataFrame, trust: Trust) -> int:
    return max((len(trust.members(period(name))) for name in results["period"].unique()), default=0)


def _incomplete(results: pl.DataFrame, asked: int) -> pl.Series:
    """3 of 5 academies, for a figure of the trust that lacks some; else blank."""
    places = pl.DataFrame({"grain": results["grain"], "places": places_behind(results)})
    sent = pl.when(pl.col("places") == "").then(asked).otherwise(pl.col("places").str.count_matches("|", literal=True) + 1)
    said = pl.when((pl.col("grain") == "trust") & (sent < asked)).then(pl.format("{} of {} academies", sent, pl.lit(asked)))
    return places.select(said.fill_null("")).to_series()


def _beside(
    row: Mapping[str, object], wholes: list[dict[str, object]], trust: Trust, kpi: Kpi, as_at: date
) -> tuple[object, ...]:
    of = period(str(row["period"]))
    found = _national(row, wholes, kpi, of, on(kpi, of, trust, as_at))
    said = (found.value, _label(row, found), found.same_period) if found else (None, "", False)
    return (*(row[name] for name in _WHOLE), "", _target(row, trust, of), *said)


def _target(row: Mapping[str, object], trust: Trust, of: Period) -> float | None:
    if row["grain"] == "phase":
        return None
    year = f"{of.year}-{(of.year + 1) % 100:02}"
    theirs = trust.academy(str(row["place"])) if row["grain"] == "academy" else None
    for target in trust.targets:
        whose = trust.academy(target.academy) if target.academy else None
        if target.kpi == row["kpi"] and target.year == year and whose == theirs:
            return target.target
    return None


def _national(row: Mapping[str, object], wholes: list[dict[str, object]], kpi: Kpi, of: Period, closes: date) -> National | None:
    if kpi.benchmark is None:
        return None
    if row["grain"] != "trust":
        return national(kpi.benchmark, str(row["phase"]), of, closes)
    alike = [w for w in wholes if (w["kpi"], w["period"], w["grain"]) == (row["kpi"], row["period"], "phase")]
    weights = [w["denominator"] for w in alike]
    if any(weight is None for weight in weights):  # a weight that is withheld could be worked out from the mean
        return None
    phases = ((str(w["phase"]), national(kpi.benchmark, str(w["phase"]), of, closes), w["denominator"]) for w in alike)
    return weighted((phase, figure, weight) for phase, figure, weight in phases if isinstance(weight, int))


def _label(row: Mapping[str, object], found: National) -> str:
    whose = "" if row["grain"] == "trust" else f"{str(row['phase']).lower()}, "
    return f"England, {whose}{found.covers}"
