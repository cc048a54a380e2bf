"""The return template: stamps, locks, drop-downs, live checks and what the reader makes of it."""

from __future__ import annotations

import io
import itertools
import math
import shutil
import subprocess
import time
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from trustkpi.excel.lists import Choices
from trustkpi.excel.template import Fill, write_return
from trustkpi.excel.uses_page import Use
from trustkpi.read import read, read_settings
from validation.cover import COVER
from validation.model import CODE, POUNDS, YES_NO, Frequency, Return, Sheet, cell
from validation.periods import period
from validation.returns.attendance import ATTENDANCE, Pupils
from validation.returns.behaviour import BEHAVIOUR
from validation.rules import adds_up_to
from validation.trust_settings import TRUST_SETTINGS

AS_AT = date(2025, 12, 19)
PLAIN = Fill(
    academy="Ambleside", period=period("2025-26-autumn"), as_at=AS_AT, due=date(2026, 1, 9), contact="Trust office",
    declared_by="Principal", declared_on=date(2026, 1, 8), synthetic=True,
)  # fmt: skip
# Local authority code 000 is never issued. Check letters by hand: ...001: 23 mod 23 = 0 -> A; ...002: 36 mod 23 = 13 -> P;
# ...003: 49 mod 23 = 3 -> D.
PUPIL = {
    "sex": "F", "born": date(2015, 5, 17), "year_group": "6", "boarder": "N", "ethnicity": "WBRI", "language": "ENG",
    "fsm": False, "fsm6": True, "sen": "N", "medical": False, "looked_after": False, "previously_looked_after": "N",
    "child_in_need": False, "child_protection": False, "service_child": "N", "status": "C", "joined": date(2023, 9, 1),
    "possible": 140, "present": 130, "educational": 0, "authorised": 10, "unauthorised": 0, "code_am": 66, "code_pm": 64,
    "code_i": 10,
}  # fmt: skip
UPNS = ("A000200000001", "P000200000002", "D000200000003")


def pupils(*changes: Mapping[str, object]) -> pl.DataFrame:
    rows = [{"upn": upn, **PUPIL, **change} for upn, change in zip(UPNS, changes, strict=False)]
    blank_means = {name: about.blank_means for name, about in Pupils.cells().items() if about.blank_means is not None}
    return pl.DataFrame([{**blank_means, **row} for row in rows], schema=Pupils.dtypes())


RIGHT = replace(PLAIN, rows={"Pupils": pupils({}, {}, {})})
# Ten cells at fault, and what the workbook can tell of each by itself, is said in WRONG_COUNTS.
WRONG = replace(
    PLAIN,
    declared_on=None,
    rows={"Pupils": pupils(
        {"sex": None, "code_h": 0, "present": 131},  # blank; 131 is not 66 + 64, and 131 + 10 is not 140
        {"possible": 501, "left": date(2023, 8, 31), "code_h": 2},  # above 500 and adds up no more; left before joining; H
        {"upn": UPNS[0]},  # given twice
    )},
    typed={
        ("Pupils", "ethnicity", 0): "WHITE", ("Pupils", "fsm", 1): "perhaps", ("Pupils", "fsm6", 1): "Y",
        ("Pupils", "born", 1): "31/02/2015", ("Pupils", "authorised", 2): "ten", ("Pupils", "sen", 1): "SEN support",
    },
)  # fmt: skip
WRONG_COUNTS = {
    ("Sex", "Blank but needed"): (1, "first"),
    ("Ethnicity", "Not on the list"): (1, "first"),
    ("FSM", "Not on the list"): (1, "second"),
    ("Date of birth", "Not a number or date"): (1, "second"),
    ("Authorised absence", "Not a number or date"): (1, "third"),
    ("Sessions possible", "Outside the limits"): (1, "second"),
    ("H Family holiday agreed (before 19 August 2024)", "No longer in use (query)"): (1, "second"),
    # 131 + 0 + 10 + 0 = 141, not 140; 130 + 10 = 140, not 501; the third cannot be told, since "ten" is no number.
    ("Sessions possible is not present + approved educational activity + authorised + unauthorised", "Rows at odds"): (
        2,
        "first",
    ),
    ("Present is not the sum of codes /, \\ and L", "Rows at odds"): (1, "first"),  # 66 + 64 = 130, not 131
    # I 10 and H 2 make 12 in the second row, where 10 are given.
    ("Authorised absence is not the sum of the authorised absence codes", "Rows at odds"): (1, "second"),
    ("Left is before the date joined", "Rows at odds"): (1, "second"),
    ("UPN is given twice (same UPN and Joined)", "Rows at odds"): (2, "first"),
}


def written(declared: Return, fill: Fill) -> io.BytesIO:
    to = io.BytesIO()
    write_return(declared, to, fill=fill)
    return to


def book_of(declared: Return, fill: Fill | None = None, *, values: bool = False) -> openpyxl.Workbook:
    return openpyxl.load_workbook(written(declared, fill or Fill()), data_only=values)


def beside(page: Worksheet) -> dict[str, openpyxl.cell.Cell]:
    return {row[0].value: row[1] for row in page.iter_rows(min_row=4, max_col=2) if row[0].value}


def counts(page: Worksheet) -> dict[tuple[str, str], object]:
    """Every count of the Checks table that is not nought, by line and heading."""
    heading = next(row for row in page.iter_rows() if row[1].value == "Column, or what every row must keep")
    found = {}
    for row in page.iter_rows(min_row=heading[0].row + 1):
        if row[0].value is None:
            break
        for at, cell_ in enumerate(row[2:10], start=2):
            if isinstance(cell_.value, int) and cell_.value:
                found[row[1].value, heading[at].value] = (cell_.value, row[11].value)
    return found


def stands(page: Worksheet) -> dict[str, list[object]]:
    """The summary of the Checks sheet, by sheet."""
    rows = itertools.takewhile(lambda row: row[0].value, page.iter_rows(min_row=7))
    return {row[0].value: [c.value for c in row[1:8]] for row in rows}


def first_row(page: Worksheet) -> int:
    return next(row[0].row for row in page.iter_rows(max_row=30) if row[0].value == "UPN") + 1


def test_the_sheets_stand_in_their_order() -> None:
    assert book_of(ATTENDANCE).sheetnames == [
        "Cover", "Pupils", "Paste from MIS", "Explanations", "Checks", "Lists", "Notes",
    ]  # fmt: skip
    titles = [sheet.facts().title for sheet in TRUST_SETTINGS.sheets]
    assert book_of(TRUST_SETTINGS).sheetnames == ["Cover", *titles, "Checks", "Lists", "Notes"]


@pytest.mark.parametrize("declared", [ATTENDANCE, TRUST_SETTINGS], ids=lambda d: d.name)
def test_the_stamp_is_in_three_places(declared: Return) -> None:
    book = book_of(declared)
    assert beside(book["Cover"])[COVER["stamp"].label].value == declared.stamp
    assert book.custom_doc_props["trustkpi_template"].value == declared.stamp
    assert book.defined_names["trustkpi_template"].value == f'"{declared.stamp}"'


def test_any_one_of_the_stamps_tells_the_return(tmp_path: Path) -> None:
    book = book_of(ATTENDANCE, RIGHT)
    beside(book["Cover"])["Template"].value = None
    del book.custom_doc_props["trustkpi_template"]
    book["Pupils"].title = "Renamed"
    book.save(tmp_path / "one.xlsx")
    assert read(tmp_path / "one.xlsx").declared is ATTENDANCE


def test_the_cover_says_whose_it_is_when_it_is_due_and_whom_to_ask() -> None:
    cover = beside(book_of(ATTENDANCE, PLAIN)["Cover"])
    assert cover["Academy"].value == "Ambleside"
    assert cover["Period"].value == "2025-26-autumn"
    assert cover["As at"].value.date() == AS_AT
    assert cover["Send it by"].value == "9 January 2026"
    assert cover["Questions to"].value == "Trust office"
    assert cover["Who fills it in"].value == "Attendance officer"


def test_the_settings_ask_for_no_academy_period_or_declaration() -> None:
    labels = beside(book_of(TRUST_SETTINGS)["Cover"])
    assert "Template" in labels
    assert not {COVER[name].label for name in COVER if name != "stamp"} & labels.keys()


def test_every_sheet_is_locked_without_a_password_but_for_its_cells_for_typing() -> None:
    book = book_of(ATTENDANCE, RIGHT)
    for page in book:
        assert page.protection.sheet
        assert not page.protection.password
    assert not book["Pupils"].cell(first_row(book["Pupils"]), 1).protection.locked
    open_labels = {label for label, c in beside(book["Cover"]).items() if not c.protection.locked}
    assert open_labels == {"Academy", "Period", "As at", "Completed by", "Declared right by", "Declared on"}
    for name in ("Checks", "Lists", "Notes"):
        assert all(c.protection.locked for row in book[name].iter_rows() for c in row)


def test_blank_cells_for_typing_are_open_and_headings_are_not() -> None:
    page = book_of(ATTENDANCE)["Pupils"]
    columns = [column for column in page.column_dimensions.values() if column.width]
    assert max(column.max for column in columns) == len(Pupils.cells())
    assert not [column for column in columns if column.protection.locked]
    assert all(c.protection.locked for row in page.iter_rows(max_row=first_row(page) - 1) for c in row)


def test_panes_are_frozen_under_the_headings_and_beside_the_key() -> None:
    page = book_of(ATTENDANCE)["Pupils"]
    assert page.freeze_panes == f"B{first_row(page)}"


def test_every_sheet_has_its_title_in_a1() -> None:
    for declared in (ATTENDANCE, TRUST_SETTINGS):
        for page in book_of(declared):
            assert page["A1"].value
            assert page["A1"].font.size == 16


def test_a_choice_has_a_drop_down_and_a_count_has_limits() -> None:
    page = book_of(ATTENDANCE)["Pupils"]
    rules = {str(rule.sqref).split(":")[0].rstrip("0123456789"): rule for rule in page.data_validations.dataValidation}
    letters = {c.value: c.column_letter for c in page[first_row(page) - 1]}
    sex, possible, born = (rules[letters[label]] for label in ("Sex", "Sessions possible", "Date of birth"))
    assert (sex.type, sex.formula1) == ("list", "list_sex")
    assert (possible.type, possible.formula1, possible.formula2) == ("whole", "0", "500")
    assert born.type == "date"
    assert len(rules) == len(Pupils.cells())
    assert all(rule.promptTitle and rule.prompt for rule in rules.values())
    assert str(sex.sqref).endswith(str(first_row(page) - 1 + 2000))


def test_pupils_that_the_trust_knows_are_offered_and_others_may_be_typed() -> None:
    known = {"pupils": {UPNS[0]: "Year 6, Female, 17 May 2015", UPNS[1]: "Year 6, Male, 3 June 2015"}}
    book = book_of(BEHAVIOUR, replace(PLAIN, lists=known))
    (rule,) = [r for r in book["Incidents"].data_validations.dataValidation if str(r.sqref).startswith("A")]
    assert (rule.type, rule.formula1, rule.errorStyle) == ("list", "list_pupils", "warning")
    tab, area = next(iter(book.defined_names["list_pupils"].destinations))
    assert [row[0].value for row in book[tab][area.replace("$", "")]] == [*UPNS[:2]]
    (blank,) = [r for r in book_of(BEHAVIOUR)["Incidents"].data_validations.dataValidation if str(r.sqref).startswith("A")]
    assert blank.type != "list"


def test_no_mark_is_too_long_for_excel_and_every_rule_has_one() -> None:
    page = book_of(ATTENDANCE)["Pupils"]
    formulas = [rule.formula[0] for area in page.conditional_formatting for rule in area.rules]
    assert max(len(formula) for formula in formulas) <= 255
    countable = [rule for rule in Pupils.facts().rules if rule.breaks_in_excel]
    marked = [area for area in page.conditional_formatting if str(area.sqref).startswith("U")]  # sessions possible
    assert len(countable) == 8
    assert any("+" in rule.formula[0] for area in marked for rule in area.rules)


def test_every_list_stands_behind_a_defined_name() -> None:
    book = book_of(ATTENDANCE)
    tab, area = next(iter(book.defined_names["list_sex"].destinations))
    offered = [row[0].value for row in book[tab][area.replace("$", "")]]
    assert offered == ["Female", "Male", "Unknown", "F", "M", "U"]
    assert book.defined_names["return_as_at"].value == f"Cover!${beside(book['Cover'])['As at'].coordinate.replace('B', 'B$')}"


def test_a_blank_template_says_what_is_missing() -> None:
    page = book_of(ATTENDANCE, values=True)["Checks"]
    # What is blank is no error yet. Cells to fill: five lines of the cover and one row of the 23 needed columns.
    assert stands(page)["Whole return"] == ["0 errors, 0 queries to explain, 0% complete", 0, 0, 0, 28, 28, 0]
    assert stands(page)["Pupils"][0] == "nothing filled in yet"
    assert stands(page)["Explanations"][0] == "left empty, which is allowed"
    assert not counts(page)


def test_a_right_return_has_nought_to_mend() -> None:
    book = book_of(ATTENDANCE, RIGHT, values=True)
    assert not counts(book["Checks"])
    assert stands(book["Checks"])["Whole return"][0] == "0 errors, 0 queries to explain, 100% complete"
    whole = "Ambleside, 2025-26-autumn, due 9 January 2026: 0 errors, 0 queries to explain, 100% complete"
    assert book["Cover"]["A3"].value == book["Pupils"]["A3"].value == whole


def test_each_mistake_is_counted_where_it_stands_with_a_link_to_the_first() -> None:
    book = book_of(ATTENDANCE, WRONG, values=True)
    first = first_row(book["Pupils"])
    rows = {"first": first, "second": first + 1, "third": first + 2}
    found = counts(book["Checks"])
    assert {where: count for where, (count, _) in found.items()} == {where: count for where, (count, _) in WRONG_COUNTS.items()}
    assert {where: int(cell_.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) for where, (_, cell_) in found.items()} == {
        where: rows[row] for where, (_, row) in WRONG_COUNTS.items()
    }
    # 5 faults in columns beside the blank one, 7 in rules; the withdrawn code is the one query.
    # To fill: 5 on the cover and 3 x 23; of these 74, 2 are blank: 97.3%.
    assert stands(book["Checks"])["Whole return"][:4] == ["12 errors, 1 query to explain, 97% complete", 3, 12, 1]


def test_the_links_lead_to_the_first_cell() -> None:
    page = book_of(ATTENDANCE, WRONG)["Checks"]
    row = next(r for r in page.iter_rows() if r[1].value == "Sex")
    at = row[10].coordinate
    assert row[11].value == f'=IF({at}="","",HYPERLINK("#Pupils!B"&{at},"B"&{at}))'


def test_the_reader_takes_back_what_was_filled_in(tmp_path: Path) -> None:
    target = tmp_path / "right.xlsx"
    write_return(ATTENDANCE, target, fill=RIGHT)
    reading = read(target)
    assert not reading.refused
    assert reading.findings == ()
    assert reading.cover.academy == "Ambleside"
    assert reading.cover.as_at == AS_AT
    assert reading.tables["Pupils"].frame.select(list(Pupils.cells())).equals(RIGHT.rows["Pupils"])
    first = first_row(openpyxl.load_workbook(target)["Pupils"])
    assert reading.tables["Pupils"].frame["_row"].to_list() == [first, first + 1, first + 2]


def test_the_reader_takes_the_settings(tmp_path: Path) -> None:
    target = tmp_path / "trust.xlsx"
    write_return(TRUST_SETTINGS, target)
    reading = read_settings(target)
    assert not reading.refused
    assert reading.tables["Options"].frame["option"].to_list()[:2] == ["trust name", "contact"]


def test_synthetic_data_say_so_on_every_sheet() -> None:
    for page in book_of(ATTENDANCE, RIGHT):
        assert "SYNTHETIC DATA" in page["A2"].value


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    trick = "=cmd|'/c calc'!A1"
    target = tmp_path / "trick.xlsx"
    write_return(ATTENDANCE, target, fill=replace(RIGHT, typed={("Pupils", "sex", 0): trick}, contact="=1+1"))
    with zipfile.ZipFile(target) as packed:
        sheets = [packed.read(f"xl/worksheets/sheet{i}.xml") for i in (1, 2)]
    assert not [xml for xml in sheets if b"cmd" in xml or b"1+1" in xml]  # both are shared strings, not formulas
    book = openpyxl.load_workbook(target)
    assert book["Pupils"].cell(first_row(book["Pupils"]), 2).value == trick
    assert beside(book["Cover"])["Questions to"].value == "=1+1"


def test_a_choice_is_offered_by_its_meaning_only_where_that_tells_one_code() -> None:
    twice = Choices("list_x", "X", {"A": "Same", "B": "Same", "C": "Other", "D": "A", "E": "E"})
    # Two codes mean Same, and A is a code of its own: neither word would tell which is meant.
    assert list(twice.offered()) == [("Other", "C"), ("A", "Same"), ("B", "Same"), ("C", "Other"), ("D", "A"), ("E", "E")]


def test_the_worked_example_stands_above_the_headings_and_is_never_read(tmp_path: Path) -> None:
    target = tmp_path / "right.xlsx"
    target.write_bytes(written(ATTENDANCE, RIGHT).getvalue())
    page = openpyxl.load_workbook(target)["Pupils"]
    heading, example = page[first_row(page) - 1], page[first_row(page) - 2]
    told = {h.value: e for h, e in zip(heading, example, strict=True)}
    assert told["UPN"].value == Pupils.cells()["upn"].example
    assert told["UPN"].number_format.startswith('"e.g. "')
    # 126 + 4 + 7 + 3 = 140, as the rule asks.
    totals = ("Present", "Approved educational activity", "Authorised absence", "Unauthorised absence")
    assert [told[label].value for label in totals] == [126, 4, 7, 3]
    assert told["Sessions possible"].value == 140
    assert read(target).tables["Pupils"].frame["upn"].to_list() == list(UPNS)


def test_where_a_sheet_stands_is_said_again_far_to_the_right() -> None:
    page = book_of(ATTENDANCE, RIGHT, values=True)["Pupils"]
    said = [c.column for c in page[3] if c.value]
    assert said[0] == 1
    assert len(said) > 3
    assert {c.value for c in page[3] if c.value} == {page["A3"].value}


def test_the_cover_says_what_is_in_it_and_leaves_room_to_sign() -> None:
    lines = beside(book_of(ATTENDANCE, RIGHT, values=True)["Cover"])
    assert lines["Pupils"].value == "3 rows: 0 errors, 0 queries to explain, 100% complete"
    assert lines["Signature"].value is None
    assert lines["Signature"].border.bottom.style == "thin"


def test_a_page_says_how_every_column_is_used() -> None:
    fed = {("Pupils", "present"): Use(("Attendance",)), ("Pupils", "fsm"): Use((), ("Free school meals",))}
    page = book_of(ATTENDANCE, replace(RIGHT, uses=fed))["How we use this"]
    told = {row[1].value: (row[2].value, row[3].value) for row in page.iter_rows(min_row=5)}
    assert list(told) == [about.label for about in Pupils.cells().values()]
    assert told["Present"][0] == "Attendance"
    assert told["FSM"] == ("None yet", "Sorts rows into groups: Free school meals.")
    assert "Tells one row from another." in told["UPN"][1]
    assert told["Sessions possible"][1] == "Held against Present, Approved educational activity, Authorised absence and others."


def test_notes_tell_every_column() -> None:
    page = book_of(ATTENDANCE)["Notes"]
    told = {row[1].value: [c.value for c in row] for row in page.iter_rows()}
    assert {about.label for about in Pupils.cells().values()} <= told.keys()
    assert told["Sex"][2:7] == ["needed", "code", "F, M or U as in the school census.", "F = Female; M = Male; U = Unknown.", "F"]
    assert told["Sessions possible"][5] == "0 to 500."
    assert "in the form of" in told["UPN"][5].casefold()


def test_the_same_facts_make_the_same_bytes() -> None:
    assert written(ATTENDANCE, RIGHT).getvalue() == written(ATTENDANCE, RIGHT).getvalue()


def test_two_thousand_pupils_are_quick_to_write() -> None:
    rows = pl.concat([pupils({})] * 2000)
    started = time.perf_counter()
    made = written(ATTENDANCE, replace(RIGHT, rows={"Pupils": rows}))
    assert time.perf_counter() - started < 10
    assert len(made.getvalue()) < 1_000_000
    assert stands(openpyxl.load_workbook(made, data_only=True)["Checks"])["Pupils"][1] == 2000


class Bills(
    Sheet, title="Bills & dues", one_row="one bill", intro="Bills.", key=("number",), room=20,
    rules=(adds_up_to("total", ("net", "tax"), says="is not net + tax", do="Add again."),),
):  # fmt: skip
    """Bills, as an example of pounds and of a tab whose name must be quoted."""

    number: str = cell("Number", unit=CODE, help="Its number.", example="B1")
    net: int = cell("Net", unit=POUNDS, help="Net.", example=0.10, at_least=0)
    tax: int = cell("Tax", unit=POUNDS, help="Tax.", example=0.20, required=False, blank_means=0)
    total: int = cell("Total", unit=POUNDS, help="Total.", example=0.30)
    paid: bool = cell("Paid", unit=YES_NO, help="Paid.", example=True)


BILLS = Return("bills", "Bills", "Finance", (Frequency.TERMLY,), (Bills,), "What is owed.")
# In pence: 0.10 + 0.20 = 0.30 adds up though no float says so; 1.00 + 0 = 1.00; 2.00 + 0.50 is not 2.51; the last is blank.
OWED = pl.DataFrame(
    {"number": ["B1", "B2", "B3", "B4"], "net": [10, 100, 200, -5], "tax": [20, 0, 50, 0], "total": [30, 100, 251, None],
     "paid": [True, False, None, True]},
    schema=Bills.dtypes(),
)  # fmt: skip
BILLED = replace(PLAIN, rows={"Bills & dues": OWED})


class Clubs(Sheet, title="Clubs", one_row="one club", intro="Clubs.", optional=True):
    """One column only."""

    club: str = cell("Club", unit=CODE, help="Its name.", example="Chess")


def test_a_sheet_of_one_column_is_written_and_read_back(tmp_path: Path) -> None:
    clubs = Return("clubs", "Clubs", "Office", (Frequency.TERMLY,), (Clubs,), "Which clubs there are.")
    target = tmp_path / "clubs.xlsx"
    write_return(clubs, target, fill=replace(PLAIN, rows={"Clubs": pl.DataFrame({"club": ["Chess", "Choir"]})}))
    assert read(target, {"clubs": clubs}).tables["Clubs"].frame["club"].to_list() == ["Chess", "Choir"]
    assert stands(openpyxl.load_workbook(target, data_only=True)["Checks"])["Clubs"][1:4] == [2, 0, 0]


def test_pounds_add_up_to_the_penny() -> None:
    found = counts(book_of(BILLS, BILLED, values=True)["Checks"])
    assert {where: count for where, (count, _) in found.items()} == {
        ("Net", "Outside the limits"): 1,
        ("Total", "Blank but needed"): 1,
        ("Paid", "Blank but needed"): 1,
        ("Total is not net + tax", "Rows at odds"): 1,
    }


def recalculated(path: Path) -> dict[str, tuple[object, object]]:
    """Cell to the value that the file carries and the one that LibreOffice works out from nothing."""
    formulas, carried = openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)
    bare = path.with_name("bare.xlsx")
    formulas.save(bare)  # without values, so that each must be worked out
    profile, out = path.with_name("profile"), path.with_name("out")
    order = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML"]
    subprocess.run([*order, "--outdir", str(out), str(bare)], check=True, capture_output=True, timeout=120)
    worked = openpyxl.load_workbook(out / "bare.xlsx", data_only=True)
    return {
        f"{page.title}!{c.coordinate}": (carried[page.title][c.coordinate].value, worked[page.title][c.coordinate].value)
        for page in formulas
        for row in page.iter_rows()
        for c in row
        if isinstance(c.value, ArrayFormula) or c.data_type == "f"
    }


@pytest.mark.office
@pytest.mark.parametrize(
    ("declared", "fill"),
    [(ATTENDANCE, Fill()), (ATTENDANCE, RIGHT), (ATTENDANCE, WRONG), (BILLS, BILLED), (TRUST_SETTINGS, Fill())],
    ids=["blank", "right", "wrong", "pounds", "settings"],
)
def test_every_formula_carries_the_value_that_a_spreadsheet_works_out(tmp_path: Path, declared: Return, fill: Fill) -> None:
    if not shutil.which("soffice"):
        pytest.skip("LibreOffice is not here: apt-get install libreoffice-calc python3-uno")
    path = tmp_path / "made.xlsx"
    write_return(declared, path, fill=fill)
    both = recalculated(path)
    assert len(both) > 25
    differ = {where: pair for where, pair in both.items() if not _same(*pair)}
    assert not differ


def _same(carried: object, worked: object) -> bool:
    if isinstance(carried, (int, float)) and isinstance(worked, (int, float)):
        return math.isclose(carried, worked)
    return (carried or "") == (worked or "")


def test_changes_to_what_was_filled_in_from_last_time_are_marked_and_the_rows_it_had_are_kept(tmp_path: Path) -> None:
    carried = replace(RIGHT, carried=frozenset({"Pupils"}))
    book = book_of(ATTENDANCE, carried)
    page, last = book["Pupils"], book["Last time, Pupils"]
    assert "Filled in from last time" in page["A2"].value
    assert [row[0].value for row in last.iter_rows(min_row=5)] == list(UPNS)
    assert last["A4"].value == "UPN, last time"
    tab, area = next(iter(book.defined_names["last_pupils_fsm"].destinations))
    assert [row[0].value for row in book[tab][area.replace("$", "")]] == ["No"] * 3
    rules = [
        rule
        for area in page.conditional_formatting
        for rule in area.rules
        if rule.dxf.numFmt and "last_pupils" in rule.formula[0]
    ]
    assert {rule.dxf.numFmt.formatCode[:3] for rule in rules} == {'"\N{NOT EQUAL TO} ', '"+ '}
    assert len(rules) == sum(about.carries for about in Pupils.cells().values())
    target = tmp_path / "carried.xlsx"
    target.write_bytes(written(ATTENDANCE, carried).getvalue())
    assert read(target).tables["Pupils"].frame["upn"].to_list() == list(UPNS)
    assert "Last time, Pupils" not in book_of(ATTENDANCE, RIGHT).sheetnames
