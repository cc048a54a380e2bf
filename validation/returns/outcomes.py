"""Outcomes of the last summer: early years to key stage 4, leavers, and DfE's published figures as they come."""

from __future__ import annotations

from typing import Any

import polars as pl

from validation.model import CODE, DECIMAL, NUMBER, PEOPLE, TEXT, YES_NO, Frequency, Return, Sheet, Unit, cell
from validation.rules import QUERY, Rule, given_when
from validation.vocabulary import SEN_PROVISION, UPN_CHECK_LETTER, UPN_FORM

POINTS = Unit("points", scale=100, number_format="0.00")  # kept in hundredths of a point
YEARS, PHONICS, TABLES, KS2 = "EYFS", "PHONICS", "MTC", "KS2"
STAGES = {
    YEARS: "End of reception",
    PHONICS: "Phonics check, Year 1",
    TABLES: "Multiplication check, Year 4",
    KS2: "Key stage 2, Year 6",
}
EXPECTED, GREATER = "EXS", "GDS"
WRITING = {
    GREATER: "Greater depth", EXPECTED: "Expected standard", "WTS": "Working towards", "PK6": "Pre-key stage 6", "PK5": "Pre-key stage 5",
    "PK4": "Pre-key stage 4", "PK3": "Pre-key stage 3", "PK2": "Pre-key stage 2", "PK1": "Pre-key stage 1", "EM": "Engagement model",
    "A": "Absent", "D": "Disapplied",
}  # fmt: skip
BELOW = {
    "B": "Below the standard of the test", "PK": "Pre-key stage", "EM": "Engagement model", "A": "Absent", "T": "Working at, could not take it",
    "M": "Missing",
}  # fmt: skip
SLOTS = {
    "ENG_LANG": "English language", "ENG_LIT": "English literature", "MATHS": "Mathematics", "COMBINED": "Combined science (two grades)",
    "SCIENCE": "Biology, chemistry, physics, computing", "HUMANITY": "History or geography", "FOREIGN": "Language", "OPEN": "Another approved one",
}  # fmt: skip
DESTINATIONS = {
    "SCHOOL": "School sixth form", "COLLEGE": "Further education", "SPECIAL": "Special provision", "APPRENTICE": "Apprenticeship", "WORK": "Employment",
    "TRAINING": "Training or study programme", "NONE": "Not in education, employment or training", "UNKNOWN": "Not known",
}  # fmt: skip
# DfE's codes in published tables: what stands where there is no number.
CODES = ("SUPP", "NE", "NP", "NA", "LOWCOV", "NEW", "SP", "BOM", "c", "z", "x", "~", "low")
PUBLISHED_FORM = rf"^(-?\d+(\.\d+)?%?|{'|'.join(CODES)})$"
_pupil: dict[str, Any] = {
    "unit": CODE, "help": "Unique pupil number: a letter and 12 characters.", "example": "A000200000001", "matches": UPN_FORM,
    "tests": [UPN_CHECK_LETTER], "width": 15,
}  # fmt: skip
_group: dict[str, Any] = {
    "unit": YES_NO,
    "help": "Free school meals in six years, looked after or adopted from care.",
    "example": False,
}
_score: dict[str, Any] = {"unit": NUMBER, "example": 104, "required": False, "at_least": 80, "at_most": 120}
_change: dict[str, Any] = {"unit": POINTS, "example": 1.2, "required": False, "at_least": -40, "at_most": 40}
_IS = pl.col("stage")

# fmt: off
PRIMARY_RULES = (
    given_when("gld", _IS == YEARS, reads=("stage",), says="is blank for a pupil at the end of reception", do="Type Yes or No."),
    given_when("passed", (_IS == PHONICS) & pl.col("below").is_null(), reads=("stage", "below"), says="is blank without a reason",
        do="Type Yes or No, or why there is no mark."),
    given_when("mtc", (_IS == TABLES) & pl.col("below").is_null(), reads=("stage", "below"), says="is blank without a reason",
        do="Type the score, or why there is none."),
    *(given_when(test, (_IS == KS2) & pl.col("below").is_null(), reads=("stage", "below"), says="is blank without a reason",
        do="Type the scaled score, or why there is none.") for test in ("reading", "maths")),
    given_when("writing", _IS == KS2, reads=("stage",), says="is blank at key stage 2", do="Type the teacher's judgement."),
)
# fmt: on


class Primary(
    Sheet, title="Primary", one_row="one pupil at one stage", personal=True, key=("upn", "stage"), room=1000, optional=True, rules=PRIMARY_RULES,
    intro="Every pupil who was at one of the four stages last summer, those who were not tested included.",
):  # fmt: skip
    """Early years, phonics, tables and key stage 2."""

    # fmt: off
    upn: str = cell("UPN", **_pupil)
    stage: str = cell("Stage", unit=CODE, help="Which check or test.", example=KS2, one_of=STAGES, width=26)
    disadvantaged: bool = cell("Disadvantaged", **_group)
    sen: str = cell("SEN provision", unit=CODE, help="N none, K support, E plan.", example="N", one_of=SEN_PROVISION)
    gld: bool = cell("Good level of development", unit=YES_NO, help="End of reception: expected in the 12 early learning goals that count.",
        example=True, required=False)
    phonics: int = cell("Phonics mark", unit=NUMBER, help="Year 1: of 40.", example=34, required=False, at_least=0, at_most=40, use="Kept beside the judgement, since the standard is set anew each year.")
    passed: bool = cell("Phonics met", unit=YES_NO, help="Year 1: met the standard of that year.", example=True, required=False)
    mtc: int = cell("Tables score", unit=NUMBER, help="Year 4: of 25.", example=22, required=False, at_least=0, at_most=25)
    reading: int = cell("Reading, scaled", help="Key stage 2 test, 80 to 120.", **_score)
    maths: int = cell("Maths, scaled", help="Key stage 2 test, 80 to 120.", **_score)
    gps: int = cell("Grammar, scaled", help="Key stage 2 test, 80 to 120.", **_score)
    writing: str = cell("Writing", unit=CODE, help="Key stage 2 teacher assessment.", example=EXPECTED, required=False, one_of=WRITING)
    below: str = cell("Why no score", unit=CODE, help="Where a test has no score.", example="B", required=False, one_of=BELOW)
    reading_progress: int = cell("Reading progress", help="DfE's own, in years for which it makes one.", **_change)
    writing_progress: int = cell("Writing progress", help="DfE's own, in years for which it makes one.", **_change)
    maths_progress: int = cell("Maths progress", help="DfE's own, in years for which it makes one.", **_change)
    # fmt: on


class Leavers(
    Sheet, title="Key stage 4", one_row="one pupil at the end of key stage 4", personal=True, key=("upn",), room=600, optional=True,
    intro="Every pupil at the end of key stage 4 last summer, and what became of them.",
    rules=(
        given_when("ks2_maths", pl.col("ks2_reading").is_not_null(), reads=("ks2_reading",), says="is blank though reading is given",
            do="Type both prior scores, or neither."),
    ),
):  # fmt: skip
    """Pupils at the end of key stage 4, and leavers."""

    # fmt: off
    upn: str = cell("UPN", **_pupil)
    disadvantaged: bool = cell("Disadvantaged", **_group)
    sen: str = cell("SEN provision", unit=CODE, help="N none, K support, E plan.", example="E", one_of=SEN_PROVISION)
    excluded: bool = cell("Was permanently excluded", unit=YES_NO, help="At any time in secondary school.", example=False)
    ks2_reading: int = cell("KS2 reading", unit=NUMBER, help="Scaled or nominal score; blank where there is none.", example=98, required=False, at_least=59,
        at_most=120)
    ks2_maths: int = cell("KS2 maths", unit=NUMBER, help="Scaled or nominal score.", example=101, required=False, at_least=59, at_most=120)
    adjusted: int = cell("DfE's adjusted Progress 8", help="From the checking file, where it gives one.", **_change, use="Stands for the pupil's own Progress 8 where DfE gives it.")
    estimate_50: bool = cell("Reached FFT50", unit=YES_NO, help="Whether the pupil reached the estimate FFT50 of FFT Aspire.", example=True, required=False)
    estimate_20: bool = cell("Reached FFT20", unit=YES_NO, help="Whether the pupil reached the estimate FFT20 of FFT Aspire.", example=False, required=False)
    value_added: int = cell("FFT value added", help="As FFT Aspire gives it.", **_change)
    level_2: bool = cell("Has a level 2 qualification", unit=YES_NO, help="Any, of the size of a GCSE or more.", example=True)
    destination: str = cell("Destination", unit=CODE, help="In the autumn after.", example="COLLEGE", one_of=DESTINATIONS, width=24)
    sustained: bool = cell("Sustained", unit=YES_NO, help="Two terms on, the year before's leavers; blank while it is not known.", example=True,
        required=False)
    # fmt: on


class Results(
    Sheet, title="Results", one_row="one qualification of one pupil", personal=True, key=("upn", "subject"), room=5000, optional=True,
    intro="Key stage 4 results that count in performance tables, one row each; of a subject taken twice, the first entry.",
    rules=(
        Rule("points of a grade", ("points",), "points", pl.col("points") <= 1075, says="is more than any grade is worth",
            do="Type the points of DfE's table: 9 for a grade 9, 8.5 for a Distinction*.", severity=QUERY),
    ),
):  # fmt: skip
    """Key stage 4 results."""

    # fmt: off
    upn: str = cell("UPN", **_pupil)
    subject: str = cell("Subject", unit=TEXT, help="As on the certificate.", example="History", width=24)
    slot: str = cell("Counts as", unit=CODE, help="Where it may count.", example="HUMANITY", one_of=SLOTS, width=24, use="Decides where a result counts in Attainment 8 and the EBacc.")
    points: int = cell("Points", unit=POINTS, help="DfE's points of the grade; combined science the mean of its two.", example=5.5, at_least=0, at_most=11)
    gcse: bool = cell("A GCSE", unit=YES_NO, help="No for a technical award and the like.", example=True, use="No more than three results that are not GCSEs count.")
    # fmt: on


class Published(
    Sheet, title="Published", one_row="one measure of one year", key=("measure", "year"), room=120, optional=True,
    intro="The school's row of DfE's performance tables, each value as it stands there: a number, a per cent, or a code such as SUPP.",
):  # fmt: skip
    """What DfE published of the school."""

    # fmt: off
    measure: str = cell("Measure", unit=TEXT, help="DfE's own heading.", example="PTRWM_EXP", width=20)
    year: str = cell("Year", unit=TEXT, help="Academic year.", example="2024/25", matches=r"^\d{4}/\d{2}$")
    value: str = cell("Value", unit=TEXT, help="As it stands: 63, 63% or SUPP.", example="63%", matches=PUBLISHED_FORM)
    pupils: str = cell("Pupils", unit=TEXT, help="How many it counts, as it stands.", example="30", required=False, matches=PUBLISHED_FORM)
    similar: float = cell("Percentile among similar schools", unit=DECIMAL, help="FFT's or DfE's; 1 lowest.", example=58, required=False,
        at_least=0, at_most=100)
    difference: float = cell("Difference from similar schools", unit=DECIMAL, help="In points of the measure.", example=2.4, required=False)
    # fmt: on


class Careers(
    Sheet, title="Careers", one_row="the academy", room=1, optional=True,
    intro="Gatsby benchmarks met, and students aged 16 to 18 in English, maths and on their programme: numbers only.",
    rules=(
        Rule("retained of started", ("retained", "started"), "retained", pl.col("retained") <= pl.col("started"), says="is more than started",
            do="Correct whichever of the two is wrong."),
    ),
):  # fmt: skip
    """Careers and post-16."""

    # fmt: off
    gatsby: int = cell("Gatsby benchmarks met", unit=NUMBER, help="Of eight.", example=6, at_least=0, at_most=8)
    started: int = cell("Students aged 16 to 18", unit=PEOPLE, help="Who started a programme; 0 where there is no sixth form.", example=24, at_least=0,
        at_most=3000)
    retained: int = cell("Retained to the end", unit=PEOPLE, help="Of them.", example=22, at_least=0, at_most=3000)
    english: int = cell("English progress, 16 to 18", help="DfE's average, in grades.", **_change)
    maths: int = cell("Maths progress, 16 to 18", help="DfE's average, in grades.", **_change)
    # fmt: on


OUTCOMES = Return(
    name="outcomes",
    title="Outcomes",
    desk="Assessment and examinations officer",
    often=(Frequency.YEARLY,),
    sheets=(Primary, Leavers, Results, Published, Careers),
    purpose="Attainment and progress of the last summer, by group, with DfE's published figures beside the trust's own.",
)
