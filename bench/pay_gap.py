"""How long the pay gap of 60,000 employees takes: from posts to every measure, by sex, ethnicity and disability."""

from __future__ import annotations

import random
import time
from datetime import date

import polars as pl

from trustkpi.behind import rows_behind
from trustkpi.catalogue import catalogue
from trustkpi.measure import measure
from validation.returns.workforce import Posts

PEOPLE, ACADEMIES, PERIOD = 60_000, 100, "2026-03-31"


def posts() -> pl.DataFrame:
    """Posts of so many people, one in ten with a second one, on few scale points so that many are paid the same."""
    rng = random.Random("pay gap")  # noqa: S311  a bench's data are no secret
    rows = [_post(number % PEOPLE, number >= PEOPLE, rng) for number in range(PEOPLE + PEOPLE // 10)]
    blank = {name: about.blank_means for name, about in Posts.cells().items()}
    schema = {**Posts.dtypes(), "academy": pl.String(), "period": pl.String()}
    frame = pl.DataFrame([blank | row for row in rows], schema=schema, orient="row")
    return frame.with_columns(_opens=pl.lit(date(2025, 9, 1)), _closes=pl.lit(date(2026, 3, 31)))


def _post(person: int, second: bool, rng: random.Random) -> dict[str, object]:  # noqa: FBT001
    term, hours = rng.random() < 0.4, rng.choice((1250, 1850, 3250, 3700))
    return {
        "person": f"P{person:06}", "post": "2" if second else "1", "academy": f"Academy {rng.randrange(ACADEMIES):03}",
        "period": PERIOD, "sex": "F" if person % 4 else "M", "ethnicity": "WBRI" if person % 5 else "AIND", "disability": "N",
        "role": "TA" if term else "TEACH", "contract": "PERM", "started": date(2021, 9, 1), "basis": "TERM" if term else "ALL",
        "weeks_paid": 4441 if term else None, "weeks_worked": 3900 if term else None, "hours": hours, "pay_period": "MONTH",
        "basic": rng.choice((98, 110, 125, 180, 210)) * hours, "reduced": rng.random() < 0.03, "leave": "SICK",
    }  # fmt: skip


def main() -> None:
    """Print the seconds."""
    rows = posts()
    kpis = [k for k in catalogue().values() if k.returns == ("workforce",)]
    phases = dict.fromkeys(rows["academy"].unique(), "Primary")
    begun = time.perf_counter()
    behind = rows_behind([k.reads for k in kpis], lambda *_: rows, {"workforce": {PERIOD: PERIOD}}, phases)
    made = time.perf_counter()
    results = measure(behind, kpis, phases=phases)
    done = time.perf_counter()
    print(f"{rows.height:,} posts of {PEOPLE:,} people at {ACADEMIES} academies: {made - begun:.1f} s to people and quarters,")
    print(f"{done - made:.1f} s to {results.height:,} figures of {len(kpis)} KPIs")


if __name__ == "__main__":
    main()
