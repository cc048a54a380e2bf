"""On paper the data tables are hidden, and what stands in their place says the same."""

from __future__ import annotations

from datetime import date

import pytest

from trustkpi.pages import Column, Data, Facts, Figure, Grid, Link, Pack, Page, Trend
from trustkpi.printed import printed, steps

DATA = Data(
    "Trends", (Column("Period"), Column("Value")), (("Autumn", Figure(2.0)), ("Spring", Figure(4.0)), ("Summer", Figure(3.0)))
)
ROWS = (
    ("Absence", Link("Trend data", "Trend data"), Trend("Trend data", "Value", 0, 2)),
    ("Cover", Link("Cover", "Cover"), None),
)


def grid(name: str) -> Grid:
    return Grid("", (Column("What"), Column("Where"), Column("Trend")), ROWS, name=name)


def made() -> Pack:
    cover = Page(
        "Cover", "Cover", "All.", (Facts((("More", Link("Trend data", "Trend data")),)), grid("contents"), grid("measures"))
    )
    return printed(
        Pack("Standards", "A trust", "Spring", date(2026, 3, 27), (cover, Page("Trend data", "Trends", "All.", (DATA,))))
    )


def test_data_tables_are_hidden_and_nothing_leads_to_them() -> None:
    cover, data = made().pages
    assert (cover.hidden, data.hidden) == (False, True)
    facts, contents, measures = cover.blocks
    assert isinstance(facts, Facts)
    assert facts.lines == (("More", "Trend data"),)
    assert isinstance(contents, Grid)
    assert contents.rows == (ROWS[1],)
    assert isinstance(measures, Grid)
    assert measures.rows == (("Absence", "Trend data", "▁█▅"), ROWS[1])


@pytest.mark.parametrize(("values", "drawn"), [((), ""), ((5.0, 5.0), "▄▄"), ((0.0, 7.0), "▁█"), ((1.0, 2.0, 3.0, 8.0), "▁▂▃█")])
def test_steps_rise_from_the_least_to_the_greatest(values: tuple[float, ...], drawn: str) -> None:
    assert steps(values) == drawn


def test_a_link_that_may_not_fit_on_one_line_is_left_as_words() -> None:
    rows = (("Absence", Link("Short", "Cover")), ("Absence", Link("A list that has a long name", "Cover")))
    grid = Grid("", (Column("What"), Column("Where", 12)), rows)
    (page,) = printed(Pack("S", "T", "Spring", date(2026, 3, 27), (Page("Cover", "Cover", "All.", (grid,)),))).pages
    (told,) = page.blocks
    assert isinstance(told, Grid)
    assert told.rows == (rows[0], ("Absence", "A list that has a long name"))


def test_a_table_that_is_not_for_paper_is_left_out_of_its_page() -> None:
    blocks = (Grid("Red", (Column("What"),), (("1",),)), Grid("Fine", (Column("What"),), (("2",),), in_print=False))
    (page,) = printed(Pack("S", "T", "Spring", date(2026, 3, 27), (Page("Lists", "Lists", "All.", blocks),))).pages
    assert page.blocks == blocks[:1]
