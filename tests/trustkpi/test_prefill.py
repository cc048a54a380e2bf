"""What next period's template carries over from the last return."""

from __future__ import annotations

from datetime import date

import polars as pl

from trustkpi.prefill import carries, prefilled
from validation.cover import Explanations
from validation.returns.attendance import Pupils

EXAMPLE = {name: about.example for name, about in Pupils.cells().items()}
STAYS = EXAMPLE | {"upn": "stays", "left": None, "status": "C"}
DATED = EXAMPLE | {"upn": "dated", "left": date(2025, 11, 28), "status": "C"}
MARKED = EXAMPLE | {"upn": "marked", "left": None, "status": "P"}
LAST = pl.DataFrame([STAYS, DATED, MARKED], schema=Pupils.dtypes()).with_columns(academy=pl.lit("Ambleside"))


def test_the_sheets_own_columns_come_out_in_its_own_types() -> None:
    assert prefilled(Pupils, LAST, new_year=False).schema == pl.Schema(Pupils.dtypes())


def test_who_is_on_roll_carries_over_and_their_sessions_do_not() -> None:
    filled = prefilled(Pupils, LAST, new_year=False)
    assert filled["upn"].to_list() == ["stays", "dated", "marked"]
    assert filled["born"].to_list() == [EXAMPLE["born"]] * 3
    assert filled["possible"].null_count() == filled["authorised"].null_count() == 3


def test_leavers_stay_within_the_year_and_are_dropped_in_the_next() -> None:
    assert prefilled(Pupils, LAST, new_year=True)["upn"].to_list() == ["stays"]


def test_a_year_group_is_left_to_be_typed_in_a_new_year() -> None:
    assert prefilled(Pupils, LAST, new_year=False)["year_group"].to_list() == [EXAMPLE["year_group"]] * 3
    assert prefilled(Pupils, LAST, new_year=True)["year_group"].to_list() == [None]


def test_a_sheet_says_whether_it_carries_anything() -> None:
    assert carries(Pupils)
    assert not carries(Explanations)
