"""The staff of the synthetic trust: seats by role group, who sits in each on a snapshot date, and what they answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from trustkpi.demo.academies import AMBLESIDE, DENEWOOD, UNITY, WESTBURY, WOODLANDS
from trustkpi.demo.dice import chance, dice, draw

# Seats by role group, made up: special schools have many teaching assistants, and Woodlands has boarders to look after.
SEATS: Mapping[str, Mapping[str, int]] = {
    AMBLESIDE: {"LEAD": 4, "TEACH": 18, "TA": 24, "ADMIN": 4, "SITE": 2, "CATER": 6, "OTHER": 7},
    WESTBURY: {"LEAD": 4, "TEACH": 16, "TA": 38, "ADMIN": 4, "SITE": 3, "CATER": 4, "OTHER": 5},
    WOODLANDS: {"LEAD": 5, "TEACH": 18, "TA": 36, "ADMIN": 4, "SITE": 4, "CATER": 5, "OTHER": 18},
    DENEWOOD: {"LEAD": 3, "TEACH": 14, "TA": 14, "ADMIN": 3, "SITE": 2, "CATER": 2, "OTHER": 4},
    UNITY: {"LEAD": 3, "TEACH": 12, "TA": 16, "ADMIN": 2, "SITE": 2, "CATER": 2, "OTHER": 3},
}
# Women in a thousand by role group, made up in the shape of England's school workforce; alternative provision has more men.
_WOMEN = {"LEAD": 460, "TEACH": 640, "TA": 955, "ADMIN": 940, "SITE": 120, "CATER": 970, "OTHER": 850}
_FEWER = {DENEWOOD: 120, UNITY: 120}
_ETHNICITY = {
    "WBRI": 760, "WOTH": 45, "AIND": 28, "APKN": 34, "ABAN": 10, "BCRB": 24, "BAFR": 28, "MWBC": 12, "MWAS": 8, "OOTH": 12,
    "REFU": 12, "NOBT": 27,
}  # fmt: skip
_DISABILITY = {"N": 830, "Y": 75, "R": 15, "U": 80}
_LEAVES, _YEARS_HERE = 110, 14  # in a thousand seats a year; how long ago anybody started
_FIRST = 2024
# Seats that are filled by somebody of the academy before: one person, one number, two posts.
_SHARED = {WOODLANDS: (WESTBURY, ("TEACH", "SITE", "ADMIN")), UNITY: (DENEWOOD, ("TEACH", "TA", "SITE"))}


@dataclass(frozen=True)
class Colleague:
    """A synthetic person in a seat: number in the whole trust, answers, start and place on the role's pay range."""

    number: str
    academy: str
    role: str
    seat: int
    sex: str
    ethnicity: str
    disability: str
    started: date
    standing: int  # 0 to 999, where on the range of the role


def colleagues(academy: str, year: int) -> Iterator[Colleague]:
    """Who is employed at the academy on 31 March of the year, seat by seat; shared colleagues stand in both academies."""
    before, shared = _SHARED.get(academy, ("", ()))
    for role, seats in SEATS[academy].items():
        for seat in range(seats):
            yield _in_seat(before if role in shared and seat == 0 else academy, role, seat, year)


def _in_seat(academy: str, role: str, seat: int, year: int) -> Colleague:
    generation = sum(chance(dice("seat", academy, role, seat, y), _LEAVES) for y in range(_FIRST + 1, year + 1))
    rng = dice("colleague", academy, role, seat, generation)
    women = _WOMEN[role] - (_FEWER.get(academy, 0) if role in {"TEACH", "TA", "OTHER", "LEAD"} else 0)
    return Colleague(
        number=f"P{1 + list(SEATS).index(academy)}{list(_WOMEN).index(role)}{seat:02}{generation}",
        academy=academy,
        role=role,
        seat=seat,
        sex="F" if chance(rng, women) else "M",
        ethnicity=draw(rng, _ETHNICITY),
        disability=draw(rng, _DISABILITY),
        started=_started(academy, role, seat, year) if generation else date(_FIRST - 1 - rng.randrange(_YEARS_HERE), 9, 1),
        standing=rng.randrange(1000),
    )


def _started(academy: str, role: str, seat: int, year: int) -> date:
    """The September before the snapshot in which the seat changed hands last."""
    changed = [y for y in range(_FIRST + 1, year + 1) if chance(dice("seat", academy, role, seat, y), _LEAVES)]
    return date(changed[-1] - 1, 9, 1)
