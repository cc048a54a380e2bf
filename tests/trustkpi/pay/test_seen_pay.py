"""What of the pay gap may be seen: the law's six measures whole, small groups not, and not by way of others."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from tests.trustkpi.pay.demo_results import KPIS, NOW, demo, measured, posts
from trustkpi.seen import seen

WHOLE = ("", "quarter", "standing")


@pytest.fixture(scope="module")
def shown() -> pl.DataFrame:
    return seen(demo(), KPIS.values(), small_group=5, pay_group=10).filter(pl.col("period") == NOW)


def test_the_law_s_figures_are_shown_as_measured_however_few_stand_behind_them(shown: pl.DataFrame) -> None:
    by_law = [
        name for name in KPIS if name.startswith(("gpg_mean_bonus", "gpg_median_bonus", "men_paid", "women_paid", "women_in"))
    ]
    raw = demo().filter(pl.col("period") == NOW, pl.col("grain") == "trust", pl.col("kpi").is_in(by_law))
    keys = ["kpi", "breakdown", "group"]
    beside = raw.join(shown.filter(pl.col("grain") == "trust"), on=keys, suffix="_shown")
    assert beside.height == raw.height >= 9
    assert beside.filter(pl.col("value") != pl.col("value_shown")).is_empty()
    assert raw.filter(pl.col("kpi") == "men_paid_bonus_pct")["people_in"].item() <= 5  # it would be withheld otherwise


def test_no_group_below_the_board_s_limit_has_a_pay_figure(shown: pl.DataFrame) -> None:
    pay = shown.filter(pl.col("kpi").str.contains("^(epg|dpg)_"), pl.col("mark") == "")
    for part in ("people", "people_in", "people_out"):
        assert pay.filter(pl.col(part).is_between(1, 9)).is_empty(), part
    assert pay.height > 10


def test_where_a_group_is_withheld_another_is_too(shown: pl.DataFrame) -> None:
    groups = shown.filter(pl.col("breakdown").is_in(["ethnic_group", "role", "staff"]))
    for _, table in groups.group_by("kpi", "population", "breakdown"):
        gone = table.filter(pl.col("mark") == "c").height
        assert gone != 1 or table.height == 1


def test_groups_and_parts_of_the_staff_are_shown_for_the_trust_alone(shown: pl.DataFrame) -> None:
    academies = shown.filter(pl.col("grain") == "academy")
    assert academies["breakdown"].unique().to_list() == [""]
    assert not [name for name in academies["kpi"].unique() if name.startswith(("epg", "dpg"))]


def test_a_stricter_limit_shows_no_more_and_that_to_publish_leaves_the_binary_gap(shown: pl.DataFrame) -> None:
    strict = seen(demo(), KPIS.values(), small_group=49, pay_group=50).filter(pl.col("period") == NOW)
    keys = ["kpi", "population", "grain", "place", "breakdown", "group"]
    more = strict.filter(pl.col("mark") == "").join(shown.filter(pl.col("mark") == ""), on=keys, how="anti")
    assert more.is_empty()
    one = strict.filter(pl.col("kpi") == "epg_mean", pl.col("breakdown") == "").row(0, named=True)
    assert (one["mark"], one["people"] >= 50) == ("", True)
    assert strict.filter(pl.col("kpi") == "dpg_mean")["mark"].unique().to_list() == ["c"]


def test_gaps_go_where_the_group_they_are_held_against_is_small() -> None:
    """All White British colleagues but nine did not say: their own nine figures would stand behind every gap."""
    rows = posts().filter(pl.col("period") == "2025-03-31")
    british = rows.filter(pl.col("ethnicity") == "WBRI")["person"].unique().sort()
    kept = british[:9].to_list()
    silent = pl.when((pl.col("ethnicity") == "WBRI") & ~pl.col("person").is_in(kept)).then(pl.lit("REFU")).otherwise("ethnicity")
    results = measured(rows.with_columns(ethnicity=silent))
    gaps = seen(results, KPIS.values(), small_group=5, pay_group=10).filter(pl.col("kpi").is_in(["epg_mean", "epg_median"]))
    assert gaps.height > 0
    assert gaps["mark"].unique().to_list() == ["c"]


def test_nothing_of_a_withheld_row_is_left(shown: pl.DataFrame) -> None:
    gone: list[dict[str, Any]] = shown.filter(pl.col("mark") == "c").to_dicts()
    assert gone
    assert all(row[name] is None for row in gone for name in ("numerator", "denominator", "value", "people", "people_in"))
