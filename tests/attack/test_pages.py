"""Every page of a pack is made from rated figures and their past: in neither is a number that the data tables withhold."""

from __future__ import annotations

import polars as pl
import pytest

from flows import outward
from flows.work import Work
from trustkpi.kpi import PEOPLE_PARTS

_FIGURE = ("kpi", "population", "grain", "place", "breakdown", "group")
_WITHHELD = pl.col("mark") == "c"
_NUMBERS = ("numerator", "denominator", "value", *PEOPLE_PARTS)


@pytest.fixture(scope="module")
def pages(seen: pl.DataFrame, work: Work) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What the pages are made from: the present figures rated, and the past ones."""
    return outward.rate(seen, work), outward.history(seen, work)


def test_a_withheld_figure_has_no_number_and_no_colour_on_any_page(pages: tuple[pl.DataFrame, pl.DataFrame]) -> None:
    for table in pages:
        withheld = table.filter(_WITHHELD)
        assert withheld.height
        assert withheld.select(pl.col(_NUMBERS).is_not_null().sum()).row(0) == (0,) * len(_NUMBERS)
        assert {*withheld["rag"]} <= {"Grey", ""}
        assert {*withheld["direction"]} == {""}


@pytest.mark.parametrize("column", ["last_period", "last_year"])
def test_a_figure_withheld_then_is_not_shown_beside_the_present_one(
    column: str, pages: tuple[pl.DataFrame, pl.DataFrame], seen: pl.DataFrame, work: Work
) -> None:
    then = work.period.before() if column == "last_period" else work.period.a_year_before()
    withheld = seen.filter(_WITHHELD, pl.col("period") == then.name)
    # A trust's or a phase's past may be added up anew, from academies whose own figures are shown.
    beside = pages[0].filter(grain="academy").join(withheld, on=_FIGURE, how="semi")
    assert beside.height
    assert beside[column].is_not_null().sum() == 0


def test_a_figure_withheld_then_is_no_point_of_a_trend(pages: tuple[pl.DataFrame, pl.DataFrame]) -> None:
    of_academies = pages[1].filter(_WITHHELD, grain="academy")
    assert of_academies.height
    assert of_academies["trend"].is_not_null().sum() == 0


def test_a_total_of_the_past_is_added_up_from_figures_that_are_shown(pages: tuple[pl.DataFrame, pl.DataFrame]) -> None:
    past = pages[1]
    anew = past.filter(_WITHHELD, pl.col("trend").is_not_null(), grain="trust")
    now = pages[0].filter(grain="academy", breakdown="").select("kpi", "population", "place").unique()
    behind = past.filter(grain="academy").join(anew, on=["kpi", "population", "period"], how="semi")
    needed = behind.join(now, on=["kpi", "population", "place"], how="semi")
    assert anew.height
    assert needed.filter(_WITHHELD).is_empty()
