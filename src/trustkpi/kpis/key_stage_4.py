"""Key stage 4: Attainment 8, Progress 8 with its interval, English and maths, the EBacc."""

from __future__ import annotations

from functools import partial

import polars as pl

from trustkpi.attained import (
    BY_DISADVANTAGE,
    BY_PROVISION,
    NO_PROGRESS_8,
    OUTCOME_SOURCE,
    gap_to_national_other,
    near_last_summer,
)
from trustkpi.attained_ks4 import KeyStage4
from trustkpi.attainment.progress import band, interval
from trustkpi.kpi import (
    COUNT_SHOWN,
    GRADE_SHOWN,
    PERCENT_SHOWN,
    SCORE_SHOWN,
    Benchmark,
    Polarity,
    Population,
    Ratio,
    Statistic,
    kpi,
)
from trustkpi.limits import default
from trustkpi.shares import people_who
from validation.vocabulary import STANDARDS

_col = pl.col
_declared = partial(
    kpi,
    committee=STANDARDS,
    reads=KeyStage4,
    polarity=Polarity.HIGHER_IS_BETTER,
    source=OUTCOME_SOURCE,
    breakdowns=(BY_DISADVANTAGE, BY_PROVISION),
)
WITH_PROGRESS = Population(
    "with_progress",
    "pupils with key stage 2 results, in years for which Progress 8 exists",
    _col("p8").is_not_null(),
    source=OUTCOME_SOURCE,
)
DISADVANTAGED = Population(
    "ks4_disadvantaged",
    "disadvantaged pupils at the end of key stage 4 last summer",
    _col("disadvantaged"),
    source=OUTCOME_SOURCE,
)


@_declared(
    title="Attainment 8",
    focus=("T2.1-g", "T2.1-a", "T2.1-b", "P1.3-j"),
    shown=SCORE_SHOWN,
    bands=near_last_summer(2.0),
    benchmark=Benchmark(summer="attainment8"),
    serves=("in_school_gap", "P8/A8/RWM for PP pupils", "attainment by group"),
)
def attainment8() -> Ratio:
    """Mean points in eight subjects, English and maths doubled, of all pupils at the end of key stage 4: at most 90."""
    return Ratio(_col("a8").sum(), pl.len(), per=1, counts=_col("a8") > 0, scale=100)


@kpi(title="Disadvantaged pupils against others nationally, Attainment 8", focus=("T2.1-b",), committee=STANDARDS, reads=KeyStage4, shown=SCORE_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER, source=OUTCOME_SOURCE, over=DISADVANTAGED)  # fmt: skip
def ks4_gap_to_national_other() -> Ratio:
    """Disadvantaged pupils' mean Attainment 8, less that of England's other pupils of the same year."""
    return gap_to_national_other("attainment8", _col("a8"), counts=_col("a8") > 0)


def _mean(column: str) -> Ratio:
    return Ratio(_col(column).sum(), _col(column).count(), per=1, counts=_col(column) > 0, scale=1000)


_WITH_SCORE = _col("p8").count()
_SCORE = _col("p8").sum() / _WITH_SCORE / 1000
_LOW, _HIGH = interval(_SCORE, _WITH_SCORE)


def _of_progress(statistic: pl.Expr) -> Statistic:
    return Statistic(statistic, _WITH_SCORE, counts=_col("p8") > 0)


_progress = partial(_declared, focus=("T2.1-g",), shown=GRADE_SHOWN, over=WITH_PROGRESS, unpublished=NO_PROGRESS_8)


@_progress(title="Progress 8", serves=("progress8 high with CI",))
def progress8() -> Ratio:
    """Mean Progress 8 of pupils with key stage 2 results: a tenth of what Attainment 8 is above England's of like prior attainment."""
    return _mean("p8")


@_progress(title="Progress 8, lower end of the interval", breakdowns=())
def progress8_low() -> Statistic:
    """The lower end of the 95% interval about Progress 8; above nought the score is above average for certain."""
    return _of_progress(_LOW)


@_progress(title="Progress 8, upper end of the interval", breakdowns=())
def progress8_high() -> Statistic:
    """The upper end of the 95% interval about Progress 8; below nought the score is below average for certain."""
    return _of_progress(_HIGH)


@_progress(title="Progress 8, band", breakdowns=(), shown=COUNT_SHOWN, polarity=Polarity.LOWER_IS_BETTER,
    bands=default(3, 4, "average or better is green, below average amber, well below red"))  # fmt: skip
def progress8_band() -> Statistic:
    """DfE's band of Progress 8 by its interval: 1 well above average, 2 above, 3 average, 4 below, 5 well below average."""
    return _of_progress(band(_SCORE, _LOW, _HIGH))


@_progress(title="Progress 8, English", focus=("T2.1-h",), breakdowns=())
def p8_english() -> Ratio:
    """Mean progress in English, a slot's worth."""
    return _mean("p8_english")


@_progress(title="Progress 8, maths", focus=("T2.1-h",), breakdowns=())
def p8_maths() -> Ratio:
    """Mean progress in maths, a slot's worth."""
    return _mean("p8_maths")


_share = partial(_declared, focus=("T2.1-g",), shown=PERCENT_SHOWN, bands=near_last_summer(5.0))


@_share(title="English and maths at 4 or above", benchmark=Benchmark(summer="em_4plus_pct"))
def em_4plus_pct() -> Ratio:
    """Pupils with a grade 4 or above in English (either) and maths, as a share of all at the end of key stage 4."""
    return people_who(_col("em4"))


@_share(title="English and maths at 5 or above", benchmark=Benchmark(summer="em_5plus_pct"))
def em_5plus_pct() -> Ratio:
    """Pupils with a grade 5 or above in English (either) and maths, as a share of all at the end of key stage 4."""
    return people_who(_col("em5"))


@_share(title="Entered the EBacc", benchmark=Benchmark(summer="ebacc_entry_pct"), bands=())
def ebacc_entry_pct() -> Ratio:
    """Pupils entered for every pillar of the English Baccalaureate, as a share of all at the end of key stage 4."""
    return people_who(_col("in_ebacc"))


@_declared(
    title="EBacc average points",
    focus=("T2.1-g",),
    shown=GRADE_SHOWN,
    bands=near_last_summer(0.3),
    benchmark=Benchmark(summer="ebacc_aps"),
)
def ebacc_aps() -> Ratio:
    """Mean points over the six pillars of the English Baccalaureate, a missing one nought, of all pupils."""
    return Ratio(_col("aps").sum(), pl.len() * 6, per=1, counts=_col("aps") > 0, scale=100)
