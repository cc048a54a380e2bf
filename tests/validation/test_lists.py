"""What one return lists and others choose from: a value on no line of it is a query at its cell, and never an error."""

from __future__ import annotations

import polars as pl

from validation.lists import LISTS, lists_of, not_listed
from validation.model import Known
from validation.returns import returns
from validation.returns.behaviour import BEHAVIOUR, Incidents
from validation.returns.exclusions import EXCLUSIONS


def incidents(*upns: str | None) -> dict[str, pl.DataFrame]:
    frame = pl.DataFrame([{"upn": upn} for upn in upns], schema=Incidents.dtypes())
    return {"Incidents": frame.with_columns(_row=pl.int_range(pl.len(), dtype=pl.Int64) + 7)}


def test_a_list_comes_from_a_column_that_there_is() -> None:
    for listed in LISTS.values():
        sheet = returns()[listed.return_name].sheet(listed.sheet)
        assert sheet is not None
        assert {listed.column, *listed.told_by} <= {*sheet.cells()}


def test_pupils_of_other_returns_are_chosen_from_the_attendance_return() -> None:
    assert lists_of(EXCLUSIONS) == ("pupils",)
    assert lists_of(returns()["attendance"]) == ()


def test_a_pupil_on_no_list_is_one_query_at_all_their_rows_without_the_number() -> None:
    known = Known("Primary", lists={"pupils": ["A", "B"]})
    (fault,) = not_listed(BEHAVIOUR, incidents("A", "X", "B", "X", None), known)
    assert (fault.severity, fault.rows, fault.column) == ("query", (8, 10), "upn")
    assert fault.says == "is not on the pupil list of the attendance return"


def test_where_no_list_is_known_nothing_is_held_against_it() -> None:
    assert not_listed(BEHAVIOUR, incidents("X"), Known("Primary")) == []
    assert not_listed(BEHAVIOUR, {}, Known("Primary", lists={"pupils": ["A"]})) == []
