"""The synthetic trust's pay gap reports: last year's published in time, this year's drafted in February."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import polars as pl

from trustkpi.demo.asked import Asked
from validation.returns.pay_gap import Reports

_DONE = (
    (date(2023, 3, 31), date(2024, 2, 8), date(2024, 3, 22)),
    (date(2024, 3, 31), date(2025, 2, 13), date(2025, 3, 21)),
    (date(2025, 3, 31), date(2026, 2, 12), None),
)
_WHERE = "https://synthetic-learning-trust.example/pay-gap"


def tables(asked: Asked) -> Mapping[str, pl.DataFrame]:
    """A row a snapshot that had come by the as-at date, with what had been done by then."""

    def by_then(day: date | None) -> date | None:
        return day if day and day <= asked.closes else None

    rows = [(s, by_then(d), by_then(p), _WHERE if by_then(p) else None) for s, d, p in _DONE if s <= asked.closes]
    return {Reports.facts().title: pl.DataFrame(rows, schema=Reports.dtypes(), orient="row")}
