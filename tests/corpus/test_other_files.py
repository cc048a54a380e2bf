"""Files that are something else, whatever they are called: each is named for what it is, with what to send instead."""

from __future__ import annotations

import base64
import gzip
from pathlib import Path

import pytest

from tests.corpus.crafted import noise, zipped
from trustkpi.read import read

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
OLD, MAIL, LINK = "This is an old Excel workbook (.xls).", "This is an e-mail, not a workbook", "This is a link to a file"
WORD, SLIDES, PICTURE = "This is a Word document", "This is a presentation", "This is a picture, not a workbook"
ARCHIVE, TEXT, WEB = (
    "This is an archive, not a workbook",
    "This is a text file (CSV or the like)",
    "This is a web page or XML file",
)
ZIP, NO_ZIP = "This is a zip file, not a workbook: take", "This is a zip file, not a workbook, and there is none in it"
OTHER, NOTHING = "This is not an Excel workbook, or it is damaged.", "This file holds nothing"


def old(*parts: str) -> bytes:
    """An old container with parts of those names."""
    return OLE + b"".join(part.encode("utf-16-le") + bytes(64) for part in parts)


def iso(brand: bytes) -> bytes:
    """The beginning of a picture or a film."""
    return b"\x00\x00\x00\x18ftyp" + brand + bytes(16)


FILES: dict[str, tuple[str, bytes]] = {
    "a document with another main part": (WORD, zipped({"[Content_Types].xml": b"<x/>", "word/document2.xml": b"<x/>"})),
    "a presentation": (SLIDES, zipped({"[Content_Types].xml": b"<x/>", "ppt/presentation.xml": b"<x/>"})),
    "a drawing": ("This is a drawing", zipped({"visio/document.xml": b"<x/>"})),
    "an OpenDocument text": (
        "This is an OpenDocument text or presentation",
        zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"}),
    ),
    "an e-book": (NO_ZIP, zipped({"mimetype": b"application/epub+zip", "META-INF/container.xml": b"<x/>"})),
    "a zip of nothing": (NO_ZIP, b"PK\x05\x06" + bytes(18)),
    "a zip of a PDF": (NO_ZIP, zipped({"return.pdf": b"%PDF"})),
    "a zip of a workbook and a Mac's shadow of it": (ZIP, zipped({"Return.xlsx": b"PK", "__MACOSX/._Return.xlsx": b"x"})),
    "a zip of a workbook's own parts in a folder": (ZIP, zipped({"return/xl/workbook.xml": b"<x/>"})),
    "a packed file": (ARCHIVE, gzip.compress(b"PK")),
    "a tape archive": (ARCHIVE, b"return.xlsx".ljust(257, b"\x00") + b"ustar\x0000" + bytes(300)),
    "another archive": (ARCHIVE, b"Rar!\x1a\x07\x01\x00" + noise(100)),
    "the old Excel": (OLD, old("Workbook")),
    "the older Excel": (OLD, old("Book")),
    "the oldest Excel": (OLD, b"\x09\x00\x04\x00\x02\x00\x10\x00"),
    "an old document": (WORD, old("WordDocument")),
    "an old document with a table of Excel's in it": (WORD, old("Workbook", "WordDocument")),
    "an old presentation": (SLIDES, old("PowerPoint Document")),
    "a saved message": (MAIL, old("__substg1.0_0037001F")),
    "a saved message with an old document": (MAIL, old("WordDocument", "__substg1.0_3701000D")),
    "another old container": (OTHER, old("Catalog")),
    "a workbook under rights management": (
        "This workbook is under rights management", old("EncryptedPackage", "DRMEncryptedTransform"),
    ),
    "a message": (MAIL, b"Received: from a\r\n by b\r\nSubject: return\r\n\r\nHere it is.\r\n"),
    "a message with a workbook": (
        MAIL, b"From: a\r\nTo: b\r\nMIME-Version: 1.0\r\n\r\n" + base64.encodebytes(noise(2000)),
    ),
    "what a gateway makes of a message": (MAIL, b"\x78\x9f\x3e\x22" + noise(100)),
    "a table that begins like a message": (TEXT, b"Date: 2025\r\nUPN,Sex\r\nA000200000001,F\r\n"),
    "a shortcut": (LINK, b"\x4c\x00\x00\x00\x01\x14\x02\x00" + bytes(60)),
    "an internet shortcut": (LINK, b"[InternetShortcut]\r\nURL=https://example.org/return.xlsx\r\n"),
    "a pointer to a sheet in a browser": (LINK, b'{"url": "https://example.org/open?id=1", "doc_id": "1"}'),
    "a photo": (PICTURE, iso(b"heic")),
    "a picture from the web": (PICTURE, b"RIFF\x24\x00\x00\x00WEBPVP8 "),
    "a scan": (PICTURE, b"II*\x00" + bytes(60)),
    "a bitmap": (PICTURE, b"BM\x36\x00\x0c\x00\x00\x00\x00\x00" + bytes(60)),
    "a table that begins like a bitmap": (TEXT, b"BMI,Sex\r\n21,F\r\n"),
    "a film": (OTHER, iso(b"mp42")),
    "a PDF after a blank line": ("This is a PDF", b"\r\n%PDF-1.7\n"),
    "a web page in two bytes a character": (WEB, "\ufeff<html>".encode("utf-16-le")),
    "a page of a table, saved as a web archive": (
        WEB, b"MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\nContent-Type: multipart/related\r\n\r\n<html>",
    ),
    "the XML of Excel 2003": (WEB, b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>'),
    "a text in two bytes a character": (TEXT, "\ufeffUPN\tSex\r\n".encode("utf-16-le")),
    "a workbook as text": (TEXT, base64.encodebytes(noise(2000))),
    "another program's table as text": (TEXT, b"ID;PWXL;N;E\r\n"),
    "a program": (OTHER, b"MZ\x90\x00" + bytes(60)),
    "a database": (OTHER, b"SQLite format 3\x00" + bytes(60)),
    "noughts": (NOTHING, bytes(5000)),
    "blank lines": (NOTHING, b"  \r\n\r\n"),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_something_else_is_named_for_what_it_is(tmp_path: Path, name: str) -> None:
    says, data = FILES[name]
    path = tmp_path / "Ambleside attendance 2025-26-autumn.xlsx"
    path.write_bytes(data)
    assert read(path).refused.startswith(says)
