"""Last summer's outcomes of the synthetic trust: a primary near England's figures, special and alternative provision at their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

import polars as pl

from trustkpi.attained_ks4 import LAST_PROGRESS_8
from trustkpi.demo.academies import AMBLESIDE, DENEWOOD, UNITY, WESTBURY, WOODLANDS, demo_academy
from trustkpi.demo.asked import Asked
from trustkpi.demo.dice import dice
from trustkpi.demo.enrolments import on_roll
from trustkpi.demo.pupils import Pupil, new_pupil
from trustkpi.demo.school_year import SCHOOL_YEARS
from trustkpi.demo.sheets import sheets
from validation.model import Sheet
from validation.returns.outcomes import (
    EXPECTED,
    GREATER,
    KS2,
    PHONICS,
    TABLES,
    YEARS,
    Careers,
    Leavers,
    Primary,
    Published,
    Results,
)

_STAGES = {"R": YEARS, "1": PHONICS, "4": TABLES, "6": KS2}
# Made up: points in hundredths about which grades lie, how many subjects are sat, and how many in a hundred leavers are sustained.
_LEVEL = {WESTBURY: (120, 5, 88), WOODLANDS: (100, 5, 90), DENEWOOD: (180, 6, 62), UNITY: (160, 6, 58)}
_SUBJECTS = (
    ("English language", "ENG_LANG", True), ("Mathematics", "MATHS", True), ("Combined science", "COMBINED", True),
    ("English literature", "ENG_LIT", True), ("Hospitality and catering", "OPEN", False), ("History", "HUMANITY", True),
    ("Art and design", "OPEN", True),
)  # fmt: skip
_YEAR_11, _SERIALS_FROM = 11, 900
_WHERE = ("COLLEGE", "COLLEGE", "COLLEGE", "TRAINING", "APPRENTICE", "SPECIAL", "WORK", "NONE")
_PUBLISHED = {
    AMBLESIDE: (
        ("PTRWM_EXP", "55%", "60", 41.0, -3.0),
        ("PTRWM_HIGH", "12%", "60", 68.0, 3.5),
        ("READ_AVERAGE", "103", "53", 44.0, -1.1),
    ),
    WESTBURY: (("ATT8SCR", "11.1", "13", 62.0, 1.3), ("P8MEA", "NP", None, None, None)),
    WOODLANDS: (("ATT8SCR", "LOWCOV", "LOWCOV", None, None), ("P8MEA", "NP", None, None, None)),
    DENEWOOD: (
        ("ATT8SCR", "13.8", "42", 58.0, 0.9),
        ("P8MEA", "NP", None, None, None),
        ("PTEBACC_E_PTQ_EE", "NE", None, None, None),
    ),
    UNITY: (
        ("ATT8SCR", "12.4", "22", 49.0, -0.3),
        ("P8MEA", "NP", None, None, None),
        ("PTEBACC_E_PTQ_EE", "NE", None, None, None),
    ),
}


def tables(asked: Asked) -> Mapping[str, pl.DataFrame]:
    """The outcomes of the summer in which the academic year ended."""
    leavers = list(_at_the_end(asked)) if asked.academy.name in _LEVEL else []
    rows: dict[type[Sheet], list[dict[str, Any]]] = {
        Primary: list(_primary(asked)) if asked.academy.name == AMBLESIDE else [],
        Leavers: [_leaver(asked, pupil) for pupil in leavers],
        Results: [row for pupil in leavers for row in _results(asked, pupil)],
        Published: list(_published(asked)),
        Careers: [_careers(asked)] if leavers else [],
    }
    return sheets(rows)


def _pupils(asked: Asked) -> Iterator[Pupil]:
    found = {
        e.pupil.upn: e.pupil
        for e in on_roll(asked.academy.name, asked.period.year_opens, asked.closes)
        if e.left is None or e.left.month > 5
    }
    yield from (found[upn] for upn in sorted(found))
    yield from _before_the_rolls(asked)


def _before_the_rolls(asked: Asked) -> Iterator[Pupil]:
    """The oldest year group of the summer before the rolls begin: they had left by then, and their results are last year's."""
    september, academy = asked.period.year, demo_academy(asked.academy.name)
    oldest = min(max(academy.places), _YEAR_11)
    if september < SCHOOL_YEARS[0].september:
        for serial in range(academy.places[oldest]):
            yield new_pupil(academy, oldest, september, _SERIALS_FROM + serial)


def _primary(asked: Asked) -> Iterator[dict[str, Any]]:
    for pupil in _pupils(asked):
        stage = _STAGES.get(pupil.year_group(asked.period.year))
        if stage:
            rng = dice("outcome", pupil.upn, stage)
            yield {"upn": pupil.upn, "stage": stage, "disadvantaged": pupil.fsm6, "sen": pupil.sen, **_scores(stage, rng, pupil)}


def _scores(stage: str, rng: Random, pupil: Pupil) -> dict[str, Any]:
    behind = 7 * pupil.fsm6 + {"N": 0, "K": 12, "E": 24}[pupil.sen]
    chance = rng.randrange(100) + behind
    if stage == YEARS:
        return {"gld": chance < 76}
    if stage == PHONICS:
        return {"phonics": max(0, 40 - chance * 2 // 5), "passed": chance < 88}
    if stage == TABLES:
        return {"mtc": max(0, 25 - chance // 12)}
    if pupil.sen == "E":
        return {"below": "PK", "writing": "PK5"}
    score = 114 - chance // 5
    writing = GREATER if score > 110 else EXPECTED if score > 98 else "WTS"
    return {"reading": score, "maths": score - rng.randrange(3), "gps": score - rng.randrange(4), "writing": writing}


def _at_the_end(asked: Asked) -> Iterator[Pupil]:
    yield from (pupil for pupil in _pupils(asked) if pupil.year_group(asked.period.year) == "11")


def _leaver(asked: Asked, pupil: Pupil) -> dict[str, Any]:
    rng = dice("leaver", pupil.upn)
    ap = asked.academy.name in {DENEWOOD, UNITY}
    where, excluded = _WHERE[rng.randrange(len(_WHERE))], ap and rng.randrange(2) == 0
    if excluded and dice("adrift", pupil.upn).randrange(3) == 0:  # made up: pupils who were excluded are adrift more often
        where = "NONE"
    return {
        "upn": pupil.upn, "disadvantaged": pupil.fsm6, "sen": pupil.sen, "excluded": excluded,
        **_prior(asked, pupil), "level_2": rng.randrange(100) < (44 if ap else 12), "destination": where,
        "sustained": where != "NONE" and rng.randrange(100) < _LEVEL[asked.academy.name][2] + 8,
        **_estimates(rng), "value_added": rng.randrange(-60, 50),
    }  # fmt: skip


def _estimates(rng: Random) -> dict[str, bool]:
    """Who reaches the harder estimate reaches the other too. Made up."""
    reached = rng.randrange(100)
    return {"estimate_50": reached < 46, "estimate_20": reached < 24}


def _prior(asked: Asked, pupil: Pupil) -> dict[str, int | None]:
    """Key stage 2 scores of most who sat it in 2019; those of the next two years sat no tests."""
    rng = dice("prior", pupil.upn)
    if asked.period.year > LAST_PROGRESS_8 or rng.randrange(4) == 0:
        return {"ks2_reading": None, "ks2_maths": None}
    return {"ks2_reading": 80 + rng.randrange(18), "ks2_maths": 80 + rng.randrange(18)}


def _results(asked: Asked, pupil: Pupil) -> Iterator[dict[str, Any]]:
    about, most, _ = _LEVEL[asked.academy.name]
    rng = dice("results", pupil.upn)
    for subject, slot, gcse in _SUBJECTS[: 2 + rng.randrange(most)]:
        grade = max(0, (about + rng.randrange(-150, 260)) // 100) * 100
        yield {"upn": pupil.upn, "subject": subject, "slot": slot, "points": grade if gcse else 125 + grade // 4, "gcse": gcse}


def _published(asked: Asked) -> Iterator[dict[str, Any]]:
    year = f"{asked.period.year}/{(asked.period.year + 1) % 100:02}"
    for measure, value, pupils, similar, difference in _PUBLISHED[asked.academy.name]:
        yield {"measure": measure, "year": year, "value": value, "pupils": pupils, "similar": similar, "difference": difference}


def _careers(asked: Asked) -> dict[str, Any]:
    started = 66 if asked.academy.name == WOODLANDS else 0  # the one with a sixth form
    return {
        "gatsby": 5 + len(asked.academy.name) % 4, "started": started, "retained": started * 9 // 10,
        "english": 20 if started else None, "maths": -10 if started else None,
    }  # fmt: skip
