"""Words that returns share: sexes, ethnicities, SEN provision, attendance codes, phases; code to meaning.

Code lists are the Common Basic Data Set's (CBDS, May 2026) as transcribed in MyPortalEdu/MyPortal,
https://github.com/MyPortalEdu/MyPortal (commit 9747c14), unless a list says otherwise.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NamedTuple

import polars as pl

from validation.model import Test


class Phase(StrEnum):
    """The kinds of academy that are compared only with their own kind."""

    PRIMARY = "Primary"
    SECONDARY = "Secondary"
    SPECIAL = "Special"
    AP = "Alternative provision"


PHASES = {p.value: p.value for p in Phase}

STANDARDS, FINANCE, BOARD = "Standards and Achievement", "Finance, Audit and Resource", "Full Board"
# The committees as the reporting framework abbreviates them.
COMMITTEES = {"S&A": STANDARDS, "FAR": FINANCE, "FB": BOARD}

SEX = {"F": "Female", "M": "Male", "U": "Unknown"}

YEAR_GROUPS = {
    "E1": "Early first year", "E2": "Early second year", "N1": "Nursery first year", "N2": "Nursery second year",
    "R": "Reception", **{str(n): f"Year {n}" for n in range(1, 15)}, "X": "National Curriculum years not followed",
}  # fmt: skip

BOARDER = {"N": "Not a boarder", "B": "Boarder", "6": "Boarder, six nights or fewer a week", "7": "Boarder, seven nights a week"}

ETHNICITY = {
    "WBRI": "White - British", "WIRI": "White - Irish", "WIRT": "Traveller of Irish heritage", "WROM": "Gypsy / Roma",
    "WOTH": "Any other White background", "MWBC": "White and Black Caribbean", "MWBA": "White and Black African",
    "MWAS": "White and Asian", "MOTH": "Any other Mixed background", "AIND": "Indian", "APKN": "Pakistani",
    "ABAN": "Bangladeshi", "AOTH": "Any other Asian background", "ABRI": "Any other Asian background (ABRI, from 2024/25)",
    "AWEL": "Any other Asian background (AWEL, from 2024/25)", "BCRB": "Black Caribbean", "BAFR": "Black - African",
    "BOTH": "Any other Black background", "BBRI": "Any other Black background (BBRI, from 2024/25)",
    "BWEL": "Any other Black background (BWEL, from 2024/25)", "CHNE": "Chinese", "OOTH": "Any other ethnic group",
    "REFU": "Refused", "NOBT": "Information not yet obtained",
}  # fmt: skip

# Major groups of the Government Statistical Service's harmonised standard, which puts Chinese with Asian.
ETHNIC_GROUPS = {
    "White": ("WBRI", "WIRI", "WIRT", "WROM", "WOTH"),
    "Mixed": ("MWBC", "MWBA", "MWAS", "MOTH"),
    "Asian": ("AIND", "APKN", "ABAN", "AOTH", "ABRI", "AWEL", "CHNE"),
    "Black": ("BCRB", "BAFR", "BOTH", "BBRI", "BWEL"),
    "Other ethnic group": ("OOTH",),
    "Unknown": ("REFU", "NOBT"),
}

LANGUAGES_NOT_EAL = ("ENG", "ENB")
LANGUAGES_UNKNOWN = ("REF", "NOT", "ZZZ")

SEN_PROVISION = {"N": "No special educational need", "K": "SEN support", "E": "Education, health and care plan"}

SEN_NEED = {
    "SPLD": "Specific learning difficulty", "MLD": "Moderate learning difficulty", "SLD": "Severe learning difficulty",
    "PMLD": "Profound and multiple learning difficulty", "SEMH": "Social, emotional and mental health",
    "SLCN": "Speech, language and communication needs", "HI": "Hearing impairment", "VI": "Vision impairment",
    "MSI": "Multi-sensory impairment", "PD": "Physical disability", "ASD": "Autistic spectrum disorder",
    "DS": "Down syndrome", "OTH": "Other difficulty", "NSA": "SEN support, no specialist assessment yet",
}  # fmt: skip

PREVIOUSLY_LOOKED_AFTER = {
    "N": "Not declared", "A": "Adopted from care", "G": "Special guardianship order", "R": "Residence order",
    "C": "Child arrangements order", "O": "Other: adopted from care outside England and Wales",
}  # fmt: skip

SERVICE_CHILD = {"Y": "Yes", "N": "No", "U": "Unknown", "R": "Refused"}

ENROLMENT_STATUS = {
    "C": "Current, single registration", "M": "Current, main of two registrations", "S": "Current, subsidiary registration",
    "G": "Guest", "F": "Further education college", "O": "Other provider", "P": "Previous (has left)",
}  # fmt: skip

TERMS = {"autumn": "Autumn", "spring": "Spring", "summer": "Summer"}


class Standing(StrEnum):
    """What a session with a code counts as."""

    PRESENT = "Present"
    EDUCATIONAL = "Approved educational activity"
    AUTHORISED = "Authorised absence"
    UNAUTHORISED = "Unauthorised absence"
    OUTSIDE = "Not a possible session"


class AttendanceCode(NamedTuple):
    """A national attendance code: its meaning, what it counts as, and the dates it was in use."""

    code: str
    meaning: str
    standing: Standing
    since: date | None = None
    until: date | None = None


NEW_CODES, OLD_CODES = date(2024, 8, 19), date(2024, 8, 18)
_P, _E, _A, _U, _X = Standing

# The School Attendance (Pupil Registration) (England) Regulations 2024, SI 2024/208, regulation 10, in force
# 19 August 2024; what each counts as follows DfE's own arithmetic in dfe-analytical-services/attendance-data-dashboard
# (commit 8f4979c), in which possible = present + approved educational activity + authorised + unauthorised closes.
ATTENDANCE_CODES = (
    AttendanceCode("/", "Present in the morning", _P),
    AttendanceCode("\\", "Present in the afternoon", _P),
    AttendanceCode("L", "Late, before the register closed", _P),
    AttendanceCode("K", "Education arranged by the local authority", _E, since=NEW_CODES),
    AttendanceCode("V", "Educational visit or trip", _E),
    AttendanceCode("P", "Sporting activity", _E),
    AttendanceCode("W", "Work experience", _E),
    AttendanceCode("B", "Any other approved educational activity", _E),
    AttendanceCode("J", "Interview (before 19 August 2024)", _E, until=OLD_CODES),
    AttendanceCode("C", "Leave of absence for exceptional circumstances", _A),
    AttendanceCode("C1", "Leave for a regulated performance or employment abroad", _A, since=NEW_CODES),
    AttendanceCode("C2", "Temporary part-time timetable", _A, since=NEW_CODES),
    AttendanceCode("E", "Suspended or permanently excluded, no provision made", _A),
    AttendanceCode("I", "Illness", _A),
    AttendanceCode("J1", "Interview for employment or another institution", _A, since=NEW_CODES),
    AttendanceCode("M", "Medical or dental appointment", _A),
    AttendanceCode("R", "Religious observance", _A),
    AttendanceCode("S", "Study leave for public examinations", _A),
    AttendanceCode("T", "Parent travelling for work", _A),
    AttendanceCode("H", "Family holiday agreed (before 19 August 2024)", _A, until=OLD_CODES),
    AttendanceCode("F", "Extended family holiday agreed (withdrawn in 2013/14)", _A, until=OLD_CODES),
    AttendanceCode("G", "Holiday or leave not granted", _U),
    AttendanceCode("N", "Reason not yet established", _U),
    AttendanceCode("O", "Absent in other or unknown circumstances", _U),
    AttendanceCode("U", "Arrived after the register closed", _U),
    AttendanceCode("D", "Dual registered, at the other school", _X),
    AttendanceCode("Q", "Unable to attend: access arrangements not made", _X, since=NEW_CODES),
    AttendanceCode("X", "Not of compulsory school age, not required", _X),
    AttendanceCode("Y1", "Unable to attend: transport not available", _X, since=NEW_CODES),
    AttendanceCode("Y2", "Unable to attend: widespread travel disruption", _X, since=NEW_CODES),
    AttendanceCode("Y3", "Unable to attend: part of the premises closed", _X, since=NEW_CODES),
    AttendanceCode("Y4", "Unable to attend: school unexpectedly closed", _X, since=NEW_CODES),
    AttendanceCode("Y5", "Unable to attend: criminal justice detention", _X, since=NEW_CODES),
    AttendanceCode("Y6", "Unable to attend: public health guidance or law", _X, since=NEW_CODES),
    AttendanceCode("Y7", "Unable to attend: any other unavoidable cause", _X, since=NEW_CODES),
    AttendanceCode("Y", "Unable to attend (before 19 August 2024)", _X, until=OLD_CODES),
    AttendanceCode("Z", "Prospective pupil, not on roll", _X),
    AttendanceCode("#", "Planned whole-school closure", _X),
)

_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"  # I, O and S are not used
UPN_FORM = r"^[A-HJ-NP-RT-Z][0-9]{11}[0-9A-HJ-NP-RT-Z]$"


def _check_letter_fits(upn: pl.Expr) -> pl.Expr:
    values = {**{str(d): d for d in range(10)}, **{letter: i for i, letter in enumerate(_UPN_LETTERS)}}
    digit = [upn.str.slice(i, 1).replace_strict(values, default=None, return_dtype=pl.Int64) for i in range(1, 13)]
    total = pl.sum_horizontal(d * weight for weight, d in enumerate(digit, start=2))
    letter = upn.str.slice(0, 1).replace_strict({c: i for i, c in enumerate(_UPN_LETTERS)}, default=None, return_dtype=pl.Int64)
    return pl.when(upn.str.contains(UPN_FORM)).then(total % 23 == letter)


# The weighted sum of characters 2 to 13 (weights 2 to 13) modulo 23 gives the letter: UK Government Data Standards
# Catalogue, Unique Pupil Number 2.0; worked example at support.arbor-education.com, "UPN/ULN errors", error 1510.
UPN_CHECK_LETTER = Test(
    name="check letter",
    passes=_check_letter_fits,
    says="has a first letter that does not fit its digits, so a character was mistyped",
    do="Copy the UPN from the pupil's record in your MIS.",
)
