"""A made-up trust's rated results: five academies, twelve KPIs, seven ways to part the pupils, one return missing."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import date

import polars as pl

from trustkpi.facts import RESULTS, TRUST, Academy
from trustkpi.kpi import (
    COUNT_SHOWN,
    PERCENT_SHOWN,
    Bands,
    Benchmark,
    Breakdown,
    Comparator,
    Count,
    Kpi,
    Polarity,
    Population,
    Ratio,
    Source,
    Statistic,
    kpi,
)
from trustkpi.pack import PackContext
from trustkpi.trust import Committee, Meeting, OwnBand, Trust
from validation.periods import period
from validation.returns import attendance

PERIOD = period("2025-26-spring")
AS_AT = date(2026, 3, 27)
STANDARDS = "Standards and Achievement"
ACADEMIES = (
    Academy("Ambleside", "999001", "Primary", date(2019, 9, 1)),
    Academy("Westbury", "999002", "Special", date(2019, 9, 1)),
    Academy("Denewood", "999004", "Alternative provision", date(2021, 9, 1)),
    Academy("Woodlands", "999003", "Special", date(2020, 9, 1)),
    Academy("Unity", "999005", "Alternative provision", date(2021, 9, 1)),
)
SILENT = "Unity"
_ROLLS = {"Ambleside": (410, 0.055), "Westbury": (165, 0.125), "Woodlands": (142, 0.118), "Denewood": (88, 0.37)}
METHOD = Source(
    "Pupil absence statistics: methodology",
    "https://explore-education-statistics.service.gov.uk/methodology/pupil-absence-in-schools-in-england",
)
_col = pl.col
_missed = _col("authorised") + _col("unauthorised")
COHORT = Population("cohort", "pupils aged 5 to 15", _col("possible") > 0, source=METHOD)
ROLL = Population("roll", "the whole roll", _col("possible") > 0)
BREAKDOWNS = (
    Breakdown("sex", "Sex", _col("sex"), ("Girls", "Boys"), gap=("Girls", "Boys")),
    Breakdown("ethnicity", "Ethnic group", _col("ethnicity"), ("White", "Mixed", "Asian", "Black", "Other ethnic group")),
    Breakdown(
        "language", "First language", _col("first_language"), ("English", "Another language"), gap=("Another language", "English")
    ),
    Breakdown("year", "Year group", _col("year_group"), tuple(f"Year {n}" for n in range(1, 12))),
    Breakdown("fsm", "Free school meals", _col("fsm"), ("Eligible", "Not eligible"), gap=("Eligible", "Not eligible")),
    Breakdown(
        "sen",
        "Special educational needs",
        _col("sen_provision"),
        ("No SEN", "SEN support", "EHC plan"),
        gap=("EHC plan", "No SEN"),
    ),
    Breakdown(
        "care", "Social care", _col("looked_after"), ("Looked after", "Child in need", "Neither"), gap=("Looked after", "Neither")
    ),
)
_GROUPED = {b.name: b for b in BREAKDOWNS}


def _declared(name: str, title: str, measure: Ratio | Count | Statistic, meaning: str, **more: object) -> Kpi:
    def stated() -> Ratio | Count | Statistic:
        return measure

    stated.__name__, stated.__doc__ = name, meaning
    about: dict[str, object] = {
        "focus": "T1.2-a", "committee": STANDARDS, "reads": attendance.Pupils, "shown": PERCENT_SHOWN,
        "polarity": Polarity.LOWER_IS_BETTER, "over": COHORT, "breakdowns": BREAKDOWNS, "source": METHOD,
        "benchmark": Benchmark("overall_absence_rate"),
        "bands": (Bands(0, 1, date(2024, 9, 1), "product default: level with last year", Comparator.LAST_YEAR),),
    }  # fmt: skip
    return kpi(title=title, **about | more)(stated)  # type: ignore[arg-type]


def _share(of: pl.Expr) -> Ratio:
    return Ratio(of.sum(), _col("possible").sum(), counts=of > 0)


def _pupils(where: pl.Expr) -> Ratio:
    return Ratio(where.sum(), pl.len(), counts=where)


KPIS: dict[str, Kpi] = {
    k.name: k
    for k in (
        _declared("attendance_rate", "Attendance", _share(_col("present")), "Sessions attended as a share of those possible.", polarity=Polarity.HIGHER_IS_BETTER),
        _declared("absence_rate", "Overall absence", _share(_missed), "Sessions missed, authorised or not, as a share of those possible.", beside=ROLL),
        _declared("authorised_absence_rate", "Authorised absence", _share(_col("authorised")), "Sessions missed with leave, as a share of those possible.", polarity=Polarity.NEITHER, bands=()),
        _declared("unauthorised_absence_rate", "Unauthorised absence", _share(_col("unauthorised")), "Sessions missed without leave, as a share of those possible."),
        _declared("persistent_absence_rate", "Persistent absence", _pupils(_missed * 10 >= _col("possible")), "Pupils who missed at least a tenth of their own possible sessions.", beside=ROLL),
        _declared("severe_absence_rate", "Severe absence", _pupils(_missed * 2 >= _col("possible")), "Pupils who missed at least half of their own possible sessions."),
        _declared("late_rate", "Late", _share(_col("code_l")), "Sessions arrived late, as a share of those possible.", bands=(), benchmark=None),
        _declared("illness_rate", "Absence: illness", _share(_col("code_i")), "Sessions missed through illness.", bands=()),
        _declared("holiday_rate", "Absence: holiday not granted", _share(_col("code_g")), "Sessions missed for holidays not granted.", bands=()),
        _declared("unexplained_rate", "Absence: no reason yet", _share(_col("code_n")), "Sessions missed for which no reason is known yet.", bands=()),
        _declared("pupils_counted", "Pupils counted", Count(pl.len(), counts=_col("possible") > 0), "Pupils with at least one possible session.", shown=COUNT_SHOWN, polarity=Polarity.NEITHER, bands=(), breakdowns=()),
        _declared("median_absence", "Median pupil's absence", Statistic((_missed * 1000 // _col("possible")).median(), pl.len(), counts=_missed > 0), "The absence of the pupil in the middle, in tenths of a per cent.", shown=COUNT_SHOWN, bands=(), breakdowns=()),
    )
}  # fmt: skip


def _one_pupil(dice: random.Random, academy: str, rate: float) -> dict[str, object]:
    possible = dice.choice((238, 240, 242, 200))
    missed = min(possible, int(possible * rate * dice.expovariate(1)))
    authorised = int(missed * dice.uniform(0.4, 1))
    year = dice.randint(1, 6) if academy == "Ambleside" else dice.randint(1, 11)
    special = {"Westbury", "Woodlands"} & {academy}
    return {
        "academy": academy, "possible": possible, "authorised": authorised, "unauthorised": missed - authorised,
        "present": possible - missed, "code_l": dice.randint(0, 9), "code_i": authorised * 2 // 3,
        "code_g": (missed - authorised) // 3, "code_n": (missed - authorised) // 4,
        "sex": "Boys" if dice.random() < (0.5 if academy == "Ambleside" else 0.7) else "Girls",
        "ethnicity": dice.choices(("White", "Mixed", "Asian", "Black", "Other ethnic group"), (70, 10, 12, 6, 2))[0],
        "language": dice.choices(("English", "Another language"), (88, 12))[0], "year": f"Year {year}",
        "fsm": "Eligible" if dice.random() < 0.25 + rate else "Not eligible",
        "sen": "EHC plan" if special else dice.choices(("No SEN", "SEN support", "EHC plan"), (76, 18, 6))[0],
        "care": dice.choices(("Looked after", "Child in need", "Neither"), (2, 6, 92))[0],
        "young": dice.random() < 0.06,
    }  # fmt: skip


def pupils() -> pl.DataFrame:
    """Made-up pupils of the academies that sent a return."""
    dice = random.Random(31)
    rows = [_one_pupil(dice, academy, rate) for academy, (roll, rate) in _ROLLS.items() for _ in range(roll)]
    phases = {a.name: a.phase for a in ACADEMIES}
    return pl.DataFrame(rows).with_columns(
        pl.col("academy").replace_strict(phases, return_dtype=pl.String).alias("phase"), trust=pl.lit(TRUST)
    )


def _whole(made: Kpi, rows: pl.DataFrame, grain: str, breakdown: str) -> pl.DataFrame:
    place = {"academy": "academy", "phase": "phase", "trust": "trust"}[grain]
    by = [place, *(["phase"] if grain == "academy" else []), *([breakdown] if breakdown else [])]
    counts = made.measure.counts
    assert counts is not None
    parts = [e.cast(pl.Int64).alias(n) for n, e in made.measure.parts().items()]
    people = [pl.len().cast(pl.Int64).alias("people"), counts.sum().cast(pl.Int64).alias("people_in")]
    found = rows.group_by(by).agg(*parts, *people).with_columns(made.measure.value().alias("value"))
    group = pl.col(breakdown) if breakdown else pl.lit("")
    phase = pl.col("phase") if grain != "trust" else pl.lit("")
    return found.select(
        pl.lit(made.name).alias("kpi"), pl.lit(PERIOD.name).alias("period"), pl.lit(grain).alias("grain"),
        pl.col(place).alias("place"), phase.alias("phase"), pl.lit(breakdown).alias("breakdown"), group.alias("group"),
        "numerator", "denominator", "value", "people", "people_in", (pl.col("people") - pl.col("people_in")).alias("people_out"),
    )  # fmt: skip


def _results() -> pl.DataFrame:
    everybody, frames = pupils(), []
    for made in KPIS.values():
        for population in filter(None, (made.over, made.beside)):
            rows = everybody if population.name == "roll" else everybody.filter(~pl.col("young"))
            for breakdown in ("", *(b.name for b in made.breakdowns)):
                frames += [
                    _whole(made, rows, grain, breakdown).with_columns(pl.lit(population.name).alias("population"))
                    for grain in ("academy", "phase", "trust")
                ]
    return pl.concat(frames).select(*RESULTS).cast(dict(RESULTS))


def _marked(results: pl.DataFrame) -> pl.DataFrame:
    """Small groups hidden, and where one place of a group is hidden, the whole group at every place but the trust's."""
    few = pl.any_horizontal(pl.col(c).is_between(1, 5) for c in ("people", "people_in", "people_out")) & ~pl.col("kpi").is_in(
        ["median_absence", "pupils_counted", "attendance_rate", "absence_rate", "late_rate"]
    ) | (pl.col("people") <= 5)
    alike = ["kpi", "population", "breakdown", "group"]
    hidden = few.any().over(alike) & ((pl.col("grain") != "trust") | few)
    numbers = ("numerator", "denominator", "value", "people", "people_in", "people_out")
    marked = results.with_columns(pl.when(hidden).then(pl.lit("c")).otherwise(pl.lit("")).alias("mark"))
    return marked.with_columns(pl.when(pl.col("mark") == "").then(pl.col(n)).alias(n) for n in numbers)


_NATIONAL = {"Primary": 5.2, "Special": 12.9, "Alternative provision": 41.0, "": 13.1}


def rated() -> pl.DataFrame:
    """The results, small groups hidden, with what `rate` adds."""
    rows = []
    for row in _marked(_results()).iter_rows(named=True):
        made, value = KPIS[row["kpi"]], row["value"]
        whole = not row["breakdown"] and value is not None
        before = round(value * (1.04 if row["place"] != "Denewood" else 0.97), 3) if whole else None
        band = made.bands[0] if made.bands and whole else None
        away = 0.0 if before is None else (value - before) * (1 if made.polarity is Polarity.LOWER_IS_BETTER else -1)
        rag = "Grey" if band is None else "Green" if away <= band.green else "Amber" if away <= band.amber else "Red"
        national = _NATIONAL[row["phase"]] if made.name == "absence_rate" and whole else None
        rows.append(
            row
            | {
                "last_period": round(value * 1.02, 3) if whole else None, "last_year": before,
                "target": 14.0 if made.name == "absence_rate" and row["grain"] == "trust" else None, "national": national,
                "national_label": "England, year to week 12 of 2025/26" if national else "",
                "colours_by": "last year" if rag != "Grey" else "", "rag": rag,
                "rag_reason": "within limits" if rag != "Grey" else "no limits are set",
                "direction": "" if before is None else "Better" if away < 0 else "Worse",
            }
        )  # fmt: skip
    floats = {c: pl.Float64() for c in ("last_period", "last_year", "target", "national")}
    words = {c: pl.String() for c in ("national_label", "colours_by", "rag", "rag_reason", "direction")}
    return pl.DataFrame(rows, schema={**RESULTS, "mark": pl.String(), **floats, **words})


def _trust(name: str) -> Trust:
    purpose = "Holds the trust to account for how well its pupils attend, learn and are cared for."
    said = Committee(
        STANDARDS,
        purpose,
        "Chair of Standards and Achievement",
        "Director of Education",
        "Note the report and agree the actions.",
    )
    own = OwnBand("late_rate", 2.0, 2.5, date(2025, 9, 1), "Trust board, July 2025")
    return Trust(
        name, contact="The trust office, 01632 960000", options={"small group": "5"}, academies=ACADEMIES, committees=(said,),
        meetings=(Meeting(STANDARDS, PERIOD, date(2026, 5, 14)),), bands=(own,),
    )  # fmt: skip


def context(name: str = "Lakeside Synthetic Trust") -> PackContext:
    """Everything else that a pack of the example needs."""
    states = ("accepted", "accepted, 2 days late", "accepted", "accepted", "sent back: 12 errors, late (8 days)")
    said: Iterable[tuple[str, str, str, str, str | None]] = (
        (
            "Ambleside",
            "Pupils",
            "Year group",
            "Year 4 attendance is 3.1 points below its phase nationally",
            "Two families were abroad for family reasons.",
        ),
        ("Westbury", "Pupils", "Enrolment status", "the roll is 21% above last term's", "A new class opened in January."),
        ("Woodlands", "Pupils", "N Reason not yet established", "there are 214 sessions without a reason", None),
    )
    return PackContext(
        trust=_trust(name), period=PERIOD, as_at=AS_AT, kpis=KPIS,
        status=pl.DataFrame({"academy": [a.name for a in ACADEMIES], "return": ["attendance"] * 5, "state": list(states)}),
        queries=pl.DataFrame(list(said), schema=["academy", "sheet", "label", "says", "explanation"], orient="row"),
    )  # fmt: skip
