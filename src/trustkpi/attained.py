"""How attainment is declared alike: who did, mean points, the gap to England's other pupils, and what was never published."""

from __future__ import annotations

from datetime import date

import polars as pl

from trustkpi.kpi import PRODUCT_DEFAULT, Bands, Breakdown, Comparator, Ratio, Source, Unpublished
from validation.rules import OPENS
from validation.vocabulary import SEN_PROVISION

OUTCOME_SOURCE = Source(
    "Secondary and primary school accountability measures, guidance (Department for Education)",
    "https://www.gov.uk/government/publications/progress-8-school-performance-measure",
)
NO_PROGRESS = Unpublished(
    ("2023/24", "2024/25"), "DfE makes no key stage 2 progress for these years, whose pupils sat no key stage 1 tests",
    Source("Primary school accountability in 2025: technical guide",
        "https://www.gov.uk/government/publications/primary-school-accountability/primary-school-accountability-in-2025-technical-guide"),
)  # fmt: skip
NO_PROGRESS_8 = Unpublished(
    ("2024/25", "2025/26"), "DfE makes no Progress 8 for these years: their pupils sat no key stage 2 tests",
    Source("Secondary accountability measures 2025",
        "https://www.gov.uk/government/publications/progress-8-school-performance-measure/"
        "secondary-accountability-measures-2025-guidance-for-maintained-secondary-schools-academies-and-free-schools"),
)  # fmt: skip
# England's pupils who are not disadvantaged, by the September of the year, in tenths: LAIT, snapshot of April 2026
# (https://github.com/dfe-analytical-services/local-authority-interactive-tool).
_OTHERS = {"ks2_rwm_exs_pct": {2022: 670, 2023: 680, 2024: 700}, "attainment8": {2022: 503, 2023: 500, 2024: 504}}
DISADVANTAGED, OTHERS = "Disadvantaged", "Other pupils"
BY_DISADVANTAGE = Breakdown(
    "disadvantage", "Disadvantage", pl.when(pl.col("disadvantaged")).then(pl.lit(DISADVANTAGED)).otherwise(pl.lit(OTHERS)),
    (DISADVANTAGED, OTHERS), gap=(DISADVANTAGED, OTHERS),
)  # fmt: skip
_SEN = {**SEN_PROVISION, "N": "No SEN"}
BY_PROVISION = Breakdown.by_code("sen", "SEN provision", _SEN)


def near_last_summer(points: float) -> tuple[Bands, ...]:
    """Green level with England's figure of the same summer, amber so many points below: a product default."""
    why = f"{PRODUCT_DEFAULT}: no numeric limit was found in DfE's guide for trustees; level with England is green"
    return (Bands(0.0, points, date(2022, 9, 1), why, Comparator.NATIONAL),)


def mean_points(column: str) -> Ratio:
    """The mean of a column kept in hundredths."""
    return Ratio(pl.col(column).sum(), pl.len(), per=1, counts=pl.col(column) != 0, scale=100)


def gap_to_national_other(measure: str, hundredths: pl.Expr, *, counts: pl.Expr) -> Ratio:
    """The mean of a column of hundredths, less England's other pupils of that year; nothing where there is no figure."""
    others = OPENS.dt.year().replace_strict(_OTHERS[measure], default=None, return_dtype=pl.Int64)
    above = hundredths - 10 * others
    return Ratio(above.sum(), above.count(), per=1, counts=counts, scale=100)
