"""The pupil premium strategy: published in time, on the template, in date."""

from __future__ import annotations

from functools import partial

import polars as pl

from trustkpi.kpi import (
    PERCENT_SHOWN,
    PRODUCT_DEFAULT,
    Polarity,
    Population,
    Ratio,
    Source,
    kpi,
)
from trustkpi.limits import owed_in_full
from trustkpi.register import Register, RowRag
from validation.returns.premium import MORE_THAN, Strategy
from validation.rules import CLOSES, OPENS
from validation.vocabulary import STANDARDS

RULES = Source(
    "How to report on the pupil premium (The Key, from DfE's guidance: template since 2021/22, by 31 December, above five pupils)",
    "https://schoolleaders.thekeysupport.com/administration-and-management/la-funds/grants-and-pupil-premium/how-to-report-on-the-pupil-premium/",
)
REQUIRED = Population(
    "statement_required", "academies with more than five eligible pupils", pl.col("eligible") > MORE_THAN, source=RULES
)
_LAST_DAY = pl.date(OPENS.dt.year(), 12, 31)
# Before 31 December last year's statement still stands.
_PUBLISHED = ((pl.col("published_on") >= OPENS) & (pl.col("published_on") <= _LAST_DAY)).fill_null(value=False)
_YET_TO_COME = (CLOSES <= _LAST_DAY) & pl.col("published_on").is_not_null()
_IN_TIME = _PUBLISHED | _YET_TO_COME
_CURRENT = pl.col("review_on") >= CLOSES
_THREE_YEARS = ((pl.col("to_year_end") - pl.col("from_year")).dt.total_days() >= 3 * 365 - 1) & (pl.col("to_year_end") >= CLOSES)
_statement = partial(
    kpi,
    committee=STANDARDS,
    reads=Strategy,
    shown=PERCENT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER,
    over=REQUIRED,
    bands=owed_in_full("the statement is a duty", amber=95),
    source=RULES,
)


@_statement(title="Pupil premium statement published in time", focus=("T4.1-a",))
def pp_strategy_published_by_31_dec() -> Ratio:
    """Academies that must publish a statement and did by 31 December (until then: have one), as a share of those that must."""
    return Ratio(_IN_TIME.sum(), pl.len())


@_statement(title="Statement on DfE's template", focus=("T4.1-a",))
def uses_dfe_template() -> Ratio:
    """Academies whose statement is on DfE's template, as a share of those that must publish one."""
    return Ratio(pl.col("template").sum(), pl.len())


@_statement(title="Statement's review in date", focus=("T4.1-a",))
def strategy_review_date_current() -> Ratio:
    """Academies whose statement names a review that is not past, as a share of those that must publish one."""
    return Ratio(_CURRENT.sum(), pl.len())


@_statement(title="Pupil premium statements compliant", focus=("T4.1-a",), serves=("compliance_pct across academies",))
def pp_compliance_pct() -> Ratio:
    """Academies whose statement is in time, on the template and in date, as a share of those that must publish one."""
    return Ratio((_IN_TIME & pl.col("template") & _CURRENT).sum(), pl.len())


@_statement(title="Three-year strategy in place", focus=("P1.1-c",))
def pp_strategy_3yr_in_place_pct() -> Ratio:
    """Academies whose statement covers three years and still runs, as a share of those that must publish one."""
    return Ratio(_THREE_YEARS.sum(), pl.len())


STATEMENTS = Register(
    name="pupil_premium_statements", title="Pupil premium statements", focus=("T4.1-a",), committee=STANDARDS, reads=Strategy,
    columns=("academy", "published_on", "template", "from_year", "to_year_end", "review_on", "address"),
    meaning="The statement of each academy that must publish one.", order=("academy",), where=pl.col("eligible") > MORE_THAN,
    rag=RowRag(~_IN_TIME, ~pl.col("template") | ~_CURRENT, f"{PRODUCT_DEFAULT}: not published in time is red, another fault amber"), source=RULES,
)  # fmt: skip
