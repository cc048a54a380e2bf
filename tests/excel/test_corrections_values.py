"""Values of every kind come back as they were sent: money, hours, days, yes or no, words, and what is none of these."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from trustkpi.check import check_readings
from trustkpi.excel.corrections import write_corrections
from trustkpi.excel.template import Fill, write_return
from trustkpi.facts import Reading
from trustkpi.read import read
from validation.model import CODE, DATE, HOURS, NUMBER, POUNDS, TEXT, YES_NO, Fault, Frames, Frequency, Return, Sheet, cell
from validation.periods import period
from validation.rules import QUERY


class Bills(Sheet, title="Bills", one_row="one bill", intro="One row a bill.", key=("number",), room=20):
    """Bills paid."""

    number: str = cell("Bill", unit=CODE, help="Its number.", example="B1")
    paid: int = cell("Paid", unit=POUNDS, help="Pounds paid.", example=12.5, at_most=1000)
    took: int = cell("Took", unit=HOURS, help="Hours of work.", example=1.25, required=False, blank_means=0)
    count: int = cell("Items", unit=NUMBER, help="How many.", example=3, required=False)
    on: date = cell("Paid on", unit=DATE, help="The day.", example=date(2026, 1, 5))
    late: bool = cell("Late", unit=YES_NO, help="Whether it was late.", example=True)
    note: str = cell("Note", unit=TEXT, help="Anything else.", example="Part payment", required=False, width=60)


def dear(frames: Frames) -> list[Fault]:
    """A year in which nothing was spent on repairs is unusual."""
    return [Fault(QUERY, Bills, "Whole sheet", "names no repairs in a whole year", "Add them, or explain.")] if frames else []


BILLS = Return("bills", "Bills", "Finance office", (Frequency.YEARLY,), (Bills,), "What was paid.", across=(dear,))
FIRST, AT = 7, dict(zip(Bills.cells(), "ABCDEFG", strict=True))  # title, guidance, state, need, example, headings, rows
BILL: dict[str, Any] = {
    "number": "B1", "paid": 12.5, "took": 1.25, "count": 3, "on": date(2026, 1, 5), "late": "Yes", "note": "Part payment",
}  # fmt: skip


def checked(path: Path) -> Reading:
    return check_readings([read(path, {"bills": BILLS})])[0]


@pytest.fixture
def template(tmp_path: Path) -> Path:
    to = tmp_path / "sent.xlsx"
    year, day = period("2025-26"), date(2026, 7, 31)
    write_return(BILLS, to, fill=Fill(academy="Unity", period=year, as_at=day, declared_by="Head", declared_on=day))
    return to


def there_and_back(sent: Path, *bills: dict[str, Any]) -> tuple[Reading, Reading]:
    """The reading of bills typed into the template, and that of the corrections workbook made of it."""
    book = openpyxl.load_workbook(sent)
    for i, bill in enumerate(bills):
        for name, value in {**BILL, **bill}.items():
            book["Bills"][f"{AT[name]}{FIRST + i}"] = value
    book.save(sent)
    reading = checked(sent)
    back = sent.with_name("back.xlsx")
    write_corrections(reading, back)
    return reading, checked(back)


def test_what_was_right_beside_an_error_comes_back_to_the_penny(template: Path) -> None:
    first, again = there_and_back(template, {"late": "perhaps"}, {"number": "B2", "paid": 999.99, "took": None, "count": None})
    assert [f.cell for f in again.errors] == [f"F{FIRST}"]
    frame = again.tables["Bills"].frame
    assert frame.equals(first.tables["Bills"].frame)
    assert frame["paid"].to_list() == [1250, 99999]
    assert frame["took"].to_list() == [125, 0]
    assert frame["on"].to_list() == [date(2026, 1, 5)] * 2


def test_a_marked_day_or_amount_is_still_a_day_or_an_amount(template: Path) -> None:
    first, again = there_and_back(template, {"paid": 1234.5}, {"number": "B1", "on": date(1930, 1, 1)})
    assert again.findings == first.findings
    assert {f.cell for f in again.errors} == {f"B{FIRST}", f"A{FIRST + 1}"}
    assert again.tables["Bills"].frame.equals(first.tables["Bills"].frame)


def test_a_day_typed_for_a_number_comes_back_as_people_write_days(template: Path) -> None:
    _, again = there_and_back(template, {"count": datetime(2026, 3, 1)})  # noqa: DTZ001  a workbook knows no time zones
    assert again.tables["Bills"].typed == {("count", FIRST): "01/03/2026"}
    assert [f.cell for f in again.errors] == [f"D{FIRST}"]


def test_an_excel_error_never_passes_for_words(template: Path) -> None:
    _, again = there_and_back(template, {"number": "#N/A", "note": "#REF!", "late": "No"})
    assert again.tables["Bills"].frame.row(0, named=True)["note"] is None
    assert [(f.cell, f.says) for f in again.errors] == [(f"A{FIRST}", "is blank")]


def test_a_note_under_the_table_comes_back_where_it_stood(template: Path) -> None:
    book = openpyxl.load_workbook(template)
    book["Bills"][f"B{FIRST + 3}"] = "that is all"
    book.save(template)
    first, again = there_and_back(template, {})
    assert again.findings == first.findings
    assert [f.cell for f in again.errors] == [f"B{FIRST + 3}"]


def test_a_very_long_text_comes_back_whole_and_is_cut_only_where_it_is_quoted(template: Path) -> None:
    long = "x" * 20_000
    _, again = there_and_back(template, {"count": long})
    assert again.tables["Bills"].typed == {("count", FIRST): long}
    book = openpyxl.load_workbook(template.with_name("back.xlsx"))
    said = book["Bills"][f"D{FIRST}"].comment
    assert said is not None
    assert len(said.text) < 600


def test_a_query_about_the_whole_return_links_to_its_sheet_and_is_explained(template: Path) -> None:
    first, again = there_and_back(template, {})
    assert [f.label for f in first.queries] == ["Whole sheet"]
    page = openpyxl.load_workbook(template.with_name("back.xlsx")).worksheets[0]
    row = next(row for row in page.iter_rows() if row[2].value == "Whole sheet")
    assert (row[1].value, row[1].hyperlink.location) == ("Bills", "Bills!A1")
    assert again.explanations is not None
    assert again.explanations.rows() == [("Bills", "Whole sheet", "names no repairs in a whole year", None)]
