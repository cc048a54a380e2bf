"""An outsider with every published figure of a period, of all measures and in all issues, learns no withheld number of people."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from flows.work import Work
from tests.attack import packs
from tests.attack.everything import Everything
from trustkpi.catalogue import catalogue
from trustkpi.seen import seen

KPIS = catalogue()
_FIGURE = ["kpi", "population", "breakdown", "group", "grain", "place"]


@pytest.fixture(scope="module")
def measured(every: pl.DataFrame, work: Work) -> pl.DataFrame:
    """The demo's figures of the period as they are, withheld or not."""
    return every.filter(pl.col("period") == work.period.name)


@pytest.fixture(scope="module")
def published(demo_run: Path) -> pl.DataFrame:
    return packs.figures(demo_run / "packs", KPIS)


def test_the_demos_packs_together_tell_no_withheld_number_of_people(measured: pl.DataFrame, published: pl.DataFrame) -> None:
    attack = Everything([(measured, published)], KPIS)
    assert attack.secret
    assert attack.narrow() == []


def test_with_nothing_withheld_but_what_is_small_the_attack_finds_it(measured: pl.DataFrame, published: pl.DataFrame) -> None:
    """Suppression turned off but for small figures themselves: their totals give them away."""
    one = measured.filter(pl.col("kpi").is_in(["suspension_rate", "in_year_joiners", "employees_by_ethnicity", "epg_mean"]))
    few = pl.any_horizontal(pl.col(n).is_between(1, 5) for n in ("denominator", "people", "people_in", "people_out"))
    alone = one.with_columns(mark=pl.when(few).then(pl.lit("c")).otherwise(pl.lit("")))
    shown = alone.with_columns(pl.when(pl.col("mark") == "").then(n).alias(n) for n in ("numerator", "denominator", "people"))
    told = {found.kpi[0] for found in Everything([(one, shown)], KPIS).narrow()}
    assert {"suspension_rate", "in_year_joiners", "employees_by_ethnicity"} <= told
    assert published.height > shown.height


def without(place: str, results: pl.DataFrame) -> pl.DataFrame:
    """The figures as they would be if an academy had not sent its return: those of the others, added up."""
    others = results.filter(pl.col("grain") == "academy", pl.col("place") != place)
    numbers = ("numerator", "denominator", "people", "people_in", "people_out")
    added = [
        others.group_by("kpi", "period", "population", "breakdown", "group", *by, maintain_order=True)
        .agg(*(pl.when(pl.col(n).is_not_null().any()).then(pl.col(n).sum()).alias(n) for n in numbers))
        .with_columns(grain=pl.lit(grain), place=place_of, phase=phase, value=pl.col("numerator").cast(pl.Float64))
        for by, grain, place_of, phase in (
            (("phase",), "phase", pl.col("phase"), pl.col("phase")), ((), "trust", pl.lit("Trust"), pl.lit("")),
        )
    ]  # fmt: skip
    return pl.concat([others, *(table.select(results.columns) for table in added)])


def fit(results: pl.DataFrame, issued: pl.DataFrame | None = None) -> pl.DataFrame:
    return seen(results, KPIS.values(), small_group=5, pay_group=10, issued=issued)


def test_an_issue_with_one_more_return_tells_nothing_beside_the_one_before(measured: pl.DataFrame) -> None:
    shown = ["attendance_rate", "absence_rate", "persistent_absence_rate", "severe_absence_rate", "enrolments_counted"]
    now = measured.filter(pl.col("kpi").is_in(shown))
    then = without("Woodlands", now)
    first = fit(then)
    second = fit(now, first)
    assert Everything([(then, first), (now, second)], KPIS).narrow() == []
    # The totals of the whole trust are shown all the same.
    whole = second.filter(pl.col("grain") == "trust", pl.col("breakdown") == "", pl.col("population") == "cohort")
    assert {*whole.filter(pl.col("mark") == "")["kpi"]} == {*shown} - {"severe_absence_rate"}


def test_the_attack_finds_what_an_issue_tells_that_does_not_know_of_the_one_before(measured: pl.DataFrame) -> None:
    now = measured.filter(pl.col("kpi") == "enrolments_counted")
    then = without("Woodlands", now)
    told = Everything([(then, fit(then)), (now, fit(now))], KPIS).narrow()
    assert any(one.is_ <= 5 and one.between == (one.is_, one.is_) for one in told)
