"""The school improvement log of the synthetic trust: most is taken up, a report or two late, one wide gap without a plan."""

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
from validation.returns.improvement import (
    AREAS,
    NO,
    NOT_ASKED,
    PARTLY,
    PRACTICES,
    YES,
    Adoption,
    AttendanceTeam,
    Gaps,
    Reports,
    SelfEvaluation,
    Taskforce,
)

_NAMES = [a.facts.name for a in ACADEMIES]
_ONE_PHASE = {"EYFS": (AMBLESIDE,), "METRICS": (WESTBURY, WOODLANDS, DENEWOOD, UNITY), "PROGRESS": (DENEWOOD, UNITY)}
_NOT_YET = {("PHONICS", UNITY): NO, ("TRAUMA", AMBLESIDE): PARTLY, ("TRAUMA", WOODLANDS): NO, ("DASHBOARD", DENEWOOD): PARTLY,
    ("REVIEW", UNITY): PARTLY, ("RECORD", AMBLESIDE): NO}  # fmt: skip
_LATE = {(DENEWOOD, "HEAD"): 6, (UNITY, "ATTENDANCE"): None, (WOODLANDS, "DASHBOARD"): 9}
_GAPS = (
    (AMBLESIDE, "Reading, working at expected", "Free school meals behind others", 12.5, "Daily reading in small groups"),
    (AMBLESIDE, "Mathematics, working at expected", "Girls behind boys", 3.0, None),
    (WESTBURY, "Individual targets met", "Children in need behind others", 7.5, "A key adult for each pupil"),
    (WOODLANDS, "Attendance", "Free school meals behind others", 6.0, None),
    (DENEWOOD, "Attendance", "Year 11 behind Year 10", 9.0, "Work placements two days a week"),
)
_PERSISTENT = {AMBLESIDE: 52, WESTBURY: 47, WOODLANDS: 44, DENEWOOD: 72, UNITY: 76}
_REQUIREMENTS = (
    "A full multi-agency team is in post",
    "Every pupil has a plan within six weeks",
    "Data are sent every half term",
)


def tables(asked: Asked) -> Mapping[str, pl.DataFrame]:
    """The log as it stood on the as-at date."""
    rows: dict[type[Sheet], Iterator[dict[str, Any]]] = {
        Adoption: _adoption(asked), Reports: _reports(asked), Gaps: _gaps(asked), SelfEvaluation: _judged(asked),
        AttendanceTeam: _team(asked), Taskforce: _taskforce(asked),
    }  # fmt: skip
    return sheets(rows)


def _adoption(asked: Asked) -> Iterator[dict[str, Any]]:
    year = asked.period.year
    for name in _NAMES:
        for practice in PRACTICES:
            asks = name in _ONE_PHASE.get(practice, _NAMES)
            state = _NOT_YET.get((practice, name), YES) if asks else NOT_ASKED
            due = date(year, 12, 19) if asks else None
            yield {
                "place": name, "practice": practice, "taken_up": state, "due": due,
                "since": date(2023, 9, 1) if state == YES else None, "expires": None,
                "evidence": "Academy improvement plan" if state == YES else None,
            }  # fmt: skip


def _reports(asked: Asked) -> Iterator[dict[str, Any]]:
    day = asked.closes - timedelta(days=35)
    asks = (("HEAD", "LGB", 0), ("HEAD", "TRUSTEES", 7), ("ATTENDANCE", "LEADERS", -7), ("ATTENDANCE", "LGB", 0),
        ("ATTENDANCE", "EXEC", 2), ("ATTENDANCE", "TRUSTEES", 7), ("DASHBOARD", "LGB", 3))  # fmt: skip
    for name in _NAMES:
        for report, audience, after in asks:
            due = day + timedelta(days=after)
            late = _LATE.get((name, report), -2)
            yield {
                "place": name, "report": report, "audience": audience, "due": due,
                "issued": None if late is None else due + timedelta(days=late),
            }  # fmt: skip


def _gaps(asked: Asked) -> Iterator[dict[str, Any]]:
    for place, measure, group, gap, plan in _GAPS:
        moved = dice("gap", place, measure, asked.period.name).randrange(-4, 5) / 2
        yield {
            "place": place, "measure": measure, "group": group, "gap": max(gap + moved, 0.0), "planned": plan is not None,
            "plan": plan, "owner": "Deputy principal", "due": date(asked.period.year + 1, 7, 17),
        }  # fmt: skip


def _judged(asked: Asked) -> Iterator[dict[str, Any]]:
    for name in _NAMES:
        for area in AREAS:
            if area == "SIXTH" or (area == "EARLY" and name != AMBLESIDE):
                continue
            rng = dice("self-evaluation", name, area)
            yield {
                "place": name, "area": area, "grade": str(rng.choice((2, 3, 3, 3, 4))),
                "reviewed_on": date(asked.period.year, 10, 10),
            }  # fmt: skip


def _team(asked: Asked) -> Iterator[dict[str, Any]]:
    halves = {"autumn": 2, "spring": 4, "summer": 6}[asked.period.term]
    for name, persistent in _PERSISTENT.items():
        rng = dice("attendance team", name, asked.period.name)
        now = persistent + rng.randrange(-4, 5)
        yield {
            "place": name, "persistent": now, "with_action": now - 6 - rng.randrange(3), "meetings": halves,
            "held": halves - (rng.randrange(4) == 0), "cost": halves * (130_000 + persistent * 1_000),
        }  # fmt: skip


def _taskforce(asked: Asked) -> Iterator[dict[str, Any]]:
    for requirement in _REQUIREMENTS:
        met = requirement != _REQUIREMENTS[0] or asked.closes > date(2026, 1, 1)
        yield {"place": UNITY, "requirement": requirement, "met": met, "evidence": "Taskforce's termly report"}
