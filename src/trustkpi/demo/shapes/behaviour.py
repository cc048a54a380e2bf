"""Incidents of the synthetic pupils: those readily suspended are in more of them; force comes where needs are greatest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import polars as pl

from trustkpi.demo.academies import AMBLESIDE, DENEWOOD, UNITY, WESTBURY, WOODLANDS
from trustkpi.demo.asked import Asked
from trustkpi.demo.dice import chance, dice, draw
from trustkpi.demo.enrolments import Enrolment, on_roll
from trustkpi.demo.events import leaning
from trustkpi.demo.school_year import school_year
from validation.returns.behaviour import Incidents

Row = dict[str, object]
# Made up: incidents for a thousand pupils in a half term; sanctions and force in a thousand incidents.
_OFTEN = {
    AMBLESIDE: {2024: 130, 2025: 120}, WESTBURY: {2024: 520, 2025: 470}, WOODLANDS: {2024: 560, 2025: 760},
    DENEWOOD: {2024: 1500, 2025: 1250}, UNITY: {2024: 1100, 2025: 1150},
}  # fmt: skip
_SANCTIONED = {AMBLESIDE: 820, WESTBURY: 600, WOODLANDS: 560, DENEWOOD: 700, UNITY: 760}
_FORCE = {AMBLESIDE: 10, WESTBURY: 90, WOODLANDS: 60, DENEWOOD: 35, UNITY: 40}
_KINDS = {
    "DIS": 30, "DEF": 22, "VERB": 14, "PHYS": 12, "BULL": 4, "PREJ": 8, "SEXH": 2, "DAM": 4, "THFT": 1, "SUBS": 2, "WEAP": 1,
    "ONL": 2, "ABSC": 6, "OTH": 3,
}  # fmt: skip
_PREJUDICES = {"RAC": 6, "HOM": 5, "SEX": 4, "DIS": 3}
_GIVEN = {"WARN": 40, "DET": 28, "REM": 18, "INT": 9, "OTH": 5}
_SERIOUS = ("SEXH", "SEXV", "WEAP")
_MOST, _PARENTS_TOLD = 6, 800


def tables(asked: Asked) -> Mapping[str, pl.DataFrame]:
    """The incidents of an academy from September to the as-at date, in order."""
    roll = on_roll(asked.academy.name, asked.period.year_opens, asked.closes)
    rows = [row for enrolment in roll for row in _of(enrolment, asked.academy.name, asked.period.year)]
    kept = sorted((r for r in rows if _day(r) <= asked.closes), key=lambda r: (_day(r), str(r["upn"])))
    numbered = [{**row, "number": f"I{at:04}"} for at, row in enumerate(kept, start=1)]
    return {Incidents.facts().title: pl.DataFrame(numbered, schema=Incidents.dtypes(), orient="row")}


def _day(row: Row) -> date:
    happened = row["happened"]
    assert isinstance(happened, date)  # noqa: S101  as made below
    return happened


def _of(enrolment: Enrolment, academy: str, september: int) -> Iterator[Row]:
    for half, days in enumerate(school_year(september).halves):
        here = [d for d in days if enrolment.joined <= d and (enrolment.left is None or d <= enrolment.left)]
        rng = dice("incidents", enrolment.pupil.upn, enrolment.joined, september, half)
        often = _OFTEN[academy][september] * leaning(enrolment.pupil) // 1000
        for _ in range(_MOST):
            if here and chance(rng, often // _MOST):
                yield _incident(enrolment.pupil.upn, academy, here[rng.randrange(len(here))], rng.randrange(10**6))


def _incident(upn: str, academy: str, day: date, seed: int) -> Row:
    rng = dice("incident", upn, day, seed)
    kind = draw(rng, _KINDS)
    force = kind in {"PHYS", "DIS", "DAM", "ABSC"} and chance(rng, _FORCE[academy] * 2)
    given = kind in _SERIOUS or chance(rng, _SANCTIONED[academy])
    return {
        "upn": upn, "happened": day, "kind": kind, "prejudice": draw(rng, _PREJUDICES) if kind == "PREJ" else "N",
        "sanction": draw(rng, _GIVEN) if given else "NONE", "role": draw(rng, {"T": 50, "TA": 25, "P": 12, "L": 8, "C": 5}),
        "force": force, "parents_told": chance(rng, _PARENTS_TOLD) if force else None,
    }  # fmt: skip
