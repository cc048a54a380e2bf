"""Inspections, reviews and scrutiny of the synthetic trust: all three regimes, one academy that needs attention."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import polars as pl

from trustkpi.demo.academies import ACADEMIES, AMBLESIDE, DENEWOOD, UNITY, WESTBURY, WOODLANDS
from trustkpi.demo.asked import Asked
from trustkpi.demo.dice import dice
from trustkpi.demo.sheets import sheets
from validation.model import Sheet
from validation.returns.quality import (
    OVERALL,
    REPORT_CARD,
    SUB_JUDGEMENTS,
    Inspections,
    Recommendations,
    Reviews,
    Scrutiny,
)

# Made up: a day, a regime, the trust's own view and when the next window opens; then the judgements.
_INSPECTED: tuple[tuple[str, date, str, str, date, dict[str, str]], ...] = (
    (
        AMBLESIDE,
        date(2023, 5, 17),
        OVERALL,
        "SAME",
        date(2027, 5, 1),
        {"WHOLE": "G", "QUALITY": "G", "BEHAVIOUR": "G", "PERSONAL": "G", "LEAD": "G", "EARLY": "G", "SAFE": "MET"},
    ),
    (
        WESTBURY,
        date(2025, 2, 26),
        SUB_JUDGEMENTS,
        "UP",
        date(2029, 2, 1),
        {"QUALITY": "G", "BEHAVIOUR": "G", "PERSONAL": "O", "LEAD": "G", "SAFE": "MET"},
    ),
    (
        WOODLANDS,
        date(2021, 11, 10),
        OVERALL,
        "SAME",
        date(2025, 11, 10),
        {"WHOLE": "G", "QUALITY": "G", "BEHAVIOUR": "G", "PERSONAL": "G", "LEAD": "G", "SAFE": "MET"},
    ),
    (
        DENEWOOD,
        date(2022, 6, 15),
        OVERALL,
        "UP",
        date(2025, 9, 1),
        {"WHOLE": "RI", "QUALITY": "RI", "BEHAVIOUR": "RI", "PERSONAL": "G", "LEAD": "G", "SAFE": "MET"},
    ),
    (
        UNITY,
        date(2022, 3, 2),
        OVERALL,
        "DOWN",
        date(2026, 3, 2),
        {"WHOLE": "G", "QUALITY": "G", "BEHAVIOUR": "RI", "PERSONAL": "G", "LEAD": "G", "SAFE": "MET"},
    ),
    (
        DENEWOOD,
        date(2026, 1, 28),
        REPORT_CARD,
        "UP",
        date(2030, 1, 1),
        {
            "INCLUSION": "C4",
            "CURRICULUM": "C3",
            "ACHIEVE": "C3",
            "ATTEND": "C2",
            "WELLBEING": "C3",
            "GOVERN": "C3",
            "SAFE": "MET",
        },
    ),
)
# Academy, what was recommended, started, due, parts done of a hundred by the autumn and by the spring.
_RECOMMENDED = (
    (DENEWOOD, "Attendance of pupils who have been out of school longest", date(2026, 2, 9), date(2026, 10, 30), 0, 15),
    (DENEWOOD, "Curriculum in the foundation subjects is planned in order", date(2022, 9, 1), date(2025, 12, 12), 70, 85),
    (WESTBURY, "Reading is checked alike in every class", date(2025, 4, 28), date(2026, 7, 17), 50, 75),
    (UNITY, "Behaviour between lessons is supervised", date(2022, 9, 1), date(2024, 7, 19), 100, 100),
    (WOODLANDS, "Work experience is offered in Year 10", date(2025, 9, 1), date(2026, 4, 24), 30, 60),
)
_ONE_OFF = (
    ("PHONICS", "Phonics programme", 40),
    ("PROCESS", "Quality assurance at Ambleside", 20),
    ("FRAMEWORK", "Assurance framework", 30),
)
_PROVIDERS = ("Provider A", "Provider B", "Provider C")
_TERM = {"autumn": 1, "spring": 2, "summer": 3}


def tables(asked: Asked) -> Mapping[str, pl.DataFrame]:
    """Everything as it stood on the as-at date."""
    rows: dict[type[Sheet], Iterator[dict[str, Any]]] = {
        Inspections: _inspections(asked),
        Recommendations: _recommendations(asked),
        Reviews: _reviews(asked),
        Scrutiny: _scrutiny(asked),
    }
    return sheets(rows)


def _inspections(asked: Asked) -> Iterator[dict[str, Any]]:
    for place, day, regime, direction, window, judged in _INSPECTED:
        if day + timedelta(days=30) <= asked.closes:  # the report comes about a month later
            for area, grade in judged.items():
                yield {
                    "place": place,
                    "inspected_on": day,
                    "regime": regime,
                    "area": area,
                    "grade": grade,
                    "direction": direction,
                    "window_from": window,
                }


def _recommendations(asked: Asked) -> Iterator[dict[str, Any]]:
    for place, what, started, due, autumn, spring in _RECOMMENDED:
        if started <= asked.closes:
            complete = autumn if asked.closes < date(2026, 1, 1) else spring
            done = due - timedelta(days=10) if complete == 100 else None
            if done and done > asked.closes:
                complete, done = 90, None
            yield {
                "place": place,
                "recommendation": what,
                "milestone": "Next review",
                "owner": "Principal",
                "started": started,
                "due": due,
                "complete": float(complete),
                "done_on": done,
                "evidence": "Minutes of the local governing body" if complete else None,
            }


def _reviews(asked: Asked) -> Iterator[dict[str, Any]]:
    opens = asked.period.year_opens
    for at, academy in enumerate(a.facts.name for a in ACADEMIES):
        for term in range(_TERM[asked.period.term]):
            planned = opens + timedelta(days=60 + at * 5 + term * 98)
            yield _review(asked, academy, "ASSURANCE" if term else "PEER", "Curriculum" if term else "Behaviour", planned)
            yield _counted(asked, academy, "OBSERVE", "All subjects", planned, number=(12, 11 - (academy == UNITY) * 3))
            yield _counted(asked, academy, "PRACTICE", "Teaching principles", planned + timedelta(days=7), number=(10, 8))
    for at, (kind, strand, days) in enumerate(_ONE_OFF):
        yield _review(asked, None, kind, strand, opens + timedelta(days=days + 30 * at))
    yield _review(asked, None, "EXTERNAL", "Behaviour and safeguarding", opens + timedelta(days=150))
    for at, provider in enumerate(_PROVIDERS):
        planned = opens + timedelta(days=45 + 40 * at)
        yield {**_review(asked, None, "PROVIDER", provider, planned), "next_due": planned + timedelta(days=365)}


def _review(asked: Asked, place: str | None, kind: str, strand: str, planned: date) -> dict[str, Any]:
    rng = dice("review", place, kind, strand, planned)
    done: date | None = planned + timedelta(days=rng.choice((-2, -1, -1, 0, 0, 0, 6)))
    done = done if done and done <= asked.closes and (place, kind) != (WOODLANDS, "ASSURANCE") else None
    actions = 3 + rng.randrange(4)
    return {
        "place": place,
        "kind": kind,
        "strand": strand,
        "planned_on": planned,
        "done_on": done,
        "peer_led": rng.randrange(3) == 0,
        "dip_tested": rng.randrange(3) == 0,
        "grade": rng.choice("2333334") if done else None,
        "planned": 1,
        "done": 1 if done else 0,
        "met": None,
        "staff": 0,
        "of_staff": 0,
        "actions": actions if done else 0,
        "closed": max(actions - 1 - rng.randrange(2), 0) if done else 0,
        "next_due": None,
    }


def _counted(asked: Asked, place: str, kind: str, strand: str, planned: date, *, number: tuple[int, int]) -> dict[str, Any]:
    done = planned <= asked.closes
    of, held = number
    rng = dice("observed", place, kind, planned)
    judged = max(held - 1 - rng.randrange(2), 0) if kind == "OBSERVE" and done else None
    cards = kind == "PRACTICE"
    return {
        **_review(asked, place, kind, strand, planned),
        "done_on": planned if done else None,
        "grade": None,
        "planned": of,
        "done": held if done else 0,
        "met": judged,
        "staff": held if cards and done else 0,
        "of_staff": of + 2 if cards else 0,
        "actions": 0,
        "closed": 0,
    }


def _scrutiny(asked: Asked) -> Iterator[dict[str, Any]]:
    terms = _TERM[asked.period.term]
    for academy in ACADEMIES:
        name = academy.facts.name
        rng = dice("governors", name, asked.period.name)
        planned, visits, actions = 2 * terms, 2 * terms, 3 * terms
        yield {
            "place": name,
            "planned": planned,
            "held": planned - (name == UNITY),
            "quorate": planned - (name == UNITY),
            "visits_planned": visits,
            "visits": visits - rng.randrange(2),
            "challenges": 5 * terms + rng.randrange(6),
            "actions": actions,
            "closed": actions - rng.randrange(1, 3),
        }
