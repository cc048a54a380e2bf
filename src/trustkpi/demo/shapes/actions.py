"""The improvement plan's own milestones, step by step; how each stands is made up."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from importlib import resources
from random import Random

import polars as pl

from trustkpi.demo.asked import Asked
from trustkpi.demo.dice import dice
from validation.returns.actions import DONE, DROPPED, IN_PROGRESS, NOT_STARTED, Actions

_WRITTEN = date(2021, 9, 1)
_OWNERS = {
    "QUALITY": "Director of Education", "EMPLOYER": "Chief Operating Officer", "GROWTH": "Chief Executive",
    "EQUALITY": "Chief Executive",
}  # fmt: skip
# In a hundred: how many of the plan's steps were re-dated into this academic year, and how many were dropped. Made up.
_RE_DATED, _DROPPED, _SOON_DONE = 14, 5, 45
_STILL_LIVE = {"SAFEGUARDING": 80, "INSPECTION": 80, "ACCESSIBILITY": 80, "CHARTER": 80}
_NEW_DATES = date(2025, 10, 17), 280  # the first new date, and over how many days they are spread
_WHY = ("Waits for the new MIS", "Re-timed with the new school year", "Waits for the authority", "Cost was higher than planned")
_WHY_DROPPED = ("Overtaken by the new inspection framework", "Done by the authority instead", "No longer good value")


@dataclass(frozen=True)
class Fate:
    """What became of a milestone in the synthetic trust: the day it was done, its new date, or that it was dropped."""

    done_on: date | None
    due_now: date | None
    dropped: bool
    why: str


def tables(asked: Asked) -> Mapping[str, pl.DataFrame]:
    """The Actions sheet as it stood on the as-at date."""
    rows = list(_rows(asked.closes))
    return {Actions.facts().title: pl.DataFrame(rows, schema=Actions.dtypes(), orient="row")}


def _rows(as_at: date) -> Iterator[dict[str, object]]:
    text = resources.files("trustkpi.demo").joinpath("milestones.csv").read_text(encoding="utf-8")
    for line in csv.DictReader(text.splitlines()):
        step = {name: words or None for name, words in line.items()}
        due_from, due = (date.fromisoformat(line[n]) if line[n] else None for n in ("due_from", "due"))
        rng = dice("milestone", line["ref"])
        yield {
            **step,
            "due_from": due_from,
            "due": due,
            "owner": line["owner"] or _OWNERS[line["direction"]],
            **_standing(_fate(rng, line["plan"], due), as_at, rng),
            **_cost(rng, line["direction"]),
        }


def _fate(rng: Random, plan: str, due: date | None) -> Fate:
    if due is None:
        return Fate(_WRITTEN, None, dropped=False, why="")
    if rng.randrange(100) < _STILL_LIVE.get(plan, _RE_DATED):
        again = _NEW_DATES[0] + timedelta(days=rng.randrange(_NEW_DATES[1]))
        soon = again + timedelta(days=rng.randrange(-20, 30)) if rng.randrange(100) < _SOON_DONE else None
        return Fate(soon, again, dropped=False, why=_WHY[rng.randrange(len(_WHY))])
    if rng.randrange(100) < _DROPPED:
        return Fate(None, None, dropped=True, why=_WHY_DROPPED[rng.randrange(len(_WHY_DROPPED))])
    return Fate(due + timedelta(days=rng.randrange(-25, 40)), None, dropped=False, why="")


def _standing(fate: Fate, as_at: date, rng: Random) -> dict[str, object]:
    done = fate.done_on if fate.done_on and fate.done_on <= as_at else None
    begun = rng.randrange(100) < 80
    state = DONE if done else DROPPED if fate.dropped else IN_PROGRESS if begun else NOT_STARTED
    return {
        "state": state,
        "done_on": done,
        "due_now": fate.due_now,
        "moved_why": fate.why or None,
        "evidence": "Minutes of the trust's executive team" if done else None,
        "workload_checked": rng.randrange(100) < 60,
    }


def _cost(rng: Random, direction: str) -> dict[str, object]:
    """Pence: one step in six costs something, and most costs come in under what was planned."""
    if rng.randrange(6):
        return {"cost_planned": 0, "cost_actual": 0}
    planned = (5 + rng.randrange(60)) * 25_000
    line = "School improvement" if direction == "QUALITY" else "Central team"
    return {"cost_planned": planned, "cost_actual": planned * (60 + rng.randrange(50)) // 100, "cost_line": line}
