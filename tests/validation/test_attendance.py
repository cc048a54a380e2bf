"""The attendance return: what it asks for, and what is unusual against last period."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from validation.model import Known
from validation.returns import returns
from validation.returns.attendance import ATTENDANCE, Pupils, codes_of, column_of, columns_of, roll_moved, year_group_far_below
from validation.vocabulary import ATTENDANCE_CODES, Standing


def test_the_folder_is_the_register() -> None:
    assert returns()["attendance"] is ATTENDANCE


def test_every_national_code_has_a_column_known_by_its_code() -> None:
    cells = Pupils.cells()
    assert all(c.code in cells[column_of(c.code)].known_as for c in ATTENDANCE_CODES)
    assert sum(len(columns_of(s)) for s in Standing) == len(ATTENDANCE_CODES)


def test_codes_are_spelt_so_that_they_can_be_column_names() -> None:
    assert [column_of(code) for code in ("/", "\\", "#", "I", "C1")] == ["code_am", "code_pm", "code_closed", "code_i", "code_c1"]


@pytest.mark.parametrize(
    ("standing", "codes"),
    [
        (Standing.PRESENT, {"/", "\\", "L"}),
        (Standing.EDUCATIONAL, {"K", "V", "P", "W", "B", "J"}),
        (Standing.AUTHORISED, {"C", "C1", "C2", "E", "I", "J1", "M", "R", "S", "T", "H", "F"}),
        (Standing.UNAUTHORISED, {"G", "N", "O", "U"}),
        (Standing.OUTSIDE, {"D", "Q", "X", "Y", "Z", "#", *(f"Y{i}" for i in range(1, 8))}),
    ],
)
def test_codes_stand_in_their_statistical_class(standing: Standing, codes: set[str]) -> None:
    assert {c.code for c in codes_of(standing)} == codes


def pupils(n: int, **values: Any) -> pl.DataFrame:
    return pl.DataFrame({name: [values.get(name)] * n for name in Pupils.cells()}, schema=Pupils.dtypes())


@pytest.mark.parametrize(("before", "now", "queried"), [(100, 80, False), (100, 79, True), (100, 120, False), (100, 121, True)])
def test_a_roll_more_than_a_fifth_away_is_a_query(before: int, now: int, queried: bool) -> None:  # noqa: FBT001
    faults = roll_moved({"Pupils": pupils(now)}, Known("Primary", {"Pupils": pupils(before)}))
    assert bool(faults) is queried
    assert all(f.severity == "query" for f in faults)


def test_a_first_return_has_no_last_one() -> None:
    assert roll_moved({"Pupils": pupils(3)}, Known("Primary")) == []


# Primary schools in England missed 5.20%, so attended 94.8%; ten points below is 84.8%.
@pytest.mark.parametrize(("present", "n", "queried"), [(848, 6, False), (847, 6, True), (847, 5, False)])
def test_a_year_group_ten_points_below_its_phase_is_a_query(present: int, n: int, queried: bool) -> None:  # noqa: FBT001
    frame = pupils(n, year_group="4", present=present, educational=0, possible=1000)
    faults = year_group_far_below({"Pupils": frame}, Known("Primary"))
    assert bool(faults) is queried
    if queried:
        assert faults[0].says == "Attendance of Year 4 is more than 10 points below primary schools in England (94.8%)"
