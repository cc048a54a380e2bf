"""How many times as likely a group is: from published figures alone, with an interval, and only where numbers allow."""

from __future__ import annotations

import polars as pl
import pytest

from trustkpi.disproportion import ratio_with_interval, ratios_of

KPI = "pupils_suspended_rate"


def rated(*rows: tuple[str, str, int | None, int | None]) -> pl.DataFrame:
    """Rows of the trust: breakdown, group, numerator and denominator; withheld where None."""
    schema = dict.fromkeys(("breakdown", "group"), pl.String) | dict.fromkeys(("numerator", "denominator"), pl.Int64)
    frame = pl.DataFrame(list(rows), schema=schema, orient="row")
    return frame.with_columns(
        kpi=pl.lit(KPI), period=pl.lit("2025-26-autumn"), grain=pl.lit("trust"), place=pl.lit("Trust"),
        value=100 * pl.col("numerator") / pl.col("denominator"),
    )  # fmt: skip


def told(*rows: tuple[str, str, int | None, int | None]) -> list[str]:
    return ratios_of(KPI)(rated(*rows))["group"].to_list()


def test_the_interval_is_that_of_the_logarithm_of_the_ratio() -> None:
    # 10 of 20 and 5 of 30: 0.5 / 0.1667 is 3; the error is the root of 1/10 - 1/20 + 1/5 - 1/30 = 0.2166667, 0.4654747;
    # times 1.959964 it is 0.9123137, and e to that is 2.490077
    ratio, low, high = ratio_with_interval(10, 20, 5, 30)
    assert (ratio, low, high) == (3.0, pytest.approx(3 / 2.490077, rel=1e-5), pytest.approx(3 * 2.490077, rel=1e-5))


def test_the_same_share_of_a_larger_group_is_surer() -> None:
    _, low, high = ratio_with_interval(10, 20, 5, 30)
    _, surer_low, surer_high = ratio_with_interval(100, 200, 50, 300)
    assert low < surer_low < 3 < surer_high < high


def test_a_ratio_is_told_where_five_are_in_both_numerators_and_not_where_four_are() -> None:
    whole = ("", "", 10, 100)
    assert told(whole, ("sex", "Male", 5, 40)) == ["Sex: Male"]
    assert told(whole, ("sex", "Male", 4, 40)) == []
    assert told(whole, ("sex", "Male", 6, 40)) == []  # 4 are left of the others


def test_what_is_withheld_enters_nowhere() -> None:
    assert told(("", "", 20, 100), ("sex", "Male", None, None)) == []
    assert told(("", "", None, None), ("sex", "Male", 9, 40)) == []


def test_leavers_may_make_a_group_have_more_suspended_than_it_has_pupils_and_then_nothing_is_told() -> None:
    assert told(("", "", 30, 40), ("sex", "Male", 12, 11)) == []
