"""What is wrong on purpose in the current term's attendance returns: Denewood's mistakes and Westbury's queries."""

from __future__ import annotations

from datetime import date

from trustkpi.demo.academies import DENEWOOD, WESTBURY
from trustkpi.demo.asked import CURRENT
from trustkpi.demo.faults import READERS_WORDS as _NOT_READ
from trustkpi.demo.faults import Fault, Planted, Row
from validation.rules import QUERY

_DOES_NOT_ADD_UP = "is not present + approved educational activity + authorised + unauthorised"
_INSIDE = "falls inside another enrolment of the same pupil"

MISTAKES = (
    Fault(
        "a UPN whose first letter does not fit",
        (("upn", "has a first letter that does not fit its digits, so a character was mistyped"),),
        lambda row: {"upn": ("B" if row["upn"][0] == "A" else "A") + row["upn"][1:]},
    ),
    Fault("a row given twice", (("upn", "is given twice"), ("joined", _INSIDE)), again=True),
    Fault("text in a number", (("possible", _NOT_READ),), lambda _: {"possible": None}, {"possible": "about 120"}),
    Fault("totals that do not add up", (("possible", _DOES_NOT_ADD_UP),), lambda row: {"possible": row["possible"] + 3}),
    Fault("a code that is not on the list", (("ethnicity", "is not one of the choices"),), lambda _: {"ethnicity": "WBRT"}),
    Fault(
        "left before joining",
        (("left", "is before the date joined"),),
        lambda _: {"joined": date(2025, 11, 10), "left": date(2025, 10, 10), "status": "P"},
    ),
    Fault("a blank where a code is needed", (("sex", "is blank"),), lambda _: {"sex": None}),
    Fault("a day that is in no calendar", (("born", _NOT_READ),), lambda _: {"born": None}, {"born": "31/02/2011"}),
    Fault(
        "more sessions than a year has",
        (("possible", "is more than 500"), ("possible", _DOES_NOT_ADD_UP)),
        lambda row: {"possible": row["possible"] + 1000},
    ),
    Fault(
        "present that is not the sum of its codes",
        (("present", "is not the sum of codes /, \\ and L"),),
        lambda row: {"present": row["present"] + 2, "possible": row["possible"] + 2},
    ),
    Fault(
        "a pupil not yet born on 31 August",
        (("born", "makes the pupil younger than 2 or older than 19 on 31 August"),),
        lambda _: {"born": date(2025, 10, 3), "year_group": "X"},
    ),
    Fault("two enrolments at once", (("joined", _INSIDE),), lambda _: {"joined": date(2025, 11, 3)}, again=True),
    Fault("an Excel error for a number", (("code_d", _NOT_READ),), lambda _: {"code_d": None}, {"code_d": "#N/A"}),
)

_MISSING = "shows marks that were never taken; they are counted neither as present nor as absent"
_HOLIDAY = "was withdrawn after 18 August 2024"
_OUT_OF_YEAR = "is more than a year away from the usual one for the date of birth"


def _to_code_h(row: Row) -> Row:
    moved = min(row["code_i"], 4)
    return {"code_h": moved, "code_i": row["code_i"] - moved}


QUERIES = (
    Fault("marks never taken", (("missing", _MISSING),), lambda _: {"missing": 2}, severity=QUERY),
    Fault("more marks never taken", (("missing", _MISSING),), lambda _: {"missing": 5}, severity=QUERY),
    Fault("a mark withdrawn in August 2024", (("code_h", _HOLIDAY),), _to_code_h, severity=QUERY),
    Fault(
        "a pupil taught out of year",
        (("year_group", _OUT_OF_YEAR),),
        lambda row: {"year_group": str(int(row["year_group"]) - 2)},
        severity=QUERY,
    ),
)

# What Westbury says of its queries; the withdrawn mark stays unexplained.
EXPLANATIONS = (
    ("Pupils", "Missing marks", _MISSING, "The register system was down on 9 February; the paper registers are being keyed in."),
    ("Pupils", "Year group", _OUT_OF_YEAR, "Placed with a younger group, as the education, health and care plan says."),
)

_START_OF_YEAR = date(2025, 9, 4)


def steady(row: Row) -> bool:
    """Whether a pupil has been on roll all year, in a usual year group with room for two below, and was ill at times."""
    usual_year = row["year_group"].isdecimal() and int(row["year_group"]) > 3  # noqa: PLR2004  room for two years below
    return usual_year and row["left"] is None and row["joined"] <= _START_OF_YEAR and row["code_i"] > 1


PLANTED = (
    Planted(CURRENT, DENEWOOD, "Pupils", MISTAKES, fit_for=steady),
    Planted(CURRENT, WESTBURY, "Pupils", QUERIES, EXPLANATIONS, fit_for=steady),
)
