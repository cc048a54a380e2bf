"""A pack's pages as a workbook: what stands in the cells, how it prints, and what is drawn."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from trustkpi.excel.measured import broken, lines
from trustkpi.excel.pack_theme import FILLS
from trustkpi.excel.page import write_pack
from trustkpi.excel.paginate import on_pages
from trustkpi.pages import (
    Band,
    Bar,
    Chart,
    Charts,
    Column,
    Data,
    Figure,
    Grid,
    Link,
    Pack,
    Page,
    Prose,
    Rag,
    Rating,
    Share,
    Spot,
    Total,
    Trend,
)

pytestmark = pytest.mark.filterwarnings("ignore:Sparkline Group extension is not supported")
NAMED = (Column("Academy", 30, left=True), Column("Value", 12))
DATA = Page(
    "Absence data", "The figures", "One row a figure.",
    (Data("AbsenceData", (Column("Place", 20), Column("Numerator", 12), Column("Denominator", 12), Column("Value", 12)), (
        ("Ambleside", 30, 1000, Share(3.0, 100, 1)), ("Westbury", 60, 1000, Share(6.0, 100, 1)),
        ("Trust", Total(90, 0, 1), Total(2000, 0, 1), Share(4.5, 100, 1)),
    )),),
)  # fmt: skip
VALUES = [Spot("Absence data", row, "Value") for row in range(3)]


def written(*pages: Page) -> bytes:
    to = io.BytesIO()
    write_pack(Pack("Standards & Achievement", "Example Trust", "Spring term 2025/26", date(2026, 3, 27), pages), to)
    return to.getvalue()


def opened(*pages: Page, values: bool = False) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(written(*pages)), data_only=values)


def part(name: str, *pages: Page) -> str:
    with ZipFile(io.BytesIO(written(*pages))) as parts:
        return parts.read(name).decode()


def a_grid(*rows: tuple[object, ...] | Band, **more: object) -> Page:
    return Page("Page", "A page", "About it.", (Grid("Where do they stand?", NAMED, rows, name="academies", **more),))  # type: ignore[arg-type]


# --- cells -----------------------------------------------------------------------------------------------------------------


def test_a_figure_that_a_table_holds_is_a_formula_with_its_value() -> None:
    page = a_grid(
        ("Westbury", Figure(6.0, 1, after="%", of=(VALUES[1],))), ("Gap", Figure(3.0, 1, of=(VALUES[1], VALUES[0]), signed=True))
    )
    assert [opened(page, DATA)["Page"][f"B{row}"].value for row in (8, 9)] == [
        "='Absence data'!D8", "='Absence data'!D8-'Absence data'!D7",
    ]  # fmt: skip
    assert [opened(page, DATA, values=True)["Page"][f"B{row}"].value for row in (8, 9)] == [6.0, 3.0]
    assert opened(page, DATA)["Page"]["B8"].number_format == '#,##0.0"%";-#,##0.0"%"'


@pytest.mark.parametrize(("value", "form"), [(-0.04, "#,##0.0;#,##0.0"), (-0.06, "+#,##0.0;-#,##0.0;#,##0.0")])
def test_what_rounds_to_nought_has_no_sign(value: float, form: str) -> None:
    assert opened(a_grid(("Gap", Figure(value, 1, signed=True))))["Page"]["B8"].number_format == form


def test_totals_of_a_table_are_added_up_by_the_workbook_and_shares_worked_out() -> None:
    sheet = opened(DATA)["Absence data"]
    assert (sheet["B9"].value, sheet["C9"].value, sheet["D9"].value) == ("=SUM(B7:B8)", "=SUM(C7:C8)", "=100*B9/C9")
    assert [opened(DATA, values=True)["Absence data"][at].value for at in ("B9", "C9", "D9")] == [90, 2000, 4.5]


def test_a_rating_is_a_word_and_a_symbol_in_its_fill_and_no_return_is_hatched() -> None:
    sheet = opened(a_grid(("A", Rating(Rag.RED, figure=Figure(9.0, 1, after="%"))), ("B", Rating(None))))["Page"]
    assert (sheet["B8"].value, sheet["B8"].fill.fgColor.rgb, sheet["B8"].font.color.rgb) == (
        "9.0%\n✖ Red",
        "FF8A1C0F",
        "FFFFFFFF",
    )
    assert (sheet["B9"].value, sheet["B9"].fill.patternType) == ("no return", "lightUp")


def test_the_fills_are_as_the_trust_was_promised_and_fall_in_order_in_grey() -> None:
    assert {rag: fill for rag, (fill, _) in FILLS.items()} == {
        Rag.GREEN: "#D5F0DC", Rag.AMBER: "#E69F00", Rag.RED: "#8A1C0F", Rag.GREY: "#505A5F",
    }  # fmt: skip

    def grey(colour: str) -> float:  # as broadcasting weighs red, green and blue, ITU-R BT.601
        return sum(weight * int(colour[at : at + 2], 16) for weight, at in ((0.299, 1), (0.587, 3), (0.114, 5)))

    green, amber, red = (grey(FILLS[rag][0]) for rag in (Rag.GREEN, Rag.AMBER, Rag.RED))
    assert green - amber > 40
    assert amber - red > 40


def test_a_link_leads_to_its_page_and_says_where() -> None:
    sheet = opened(a_grid((Link("Absence data", "Absence data"), "")), DATA)["Page"]
    assert (sheet["A8"].value, sheet["A8"].hyperlink.location, sheet["A8"].hyperlink.tooltip) == (
        "Absence data", "'Absence data'!A1", "Go to Absence data",
    )  # fmt: skip


def test_text_that_looks_like_a_formula_stays_text() -> None:
    assert opened(a_grid(("=1+1", "@x")))["Page"]["A8"].data_type == "s"


# --- paper -----------------------------------------------------------------------------------------------------------------


def test_every_page_is_landscape_a4_one_page_wide_with_its_title_in_a1_and_again_on_each_sheet_of_paper() -> None:
    sheet = opened(a_grid(("A", "1")))["Page"]
    assert sheet["A1"].value == "A page"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert opened(a_grid(*((f"Academy {n}", "") for n in range(90))))["Page"].print_title_rows == "$1:$1"
    assert "Standards && Achievement" in part("xl/worksheets/sheet1.xml", a_grid(("A", "1"))).replace("&amp;", "&")


def test_of_a_long_data_table_only_the_heading_is_printed_which_says_so() -> None:
    (table,) = DATA.blocks
    assert isinstance(table, Data)
    long = replace(DATA, blocks=(replace(table, rows=table.rows[:1] * 31),))
    book = opened(a_grid(("Westbury", "1")), long)
    assert book["Absence data"].print_area == "'Absence data'!$A$1:$D$5"
    assert str(book["Absence data"]["A5"].value).startswith("A table to read on screen")
    assert not book["Page"].print_area
    # LibreOffice prints a hidden sheet that has a print area.
    for page in (replace(long, hidden=True), DATA):
        assert not opened(a_grid(("Westbury", "1")), page)["Absence data"].print_area


def test_no_page_is_left_with_its_title_alone() -> None:
    rows = tuple((f"Academy {at}", "1") for at in range(80))
    laid = on_pages(Page("Page", "A page", "About it.", (Grid("Long", NAMED, rows, name="long"),)))
    assert not [block for block in laid.blocks[:1] if isinstance(block, Grid) and block.new_page]


def test_a_link_to_a_table_of_a_page_leads_to_its_title() -> None:
    blocks = (Grid("First", NAMED, (("A", "1"), ("B", "2"))), Grid("Second", NAMED, (("A", "1"),), name="second"))
    sheet = opened(a_grid((Link("The second", "It's here", at="second"), "1")), Page("It's here", "Lists", "Two.", blocks))[
        "Page"
    ]
    # Under five rows of title stand the first table's title, headings, two rows and a blank.
    assert sheet["A8"].hyperlink.location == "'It''s here'!A11"


def test_a_long_table_is_cut_where_the_paper_ends_with_its_headings_again_and_loses_no_row() -> None:
    page = on_pages(a_grid(*((f"Academy {n}", str(n)) for n in range(90))))
    grids = [block for block in page.blocks if isinstance(block, Grid)]
    assert [row for grid in grids for row in grid.rows] == [(f"Academy {n}", str(n)) for n in range(90)]
    # 527 points of paper hold 33 rows of 15.75; the first page has more above them, and all have a title and headings.
    assert all(25 <= len(grid.rows) <= 32 for grid in grids[:-1])
    assert [grid.new_page for grid in grids] == [False, *[True] * (len(grids) - 1)]
    assert {grid.title for grid in grids[1:]} == {"Where do they stand?, continued"}
    assert opened(a_grid(*((f"Academy {n}", str(n)) for n in range(90))))["Page"].row_breaks.brk


def test_a_table_that_nearly_fits_is_printed_smaller_on_one_page() -> None:
    page = on_pages(a_grid(*((f"Academy {n}", str(n)) for n in range(34))))
    assert page.one_page
    assert page.blocks == a_grid(*((f"Academy {n}", str(n)) for n in range(34))).blocks


def test_a_band_is_never_left_at_the_foot_of_a_page() -> None:
    for above in range(20, 36):
        rows = [*((f"Academy {n}", "") for n in range(above)), Band("Special"), *((f"More {n}", "") for n in range(60))]
        grids = [block for block in on_pages(a_grid(*rows)).blocks if isinstance(block, Grid)]
        assert not [grid for grid in grids[:-1] if isinstance(grid.rows[-1], Band)], above


def test_rows_are_as_high_as_their_words_and_no_higher() -> None:
    sheet = opened(a_grid(("Short", ""), ("A name that takes more than a line of thirty digits", "")))["Page"]
    assert (sheet.row_dimensions[8].height, sheet.row_dimensions[9].height) == (15.75, 28.5)


def test_sentences_are_broken_where_the_page_ends() -> None:
    # Ten-point Arial at 96 dots an inch: an "i" is 222 thousandths of 13.3 pixels, 2.96; ten of them 29.6, and a space 3.7.
    assert [*broken("iiiiiiiiii iiiiiiiiii iiiiiiiiii", 64)] == ["iiiiiiiiii iiiiiiiiii", "iiiiiiiiii"]
    assert lines("iiiiiiiiii iiiiiiiiii", 9) == 2  # 9 digits of 7 pixels, less 1 for the edges: 62 of the 63 that it takes
    words = Page("Page", "A page", "About.", (Grid("", NAMED, (("A", "1"),)), Prose(("many words " * 12,))))
    assert [opened(words)["Page"][f"A{row}"].value for row in (9, 10)] != [None, None]


# --- what is drawn ---------------------------------------------------------------------------------------------------------


def test_a_trend_is_a_sparkline_over_its_own_rows_of_the_table() -> None:
    trend = Trend("Absence data", "Value", 0, 2, "3.0, 6.0, 4.5")
    xml = part("xl/worksheets/sheet1.xml", a_grid(("Overall absence", trend)), DATA)
    root = ET.fromstring(xml)  # noqa: S314  our own file
    (ranged,) = [node.text for node in root.iter() if node.tag.endswith("main}f") and "!" in (node.text or "")]
    (at,) = [node.text for node in root.iter() if node.tag.endswith("}sqref")]
    assert (ranged, at) == ("'Absence data'!D7:D9", "B8")


def bars(*values: float) -> tuple[Bar, ...]:
    return tuple(Bar(n, f"{value}%", value=value) for n, value in enumerate(values))


def test_a_chart_says_in_words_what_it_shows_has_direct_labels_no_legend_and_an_axis_from_nought() -> None:
    chart = Chart("Westbury is red", bars(6.0, 3.0), "Bar chart. Westbury 6%", grid="academies", column=1)
    page = a_grid(("Westbury", Figure(6.0)), ("Ambleside", Figure(3.0)))
    page = Page("Page", "A page", "About.", (Charts((chart,)), *page.blocks))
    drawn = part("xl/charts/chart1.xml", page)
    assert "Westbury is red" in drawn
    assert "<c:legend>" not in drawn
    assert '<c:min val="0.0"/>' in drawn
    assert "6.0%" in drawn  # its label
    assert "Page!$B$25:$B$26" in drawn  # under five rows of title, sixteen of charts, a blank, the table's title and headings
    assert 'descr="Bar chart. Westbury 6%"' in part("xl/drawings/drawing1.xml", page)


def test_an_axis_shows_what_is_below_nought_too() -> None:
    chart = Chart("Westbury is better", bars(0.2, -0.6), "Bar chart.", grid="academies", column=1)
    page = Page("Page", "A page", "About.", (Charts((chart,)), *a_grid(("A", Figure(0.2)), ("B", Figure(-0.6))).blocks))
    (least,) = [float(m) for m in part("xl/charts/chart1.xml", page).split('<c:min val="')[1:2] for m in [m.split('"')[0]]]
    assert least < -0.6


def test_a_label_above_the_least_bar_keeps_clear_of_the_charts_title() -> None:
    # Bars from -0.3 to 0.1 stand 0.4 apart: a third of that, and not of 0.1, is kept free above the highest.
    table = Data("TrendData", (Column("Period"), Column("Value")), (("Autumn", 1), ("Spring", 2)))
    chart = Chart("It rose", bars(-0.3, 0.1), "Column chart.", over=Trend("Trend data", "Value", 0, 1))
    page = Page("Page", "A page", "About.", (Charts((chart,)), *a_grid(("A", "1")).blocks))
    drawn = part("xl/charts/chart1.xml", page, Page("Trend data", "Trends", "One row.", (table,)))
    assert float(drawn.partition('<c:max val="')[2].partition('"')[0]) == pytest.approx(0.22)


def test_a_trend_chart_is_drawn_from_the_table_with_its_periods() -> None:
    table = Page(
        "Trend data",
        "Trends",
        "One row.",
        (Data("TrendData", (Column("Period"), Column("Value")), (("Autumn", 5), ("Spring", 4))),),
    )
    chart = Chart("It fell", bars(5.0, 4.0), "Column chart.", over=Trend("Trend data", "Value", 0, 1))
    drawn = part("xl/charts/chart1.xml", Page("Page", "A page", "About.", (Charts((chart,)), *a_grid(("A", "1")).blocks)), table)
    assert "'Trend data'!$A$7:$A$8" in drawn
    assert "'Trend data'!$B$7:$B$8" in drawn


def test_the_same_pack_gives_the_same_bytes() -> None:
    assert written(a_grid(("A", "1")), DATA) == written(a_grid(("A", "1")), DATA)
