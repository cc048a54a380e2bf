"""Attendance of the synthetic pupils: the same pupils term after term, with absence as it is in their phase."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import fields

import polars as pl

from trustkpi.demo.asked import Asked
from trustkpi.demo.enrolments import Enrolment, on_roll
from trustkpi.demo.marks import sessions
from trustkpi.demo.pupils import Pupil
from trustkpi.demo.school_year import school_year
from validation.returns.attendance import Pupils, codes_of, column_of
from validation.vocabulary import ATTENDANCE_CODES, Standing

_KNOWN = [f.name for f in fields(Pupil) if f.name in Pupils.cells()]
_FIRST_HALF_OF_SUMMER, _ALL, _FIFTEEN = 5, 6, 15
_TOTALS = {
    "present": Standing.PRESENT, "educational": Standing.EDUCATIONAL,
    "authorised": Standing.AUTHORISED, "unauthorised": Standing.UNAUTHORISED,
}  # fmt: skip
_CODES = {standing: [c.code for c in codes_of(standing)] for standing in Standing}


def tables(asked: Asked) -> Mapping[str, pl.DataFrame]:
    """The Pupils sheet of an academy at the as-at date: enrolments by age, oldest first."""
    year = school_year(asked.period.year)
    enrolments = on_roll(asked.academy.name, asked.period.year_opens, asked.closes)
    rows = [_row(e, year.september, year.closed(asked.closes)) for e in enrolments]
    return {Pupils.facts().title: pl.DataFrame(rows, schema=Pupils.dtypes(), orient="row")}


def _row(enrolment: Enrolment, september: int, halves: int) -> dict[str, object]:
    spent = sessions(enrolment, september, halves)
    return {
        **{name: getattr(enrolment.pupil, name) for name in _KNOWN},
        "year_group": enrolment.pupil.year_group(september),
        "status": _status(enrolment),
        "joined": enrolment.joined,
        "left": enrolment.left,
        **_totals(spent),
        "missing": 0,
        **{column_of(c.code): spent[c.code] for c in ATTENDANCE_CODES},
        **(_to_half_term(enrolment, september) if halves == _ALL and enrolment.pupil.age(september) == _FIFTEEN else {}),
    }


def _status(enrolment: Enrolment) -> str:
    if enrolment.left is not None:
        return "P"
    return "S" if enrolment.pupil.dual else "C"


def _totals(spent: Counter[str]) -> dict[str, int]:
    totals = {column: sum(spent[code] for code in _CODES[standing]) for column, standing in _TOTALS.items()}
    return {"possible": sum(totals.values()), **totals}


def _to_half_term(enrolment: Enrolment, september: int) -> dict[str, int]:
    totals = _totals(sessions(enrolment, september, _FIRST_HALF_OF_SUMMER))
    return {
        "possible_15": totals["possible"],
        "attended_15": totals["present"] + totals["educational"],
        "authorised_15": totals["authorised"],
        "unauthorised_15": totals["unauthorised"],
    }
