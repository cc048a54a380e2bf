"""Progress of the synthetic trust's pupils through the year, by strand, with EHC plan outcomes and interventions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from trustkpi.demo.academies import AMBLESIDE, DENEWOOD, UNITY, WESTBURY, WOODLANDS
from trustkpi.demo.asked import Asked
from trustkpi.demo.dice import dice, draw
from trustkpi.demo.enrolments import on_roll
from trustkpi.demo.pupils import Pupil
from trustkpi.demo.sheets import sheets
from validation.model import Sheet
from validation.returns.progress import AREAS, Interventions, PlanOutcomes, Strands, Targets

_STRANDS = ("Reading", "Number", "Personal development")
# Made up: how many in a hundred are as expected and above.
_EXPECTED = {AMBLESIDE: (62, 18), WESTBURY: (58, 22), WOODLANDS: (55, 19), DENEWOOD: (46, 13), UNITY: (43, 12)}
_FRAMEWORKS = {
    AMBLESIDE: {"NC": 88, "PKS": 12}, WESTBURY: {"PKS": 45, "NC": 25, "SMALL": 20, "EM": 10}, WOODLANDS: {"PKS": 40, "NC": 20, "SMALL": 25, "EM": 15},
    DENEWOOD: {"GCSE": 60, "NC": 40}, UNITY: {"GCSE": 70, "NC": 30},
}  # fmt: skip
_INTERVENTIONS = (
    ("PHONICS", "Phonics for readers who start late", 14, 60, True), ("READING", "Reading in pairs", 22, 70, True),
    ("SEMH", "Nurture group", 16, 55, True), ("TUTOR", "Tutoring in small groups", 18, 45, False),
)  # fmt: skip


def tables(asked: Asked) -> Mapping[str, pl.DataFrame]:
    """An academy's progress as it stood on the as-at date."""
    pupils = list(_pupils(asked))
    rows: dict[type[Sheet], list[dict[str, Any]]] = {
        Targets: [row for pupil in pupils for row in _targets(asked, pupil)],
        PlanOutcomes: [row for pupil in pupils if pupil.sen == "E" for row in _outcomes(asked, pupil)],
        Strands: [_strands(asked, pupil) for pupil in pupils],
        Interventions: list(_interventions(asked)),
    }
    return sheets(rows)


def _pupils(asked: Asked) -> Iterator[Pupil]:
    found = {e.pupil.upn: e.pupil for e in on_roll(asked.academy.name, asked.period.year_opens, asked.closes) if e.left is None}
    yield from (found[upn] for upn in sorted(found))


def _targets(asked: Asked, pupil: Pupil) -> Iterator[dict[str, Any]]:
    expected, above = _EXPECTED[asked.academy.name]
    framework = draw(dice("framework", pupil.upn), _FRAMEWORKS[asked.academy.name])
    for strand in _STRANDS:
        fallen = dice("target", pupil.upn, strand, asked.period.name).randrange(100) + 6 * pupil.fsm6
        judgement = "A" if fallen < above else "E" if fallen < above + expected else "B"
        yield {
            "upn": pupil.upn, "disadvantaged": pupil.fsm6, "sen": pupil.sen, "framework": framework, "strand": strand, "judgement": judgement,
            "target_met": judgement != "B" and fallen % 8 != 0,
        }  # fmt: skip


def _outcomes(asked: Asked, pupil: Pupil) -> Iterator[dict[str, Any]]:
    rng = dice("outcomes", pupil.upn, asked.period.year)
    for area in rng.sample(list(AREAS), 2):
        yield {"upn": pupil.upn, "area": area, "number": 1, "met": rng.choice("YYYYYPPN")}


def _strands(asked: Asked, pupil: Pupil) -> dict[str, Any]:
    rng = dice("strands", pupil.upn, asked.period.name)
    often = 88 if asked.academy.name == AMBLESIDE else 74
    return {"upn": pupil.upn, **{name: rng.randrange(100) < often for name in ("attendance", "academic", "personal")}}


def _interventions(asked: Asked) -> Iterator[dict[str, Any]]:
    for kind, name, pupils, share, effective in _INTERVENTIONS:
        if kind != "PHONICS" or asked.academy.name != AMBLESIDE:
            gained = pupils * (share + dice("gain", asked.academy.name, name, asked.period.name).randrange(-8, 9)) // 100
            yield {
                "kind": kind,
                "name": name,
                "pupils": pupils,
                "gained": gained,
                "effective": effective,
                "cost": pupils * 12_000,
            }
