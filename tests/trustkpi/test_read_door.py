"""Files that are no workbook of ours are refused in one sentence, before any parser could come to harm."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName

from tests.trustkpi.returned import with_cells, workbook
from trustkpi.read import read
from trustkpi.reading.bombs import MOST_PARTS
from trustkpi.reading.door import DAMAGED
from trustkpi.reading.kinds import SAVE_AS

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

PLAIN = {
    b"": "This file is empty",
    b"UPN,Sex\r\nA000200000001,F\r\n": "This is a text file (CSV or the like)",
    b"\xef\xbb\xbfUPN,Sex\r\n": "This is a text file (CSV or the like)",
    b"%PDF-1.7\n": "This is a PDF",
    b"<html><table><tr><td>UPN</td></tr></table></html>": "This is a web page or XML file",
    b'<?xml version="1.0"?><Workbook/>': "This is a web page or XML file",
    OLE + b"\x00" * 600 + "Workbook".encode("utf-16-le"): "This is an old Excel workbook (.xls)",
    OLE + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"): "This workbook is locked with a password",
    b"PK\x03\x04 and then nothing": "This file is damaged",
    b"\x00\x01\x02\x03" * 10: "This is not an Excel workbook",
}


@pytest.mark.parametrize("data", PLAIN, ids=PLAIN.values())
def test_a_file_that_is_no_workbook_is_named_for_what_it_is(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(data)
    refused = read(path).refused
    assert refused.startswith(PLAIN[data])
    assert "\n" not in refused


def test_a_file_that_is_not_there_and_a_folder_are_sentences_too(tmp_path: Path) -> None:
    assert read(tmp_path / "none.xlsx").refused == "There is no such file: check its name and folder."
    assert read(tmp_path).refused == "This is a folder, and there is no Excel workbook (.xlsx) in it: name the file."


def test_a_pack_is_no_return(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.defined_names["trustkpi_pack"] = DefinedName("trustkpi_pack", attr_text='"0123456789abcdef"')
    book.save(tmp_path / "a.xlsx")
    assert read(tmp_path / "a.xlsx").refused.startswith("This is one of the packs, not a return: put it in the inbox")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names on this system")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.xlsx")
    assert read(tmp_path / "a.xlsx").refused.startswith("This is not a file that can be read")


def test_the_file_that_excel_keeps_beside_an_open_workbook_is_told_apart(tmp_path: Path) -> None:
    # As Excel writes it: the length of a name, the name padded to 54 bytes, and both again in two bytes a character.
    said = b"\x06Office" + b" " * 48 + b"\x06\x00" + "Office".encode("utf-16-le") + b" \x00" * 48
    path = tmp_path / "a.xlsx"
    path.write_bytes(said.ljust(165, b"\x00")[:165])
    assert read(path).refused.startswith("This is the small file that Excel keeps beside a workbook while it is open")


def zipped(path: Path, parts: dict[str, bytes], start: Path | None = None) -> Path:
    """A zip of the parts, over those of the workbook that it starts from."""
    kept = {}
    if start:
        with zipfile.ZipFile(start) as inside:
            kept = {name: inside.read(name) for name in inside.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in (kept | parts).items():
            made.writestr(name, part)
    return path


@pytest.mark.parametrize(
    ("part", "content", "says"),
    [
        ("xl/vbaProject.bin", b"x", "This workbook carries macros (.xlsm)"),
        ("xl/workbook.bin", b"x", "This is a binary workbook (.xlsb)"),
        ("content.xml", b"<x/>", "This is an OpenDocument file (.ods)"),
        ("word/document.xml", b"<x/>", "This is a Word document"),
        ("xl/theme/more.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "This workbook carries declarations"),
        ("../up.xml", b"<x/>", DAMAGED),
        ("XL/Workbook.xml", b"<x/>", DAMAGED),
        ("xl/workbook.xml", b"<workbook><unclosed>", DAMAGED),
        ("xl/worksheets/sheet2.xml", b"<worksheet><sheetData><row", DAMAGED),
    ],
)
def test_a_workbook_with_what_no_return_needs_is_refused(tmp_path: Path, part: str, content: bytes, says: str) -> None:
    start = workbook(tmp_path / "start.xlsx")
    assert read(zipped(tmp_path / "a.xlsx", {part: content}, start)).refused.startswith(says)


def test_strict_open_xml_is_refused_with_how_to_save_it(tmp_path: Path) -> None:
    start = workbook(tmp_path / "start.xlsx")
    with zipfile.ZipFile(start) as inside:
        book = inside.read("xl/workbook.xml")
    strict = book.replace(
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main"
    )
    path = zipped(tmp_path / "a.xlsx", {"xl/workbook.xml": strict}, start)
    assert read(path).refused == f"This workbook is saved as 'Strict Open XML'. {SAVE_AS}"


def test_a_zip_of_something_else_is_not_a_workbook(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.xlsx", {"Ambleside.xlsx": b"PK"})
    assert read(path).refused == "This is a zip file, not a workbook: take the workbook out of it and send that."


def test_a_part_whose_checksum_is_wrong_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(workbook(tmp_path / "start.xlsx")) as inside, zipfile.ZipFile(path, "w") as made:
        for name in inside.namelist():
            made.writestr(name, inside.read(name))
    data = path.read_bytes()
    assert data.count(b"A000200000001") == 1
    path.write_bytes(data.replace(b"A000200000001", b"A000200000009"))
    assert read(path).refused == DAMAGED


def test_a_file_cut_short_is_damage(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx")
    path.write_bytes(path.read_bytes()[:-400])
    assert read(path).refused == DAMAGED


def test_cells_spread_over_a_whole_sheet_are_refused_and_named(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", edit=with_cells({"XFD1048576": "x"}))
    assert read(path).refused.startswith("The sheet Pupils reaches out to cell XFD1048576: delete the rows and columns")


@pytest.mark.parametrize(
    ("address", "says"), [(b"A9999999999", DAMAGED), (b"ABCD6", DAMAGED), (b"A9999999", "The sheet Pupils reaches")]
)
def test_an_address_beyond_the_sheet_never_reaches_the_parser(tmp_path: Path, address: bytes, says: str) -> None:
    # the parser would keep every cell up to there, and abort the process when memory ends
    start = workbook(tmp_path / "start.xlsx")
    with zipfile.ZipFile(start) as inside:
        sheet = inside.read("xl/worksheets/sheet2.xml")
    assert sheet.count(b'r="B8"') == 1
    path = zipped(tmp_path / "a.xlsx", {"xl/worksheets/sheet2.xml": sheet.replace(b'r="B8"', b'r="%s"' % address)}, start)
    assert read(path).refused.startswith(says)


def test_empty_cells_that_are_only_formatted_do_no_harm(tmp_path: Path) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        book["Pupils"]["XFD1048576"].number_format = "0.00"

    reading = read(workbook(tmp_path / "a.xlsx", edit=edit))
    assert (reading.refused, reading.findings) == ("", ())


def test_parts_that_swell_are_refused(tmp_path: Path) -> None:
    start = workbook(tmp_path / "start.xlsx")
    swollen = zipped(tmp_path / "a.xlsx", {"xl/theme/more.xml": b"<x>" + b" " * 40_000_000 + b"</x>"}, start)
    assert swollen.stat().st_size < 200_000
    assert read(swollen).refused.startswith("This workbook unpacks to far more than a return holds")
    many = zipped(tmp_path / "b.xlsx", {f"xl/media/{i}.txt": b"" for i in range(MOST_PARTS + 1)}, start)
    assert read(many).refused.startswith("This workbook unpacks to far more than a return holds")


def test_check_starts_without_what_it_does_not_need(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from trustkpi.read import read; from trustkpi.check import check_readings; "
        "check_readings([read(Path(sys.argv[1]))]); assert not {'prefect', 'openpyxl', 'xlsxwriter', 'pandas'} & {*sys.modules}"
    )
    subprocess.run([sys.executable, "-c", script, str(workbook(tmp_path / "a.xlsx"))], check=True, timeout=60)
