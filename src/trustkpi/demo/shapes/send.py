"""SEN of the synthetic trust: reviews of the pupils with plans, money by stream, spend by need."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import polars as pl

from trustkpi.demo.academies import AMBLESIDE, DENEWOOD, UNITY, WESTBURY, WOODLANDS
from trustkpi.demo.asked import Asked
from trustkpi.demo.dice import dice
from trustkpi.demo.enrolments import on_roll
from trustkpi.demo.sheets import sheets
from validation.model import Sheet
from validation.returns.send import FUNDED, NOT_FUNDED, NOTIONAL, PLACE_MONEY, TOP_UP, Income, Neighbours, Plans, Progress, Spend

# Made up. Places at £10,000 and top-up a place and year, in pounds; the primary academy has a notional budget instead.
_PLACES = {WESTBURY: (155, 8_900), WOODLANDS: (142, 9_400), DENEWOOD: (92, 7_200), UNITY: (93, 7_400), AMBLESIDE: (24, 5_100)}
_PLACE = 10_000
_NOTIONAL = {AMBLESIDE: 190_000}
_SPEND = {
    AMBLESIDE: (("SLCN", "STAFF", 30, "2"), ("SEMH", "STAFF", 22, "2"), ("ASD", "THERAPY", 9, "3")),
    WESTBURY: (("SEMH", "STAFF", 55, "3"), ("ASD", "THERAPY", 8, "2"), ("MLD", "STAFF", 24, "2"), ("ALL", "TRAIN", 2, "0")),
    WOODLANDS: (("ASD", "STAFF", 50, "2"), ("SEMH", "THERAPY", 9, "1"), ("SLCN", "EQUIP", 4, "3"), ("ALL", "TRAVEL", 12, "0")),
    DENEWOOD: (("SEMH", "STAFF", 58, "2"), ("SEMH", "THERAPY", 6, "2"), ("ALL", "TRAVEL", 14, "0")),
    UNITY: (("SEMH", "STAFF", 60, "1"), ("SEMH", "THERAPY", 7, "2"), ("ALL", "TRAVEL", 11, "0")),
}
_PARTS = {"autumn": 4, "spring": 7, "summer": 11}  # twelfths of the year that have gone
_SOME = 3
# Made up too: shares with SEN and with a plan in a school nearby of the same kind; the authority's are of all its schools.
_NEARBY = {
    AMBLESIDE: ("Hillcrest", 17.4, 3.1), WESTBURY: ("Millbrook", 100.0, 98.2), WOODLANDS: ("Millbrook", 100.0, 98.2),
    DENEWOOD: ("Riverside", 83.5, 21.0), UNITY: ("Riverside", 83.5, 21.0),
}  # fmt: skip
_AUTHORITY = ("Example City", 18.9, 4.6)
_GROUPS = {AMBLESIDE: 48, WESTBURY: 68, WOODLANDS: 64, DENEWOOD: 38, UNITY: 40}


def tables(asked: Asked) -> Mapping[str, pl.DataFrame]:
    """An academy's SEN as it stood on the as-at date."""
    rows: dict[type[Sheet], Iterator[dict[str, Any]]] = {
        Plans: _plans(asked), Income: _income(asked), Spend: _spend(asked), Progress: _progress(asked),
        Neighbours: _neighbours(asked),
    }  # fmt: skip
    return sheets(rows)


def _plans(asked: Asked) -> Iterator[dict[str, Any]]:
    known: dict[str, bool] = {}
    for enrolment in on_roll(asked.academy.name, asked.period.year_opens, asked.closes):
        pupil = enrolment.pupil
        if pupil.sen != "E" or enrolment.left or pupil.upn in known:
            continue
        known[pupil.upn] = True
        rng = dice("review", pupil.upn, asked.period.year)
        due = asked.period.year_opens + timedelta(days=20 + rng.randrange(300))
        held = due + timedelta(days=rng.choice((-9, -5, -3, -1, 0, 0, 0, 0, 12)))
        sent = held + timedelta(days=rng.choice((6, 9, 12, 13, 14, 19)))
        decided = held + timedelta(days=rng.choice((20, 27, 28, 40, 60)))
        yield {
            "upn": pupil.upn, "review_due": due, "held_on": _by(asked, held), "report_sent_on": _by(asked, sent),
            "decided_on": _by(asked, decided),
        }  # fmt: skip


def _by(asked: Asked, day: date) -> date | None:
    return day if day <= asked.closes else None


def _income(asked: Asked) -> Iterator[dict[str, Any]]:
    name, part = asked.academy.name, _PARTS[asked.period.term]
    places, top_up = _PLACES[name]
    for stream, a_year in ((PLACE_MONEY, places * _PLACE), (TOP_UP, places * top_up), (NOTIONAL, _NOTIONAL.get(name, 0))):
        if a_year:
            due = a_year * 100 * part // 12
            late = due // 40 if (stream, name) == (TOP_UP, UNITY) else 0
            yield {"stream": stream, "authority": "Example City", "due": due, "received": due - late}


def _spend(asked: Asked) -> Iterator[dict[str, Any]]:
    name, part = asked.academy.name, _PARTS[asked.period.term]
    places, top_up = _PLACES[name]
    income = (places * (_PLACE + top_up) + _NOTIONAL.get(name, 0)) * 100 * part // 12
    for need, kind, share, impact in _SPEND[name]:
        yield {"need": need, "kind": kind, "spent": income * share // 100, "impact": impact, "says": None}


def _progress(asked: Asked) -> Iterator[dict[str, Any]]:
    name = asked.academy.name
    for group, pupils, gain in ((FUNDED, _GROUPS[name] * 2 // _SOME, 5), (NOT_FUNDED, _GROUPS[name] // _SOME, 1)):
        before = pupils * 4 // 10
        yield {"group": group, "pupils": pupils, "before": before, "now": before + gain * _PARTS[asked.period.term] // 11}


def _neighbours(asked: Asked) -> Iterator[dict[str, Any]]:
    year = f"{asked.period.year - 1}/{asked.period.year % 100}"
    for what, (whose, total, plans) in (("LA", _AUTHORITY), ("SCHOOL", _NEARBY[asked.academy.name])):
        yield {"whose": whose, "what": what, "year": year, "total": total, "plans": plans}
