"""A workbook and the returns that we know into typed rows and findings: the only room that knows fastexcel."""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any
from xml.etree import ElementTree as ET

import polars as pl

from trustkpi.door import first_letter, refusal, uncalculated
from trustkpi.facts import Cover, Reading, Table
from trustkpi.headings import ENOUGH, Page, find
from trustkpi.identity import cover_findings, from_name, read_cover, recognised, stamped, valid_period
from trustkpi.tables import table
from validation.cover import COVER_TITLE, Explanations
from validation.findings import Finding, in_order
from validation.model import Return, Sheet
from validation.returns import returns
from validation.trust_settings import TRUST_SETTINGS

_DAMAGED = "is damaged or was made by a program that does not keep to the format: open it in Excel, save it again and send that."
_ERRORS = {
    "Div0": "#DIV/0!",
    "NA": "#N/A",
    "Name": "#NAME?",
    "Null": "#NULL!",
    "Num": "#NUM!",
    "Ref": "#REF!",
    "Value": "#VALUE!",
}


def read(path: Path, known: Mapping[str, Return] | None = None) -> Reading:
    """The return in that file as typed rows with findings; a file that is none is refused in one sentence, never raised."""
    return _read(path, returns() if known is None else known, settings=False)


def read_settings(path: Path) -> Reading:
    """The trust's settings in that file, read as a return is, without academy and period."""
    return _read(path, {TRUST_SETTINGS.name: TRUST_SETTINGS}, settings=True)


def _read(path: Path, known: Mapping[str, Return], *, settings: bool) -> Reading:
    reason = refusal(path)
    if reason:
        return Reading(path.name, refused=f"{path.name} {reason}")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    blank = Reading(path.name, digest=digest)
    try:
        book = _Book.opened(path)
        return _of_book(blank, book, known, settings=settings)
    except _UnreadableError:
        return replace(blank, refused=f"{path.name} {_DAMAGED}")


class _UnreadableError(Exception):
    """The parser gave the workbook up."""


def _of_book(blank: Reading, book: _Book, known: Mapping[str, Return], *, settings: bool) -> Reading:
    pages = {tab: book.page(tab) for tab in book.tabs}
    cover_page = next((p for tab, p in pages.items() if tab.strip().casefold() == COVER_TITLE.casefold()), None)
    cover, places, faults = read_cover(cover_page) if cover_page else (Cover(), {}, {})
    stamp = cover.stamp or book.stamp
    declared = stamped(stamp, known) or recognised({t: p for t, p in pages.items() if p is not cover_page}, known)
    if declared is None:
        return replace(blank, refused=f"{blank.file} {_not_ours(stamp, known)}")
    if not places:
        cover = from_name(blank.file)
        made = valid_period(cover.period)
        cover = replace(cover, as_at=made.closes) if made else cover
    findings = [] if settings else [*cover_findings(cover, places, faults, declared)]
    tables, explanations, more = _tables(pages, declared, cover)
    findings += [*_of_template(stamp, declared, more), *more]
    return replace(
        blank, declared=declared, cover=replace(cover, stamp=stamp), tables=tables, explanations=explanations,
        findings=tuple(in_order(findings)),
    )  # fmt: skip


def _not_ours(stamp: str, known: Mapping[str, Return]) -> str:
    looked = ", ".join(r.title for r in known.values())
    if stamp:
        name = stamp.partition("/")[0].strip()
        return f"is a workbook of ours for something else ({name}): here {looked} is looked for."
    return f"is not one of the trust's returns: none of its sheets has the headings of {looked}. Send the trust's template."


def _of_template(stamp: str, declared: Return, findings: list[Finding]) -> list[Finding]:
    lacking = any("heading was not found" in f.says or "is not in this workbook" in f.says for f in findings)
    if not stamp or stamp == declared.stamp or not lacking:
        return []
    do = "Ask for this year's template and copy your rows into it."
    return [
        Finding(COVER_TITLE, "", "Template", f"is another version of the {declared.title} template than is asked for now", do)
    ]


def _tables(
    pages: Mapping[str, Page], declared: Return, cover: Cover
) -> tuple[dict[str, Table], pl.DataFrame | None, list[Finding]]:
    made: dict[str, Table] = {}
    findings: list[Finding] = []
    explanations = None
    left = {tab: page for tab, page in pages.items() if tab != COVER_TITLE}
    sheets: tuple[type[Sheet], ...] = (*declared.sheets, Explanations)
    for sheet in sheets:
        title = sheet.facts().title
        tab = _tab_of(sheet, left)
        if tab is None:
            if not sheet.facts().optional:
                do = f"Put the sheet back, or copy your rows into a fresh template: it is called {title}."
                findings.append(Finding(title, "", title, "is not in this workbook, nor any sheet with its headings", do))
            continue
        page = left.pop(tab)
        headings = find(page, sheet)
        if headings is None:
            do = "Put the heading row back, or copy your rows into a fresh template."
            findings.append(Finding(tab, "", title, "has no row of headings near the top", do))
            continue
        found, more = table(page, headings, sheet)
        found = replace(found, frame=_dated(found.frame, cover))
        if sheet is Explanations:
            explanations = found.frame
            continue
        findings += more
        findings += _nothing_filled_in(found, sheet)
        made[title] = found
    return made, explanations, findings


def _tab_of(sheet: type[Sheet], pages: Mapping[str, Page]) -> str | None:
    wanted = sheet.facts().title.casefold()
    named = next((tab for tab in pages if tab.strip().casefold() == wanted), None)
    if named or sheet.facts().optional:
        return named
    shares = {tab: h.share(sheet) for tab, page in pages.items() if (h := find(page, sheet))}
    best = max(shares, key=lambda tab: shares[tab], default=None)
    return best if best and shares[best] >= ENOUGH else None


def _dated(frame: pl.DataFrame, cover: Cover) -> pl.DataFrame:
    made = valid_period(cover.period)
    opens = made.year_opens if made else date(1900, 1, 1)
    closes = cover.as_at or (made.closes if made else date(9999, 12, 31))
    return frame.with_columns(_file=pl.lit(0, pl.Int64), _opens=pl.lit(opens), _closes=pl.lit(closes))


def _nothing_filled_in(found: Table, sheet: type[Sheet]) -> list[Finding]:
    about = sheet.facts()
    if found.frame.height or about.optional or found.layout.heading_row < 1:
        return []
    first = next(iter(found.layout.letters.values()))
    cell = f"{first}{found.layout.heading_row + 1}"
    return [Finding(found.layout.tab, cell, about.title, "has nothing filled in", f"Give one row for {about.one_row}.")]


@dataclass(frozen=True)
class _Book:
    """An opened workbook."""

    reader: Any
    tabs: tuple[str, ...]
    parts: Mapping[str, bytes]
    stamp: str

    @classmethod
    def opened(cls, path: Path) -> _Book:
        import fastexcel

        reader = _guarded(lambda: fastexcel.read_excel(str(path)))
        with zipfile.ZipFile(path) as archive:
            parts = _sheet_parts(archive)
            stamp = _stamp(archive)
        return cls(reader, tuple(_guarded(lambda: reader.sheet_names)), parts, stamp)

    def page(self, tab: str) -> Page:
        """One tab as text, with its Excel errors and the formulas nobody worked out."""
        part = self.parts.get(tab, b"")
        text, found = self._load(tab, "string")
        first = first_letter(part)
        shift = sum((ord(c) - 64) * 26**i for i, c in enumerate(reversed(first))) - 1
        errors = {
            tuple(e.position): _ERRORS.get(kind, "#ERROR!")
            for e in (found.errors if found else ())
            if (kind := _error_kind(e.detail))
        }
        return Page(tab, text, lambda places: self._numbers(tab, places), errors, frozenset(uncalculated(part)), shift)

    def _numbers(self, tab: str, places: Iterable[int]) -> pl.DataFrame:
        width = _guarded(lambda: self.reader.load_sheet(tab, header_row=None, skip_rows=0, dtypes="string").width)
        wanted = {*places}
        frame, _ = self._load(tab, {i: "float" if i in wanted else "string" for i in range(width)})
        return frame

    def _load(self, tab: str, dtypes: Any) -> tuple[pl.DataFrame, Any]:
        def load() -> tuple[pl.DataFrame, Any]:
            batch, errors = self.reader.load_sheet(tab, header_row=None, skip_rows=0, dtypes=dtypes).to_arrow_with_errors()
            made = pl.from_arrow(batch)
            return (made if isinstance(made, pl.DataFrame) else made.to_frame()), errors

        frame, errors = _guarded(load)
        return frame.rename({name: str(i) for i, name in enumerate(frame.columns)}), errors


def _guarded(job: Any) -> Any:
    try:
        return job()
    except Exception as error:
        raise _UnreadableError from error
    except BaseException as error:
        # The parser is a compiled one: what it gives up in a panic does not derive from Exception.
        if type(error).__name__ == "PanicException":
            raise _UnreadableError from error
        raise


def _error_kind(detail: str) -> str:
    found = re.search(r"'Error\((\w+)\)'", detail)
    return found[1] if found else ""


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, bytes]:
    """Tab to the bytes of its part, as the workbook's relations say; a tab that is not found there is left out."""
    try:
        book = ET.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314  see the import
        relations = ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    except (KeyError, ET.ParseError):
        return {}
    targets = {r.get("Id"): r.get("Target", "") for r in relations}
    found = {}
    for sheet in book.iter():
        if not sheet.tag.endswith("}sheet"):
            continue
        identity = next((v for k, v in sheet.attrib.items() if k.endswith("}id")), None)
        target = targets.get(identity, "")
        name = target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)
        if name in archive.namelist():
            found[sheet.get("name", "")] = archive.read(name)
    return found


def _stamp(archive: zipfile.ZipFile) -> str:
    if "docProps/custom.xml" not in archive.namelist():
        return ""
    found = re.search(rb'name="trustkpi_template"[^>]*>\s*<[^>]+>([^<]+)<', archive.read("docProps/custom.xml"))
    return found[1].decode("utf-8", "replace") if found else ""
