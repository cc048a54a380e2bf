"""A KPI in words: its formula, its bands and a figure of it."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest

from trustkpi.explain import figure, find, limits, meaning
from trustkpi.facts import TrustKpiError
from trustkpi.formula import formula, in_words, labels
from trustkpi.kpi import (
    COUNT_SHOWN,
    PERCENT_SHOWN,
    Bands,
    Comparator,
    Count,
    Polarity,
    Population,
    Ratio,
    Source,
    Statistic,
    Total,
    kpi,
)
from trustkpi.trust import OwnBand
from validation.returns.attendance import AGE, Pupils
from validation.vocabulary import Phase

MISSED = pl.col("authorised") + pl.col("unauthorised")
SCHOOL_AGE = Population(
    "cohort", "Pupils aged 5 to 15", AGE.is_between(5, 15), source=Source("A methodology", "https://example.org/method")
)
POSSIBLE, TIMES, MISSED_WORDS = "Sessions possible", "\N{MULTIPLICATION SIGN}", "Authorised absence + Unauthorised absence"
NAMED = {name: about.label for name, about in Pupils.cells().items()} | {"_opens": "1 September"}


@kpi(
    title="Days away",
    focus=("T1.2-a", "P1.1-t"),
    committee="Standards and Achievement",
    reads=Pupils,
    shown=PERCENT_SHOWN,
    polarity=Polarity.LOWER_IS_BETTER,
    over=SCHOOL_AGE,
    bands=(
        Bands(5, 7, date(2023, 9, 1), "a cited source"),
        Bands(4, 6.5, date(2025, 9, 1), "a newer source"),
        Bands(0, 1, date(2024, 9, 1), "product default", Comparator.NATIONAL, Phase.SPECIAL),
    ),
)
def days_away() -> Ratio:
    """Sessions missed as a share of those that were possible."""
    return Ratio(MISSED.sum(), pl.col("possible").sum(), counts=MISSED > 0)


def test_a_ratio_is_told_with_the_headings_of_the_sheet() -> None:
    times = "\N{MULTIPLICATION SIGN}"
    assert (
        formula(days_away) == f"100 {times} [total of (Authorised absence + Unauthorised absence)] ÷ [total of Sessions possible]"
    )


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        (pl.len(), "number of rows"),
        ((pl.col("fsm6") & pl.col("fsm")).sum(), "number of rows where FSM6 and FSM"),
        ((pl.col("possible") <= 10 * MISSED).sum(), f"number of rows where {POSSIBLE} is at most 10 {TIMES} ({MISSED_WORDS})"),
        ((pl.col("possible") > 0).cast(pl.Int64).sum(), "number of rows where Sessions possible is more than 0"),
        (pl.col("code_l").fill_null(0).sum(), "total of L Late, before the register closed"),
        (AGE.is_between(5, 15), "age on 31 August is from 5 to 15"),
        (pl.col("sex").is_in(["F", "M"]), "Sex is one of F, M"),
        (~pl.col("fsm"), "not (FSM)"),
        ((pl.col("missing") > 0) & pl.col("left").is_null(), "Missing marks is more than 0 and Left is blank"),
        (pl.col("possible").filter(pl.col("sex") == "F").sum(), "total of Sessions possible, where Sex is F"),
        (pl.when(pl.col("fsm")).then(pl.col("possible")).otherwise(0), "Sessions possible where FSM, otherwise 0"),
        (pl.col("joined") - pl.lit(timedelta(days=1)), "Joined - 1 day"),
        (pl.col("born") > date(2014, 5, 17), "Date of birth is more than 17 May 2014"),
        ((pl.col("present") - (pl.col("missing") + 1)) * 2, f"(Present - (Missing marks + 1)) {TIMES} 2"),
        (pl.col("possible").median(), "median of Sessions possible"),
        (pl.struct("upn", "joined").n_unique(), "number of different UPN and Joined"),
        (pl.sum_horizontal("present", "missing"), "Present + Missing marks"),
    ],
)  # fmt: skip
def test_expressions_are_told_in_words(expression: pl.Expr, words: str) -> None:
    assert in_words(expression, NAMED) == words


def test_what_has_no_plain_words_says_what_it_is_made_from() -> None:
    odd = pl.col("sex").str.replace("F", "G") + pl.col("language").str.reverse()
    assert in_words(odd, NAMED) == "a value worked out from Sex + a value worked out from First language"


def test_a_count_and_a_statistic_are_told_too() -> None:
    declare = kpi(
        title="A", focus="T1.2-a", committee="C", reads=Pupils, shown=COUNT_SHOWN,
        polarity=Polarity.NEITHER,
    )  # fmt: skip

    def late() -> Count:
        """Late."""
        return Count(pl.col("code_l").sum(), counts=pl.col("code_l") > 0)

    def middle() -> Statistic:
        """Middle."""
        return Statistic(pl.col("possible").median(), pl.len(), counts=pl.col("possible") > 0)

    def authorised() -> Total:
        """Authorised."""
        return Total(pl.col("authorised").sum(), counts=pl.col("authorised") > 0)

    assert formula(declare(late)) == "total of L Late, before the register closed"
    assert formula(declare(authorised)) == "total of Authorised absence"
    assert formula(declare(middle)) == "median of Sessions possible, over [number of rows]"


def test_the_meaning_names_columns_by_their_headings() -> None:
    said = dict(meaning(days_away))
    assert said["Meaning"] == "Sessions missed as a share of those that were possible."
    assert said["Reads"].startswith("Authorised absence, Date of birth, Sessions possible, Unauthorised absence: sheet Pupils")
    assert said["Population"] == "Pupils aged 5 to 15 (A methodology, https://example.org/method)"
    assert said["Source"] == "no source sets it: product default"
    assert set(labels(days_away).values()) >= {"Authorised absence", "1 September"}


def test_an_unknown_kpi_is_one_sentence_with_close_names() -> None:
    with pytest.raises(TrustKpiError, match=r"There is no KPI called 'day_awy'. Did you mean days_away\?"):
        find("day_awy", {"days_away": days_away})
    with pytest.raises(TrustKpiError, match="trustkpi catalogue lists them all"):
        find("zzz", {"days_away": days_away})


@pytest.mark.parametrize("name", ["days_away", "Days away", "DAYS-AWAY"])
def test_a_kpi_is_found_however_it_is_typed(name: str) -> None:
    assert find(name, {"days_away": days_away}) is days_away


def test_the_bands_are_those_in_force_on_the_day() -> None:
    before = {limit.phase: limit for limit in limits(days_away, as_at=date(2024, 8, 31))}
    assert set(before) == {""}
    assert before[""].says == "green at or below 5.0%, amber at or below 7.0%, red beyond"
    after = {limit.phase: limit for limit in limits(days_away, as_at=date(2025, 12, 19))}
    assert after[""].says == "green at or below 4.0%, amber at or below 6.5%, red beyond"
    assert after["Special"].says == (
        "green at the national figure or better, amber no more than 1 percentage point above it, red beyond"
    )


def test_the_trusts_own_band_stands_before_ours() -> None:
    own = OwnBand("days_away", 3, 4, date(2025, 9, 1), "Trust board, July 2025", phase="Special")
    found = {limit.phase: limit for limit in limits(days_away, [own], date(2025, 12, 19))}
    assert found["Special"].set_by == "the trust, in trust.xlsx: Trust board, July 2025"
    assert found[""].set_by == "a newer source"
    everywhere = OwnBand("days_away", 3, 4, date(2025, 9, 1), "Trust board, July 2025")
    assert [limit.phase for limit in limits(days_away, [everywhere], date(2025, 12, 19))] == [""]
    assert len(limits(days_away, [everywhere], date(2025, 8, 31))) == 2


def test_a_figure_shows_value_parts_people_and_comparators() -> None:
    row = {
        "mark": "", "value": 5.25, "numerator": 1050, "denominator": 20000, "people": 210, "people_in": 150, "last_period": 5.0,
        "last_year": None, "target": None, "national": 5.2, "national_label": "Primary, 2024/25", "rag": "Amber",
        "rag_reason": "against last period", "direction": "Worse",
    }  # fmt: skip
    assert figure(days_away, row) == [
        ("Value", "5.3%"),
        ("Numerator", "1,050"),
        ("Denominator", "20,000"),
        ("People", "210"),
        ("People in the numerator", "150"),
        ("Last period", "5.0%"),
        ("National", "5.2% (Primary, 2024/25)"),
        ("Rating", "Amber: against last period"),
        ("Direction", "Worse"),
    ]


def test_a_withheld_figure_shows_no_number_at_all() -> None:
    row = {"mark": "c", "value": 5.25, "numerator": 3, "denominator": 20, "people": 4, "people_in": 1, "last_year": 7.0}
    said = figure(days_away, row)
    assert [heading for heading, _ in said] == ["Value"]
    assert said[0][1].startswith("[c]")
    assert not any(character.isdigit() for _, words in said for character in words)
