"""Progress 8: from a pupil's prior attainment and Attainment 8, to a school's mean with its interval and band.

Estimates are DfE's for 2023/24, the last year for which Progress 8 exists: it is not published for 2024/25 and 2025/26, whose
pupils sat no key stage 2 tests ("KS4 ready reckoners", https://github.com/dfe-analytical-services/KS4-ready-reckoners).
"""

from __future__ import annotations

import csv
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TypeVar

import polars as pl

from trustkpi.attainment.slots import Elements

# The national spread of pupils' scores in 2023/24 (data/p8_stdev_file.csv of the ready reckoner).
SPREAD, CERTAIN = 1.41628, 1.96
_UPPER = (82.0, 86.0, 87.5, 89.0, 90.5, 92.0, *(float(n) for n in range(93, 120)))
_HALF = 0.5
BANDS = ("well above average", "above average", "average", "below average", "well below average")
Number = TypeVar("Number", float, pl.Expr)


@dataclass(frozen=True)
class Estimate:
    """The national averages of a prior attainment group, in hundredths of a point."""

    group: int
    attainment_8: int
    english: int
    maths: int
    ebacc: int
    open: int


def prior_group(reading: float, maths: float) -> int:
    """The group, 1 to 34, of the mean of the two key stage 2 scores (nominal ones below the test included)."""
    return bisect_left(_UPPER, (reading + maths) / 2) + 1


@cache
def estimates() -> dict[int, Estimate]:
    """Group to its national averages of 2023/24."""
    text = resources.files("trustkpi.attainment").joinpath("estimates.csv").read_text(encoding="utf-8")
    rows = csv.reader(text.splitlines()[1:])
    return {int(row[0]): Estimate(int(row[0]), *(round(float(points) * 100) for points in row[1:6])) for row in rows}


def pupil_score(got: Elements, estimate: Estimate) -> float:
    """A pupil's Progress 8: a tenth of what Attainment 8 is above the estimate."""
    return (got.attainment_8 - estimate.attainment_8) / 1000


def element_scores(got: Elements, estimate: Estimate) -> tuple[float, float, float, float]:
    """English, maths, EBacc and open: English and maths stand for two slots each, the others for three."""
    return (
        (got.english - estimate.english) / 200,
        (got.maths - estimate.maths) / 200,
        (got.ebacc - estimate.ebacc) / 300,
        (got.open - estimate.open) / 300,
    )


def interval(mean: Number, pupils: Number, spread: float = SPREAD) -> tuple[Number, Number]:
    """The ends of the 95% interval about a school's mean, of figures or of expressions alike."""
    half = CERTAIN * spread / pupils**0.5
    return mean - half, mean + half


def band(score: pl.Expr, low: pl.Expr, high: pl.Expr) -> pl.Expr:
    """DfE's band of a school's score, 1 to 5: the place in BANDS."""
    above = pl.when(score >= _HALF).then(1).otherwise(2)
    below = pl.when(score < -_HALF).then(5).otherwise(4)
    return pl.when(low > 0).then(above).when(high < 0).then(below).otherwise(3)
