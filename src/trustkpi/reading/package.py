"""What is inside a workbook's zip, judged safe before a parser sees it: its sheets and its stamp."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote
from xml.etree import ElementTree as ET

from trustkpi.reading.anew import BESIDE, anew
from trustkpi.reading.bombs import FAR_MORE, MOST_NAMES, Texts, hold_to_plain_coding, hold_to_sane_styles, is_xml
from trustkpi.reading.container import packed, parts_of
from trustkpi.reading.door import DAMAGED, RefusedError
from trustkpi.reading.grid import plain
from trustkpi.reading.kinds import SAVE_AS
from trustkpi.reading.sheet_xml import Place, SheetXml, tamed, without_remarks
from trustkpi.reading.sought import Sought
from trustkpi.reading.styles import percent_styles
from validation.cover import BESIDE_TITLES

STAMP, OF_A_PACK = "trustkpi_template", "trustkpi_pack"
_DTD = tuple(word.encode(coding) for word in ("<!DOCTYPE", "<!ENTITY") for coding in ("utf-8", "utf-16-le", "utf-16-be"))
_DECLARES = Sought(b"!", re.compile(rb"!(?<=<!)"))
_XML = (".xml", ".rels", ".vml")
_OTHERS = {
    "xl/workbook.bin": f"This is a binary workbook (.xlsb). {SAVE_AS}",
    "word/": "This is a Word document, not a workbook: send the Excel workbook (.xlsx).",
    "ppt/": "This is a presentation, not a workbook: send the Excel workbook (.xlsx).",
    "visio/": "This is a drawing, not a workbook: send the Excel workbook (.xlsx).",
    "content.xml": f"This is an OpenDocument file (.ods). {SAVE_AS}",
    "index/document.iwa": "This is a Numbers document. Export it as an Excel workbook (.xlsx), and send that file.",
}
_ZIP = "This is a zip file, not a workbook: take the workbook out of it and send that."
_NO_TABLE = "This is an OpenDocument text or presentation, not a workbook: send the Excel workbook (.xlsx)."
_OTHER_ZIP = "This is a zip file, not a workbook, and there is none in it: send the Excel workbook (.xlsx)."
_MAY_HOLD_ONE = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".zip", "xl/workbook.xml")
_MACROS = f"This workbook carries macros (.xlsm), which returns never need. {SAVE_AS}"
_SHEETS = {"worksheet", "chartsheet", "dialogsheet"}
_MACRO_LINKS = {"vbaproject", "xlmacrosheet", "xlintlmacrosheet"}
_STRICT = "This workbook is saved as 'Strict Open XML'. " + SAVE_AS
_Parts = Mapping[str, bytes]


@dataclass(frozen=True)
class Package:
    """A workbook packed anew with nothing in it but its cells, and what is known of it beside them.

    That is its sheets by tab (in order), the stamps it carries outside cells, the styles that show a number as a
    percentage, the errors that the parser does not know, and whether it is a pack that we made.
    """

    data: bytes
    sheets: Mapping[str, SheetXml]
    texts: Texts
    stamps: tuple[str, ...]
    percent_styles: Collection[int] = ()
    odd_errors: Mapping[str, Mapping[Place, str]] = field(default_factory=dict)
    is_pack: bool = False


def package(data: bytes) -> Package:
    """The workbook in those bytes; `RefusedError` says in one sentence why it cannot be read."""
    parts = {name.casefold(): part for name, part in parts_of(data).items()}
    _hold_to_plain_parts(parts)
    try:
        return _package(parts)
    except (KeyError, ValueError, ET.ParseError) as fault:
        raise RefusedError(DAMAGED) from fault


def _package(parts: dict[str, bytes]) -> Package:
    book = _main(parts)
    root = _tree(parts[book])
    links = _links(book, parts)
    if _MACRO_LINKS & {kind.casefold() for kind, _ in links}:
        raise RefusedError(_MACROS)
    listed = _sheets(root)
    stamps = tuple(_stamps(root, parts))
    # Of a workbook that says which template it is, those tabs are ours to the last cell, and nobody reads them.
    ours = {plain(title) for title in BESIDE_TITLES} if stamps else set()
    tabs = {n: links["worksheet", link] for n, link in listed if ("worksheet", link) in links and plain(n) not in ours}
    shared, styles = (next((part for (kind, _), part in links.items() if kind == wanted), "") for wanted in BESIDE)
    odd: dict[str, dict[Place, str]] = {}
    for tab, part in tabs.items():
        hold_to_plain_coding(parts[part])
        parts[part], odd[tab] = tamed(without_remarks(parts[part]))
    computed = any(_is_on(e.get("fullCalcOnLoad", "")) for e in _named(root, "calcPr"))
    sheets = {tab: SheetXml(tab, parts[part], computed) for tab, part in tabs.items()}
    hold_to_plain_coding(parts.get(shared, b""))
    lost = {link for _, link in listed} - {link for kind, link in links if kind in _SHEETS}
    if lost or (shared in parts and not is_xml(parts[shared])):  # with one text lost, every cell would show its neighbour's
        raise RefusedError(DAMAGED)
    beside = {kind: parts[part] for kind, part in zip(BESIDE, (shared, styles), strict=True) if part in parts}
    from_1904 = any(_is_on(e.get("date1904", "")) for e in _named(root, "workbookPr"))
    kept = packed(anew({tab: (part, parts[part]) for tab, part in tabs.items()}, beside, from_1904=from_1904))
    hold_to_sane_styles(parts.get(styles, b""))
    percent = percent_styles(parts.get(styles, b""))
    is_pack = any(name.get("name") == OF_A_PACK for name in _named(root, "definedName"))
    return Package(kept, sheets, Texts(parts.get(shared, b"")), stamps, percent, odd, is_pack)


# The names of parts are compared without their case, as Excel does.
_TYPES, _FIRST = "[content_types].xml", "_rels/.rels"


def _hold_to_plain_parts(parts: _Parts) -> None:
    if b"opendocument" in (kind := parts.get("mimetype", b"")) and b"spreadsheet" not in kind:
        raise RefusedError(_NO_TABLE)
    for part, sentence in _OTHERS.items():
        if any(name.startswith(part) for name in parts):
            raise RefusedError(sentence)
    if b"macroEnabled" in parts.get(_TYPES, b"") or any(n.endswith("vbaproject.bin") for n in parts):
        raise RefusedError(_MACROS)
    for name, xml in parts.items():
        if name.endswith(_XML) and (_DECLARES.is_in(xml) or b"\x00" in xml[:64]) and any(word in xml for word in _DTD):
            msg = f"This workbook carries declarations that Excel never writes. {SAVE_AS}"
            raise RefusedError(msg)


def _main(parts: _Parts) -> str:
    zipped = _ZIP if any(name.endswith(_MAY_HOLD_ONE) for name in parts) else _OTHER_ZIP
    if _FIRST not in parts:
        raise RefusedError(zipped)
    for link in _tree(parts[_FIRST]):
        if link.get("Type", "").endswith("/officeDocument"):
            book = _target("", link)
            if b"purl.oclc.org/ooxml" in parts[book]:
                raise RefusedError(_STRICT)
            return book
    raise RefusedError(zipped)


def _target(folder: str, link: ET.Element) -> str:
    """The name of the part that a link in that folder leads to."""
    target = unquote(link.get("Target", "")).replace("\\", "/")
    return posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/").casefold()


def _tree(xml: bytes) -> ET.Element:
    if len(xml) > MOST_NAMES:  # a tree is fifty times as large as its text
        raise RefusedError(FAR_MORE)
    # Parts with a DTD were refused before, so that nothing in them can expand.
    return ET.fromstring(xml)  # noqa: S314


def _beside(book: str) -> str:
    folder, name = posixpath.split(book)
    return f"{folder}/_rels/{name}.rels".lstrip("/")


def _links(book: str, parts: _Parts) -> dict[tuple[str, str], str]:
    """The parts that the workbook links to, by kind and by the name of the link."""
    folder = posixpath.dirname(book)
    return {
        (link.get("Type", "").rpartition("/")[2], link.get("Id", "")): _target(folder, link)
        for link in _tree(parts[_beside(book)])
        if link.get("TargetMode") != "External"
    }


def _sheets(root: ET.Element) -> list[tuple[str, str]]:
    """Tab and name of its link, in order; `RefusedError` where two tabs have one name, of which a reader would keep one."""
    found = []
    for sheet in _named(root, "sheet"):
        link = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
        found.append((sheet.get("name", ""), link))
    if len({tab.casefold() for tab, _ in found}) < len(found):
        raise RefusedError(DAMAGED)
    return found


def _named(root: ET.Element, tag: str) -> list[ET.Element]:
    return [e for e in root.iter() if e.tag.rpartition("}")[2] == tag]


def _is_on(text: str) -> bool:
    return text in {"1", "true"}


def _stamps(root: ET.Element, parts: _Parts) -> list[str]:
    found = []
    if "docprops/custom.xml" in parts:
        try:
            held = _named(_tree(parts["docprops/custom.xml"]), "property")
        except ET.ParseError:
            held = []
        found += ["".join(p.itertext()).strip() for p in held if p.get("name") == STAMP]
    names = [n for n in _named(root, "definedName") if n.get("name") == STAMP]
    return found + [(n.text or "").strip().strip('="') for n in names]
