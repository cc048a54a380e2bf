"""What is wrong on purpose in outcomes: a query of Denewood's, and what Ambleside and Denewood had to mend."""

from __future__ import annotations

from trustkpi.demo.academies import AMBLESIDE, DENEWOOD
from trustkpi.demo.faults import Fault, Planted, put
from validation.rules import QUERY

SUMMER = "2024-25"

QUERIES = (Fault("points of the old scale", (("points", "is more than any grade is worth"),), put(points=1100), severity=QUERY),)

PRIMARY = (
    Fault(
        "nought for a pupil who was absent",
        (("reading", "is less than 80"),),
        put(reading=0),
        where=lambda row: row["reading"] is not None,
    ),
    Fault(
        "no score and no reason",
        (("maths", "is blank without a reason"),),
        put(maths=None),
        where=lambda row: row["reading"] is not None,
    ),
    Fault(
        "a judgement left out",
        (("writing", "is blank at key stage 2"),),
        put(writing=None),
        where=lambda row: row["stage"] == "KS2",
    ),
    Fault(
        "a check left blank",
        (("gld", "is blank for a pupil at the end of reception"),),
        put(gld=None),
        where=lambda row: row["stage"] == "EYFS",
    ),
    Fault(
        "a mark where Yes or No belongs",
        (("passed", "is neither Yes nor No"),),
        put(passed=None),
        {"passed": "34/40"},
        where=lambda row: row["stage"] == "PHONICS",
    ),
    Fault("the same pupil twice", (("upn", "is given twice"),), again=True),
)
PUBLISHED = (
    Fault("a share in words", (("value", "61 per cent is not in the form that is asked for"),), put(value="61 per cent")),
    Fault("a year in another form", (("year", "2024-25 is not in the form that is asked for"),), put(year="2024-25")),
)
RESULTS = (
    Fault("two grades in one cell", (("points", "is not a number"),), put(points=None), {"points": "4-4"}),
    Fault("a result of no subject", (("subject", "is blank"),), put(subject=None)),
    Fault("a slot that there is not", (("slot", "is not one of the choices"),), put(slot="EBACC")),
)
LEAVERS = (
    Fault(
        "one prior score without the other",
        (("ks2_maths", "is blank though reading is given"),),
        put(ks2_reading=98, ks2_maths=None),
    ),
    Fault(
        "a destination in the school's own words", (("destination", "is not one of the choices"),), put(destination="Gap year")
    ),
)

PLANTED = (
    Planted(SUMMER, DENEWOOD, "Results", QUERIES),
    Planted(SUMMER, AMBLESIDE, "Primary", PRIMARY, mended=True),
    Planted(SUMMER, AMBLESIDE, "Published", PUBLISHED, mended=True),
    Planted(SUMMER, DENEWOOD, "Results", RESULTS, mended=True),
    Planted(SUMMER, DENEWOOD, "Key stage 4", LEAVERS, mended=True),
)
