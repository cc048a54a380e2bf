"""Small trusts made at random, pupil by pupil, and the results that their packs would be made from."""

from __future__ import annotations

import random
from collections.abc import Iterator

import polars as pl

from tests.attack.published import Knows, Line
from trustkpi.facts import RESULTS

PERIOD = "2025-26-spring"
PARTS = {"auth": ("code_i", "code_m"), "unauth": ("code_g", "code_o", "code_u"), "missed": ("auth", "unauth"), "pa": ("severe",)}
PART_OF = {part: whole for whole, parts in PARTS.items() for part in parts}
_CODES = (*PARTS["auth"], *PARTS["unauth"])
_SUMS = ("attended", "missed", "auth", "unauth", "late")
_BREAKDOWNS = ("", "sex", "ethnicity", "year")
KNOWS = Knows(
    heads=frozenset({"pa", "severe", "enrolments"}), of={"missed_of_pa": "pa"}, within={"severe": "pa"},
    sums=(("", ("attended", "missed")), *((w, p) for w, p in PARTS.items() if len(p) > 1)), wider=(("cohort", "roll"),),
)  # fmt: skip


def trust(seed: int, academies: int) -> pl.DataFrame:
    """The results of a trust of so many academies, some of them small."""
    dice = random.Random(seed)
    pupils = pl.DataFrame([p for at in range(academies) for p in _pupils(at, dice)])
    tables = [
        _figures(pupils.filter(pl.col("cohort") | (population == "roll")), population, breakdown, grain)
        for population in ("cohort", "roll")
        for breakdown in _BREAKDOWNS
        for grain in ("academy", "phase", "trust")
    ]
    return pl.concat(tables).select(pl.col(n).cast(t) for n, t in RESULTS.items())


def _pupils(at: int, dice: random.Random) -> Iterator[dict[str, object]]:
    size, away = dice.choice((14, 40, 90)), dice.choice((0.03, 0.08, 0.3))
    for _ in range(size):
        possible = dice.choice((120, 120, 120, 60, 12))
        share = min(1.0, away * dice.expovariate(1)) if dice.random() < 0.9 else 0.0
        missed = round(possible * share)
        codes = dict.fromkeys(_CODES, 0)
        for _ in range(missed):
            codes[dice.choices(_CODES, (20, 4, 1, 6, 3))[0]] += 1
        yield {
            "academy": f"Academy {at}", "phase": ("Primary", "Special", "Secondary")[at % 3], "possible": possible,
            "cohort": dice.random() < 0.9, "sex": dice.choice("FM"), "ethnicity": dice.choices("WABMU", (70, 15, 8, 5, 2))[0],
            "year": f"Year {dice.choice((1, 2, 3))}", "late": dice.choice((0, 0, 1, 5)), **codes,
        }  # fmt: skip


def _figures(pupils: pl.DataFrame, population: str, breakdown: str, grain: str) -> pl.DataFrame:
    auth, unauth = pl.sum_horizontal(PARTS["auth"]), pl.sum_horizontal(PARTS["unauth"])
    possible, missed = pl.col("possible"), auth + unauth
    sums = {"attended": possible - missed, "missed": missed, "auth": auth, "unauth": unauth, "late": pl.col("late")}
    sums |= {code: pl.col(code) for code in _CODES if not breakdown}
    pa = 10 * missed >= possible
    parts = {name: (of.sum(), possible.sum(), pl.len(), (of > 0).sum(), (of < possible).sum()) for name, of in sums.items()}
    parts["pa"] = (pa.sum(), pl.len(), pl.len(), pa.sum(), (~pa).sum())
    severe = 2 * missed >= possible
    parts["severe"] = (severe.sum(), pl.len(), pl.len(), severe.sum(), (~severe).sum())
    parts["enrolments"] = (pl.len(), pl.lit(None), pl.len(), pl.len(), pl.lit(0))
    theirs = (missed.filter(pa).sum(), possible.filter(pa).sum(), pa.sum(), pa.sum(), (pa & (missed < possible)).sum())
    parts["missed_of_pa"] = theirs
    places = {"academy": ["academy", "phase"], "phase": ["phase"], "trust": []}[grain]
    by = [*places, *([breakdown] if breakdown else [])]
    rows = pupils.with_columns(_all=pl.lit(1)).group_by("_all", *by)
    names = ("numerator", "denominator", "people", "people_in", "people_out")
    tables = [
        rows.agg(**dict(zip(names, of, strict=True))).with_columns(
            kpi=pl.lit(kpi),
            period=pl.lit(PERIOD),
            population=pl.lit(population),
            grain=pl.lit(grain),
            place=pl.lit("Trust") if grain == "trust" else pl.col(grain),
            breakdown=pl.lit(breakdown),
            phase=pl.col("phase") if "phase" in by else pl.lit(""),
            group=pl.col(breakdown) if breakdown else pl.lit(""),
            value=pl.col("numerator").cast(pl.Float64),
        )
        for kpi, of in parts.items()
    ]
    return pl.concat([t.select(pl.col(n).cast(d) for n, d in RESULTS.items()) for t in tables]).filter(pl.col("people") > 0)


def lines(seen: pl.DataFrame) -> list[Line]:
    """What of suppressed results anybody sees."""
    columns = ("kpi", "population", "grain", "place", "phase", "breakdown", "group", "numerator", "denominator", "people")
    return [Line(*row) for row in seen.select(columns).iter_rows()]
