"""Suspensions, placements and moves of the synthetic pupils: Denewood suspends less than last year, Woodlands more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

import polars as pl

from trustkpi.demo.academies import AMBLESIDE, DENEWOOD, UNITY, WESTBURY, WOODLANDS, demo_academy
from trustkpi.demo.asked import Asked
from trustkpi.demo.dice import chance, dice, draw
from trustkpi.demo.enrolments import Enrolment, on_roll
from trustkpi.demo.events import events
from trustkpi.demo.school_year import SCHOOL_YEARS, school_year
from validation.census import census_day
from validation.conduct import Category
from validation.model import Sheet
from validation.periods import period
from validation.returns.exclusions import AtRisk, Disparities, Events, History, ManagedMoves, OffSite, RegisterAudits
from validation.vocabulary import Phase

Row = dict[str, object]
_TERMS = ("autumn", "spring", "summer")
_OFF_SITE = {AMBLESIDE: 0, WESTBURY: 90, WOODLANDS: 180, DENEWOOD: 300, UNITY: 260}  # in a thousand pupils, in a year
_MANAGED = {AMBLESIDE: 0, WESTBURY: 8, WOODLANDS: 30, DENEWOOD: 70, UNITY: 50}
_PROVIDERS = {
    "Riverside Studio": "INDEP", "Northgate Motor Project": "INDEP", "Millfield Farm School": "INDEP", "Hillcrest College": "FE",
    "Canal Street Centre": "AP",
}  # fmt: skip
_OLD_ENOUGH = 13  # Year 9: nobody younger is sent elsewhere
_REVIEW_EVERY, _LATE, _DAY_RATE = timedelta(days=42), 330, 6500  # late in a thousand; pence a day
_TOLD = {
    AMBLESIDE: ("Boys in Key Stage 2", "Lunchtimes have little to do", "Play leaders at lunchtime", "Deputy head"),
    WESTBURY: ("Pupils with SEMH as their need", "Staff new to the approach", "Coaching each half term", "SEND lead"),
    WOODLANDS: ("Pupils eligible for free school meals", "Mornings start badly", "Breakfast and a calm start", "Head of year"),
    DENEWOOD: ("Pupils with SEN support", "Needs were assessed late", "Screening within two weeks of joining", "SEND lead"),
    UNITY: ("Pupils known to social care", "Plans did not reach class teachers", "Weekly safeguarding briefing", "Principal"),
}  # fmt: skip


def tables(asked: Asked) -> Mapping[str, pl.DataFrame]:
    """Every sheet of an academy's return at the as-at date."""
    name, september, closes = asked.academy.name, asked.period.year, asked.closes
    roll = on_roll(name, asked.period.year_opens, closes)
    filled: dict[type[Sheet], Iterator[Row]] = {
        Events: _events(name, september, closes),
        OffSite: _off_site(roll, name, september, closes),
        ManagedMoves: _managed(roll, name, september, closes),
        AtRisk: _at_risk(name, september, closes),
        RegisterAudits: _audits(name, september, closes),
        History: _history(name, asked.period.term, september, closes),
        Disparities: _disparities(name, september),
    }
    return {s.facts().title: pl.DataFrame(list(rows), schema=s.dtypes(), orient="row") for s, rows in filled.items()}


def _events(academy: str, september: int, closes: date) -> Iterator[Row]:
    for event in events(academy, september, closes):
        permanent = event.category == Category.PERMANENT
        long = permanent or (event.sessions or 0) > 10
        reasons = dict(zip(("reason", "reason_2", "reason_3"), event.reasons, strict=False))
        yield {
            "upn": event.pupil.upn, "category": event.category, "start": event.start, "sessions": event.sessions, **reasons,
            "from_day_six": True if long else None, "review": "U" if permanent else "N",
        }  # fmt: skip


def _chosen(roll: tuple[Enrolment, ...], word: str, per_mille: int, september: int) -> Iterator[tuple[Enrolment, date]]:
    """Pupils of whom something began on a school day of the first five half terms while they were on roll."""
    days = [day for half in school_year(september).halves[:5] for day in half]
    for enrolment in roll:
        rng = dice(word, enrolment.pupil.upn, september)
        began = days[rng.randrange(5, len(days))]
        here = enrolment.joined <= began and (enrolment.left is None or enrolment.left > began)
        if here and enrolment.pupil.age(september) >= _OLD_ENOUGH and chance(rng, per_mille):
            yield enrolment, began


def _off_site(roll: tuple[Enrolment, ...], academy: str, september: int, closes: date) -> Iterator[Row]:
    for enrolment, start in _chosen(roll, "sent", _OFF_SITE[academy], september):
        if start <= closes:
            yield _placement(enrolment, start, closes)


def _placement(enrolment: Enrolment, start: date, closes: date) -> Row:
    rng = dice("placement", enrolment.pupil.upn, start)
    provider = draw(rng, dict.fromkeys(_PROVIDERS, 1))
    planned = start + timedelta(weeks=rng.randrange(10, 26))
    gone = min(d for d in (planned, enrolment.left or date.max))
    ended = gone if gone <= closes else None
    reviews = min(((ended or closes) - start) // _REVIEW_EVERY, 5)
    last = start + reviews * _REVIEW_EVERY if reviews else None
    late = timedelta(days=-14 if chance(rng, _LATE) else 20)
    possible = 2 * (((ended or closes) - start).days * 5 // 8)
    return {
        "upn": enrolment.pupil.upn, "provider": provider, "provider_type": _PROVIDERS[provider], "start": start,
        "planned_end": planned, "ended": ended, "objectives": "Rebuild attendance and engagement; work towards a return",
        "reviews": reviews, "last_review": last, "next_review": None if ended else closes + late,
        "objective_met": draw(rng, {"M": 5, "P": 4, "N": 2}) if reviews else None, "possible": possible,
        "attended": possible * rng.randrange(450, 960) // 1000, "cost": possible // 2 * _DAY_RATE,
    }  # fmt: skip


def _managed(roll: tuple[Enrolment, ...], academy: str, september: int, closes: date) -> Iterator[Row]:
    for enrolment, start in _chosen(roll, "managed move", _MANAGED[academy], september):
        if start <= closes:
            rng = dice("managed", enrolment.pupil.upn)
            decided = start + timedelta(weeks=rng.randrange(6, 13))
            over = decided <= closes
            yield {
                "upn": enrolment.pupil.upn, "start": start, "to": "Hillcrest Academy", "parents_agree": True,
                "outcome": draw(rng, {"M": 6, "R": 4}) if over else "O", "decided": decided if over else None,
            }  # fmt: skip


def _at_risk(academy: str, september: int, closes: date) -> Iterator[Row]:
    seen: dict[str, list[date]] = {}
    for event in events(academy, september, closes):
        seen.setdefault(event.pupil.upn, []).append(event.start)
    for upn, days in seen.items():
        rng = dice("at risk", upn, september)
        if len(days) == 1 and chance(rng, 400):  # once, and out of character
            continue
        began = days[0] + timedelta(days=rng.randrange(7, 30))
        helped = began <= closes and chance(rng, 760)
        support = draw(rng, {"MENT": 5, "THER": 3, "PLAN": 4, "CURR": 2, "FAM": 2, "SEND": 2}) if helped else "NONE"
        after = sum(began < d <= began + timedelta(weeks=12) for d in days)
        yield {
            "upn": upn, "flagged": days[0], "support": support, "began": began if helped else None,
            "before": sum(d <= began for d in days), "after": after if helped else None,
        }  # fmt: skip


def _audits(academy: str, september: int, closes: date) -> Iterator[Row]:
    for half in school_year(september).halves:
        rng = dice("audit", academy, half[0])
        if half[15] <= closes:
            sample = 20 * rng.randrange(20, 40)
            wrong = sample * rng.randrange(4, 30) // 1000
            yield {
                "audited": half[15], "sample": sample, "wrong": wrong, "old_n": min(wrong, rng.randrange(6)),
                "finding": "Code B was used where the pupil was at home" if wrong > 10 else None,
            }  # fmt: skip


def _history(academy: str, term: str, september: int, closes: date) -> Iterator[Row]:
    last = 3 * september + _TERMS.index(term)
    known = {y.september for y in SCHOOL_YEARS}
    for at in range(last - 8, last + 1):
        year, named = at // 3, _TERMS[at % 3]
        if year in known:
            permanent, roll = _counted(academy, year, named, closes)
        else:
            rng, roll = dice("history", academy, at), _usual_roll(academy)
            permanent = int(academy != AMBLESIDE and chance(rng, 250))
        yield {"year": f"{year}-{(year + 1) % 100:02}", "term": named, "permanent": permanent, "roll": roll}


def _usual_roll(academy: str) -> int:
    about = demo_academy(academy)
    places = sum(about.places.values())
    return places * 2 // 3 if about.facts.phase == Phase.AP else places  # a third are registered elsewhere too


def _counted(academy: str, september: int, term: str, closes: date) -> tuple[int, int]:
    of, day = period(f"{september}-{(september + 1) % 100:02}-{term}"), census_day(term, september)
    known = events(academy, september, min(closes, of.closes))
    permanent = sum(e.category == Category.PERMANENT and e.start >= of.opens for e in known)
    return permanent, sum(not e.pupil.dual for e in on_roll(academy, day, day))


def _disparities(academy: str, september: int) -> Iterator[Row]:
    group, reason, change, owner = _TOLD[academy]
    yield {
        "group": group, "reason": reason, "change": change, "owner": owner, "due": date(september + 1, 5, 22),
        "done": chance(dice("disparity", academy, september), 300),
    }  # fmt: skip
