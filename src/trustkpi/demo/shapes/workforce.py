"""Pay of the synthetic staff in the March of a year: a women-majority support staff, and a gap as academy trusts have one."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from trustkpi.demo.asked import Asked
from trustkpi.demo.dice import chance, dice, draw
from trustkpi.demo.staff import Colleague, colleagues
from validation.returns.workforce import LEADER, TEACHER, TERM_TIME, Posts

# Pounds a year at full time, from the bottom to the top of each role's range, as made up for March 2025.
_RANGES = {
    LEADER: (55000, 92000), TEACHER: (32900, 51000), "TA": (23650, 27300), "ADMIN": (24000, 33500), "SITE": (23700, 30500),
    "CATER": (23600, 25200), "OTHER": (23700, 29500),
}  # fmt: skip
_RISES = {2024: 952, 2025: 1000, 2026: 1036}  # thousandths of the ranges above
_TERM_ONLY = {"TA": 1000, "ADMIN": 500, "CATER": 1000, "OTHER": 350}  # in a thousand of the role
_HOURS = {
    LEADER: {3250: 1}, TEACHER: {3250: 14, 2600: 3, 1950: 2}, "TA": {3250: 10, 2750: 6, 1625: 3}, "ADMIN": {3700: 3, 1850: 1},
    "SITE": {3700: 3, 1850: 1}, "CATER": {1500: 3, 2000: 2}, "OTHER": {3700: 2, 1250: 2, 1625: 1},
}  # fmt: skip
_FULL_TIME, _TEACHERS_WEEK = 3700, 3250
_WEEKS_PAID, _WEEKS_WORKED, _YEAR = 4441, 3900, 5214
_ON_LEAVE, _ALLOWANCE, _LONG_SERVICE, _NIGHTS = 35, 260, 60, 300


def tables(asked: Asked) -> Mapping[str, pl.DataFrame]:
    """The Posts sheet of an academy on 31 March of the year."""
    year = asked.closes.year
    rows = [_row(colleague, asked, year) for colleague in colleagues(asked.academy.name, year)]
    blank = {name: about.blank_means for name, about in Posts.cells().items()}
    return {Posts.facts().title: pl.DataFrame([blank | row for row in rows], schema=Posts.dtypes(), orient="row")}


def _row(who: Colleague, asked: Asked, year: int) -> dict[str, Any]:
    rng = dice("pay", who.number, asked.academy.name)
    here = who.academy == asked.academy.name
    term_only = chance(rng, _TERM_ONLY.get(who.role, 0))
    hours = draw(rng, _HOURS[who.role])
    casual = who.role == "OTHER" and not term_only and chance(rng, 250)
    basic = _a_month(who, year, hours, _WEEKS_PAID if term_only else _YEAR)
    return {
        "person": who.number, "sex": who.sex, "ethnicity": who.ethnicity, "disability": who.disability,
        "post": "1" if here else "2", "role": who.role,
        "contract": "CASUAL" if casual else "FIXED" if chance(rng, 90) else "PERM",
        "started": who.started if here else max(who.started, date(2022, 9, 1)),
        "basis": TERM_TIME if term_only else "ALL", "weeks_paid": _WEEKS_PAID if term_only else None,
        "weeks_worked": _WEEKS_WORKED if term_only else None, "hours": hours, "pay_period": "MONTH", "basic": basic,
        "allowances": 100 * rng.randrange(120, 620) if who.role == TEACHER and chance(rng, _ALLOWANCE) else 0,
        "shift": basic * 12 // 100 if who.role == "OTHER" and chance(rng, _NIGHTS) else 0, "reduced": False, "leave": "NONE",
        **(_varying(rng, hours) if casual else {}), **_long_service(who, year), **_leave(who, year, basic),
    }  # fmt: skip


def _a_month(who: Colleague, year: int, hours: int, weeks: int) -> int:
    """Pence a month: the place on the range, for the hours and the weeks that are paid."""
    low, high = _RANGES[who.role]
    # On a scale of seven points, one a year or so, so that many are paid the same.
    point = min(6, who.standing * 5 // 1000 + max(0, year - who.started.year) // 5)
    salary = (low + (high - low) * point // 6) * _RISES[year] // 1000
    full = _TEACHERS_WEEK if who.role in {LEADER, TEACHER} else _FULL_TIME
    return salary * 100 * hours * weeks // (12 * full * _YEAR)


def _varying(rng: random.Random, hours: int) -> dict[str, Any]:
    weeks = {f"week_{n}": hours // 100 * rng.randrange(70, 131) for n in range(1, 13)}
    return {"hours": None, **weeks}


def _long_service(who: Colleague, year: int) -> dict[str, Any]:
    award = chance(dice("award", who.number, year), _LONG_SERVICE)
    return {"bonus_year": 25000 if who.role in {LEADER, TEACHER} else 15000} if award else {}


def _leave(who: Colleague, year: int, basic: int) -> dict[str, Any]:
    rng = dice("leave", who.number, year)
    if not chance(rng, _ON_LEAVE):
        return {}
    kind = "MATERNITY" if who.sex == "F" and chance(rng, 600) else "SICK"
    return {
        "basic": 0,
        "shift": 0,
        "allowances": 0,
        "leave_pay": basic * 45 // 100,
        "reduced": True,
        "leave": kind,
        "usual": basic,
    }
