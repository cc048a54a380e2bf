"""An .xlsx file as pages of text: the only room that knows fastexcel."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from xml.etree import ElementTree as ET

import polars as pl

from trustkpi.door import uncalculated
from trustkpi.headings import Page

_ERRORS = {
    "Div0": "#DIV/0!",
    "NA": "#N/A",
    "Name": "#NAME?",
    "Null": "#NULL!",
    "Num": "#NUM!",
    "Ref": "#REF!",
    "Value": "#VALUE!",
}


class UnreadableError(Exception):
    """The parser gave the workbook up."""


@dataclass(frozen=True)
class Book:
    """An opened workbook."""

    reader: Any
    tabs: tuple[str, ...]
    parts: Mapping[str, bytes]
    stamp: str

    @classmethod
    def opened(cls, path: Path) -> Book:
        """The workbook at that path; `UnreadableError` where the parser gives it up."""
        import fastexcel

        reader = _guarded(lambda: fastexcel.read_excel(str(path)))
        with zipfile.ZipFile(path) as archive:
            parts = _sheet_parts(archive)
            stamp = _stamp(archive)
        return cls(reader, tuple(_guarded(lambda: reader.sheet_names)), parts, stamp)

    def page(self, tab: str) -> Page:
        """One tab as text, with its Excel errors and the formulas nobody worked out."""
        text, found, shift = self._load(tab, "string")
        errors = {
            tuple(e.position): _ERRORS.get(kind, "#ERROR!")
            for e in (found.errors if found else ())
            if (kind := _error_kind(e.detail))
        }
        part = self.parts.get(tab, b"")

        def numbers(places: Iterable[int]) -> pl.DataFrame:
            # The parser wants a type for every column, counted from column A whatever its frame begins with.
            wanted = {*places}
            return self._load(tab, {i + shift: "float" if i in wanted else "string" for i in range(text.width)})[0]

        return Page(tab, text, numbers, errors, frozenset(uncalculated(part)), shift)

    def _load(self, tab: str, dtypes: Any) -> tuple[pl.DataFrame, Any, int]:
        """The tab as a frame, its cell errors, and how many blank columns the parser left out before the first."""

        def load() -> tuple[pl.DataFrame, Any, int]:
            sheet = self.reader.load_sheet(tab, header_row=None, skip_rows=0, dtypes=dtypes)
            columns = sheet.available_columns()
            batch, errors = sheet.to_arrow_with_errors()
            made = pl.from_arrow(batch)
            frame = made if isinstance(made, pl.DataFrame) else made.to_frame()
            return frame, errors, columns[0].absolute_index if columns else 0

        frame, errors, shift = _guarded(load)
        return frame.rename({name: str(i) for i, name in enumerate(frame.columns)}), errors, shift


def _guarded(job: Any) -> Any:
    try:
        return job()
    except Exception as error:
        raise UnreadableError from error
    except BaseException as error:
        # The parser is a compiled one: what it gives up in a panic does not derive from Exception.
        if type(error).__name__ == "PanicException":
            raise UnreadableError from error
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
