"""Synthetic pupils: what a school knows of each, and how readily each stays away."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from trustkpi.demo.academies import AMBLESIDE, DemoAcademy
from trustkpi.demo.dice import chance, dice, draw
from trustkpi.demo.upn import synthetic_upn
from validation.vocabulary import Phase

_SEPTEMBER = 9
_ETHNICITIES = {
    "WBRI": 455, "WOTH": 50, "WROM": 24, "WIRT": 6, "APKN": 110, "AIND": 50, "ABAN": 30, "AOTH": 20, "BAFR": 75, "BCRB": 45,
    "MWBC": 55, "MWAS": 25, "MWBA": 15, "MOTH": 20, "OOTH": 18, "CHNE": 2,
}  # fmt: skip  # made up, as of a city; what is not known is left out, for nobody's row shows it better
_ENGLISH = {"ENG": 970, "OTH": 25, "ENB": 5}
_OFTEN_OTHER = {"OTH": 490, "ENG": 510}
_HOME_OTHER = {"WOTH", "APKN", "AIND", "BAFR", "ABAN", "AOTH", "OOTH", "WROM", "CHNE"}
_LEFT_CARE = {"N": 980, "A": 14, "G": 6}
_BOYS = {Phase.PRIMARY: 510, Phase.SPECIAL: 710, Phase.AP: 660}
_BOARDING_FROM = 11


@dataclass(frozen=True)
class Pupil:
    """A synthetic pupil; the fields that a return asks for carry its column names."""

    upn: str
    sex: str
    born: date
    boarder: str
    ethnicity: str
    language: str
    fsm: bool
    fsm6: bool
    sen: str
    sen_need: str | None
    medical: bool
    looked_after: bool
    previously_looked_after: str
    child_in_need: bool
    child_protection: bool
    service_child: str
    dual: bool
    follows_years: bool
    standing: int  # place among the phase's pupils by absence, 0 least and 999 most

    def age(self, september: int) -> int:
        """Age on the 31 August before that September."""
        return september - self.born.year - (self.born.month >= _SEPTEMBER)

    def stage(self, september: int) -> int:
        """The usual year group in the academic year of that September: 0 is Reception."""
        return self.age(september) - 4

    def year_group(self, september: int) -> str:
        """The year group as the census codes it; X where no year group is followed."""
        stage = self.stage(september)
        return "X" if not self.follows_years else str(stage) if stage else "R"


def new_pupil(academy: DemoAcademy, stage: int, september: int, serial: int) -> Pupil:
    """The serial-th pupil of an academy, in that stage in the academic year of that September."""
    school = int(academy.facts.urn) % 10000
    upn = synthetic_upn(school, september, serial)
    rng = dice("pupil", upn)
    phase = Phase(academy.facts.phase)
    born = date(september - stage - 5, _SEPTEMBER, 1) + timedelta(days=rng.randrange(365))
    sen = _sen(academy, rng, serial)
    ethnicity = draw(rng, _ETHNICITIES)
    fsm = chance(rng, academy.profile.fsm)
    special = phase is Phase.SPECIAL
    return Pupil(
        upn=upn,
        sex="M" if chance(rng, _BOYS[phase]) else "F",
        born=born,
        boarder="6" if stage + 4 >= _BOARDING_FROM and chance(rng, academy.boarders) else "N",
        ethnicity=ethnicity,
        language=draw(rng, _OFTEN_OTHER if ethnicity in _HOME_OTHER else _ENGLISH),
        fsm=fsm,
        fsm6=fsm or chance(rng, 60),
        sen=sen,
        sen_need=draw(rng, academy.profile.needs) if sen != "N" else None,
        medical=chance(rng, 180 if special else 40),
        previously_looked_after=draw(rng, _LEFT_CARE),
        service_child="Y" if chance(rng, 25) else "N",
        dual=phase is Phase.AP and chance(rng, 300),
        follows_years=not (special and chance(rng, 60)),
        standing=serial * 617 % 1000,  # steps that fill the range evenly, so that a small academy is like its phase
        **_care(academy.profile.care, rng),
    )


def _sen(academy: DemoAcademy, rng: random.Random, serial: int) -> str:
    # Ambleside has a SEND centre: one pupil in fourteen has a plan through it.
    if academy.facts.name == AMBLESIDE and not serial % 14:
        return "E"
    return draw(rng, academy.profile.sen)


def _care(shares: Mapping[str, int], rng: random.Random) -> dict[str, bool]:
    return {column: chance(rng, share) for column, share in shares.items()}
