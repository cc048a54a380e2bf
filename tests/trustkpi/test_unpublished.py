"""A measure that was never made of a year's results is grey with the reason, whatever was sent."""

from __future__ import annotations

from datetime import date

import polars as pl

from trustkpi.catalogue import catalogue
from trustkpi.facts import RESULTS, Academy
from trustkpi.national import results_year
from trustkpi.rate import rate
from trustkpi.trust import Trust
from validation.periods import period

TRUST = Trust("T", academies=(Academy("Woodlands", "999003", "Special", date(2019, 9, 1)),))
PROGRESS = catalogue()["progress8"]


def results(of: str) -> pl.DataFrame:
    row = {"kpi": "progress8", "period": of, "population": "with_progress", "value": 0.2, "denominator": 30, "numerator": 6000}
    places = ({"grain": "academy", "place": "Woodlands", "phase": "Special"}, {"grain": "trust", "place": "Trust", "phase": ""})
    return pl.DataFrame([{**row, **where, "breakdown": "", "group": ""} for where in places], schema=dict(RESULTS))


def test_the_results_of_a_pack_are_those_of_the_summer_before_until_the_year_is_over() -> None:
    assert results_year(period("2025-26-spring")) == "2024/25"
    assert results_year(period("2025-26")) == "2025/26"


def test_a_year_without_the_measure_shows_one_grey_row_with_the_reason() -> None:
    rated = rate(results("2025-26-spring"), results("2024-25-spring").clear(), TRUST, [PROGRESS], date(2026, 3, 27))
    assert rated.select("grain", "value", "rag").rows() == [("trust", None, "Grey")]
    assert rated["rag_reason"][0].startswith("not published: DfE makes no Progress 8 for these years")


def test_a_year_with_the_measure_shows_it() -> None:
    rated = rate(results("2024-25-spring"), results("2023-24-spring").clear(), TRUST, [PROGRESS], date(2025, 3, 27))
    assert rated["value"].to_list() == [0.2, 0.2]
