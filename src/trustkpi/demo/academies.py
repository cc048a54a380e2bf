"""The five academies of the synthetic trust, and how each phase's pupils are made up and stay away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from trustkpi.facts import Academy
from validation.vocabulary import Phase

TRUST_NAME = "Synthetic Learning Trust (synthetic data)"
CONTACT = "Trust office, Synthetic Learning Trust"
UNITY, DENEWOOD, WESTBURY, WOODLANDS, AMBLESIDE = "Unity", "Denewood", "Westbury", "Woodlands", "Ambleside"


@dataclass(frozen=True)
class Profile:
    """A phase's pupils, in parts of a thousand; made up so that totals come near England's (see `absence`).

    `absence` lists bands of pupils as (pupils, least, most): so many in a thousand miss between least and most
    thousandths of their sessions. They follow the shape of DfE's figures for 2024/25 (overall absence 5.2% primary,
    12.8% special; persistent 13% and 35%; severe 0.9% and 6.9%) and, for alternative provision, 2023/24 (42.5%, 83%
    and 39%), "Pupil absence in schools in England",
    https://explore-education-statistics.service.gov.uk/find-statistics/pupil-absence-in-schools-in-england.
    """

    absence: tuple[tuple[int, int, int], ...]
    churn: int
    fsm: int
    sen: Mapping[str, int]
    needs: Mapping[str, int]
    care: Mapping[str, int]
    reasons: Mapping[str, int]
    away: Mapping[str, int]
    educational: int
    late: int
    study_leave: int = 0  # of Year 11's sessions in the last half term


# Shares of possible sessions by code in England 2025/26, all phases, in thousandths of a per cent: DfE daily
# attendance data, https://github.com/dfe-analytical-services/attendance-data-dashboard (commit 8f4979c). S is given to
# Year 11 alone, where it belongs.
NATIONAL_REASONS = {
    "I": 3210, "C": 422, "M": 335, "C2": 266, "E": 152, "R": 62, "J1": 16, "T": 9, "C1": 4, "O": 1649, "G": 434, "U": 230,
    "N": 50,
}  # fmt: skip

PROFILES = {
    Phase.PRIMARY: Profile(
        absence=((570, 0, 34), (310, 34, 88), (92, 105, 195), (20, 200, 430), (8, 520, 780)),
        churn=30,
        fsm=250,
        sen={"N": 765, "K": 180, "E": 55},
        needs={"SLCN": 40, "ASD": 30, "SEMH": 15, "MLD": 10, "SPLD": 10, "HI": 2, "PD": 3},
        care={"looked_after": 10, "child_in_need": 25, "child_protection": 8},
        reasons=NATIONAL_REASONS | {"E": 37, "C2": 60, "O": 700, "G": 700, "J1": 0},
        away={"V": 50, "P": 20, "B": 15, "K": 2},
        educational=9,
        late=12,
    ),
    Phase.SPECIAL: Profile(
        absence=((400, 0, 48), (290, 45, 90), (210, 105, 205), (48, 210, 440), (52, 520, 840)),
        churn=70,
        fsm=480,
        sen={"E": 1000},
        needs={"ASD": 40, "SLD": 18, "SEMH": 16, "MLD": 8, "PMLD": 8, "SLCN": 6, "PD": 3, "DS": 3},
        care={"looked_after": 70, "child_in_need": 150, "child_protection": 30},
        reasons=NATIONAL_REASONS | {"E": 174, "C2": 600, "M": 700, "O": 1300, "G": 200},
        away={"V": 40, "B": 30, "W": 20, "K": 10, "P": 10},
        educational=24,
        late=8,
        study_leave=100,
    ),
    Phase.AP: Profile(
        absence=((190, 10, 92), (240, 100, 290), (230, 290, 470), (230, 510, 740), (110, 750, 950)),
        churn=450,
        fsm=610,
        sen={"N": 180, "K": 570, "E": 250},
        needs={"SEMH": 80, "ASD": 8, "SLCN": 5, "MLD": 5, "SPLD": 3},
        care={"looked_after": 90, "child_in_need": 270, "child_protection": 60},
        reasons=NATIONAL_REASONS | {"E": 900, "C2": 1100, "C": 700, "O": 4500, "U": 700, "G": 150},
        away={"B": 60, "W": 20, "K": 15, "V": 5},
        educational=55,
        late=45,
        study_leave=500,
    ),
}  # fmt: skip


@dataclass(frozen=True)
class DemoAcademy:
    """An academy of the synthetic trust: its facts and the pupils it takes a year group."""

    facts: Academy
    places: Mapping[int, int]  # Year 1 is 1, Reception 0
    boarders: int = 0

    @property
    def profile(self) -> Profile:
        """The make-up of its phase."""
        return PROFILES[Phase(self.facts.phase)]


def _academy(name: str, urn: str, phase: Phase, joined: date, long_name: str) -> Academy:
    return Academy(name, urn, phase.value, joined, known_as=long_name)


# URNs from 999001 have never been issued.
ACADEMIES = (
    DemoAcademy(
        _academy(AMBLESIDE, "999001", Phase.PRIMARY, date(2017, 9, 1), "Ambleside Primary School"),
        dict.fromkeys(range(7), 60),
    ),
    DemoAcademy(
        _academy(WESTBURY, "999002", Phase.SPECIAL, date(2018, 4, 1), "Westbury School"),
        {**dict.fromkeys(range(3), 11), **dict.fromkeys(range(3, 7), 13), **dict.fromkeys(range(7, 12), 14)},
    ),
    DemoAcademy(
        _academy(WOODLANDS, "999003", Phase.SPECIAL, date(2019, 9, 1), "Woodlands School"),
        {**dict.fromkeys(range(7, 11), 16), 11: 18, 12: 22, 13: 20, 14: 18},
        boarders=70,
    ),
    DemoAcademy(
        _academy(DENEWOOD, "999004", Phase.AP, date(2020, 1, 1), "Denewood Academy"), {7: 8, 8: 12, 9: 18, 10: 24, 11: 30}
    ),
    DemoAcademy(
        _academy(UNITY, "999005", Phase.AP, date(2020, 1, 1), "Unity Academy"),
        {3: 4, 4: 5, 5: 6, 6: 8, 7: 10, 8: 12, 9: 14, 10: 16, 11: 18},
    ),
)

CENTRAL_TEAM = Academy("Whole trust", "999000", "", date(2017, 9, 1))  # sends what is asked once for all academies


def demo_academy(name: str) -> DemoAcademy:
    """The synthetic academy of that name."""
    return next(a for a in ACADEMIES if a.facts.name == name)
