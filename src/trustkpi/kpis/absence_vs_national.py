"""Whether academies reach the national absence of their own setting, where a figure of the same period is published."""

from __future__ import annotations

from decimal import Decimal

import polars as pl

from trustkpi.derived import Derived
from trustkpi.groups import METHODOLOGY, STATUTORY_COHORT
from trustkpi.kpi import COUNT_SHOWN, PERCENT_SHOWN, POINTS_SHOWN, Count, Polarity, Ratio, kpi
from trustkpi.kpis.absence import absence_rate
from trustkpi.limits import default
from trustkpi.shown import displayed
from validation.model import SESSIONS, TEXT, YES_NO, cell
from validation.returns.attendance import Pupils
from validation.vocabulary import STANDARDS


class AgainstNational(
    Derived,
    made_from=(Pupils,),
    title="Academies against national",
    one_row="one academy with a national figure of the same period",
    intro="Made from each academy's overall absence and the national figure of its phase.",
    key=("academy",),
):
    """Derived rows: nobody types them."""

    academy: str = cell("Academy", unit=TEXT, help="Short name.", example="Ambleside")
    possible: int = cell("Sessions possible", unit=SESSIONS, help="Of the statutory cohort.", example=60000, at_least=0)
    beyond: int = cell(
        "Sessions missed beyond national", unit=SESSIONS, help="Missed, less what the national rate gives; below 0 is better.",
        example=-120,
    )  # fmt: skip
    at_or_better: bool = cell("At national or better", unit=YES_NO, help="As printed, to one decimal.", example=True)


def against_national(rated: pl.DataFrame) -> pl.DataFrame:
    """One row an academy whose absence and national figure may both be seen and are of the same period."""
    held = rated.filter(
        (pl.col("kpi") == absence_rate.name)
        & (pl.col("grain") == "academy")
        & (pl.col("breakdown") == "")
        & (pl.col("population") == STATUTORY_COHORT.name)
        & pl.col("same_period")
        & pl.col("value").is_not_null()
    )
    rows = [
        (row["place"], row["period"], row["denominator"], _beyond(row), _printed(row["value"]) <= _printed(row["national"]))
        for row in held.iter_rows(named=True)
    ]
    schema = {"academy": pl.String, "period": pl.String, "possible": pl.Int64, "beyond": pl.Int64, "at_or_better": pl.Boolean}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _printed(value: float) -> Decimal:
    return displayed(value, PERCENT_SHOWN.places)


def _beyond(row: dict[str, float]) -> int:
    return int(displayed(row["numerator"] - row["national"] * row["denominator"] / 100, 0))


@kpi(
    title="Absence against national for the setting",
    focus=("P4.1-a",),
    committee=STANDARDS,
    reads=AgainstNational,
    shown=POINTS_SHOWN,
    polarity=Polarity.LOWER_IS_BETTER,
    bands=default(0, 1, "the same limits as overall absence has against national"),
    source=METHODOLOGY,
    derived=against_national,
)
def absence_vs_national_for_setting() -> Ratio:
    """Sessions missed beyond what the national rates of the academies' own phases give, in points of the sessions possible."""
    return Ratio(pl.col("beyond").sum(), pl.col("possible").sum())


@kpi(
    title="Academies at or better than national absence",
    focus=("P4.1-a",),
    committee=STANDARDS,
    reads=AgainstNational,
    shown=COUNT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER,
    source=METHODOLOGY,
    derived=against_national,
)
def academies_at_or_better_than_national() -> Count:
    """Academies whose overall absence, as printed, is no more than the national figure of their phase for the same period."""
    return Count(pl.col("at_or_better").sum())
