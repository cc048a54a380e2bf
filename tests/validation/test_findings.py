"""Faults as findings: where, what, what to do; once each, in order, and never with a value of a person."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from validation.findings import Finding, Layout, check, in_order, ranges, shown
from validation.model import CODE, DATE, NUMBER, POUNDS, Sheet, cell
from validation.rules import ERROR, QUERY, Rule, never_more_than, not_before

PRIVATE = "Zebedee"


class Bills(
    Sheet, title="Bills", one_row="one bill", intro="Bills.", key=("number",),
    rules=(
        never_more_than("paid", "due", says="is more than is due", do="Correct it."),
        not_before("settled", "sent", says="is before it was sent", do="Correct it."),
        Rule("settled or owed", ("settled", "colour"), "colour", pl.col("settled").is_not_null() | (pl.col("colour") != "K"),
             says="is black though nothing was settled", do="Correct it."),
        Rule("rare", ("paid",), "paid", pl.col("paid") != 100, says="is unusual", do="Explain.", severity=QUERY),
    ),
):  # fmt: skip
    """Sums of money, about nobody."""

    number: str = cell("Number", unit=CODE, help="Of the bill.", example="B1", matches="^B[0-9]+$")
    due: int = cell("Due", unit=POUNDS, help="To pay.", example=12.5, at_least=0, at_most=1000)
    paid: int = cell("Paid", unit=POUNDS, help="Already.", example=12.5, required=False)
    sent: date = cell("Sent", unit=DATE, help="When.", example=date(2026, 3, 31), at_least=date(2020, 1, 1))
    settled: date = cell("Settled", unit=DATE, help="When.", example=date(2026, 3, 31), required=False, since=date(2026, 1, 1))
    colour: str = cell(
        "Colour", unit=CODE, help="Of the paper.", example="R", required=False, one_of={c: c for c in "ABCDEFGHIJKLMNR"}
    )


class People(Sheet, title="People", one_row="one person", intro="People.", key=("name",), personal=True):
    """The same, about somebody."""

    name: str = cell("Name", unit=CODE, help="A name.", example="X", matches="^[A-Z]$")
    age: int = cell("Age", unit=NUMBER, help="Years.", example=40, at_most=99)


ROW: dict[str, Any] = {
    "number": "B1", "due": 1250, "paid": None, "sent": date(2026, 3, 1), "settled": None, "colour": None,
}  # fmt: skip
LETTERS = dict(zip(ROW, "ABCDEF", strict=True))


def found(rows: list[dict[str, Any]], sheet: type[Sheet] = Bills, layout: Layout | None = None, **given: Any) -> list[Finding]:
    base = ROW if sheet is Bills else {}
    frame = pl.DataFrame([{**base, **row} for row in rows], schema=sheet.dtypes()).with_columns(
        _file=pl.lit(0, pl.Int64),
        _row=pl.int_range(7, 7 + pl.len(), dtype=pl.Int64),
        _opens=pl.lit(date(2025, 9, 1)),
        _closes=pl.lit(given.pop("closes", date(2026, 3, 31))),
    )
    names = LETTERS if sheet is Bills else {"name": "A", "age": "B"}
    return check(sheet, frame, {0: layout or Layout("Tab", 6, names)}, **given)[0]


def test_right_rows_and_no_rows_have_no_findings() -> None:
    assert found([{}]) == []
    assert found([]) == []


def test_a_finding_says_where_what_and_what_to_do() -> None:
    (finding,) = found([{"due": 100050}])
    assert finding == Finding("Tab", "B7", "Due", "1,000.5 is more than 1,000", "Type a value from 0 to 1,000.", ERROR)


def test_limits_of_money_are_told_in_pounds_to_the_penny() -> None:
    assert found([{"due": 100000}]) == []
    assert [f.says for f in found([{"due": 100001}])] == ["1,000.01 is more than 1,000"]
    assert [f.says for f in found([{"due": -1}])] == ["-0.01 is less than 0"]


def test_dates_are_before_and_after_and_not_less_and_more() -> None:
    (finding,) = found([{"sent": date(2019, 12, 31)}])
    assert finding.says == "31 December 2019 is before 1 January 2020"
    assert finding.do == "Type 1 January 2020 or later."


def test_a_long_list_of_choices_is_cut_and_points_to_the_drop_down() -> None:
    (finding,) = found([{"colour": "Q"}])
    assert finding.says == "Q is not one of the choices"
    assert finding.do == "Choose from the list: A, B, C, D, E, F, G, H, I, J, K, L and others: see the drop-down list."


def test_each_value_of_a_sheet_about_nobody_has_its_own_finding_with_all_its_cells() -> None:
    rows = [{"number": f"B{i}", "colour": c} for i, c in enumerate("QQRQZ")]
    assert [(f.cell, f.says) for f in found(rows)] == [
        ("F7:F8, F10", "Q is not one of the choices"),
        ("F11", "Z is not one of the choices"),
    ]


def test_a_value_of_a_sheet_about_people_is_never_repeated() -> None:
    findings = found([{"name": PRIVATE, "age": 123}, {"name": PRIVATE, "age": 124}], People)
    assert [(f.cell, f.says) for f in findings] == [
        ("A7:A8", "is not in the form that is asked for"),
        ("B7:B8", "is more than 99"),
        ("A8", "is given twice"),
    ]
    assert not [f for f in findings if PRIVATE in f.says + f.do or "123" in f.says]


def test_a_value_that_its_own_column_refuses_accuses_no_other_cell() -> None:
    # 2000 pounds due is over the limit of 1000; that the 15 pounds paid are within it cannot be told before it is mended.
    rows = [{"due": 200000, "paid": 1500}, {"number": "B2", "due": 1250, "paid": 1300}, {"number": "b", "due": -1, "paid": 5}]
    assert [(f.cell, f.says) for f in found(rows)] == [
        ("B7", "2,000 is more than 1,000"),
        ("C8", "13 is more than is due"),
        ("A9", "b is not in the form that is asked for"),
        ("B9", "-0.01 is less than 0"),
    ]


def test_a_row_rule_is_told_at_the_cell_that_it_marks_and_is_silent_where_it_cannot_be_told() -> None:
    assert [(f.cell, f.says) for f in found([{"paid": 1300}])] == [("C7", "13 is more than is due")]
    assert [(f.cell, f.says) for f in found([{"paid": 1300, "due": None}])] == [("B7", "is blank")]


def test_errors_come_before_queries_and_cells_in_the_order_of_the_sheet() -> None:
    findings = found([{"paid": 100}, {"number": "B2", "colour": "Q"}, {"number": "B3", "due": -100}])
    assert [(f.severity, f.cell) for f in findings] == [("error", "F8"), ("error", "B9"), ("query", "C7")]


def test_a_key_given_twice_is_told_at_the_second_and_blanks_are_no_twins() -> None:
    assert [(f.cell, f.says) for f in found([{}, {}])] == [("A8", "B1 is given twice")]
    assert {f.says for f in found([{"number": None}, {"number": None}])} == {"is blank"}


def test_a_dated_column_is_an_error_before_it_came_into_use() -> None:
    used = [{"settled": date(2026, 3, 2)}]
    assert found(used) == []
    assert [(f.cell, f.says) for f in found(used, closes=date(2025, 12, 31))] == [
        ("E7", "2 March 2026 was not in use before 1 January 2026")
    ]


def test_a_cell_that_is_named_already_is_not_named_again() -> None:
    rows = [{"due": None}, {"number": "B2", "due": None}]
    assert [f.cell for f in found(rows)] == ["B7:B8"]
    assert [f.cell for f in found(rows, named={0: {("due", 7)}})] == ["B8"]


def test_a_required_column_that_is_not_there_is_left_to_the_reader() -> None:
    without = {name: letter for name, letter in LETTERS.items() if name != "due"}
    assert found([{"due": None}], layout=Layout("Tab", 6, without)) == []


def test_many_files_are_checked_at_once_and_told_apart() -> None:
    frame = pl.DataFrame(
        [{**ROW, "_file": file, "_row": 7, "colour": colour} for file, colour in ((0, "Q"), (1, None), (2, "Q"))],
        schema={**Bills.dtypes(), "_file": pl.Int64, "_row": pl.Int64},
    ).with_columns(_opens=pl.lit(date(2025, 9, 1)), _closes=pl.lit(date(2026, 3, 31)))
    layouts = {0: Layout("One", 6, LETTERS), 1: Layout("Two", 6, LETTERS), 2: Layout("Three", 6, {**LETTERS, "colour": "Z"})}
    findings = check(Bills, frame, layouts)
    assert {file: [(f.sheet, f.cell) for f in told] for file, told in findings.items()} == {
        0: [("One", "F7")], 1: [], 2: [("Three", "Z7")],
    }  # fmt: skip


def test_a_cell_that_could_not_be_read_accuses_no_other_for_being_blank() -> None:
    rows = [{**ROW, "number": f"B{n}", "settled": None, "colour": "K", "_file": 0, "_row": 6 + n} for n in (1, 2)]
    frame = pl.DataFrame(rows, schema={**Bills.dtypes(), "_file": pl.Int64, "_row": pl.Int64}).with_columns(
        _opens=pl.lit(date(2025, 9, 1)), _closes=pl.lit(date(2026, 3, 31))
    )
    layout = {0: Layout("Bills", 6, LETTERS)}
    assert [f.cell for f in check(Bills, frame, layout)[0]] == ["F7:F8"]
    assert [f.cell for f in check(Bills, frame, layout, {0: [("settled", 7)]})[0]] == ["F8"]


def test_rows_of_the_wrong_type_are_the_programs_fault_and_loud() -> None:
    frame = pl.DataFrame([{**ROW, "due": "12"}]).with_columns(
        _file=pl.lit(0), _row=pl.lit(7), _opens=pl.lit(date(2025, 9, 1)), _closes=pl.lit(date(2026, 3, 31))
    )
    with pytest.raises((TypeError, pl.exceptions.PolarsError)):
        check(Bills, frame, {0: Layout("Tab", 6, LETTERS)})


@pytest.mark.parametrize(
    ("rows", "cells"), [([7], "D7"), ([7, 8, 9, 9], "D7:D9"), ([31, 7, 8], "D7:D8, D31"), ([], ""), ([2, 4, 6], "D2, D4, D6")]
)
def test_rows_are_written_as_ranges_of_cells(rows: list[int], cells: str) -> None:
    assert ranges("D", rows) == cells


def test_cells_are_ordered_as_people_read_a_sheet() -> None:
    cells = ["AA7", "B10", "Z7", "C7:C9", ""]
    findings = [Finding("S", c, "L", "s", "d") for c in cells]
    assert [f.cell for f in in_order([*findings, *findings])] == ["", "C7:C9", "Z7", "AA7", "B10"]


@pytest.mark.parametrize(
    ("value", "words"),
    [(date(2026, 3, 31), "31 March 2026"), (1234, "1,234"), (1234.0, "1,234"), (0.5, "0.5"), (True, "Yes"), ("a", "a")],
)
def test_values_are_written_as_people_write_them(value: object, words: str) -> None:
    assert shown(value) == words
