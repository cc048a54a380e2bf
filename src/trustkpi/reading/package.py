"""What is inside a workbook's zip, judged safe before a parser sees it: its parts, its sheets and its stamp."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from trustkpi.reading.bombs import hold_to_sane_sheet, hold_to_sane_sizes, hold_to_sane_text
from trustkpi.reading.door import DAMAGED, SAVE_AS, RefusedError

STAMP = "trustkpi_template"
_DTD = tuple(word.encode(coding) for word in ("<!DOCTYPE", "<!ENTITY") for coding in ("utf-8", "utf-16-le", "utf-16-be"))
_XML = (".xml", ".rels", ".vml")
_OTHERS = {
    "xl/workbook.bin": f"This is a binary workbook (.xlsb). {SAVE_AS}",
    "word/document.xml": "This is a Word document, not a workbook: send the Excel workbook (.xlsx).",
    "ppt/presentation.xml": "This is a presentation, not a workbook: send the Excel workbook (.xlsx).",
    "content.xml": f"This is an OpenDocument file (.ods). {SAVE_AS}",
}
_ZIP = "This is a zip file, not a workbook: take the workbook out of it and send that."
_MACROS = f"This workbook carries macros (.xlsm), which returns never need. {SAVE_AS}"
_STRICT = "This workbook is saved as 'Strict Open XML'. " + SAVE_AS


@dataclass(frozen=True)
class Package:
    """A workbook's bytes, its worksheets by tab (in order) with their XML, and the stamps it carries outside cells."""

    data: bytes
    sheets: Mapping[str, bytes]
    stamps: tuple[str, ...]


def package(data: bytes) -> Package:
    """The workbook in those bytes; `RefusedError` says in one sentence why it cannot be read."""
    try:
        parts = _parts(data)
        book = _main(parts)
        root = _tree(parts[book])
        sheets = {name: parts[part] for name, part in _sheets(root, book, parts).items()}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, KeyError, ValueError, ET.ParseError) as fault:
        raise RefusedError(DAMAGED) from fault
    for name, xml in sheets.items():
        hold_to_sane_sheet(name, xml)
    hold_to_sane_text((p for n, p in parts.items() if n.casefold().endswith("sharedstrings.xml")), sheets.values())
    return Package(data, sheets, tuple(_stamps(root, parts)))


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as inside:
        members = [m for m in inside.infolist() if not m.is_dir()]
        hold_to_sane_sizes(members, len(data))
        if any(m.flag_bits & 1 for m in members):
            msg = "This file is locked with a password: send it without one."
            raise RefusedError(msg)
        names = [m.filename.replace("\\", "/").lstrip("/") for m in members]
        _hold_to_sane_names(names)
        for part, sentence in _OTHERS.items():
            if part in names:
                raise RefusedError(sentence)
        # Reading every part in full is what checks its checksum.
        parts = {name: inside.read(member) for name, member in zip(names, members, strict=True)}
    _hold_to_plain_parts(parts)
    return parts


def _hold_to_sane_names(names: list[str]) -> None:
    odd = [n for n in names if ".." in n.split("/") or ":" in n or "\x00" in n]
    if odd or len({n.casefold() for n in names}) < len(names):
        raise RefusedError(DAMAGED)


def _hold_to_plain_parts(parts: Mapping[str, bytes]) -> None:
    types = parts.get("[Content_Types].xml", b"")
    if b"macroEnabled" in types or any(n.endswith("vbaProject.bin") for n in parts):
        raise RefusedError(_MACROS)
    for name, part in parts.items():
        if name.endswith(_XML) and any(word in part for word in _DTD):
            msg = f"This workbook carries declarations that Excel never writes. {SAVE_AS}"
            raise RefusedError(msg)


def _main(parts: Mapping[str, bytes]) -> str:
    if "_rels/.rels" not in parts:
        raise RefusedError(_ZIP)
    for link in _tree(parts["_rels/.rels"]):
        if link.get("Type", "").endswith("/officeDocument"):
            book = posixpath.normpath(link.get("Target", "")).lstrip("/")
            if b"purl.oclc.org/ooxml" in parts[book]:
                raise RefusedError(_STRICT)
            return book
    raise RefusedError(_ZIP)


def _tree(xml: bytes) -> ET.Element:
    # Parts with a DTD were refused before, so that nothing in them can expand.
    return ET.fromstring(xml)  # noqa: S314


def _sheets(root: ET.Element, book: str, parts: Mapping[str, bytes]) -> dict[str, str]:
    folder, name = posixpath.split(book)
    targets: dict[str, str] = {}
    for link in _tree(parts[f"{folder}/_rels/{name}.rels".lstrip("/")]):
        if link.get("Type", "").endswith("/worksheet"):
            target = link.get("Target", "").replace("\\", "/")
            targets[link.get("Id", "")] = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
    found = {}
    for sheet in _named(root, "sheet"):
        link_id = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
        if link_id in targets:
            found[sheet.get("name", "")] = targets[link_id]
    return found


def _named(root: ET.Element, tag: str) -> list[ET.Element]:
    return [e for e in root.iter() if e.tag.rpartition("}")[2] == tag]


def _stamps(root: ET.Element, parts: Mapping[str, bytes]) -> list[str]:
    found = []
    if "docProps/custom.xml" in parts:
        try:
            held = _named(_tree(parts["docProps/custom.xml"]), "property")
        except ET.ParseError:
            held = []
        found += ["".join(p.itertext()).strip() for p in held if p.get("name") == STAMP]
    names = [n for n in _named(root, "definedName") if n.get("name") == STAMP]
    return found + [(n.text or "").strip().strip('="') for n in names]


_NEVER = re.compile(
    rb"""<(?:\w+:)?c\b([^>]*)>\s*<(?:\w+:)?f\b[^>]*?(?:/>|>[^<]*</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"""
)
_AT = re.compile(rb"""\br\s*=\s*["']([A-Z]{1,3}[0-9]{1,7})["']""")
_TEXT = re.compile(rb"""\bt\s*=\s*["']str["']""")


def never_calculated(xml: bytes) -> set[str]:
    """The cells whose formula carries no value, since no spreadsheet program ever worked it out."""
    found = set()
    for cell in _NEVER.finditer(xml):
        at = _AT.search(cell[1])
        if at and not _TEXT.search(cell[1]):  # a formula that gave an empty text says so
            found.add(at[1].decode())
    return found
