"""Early years, phonics, tables and key stage 2: the last summer's results."""

from __future__ import annotations

from functools import partial

import polars as pl

from trustkpi.attained import (
    BY_DISADVANTAGE,
    BY_PROVISION,
    NO_PROGRESS,
    OUTCOME_SOURCE,
    gap_to_national_other,
    mean_points,
    near_last_summer,
)
from trustkpi.kpi import PERCENT_SHOWN, POINTS_SHOWN, SCORE_SHOWN, Benchmark, Kpi, Polarity, Population, Ratio, kpi
from trustkpi.shares import people_who
from validation.returns.outcomes import EXPECTED, GREATER, KS2, PHONICS, TABLES, YEARS, Primary
from validation.vocabulary import STANDARDS

_col = pl.col
_MET, _HIGH = 100, 110  # scaled scores: the expected standard, and the higher one
_EXPECTED = ((_col("reading") >= _MET) & (_col("maths") >= _MET)).fill_null(value=False) & _col("writing").is_in(
    [EXPECTED, GREATER]
).fill_null(value=False)
_HIGHER = ((_col("reading") >= _HIGH) & (_col("maths") >= _HIGH)).fill_null(value=False) & (_col("writing") == GREATER).fill_null(
    value=False
)


def at(name: str, title: str, stage: str, where: pl.Expr | None = None) -> Population:
    """The pupils of one stage."""
    mine = _col("stage") == stage
    return Population(name, title, mine if where is None else mine & where, source=OUTCOME_SOURCE)


RECEPTION = at("reception", "pupils at the end of reception last summer", YEARS)
CHECKED = at("phonics", "Year 1 pupils last summer, those who were not checked included", PHONICS)
TABLED = at("tables", "Year 4 pupils with a score last summer", TABLES, _col("mtc").is_not_null())
YEAR_6 = at("year_6", "pupils at the end of key stage 2 last summer, those below the tests included", KS2)
_result = partial(
    kpi,
    committee=STANDARDS,
    reads=Primary,
    polarity=Polarity.HIGHER_IS_BETTER,
    source=OUTCOME_SOURCE,
    breakdowns=(BY_DISADVANTAGE, BY_PROVISION),
)


@_result(title="Good level of development", focus=("T2.1-f", "P1.1-j"), shown=PERCENT_SHOWN, over=RECEPTION, bands=near_last_summer(5.0),
    benchmark=Benchmark(summer="gld_pct"), serves=("plus GLD", "gld_forecast_pct"))  # fmt: skip
def gld_pct() -> Ratio:
    """Pupils with a good level of development at the end of reception, as a share of all of them."""
    return people_who(_col("gld").fill_null(value=False))


@_result(title="Phonics check met", focus=("T2.1-f", "P1.2-d1"), shown=PERCENT_SHOWN, over=CHECKED, bands=near_last_summer(5.0),
    benchmark=Benchmark(summer="phonics_check_pass_pct"), serves=("phonics",))  # fmt: skip
def phonics_check_pass_pct() -> Ratio:
    """Year 1 pupils who met the standard of the phonics check, as a share of all of them."""
    return people_who(_col("passed").fill_null(value=False))


@_result(title="Multiplication check, average", focus=("T2.1-f",), shown=SCORE_SHOWN, over=TABLED, bands=near_last_summer(1.0),
    benchmark=Benchmark(summer="mtc_avg_score"), serves=("MTC",))  # fmt: skip
def mtc_avg_score() -> Ratio:
    """Mean score of 25 in the multiplication check, of Year 4 pupils who have one."""
    return Ratio(_col("mtc").sum(), pl.len(), per=1, counts=_col("mtc") > 0)


@_result(title="Reading, writing and maths: expected", focus=("T2.1-f", "T2.1-a", "T2.1-b", "P1.3-j"), shown=PERCENT_SHOWN, over=YEAR_6, bands=near_last_summer(5.0),
    benchmark=Benchmark(summer="ks2_rwm_exs_pct"), serves=("in_school_gap", "P8/A8/RWM for PP pupils", "attainment by group"))  # fmt: skip
def ks2_rwm_exs_pct() -> Ratio:
    """Pupils at the expected standard in reading, writing and maths, as a share of all at the end of key stage 2."""
    return people_who(_EXPECTED)


@_result(title="Reading, writing and maths: higher", focus=("T2.1-f",), shown=PERCENT_SHOWN, over=YEAR_6, bands=near_last_summer(5.0),
    benchmark=Benchmark(summer="ks2_rwm_high_pct"))  # fmt: skip
def ks2_rwm_high_pct() -> Ratio:
    """Pupils at the higher standard in reading, writing and maths, as a share of all at the end of key stage 2."""
    return people_who(_HIGHER)


@kpi(title="Disadvantaged pupils against others nationally, key stage 2", focus=("T2.1-b",), committee=STANDARDS, reads=Primary, shown=POINTS_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER, source=OUTCOME_SOURCE, serves=("disadv_vs_national_other_gap by KS/year",),
    over=at("year_6_disadvantaged", "disadvantaged pupils at the end of key stage 2 last summer", KS2, _col("disadvantaged")))  # fmt: skip
def ks2_gap_to_national_other() -> Ratio:
    """Disadvantaged pupils' share at the expected standard, less that of England's other pupils of the same year, in points."""
    return gap_to_national_other("ks2_rwm_exs_pct", _EXPECTED.cast(pl.Int64) * 10_000, counts=_EXPECTED)


_SUBJECTS = {"reading": ("read", "Reading"), "maths": ("math", "Maths"), "gps": ("gps", "Grammar, punctuation and spelling")}
_PROGRESS = {
    "reading_progress": ("read", "Reading"),
    "writing_progress": ("writ", "Writing"),
    "maths_progress": ("math", "Maths"),
}


def _average(column: str, short: str, subject: str) -> Kpi:
    def average() -> Ratio:
        return Ratio(_col(column).sum(), pl.len(), per=1, counts=_col(column) > 0)

    average.__name__, average.__doc__ = (
        f"ks2_{short}_avg_scaled",
        f"Mean scaled score in {subject.lower()}, of pupils who have one.",
    )
    scored = at(
        f"scored_{short}", f"Year 6 pupils with a score in {subject.lower()} last summer", KS2, _col(column).is_not_null()
    )
    return _result(title=f"{subject}: average scaled score", focus=("T2.1-f",), shown=SCORE_SHOWN, over=scored, bands=near_last_summer(1.0),
        benchmark=Benchmark(summer=f"ks2_{short}_avg_scaled"), serves=("ks2_read/math/gps_avg_scaled",))(average)  # fmt: skip


def _progress(column: str, short: str, subject: str) -> Kpi:
    def progress() -> Ratio:
        return mean_points(column)

    progress.__name__, progress.__doc__ = (
        f"ks2_{short}_progress",
        f"DfE's progress score in {subject.lower()}, averaged over pupils who have one.",
    )
    scored = at(
        f"progressed_{short}", f"Year 6 pupils with a progress score in {subject.lower()}", KS2, _col(column).is_not_null()
    )
    return _result(title=f"{subject}: progress", focus=("T2.1-f",), shown=SCORE_SHOWN, over=scored, breakdowns=(), unpublished=NO_PROGRESS,
        serves=("ks2_read/writ/math_progress",))(progress)  # fmt: skip


AVERAGES = tuple(_average(column, *about) for column, about in _SUBJECTS.items())
PROGRESS = tuple(_progress(column, *about) for column, about in _PROGRESS.items())
globals().update({one.name: one for one in (*AVERAGES, *PROGRESS)})  # each under its own name, as if it had been written out
