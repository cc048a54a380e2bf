"""Progress through the year: targets of special and alternative provision, EHC plan outcomes, and what interventions did."""

from __future__ import annotations

from typing import Any

import polars as pl

from validation.model import CODE, NUMBER, PEOPLE, POUNDS, TEXT, YES_NO, Frequency, Return, Sheet, cell
from validation.rules import Rule, given_when, never_more_than
from validation.vocabulary import SEN_PROVISION, UPN_CHECK_LETTER, UPN_FORM

BELOW, EXPECTED, ABOVE = "B", "E", "A"
JUDGEMENTS = {BELOW: "Below what was expected", EXPECTED: "As expected", ABOVE: "Above"}
FRAMEWORKS = {
    "NC": "National Curriculum", "PKS": "Pre-key stage standards", "EM": "Engagement model", "SMALL": "A small-steps framework",
    "GCSE": "GCSE or entry level course",
}  # fmt: skip
AREAS = {
    "COG": "Cognition and learning", "COM": "Communication and interaction", "SEMH": "Social, emotional and mental health",
    "PHY": "Sensory and physical",
}  # fmt: skip
MET, PARTLY, NOT_MET = "Y", "P", "N"
OUTCOMES = {MET: "Met", PARTLY: "Partly", NOT_MET: "Not met"}
KINDS = {
    "PHONICS": "Phonics in key stages 3 and 4", "READING": "Reading", "NUMBER": "Number", "SPEECH": "Speech and language",
    "SEMH": "Social and emotional", "TUTOR": "Tutoring", "OTHER": "Another",
}  # fmt: skip
_pupil: dict[str, Any] = {
    "unit": CODE, "help": "Unique pupil number: a letter and 12 characters.", "example": "A000200000001", "matches": UPN_FORM,
    "tests": [UPN_CHECK_LETTER], "width": 15, "carries": True,
}  # fmt: skip
_people: Any = {"unit": PEOPLE, "at_least": 0, "at_most": 3000}
_yes: Any = {"unit": YES_NO, "example": True}


class Targets(
    Sheet, title="Targets", one_row="one pupil in one strand", personal=True, key=("upn", "strand"), room=2000,
    intro="How each pupil stands in each strand that the academy assesses, against what was expected by now.",
):  # fmt: skip
    """Progress against what was expected."""

    # fmt: off
    upn: str = cell("UPN", **_pupil)
    disadvantaged: bool = cell("Disadvantaged", unit=YES_NO, help="Attracts the pupil premium.", example=False, carries=True)
    sen: str = cell("SEN provision", unit=CODE, help="N none, K support, E plan.", example="E", one_of=SEN_PROVISION, carries=True)
    framework: str = cell("Framework", unit=CODE, help="What the pupil is assessed by.", example="PKS", one_of=FRAMEWORKS, carries=True, width=22)
    strand: str = cell("Strand", unit=TEXT, help="Reading, number, independence.", example="Reading", carries=True, width=20)
    baseline: str = cell("Baseline", unit=TEXT, help="Where the pupil started this year.", example="PK3", required=False, carries=True, use="Where the judgement starts from, for the moderator.")
    target: str = cell("Target", unit=TEXT, help="For the end of the year.", example="PK4", required=False, carries=True, use="What the judgement is held against, for the moderator.")
    current: str = cell("Current", unit=TEXT, help="Now.", example="PK4", required=False, use="What the judgement rests on, for the moderator.")
    judgement: str = cell("Judgement", unit=CODE, help="Against what was expected by now.", example=EXPECTED, one_of=JUDGEMENTS, width=16)
    target_met: bool = cell("Own target met", help="The pupil's own target for now.", **_yes)
    # fmt: on


class PlanOutcomes(
    Sheet, title="Plan outcomes", one_row="one outcome of one EHC plan", personal=True, key=("upn", "area", "number"), room=2000, optional=True,
    intro="The outcomes that EHC plans name and that were due by the as-at date.",
):  # fmt: skip
    """Outcomes in EHC plans."""

    # fmt: off
    upn: str = cell("UPN", **_pupil)
    area: str = cell("Area of need", unit=CODE, help="Of the four broad areas.", example="SEMH", one_of=AREAS, carries=True, width=26)
    number: int = cell("Number", unit=NUMBER, help="Of the outcome, in that area of the plan.", example=1, at_least=1, at_most=20, carries=True)
    met: str = cell("Met", unit=CODE, help="As the review judged it.", example=MET, one_of=OUTCOMES)
    # fmt: on


class Strands(
    Sheet, title="Three strands", one_row="one pupil", personal=True, key=("upn",), room=1000, optional=True,
    intro="Whether each pupil is on track in attendance, in learning and in personal development.",
):  # fmt: skip
    """On track in three strands."""

    upn: str = cell("UPN", **_pupil)
    attendance: bool = cell("Attendance", help="On track for the pupil.", **_yes)
    academic: bool = cell("Learning", help="On track for the pupil.", **_yes)
    personal: bool = cell("Personal development", help="On track for the pupil.", **_yes)


class Interventions(
    Sheet, title="Interventions", one_row="one intervention", key=("kind", "name"), room=80, optional=True,
    intro="What was done beside ordinary teaching since September, for how many pupils, and what it did: numbers only.",
    rules=(
        never_more_than("gained", "pupils", says="is more than took part", do="Correct whichever of the two is wrong."),
        Rule("judged by its gain", ("effective", "gained"), "effective", ~pl.col("effective") | (pl.col("gained") > 0),
            says="cannot be, for no pupil gained", do="Correct whichever of the two is wrong."),
        given_when("cost", pl.col("effective"), reads=("effective",), says="is blank for one that works", do="Type what it cost, 0 where nothing."),
    ),
):  # fmt: skip
    """Interventions and what came of them."""

    # fmt: off
    kind: str = cell("Kind", unit=CODE, help="What it is for.", example="PHONICS", one_of=KINDS, width=24, carries=True)
    name: str = cell("Name", unit=TEXT, help="As the academy calls it.", example="Phonics for readers who start late", width=32, carries=True)
    pupils: int = cell("Pupils", help="Who took part.", example=14, **_people)
    gained: int = cell("Made the progress meant", help="Of them, by its own before and after.", example=10, **_people)
    effective: bool = cell("Effective", help="As the leader judges it.", **_yes)
    cost: int = cell("Cost", unit=POUNDS, help="Since September.", example=1800.0, required=False, at_least=0, at_most=5_000_000)
    # fmt: on


PROGRESS = Return(
    name="progress",
    title="Pupil progress",
    desk="Assessment lead",
    often=(Frequency.TERMLY,),
    sheets=(Targets, PlanOutcomes, Strands, Interventions),
    purpose="Whether pupils make the progress expected of them, by group; EHC plan outcomes; and what interventions did.",
)
