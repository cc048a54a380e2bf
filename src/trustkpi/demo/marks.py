"""How synthetic pupils spent their sessions: a half term at a time, so that a later return only ever adds to an earlier one."""

from __future__ import annotations

import random
from collections import Counter
from functools import cache

from trustkpi.demo.academies import Profile, demo_academy
from trustkpi.demo.dice import chance, dice, draw
from trustkpi.demo.enrolments import Enrolment
from trustkpi.demo.pupils import Pupil
from trustkpi.demo.school_year import days_between, school_year
from validation.vocabulary import ATTENDANCE_CODES, Standing

_SEASONS = (880, 1090, 1120, 1010, 930, 970)  # illness comes with winter
_LAST_HALF, _YEAR_11, _WORKING_AGE = 5, 11, 14
_ELSEWHERE, _NO_BUS = 200, 15
_SPELLS = {1: 3, 2: 5, 4: 2}  # sessions missed together, for one reason
_ABSENT = {c.code for c in ATTENDANCE_CODES if c.standing in {Standing.AUTHORISED, Standing.UNAUTHORISED}}


def sessions(enrolment: Enrolment, september: int, halves: int) -> Counter[str]:
    """Sessions by national code over the first so many half terms of an academic year."""
    spent: Counter[str] = Counter()
    for half in range(halves):
        spent += _half_term(enrolment, september, half)
    return spent


@cache
def _half_term(enrolment: Enrolment, september: int, half: int) -> Counter[str]:
    pupil, profile = enrolment.pupil, demo_academy(enrolment.academy).profile
    required = 2 * days_between(school_year(september).halves[half], enrolment.joined, enrolment.left)
    rng = dice("marks", pupil.upn, enrolment.joined, september, half)
    outside = _outside(pupil, required, rng)
    possible = required - outside.total()
    absent = _absent(pupil, profile, possible, half, rng)
    spent = outside + _reasons(pupil, profile, absent, september, rng)
    spent += _study_leave(pupil, profile, september, half, possible - absent)
    return spent + _attended(pupil, profile, possible - _missed(spent), september, rng)


def _outside(pupil: Pupil, required: int, rng: random.Random) -> Counter[str]:
    elsewhere = required * _ELSEWHERE // 1000 if pupil.dual else 0
    no_bus = 2 if required > elsewhere + 2 and chance(rng, _NO_BUS) else 0
    return +Counter({"D": elsewhere, "Y1": no_bus})


def _absent(pupil: Pupil, profile: Profile, possible: int, half: int, rng: random.Random) -> int:
    rate = _usual(profile, pupil.standing) * _leaning(pupil) * _SEASONS[half] // 10**6
    rate = min(rate * rng.randrange(600, 1401) // 1000, 1000)
    return min(possible, (possible * rate + rng.randrange(1000)) // 1000)


def _usual(profile: Profile, standing: int) -> int:
    passed = 0
    for share, least, most in profile.absence:
        if standing < passed + share:
            return least + (most - least) * (standing - passed) // share
        passed += share
    return profile.absence[-1][2]


def _leaning(pupil: Pupil) -> int:
    """Groups differ as they do nationally: more absence with free meals, a plan or a protection plan, less in care."""
    leaning = 1150 if pupil.fsm else 930
    leaning += 100 if pupil.sen == "E" else 0
    leaning += 100 if pupil.child_protection else 0
    return leaning - (200 if pupil.looked_after else 0) - (80 if pupil.sen == "E" and not pupil.fsm else 0)


def _reasons(pupil: Pupil, profile: Profile, absent: int, september: int, rng: random.Random) -> Counter[str]:
    spent: Counter[str] = Counter()
    while absent:
        spell = min(absent, draw(rng, _SPELLS))
        code = draw(rng, profile.reasons)
        if code == "J1" and pupil.stage(september) < _YEAR_11:
            code = "M"
        spent[code] += spell
        absent -= spell
    return spent


def _study_leave(pupil: Pupil, profile: Profile, september: int, half: int, here: int) -> Counter[str]:
    if half != _LAST_HALF or pupil.stage(september) != _YEAR_11:
        return Counter()
    return Counter({"S": here * profile.study_leave // 1000})


def _missed(spent: Counter[str]) -> int:
    return sum(n for code, n in spent.items() if code in _ABSENT)


def _attended(pupil: Pupil, profile: Profile, here: int, september: int, rng: random.Random) -> Counter[str]:
    spent: Counter[str] = Counter()
    away = min(here, (here * profile.educational + rng.randrange(1000)) // 1000)
    while away:
        spell = min(away, 2)
        code = draw(rng, profile.away)
        spent["V" if code == "W" and pupil.age(september) < _WORKING_AGE else code] += spell
        away -= spell
    present = here - spent.total()
    late = (present * profile.late + rng.randrange(1000)) // 1000 if present else 0
    spent.update({"L": late, "/": (present - late + 1) // 2, "\\": (present - late) // 2})
    return spent
