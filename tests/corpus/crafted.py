"""Hostile workbooks of kinds that the shared corpus lacks: each is made from a right return, and none may be taken for one."""

from __future__ import annotations

import io
import random
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

import polars as pl

from tests.trustkpi.returned import PUPIL, UPNS
from trustkpi.excel.template import Fill, write_return
from validation.periods import period
from validation.returns.attendance import ATTENDANCE, Pupils

NOT_KNOWN = ("medical", "looked_after", "child_in_need", "child_protection")
MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET, BOOK, LINKS = "xl/worksheets/sheet2.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
SHARED, STYLES, TYPES, FIRST = "xl/sharedStrings.xml", "xl/styles.xml", "[Content_Types].xml", "_rels/.rels"
HEAD = b'<?xml version="1.0" encoding="UTF-8"?>\n'
MB = 1024**2

Parts = dict[str, bytes]
Make = Callable[[Parts], bytes]


def parts_of(path: Path) -> Parts:
    """The parts of a workbook."""
    with zipfile.ZipFile(path) as inside:
        return {name: inside.read(name) for name in inside.namelist()}


def start(path: Path) -> Path:
    """A right return of three pupils, as our own template has it."""
    rows = pl.DataFrame([{**PUPIL, "upn": upn, "fsm": False, "fsm6": True} | dict.fromkeys(NOT_KNOWN, False) for upn in UPNS])
    frame = rows.select(rows[n].cast(t) if n in rows.columns else pl.lit(None, t).alias(n) for n, t in Pupils.dtypes().items())
    fill = Fill(
        academy="Ambleside", period=period("2025-26-autumn"), as_at=date(2025, 12, 19), completed_by="Office",
        declared_by="Principal", declared_on=date(2026, 1, 8), rows={"Pupils": frame},
    )  # fmt: skip
    write_return(ATTENDANCE, path, fill=fill)
    return path


def zipped(parts: Mapping[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of the parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", how) as whole:
        for name, part in parts.items():
            whole.writestr(zipfile.ZipInfo(name), part, how)
    return made.getvalue()


def noise(size: int) -> bytes:
    """Bytes that no zip can pack, so that what swells is not told by the ratio alone."""
    return random.Random(5).randbytes(size)


def by_hand(members: list[tuple[str, bytes, int, int]]) -> bytes:
    """A zip whose directory says what it is told: name, deflated bytes, stated size, stated checksum."""
    local, directory = b"", b""
    for name, held, size, checksum in members:
        facts = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 33, checksum, len(held), size, len(name), 0)
        directory += b"PK\x01\x02\x14\x00" + facts + struct.pack("<HHHII", 0, 0, 0, 0, len(local)) + name.encode()
        local += b"PK\x03\x04" + facts + name.encode() + held
    end = struct.pack("<HHHHIIH", 0, 0, len(members), len(members), len(directory), len(local), 0)
    return local + directory + b"PK\x05\x06" + end


def deflated(content: bytes) -> bytes:
    """The bytes as a zip holds them."""
    stream = zlib.compressobj(9, zlib.DEFLATED, -15)
    return stream.compress(content) + stream.flush()


def lying(size_of: Callable[[bytes], tuple[int, int]], swollen: bytes) -> Make:
    """The return with a sheet that is larger than its directory entry admits."""

    def make(parts: Parts) -> bytes:
        members = [(n, deflated(p), len(p), zlib.crc32(p)) for n, p in parts.items() if n != SHEET]
        sheet = parts[SHEET] + swollen
        return by_hand([*members, (SHEET, deflated(sheet), *size_of(sheet))])

    return make


def overlapping(_: Parts) -> bytes:
    """Sixty directory entries that share one set of bytes."""
    content = b" " * MB
    data = by_hand([("xl/media/0.xml", deflated(content), len(content), zlib.crc32(content))])
    entry = data[data.index(b"PK\x01\x02") : data.index(b"PK\x05\x06")]
    directory = b"".join(entry.replace(b"media/0", b"media/%c" % (33 + i)) for i in range(60))
    local = data[: data.index(b"PK\x01\x02")]
    end = struct.pack("<HHHHIIH", 0, 0, 60, 60, len(directory), len(local), 0)
    return local + directory + b"PK\x05\x06" + end


def nested(_: Parts) -> bytes:
    """Zips within zips within zips."""
    inner = zipped({"a.xlsx": b"\x00" * (8 * MB)})
    for _ in range(6):
        inner = zipped({f"{i}.zip": inner for i in range(10)}, zipfile.ZIP_STORED if len(inner) > MB else zipfile.ZIP_DEFLATED)
    return inner


def part(name: str, change: Callable[[bytes], bytes]) -> Make:
    """The return with one part changed."""
    return lambda parts: zipped(parts | {name: (made := change(parts.get(name, b"")))} | _against_the_ratio(made))


def _against_the_ratio(made: bytes) -> Parts:
    """Noise beside a part that packs too well, as whoever means harm would put there."""
    return {"xl/media/noise.bin": noise(len(made) // 150)} if len(made) > 8 * MB else {}


def sheet_of(rows: bytes, before: bytes = b"", after: bytes = b"") -> Callable[[bytes], bytes]:
    """A sheet of those rows and nothing else."""
    return lambda _: HEAD + b'<worksheet xmlns="%s">%s<sheetData>%s</sheetData>%s</worksheet>' % (MAIN, before, rows, after)


def rows_after(more: bytes) -> Callable[[bytes], bytes]:
    """The return's sheet with more rows under its own."""
    return lambda xml: xml.replace(b"</sheetData>", more + b"</sheetData>")


def in_last_row(found: bytes, instead: bytes) -> Callable[[bytes], bytes]:
    """A sheet with the first such thing in its last row changed."""

    def change(xml: bytes) -> bytes:
        at, end = xml.rindex(b"<row "), xml.index(b"</sheetData>")
        row, times = re.subn(found, instead, xml[at:end], count=1)
        assert times == 1
        return xml[:at] + row + xml[end:]

    return change


ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaaaaaaaa">' + b"".join(
    b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 16) for i in range(9)
)
EXTERNAL = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">'


def with_entities(declared: bytes, used: bytes) -> Callable[[bytes], bytes]:
    """A part that declares entities and uses one."""
    return lambda xml: HEAD + declared + b"]>" + xml.partition(b"?>")[2].replace(b"</", used + b"</", 1)


def long_headings(count: int) -> bytes:
    """Cells of nine thousand letters each, none of them of the first alphabet."""
    return b"".join(b'<c t="str"><v>%d%s</v></c>' % (at, "é".encode() * 9000) for at in range(count))


def deep(depth: int) -> Callable[[bytes], bytes]:
    """A part whose last element holds elements in elements."""

    def change(xml: bytes) -> bytes:
        start = xml.rindex(b"</")
        return xml[:start] + b"<a>" * depth + b"</a>" * depth + xml[start:]

    return change


def unnamed(book: bytes) -> bytes:
    """The workbook with its data sheet under a name of its own."""
    return book.replace(b'name="Pupils"', b'name="Other"')


def many_tabs(parts: Parts) -> bytes:
    """Three thousand tabs, all the same sheet."""
    names = b"".join(b'<sheet name="Tab %d" sheetId="%d" r:id="rId2"/>' % (i, i + 9) for i in range(3000))
    return zipped(parts | {BOOK: parts[BOOK].replace(b"</sheets>", names + b"</sheets>")})


def wide_tabs(parts: Parts, pupils: bytes = b"Other", tabs: int = 40, rows: int = 2, columns: int = 16_000) -> bytes:
    """Tabs with rows of so many headings."""
    links, sheets, more = b"", b"", {}
    row = b"".join(b'<c t="str"><v>UPN%d</v></c>' % i for i in range(columns))
    for i in range(tabs):
        more[f"xl/worksheets/wide{i}.xml"] = sheet_of((b"<row>%s</row>" % row) * rows)(b"")
        links += b'<Relationship Id="w%d" Type="http://x/worksheet" Target="worksheets/wide%d.xml"/>' % (i, i)
        sheets += b'<sheet name="W%d" sheetId="%d" r:id="w%d"/>' % (i, i + 50, i)
    changed = {
        BOOK: parts[BOOK].replace(b"</sheets>", sheets + b"</sheets>").replace(b'name="Pupils"', b'name="%s"' % pupils),
        LINKS: parts[LINKS].replace(b"</Relationships>", links + b"</Relationships>"),
    }
    return zipped(parts | changed | more)


def twice(parts: Parts) -> bytes:
    """The same part name twice, with other content."""
    made = io.BytesIO(zipped(parts))
    with zipfile.ZipFile(made, "a") as whole:
        info = zipfile.ZipInfo(SHEET.upper())
        whole.writestr(info, parts[SHEET])
    return made.getvalue()


def spoilt_directory(parts: Parts) -> bytes:
    """A member whose bytes start beyond the file."""
    data = bytearray(zipped(parts))
    at = data.index(b"PK\x01\x02")
    data[at + 42 : at + 46] = struct.pack("<I", 0x7FFFFFFF)
    return bytes(data)


def spread(parts: Parts) -> bytes:
    """Twenty-two cells from the first to the last of a sheet."""
    rows = b"".join(
        b'<row r="%d"><c r="%s%d"><v>1</v></c></row>' % (row, column, row)
        for row, column in zip(range(1, 1_048_577, 49_932), [b"A", b"XFD"] * 11, strict=False)
    )
    return zipped(parts | {SHEET: sheet_of(rows)(b"")})


def shared_texts(count: int, length: int, uses: int) -> Make:
    """A workbook whose cells share texts."""

    def make(parts: Parts) -> bytes:
        at = parts[SHARED].count(b"<si>")
        texts = b"".join(b"<si><t>%s</t></si>" % (b"x" * length) for _ in range(count))
        rows = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>%d</v></c></row>' % (i, i, at) for i in range(1, uses + 1))
        shared = parts[SHARED].replace(b"</sst>", texts + b"</sst>")
        return zipped(parts | {SHEET: sheet_of(rows)(b""), SHARED: shared, "xl/media/n.bin": noise(MB // 2)})

    return make


DAMAGED = "This file is damaged: open it in Excel, save it again, and send that file."
FAR_MORE = "This workbook unpacks to far more than a return holds"
FOREIGN = "This workbook is written in a way that Excel never does"
DECLARES = "This workbook carries declarations that Excel never writes."
TEXTS = "This workbook holds far more text than a return"
READ = ""

# What each is called: the start of the sentence that refuses it (READ where it is no danger, and read), and how it is made.
FORMS: dict[str, tuple[str, Make]] = {
    "a zip in a zip in a zip": ("This is a zip file, not a workbook", nested),
    "sixty entries over the same bytes": (FAR_MORE, overlapping),
    "a part that is larger than it says": (DAMAGED, lying(lambda sheet: (1000, zlib.crc32(sheet[:1000])), b" " * (200 * MB))),
    "a part that is smaller than it says": (DAMAGED, lying(lambda sheet: (len(sheet) + 9, zlib.crc32(sheet)), b"")),
    "a part with another checksum": (DAMAGED, lying(lambda sheet: (len(sheet), zlib.crc32(sheet) ^ 1), b"")),
    "a part that goes on after its end": (DAMAGED, lying(lambda sheet: (len(sheet) - 1, zlib.crc32(sheet[:-1])), b"")),
    "a part name that climbs out": (DAMAGED, lambda parts: zipped(parts | {"xl/../../../up.xml": b"<x/>"})),
    "a part name with a drive": (DAMAGED, lambda parts: zipped(parts | {"C:\\up.xml": b"<x/>"})),
    "a part twice": (DAMAGED, twice),
    "a member beyond the end": (DAMAGED, spoilt_directory),
    "cut in the middle": (DAMAGED, lambda parts: zipped(parts)[: len(zipped(parts)) // 2]),
    "the directory alone": ("This is not an Excel workbook, or it is damaged.", lambda parts: zipped(parts)[-600:]),
    "two hundred megabytes of spaces": (FAR_MORE, part("xl/theme/x.xml", lambda _: b"<x>" + b" " * (200 * MB) + b"</x>")),
    "entities in the sheet": (DECLARES, part(SHEET, with_entities(ENTITIES, b"&j;"))),
    "entities in the workbook": (DECLARES, part(BOOK, with_entities(ENTITIES, b"&j;"))),
    "entities in the links": (DECLARES, part(FIRST, with_entities(ENTITIES, b"&j;"))),
    "entities in the texts": (DECLARES, part(SHARED, with_entities(ENTITIES, b"&j;"))),
    "an entity from another file": (DECLARES, part(SHEET, with_entities(EXTERNAL, b"&a;"))),
    "entities in another coding": (
        DECLARES, part(SHEET, lambda xml: with_entities(ENTITIES, b"&j;")(xml).decode().encode("utf-16")),
    ),
    "a sheet in another coding": (FOREIGN, part(SHEET, lambda xml: xml.replace(b'"UTF-8"', b'"ISO-8859-1"', 1))),
    "text out of sight": (FOREIGN, part(SHEET, in_last_row(rb"<v>(\d+)</v></c></row>$", rb"<v><![CDATA[\1]]></v></c></row>"))),
    "elements in elements in the workbook": (READ, part(BOOK, deep(500_000))),
    "elements in elements in the sheet": (READ, part(SHEET, deep(1_000_000))),
    "elements in elements in the texts": (READ, part(SHARED, deep(1_000_000))),
    "elements in elements in the styles": (READ, part(STYLES, deep(1_000_000))),
    "a workbook part of many megabytes": (
        FAR_MORE, part(BOOK, lambda xml: xml.replace(b"</workbook>", b"<a/>" * (3 * MB) + b"</workbook>")),
    ),
    "no workbook part": (DAMAGED, lambda parts: zipped({n: p for n, p in parts.items() if n != BOOK})),
    "no links": (DAMAGED, lambda parts: zipped({n: p for n, p in parts.items() if n != LINKS})),
    "links that lead nowhere": (DAMAGED, part(LINKS, lambda xml: xml.replace(b"sheet2", b"sheet99"))),
    "a sheet that is not XML": (DAMAGED, part(SHEET, lambda _: noise(5000))),
    "a sheet of nothing": (DAMAGED, part(SHEET, lambda _: b"")),
    "a second set of rows": (
        DAMAGED,
        part(SHEET, lambda xml: xml.replace(b"</sheetData>", b'</sheetData><sheetData><c r="A9"><v>1</v></c></sheetData>')),
    ),
    "the same cell twice": (DAMAGED, part(SHEET, in_last_row(rb"(<c [^>]*>)(<v>\d+</v></c>)", rb"\1\2\1<v>9</v></c>"))),
    "a claim of a sheet without end": (
        READ, part(SHEET, lambda xml: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', xml)),
    ),
    "cells spread over the whole sheet": ("The sheet Pupils reaches out to cell XFD1048573: delete the rows", spread),
    "cells without addresses after a far row": (
        "The sheet Pupils is 400,000 columns wide",
        part(SHEET, sheet_of(b'<row r="7">' + b"<c><v>1</v></c>" * 400_000 + b"</row>")),
    ),
    "half a million cells in a column": (READ, part(SHEET, sheet_of(b"<row><c><v>1</v></c></row>" * 450_000))),
    "a million cells in a column": (FAR_MORE, part(SHEET, sheet_of(b"<row><c><v>1</v></c></row>" * 900_000))),
    "a hundred thousand rows of long numbers": (
        "The sheet Pupils reaches out to cell BP99998",
        part(
            SHEET,
            rows_after(b"".join(b'<row r="%d"><c r="U%d"><v>0.123456789</v></c></row>' % (i, i) for i in range(11, 99_999))),
        ),
    ),
    "looks by the million": (FAR_MORE, part(STYLES, lambda xml: xml.replace(b"</cellXfs>", b"<xf/>" * (3 * MB) + b"</cellXfs>"))),
    "comments that never end": (DAMAGED, part(SHEET, lambda xml: xml.replace(b"<sheetData>", b"<!--" * (9 * MB)))),
    "two hundred thousand formulas that nobody worked out": (
        READ, part(SHEET, sheet_of(b"".join(b'<row r="%d"><c r="A%d"><f>1</f></c></row>' % (i, i) for i in range(1, 200_000)))),
    ),
    "headings that nobody can read": (READ, part(SHEET, sheet_of(b"<row>%s</row>" % long_headings(999)))),
    "wide tabs beside": (READ, lambda parts: wide_tabs(parts, b"Pupils", 5, 60, 1_900)),
    "millions of cells without addresses": (
        FAR_MORE, part(SHEET, sheet_of(b"<row>" + b"<c><v>1</v></c>" * (4 * MB) + b"</row>")),
    ),
    "millions of empty cells": (FAR_MORE, part(SHEET, sheet_of(b"<row>" + b"<c/>" * (15 * MB) + b"</row>"))),
    "millions of rows": (FAR_MORE, part(SHEET, sheet_of(b"<row/>" * (9 * MB)))),
    "cells that never end": (DAMAGED, part(SHEET, sheet_of(b"<c" * (9 * MB)))),
    "formulas that never end": (FAR_MORE, part(SHEET, sheet_of(b'<row r="1">' + b'<c r="A1"><f>' * (4 * MB)))),
    "spaces that never end": (DAMAGED, part(SHEET, sheet_of(b'<row r="1"><c r="A1"><f>1</f>' + b" " * (60 * MB)))),
    "errors that never end": (FAR_MORE, part(SHEET, sheet_of(b'<row r="1">' + b'<c r="A1" t="e">' * (3 * MB)))),
    "quotes that never end": (DAMAGED, part(SHEET, sheet_of(b'<row r="' + b'r="A' * (10 * MB)))),
    "a long text in every cell": (TEXTS, shared_texts(1, 32_000, 50_000)),
    "millions of texts": (TEXTS, shared_texts(3_000_000, 1, 10)),
    "three thousand tabs": (READ, many_tabs),
    "three thousand tabs that may be the one": (TEXTS, lambda parts: many_tabs(parts | {BOOK: unnamed(parts[BOOK])})),
    "forty tabs of sixteen thousand headings": ("The sheet W0 is 16,000 columns wide", wide_tabs),
    "a text beyond the last": (DAMAGED, part(SHEET, in_last_row(rb't="s"><v>\d+', rb't="s"><v>99999999'))),
    "an address beyond the last row": (
        "The sheet Pupils reaches out to cell", part(SHEET, in_last_row(rb'<c r="([A-Z]+)\d+"', rb'<c r="\g<1>9999999"')),
    ),
    "an address of ten digits": (DAMAGED, part(SHEET, in_last_row(rb'<c r="([A-Z]+)\d+"', rb'<c r="\g<1>4294967297"'))),
    "a day before all days": (
        READ, part(SHEET, in_last_row(rb'(<c r="[A-Z]+\d+" s="\d+"><v>)45170(</v>)', rb"\1-1E300\2")),
    ),
    "strict Open XML": (
        "This workbook is saved as 'Strict Open XML'.",
        part(BOOK, lambda xml: xml.replace(MAIN, b"http://purl.oclc.org/ooxml/spreadsheetml/main")),
    ),
    "macros": ("This workbook carries macros (.xlsm)", lambda parts: zipped(parts | {"xl/vbaProject.bin": noise(100)})),
    "a binary workbook": (
        "This is a binary workbook (.xlsb).", lambda _: zipped({"[Content_Types].xml": b"<x/>", "xl/workbook.bin": noise(100)}),
    ),
    "an OpenDocument file": (
        "This is an OpenDocument file (.ods).",
        lambda _: zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"}),
    ),
    "another archive": ("This is an archive, not a workbook", lambda _: b"7z\xbc\xaf\x27\x1c" + noise(500)),
    "a text file": ("This is a text file (CSV or the like)", lambda _: b"UPN,Sex\r\nA000200000001,F\r\n"),
    "a web page": ("This is a web page or XML file", lambda _: b"<html><table><tr><td>UPN</td></tr></table></html>"),
    "noise": ("This is not an Excel workbook, or it is damaged.", lambda _: noise(5000)),
    "nothing": ("This file is empty", lambda _: b""),
}  # fmt: skip


def crafted(folder: Path) -> Iterator[tuple[str, Path]]:
    """Each kind by name and as a file that calls itself a return."""
    parts = parts_of(start(folder / "right.xlsx"))
    for at, (name, (_, make)) in enumerate(FORMS.items()):
        path = folder / f"{at:02} Ambleside attendance 2025-26-autumn.xlsx"
        path.write_bytes(make(dict(parts)))
        yield name, path
