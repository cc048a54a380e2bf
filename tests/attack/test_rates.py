"""Printed rates as rounding intervals: beside the tables of every period they narrow no withheld number of people."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from tests.attack.everything import Everything
from tests.attack.finished import Cell
from tests.attack.issued_tables import Tables
from tests.attack.rates import rate, rates
from tests.attack.readings import At, Printed
from trustkpi.catalogue import catalogue

KPIS = catalogue()
TRUST = At("absence_rate", "cohort", "trust", "Trust", period="2025-26-spring")
SEVERE = ("severe_absence_rate", "cohort")


def issues(every: pl.DataFrame, seen: pl.DataFrame, *names: str) -> list[tuple[pl.DataFrame, pl.DataFrame]]:
    """Each period as measured and as issued: an outsider may have the packs of all."""
    return [(every.filter(pl.col("period") == name), seen.filter(pl.col("period") == name)) for name in names]


def test_no_rate_on_any_page_is_of_numbers_that_a_table_of_its_period_withholds(
    every: pl.DataFrame, seen: pl.DataFrame, figures: list[Printed], tables: Tables
) -> None:
    printed = [*rates(figures, tables)]
    names = sorted({one.period for one in printed})
    assert len(names) == every["period"].n_unique()
    attack = Everything(issues(every, seen, *names), KPIS, printed)
    # Rates of known numbers bound nothing else; were one of another, all would have to be sought anew.
    assert not attack.rated or attack.narrow() == []


def test_a_rate_beside_a_withheld_figure_tells_it(every: pl.DataFrame, seen: pl.DataFrame, tables: Tables) -> None:
    of = pl.col("kpi").is_in([SEVERE[0], "enrolments_counted"]), pl.col("period") == TRUST.period
    one = every.filter(*of), seen.filter(*of)
    assert Everything([one], KPIS).narrow() == []
    at = replace(TRUST, kpi=SEVERE[0], grain="academy", place="Westbury")
    # Eleven of 147 are 7.483%, printed as 7.5%: 10.95 to 11.10 of 147, and so eleven.
    attack = Everything([one], KPIS, [rate(at, 7.45, 7.55, tables)])
    assert attack.rated
    told = [found for found in attack.narrow() if (found.kpi, found.cell) == (SEVERE, ("academy", "Westbury", "", ""))]
    assert told
    assert [round(bound) for bound in told[0].between] == [11, 11]


@pytest.mark.parametrize(("says", "bounds"), [("12.4%", (12.35, 12.45)), ("1,045 days", (1044.5, 1045.5)), (0.4, (0.35, 0.45))])
def test_what_is_printed_lies_half_of_its_last_place_to_either_side(
    says: float | str, bounds: tuple[float, float], tables: Tables
) -> None:
    (found,) = rates([Printed(Cell("Scorecard", 1, 1, says), (TRUST,), says)], tables)
    assert (found.low, found.high) == pytest.approx(bounds, abs=0.002)


def test_the_phases_by_which_national_figures_are_weighted_show_their_weights(rated: pl.DataFrame) -> None:
    """Else a trust's national figure, which is a mean of the phases', would tell a withheld denominator."""
    weighted = rated.filter(pl.col("national_label").str.contains("weighted by phase"), grain="trust", breakdown="")
    assert weighted.height
    phases = rated.filter(grain="phase", breakdown="").join(weighted, on=["kpi", "population"], how="semi")
    assert phases.height >= weighted.height
    assert phases["denominator"].null_count() == 0
