"""The demo's three snapshots measured, as they would stand for the spring term of 2025/26 and those before it."""

from __future__ import annotations

from datetime import date
from functools import cache

import polars as pl

from trustkpi.behind import rows_behind
from trustkpi.catalogue import catalogue
from trustkpi.demo.academies import ACADEMIES, TRUST_NAME
from trustkpi.demo.asked import Asked, calendar
from trustkpi.demo.make import demo_tables
from trustkpi.measure import measure
from trustkpi.pack.results import PackContext, Results
from trustkpi.rate import rate
from trustkpi.seen import seen
from trustkpi.trust import Trust
from validation.model import Sheet
from validation.periods import period
from validation.returns.workforce import WORKFORCE, Posts

NOW, BEFORE = "2025-26-spring", "2024-25-spring"
STANDING = {"workforce": {"2025-03-31": NOW, "2024-03-31": BEFORE}}
AS_AT = date(2026, 3, 27)
TRUST = Trust(TRUST_NAME, academies=tuple(a.facts for a in ACADEMIES))
KPIS = {name: k for name, k in catalogue().items() if k.returns == ("workforce",)}


def posts() -> pl.DataFrame:
    """Every post of the demo, right ones all."""
    parts = [
        demo_tables(Asked(a.facts, WORKFORCE, line.period, line.closes, line.due))["Posts"].with_columns(
            academy=pl.lit(a.facts.name), period=pl.lit(line.period.name), _opens=pl.lit(line.period.year_opens),
            _closes=pl.lit(line.closes),
        )
        for line in calendar() if line.return_name == "workforce" and line.period.name in STANDING["workforce"]
        for a in ACADEMIES
    ]  # fmt: skip
    return pl.concat(parts)


def measured(rows: pl.DataFrame) -> pl.DataFrame:
    """The results of those posts."""
    phases = {a.facts.name: a.facts.phase for a in ACADEMIES}

    def read(sheet: type[Sheet], _: str, __: object) -> pl.DataFrame:
        assert sheet is Posts
        return rows

    behind = rows_behind([k.reads for k in KPIS.values()], read, STANDING, phases, numbers=TRUST.numbers)
    return measure(behind, list(KPIS.values()), phases=phases)


@cache
def demo() -> pl.DataFrame:
    """The demo's own results."""
    return measured(posts())


def rated(results: pl.DataFrame, *, small_group: int = 5, pay_group: int = 10) -> pl.DataFrame:
    """The results as the committee sees them."""
    shown = seen(results, KPIS.values(), small_group=small_group, pay_group=pay_group)
    now = pl.col("period") == NOW
    return rate(shown.filter(now), shown.filter(~now), TRUST, list(KPIS.values()), AS_AT)


def context() -> PackContext:
    """What the pack is made for."""
    return PackContext(TRUST, period(NOW), AS_AT, KPIS, standing=STANDING)


def shown(results: pl.DataFrame) -> Results:
    """The rated results as pages read them."""
    return Results.of(rated(results), KPIS)
