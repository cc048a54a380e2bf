"""Odd returns: one right return of three pupils, changed by a program or a hand, and what a careful reader says of each.

Its headings stand in row 7 of the sheet Pupils and its pupils in rows 8 to 10, with 140 sessions possible (U), 130 present
(V), 10 authorised (X), all of them for illness (AN).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import datetime
from typing import Any

import openpyxl

from tests.corpus.crafted import BOOK, DAMAGED, FIRST, LINKS, SHARED, SHEET, TYPES, Make, Parts, noise, zipped

Change = Callable[[bytes], bytes]
Edit = Callable[[Any], object]
Expected = str | tuple[str, ...]

SAME = ""
MACROS = "This workbook carries macros"
FULL_OF_MERGED = "The sheet Pupils is full of merged cells"
ZIP, NOT_A_WORKBOOK = "This is a zip file, not a workbook", "This is not an Excel workbook, or it is damaged."
NEVER = "holds a formula that was never worked out"
HYPERTEXT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def in_sheet(found: bytes, instead: bytes, times: int = 0) -> Make:
    """The sheet with such a thing changed; it must be there."""

    def make(parts: Parts) -> bytes:
        changed, there = re.subn(found, instead, parts[SHEET], count=times)
        assert there
        return zipped(parts | {SHEET: changed})

    return make


def in_book(found: bytes, instead: bytes) -> Make:
    """The same in the workbook's own part."""
    return lambda parts: zipped(parts | {BOOK: _swapped(parts[BOOK], found, instead)})


def _swapped(part: bytes, found: bytes, instead: bytes) -> bytes:
    changed, there = re.subn(found, instead, part)
    assert there
    return changed


def illness(inside: bytes, kind: bytes = b"") -> Make:
    """The last pupil's cell for illness, where blank would mean nought, with something else in it."""
    return in_sheet(rb'<c r="AN10"([^>]*)><v>10</v></c>', rb'<c r="AN10"\1' + kind + b">" + inside + b"</c>")


def possible(inside: bytes) -> Make:
    """The last pupil's sessions possible as another cell."""
    return in_sheet(rb'<c r="U10"([^>]*)><v>140</v></c>', rb'<c r="U10"\1' + inside + b"</c>")


def more_rows(rows: bytes) -> Make:
    """Rows below the last."""
    return in_sheet(rb"</sheetData>", rows + b"</sheetData>")


def merged(*blocks: str) -> Make:
    """Blocks of merged cells."""
    told = b"".join(f'<mergeCell ref="{block}"/>'.encode() for block in blocks)
    return in_sheet(rb"</sheetData>", b"</sheetData><mergeCells>" + told + b"</mergeCells>")


def tab(name: str, part: Callable[[Parts], bytes], kind: str = "worksheet", state: str = "", *, first: bool = False) -> Make:
    """One more tab."""

    def make(parts: Parts) -> bytes:
        listed = f'<sheet name="{name}" sheetId="80" {state} r:id="rId80"/>'.encode()
        link = f'<Relationship Id="rId80" Type="{HYPERTEXT}/{kind}" Target="worksheets/more.xml"/>'.encode()
        at = b"<sheets>" if first else b"</sheets>"
        return zipped(
            parts
            | {
                BOOK: parts[BOOK].replace(at, at + listed if first else listed + at),
                LINKS: parts[LINKS].replace(b"</Relationships>", link + b"</Relationships>"),
                "xl/worksheets/more.xml": part(parts),
            }
        )

    return make


def edited(edit: Edit) -> Make:
    """The workbook as a library loads it, changed and saved."""

    def make(parts: Parts) -> bytes:
        book, made = openpyxl.load_workbook(io.BytesIO(zipped(parts))), io.BytesIO()
        edit(book)
        book.save(made)
        return made.getvalue()

    return make


def pupils(edit: Edit) -> Make:
    """The same, of the sheet with the pupils."""
    return edited(lambda book: edit(book["Pupils"]))


def cells(sheet: str = "Pupils", **typed_in: object) -> Make:
    """The same, with cells typed over."""

    def edit(book: Any) -> None:
        for place, value in typed_in.items():
            book[sheet][place] = value

    return edited(edit)


def cover(**typed_in: object) -> Make:
    """The same, on the cover."""
    return cells("Cover", **typed_in)


def headings_again(page: Any) -> None:
    """The headings once more before the second pupil, as printouts have them."""
    page.insert_rows(9)
    for column in range(1, 69):
        page.cell(9, column, page.cell(7, column).value)


def far_below(page: Any) -> None:
    """The last pupil's row pasted far below the others."""
    page.move_range("A10:BP10", rows=2_000)


def totals(label: str) -> Edit:
    """A row that adds up the others."""

    def edit(page: Any) -> None:
        page["A11"] = label
        for column in range(21, 61):
            page.cell(11, column, sum(page.cell(row, column).value or 0 for row in (8, 9, 10)))

    return edit


def sfx(parts: Parts) -> bytes:
    """A zip that unpacks itself."""
    return b"MZ\x90\x00" + bytes(60) + zipped(parts)


def with_bits(at_local: int, at_central: int, change: Callable[[int], int]) -> Make:
    """A zip with a byte changed in what it says of every part."""

    def make(parts: Parts) -> bytes:
        data = bytearray(zipped(parts))
        for mark, offset in ((b"PK\x03\x04", at_local), (b"PK\x01\x02", at_central)):
            at = -1
            while (at := data.find(mark, at + 1)) >= 0:
                data[at + offset] = change(data[at + offset])
        return bytes(data)

    return make


def renamed_inside(parts: Parts) -> bytes:
    """A zip whose directory and whose parts disagree on a name."""
    return zipped(parts, zipfile.ZIP_STORED).replace(SHEET.encode(), SHEET.replace("2", "9").encode(), 1)


def stale(**typed_in: int) -> Callable[[Parts], bytes]:
    """The sheet's part with other figures."""
    return lambda parts: re.sub(rb"<v>140</v>", b"<v>%d</v>" % typed_in["possible"], parts[SHEET])


OTHER_TAB = "has the headings and rows of Pupils too, and was not read: Pupils was"
ONLY_LIKE_IT = "Pupils U7 is missing: the heading here is only like it"
COVER = "xl/worksheets/sheet1.xml"
FORGED = rb'<row r="10"><c r="U10"><v>3</v></c></row>'

# What each is called: what comes of it (SAME, the start of the sentence that refuses it, or its findings as sheet, cell
# and the start of what is said), and how it is made.
ODDITIES: dict[str, tuple[Expected, Make]] = {
    # The zip.
    "a zip that unpacks itself": (NOT_A_WORKBOOK, sfx),
    "a blank line before the zip": (NOT_A_WORKBOOK, lambda parts: b"\r\n" + zipped(parts)),
    "a zip in ten thousand parts": (
        "This workbook unpacks to far more", lambda parts: zipped(parts | {f"xl/media/{i}": b"" for i in range(10_000)}, 0),
    ),
    "a part with a very long name": (SAME, lambda parts: zipped(parts | {"xl/media/" + "a" * 60_000: b"x"})),
    "a zip packed in a newer way": (DAMAGED, lambda parts: zipped(parts, zipfile.ZIP_BZIP2)),
    "a zip that says it is packed in a way of its own": (DAMAGED, with_bits(8, 10, lambda _: 9)),
    "a zip whose parts are locked": ("This file is locked with a password", with_bits(6, 8, lambda flags: flags | 1)),
    "a directory that calls a part otherwise": (DAMAGED, renamed_inside),
    "a zip that lost its last byte": (DAMAGED, lambda parts: zipped(parts)[:-1]),
    "a zip whose line ends were changed on the way": (
        DAMAGED, lambda parts: zipped(parts | {"xl/media/a.bin": b"\r\n" * 50}, 0).replace(b"\r\n", b"\n"),
    ),
    "two zips in a file, of which the last counts": (SAME, lambda parts: zipped({"a": noise(900)}) + zipped(parts)),
    "a zip of the workbook": (ZIP, lambda parts: zipped({"Ambleside attendance.xlsx": zipped(parts)})),
    # The package.
    "no list of kinds": (SAME, lambda parts: zipped({n: p for n, p in parts.items() if n != TYPES})),
    "a list of kinds that is no XML": (SAME, lambda parts: zipped(parts | {TYPES: b"none"})),
    "a template of Excel's own": (
        SAME, lambda parts: zipped(parts | {TYPES: parts[TYPES].replace(b"sheet.main+xml", b"template.main+xml")}),
    ),
    "targets that go up and down again": (
        SAME, lambda parts: zipped(parts | {LINKS: _swapped(parts[LINKS], rb'Target="work', b'Target="../xl/work')}),
    ),
    "a target with an escaped space": (
        SAME,
        lambda parts: zipped(
            {n: p for n, p in parts.items() if n != SHEET}
            | {"xl/worksheets/my sheet.xml": parts[SHEET], LINKS: parts[LINKS].replace(b"sheet2.xml", b"my%20sheet.xml")}
        ),
    ),
    "a workbook that lies elsewhere": (
        DAMAGED,
        lambda parts: zipped(parts | {FIRST: _swapped(parts[FIRST], rb'Target="xl/workbook.xml"', b'Target="https://example.org/"')}),
    ),
    "a workbook part in two bytes a character": (
        SAME, lambda parts: zipped(parts | {BOOK: parts[BOOK].decode().replace("UTF-8", "UTF-16").encode("utf-16")}),
    ),
    "what only later versions understand": (
        SAME,
        in_book(
            rb"<bookViews>",
            b'<mc:AlternateContent xmlns:mc="http://mc"><mc:Choice Requires="x15"><a url="C:\\\\"/></mc:Choice>'
            b"</mc:AlternateContent><bookViews>",
        ),
    ),
    "a sheet of macros": (MACROS, tab("Macro1", lambda _: b"<macrosheet/>", "xlMacrosheet", 'state="veryHidden"')),
    "a sheet of dialogs": (SAME, tab("Dialog1", lambda _: b"<dialogsheet/>", "dialogsheet", first=True)),
    "protection, sharing, a signature": (
        SAME,
        lambda parts: zipped(
            parts
            | {
                BOOK: parts[BOOK].replace(
                    b"<workbookPr", b'<fileSharing readOnlyRecommended="1" reservationPassword="CC1A"/><workbookPr'
                ).replace(b"<bookViews>", b'<workbookProtection lockStructure="1"/><bookViews>'),
                "xl/revisions/revisionHeaders.xml": b"<headers/>",
                "_xmlsignatures/sig1.xml": b"<Signature/>",
            }
        ),
    ),
    "names that lead nowhere": (
        SAME, in_book(rb"<definedNames>", b'<definedNames><definedName name="x">#REF!$A$1</definedName>'),
    ),
    "a tab that leads nowhere": (DAMAGED, in_book(rb"<sheets>", b'<sheets><sheet name="Lost" sheetId="70" r:id="rId70"/>')),
    "texts of which one does not begin": (
        DAMAGED, lambda parts: zipped(parts | {SHARED: _swapped(parts[SHARED], rb"<si>(<t>is blank for)", rb"\1")}),
    ),
    # What is said of cells.
    "a comment within a number": (SAME, in_sheet(rb"<v>130</v>", b"<v>1<!-- x -->30</v>")),
    "an instruction within a number": (SAME, in_sheet(rb"<v>130</v>", b"<v>13<?x y?>0</v>")),
    "a number in character references": (("Pupils U10 holds the Excel error",), possible(b"><v>&#49;40</v>")),
    "rows that end in a comment first": (SAME, in_sheet(rb"(<row r=\"10\")", rb"<!-- </sheetData> -->\1")),
    "a cell in a comment": (SAME, in_sheet(rb"<sheetData>", b'<!-- <row r="900"><c r="A900"><v>1</v></c></row> --><sheetData>')),
    "a long number after rows that end in a comment": (
        ("Pupils U10 is not a whole number",),
        lambda parts: zipped(
            parts
            | {
                SHEET: re.sub(rb'(<c r="U10"[^>]*>)<v>140</v>', rb"\1<v>140.0000000001</v>", parts[SHEET]).replace(
                    b"<sheetData>", b"<!-- </sheetData> --><sheetData>"
                )
            }
        ),
    ),
    "a row in two ways": (
        DAMAGED,
        in_sheet(
            rb'(<row r="10".*?</row>)',
            rb'<mc:AlternateContent xmlns:mc="http://mc"><mc:Choice Requires="z">\1</mc:Choice><mc:Fallback>\1</mc:Fallback>'
            rb"</mc:AlternateContent>",
        ),
    ),
    "a cell again in a second row of its number": (DAMAGED, more_rows(FORGED)),
    "a cell again behind the rows": (
        DAMAGED, in_sheet(rb"</worksheet>", b'<extLst><ext><c r="U10"><v>9</v></c></ext></extLst></worksheet>'),
    ),
    "a blank cell again": (SAME, more_rows(b'<row r="10"><c r="U10"/></row>')),
    "a cell in a cell": (DAMAGED, possible(b'><c r="BJ10"><v>2</v></c><v>140</v>')),
    "a cell with two addresses": (DAMAGED, in_sheet(rb'<c r="U10"', b'<c r="U10" r="XFD1048576"')),
    "a cell with two addresses without a space": (DAMAGED, in_sheet(rb'(<c r="U10" s="\d+")', rb'\1r="XFD1048576"')),
    "a cell with two addresses in two ways": (DAMAGED, in_sheet(rb'<c r="U10"', b"<c r=\"U10\" r = 'U11'")),
    "a cell that does not end": (DAMAGED, in_sheet(rb'(<c r="U10"[^>]*><v>140</v>)</c>', rb"\1")),
    "a cell whose tag does not end": (DAMAGED, in_sheet(rb'(<c r="U10"[^>]*)><v>140', rb"\1 <v>140")),
    "an address with signs": (DAMAGED, in_sheet(rb'<c r="U10"', b'<c r="$U$10"')),
    "a row of no number": (DAMAGED, in_sheet(rb"<sheetData>", b'<sheetData><row r="0"><c r="A0"><v>1</v></c></row>')),
    "a row before the first": (DAMAGED, more_rows(b'<row r="-3"><c r="A-3"><v>1</v></c></row>')),
    "a column beyond the last": (
        "The sheet Pupils is 16,385 columns wide",
        in_sheet(rb"</row></sheetData>", b'<c r="XFE10"><v>1</v></c></row></sheetData>'),
    ),
    "a row beyond the last": (
        "The sheet Pupils reaches out to cell", more_rows(b'<row r="1048577"><c r="A1048577"><v>1</v></c></row>'),
    ),
    "a text before the first": (DAMAGED, in_sheet(rb'(<c r="A10"[^>]*t="s"><v>)\d+', rb"\1-1")),
    "a kind of cell that there is not": (DAMAGED, possible(b' t="zz"><v>140</v>')),
    "fifty thousand rows with a look and nothing in them": (
        SAME, more_rows(b"".join(b'<row r="%d" s="1"><c r="A%d" s="1"/></row>' % (i, i) for i in range(11, 50_000))),
    ),
    "a number as text of a formula": (SAME, possible(b' t="str"><f>T("x")</f><v>140</v>')),
    "a text and a number in a cell": (
        ("Pupils U10 holds the Excel error",), possible(b' t="inlineStr"><is><t>150</t></is><v>140</v>'),
    ),
    "a value of the other kind of text": (("Pupils U10 holds the Excel error",), possible(b' t="inlineStr"><v>140</v>')),
    "a formula and a comment": ((f"Pupils AN10 {NEVER}",), illness(b"<f>SUM(A1)</f><!-- x -->")),
    "a formula with something in it": ((f"Pupils AN10 {NEVER}",), illness(b"<f><b>SUM</b>(A1)</f>")),
    "a value before its formula": ((f"Pupils AN10 {NEVER}",), illness(b"<v>10</v><f>SUM(A1)</f>")),
    "a formula of shared text without a value": ((f"Pupils AN10 {NEVER}",), illness(b"<f>SUM(A1)</f>", b' t="s"')),
    "an error without a name": (("Pupils AN10 holds the Excel error #ERROR!",), illness(b"", b' t="e"')),
    "an error with a blank name": (("Pupils AN10 holds the Excel error #ERROR!",), illness(b"<v></v>", b' t="e"')),
    "an error that is somebody's words": (("Pupils AN10 holds the Excel error #ERROR!",), illness(b"<v>A name</v>", b' t="e"')),
    "a newer error": (("Pupils AN10 holds the Excel error #PYTHON!",), illness(b"<v>#PYTHON!</v>", b' t="e"')),
    "a number beyond all numbers": (("Pupils U10 is not a whole number",), possible(b"><v>1e400</v>")),
    "a number that is none": (("Pupils U10 is not a whole number",), possible(b"><v>NaN</v>")),
    "a number in another program's digits": (("Pupils U10 is not a whole number",), possible(b"><v>0x8C</v>")),
    "a number in another program's digits that says it is one": (DAMAGED, possible(b' t="n"><v>0x8C</v>')),
    "a look that there is not": (
        ("Pupils C10 is a plain number, not a date",), in_sheet(rb'<c r="C10" s="\d+"', b'<c r="C10" s="9999"'),
    ),
    "merged to the end of the sheet": (("Pupils AN9:AN10 is part of a merged block",), merged("AN8:AN1048576")),
    "merged beside the columns": (SAME, merged("BT8:BZ40")),
    "merged again and again": (FULL_OF_MERGED, merged(*["A8:BP10"] * 5_000)),
    # Tabs.
    "a tab with a space behind its name": (SAME, in_book(rb'name="Pupils"', b'name="Pupils "')),
    "a tab in capitals with a no-break space": (SAME, in_book(rb'name="Pupils"', 'name="PUPILS\u00a0"'.encode())),
    "a tab with signs and pictures in its name": (SAME, in_book(rb'name="Pupils"', 'name="It&apos;s &quot;P&quot; 🙂"'.encode())),
    "a stale copy of the tab, hidden": ((f"Old A1 {OTHER_TAB}",), tab("Old", stale(possible=150), state='state="veryHidden"')),
    "a stale copy with a space behind its name, first": (
        (f"Pupils  A1 {OTHER_TAB}",), tab("Pupils ", stale(possible=150), first=True),
    ),
    "a copy of the cover": (SAME, tab("Cover (2)", lambda parts: parts[COVER])),
    "another academy's cover": (
        ("Cover (2) A1 is a cover too, and says otherwise",),
        tab("Cover (2)", lambda parts: _swapped(parts[COVER], rb'(<c r="B6"[^>]*?) t="s"><v>\d+</v>', rb'\1 t="str"><v>B</v>')),
    ),
    "the cover under another name": (SAME, in_book(rb'name="Cover"', b'name="Front page"')),
    # Columns.
    "as a library saves it": (SAME, edited(lambda _: None)),
    "a column of notes put in": (SAME, pupils(lambda page: page.insert_cols(5))),
    "a column left out": (("Pupils A7 is missing: no column has this heading",), pupils(lambda page: page.delete_cols(2))),
    "a column at the very left": (SAME, pupils(lambda page: page.insert_cols(1))),
    "rows above the headings": (SAME, pupils(lambda page: page.insert_rows(4, 2))),
    "no rows above the headings": (SAME, pupils(lambda page: page.delete_rows(1, 6))),
    "headings out of sight": (
        ("Pupils A1 are missing: none of the first 30 rows holds them",), pupils(lambda page: page.insert_rows(2, 33)),
    ),
    "a heading on two lines": (SAME, cells(C7="DATE  OF\nBIRTH", U7=" sessions possible * ")),
    "a heading with marks that nobody sees": (SAME, cells(U7="Sessions\u200b pos\u00adsible")),
    "a heading in wide letters": (SAME, cells(A7="\uff35\uff30\uff2e")),
    "a heading with a slip of the pen": ((ONLY_LIKE_IT,), cells(U7="Sesions possible")),
    "a heading with its unit": ((ONLY_LIKE_IT,), cells(U7="Sessions possible (sessions)")),
    "the headings once more": (("Pupils A9 repeats the headings",), pupils(headings_again)),
    "a second table beside": (("Pupils BT7 is the heading of more than one column",), cells(BT7="UPN", BT8="A000200000001")),
    "a table of something else beside": (SAME, cells(BT7="My count", BT8=3)),
    # Rows.
    "a row far below": (SAME, pupils(far_below)),
    "a blank row": (SAME, pupils(lambda page: page.insert_rows(9))),
    "a row of totals": (("Pupils A11 is a row of totals",), pupils(totals("Total"))),
    "a row of totals, in capitals and with a colon": (("Pupils A11 is a row of totals",), pupils(totals("GRAND TOTAL:"))),
    "totals without a word": (("Pupils U11 stands in a row that has no UPN and little else",), cells(U11=420)),
    "a note": (("Pupils A13 stands alone in its row",), cells(A13="Checked by the office")),
    "rows pasted without their headings": (
        ("Paste from MIS A6 are not known, so that nothing of what is pasted here was read",),
        cells("Paste from MIS", A6="A000200000001", B6="F"),
    ),
    "a word where rows are pasted": (SAME, cells("Paste from MIS", A6="None this term")),
    # The cover.
    "a period with a dash that a program put there": (SAME, cover(B7="2025\u201326-autumn")),
    "a period with a stroke": (SAME, cover(B7="2025/26 Autumn")),
    "two periods": (("Cover B7 '2025-26-autumn and spring' is not a period",), cover(B7="2025-26-autumn and spring")),
    "a day in another order": (("Cover B8 '12/19/2025' is not a day in the calendar",), cover(B8="12/19/2025")),
    "a day of another year": (("Cover B8 19 December 2024 is outside the period",), cover(B8=datetime(2024, 12, 19))),  # noqa: DTZ001  Excel has no zones
    "a day that nobody worked out": ((f"Cover B8 {NEVER}",), cover(B8="=TODAY()")),
    "a day that is an error": (("Cover B8 holds the Excel error #N/A",), cover(B8="#N/A")),
    "a label that is not ours": (("Cover A1 is missing: no cell here has this label",), cover(A6="Name of school")),
    "a cover moved down and to the right": (SAME, edited(lambda book: book["Cover"].move_range("A5:C20", rows=1, cols=1))),
    "a cover with merged cells": (SAME, edited(lambda book: book["Cover"].merge_cells("B6:C6"))),
}  # fmt: skip
