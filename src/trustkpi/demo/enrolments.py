"""Who was on roll when: two academic years of synthetic enrolments, with leavers, joiners and a move between academies."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from trustkpi.demo.academies import ACADEMIES, AMBLESIDE, WESTBURY, WOODLANDS, DemoAcademy, demo_academy
from trustkpi.demo.dice import dice
from trustkpi.demo.pupils import Pupil, new_pupil
from trustkpi.demo.school_year import SCHOOL_YEARS, SchoolYear
from validation.vocabulary import Phase

_MOVED, _ARRIVED = date(2026, 2, 13), date(2026, 2, 23)
_WENT, _CAME_BACK = date(2025, 10, 17), date(2026, 1, 6)
_LONGEST = 6


@dataclass(frozen=True)
class Enrolment:
    """A pupil's time at an academy; `left` is None while on roll."""

    pupil: Pupil
    academy: str
    joined: date
    left: date | None = None


def on_roll(academy: str, opens: date, closes: date) -> tuple[Enrolment, ...]:
    """The enrolments of an academy on any day from opens to closes, oldest pupils first, then by UPN.

    A leaving date after `closes` is not yet known, so it is None.
    """
    within = (e for e in _all_enrolments()[academy] if e.joined <= closes and (e.left is None or e.left >= opens))
    known = (e if e.left is None or e.left <= closes else replace(e, left=None) for e in within)
    return tuple(sorted(known, key=lambda e: (-e.pupil.age(2024), e.pupil.upn, e.joined)))


@cache
def _all_enrolments() -> dict[str, list[Enrolment]]:
    rolls = {a.facts.name: list(_two_years(a)) for a in ACADEMIES}
    _move(rolls)
    _come_back(rolls)
    return rolls


def _two_years(academy: DemoAcademy) -> Iterator[Enrolment]:
    serials = iter(range(1, 1000))
    rng = dice("roll", academy.facts.urn)
    roll: list[Enrolment] = []
    for year in SCHOOL_YEARS:
        yield from _moved_on(roll, academy, year)
        roll = [e for e in roll if e.pupil.stage(year.september) in academy.places]
        for stage in _free_places(roll, academy, year):
            pupil = new_pupil(academy, stage, year.september, next(serials))
            roll.append(Enrolment(pupil, academy.facts.name, _joined(academy, stage, year, rng)))
        for _ in range(len(roll) * academy.profile.churn // 1000):
            here_since_summer = [i for i, e in enumerate(roll) if e.joined <= year.first_day]
            leaver = roll.pop(here_since_summer[rng.randrange(len(here_since_summer))])
            days = year.days()
            yield replace(leaver, left=days[rng.randrange(10, len(days) - 10)])
            pupil = new_pupil(academy, leaver.pupil.stage(year.september), year.september, next(serials))
            roll.append(Enrolment(pupil, academy.facts.name, days[rng.randrange(10, len(days) - 10)]))
    yield from roll


def _moved_on(roll: list[Enrolment], academy: DemoAcademy, year: SchoolYear) -> Iterator[Enrolment]:
    before = next((y for y in SCHOOL_YEARS if y.september == year.september - 1), None)
    for enrolment in roll:
        if before and enrolment.pupil.stage(year.september) not in academy.places:
            yield replace(enrolment, left=before.last_day)


def _free_places(roll: list[Enrolment], academy: DemoAcademy, year: SchoolYear) -> Iterator[int]:
    taken = Counter(e.pupil.stage(year.september) for e in roll)
    for stage, places in academy.places.items():
        yield from [stage] * (places - taken[stage])


def _joined(academy: DemoAcademy, stage: int, year: SchoolYear, rng: random.Random) -> date:
    if year is not SCHOOL_YEARS[0]:
        return year.first_day
    longest = 1 if academy.facts.phase == Phase.AP else _LONGEST
    back = rng.randrange(min(longest, stage - min(academy.places)) + 1)
    return date(year.september - back, 9, 4) if back else year.first_day


def _move(rolls: dict[str, list[Enrolment]]) -> None:
    """A pupil of Westbury goes on to Woodlands after half term, and stands in both returns."""
    places = demo_academy(WOODLANDS).places
    at = _first_steady(rolls[WESTBURY], 2025, min(places) + 1)
    mover = rolls[WESTBURY][at]
    rolls[WESTBURY][at] = replace(mover, left=_MOVED)
    rolls[WOODLANDS].append(Enrolment(mover.pupil, WOODLANDS, _ARRIVED))


def _come_back(rolls: dict[str, list[Enrolment]]) -> None:
    """A pupil of Ambleside leaves in October and is back in January: two enrolments that do not overlap."""
    at = _first_steady(rolls[AMBLESIDE], 2025, 3)
    first = rolls[AMBLESIDE][at]
    rolls[AMBLESIDE][at] = replace(first, left=_WENT)
    rolls[AMBLESIDE].append(replace(first, joined=_CAME_BACK))


def _first_steady(roll: list[Enrolment], september: int, stage: int) -> int:
    return next(
        i for i, e in enumerate(roll)
        if e.left is None and e.joined.year < september and e.pupil.stage(september) == stage and e.pupil.follows_years
    )  # fmt: skip
