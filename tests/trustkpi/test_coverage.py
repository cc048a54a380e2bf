"""The framework's rows, read into measures and held against KPIs and packs."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from trustkpi.coverage import COMMITTEES, SHOWN, Measured, coverage, framework, measures, shown_in
from trustkpi.kpi import COUNT_SHOWN, PERCENT_SHOWN, Benchmark, Breakdown, Count, Kpi, Polarity, Ratio, kpi
from trustkpi.register import Register
from validation.model import CODE, NUMBER, Sheet, cell


class Doors(Sheet, title="Doors", one_row="one door", intro="Each door.", key=("door",)):
    """Doors, as an example."""

    door: str = cell("Door", unit=CODE, help="Its code.", example="D1")
    colour: str = cell("Colour", unit=CODE, help="R or B.", example="R")
    open_days: int = cell("Days open", unit=NUMBER, help="Days.", example=3)
    days: int = cell("Days", unit=NUMBER, help="Days.", example=5)


COLOUR = Breakdown("colour", "Colour", pl.col("colour"), ("R", "B"), gap=("R", "B"))
SIZE = Breakdown("size", "Size", pl.col("colour"), ("R", "B"))


@kpi(
    title="Doors open",
    focus=("T1.2-a", "T1.2-b", "P4.1-a"),
    committee="Standards and Achievement",
    reads=Doors,
    shown=PERCENT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER,
    breakdowns=(COLOUR, SIZE),
    benchmark=Benchmark("doors_open"),
)
def absence_rate() -> Ratio:
    """Days that doors stood open."""
    return Ratio(pl.col("open_days").sum(), pl.col("days").sum())


@kpi(
    title="Doors", focus="T1.1-e", committee="Standards and Achievement", reads=Doors, shown=COUNT_SHOWN,
    polarity=Polarity.NEITHER, serves=("service_pupils", "grt_pupils"),
)  # fmt: skip
def doors() -> Count:
    """How many doors there are."""
    return Count(pl.len())


def row(number: str, *kpis: Kpi, shown: pl.DataFrame | None = None):
    found = [c for c in coverage({k.name: k for k in kpis}, shown) if c.asked.id == number]
    assert len(found) == 1
    return found[0]


def test_all_353_rows_stand_in_the_framework_once() -> None:
    ids = [asked.id for asked in framework()]
    assert len(ids) == len(set(ids)) == 353
    assert ids[0] == "A.1"
    assert ids[-1] == "P4.2-e"
    assert {asked.committee for asked in framework()} == {*COMMITTEES}


def test_every_row_names_a_measure() -> None:
    assert not [asked.id for asked in framework() if not asked.named()]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("absence_rate [%] low", ["absence_rate"]),
        ("a [n], b [n, GBP]; c (d, e; f) high", ["a", "b", "c"]),
        ("roll_variance_pct [%] target=0 (absolute)", ["roll_variance_pct"]),
        ("theme_coverage_pct [%] high = themes with data / themes due", ["theme_coverage_pct"]),
        ("providers_under_sla [n] target 16 then 26", ["providers_under_sla"]),
        ("reserves_pct_income [%] band", ["reserves_pct_income"]),
        ("rate per 1,000 low", ["rate per 1,000"]),
        ("gatsby_benchmarks_met [0-8] high; high_risk_open [n] low", ["gatsby_benchmarks_met", "high_risk_open"]),
        ("a gap by sex [pp] low", ["a gap by sex"]),
        ("a [%] high by audience", ["a by audience"]),
        ("a vs national [pp] low", ["a vs national"]),
        ("a; a [n]", ["a"]),
    ],
)
def test_a_rows_measures_are_read_one_by_one(text: str, named: list[str]) -> None:
    assert [str(m) for m in measures(text)] == named


def test_a_gap_and_a_breakdown_are_told_apart() -> None:
    assert measures("pa_rate gap by fsm [pp]") == (Measured("pa_rate", "fsm", gap=True),)


def test_a_row_is_served_when_every_measure_is_a_kpi_or_served_by_one() -> None:
    covered = row("T1.1-e", doors)
    assert covered.served_by == ("doors",)
    assert covered.missing == ("in_year_joiners/leavers", "mobility_rate")
    assert not covered.served


def test_a_measure_of_the_same_name_that_was_made_for_another_row_is_no_answer() -> None:
    assert "absence_rate" not in row("T1.2-a", absence_rate).missing
    assert "absence_rate" in row("T1.2-a", replace(absence_rate, focus=("P4.1-a",))).missing


def test_a_breakdown_must_be_one_of_the_kpis_own() -> None:
    by_sex = replace(absence_rate, breakdowns=(replace(COLOUR, name="sex"),))
    twin = replace(by_sex, name="persistent_absence_rate", serves=())
    assert row("T1.2-b", by_sex, twin).served
    assert row("T1.2-b", absence_rate, twin).missing == ("absence_rate by sex", "absence_rate gap by sex")


def test_a_gap_needs_a_breakdown_with_a_gap() -> None:
    without = replace(absence_rate, breakdowns=(replace(SIZE, name="sex"),))
    assert "absence_rate gap by sex" in row("T1.2-b", without).missing
    assert "absence_rate by sex" not in row("T1.2-b", without).missing


def test_a_comparison_with_national_needs_a_benchmark() -> None:
    assert "absence_rate vs national" not in row("P4.1-a", absence_rate).missing
    assert "absence_rate vs national" in row("P4.1-a", replace(absence_rate, benchmark=None)).missing


def test_with_packs_at_hand_a_measure_also_has_to_be_shown() -> None:
    def packs(*, grounded: bool) -> pl.DataFrame:
        line = ("absence_rate", "", "Standards and Achievement", "Pupil absence", grounded)
        return pl.DataFrame([line], schema=SHOWN, orient="row")

    seen = row("T1.2-a", absence_rate, shown=packs(grounded=True))
    assert seen.shown_on == ("Standards and Achievement: Pupil absence",)
    assert "absence_rate" not in seen.missing
    grey = row("T1.2-a", absence_rate, shown=packs(grounded=False))
    assert grey.shown_on == ()
    assert "absence_rate" in grey.missing


def test_a_renamed_measure_gives_its_reason() -> None:
    attendance = {"T1.2-a", "T1.2-b", "T1.2-c", "T1.2-d", "T1.2-e", "T1.2-f", "T1.2-g", "T1.2-h", "P1.1-t", "P4.1-a"}
    assert {asked.id for asked in framework() if asked.reason} >= attendance


def test_a_register_answers_the_measures_that_it_serves() -> None:
    listed = Register(
        "doors_to_mend", "Doors to mend", ("T1.1-e",), "Full Board", Doors, ("door",), "Doors.", serves=("mobility_rate",)
    )
    (covered,) = [c for c in coverage({}, None, {listed.name: listed}) if c.asked.id == "T1.1-e"]
    assert covered.served_by == ("doors_to_mend",)
    assert "mobility_rate" not in covered.missing
    assert not covered.served


def line(period: str, pages: tuple[str, ...], committee: str = "Standards and Achievement") -> dict[str, object]:
    shows = [{"name": "absence_rate", "breakdown": "", "pages": list(pages), "grounded": True}] if pages else []
    return {"committee": committee, "period": period, "as_at": "2026-03-27", **({"shows": shows} if shows else {})}


def test_each_committees_newest_pack_says_what_is_shown() -> None:
    found = shown_in([
        line("2025-26-spring", ("Scorecard", "Pupil absence")), line("2025-26-autumn", ("Old page",)),
        line("2024-25-summer", ("Board page",), "Full Board"), line("2025-26-summer", ()),
    ])  # fmt: skip
    assert found is not None
    assert sorted(found.select("committee", "sheet").rows()) == [
        ("Full Board", "Board page"),
        ("Standards and Achievement", "Pupil absence"),
        ("Standards and Achievement", "Scorecard"),
    ]


def test_packs_that_do_not_say_what_they_show_say_nothing() -> None:
    assert shown_in([]) is None
    assert shown_in([line("2025-26-spring", ())]) is None
