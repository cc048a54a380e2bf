"""An outsider with every published figure of a period, of all measures and in all issues, learns no withheld number of people."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from flows import outward
from flows.work import Work, work_of
from tests.attack import packs
from tests.attack.everything import Everything
from trustkpi.catalogue import catalogue

KPIS = catalogue()
_FIGURE = ["kpi", "population", "breakdown", "group", "grain", "place"]


@pytest.fixture(scope="module")
def work(demo_run: Path) -> Work:
    return work_of(demo_run, None, None, None)


@pytest.fixture(scope="module")
def measured(work: Work) -> pl.DataFrame:
    """The demo's figures of the period as they are, withheld or not."""
    return outward.measure(work).filter(pl.col("period") == work.period.name)


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
