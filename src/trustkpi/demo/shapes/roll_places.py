"""Roll and places of the synthetic academies: Ambleside shrinks, Denewood fills up, and returns to mainstream mostly hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

import polars as pl

from trustkpi.demo.academies import AMBLESIDE, DENEWOOD, UNITY, WESTBURY, WOODLANDS, demo_academy
from trustkpi.demo.asked import Asked
from trustkpi.demo.dice import chance, dice, draw
from trustkpi.demo.enrolments import Enrolment, on_roll
from trustkpi.demo.events import events
from trustkpi.demo.school_year import school_year
from validation.census import census_day
from validation.conduct import Category
from validation.model import Sheet
from validation.returns.roll_places import AHEAD, Consultations, Engagement, Feeders, Movements, Projections, Roll, Transitions
from validation.vocabulary import Phase

Row = dict[str, object]
# Made up: pupils to come for a thousand now, for each year ahead; pounds a place and a usual top-up, by phase.
_TREND = {AMBLESIDE: -30, WESTBURY: 10, WOODLANDS: 15, DENEWOOD: 25, UNITY: 0}
_MONEY = {Phase.PRIMARY: (4600, 5200), Phase.SPECIAL: (10000, 14500), Phase.AP: (10000, 9000)}
_TOPPED = {Phase.PRIMARY: 60, Phase.SPECIAL: 1000, Phase.AP: 900}  # in a thousand pupils
_IN = {"MOVED": 40, "CHOICE": 25, "PLACE": 20, "SEASON": 3, "OTHER": 4}
_OUT = {"MOVED": 30, "CHOICE": 22, "PLACE": 10, "MAIN": 8, "EHE": 24, "CME": 4, "SEASON": 3, "END": 8, "OTHER": 1}
_OUT_LATE = {"EHE": 10, "CHOICE": 6, "MOVED": 5, "CME": 2, "PLACE": 2, "OTHER": 1}  # from Years 10 and 11
_OUT_EARLY = {"MOVED": 6, "CHOICE": 2, "PLACE": 2}  # from Ambleside
_TO = {
    "MOVED": "MAIN", "CHOICE": "MAIN", "PLACE": "SPEC", "MAIN": "MAIN", "EHE": "HOME", "CME": "NONE", "SEASON": "ABROAD",
    "END": "MAIN", "PEX": "AP", "OTHER": "NONE",
}  # fmt: skip
_ASKED = {AMBLESIDE: 5, WESTBURY: 14, WOODLANDS: 12, DENEWOOD: 4, UNITY: 3}  # consultations in a half term
_PARTNERS = {
    AMBLESIDE: ("Ambleside Nursery", "Lakeside Playgroup", "Northshire Secondary School"),
    WESTBURY: ("Hillcrest Primary School", "Northgate Infant School", "Ambleside Primary School", "Millbrook Primary School"),
    WOODLANDS: ("Westbury School", "Hillcrest Academy", "Northshire Secondary School"),
    DENEWOOD: ("Hillcrest Academy", "Northshire Secondary School", "Canal Street Academy", "Southmoor High School"),
    UNITY: ("Hillcrest Primary School", "Hillcrest Academy", "Southmoor High School"),
}  # fmt: skip
_BACK = {WESTBURY: 60, WOODLANDS: 100, DENEWOOD: 450, UNITY: 380}  # returns to mainstream, in a thousand pupils
_FORTNIGHT = timedelta(days=14)


def tables(asked: Asked) -> Mapping[str, pl.DataFrame]:
    """Every sheet of an academy's return at the as-at date."""
    name, september, closes = asked.academy.name, asked.period.year, asked.closes
    roll = on_roll(name, asked.period.year_opens, closes)
    day = min(census_day(asked.period.term, september), closes)
    filled: dict[type[Sheet], Iterator[Row]] = {
        Roll: _by_year_group(name, september, day),
        Projections: _projections(name, september),
        Movements: _movements(roll, name, september, closes),
        Consultations: _consultations(name, september, closes),
        Feeders: _feeders(name, september, closes),
        Engagement: _engagement(name, september, closes),
        Transitions: _transitions(roll, name, september, closes),
    }
    return {s.facts().title: pl.DataFrame(list(rows), schema=s.dtypes(), orient="row") for s, rows in filled.items()}


def _places(academy: str) -> dict[int, int]:
    about = demo_academy(academy)
    if about.facts.phase != Phase.AP:
        return dict(about.places)
    return {stage: (2 * n + 2) // 3 for stage, n in about.places.items()}  # a third are registered elsewhere too


def _code(stage: int) -> str:
    return str(stage) if stage else "R"


def _by_year_group(academy: str, september: int, day: date) -> Iterator[Row]:
    about = demo_academy(academy)
    here = [e.pupil for e in on_roll(academy, day, day) if not e.pupil.dual]
    known = Counter(p.year_group(september) for p in here)
    plans = Counter(p.year_group(september) for p in here if p.sen == "E")
    places = {_code(stage): n for stage, n in _places(academy).items()}
    for group in (*places, *(("X",) if known["X"] else ())):
        rng, actual = dice("projected", academy, september, group), known[group]
        projected = max(actual + rng.randrange(-1, 3), 0)
        yield {
            "year_group": group, "places": places.get(group, known["X"]), "projected": projected, "actual": actual,
            "projected_plans": min(plans[group], projected), "actual_plans": plans[group],
            "actual_topup": min(actual, max(plans[group], actual * _TOPPED[Phase(about.facts.phase)] // 1000)),
        }  # fmt: skip


def _projections(academy: str, september: int) -> Iterator[Row]:
    about = demo_academy(academy)
    per_place, per_topup = (100 * pounds for pounds in _MONEY[Phase(about.facts.phase)])
    share = about.profile.sen["E"]
    for ahead in range(1, AHEAD + 1):
        year = september + ahead
        for stage, places in _places(academy).items():
            projected = max((places * (1000 + ahead * _TREND[academy]) + 500) // 1000, 1)
            topped = max(projected * _TOPPED[Phase(about.facts.phase)] // 1000, projected * share // 1000)
            yield {
                "year": f"{year}-{(year + 1) % 100:02}", "year_group": _code(stage), "projected": projected,
                "plans": projected * share // 1000, "topup": topped, "per_place": per_place, "per_topup": per_topup,
            }  # fmt: skip


def _movements(roll: tuple[Enrolment, ...], academy: str, september: int, closes: date) -> Iterator[Row]:
    first, last = school_year(september).first_day + _FORTNIGHT, school_year(september).last_day
    excluded = {e.pupil.upn for e in events(academy, september, closes) if e.category == Category.PERMANENT}
    for enrolment in roll:
        upn = enrolment.pupil.upn
        rng = dice("moved", upn, enrolment.joined, september)
        stage = enrolment.pupil.stage(september)
        reasons = _OUT_EARLY if academy == AMBLESIDE else _OUT_LATE if stage in {10, 11} else _OUT
        came, went = draw(rng, _IN), "PEX" if upn in excluded else draw(rng, reasons)
        # The academies keep every child who is looked after or protected on roll unless the home moves.
        if went != "PEX" and (enrolment.pupil.looked_after or enrolment.pupil.child_protection):
            went = "MOVED"
        if enrolment.joined > first:
            yield {"upn": upn, "way": "IN", "moved": enrolment.joined, "reason": came, "setting": _TO[came]}
        if enrolment.left and enrolment.left < last:
            yield {"upn": upn, "way": "OUT", "moved": enrolment.left, "reason": went, "setting": _TO[went]}


def _consultations(academy: str, september: int, closes: date) -> Iterator[Row]:
    number = 0
    for half in school_year(september).halves:
        rng = dice("consulted", academy, half[0])
        for _ in range(_ASKED[academy] * rng.randrange(700, 1301) // 1000):
            asked = half[rng.randrange(len(half))]
            answered = asked + timedelta(days=draw(rng, {8: 3, 12: 5, 15: 4, 19: 1, 26: 1}))
            number += 1
            answer = draw(rng, {"Y": 4, "N": 5, "P": 1})
            if asked <= closes:
                yield {
                    "number": f"C{number:03}", "authority": draw(rng, {"Northshire": 8, "Southmoor": 2}),
                    "kind": draw(rng, {"PLAN": 7, "INYEAR": 3}), "asked": asked, "places": 1,
                    "answered": answered if answered <= closes else None, "decision": answer if answered <= closes else None,
                }  # fmt: skip


def _engagement(academy: str, september: int, closes: date) -> Iterator[Row]:
    for half in school_year(september).halves:
        for school in _PARTNERS[academy]:
            rng = dice("engaged", academy, school, half[0])
            held = half[rng.randrange(len(half))]
            if chance(rng, 450) and held <= closes:
                yield {
                    "held": held, "school": school, "kind": draw(rng, {"VISIT": 4, "STAFF": 3, "TEACH": 2, "EVENT": 1}),
                    "pupils": rng.randrange(2, 15), "outcome": "Support plans shared" if chance(rng, 500) else None,
                }  # fmt: skip


def _feeders(academy: str, september: int, closes: date) -> Iterator[Row]:
    met = {row["school"] for row in _engagement(academy, september, closes)}
    for school in _PARTNERS[academy]:
        yield {"school": school, "expected": dice("feeds", academy, school).randrange(2, 14), "engaged": school in met}


def _transitions(roll: tuple[Enrolment, ...], academy: str, september: int, closes: date) -> Iterator[Row]:
    leaves = max(demo_academy(academy).places)
    for enrolment in roll:
        rng = dice("transition", enrolment.pupil.upn, september)
        plan = draw(rng, {"IN": 12, "DRAFT": 3, "NONE": 1})
        planned = school_year(september).halves[1][rng.randrange(15)]
        row: Row = {"upn": enrolment.pupil.upn, "plan": plan, "planned": planned if plan == "IN" else None}
        if plan == "IN" and planned > closes:
            row |= {"plan": "DRAFT", "planned": None}
        if enrolment.pupil.stage(september) == leaves and enrolment.left is None:
            step = "P2S" if academy == AMBLESIDE else "P16"
            yield {**row, "step": step, "to": "Northshire Secondary School" if step == "P2S" else "Hillcrest College"}
        elif chance(rng, _BACK.get(academy, 0)):
            yield {**row, "step": "S2M", "to": "Hillcrest Academy", **_return(enrolment, september, closes)}


def _return(enrolment: Enrolment, september: int, closes: date) -> Row:
    rng = dice("return", enrolment.pupil.upn, september)
    began = school_year(september).halves[rng.randrange(1, 5)][rng.randrange(20)]
    weeks = draw(rng, {3: 4, 6: 4, 9: 3, 15: 1, 60: 9})
    came_back = began + timedelta(weeks=weeks)
    if began > closes or not chance(rng, 800):
        return {"began": None, "returned": None}
    return {"began": began, "returned": came_back if came_back <= closes else None}
