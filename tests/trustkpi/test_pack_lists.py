"""Lists on paper: what is not fine is never cut, what is fine is counted, short lists share a page, fine ones are not printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import polars as pl

from tests.trustkpi.test_register import declared
from trustkpi.pack.lists import is_list_page, list_data_page, list_page, list_pages, lists_page
from trustkpi.pack.results import PackContext
from trustkpi.pages import Data, Figure, Grid, Link, Page, Rag, Rating
from trustkpi.register import Register
from trustkpi.trust import Trust
from validation.model import POUNDS, TEXT, Sheet, cell
from validation.periods import period

CONTEXT = PackContext(Trust("Example Trust"), period("2025-26-spring"), date(2026, 3, 27), {})


class Bills(Sheet, title="Bills", one_row="one bill", intro="Bills."):
    """What was paid."""

    payee: str = cell("Payee", unit=TEXT, help="Who.", example="Painter")
    paid: int = cell("Paid", unit=POUNDS, help="How much.", example=120.5)
    share: float = cell("Share", unit=TEXT, help="Of what.", example=0.5)


def lines(*rags: str) -> pl.DataFrame:
    rows = [("2025-26-spring", "Unity", f"job {at}", None, rag) for at, rag in enumerate(rags)]
    schema = {"period": pl.String, "academy": pl.String, "job": pl.String, "due": pl.Date, "rag": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def holding(**lists: pl.DataFrame) -> PackContext:
    return replace(CONTEXT, lists=lists)


def the_page(rags: Sequence[str], register: Register | None = None) -> Page:
    return list_page("Jobs", "Jobs", [register or declared()], holding(jobs=lines(*rags)))


def titled(title: str, ends: str) -> str:
    return title + ends


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
    registers = [declared(), declared(name="more", title="More jobs"), declared(name="notes", rag=None)]
    lists = {"jobs": lines("Amber", "Green"), "more": lines("Red", "Red"), "notes": lines("", "")}
    page = lists_page({"jobs": "Jobs", "more": "More", "notes": "Notes"}, registers, holding(**lists))
    assert the_grid(page).rows[0][0] == Link("More jobs", "More", at="more")  # type: ignore[index]
    rows = [[getattr(cell, "says", cell) for cell in row] for row in the_grid(page).rows if isinstance(row, tuple)]
    assert rows == [
        ["More jobs", "2", "2", "0", "0", "0", "Unity; job 0"], ["Jobs", "2", "0", "1", "1", "0", "Unity; job 0"],
        ["Jobs", "2", "[z]", "[z]", "[z]", "2", "Unity; job 0"],
    ]  # fmt: skip
    assert page.about.startswith("3 lists, 2 red lines in all.")


def test_every_line_is_in_the_table_however_many_the_page_has_room_for() -> None:
    (data,) = list_data_page([declared(most=2)], {"jobs": lines("Red", "Green", "Green")}).blocks
    assert isinstance(data, Data)
    assert data.rows[2] == ("Jobs", 3, "Unity", "Green", "Job: job 2")


def test_a_column_of_long_words_is_wide_and_one_of_short_words_gives_way() -> None:
    long = "Finished safeguarding audits are gone through with the trustee for safeguarding, one by one, " * 2
    frame = lines(*["Red"] * 4).with_columns(job=pl.lit(long))
    columns = {c.heading: c.width for c in the_grid(list_page("Jobs", "Jobs", [declared()], holding(jobs=frame))).columns}
    assert columns["Job"] > 5 * columns["Academy"]
    assert sum(columns.values()) <= 132 + 12  # a printed page and the rating


def test_short_lists_of_whatever_focus_share_a_page_and_long_ones_do_not() -> None:
    registers = {"Roads": [declared()], "Rail": [declared(name="more", title="More jobs"), declared(name="long", title="Long")]}
    context = holding(jobs=lines("Green"), more=lines("Red", "Amber"), long=lines(*["Red"] * 9))
    context = replace(context, registers={r.name: r for theirs in registers.values() for r in theirs})
    made = [*list_pages(registers, context, titled)]
    assert [(page.tab, page.title, [r.name for r in theirs]) for page, theirs in made] == [
        ("Short lists", "Short lists", ["jobs", "more"]), ("Long", "Long", ["long"]),
    ]  # fmt: skip
    assert all(is_list_page(page, context.registers.values()) for page, _ in made)
    short = made[0][0]
    assert short.about == "2 lists, 3 lines: 1 red, 1 amber, 1 green."
    assert [(b.title, b.in_print) for b in short.blocks if isinstance(b, Grid)] == [
        ("Jobs: 1 line, 1 green", False), ("More jobs: 2 lines, 1 red, 1 amber", True),
    ]  # fmt: skip
    widths = [[c.width for c in b.columns] for b in short.blocks if isinstance(b, Grid)]
    assert widths[0] == widths[1]


def test_money_is_in_whole_pounds_numbers_of_a_column_are_written_alike_and_days_are_short() -> None:
    register = declared(reads=Bills, columns=("academy", "payee", "paid", "share"), order=("paid",))
    frame = pl.DataFrame({"academy": ["Unity", "Unity"], "payee": ["A", "B"], "paid": [12050, 3081510], "share": [70.0, 53.8]})
    page = list_page("Jobs", "Jobs", [register], holding(jobs=frame.with_columns(rag=pl.lit("Red"))))
    assert the_grid(page).rows == (
        ("Unity", "A", Figure(120.5, before="£"), Figure(70.0, 1), Rating(Rag.RED)),
        ("Unity", "B", Figure(30815.1, before="£"), Figure(53.8, 1), Rating(Rag.RED)),
    )
    dated = lines("Red").with_columns(due=pl.lit(date(2026, 9, 1)))
    assert the_grid(list_page("Jobs", "Jobs", [declared()], holding(jobs=dated))).rows[0][2] == "1 Sep 2026"  # type: ignore[index]


def test_a_column_in_which_nobody_filled_in_anything_is_left_out() -> None:
    assert [c.heading for c in the_grid(the_page(["Red"])).columns] == ["Academy", "Job", "Rating"]
