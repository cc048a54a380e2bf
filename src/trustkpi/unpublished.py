"""Measures that nobody can make of a year's results: grey for everybody, with the reason, whatever was sent."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from trustkpi.colours import GREY, Rated
from trustkpi.facts import TRUST
from trustkpi.kpi import Kpi
from trustkpi.national import results_year
from validation.periods import Period, period


def covers(kpi: Kpi, of: Period) -> bool:
    """Whether the results that a pack of that period shows were never made into this measure."""
    return kpi.unpublished is not None and results_year(of) in kpi.unpublished.years


def unpublished(results: pl.DataFrame, kpis: Sequence[Kpi]) -> pl.DataFrame:
    """The results without figures of measures that were not published, and one row of the trust without a value instead."""
    periods = [period(name) for name in results["period"].unique(maintain_order=True)]
    missing = [(kpi, of) for kpi in kpis for of in periods if covers(kpi, of)]
    if not missing:
        return results
    rows = [
        {
            "kpi": kpi.name, "period": of.name, "population": kpi.over.name if kpi.over else "", "grain": "trust", "place": TRUST,
            "phase": "", "breakdown": "", "group": "", "mark": "",
        }
        for kpi, of in missing
    ]  # fmt: skip
    gone = pl.any_horizontal((pl.col("kpi") == kpi.name) & (pl.col("period") == of.name) for kpi, of in missing)
    instead = pl.DataFrame(rows, schema=results.schema)
    return pl.concat([results.filter(~gone), instead])


def nothing(kpi: Kpi, of: Period) -> Rated:
    """Why a figure without a value is grey."""
    if kpi.unpublished is not None and covers(kpi, of):
        told = kpi.unpublished
        return Rated(GREY, f"not published: {told.reason} ({told.source.title})")
    return Rated(GREY, "no data: nothing was returned from which it could be worked out")
