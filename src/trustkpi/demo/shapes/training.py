"""Training of the synthetic trust's staff and governors: most in date, a few gaps, one academy behind with Prevent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from random import Random

import polars as pl

from trustkpi.demo.academies import ACADEMIES, AMBLESIDE, DENEWOOD, UNITY, WESTBURY, WOODLANDS
from trustkpi.demo.asked import Asked
from trustkpi.demo.dice import dice, draw
from trustkpi.demo.sheets import sheets
from validation.returns.training import (
    CONDUCT,
    GOVERNOR,
    INDUCTION,
    LEAD,
    PART_ONE,
    PHONICS,
    PREVENT,
    RECRUITMENT,
    SAFEGUARDING,
    TEACHER,
    Courses,
    Moderation,
    Networks,
)

_STAFF = {AMBLESIDE: 62, WESTBURY: 70, WOODLANDS: 84, DENEWOOD: 40, UNITY: 39}
_GOVERNORS = 9
_ROLES = {"LEAD": 8, TEACHER: 36, "TA": 38, "ADMIN": 8, "SITE": 4, "CATER": 4, "OTHER": 2}
_YEAR, _TWO_YEARS, _THREE_YEARS = (timedelta(days=365 * years) for years in (1, 2, 3))
_GOOD_FOR = {SAFEGUARDING: _YEAR, LEAD: _TWO_YEARS, PREVENT: _THREE_YEARS, RECRUITMENT: timedelta(days=5 * 365)}
_BEHIND = {
    (DENEWOOD, PREVENT): 22,
    (UNITY, SAFEGUARDING): 9,
    (WOODLANDS, CONDUCT): 6,
    (UNITY, PHONICS): 60,
    (DENEWOOD, PHONICS): 35,
}
_GAP = 1  # in a hundred needs, elsewhere
_NETWORKS = (
    ("Early years", True, "Talk in the reception year", 9, "Vocabulary is planned in every class"),
    ("English", True, "Reading aloud across the curriculum", 14, "Pupils read more at home"),
    ("Mathematics", True, "Number facts", 12, None),
    ("Science", True, "Moderation of practical work", 10, "Judgements agree more often"),
    ("Personal, social and health education", True, "A shared curriculum", 8, None),
    ("Designated safeguarding leads", False, "Child-on-child harm", 11, "Cases are recorded alike"),
    ("Attendance officers", False, "Returning after long absence", 7, "Plans are made within a week"),
)
_TERM = {"autumn": 1, "spring": 2, "summer": 3}


def tables(asked: Asked) -> Mapping[str, pl.DataFrame]:
    """Courses, networks and moderation as they stood on the as-at date."""
    rows = {Courses: _courses(asked), Networks: _networks(asked), Moderation: _moderation(asked)}
    return sheets(rows)


def _courses(asked: Asked) -> Iterator[dict[str, object]]:
    serial = 0
    for academy in ACADEMIES:
        name = academy.facts.name
        for at in range(_STAFF[name] + _GOVERNORS):
            serial += 1
            rng = dice("staff", name, at)
            role = GOVERNOR if at >= _STAFF[name] else draw(rng, _ROLES)
            started = date(2014, 9, 1) + timedelta(days=rng.randrange(4200))
            if started > asked.closes:
                continue
            for course in _asked_of(role, at, started, asked):
                yield {
                    "person": f"P{serial:05}", "place": name, "role": role, "course": course, "started": started,
                    **_had(rng, asked, started, course, _BEHIND.get((name, course), _GAP)),
                }  # fmt: skip


def _asked_of(role: str, at: int, started: date, asked: Asked) -> Iterator[str]:
    yield SAFEGUARDING
    if role == GOVERNOR:
        return
    yield from (PREVENT, PART_ONE, CONDUCT)
    if at < 3:
        yield LEAD
    if role == "LEAD":
        yield RECRUITMENT
    if role == TEACHER and at % 3 == 0:
        yield PHONICS
    if started >= asked.period.year_opens:
        yield INDUCTION


def _had(rng: Random, asked: Asked, started: date, course: str, gap: int) -> dict[str, date | None]:
    if rng.randrange(100) < gap:
        return {"completed_on": None, "valid_until": None}
    days = min((asked.closes - started).days, 200)
    completed = (
        max(asked.period.year_opens, started) if course in {PART_ONE, CONDUCT} else asked.closes - timedelta(days=days // 2)
    )
    good_for = _GOOD_FOR.get(course)
    return {"completed_on": completed, "valid_until": completed + good_for if good_for else None}


def _networks(asked: Asked) -> Iterator[dict[str, object]]:
    met = _TERM[asked.period.term]
    for name, subject, focus, members, impact in _NETWORKS:
        reviewed = asked.closes - timedelta(days=30) if impact and met > 1 else None
        yield {
            "network": name, "subject": subject, "focus": focus, "members": members, "schools": min(members, 5), "planned": met,
            "held": met - (name == "Mathematics" and met > 1), "reviewed_on": reviewed, "impact": impact if reviewed else None,
        }  # fmt: skip


def _moderation(asked: Asked) -> Iterator[dict[str, object]]:
    for at, subject in enumerate(("Science", "Writing", "Mathematics")[: _TERM[asked.period.term]]):
        agreed = 18 + dice("moderation", subject, asked.period.year).randrange(5)
        yield {
            "subject": subject,
            "held_on": asked.period.year_opens + timedelta(days=60 + 70 * at),
            "samples": 24,
            "agreed": agreed,
        }
