"""Safeguarding of the synthetic trust: whole in most places, two policies overdue, two checks missing, one starter unassessed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import polars as pl

from trustkpi.demo.academies import AMBLESIDE, DENEWOOD, UNITY, WESTBURY, WOODLANDS
from trustkpi.demo.asked import Asked
from trustkpi.demo.dice import dice
from trustkpi.demo.sheets import sheets
from validation.model import Sheet
from validation.returns.safeguarding import (
    ALLEGATION,
    CATEGORIES,
    CHECKS,
    CHILD_PROTECTION,
    COMPLAINT,
    GRIEVANCE,
    LOW_LEVEL,
    POLICIES,
    Audit,
    Children,
    Concerns,
    External,
    Matters,
    Policies,
    Records,
    Vetting,
)

# Made up: on roll; then concerns for a hundred pupils and term.
_ROLL = {AMBLESIDE: 417, WESTBURY: 151, WOODLANDS: 147, DENEWOOD: 89, UNITY: 93}
_CONCERNS = {AMBLESIDE: 9, WESTBURY: 22, WOODLANDS: 26, DENEWOOD: 60, UNITY: 52}
_KNOWN = {
    AMBLESIDE: (18, 11, 3, 6),
    WESTBURY: (22, 24, 4, 8),
    WOODLANDS: (21, 18, 4, 9),
    DENEWOOD: (26, 23, 7, 9),
    UNITY: (24, 22, 7, 9),
}
_WEIGHTS = (10, 5, 11, 4, 13, 13, 9, 8, 12, 9, 1, 5)
_STAFF = {AMBLESIDE: 69, WESTBURY: 78, WOODLANDS: 92, DENEWOOD: 46, UNITY: 44}
_TEACHERS = 3  # one in so many is a teacher
_OVERDUE = {(UNITY, "ONLINE"), (WOODLANDS, "WHISTLE")}
_NOT_WHOLE = {(DENEWOOD, CHILD_PROTECTION): 1}
_MISSING = {(UNITY, "OVERSEAS"): 1, (DENEWOOD, "PROHIBIT"): 1}
_TERM = {"autumn": 1, "spring": 2, "summer": 3}


def tables(asked: Asked) -> Mapping[str, pl.DataFrame]:
    """An academy's counts as they stood on the as-at date."""
    rows: dict[type[Sheet], Iterator[dict[str, Any]]] = {
        Policies: _policies(asked),
        Concerns: _concerns(asked),
        Children: _children(asked),
        Vetting: _vetting(asked),
        Records: _records(asked),
        Matters: _matters(asked),
        External: _external(asked),
        Audit: _audit(asked),
    }
    return sheets(rows)


def _name(asked: Asked) -> str:
    return asked.academy.name


def _policies(asked: Asked) -> Iterator[dict[str, Any]]:
    for policy in POLICIES:
        overdue = (_name(asked), policy) in _OVERDUE
        approved = date(asked.period.year - overdue, 9, 10)
        is_cp = policy == CHILD_PROTECTION
        yield {
            "policy": policy,
            "approved_on": approved,
            "review_due": approved + timedelta(days=365),
            "published": True,
            "elements": 12,
            "present": 12 - _NOT_WHOLE.get((_name(asked), policy), 0),
            "guidance_current": True if is_cp else None,
            "multi_agency": True if is_cp else None,
            "lessons": _name(asked) != AMBLESIDE if is_cp else None,
            "child_on_child": True if is_cp else None,
            "online_safety": True if is_cp else None,
            "serious_violence": _name(asked) != DENEWOOD if is_cp else None,
        }


def _concerns(asked: Asked) -> Iterator[dict[str, Any]]:
    name, terms = _name(asked), _TERM[asked.period.term]
    every = _ROLL[name] * _CONCERNS[name] * terms // 100
    for category, weight in zip(CATEGORIES, _WEIGHTS, strict=True):
        rng = dice("concerns", name, category, asked.period.year)
        concerns = every * weight // 100
        referrals = concerns * (25 + rng.randrange(20)) // 100
        closed = concerns * (50 + rng.randrange(30)) // 100
        yield {
            "category": category,
            "concerns": concerns,
            "referrals": referrals,
            "accepted": referrals * (55 + rng.randrange(25)) // 100,
            "again": referrals * rng.randrange(30) // 100,
            "closed": closed,
            "improved": closed * (60 + rng.randrange(25)) // 100,
            "days_open": closed * (18 + rng.randrange(22)),
        }


def _children(asked: Asked) -> Iterator[dict[str, Any]]:
    name, terms = _name(asked), _TERM[asked.period.term]
    early, need, protection, looked_after = _KNOWN[name]
    missing = {DENEWOOD: 4, UNITY: 3}.get(name, 0) * terms
    yield {
        "roll": _ROLL[name],
        "early_help": early,
        "in_need": need,
        "protection": protection,
        "looked_after": looked_after,
        "cme": missing,
        "cme_in_time": missing - (name == UNITY),
    }


def _vetting(asked: Asked) -> Iterator[dict[str, Any]]:
    staff = _STAFF[_name(asked)]
    applies = {"PROHIBIT": staff // _TEACHERS, "QUALIFY": staff // _TEACHERS, "S128": 12, "OVERSEAS": 5}
    for check in CHECKS:
        needed = applies.get(check, staff)
        yield {"check": check, "needed": needed, "held": needed - _MISSING.get((_name(asked), check), 0)}


def _records(asked: Asked) -> Iterator[dict[str, Any]]:
    name, terms = _name(asked), _TERM[asked.period.term]
    gaps = sum(n for (place, _), n in _MISSING.items() if place == name)
    awaiting = {WOODLANDS: 2, UNITY: 1}.get(name, 0)
    yield {
        "audits_due": terms,
        "audits_done": terms - (name == UNITY),
        "people": _STAFF[name],
        "whole": _STAFF[name] - gaps,
        "awaiting": awaiting,
        "with_assessment": awaiting - (name == WOODLANDS),
        "third_party": 4 + len(name) % 4,
        "confirmed": 4 + len(name) % 4,
    }


def _matters(asked: Asked) -> Iterator[dict[str, Any]]:
    terms = _TERM[asked.period.term]
    for matter, usual in ((COMPLAINT, 3), (GRIEVANCE, 1), (ALLEGATION, 1), (LOW_LEVEL, 4)):
        received = (usual + dice("matters", _name(asked), matter).randrange(2)) * terms
        yield {"matter": matter, "received": received, "upheld": received // 4}


def _external(asked: Asked) -> Iterator[dict[str, Any]]:
    opens = asked.period.year_opens
    for days, source, says, action in (
        (32, "National review of harm online", "Image sharing starts younger", "Assembly and a letter home"),
        (140, "Local newspaper", "A shop near the site sells vapes to children", None),
    ):
        noted = opens + timedelta(days=days)
        if noted <= asked.closes and _name(asked) in {UNITY, DENEWOOD}:
            yield {"noted_on": noted, "source": source, "says": says, "acted": action is not None, "action": action}


def _audit(asked: Asked) -> Iterator[dict[str, Any]]:
    year, name = asked.period.year, _name(asked)
    completed = date(year, 11, 14)
    trustee = date(year + 1, 1, 20)
    yield {
        "standards": 60,
        "met": 60 - {UNITY: 9, DENEWOOD: 6}.get(name, 3),
        "completed_on": completed,
        "with_lead": date(year, 12, 3),
        "with_trustee": trustee if trustee <= asked.closes and name != UNITY else None,
        "plan_published": True,
    }
