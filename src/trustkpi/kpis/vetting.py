"""The single central record: any missing check is red, and each check is scored only for people to whom it applies."""

from __future__ import annotations

from functools import partial

import polars as pl

from trustkpi.kpi import (
    COUNT_SHOWN,
    PERCENT_SHOWN,
    PRODUCT_DEFAULT,
    Breakdown,
    Count,
    Polarity,
    Population,
    Ratio,
    Source,
    kpi,
)
from trustkpi.limits import default
from trustkpi.register import Register, RowRag
from validation.returns.safeguarding import CHECKS, Records, Vetting
from validation.vocabulary import STANDARDS

RECORD = Source(
    "Keeping children safe in education, part three: safer recruitment",
    "https://www.keepingchildrensafeineducation.co.uk/part_three_safe_recruit.html",
)
_WHY = "these checks are a duty, so a single gap is red"
ANY_GAP_IS_RED, NONE_MISSING = default(100, 100, _WHY), default(0, 0, _WHY)
CHECK = Breakdown.by_code("check", "Check", CHECKS)
_share = partial(
    kpi, committee=STANDARDS, shown=PERCENT_SHOWN, polarity=Polarity.HIGHER_IS_BETTER, bands=ANY_GAP_IS_RED, source=RECORD
)
_count = partial(kpi, committee=STANDARDS, shown=COUNT_SHOWN, polarity=Polarity.LOWER_IS_BETTER, source=RECORD)


def having(name: str, check: str) -> Population:
    """People to whom a check applies."""
    return Population(name, f"people to whom the check applies: {CHECKS[check]}", pl.col("check") == check)


def held() -> Ratio:
    """Checks held, of those that apply."""
    return Ratio(pl.col("held").sum(), pl.col("needed").sum())


@_share(title="Staff with every check", focus=("T5.1-q", "P1.1-n"), reads=Records)
def scr_compliance_pct() -> Ratio:
    """People on the single central record who have every check that their post needs, as a share of all on it."""
    return Ratio(pl.col("whole").sum(), pl.col("people").sum())


@_count(title="People with a check missing", focus=("T5.1-q",), reads=Records, bands=NONE_MISSING)
def scr_gaps() -> Count:
    """People on the single central record who lack a check that their post needs."""
    return Count((pl.col("people") - pl.col("whole")).sum())


@_share(
    title="Audits of the single central record done",
    focus=("T5.1-q", "P1.1-n"),
    reads=Records,
    serves=("scr_audit_done_this_term",),
)
def scr_audits_done_vs_due() -> Ratio:
    """Termly audits of the single central record that were done, as a share of those due since September."""
    return Ratio(pl.col("audits_done").sum(), pl.col("audits_due").sum())


@_share(title="Checks held, of all that apply", focus=("T5.1-q",), reads=Vetting, breakdowns=(CHECK,))
def checks_held_pct() -> Ratio:
    """Checks that are recorded, as a share of all that apply, kind by kind."""
    return held()


@_share(title="DBS certificates", focus=("T5.1-r",), reads=Vetting, over=having("dbs", "DBS"))
def dbs_cleared_pct() -> Ratio:
    """People with a DBS certificate on record, as a share of those who need one."""
    return held()


@_share(title="DBS at the right level", focus=("T5.1-r",), reads=Vetting, over=having("dbs_level", "LEVEL"))
def dbs_right_level_pct() -> Ratio:
    """People whose DBS certificate is at the level that their post needs, as a share of those who need one."""
    return held()


@_share(title="Prohibition checks", focus=("T5.1-s",), reads=Vetting, over=having("prohibition", "PROHIBIT"))
def prohibition_check_pct() -> Ratio:
    """People checked against the list of prohibited teachers, as a share of those to whom it applies."""
    return held()


@_share(title="Section 128 checks", focus=("T5.1-s",), reads=Vetting, over=having("section_128", "S128"))
def s128_check_pct() -> Ratio:
    """People checked for a section 128 direction, as a share of those to whom it applies."""
    return held()


@_count(title="New starters with a check outstanding", focus=("T5.1-t",), reads=Records)
def new_starters_outstanding() -> Count:
    """People who started before every check was back."""
    return Count(pl.col("awaiting").sum())


@_share(title="Outstanding checks with a risk assessment", focus=("T5.1-t",), reads=Records)
def outstanding_with_risk_assessment_pct() -> Ratio:
    """People who started before every check was back and have a risk assessment, as a share of all such."""
    return Ratio(pl.col("with_assessment").sum(), pl.col("awaiting").sum())


@_share(title="Third parties confirmed in writing", focus=("T5.1-u",), reads=Records)
def third_party_confirmations_pct() -> Ratio:
    """Agency and third-party workers whose checks their employer confirmed in writing, as a share of all."""
    return Ratio(pl.col("confirmed").sum(), pl.col("third_party").sum())


MISSING = Register(
    name="checks_missing", title="Checks missing from the single central record", focus=("T5.1-q", "T5.1-r", "T5.1-s"), committee=STANDARDS,
    reads=Vetting, columns=("academy", "check", "needed", "held"), meaning="Kinds of check that somebody lacks to whom it applies.",
    order=("academy", "check"), where=pl.col("held") < pl.col("needed"),
    rag=RowRag(pl.col("held") < pl.col("needed"), pl.lit(value=False), f"{PRODUCT_DEFAULT}: any missing check is red"), source=RECORD,
)  # fmt: skip
