"""What synthetic pupils were suspended for and when, half term by half term: a later return only ever adds to an earlier one."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from trustkpi.demo.academies import AMBLESIDE, DENEWOOD, UNITY, WESTBURY, WOODLANDS
from trustkpi.demo.dice import chance, dice, draw
from trustkpi.demo.enrolments import Enrolment, on_roll
from trustkpi.demo.pupils import Pupil
from trustkpi.demo.school_year import school_year
from validation.conduct import Category

# Made up. Suspensions for a thousand pupils in a half term, by the September of the year: DfE's national rates were 9 in a
# thousand primary and 51 in a thousand special pupils in all of autumn 2024/25; none is published for alternative provision.
_USUAL = {
    AMBLESIDE: {2024: 5, 2025: 0}, WESTBURY: {2024: 30, 2025: 40}, WOODLANDS: {2024: 42, 2025: 70},
    DENEWOOD: {2024: 260, 2025: 205}, UNITY: {2024: 150, 2025: 160},
}  # fmt: skip
_SESSIONS = {1: 6, 2: 34, 3: 10, 4: 22, 6: 14, 10: 12, 12: 2}
_REASONS = {
    "CB": 24, "LD": 14, "DB": 12, "VA": 16, "PP": 12, "PA": 7, "VP": 6, "DM": 3, "VR": 3, "MT": 1, "RA": 1, "OW": 1, "BU": 1,
}  # fmt: skip
_SECOND, _THIRD, _EXCLUDED = 330, 90, 160  # in a thousand: events with another reason; leavers of an age who were excluded
_OLD_ENOUGH = 11
_NO_MORE = date(2026, 1, 1)  # the academies agree to exclude nobody: the current term has none
_MOST = 3  # suspensions of a pupil in a half term


@dataclass(frozen=True)
class Event:
    """A suspension, or the permanent exclusion of a pupil who then left."""

    pupil: Pupil
    category: str
    start: date
    sessions: int | None
    reasons: tuple[str, ...]


def events(academy: str, september: int, closes: date) -> list[Event]:
    """The events of an academy from that September to the as-at date, in order."""
    opens = date(september, 9, 1)
    found = [e for enrolment in on_roll(academy, opens, closes) for e in _of_enrolment(enrolment, academy, september)]
    return sorted((e for e in found if e.start <= closes), key=lambda e: (e.start, e.pupil.upn))


@cache
def _of_enrolment(enrolment: Enrolment, academy: str, september: int) -> tuple[Event, ...]:
    year = school_year(september)
    found = [e for half in range(len(year.halves)) for e in _half_term(enrolment, academy, september, half)]
    if enrolment.left and _was_excluded(enrolment, enrolment.left, september):
        rng = dice("excluded", enrolment.pupil.upn)
        found.append(Event(enrolment.pupil, Category.PERMANENT, enrolment.left, None, _reasons(rng)))
    return tuple(found)


def _was_excluded(enrolment: Enrolment, left: date, september: int) -> bool:
    if enrolment.pupil.age(september) < _OLD_ENOUGH or left == school_year(september).last_day or left >= _NO_MORE:
        return False
    kept = enrolment.pupil.looked_after or enrolment.pupil.child_protection
    return not kept and chance(dice("leaves", enrolment.pupil.upn), _EXCLUDED)


def _half_term(enrolment: Enrolment, academy: str, september: int, half: int) -> Iterator[Event]:
    here = [
        d for d in school_year(september).halves[half]
        if enrolment.joined <= d and (enrolment.left is None or d < enrolment.left)
    ]  # fmt: skip
    rng = dice("suspended", enrolment.pupil.upn, enrolment.joined, september, half)
    often = _USUAL[academy][september] * leaning(enrolment.pupil) // 1000
    taken: set[date] = set()
    for _ in range(_MOST):
        if len(here) > 10 and chance(rng, often // _MOST):  # noqa: PLR2004  a fortnight on roll
            taken.add(here[rng.randrange(len(here) - 5)])
    for day in sorted(taken):
        yield Event(enrolment.pupil, Category.SUSPENSION, day, draw(rng, _SESSIONS), _reasons(rng))


def leaning(pupil: Pupil) -> int:
    """How readily a pupil is suspended, 1000 as the others: groups differ as they do nationally, and some pupils much more."""
    leaning = 1000 if pupil.sex == "M" else 550
    leaning = leaning * (1350 if pupil.fsm else 800) // 1000
    leaning = leaning * {"N": 600, "K": 1300}.get(pupil.sen, 1000) // 1000
    leaning = leaning * (1900 if pupil.ethnicity in {"MWBC", "WROM", "BCRB"} else 950) // 1000
    leaning = leaning * (1400 if pupil.looked_after or pupil.child_in_need else 1000) // 1000
    return leaning * (3500 if pupil.standing % 4 == 0 else 200) // 1000


def _reasons(rng: random.Random) -> tuple[str, ...]:
    first = draw(rng, _REASONS)
    more = [c for c in _REASONS if c != first]
    if not chance(rng, _SECOND):
        return (first,)
    second = more[rng.randrange(len(more) - 6)]
    third = next(c for c in more if c != second)
    return (first, second, third) if chance(rng, _THIRD) else (first, second)
