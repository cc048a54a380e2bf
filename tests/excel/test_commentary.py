"""What is typed into a pack comes back from every program that saves it, and nothing else is taken for it."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from trustkpi.comments import Typed
from trustkpi.excel.commentary import Edits, edits, stamp_of
from trustkpi.excel.page import write_pack
from trustkpi.pages import Cell, Column, Data, Entry, Facts, Figure, Grid, Pack, Page, Spot, Total

CONTENT = "0123456789abcdef"
ACADEMY = "St Mary's (C of E) Ältere"


def entry(academy: str, field: str, text: str = "") -> Entry:
    return Entry("absence_rate", academy, field, text)


def pack(*, said: str = "") -> Pack:
    columns = (Column("Where", 20, left=True), Column("Value"), Column("Commentary", 40), Column("Owner", 20), Column("Due", 20))
    rows: tuple[tuple[Cell, ...], ...] = (
        ("Trust", Figure(13, of=(Spot("Data", 2, "Value"),)), entry("", "commentary", said), entry("", "owner"),
         entry("", "due")),
        (ACADEMY, Figure(6.1, 1), entry(ACADEMY, "commentary"), entry(ACADEMY, "owner"), entry(ACADEMY, "due")),
    )  # fmt: skip
    told = Facts(
        (("The pack as a whole", Entry("Standards", "", "commentary")), ("The trust again", entry("", "commentary", said)))
    )
    data = Data("Figures", (Column("Place"), Column("Value")), (("One", 6), ("Two", 7), ("Both", Total(13, 0, 1))))
    pages = (
        Page("Exceptions", "Exceptions", "What is red.", (Grid("", columns, rows, name="red"), told)),
        Page("Data", "Data", "The figures.", (data,)),
    )
    return Pack("Standards", "A trust", "Autumn", date(2025, 12, 19), pages, content=CONTENT)


def written(made: Pack) -> bytes:
    to = io.BytesIO()
    write_pack(made, to)
    return to.getvalue()


def saved(workbook: bytes, change: Callable[[Workbook], None]) -> bytes:
    book, to = openpyxl.load_workbook(io.BytesIO(workbook)), io.BytesIO()
    change(book)
    book.save(to)
    return to.getvalue()


def found(change: Callable[[Workbook], None], published: bytes | None = None) -> Edits:
    published = published or written(pack())
    return edits(published, saved(published, change))


def put(address: str, value: object, tab: str = "Exceptions") -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        book[tab][address] = value

    return change


# The grid's headings stand in row 6, so the trust is row 7 and the academy row 8; the facts begin in row 10.


def test_a_pack_is_known_by_its_stamp_and_nothing_else_is() -> None:
    published = written(pack())
    assert stamp_of(published) == CONTENT
    assert stamp_of(saved(published, put("C7", "x"))) == CONTENT
    assert stamp_of(b"") == stamp_of(b"PK\x03\x04 torn") == stamp_of(published[: len(published) // 2]) == ""
    other = io.BytesIO()
    Workbook().save(other)
    assert stamp_of(other.getvalue()) == ""


def test_only_the_cells_to_type_in_are_unlocked_and_no_password_is_needed() -> None:
    book = openpyxl.load_workbook(io.BytesIO(written(pack())))
    sheet = book["Exceptions"]
    unlocked = {c.coordinate for row in sheet.iter_rows() for c in row if not c.protection.locked}
    assert unlocked == {"C7", "D7", "E7", "C8", "D8", "E8", "B10", "B11"}
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    assert not book["Data"].protection.sheet


def test_saved_again_without_a_change_nothing_was_typed_and_nothing_edited() -> None:
    assert found(lambda _: None) == Edits((), (), (), "unknown")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Fewer pupils were ill.", "Fewer pupils were ill."),
        ("two\nlines ", "two\nlines"),
        ("It is A000200000001 who is ill.", "It is [number removed] who is ill."),
        ("=1+1", "=1+1"),
        ("+ more", "+ more"),
        ("-fewer", "-fewer"),
        ("@head", "@head"),
        (12, "12"),
        (12.0, "12"),
        (2.5, "2.5"),
        (datetime(2026, 3, 31), "31 March 2026"),  # noqa: DTZ001  a workbook's dates have no zone
    ],
)
def test_what_is_typed_comes_back_as_words(typed: object, read: str) -> None:
    assert found(put("D8", typed)).typed == (Typed("absence_rate", ACADEMY, "owner", read),)


def test_words_that_look_like_a_formula_stay_words_in_the_next_pack() -> None:
    book = openpyxl.load_workbook(io.BytesIO(written(pack(said="=1+1"))))
    assert (book["Exceptions"]["C7"].value, book["Exceptions"]["C7"].data_type) == ("=1+1", "s")


def test_words_taken_out_come_back_as_none() -> None:
    published = written(pack(said="It fell."))

    def cleared(book: Workbook) -> None:
        book["Exceptions"]["C7"] = None
        book["Exceptions"]["B11"] = None

    assert edits(published, saved(published, cleared)).typed == (Typed("absence_rate", "", "commentary", ""),)


def test_an_entry_that_stands_twice_is_read_where_it_was_changed() -> None:
    published = written(pack(said="It fell."))
    assert found(put("B11", "It rose."), published).typed == (Typed("absence_rate", "", "commentary", "It rose."),)

    def both(book: Workbook) -> None:
        book["Exceptions"]["C7"] = "It rose."
        book["Exceptions"]["B11"] = "It fell, then rose."

    assert found(both, published).typed == (Typed("absence_rate", "", "commentary", "It rose.\nIt fell, then rose."),)


def test_text_cut_from_one_entry_and_pasted_to_another_is_read_where_it_is() -> None:
    published = written(pack(said="It fell."))

    def moved(book: Workbook) -> None:
        book["Exceptions"].move_range("C7:C7", rows=1)

    assert set(found(moved, published).typed) == {
        Typed("absence_rate", "", "commentary", ""), Typed("absence_rate", ACADEMY, "commentary", "It fell."),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("address", "tab", "where"), [("B8", "Exceptions", "Exceptions B8"), ("B7", "Data", "Data B7"), ("H40", "Data", "Data H40")]
)
def test_an_edit_elsewhere_is_told_and_not_taken(address: str, tab: str, where: str) -> None:
    assert found(put(address, 99, tab)) == Edits((), (where,), (), "unknown")


def test_a_formula_turned_into_another_number_is_an_edit_and_into_its_own_is_none() -> None:
    assert found(put("B7", 9.9)).elsewhere == ("Exceptions B7",)
    assert found(put("B7", 13)).elsewhere == ()


def test_a_sheet_that_is_gone_is_told() -> None:
    def without(book: Workbook) -> None:
        del book["Data"]

    assert found(without).gone == ("Data",)


def test_who_saved_it_is_the_last_editor_where_the_program_says_so() -> None:
    def by(book: Workbook) -> None:
        book.properties.lastModifiedBy = "Office of the chief executive"

    assert found(by).who == "Office of the chief executive"


@pytest.mark.office
def test_libreoffice_keeps_the_entries_and_edits_nothing_else(tmp_path: Path, calc: Callable[..., Path]) -> None:
    published = tmp_path / "pack.xlsx"
    published.write_bytes(written(pack(said="It fell.")))
    typed = {"Exceptions": {"C8": "Ill\nin January", "D8": "=1+1", "E8": "31/03/2026", "B10": "@all", "C7": None, "B11": None}}
    back = calc(published, tmp_path / "back.xlsx", typed).read_bytes()
    assert stamp_of(back) == CONTENT
    told = edits(published.read_bytes(), back)
    assert set(told.typed) == {
        Typed("absence_rate", ACADEMY, "commentary", "Ill\nin January"), Typed("absence_rate", ACADEMY, "owner", "=1+1"),
        Typed("absence_rate", ACADEMY, "due", "31/03/2026"), Typed("Standards", "", "commentary", "@all"),
        Typed("absence_rate", "", "commentary", ""),
    }  # fmt: skip
    assert (told.elsewhere, told.gone, told.who) == ((), (), "unknown")
    again = edits(published.read_bytes(), calc(published, tmp_path / "other.xlsx", {"Data": {"B7": 8}}).read_bytes())
    assert again.elsewhere == ("Data B7",)  # and not the sums that follow
