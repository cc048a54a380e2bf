"""National figures are found for the phase and period they are of, and named as what they are."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from trustkpi.catalogue import catalogue
from trustkpi.kpi import Benchmark, Source
from trustkpi.national import National, benchmarks, national, weighted
from validation.periods import period
from validation.vocabulary import Phase

ABSENCE = Benchmark("overall_absence_rate", "overall_absence_rate")
SPRING, SPRING_ENDS = period("2025-26-spring"), date(2026, 3, 27)


def found(phase: str, name: str, closes: date, benchmark: Benchmark = ABSENCE) -> National:
    figure = national(benchmark, phase, period(name), closes)
    assert figure is not None
    return figure


def test_a_return_to_the_same_week_is_held_against_the_daily_registers() -> None:
    figure = found("Primary", "2025-26-spring", SPRING_ENDS)
    assert (figure.value, figure.covers, figure.same_period) == (5.1805, "year to 27 March 2026", True)
    assert figure.source.link.startswith("https://github.com/dfe-analytical-services/attendance-data-dashboard/")


@pytest.mark.parametrize(
    ("closes", "same"),
    [
        (date(2026, 3, 22), False),  # the Sunday before: the figure to 20 March is of that week
        (date(2026, 3, 23), True),
        (date(2026, 3, 29), True),
        (date(2026, 3, 30), False),
    ],
)
def test_the_same_week_is_from_monday_to_sunday(closes: date, *, same: bool) -> None:
    figure = found("Special", "2025-26-spring", closes)
    assert (figure.covers == "year to 27 March 2026" and figure.same_period) is same


def test_alternative_provision_has_only_its_own_full_year_and_never_the_total() -> None:
    figure = found("Alternative provision", "2025-26-spring", SPRING_ENDS)
    assert (figure.value, figure.covers, figure.same_period) == (42.50431, "full year 2023/24", False)
    assert national(Benchmark("late_rate", "late_rate"), "Alternative provision", SPRING, SPRING_ENDS) is None


def test_a_whole_year_is_held_against_the_accredited_full_year_of_the_same_year() -> None:
    for name, closes in (("2024-25-summer", date(2025, 7, 21)), ("2024-25", date(2025, 7, 31))):
        figure = found("Special", name, closes)
        assert (figure.value, figure.covers, figure.same_period) == (12.76, "full year 2024/25", True)


SUSPENSIONS = Benchmark(term="suspension_rate")


def test_a_terms_own_figure_is_held_against_the_same_term_and_never_a_year() -> None:
    # 8,451 suspensions of 166,771 pupils: Suspensions and permanent exclusions by geography (DfE), autumn term 2024/25
    figure = found("Special", "2024-25-autumn", date(2024, 12, 20), SUSPENSIONS)
    assert (figure.value, figure.covers, figure.same_period) == (5.06743, "autumn term 2024/25", True)
    assert round(100 * 8451 / 166771, 5) == figure.value
    later = found("Special", "2025-26-autumn", date(2025, 12, 19), SUSPENSIONS)
    assert (later.covers, later.same_period) == ("autumn term 2024/25", False)
    assert national(SUSPENSIONS, "Special", SPRING, SPRING_ENDS) is None
    assert national(SUSPENSIONS, "Special", period("2024-25"), date(2025, 7, 31)) is None


def test_half_a_summer_is_not_a_whole_year() -> None:
    figure = found("Special", "2024-25-summer-1", date(2025, 5, 16))
    assert (figure.covers, figure.same_period) == ("year to 16 May 2025", True)


def test_a_whole_year_of_another_year_is_only_shown() -> None:
    figure = found("Alternative provision", "2024-25-summer", date(2025, 7, 21))
    assert (figure.covers, figure.same_period) == ("full year 2023/24", False)


def test_where_no_week_fits_the_newest_that_was_over_is_shown() -> None:
    figure = found(
        "Primary", "2025-26-autumn", date(2025, 12, 19), Benchmark("persistent_absence_rate", "persistent_absence_rate")
    )
    assert (figure.value, figure.covers, figure.same_period) == (12.99, "full year 2024/25", False)
    assert national(ABSENCE, "Primary", period("2018-19-autumn"), date(2018, 12, 21)) is None


def test_phases_are_weighted_by_the_trusts_own_mix() -> None:
    source = Source("S", "https://example.org")
    one, other = National(5.0, "year to X", True, source), National(42.0, "full year Y", False, source)
    figure = weighted([("Primary", one, 300), ("Special", one, 0), ("Alternative provision", other, 100)])
    assert figure is not None
    assert figure.value == 14.25  # (5 x 300 + 42 x 100) / 400
    assert not figure.same_period
    assert figure.covers == "weighted by phase: primary year to X; alternative provision full year Y"


def test_a_phase_without_a_figure_leaves_the_trust_without_one() -> None:
    one = National(5.0, "year to X", True, Source("S", "https://example.org"))
    assert weighted([("Primary", one, 300), ("Alternative provision", None, 100)]) is None
    assert weighted([("Primary", one, 300), ("Alternative provision", None, 0)]) is not None
    assert weighted([]) is None


def test_every_figure_is_whole_cited_and_given_once() -> None:
    table = benchmarks()
    assert table.null_count().sum_horizontal().item() == 0
    assert not table.select("measure", "series", "phase", "group", "period", "through").is_duplicated().any()
    assert set(table["phase"]) <= {p.value for p in Phase}
    assert set(table["series"]) <= {"full year", "year to date", "autumn term", "spring term", "summer term"}
    assert table["link"].str.starts_with("https://").all()
    assert table["value"].is_between(0, 120).all()
    september = pl.col("period").str.slice(0, 4).cast(pl.Int32)
    within = pl.col("through").is_between(pl.date(september, 9, 1), pl.date(september + 1, 8, 31))
    assert table.select(within.all()).item()


def test_every_series_that_a_kpi_names_is_there() -> None:
    known = set(benchmarks()["measure"])
    held = [k.benchmark for k in catalogue().values() if k.benchmark and "code_" not in k.name]
    assert {name for b in held for name in (b.full_year, b.year_to_date, b.term) if name} <= known


def test_england_attends_when_it_is_not_absent() -> None:
    wide = benchmarks().filter(pl.col("measure").is_in(["attendance_rate", "overall_absence_rate"]))
    both = wide.group_by("series", "phase", "period", "through").agg(pl.col("value").sum(), pl.len().alias("n"))
    assert both.filter((pl.col("value") - 100).abs() > 0.0002).is_empty()
    assert (both["n"] == 2).all()
