"""What a committee reads as a list: which rows, rated how, in which order."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from trustkpi.register import Register, RowRag, listed
from validation.model import DATE, TEXT, DeclarationError, Sheet, cell


class Jobs(Sheet, title="Jobs", one_row="one job", intro="Jobs."):
    """Jobs to do."""

    job: str = cell("Job", unit=TEXT, help="What.", example="Paint the gate")
    due: date = cell("Due", unit=DATE, help="When.", example=date(2026, 3, 1), required=False)
    state: str = cell("State", unit=TEXT, help="How it stands.", example="open")


LATE = RowRag(pl.col("due") < pl.col("_closes"), pl.col("state") == "slow", "product default: late is red")


def declared(**changed: Any) -> Register:
    given: dict[str, Any] = {
        "name": "jobs", "title": "Jobs", "focus": ("T1.1-a",), "committee": "C", "reads": Jobs,
        "columns": ("academy", "job", "due"),
        "meaning": "What is to be done.", "order": ("due",), "rag": LATE,
    }  # fmt: skip
    return Register(**(given | changed))


def rows(*lines: tuple[str, str, date | None, str]) -> pl.DataFrame:
    schema = {"academy": pl.String, "job": pl.String, "due": pl.Date, "state": pl.String}
    frame = pl.DataFrame(list(lines), schema=schema, orient="row")
    return frame.with_columns(period=pl.lit("2025-26-spring"), _closes=pl.lit(date(2026, 3, 27)))


JOBS = rows(
    ("Unity", "later", date(2026, 5, 1), "open"),
    ("Unity", "late", date(2026, 3, 1), "open"),
    ("Ambleside", "slow", date(2026, 6, 1), "slow"),
    ("", "no date", None, "open"),
    ("Ambleside", "later still", date(2026, 3, 2), "slow"),
)


def test_the_worst_rated_come_first_and_then_by_the_declared_order() -> None:
    lines = listed(declared(), JOBS).select("academy", "job", "rag").rows()
    assert lines == [
        ("Unity", "late", "Red"), ("Ambleside", "later still", "Red"), ("Ambleside", "slow", "Amber"),
        ("Unity", "later", "Green"), ("Whole trust", "no date", "Green"),
    ]  # fmt: skip


def test_the_order_in_which_rows_came_changes_nothing() -> None:
    assert listed(declared(), JOBS.reverse()).equals(listed(declared(), JOBS))


def test_only_the_rows_that_are_asked_for_are_listed_and_may_go_unrated() -> None:
    found = listed(declared(where=pl.col("state") == "slow", rag=None), JOBS)
    assert found.select("job", "rag").rows() == [("later still", ""), ("slow", "")]


def test_a_row_that_cannot_be_judged_may_be_grey() -> None:
    grey = RowRag(LATE.red, LATE.amber, LATE.basis, grey=pl.col("due").is_null())
    assert listed(declared(rag=grey), JOBS).filter(pl.col("job") == "no date")["rag"].to_list() == ["Grey"]


def test_a_column_that_the_sheet_lacks_is_refused() -> None:
    with pytest.raises(DeclarationError, match=r"Jobs has no column \['owner'\]"):
        declared(columns=("job", "owner"))


def test_rows_about_people_are_never_listed() -> None:
    class Pupils(Sheet, title="Pupils", one_row="one pupil", intro="Pupils.", personal=True, key=("upn",)):
        """About people."""

        upn: str = cell("UPN", unit=TEXT, help="UPN.", example="A")

    with pytest.raises(DeclarationError, match="people"):
        declared(reads=Pupils, columns=("upn",), order=())
