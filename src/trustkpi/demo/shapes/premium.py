"""Pupil premium of the synthetic trust: statements in order but one, money spent tier by tier."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import polars as pl

from trustkpi.demo.academies import AMBLESIDE, DENEWOOD, UNITY, WESTBURY, WOODLANDS
from trustkpi.demo.asked import Asked
from trustkpi.demo.dice import dice
from trustkpi.demo.sheets import sheets
from validation.model import Sheet
from validation.returns.premium import CATCH_UP, PLUS, PREMIUM, Activities, Plans, Strategy, Streams

# Made up: on roll, eligible, looked after or previously; then pounds for an eligible pupil (2025-26 primary rate and, for the
# others, the secondary one) and for a looked-after one, as section 4 of DfE's conditions of grant set them.
_PUPILS = {
    AMBLESIDE: (417, 125, 12),
    WESTBURY: (151, 70, 13),
    WOODLANDS: (147, 70, 12),
    DENEWOOD: (89, 59, 15),
    UNITY: (93, 62, 14),
}
_RATE, _PRIMARY_RATE, _PLUS_RATE = 1_075, 1_515, 2_630
_PARTS = {"autumn": 4, "spring": 8, "summer": 12}
_TERM = {"autumn": 1, "spring": 2, "summer": 3}
_ACTIVITIES = (
    ("TEACH", "Phonics and reading training for all staff", "1 Early reading", 34, "80% read at or above the standard", "A"),
    (
        "TEACH",
        "Coaching for teachers in their first years",
        "2 Consistent teaching",
        16,
        "All observed lessons meet the standard",
        "G",
    ),
    ("TARGET", "Tutoring in small groups", "3 Gaps in mathematics", 22, "Two in three catch up a term", "A"),
    ("WIDER", "Attendance mentor", "4 Attendance", 18, "Persistent absence falls by 5 points", "R"),
    ("WIDER", "Breakfast and clubs", "5 Belonging", 10, "Nine in ten take part", "N"),
)
_SPENT = 92  # in a hundred of what should have been spent by now


def tables(asked: Asked) -> Mapping[str, pl.DataFrame]:
    """An academy's pupil premium as it stood on the as-at date."""
    rows: dict[type[Sheet], Iterator[dict[str, Any]]] = {
        Strategy: _strategy(asked),
        Streams: _streams(asked),
        Activities: _activities(asked),
        Plans: _plans(asked),
    }
    return sheets(rows)


def _allocated(name: str) -> tuple[int, int]:
    _, eligible, plus = _PUPILS[name]
    rate = _PRIMARY_RATE if name == AMBLESIDE else _RATE
    return (eligible - plus) * rate * 100, plus * _PLUS_RATE * 100


def _strategy(asked: Asked) -> Iterator[dict[str, Any]]:
    name, year = asked.academy.name, asked.period.year
    roll, eligible, _ = _PUPILS[name]
    published = date(year + 1, 1, 19) if name == UNITY else date(year, 12, 5)
    yield {
        "roll": roll,
        "eligible": eligible,
        "published_on": published if published <= asked.closes else None,
        "template": name != WOODLANDS,
        "from_year": date(2024, 9, 1),
        "to_year_end": date(2025 if name == DENEWOOD else 2027, 8, 31),
        "review_on": date(year + 1, 12, 1),
        "address": "Academy website, Pupil premium",
    }


def _streams(asked: Asked) -> Iterator[dict[str, Any]]:
    name, part = asked.academy.name, _PARTS[asked.period.term]
    _, eligible, plus = _PUPILS[name]
    premium, plus_money = _allocated(name)
    for stream, allocated, pupils in ((PREMIUM, premium, eligible - plus), (PLUS, plus_money, plus), (CATCH_UP, 600_000, 18)):
        rng = dice("premium", name, stream, asked.period.name)
        received = allocated * part // 12
        yield {
            "stream": stream,
            "allocated": allocated,
            "received": received,
            "spent": received * _SPENT // 100,
            "pupils": pupils,
            "expected": pupils * (48 + rng.randrange(16)) // 100,
        }


def _activities(asked: Asked) -> Iterator[dict[str, Any]]:
    premium, _ = _allocated(asked.academy.name)
    for tier, activity, challenge, share, outcome, rating in _ACTIVITIES:
        budgeted = premium * share // 100
        spent = budgeted * _PARTS[asked.period.term] * _SPENT // 1200
        yield {
            "tier": tier,
            "activity": activity,
            "challenge": challenge,
            "budgeted": budgeted,
            "spent": spent,
            "outcome": outcome,
            "rating": "N" if asked.period.term == "autumn" else rating,
        }


def _plans(asked: Asked) -> Iterator[dict[str, Any]]:
    due = _PUPILS[asked.academy.name][2] * _TERM[asked.period.term]
    yield {"due": due, "complete": due - (asked.academy.name in {UNITY, DENEWOOD})}
