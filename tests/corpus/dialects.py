"""The dialects in which programs write one and the same workbook: changes of its parts that change nothing that it says."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from xml.sax.saxutils import escape

from tests.corpus.crafted import BOOK, DAMAGED, DECLARES, FIRST, FOREIGN, LINKS, SHARED, STYLES, TYPES, Parts, noise, zipped

Change = Callable[[Parts], Parts]
Make = Callable[[Parts], bytes]

SAME = ""  # the same rows and the same findings
FOUND = "what is not read is a finding"
STRICT = "This workbook is saved as 'Strict Open XML'."
SHEETS = re.compile(r"xl/worksheets/[^/]+\.xml$")
_DAY_ZERO = 1462  # days between the first days of the calendars of 1900 and of 1904
_CELL = re.compile(rb'<c r="([A-Z]+)([0-9]+)"((?: s="[0-9]+")?)(?: t="([a-z]+)")?>(.*?)</c>', re.DOTALL)


def worked_out(change: Change) -> Change:
    """The same in a workbook that does not ask to be worked out when it is opened, as no spreadsheet program leaves it."""
    return lambda parts: one(BOOK, where_there(rb"<calcPr [^>]*/>", b""))(change(parts))


def made(change: Change) -> Make:
    """A plain zip of the changed parts."""
    return lambda parts: zipped(change(parts))


def each_sheet(change: Callable[[bytes], bytes]) -> Change:
    """Every sheet changed."""
    return lambda parts: parts | {name: change(part) for name, part in parts.items() if SHEETS.match(name)}


def one(name: str, change: Callable[[bytes], bytes]) -> Change:
    """One part changed."""
    return lambda parts: parts | {name: change(parts[name])}


def swapped(found: bytes, instead: bytes) -> Callable[[bytes], bytes]:
    """Every such text swapped; it must be there."""

    def change(part: bytes) -> bytes:
        new, times = re.subn(found, instead, part)
        assert times, found
        return new

    return change


def where_there(found: bytes, instead: bytes) -> Callable[[bytes], bytes]:
    """Every such text swapped, if it is there."""
    return lambda part: re.sub(found, instead, part)


def texts(parts: Parts) -> list[str]:
    """The shared texts."""
    return [unescape("".join(re.findall(r"<t[^>]*>(.*?)</t>", one, re.DOTALL))) for one in _shared(parts)]


def _shared(parts: Parts) -> list[str]:
    return re.findall(r"<si>(.*?)</si>", parts[SHARED].decode(), re.DOTALL)


def each_text(write: Callable[[str], str]) -> Change:
    """Every cell with a shared text holding it in another way."""

    def change(parts: Parts) -> Parts:
        known = texts(parts)

        def cell(found: re.Match[bytes]) -> bytes:
            letters, row, style, kind, held = (part.decode() if part else "" for part in found.groups())
            if kind != "s":
                return found[0]
            text = known[int(re.findall(r"<v>(\d+)</v>", held)[0])]
            return f'<c r="{letters}{row}"{style} {write(text)}</c>'.encode()

        return each_sheet(lambda xml: _CELL.sub(cell, xml))(parts)

    return change


def each_number(write: Callable[[str], str]) -> Change:
    """Every number written in another way."""

    def cell(found: re.Match[bytes]) -> bytes:
        if found[4] or b"<f>" in found[5]:
            return found[0]
        return re.sub(rb"<v>(.*?)</v>", lambda v: write(v[1].decode()).encode(), found[0])

    return each_sheet(lambda xml: _CELL.sub(cell, xml))


def each_shared_text(write: Callable[[str], str]) -> Change:
    """The table of shared texts written in another way."""

    def change(parts: Parts) -> Parts:
        table = "".join(f"<si>{write(text)}</si>" for text in texts(parts))
        head = parts[SHARED].decode().partition("<si>")[0]
        return parts | {SHARED: f"{head}{table}</sst>".encode()}

    return change


def prefixed(name: str, prefix: bytes = b"x") -> Change:
    """Every tag of a part with a prefix of its own."""

    def change(part: bytes) -> bytes:
        part = part.replace(b' xmlns="', b' xmlns:%s="' % prefix, 1)
        return re.sub(rb"<(/?)(?=[A-Za-z])(?![\w.-]+:)", rb"<\1" + prefix + b":", part)

    return one(name, change)


def all_prefixed(parts: Parts) -> Parts:
    """Every part that says something with prefixes."""
    for name in [BOOK, SHARED, STYLES, *filter(SHEETS.match, parts)]:
        parts = prefixed(name)(parts)
    return parts


def without_styles(parts: Parts) -> Parts:
    """No part of styles, as small libraries write."""
    left = {name: part for name, part in parts.items() if name != STYLES}
    left[LINKS] = re.sub(rb"<Relationship [^>]*styles[^>]*/>", b"", left[LINKS])
    left[TYPES] = re.sub(rb"<Override [^>]*styles[^>]*/>", b"", left[TYPES])
    return each_sheet(where_there(rb' s="[0-9]+"', b""))(left)


def moved(parts: Parts) -> Parts:
    """The workbook's part under another name, at the root of the zip, and its sheets in a folder of their own."""
    names = {BOOK: "book.xml", LINKS: "_rels/book.xml.rels"}
    left = {names.get(name, name): part for name, part in parts.items()}
    left[FIRST] = left[FIRST].replace(b"xl/workbook.xml", b"book.xml")
    left[TYPES] = left[TYPES].replace(b"/xl/workbook.xml", b"/book.xml")
    left["_rels/book.xml.rels"] = re.sub(rb'Target="(?!/)', b'Target="xl/', left["_rels/book.xml.rels"])
    return left


def from_1904(parts: Parts) -> Parts:
    """The same dates counted from 1904."""
    days = _day_styles(parts)

    def cell(found: re.Match[bytes]) -> bytes:
        if not _is_day(found, days):
            return found[0]
        return re.sub(rb"<v>(\d+)", lambda v: b"<v>%d" % (int(v[1]) - _DAY_ZERO), found[0])

    book = parts[BOOK].replace(b"<workbookPr ", b'<workbookPr date1904="1" ')
    assert book != parts[BOOK]
    return each_sheet(lambda xml: _CELL.sub(cell, xml))(parts) | {BOOK: book}


def _day_styles(parts: Parts) -> set[int]:
    """The numbers of the cell styles that show a number as a day."""
    own = re.findall(rb'<numFmt numFmtId="(\d+)" formatCode="([^"]*)"', parts[STYLES])
    shows_days = {14, 15, 16, 17} | {int(at) for at, code in own if b"yy" in code}
    formats = re.findall(rb"<xf ([^>]*)", parts[STYLES].partition(b"<cellXfs")[2].partition(b"</cellXfs")[0])
    return {at for at, xf in enumerate(formats) if int(re.findall(rb'numFmtId="(\d+)"', xf)[0]) in shows_days}


def _is_day(cell: re.Match[bytes], day_styles: set[int]) -> bool:
    style = int(re.findall(rb"\d+", cell[3])[0]) if cell[3] else 0
    return not cell[4] and style in day_styles


def days_in_words(parts: Parts) -> Parts:
    """Dates as ISO text of their own type, as LibreOffice's and others' newer dialect has them."""
    days = _day_styles(parts)

    def cell(found: re.Match[bytes]) -> bytes:
        if not _is_day(found, days):
            return found[0]
        day = date(1899, 12, 30) + timedelta(int(re.findall(rb"<v>(\d+)", found[5])[0]))
        return b'<c r="%s%s"%s t="d"><v>%s</v></c>' % (found[1], found[2], found[3], f"{day}T00:00:00".encode())

    return each_sheet(lambda xml: _CELL.sub(cell, xml))(parts)


def hidden(how: bytes) -> Change:
    """Every tab but the first hidden, and every row and column."""

    def change(parts: Parts) -> Parts:
        head, first, rest = parts[BOOK].partition(b"<sheet ")
        book = head + first + rest.replace(b"<sheet ", b'<sheet state="%s" ' % how)
        sheets = each_sheet(lambda xml: xml.replace(b"<row ", b'<row hidden="1" ').replace(b"<col ", b'<col hidden="1" '))
        return sheets(parts) | {BOOK: re.sub(rb' state="(?:hidden|veryHidden)"(?=[^>]* state=")', b"", book)}

    return change


def tabs_in_reverse(parts: Parts) -> Parts:
    """The tabs in another order."""
    tabs = re.findall(rb"<sheet [^>]*/>", parts[BOOK])
    whole = b"<sheets>" + b"".join(reversed(tabs)) + b"</sheets>"
    return one(BOOK, lambda book: re.sub(rb"<sheets>.*</sheets>", whole.replace(b"\\", b"\\\\"), book, flags=re.DOTALL))(parts)


def links_in_reverse(parts: Parts) -> Parts:
    """The links in another order, and the parts of the zip too."""
    links = re.findall(rb"<Relationship [^>]*/>", parts[LINKS])
    text = parts[LINKS]
    start = text.index(links[0])
    left = parts | {LINKS: text[:start] + b"".join(reversed(links)) + b"</Relationships>"}
    return dict(reversed(left.items()))


def rows_in_reverse(xml: bytes) -> bytes:
    """The rows from the last to the first, and each one's cells from right to left."""
    rows = re.findall(rb"(<row [^>]*?(?<!/)>)(.*?)</row>|(<row [^>]*/>)", xml, re.DOTALL)
    told = []
    for head, cells, bare in rows:
        inside = re.findall(rb"<c [^>]*/>|<c [^>]*?(?<!/)>.*?</c>", cells, re.DOTALL)
        told.append(bare or head + b"".join(reversed(inside)) + b"</row>")
    start, end = xml.index(b"<sheetData>") + len(b"<sheetData>"), xml.index(b"</sheetData>")
    return xml[:start] + b"".join(reversed(told)) + xml[end:]


def chart_sheet(parts: Parts) -> Parts:
    """A chart as the first tab, so that tabs and sheets no longer count alike."""
    tab = b'<sheet name="Chart" sheetId="99" r:id="rId99"/>'
    link = b'<Relationship Id="rId99" Type="http://x/chartsheet" Target="chartsheets/sheet1.xml"/>'
    return parts | {
        BOOK: parts[BOOK].replace(b"<sheets>", b"<sheets>" + tab),
        LINKS: parts[LINKS].replace(b"</Relationships>", link + b"</Relationships>"),
        "xl/chartsheets/sheet1.xml": b'<chartsheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>',
    }


def other_parts(parts: Parts) -> Parts:
    """What workbooks carry beside cells: links to others, queries, settings of printers, pictures, threads of comments."""
    return parts | {
        "xl/externalLinks/externalLink1.xml": b"<externalLink/>",
        "xl/connections.xml": b"<connections/>",
        "xl/printerSettings/printerSettings1.bin": noise(2000),
        "xl/media/image1.png": noise(2000),
        "customXml/item1.xml": b"<a/>",
        "xl/threadedComments/threadedComment1.xml": b"<ThreadedComments/>",
        "xl/calcChain.xml": b"<calcChain/>",
        "docProps/thumbnail.wmf": noise(500),
    }


def strict(parts: Parts) -> Parts:
    """The names that Strict Open XML has for what is in the workbook and its sheets."""
    usual, others = b"schemas.openxmlformats.org/spreadsheetml/2006", b"purl.oclc.org/ooxml/spreadsheetml"
    return parts | {name: part.replace(usual, others) for name, part in parts.items() if name == BOOK or SHEETS.match(name)}


def the_last_tab_again(book: bytes) -> bytes:
    """A tab's name twice."""
    return book.replace(b"</sheets>", re.findall(rb"<sheet [^>]*/>", book)[-1] + b"</sheets>")


def streamed(parts: Parts) -> bytes:
    """As a program writes that cannot go back: sizes after each part, not before it."""

    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.held = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, data: object) -> int:
            self.held += bytes(data)  # type: ignore[call-overload]
            return len(bytes(data))  # type: ignore[call-overload]

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as whole:  # type: ignore[call-overload]
        for name, part in parts.items():
            whole.writestr(name, part)
    return bytes(pipe.held)


def in_64_bits(parts: Parts) -> bytes:
    """Every part with sizes of 64 bits, as programs write that do not know a part's size beforehand."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as inside:
        for name, part in parts.items():
            with inside.open(zipfile.ZipInfo(name), "w", force_zip64=True) as to:
                to.write(part)
    return whole.getvalue()


def directory_in_64_bits(parts: Parts) -> bytes:
    """A directory whose end is told in 64 bits, and the sizes of each part in its extra field."""
    local, directory = b"", b""
    for name, part in parts.items():
        stream = zlib.compressobj(9, zlib.DEFLATED, -15)
        held = stream.compress(part) + stream.flush()
        facts = struct.pack("<HHHHHIIIHH", 45, 0, 8, 0, 33, zlib.crc32(part), 2**32 - 1, 2**32 - 1, len(name), 20)
        sizes = struct.pack("<HHQQ", 1, 16, len(part), len(held))
        at = struct.pack("<HHQQQ", 1, 24, len(part), len(held), len(local))
        centre = facts[:-2] + struct.pack("<H", 28)
        directory += b"PK\x01\x02\x2d\x00" + centre + struct.pack("<HHHII", 0, 0, 0, 0, 2**32 - 1) + name.encode() + at
        local += b"PK\x03\x04" + facts + name.encode() + sizes + held
    end = struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, len(parts), len(parts), len(directory), len(local))
    locator = struct.pack("<IQI", 0, len(local) + len(directory), 1)
    last = struct.pack("<HHHHIIH", 0, 0, 0xFFFF, 0xFFFF, 2**32 - 1, 2**32 - 1, 0)
    return local + directory + b"PK\x06\x06" + end + b"PK\x06\x07" + locator + b"PK\x05\x06" + last


def commented(parts: Parts) -> bytes:
    """A zip with words of its own at its end."""
    whole = io.BytesIO(zipped(parts))
    with zipfile.ZipFile(whole, "a") as inside:
        inside.comment = b"sent by the gateway"
    return whole.getvalue()


def named(change: Callable[[str], str]) -> Make:
    """The parts under names that are written in another way."""
    return lambda parts: zipped({change(name): part for name, part in parts.items()})


def with_folders(parts: Parts) -> bytes:
    """A zip that lists its folders too."""
    folders = dict.fromkeys(f"{name.rpartition('/')[0]}/" for name in parts if "/" in name)
    return zipped(dict.fromkeys(folders, b"") | parts)


RICH = '<is><r><rPr><b/></rPr><t xml:space="preserve">{0}</t></r><r><t xml:space="preserve">{1}</t></r></is>'


def halves(text: str) -> tuple[str, str]:
    """A text in two."""
    return escape(text[: len(text) // 2]), escape(text[len(text) // 2 :])


def exponent(number: str) -> str:
    """140 as 1.4E2."""
    digits = f"{float(number):.15e}"
    return f"<v>{digits}</v>" if float(digits) == float(number) else f"<v>{number}</v>"


# What each dialect is called: what becomes of it (SAME, or the start of the sentence that refuses it), and how it is made.
DIALECTS: dict[str, tuple[str, Make]] = {
    "texts in their cells": (SAME, made(each_text(lambda t: f't="inlineStr"><is><t xml:space="preserve">{escape(t)}</t></is>'))),
    "texts in their cells in two looks": (SAME, made(each_text(lambda t: f't="inlineStr">{RICH.format(*halves(t))}'))),
    "texts as values of their cells": (SAME, made(each_text(lambda t: f't="str"><v>{escape(t)}</v>'))),
    "texts worked out by formulas": (SAME, made(each_text(lambda t: f't="str"><f>T("x")</f><v>{escape(t)}</v>'))),
    "shared texts in two looks": (
        SAME, made(each_shared_text(lambda t: RICH.format(*halves(t)).removeprefix("<is>").removesuffix("</is>"))),
    ),
    "shared texts with how they are spoken": (
        SAME, made(each_shared_text(lambda t: f'<t xml:space="preserve">{escape(t)}</t><rPh sb="0" eb="1"><t>spoken</t></rPh>')),
    ),
    "shared texts that count wrongly": (SAME, made(one(SHARED, where_there(rb'((?:unique)?[cC]ount)="\d+"', rb'\1="3"')))),
    "shared texts on lines of their own": (SAME, made(one(SHARED, swapped(rb"</si>", b"</si>\r\n  ")))),
    "numbers with an exponent": (SAME, made(each_number(exponent))),
    "numbers with space around them": (FOUND, made(each_number(lambda n: f"<v> {n}\n</v>"))),
    "numbers with noughts behind the point": (SAME, made(each_number(lambda n: f"<v>{n if '.' in n else n + '.0'}</v>"))),
    "numbers that formulas gave": (SAME, made(worked_out(each_number(lambda n: f"<f>1+1</f><v>{n}</v>")))),
    "numbers that a shared formula gave": (SAME, made(worked_out(each_number(lambda n: f'<f t="shared" si="0"/><v>{n}</v>')))),
    "numbers that an array gave": (
        SAME, made(worked_out(each_number(lambda n: f'<f t="array" ref="A1:B2">A1:B2</f><v>{n}</v>'))),
    ),
    "numbers that say they are": (
        SAME, made(each_sheet(where_there(rb'(<c r="[A-Z]+\d+"(?: s="\d+")?)(><v>)', rb'\1 t="n"\2'))),
    ),
    "addresses in small letters": (
        SAME, made(each_sheet(lambda xml: re.sub(rb'<c r="([A-Z]+)', lambda c: c[0].replace(c[1], c[1].lower()), xml))),
    ),
    "attributes in single quotes": (SAME, made(each_sheet(where_there(rb'="([^"\']*)"', rb"='\1'")))),
    "tags on lines of their own": (SAME, made(each_sheet(where_there(rb"<(row|c|/row|/sheetData)(?=[ >])", rb"\n  <\1")))),
    "space within tags": (SAME, made(each_sheet(where_there(rb"<(c|row) r=", rb"<\1\n   r=")))),
    "elements of later versions": (
        SAME,
        made(each_sheet(swapped(rb"<row r=", b'<row xmlns:y="http://y" y:dyDescent="0.25" r='))),
    ),
    "comments between cells": (SAME, made(each_sheet(where_there(rb"</c>", b"</c><!-- here -->")))),
    "instructions between cells": (SAME, made(each_sheet(where_there(rb"</c>", b"</c><?here now?>")))),
    "no dimension": (SAME, made(each_sheet(where_there(rb"<dimension [^>]*/>", b"")))),
    "a dimension of one cell": (SAME, made(each_sheet(where_there(rb'<dimension ref="[^"]*"', b'<dimension ref="A1"')))),
    "rows from the last to the first": (SAME, made(each_sheet(rows_in_reverse))),
    "rows without numbers": (SAME, made(each_sheet(where_there(rb'<row r="\d+"', b"<row")))),
    "the byte order's mark": (
        SAME, made(lambda parts: {n: b"\xef\xbb\xbf" + p if n.endswith("xml") else p for n, p in parts.items()}),
    ),
    "no declaration of XML": (SAME, made(lambda parts: {n: re.sub(rb"^<\?xml.*?\?>\s*", b"", p) for n, p in parts.items()})),
    "two bytes a character in a sheet": (
        FOREIGN, made(each_sheet(lambda xml: xml.decode().replace("UTF-8", "UTF-16").encode("utf-16"))),
    ),
    "two bytes a character in the texts": (
        FOREIGN, made(one(SHARED, lambda xml: xml.decode().replace("UTF-8", "UTF-16").encode("utf-16"))),
    ),
    "prefixes everywhere": (SAME, made(all_prefixed)),
    "no styles": (FOUND, made(without_styles)),
    "targets from the root": (SAME, made(one(LINKS, swapped(rb'Target="(?!/)', b'Target="/xl/')))),
    "targets with a dot": (SAME, made(one(LINKS, swapped(rb'Target="(?!/)', b'Target="./')))),
    "targets with the other slash": (SAME, made(one(LINKS, lambda xml: xml.replace(b"worksheets/", b"worksheets\\")))),
    "links in another order": (SAME, made(links_in_reverse)),
    "a workbook at the root": (SAME, made(moved)),
    "days counted from 1904": (SAME, made(from_1904)),
    "days in words": (SAME, made(days_in_words)),
    "tabs, rows and columns hidden": (SAME, made(hidden(b"hidden"))),
    "tabs hidden from the menu": (SAME, made(hidden(b"veryHidden"))),
    "tabs in another order": (SAME, made(tabs_in_reverse)),
    "a chart among the tabs": (SAME, made(chart_sheet)),
    "everything else that workbooks carry": (SAME, made(other_parts)),
    "strict in its links alone": (STRICT, made(strict)),
    "a document type": (DECLARES, made(each_sheet(lambda xml: xml.replace(b"?>", b"?><!DOCTYPE worksheet>", 1)))),
    "a zip that was streamed": (SAME, streamed),
    "a zip with sizes of 64 bits": (SAME, in_64_bits),
    "a zip with a directory of 64 bits": (SAME, directory_in_64_bits),
    "a zip that is not packed": (SAME, lambda parts: zipped(parts, zipfile.ZIP_STORED)),
    "a zip packed in another way": (DAMAGED, lambda parts: zipped(parts, zipfile.ZIP_LZMA)),
    "a zip with words at its end": (SAME, commented),
    "a zip with folders": (SAME, with_folders),
    "a zip with the other slash": (SAME, named(lambda name: name.replace("/", "\\"))),
    "a zip with names from the root": (SAME, named(lambda name: "/" + name)),
    "a zip with names in capitals": (SAME, named(lambda name: name.upper() if "sheet" in name else name)),
    "a zip after other bytes": ("This is not an Excel workbook, or it is damaged.", lambda parts: b"MZ\x00\x00" + zipped(parts)),
    "a zip before other bytes": (SAME, lambda parts: zipped(parts) + b"\r\n-- \r\nscanned by the gateway\r\n"),
    "a tab twice": (DAMAGED, made(one(BOOK, the_last_tab_again))),
}  # fmt: skip
