"""Posts for tests: a usual one to change, rows into frames, and random workforces with many ties."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import polars as pl

from validation.returns.workforce import TWELVE_WEEKS, Posts

OPENS, SNAPSHOT = date(2025, 9, 1), date(2026, 3, 31)
USUAL: dict[str, Any] = {
    **dict.fromkeys(Posts.cells()), "academy": "Ambleside", "period": "2026-03-31", "person": "P1", "post": "1", "sex": "F",
    "ethnicity": "WBRI", "disability": "N", "role": "TEACH", "contract": "PERM", "started": date(2021, 9, 1), "basis": "ALL",
    "hours": 3250, "pay_period": "MONTH", "basic": 300000, "bonus": 0, "bonus_year": 0, "reduced": False, "leave": "NONE",
}  # fmt: skip


def post(**changed: Any) -> dict[str, Any]:
    """The usual post, changed."""
    return USUAL | changed


def frame(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """The posts as the reader types them."""
    schema: dict[str, Any] = {**Posts.dtypes(), "academy": pl.String, "period": pl.String}
    made = pl.DataFrame(rows, schema=schema, orient="row")
    return made.with_columns(_opens=pl.lit(OPENS, pl.Date), _closes=pl.lit(SNAPSHOT, pl.Date))


def workforce(people: int, seed: int) -> list[dict[str, Any]]:
    """So many people with one post or two, on few scale points and many hours, so that rates tie across unlike fractions."""
    rng = random.Random(seed)
    rows = []
    for number in range(people):
        person = f"P{number:05}"
        who = {
            "person": person, "sex": rng.choice("FFFFMMU"),
            "ethnicity": rng.choice(["WBRI"] * 6 + ["AIND", "BAFR", "MOTH", "REFU"]), "disability": rng.choice("NNNNYU"),
        }  # fmt: skip
        serials = range(1, rng.choice((1, 1, 1, 1, 1, 2)) + 1)
        rows += [post(**who, post=str(n), academy=rng.choice(("Ambleside", "Denewood")), **_work(rng)) for n in serials]
    return rows


def _work(rng: random.Random) -> dict[str, Any]:
    period = rng.choice(("MONTH", "MONTH", "MONTH", "WEEK", "FOUR", "YEAR"))
    pence = rng.choice((1230, 1230, 1450, 2210, 3000))
    hours = rng.choice((500, 1000, 1625, 1850, 3250, 3700))
    work: dict[str, Any] = {
        "pay_period": period,
        "hours": hours,
        "basic": pence * hours,
        "role": rng.choice(("TEACH", "TA", "SITE")),
    }
    if rng.random() < 0.3:
        work |= {"basis": "TERM", "weeks_paid": rng.choice((4300, 4441)), "weeks_worked": 3900}
    if rng.random() < 0.1:
        work |= {"hours": None, **{week: rng.choice((600, 700, 200)) for week in TWELVE_WEEKS[: rng.randint(1, 12)]}}
    if rng.random() < 0.1:
        work |= {"bonus": 10000, "bonus_for": rng.choice(("YEAR", "QUARTER", "MONTH")), "bonus_year": rng.choice((10000, 25000))}
    if rng.random() < 0.1:
        work |= {"reduced": True, "leave": rng.choice(("SICK", "MATERNITY", "STRIKE")), "usual": work["basic"] + 1}
    if rng.random() < 0.05:
        work |= {"left": date(2026, 3, 1)}
    return work
