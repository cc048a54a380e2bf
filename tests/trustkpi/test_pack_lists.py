"""Lists on paper: nothing that is not fine is cut, what is fine is counted, and a list that is fine is not printed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

from tests.trustkpi.test_register import declared
from trustkpi.pack.lists import list_data_page, list_page, lists_page
from trustkpi.pack.results import PackContext
from trustkpi.pages import Data, Grid, Link, Page
from trustkpi.register import Register
from trustkpi.trust import Trust
from validation.periods import period

CONTEXT = PackContext(Trust("Example Trust"), period("2025-26-spring"), date(2026, 3, 27), {})


def lines(*rags: str) -> pl.DataFrame:
    rows = [("2025-26-spring", "Unity", f"job {at}", None, rag) for at, rag in enumerate(rags)]
    schema = {"period": pl.String, "academy": pl.String, "job": pl.String, "due": pl.Date, "rag": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def the_page(rags: Sequence[str], register: Register | None = None) -> Page:
    return list_page("Jobs", register or declared(), lines(*rags), CONTEXT)


def the_grid(page: Page) -> Grid:
    return next(block for block in page.blocks if isinstance(block, Grid))


def test_what_is_fine_fills_a_page_and_the_rest_of_it_is_counted() -> None:
    page = the_page(["Red"] * 3 + ["Amber"] * 2 + ["Green"] * 20)
    assert len(the_grid(page).rows) == 12
    assert the_grid(page).more == Link("13 more lines, 13 green", "List data")
    assert page.about == "What is to be done. 25 lines: 3 red, 2 amber, 20 green."


def test_nothing_red_or_amber_is_cut_for_room() -> None:
    page = the_page(["Red"] * 10 + ["Amber"] * 9 + ["Green"])
    assert len(the_grid(page).rows) == 19
    assert the_grid(page).more == Link("1 more line, 1 green", "List data")


def test_a_list_is_printed_where_something_in_it_is_not_fine() -> None:
    assert the_page(["Amber", "Green"]).in_print
    assert not the_page(["Green", "Grey"]).in_print
    assert not the_page([]).in_print


def test_lists_at_a_glance_begin_with_the_one_that_has_most_red() -> None:
    registers = {"Jobs": declared(), "More": declared(name="more", title="More jobs"), "Notes": declared(name="notes", rag=None)}
    page = lists_page(registers, {"jobs": lines("Amber", "Green"), "more": lines("Red", "Red"), "notes": lines("", "")})
    rows = [[getattr(cell, "says", cell) for cell in row] for row in the_grid(page).rows if isinstance(row, tuple)]
    assert rows == [
        ["More jobs", "2", "2", "0", "0", "0", "Unity; job 0"], ["Jobs", "2", "0", "1", "1", "0", "Unity; job 0"],
        ["Jobs", "2", "[z]", "[z]", "[z]", "2", "Unity; job 0"],
    ]  # fmt: skip
    assert page.about.startswith("3 lists, 2 red lines in all.")


def test_every_line_is_in_the_table_however_many_the_page_has_room_for() -> None:
    (data,) = list_data_page({"Jobs": declared(most=2)}, {"jobs": lines("Red", "Green", "Green")}).blocks
    assert isinstance(data, Data)
    assert data.rows[2] == ("Jobs", 3, "Unity", "Green", "Job: job 2")


def test_a_column_of_long_words_is_wide_and_one_of_short_words_gives_way() -> None:
    long = "Finished safeguarding audits are gone through with the trustee for safeguarding, one by one, " * 2
    frame = lines(*["Red"] * 4).with_columns(job=pl.lit(long))
    columns = {c.heading: c.width for c in the_grid(list_page("Jobs", declared(), frame, CONTEXT)).columns}
    assert columns["Job"] > 5 * columns["Academy"]
    assert sum(columns.values()) <= 132 + 12  # a printed page and the rating
