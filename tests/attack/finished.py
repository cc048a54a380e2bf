"""A finished file as anybody reads it who opens it: its cells, the texts and numbers of its charts, what it says of itself."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

import openpyxl
from openpyxl.utils import column_index_from_string

# What a workbook of ours is made of; anything else would be a place to read that nobody reads here.
_PARTS = re.compile(
    r"\[Content_Types\]\.xml|(_rels|xl/_rels|xl/(worksheets|drawings)/_rels)/.*\.rels|docProps/(app|core)\.xml"
    r"|xl/(workbook|sharedStrings|styles|theme/theme1)\.xml|xl/(charts/chart|drawings/drawing|tables/table|worksheets/sheet)\d+\.xml"
)
_REFERENCE = re.compile(r"^'?(.+?)'?!\$([A-Z]+)\$(\d+)(?::\$([A-Z]+)\$(\d+))?$")
Value = str | int | float | None


@dataclass(frozen=True)
class Cell:
    """A cell with something in it: where it is, what it holds, and how a number of it is written."""

    sheet: str
    row: int
    column: int
    value: Value
    format: str = ""

    @property
    def where(self) -> str:
        """For a message."""
        return f"{self.sheet}!{self.row}:{self.column}"


@dataclass(frozen=True)
class Drawn:
    """A chart: its sheet, the words in and behind it, and by series the cells that it draws with the numbers kept of them."""

    sheet: str
    words: tuple[str, ...]
    labels: tuple[tuple[str, ...], ...]
    series: tuple[tuple[tuple[Cell, ...], tuple[float, ...]], ...]


@dataclass(frozen=True)
class Workbook:
    """All sheets of a workbook, hidden ones too, as rows of cells; its charts; and what the file says of itself."""

    name: str
    sheets: Mapping[str, list[list[Cell]]]
    charts: tuple[Drawn, ...] = ()
    about: tuple[str, ...] = ()
    strange: tuple[str, ...] = ()


def workbook(path: Path) -> Workbook:
    """The workbook with the values that its formulas carry."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # sparklines, which openpyxl does not know
        opened = openpyxl.load_workbook(path, data_only=True)
    sheets = {
        sheet.title: [
            [Cell(sheet.title, c.row, c.column, _plain(c.value), c.number_format) for c in row if c.value not in {None, ""}]
            for row in sheet.iter_rows()
        ]
        for sheet in opened.worksheets
    }
    with zipfile.ZipFile(path) as parts:
        strange = tuple(name for name in parts.namelist() if not _PARTS.fullmatch(name))
        about = tuple(text for text in _parsed(parts, "docProps/core.xml").itertext() if text.strip())
        charts = tuple(_charts(parts, opened.sheetnames, sheets))
    return Workbook(path.name, sheets, charts, about, strange)


def _plain(value: object) -> Value:
    return value if isinstance(value, str | int | float) else str(value)


def _charts(parts: zipfile.ZipFile, titles: list[str], sheets: Mapping[str, list[list[Cell]]]) -> Iterator[Drawn]:
    for at, title in enumerate(titles, start=1):
        for drawing in (d for d in _related(parts, f"xl/worksheets/sheet{at}.xml").values() if "drawings/" in d):
            charts = _related(parts, drawing)
            for frame in _named(_parsed(parts, drawing), "graphicFrame"):
                told = tuple(
                    text for e in _named(frame, "cNvPr") for name, text in e.attrib.items() if name in {"descr", "title"}
                )
                (chart,) = (text for e in _named(frame, "chart") for name, text in e.attrib.items() if name.endswith("}id"))
                yield _drawn(_parsed(parts, charts[chart]), title, told, sheets)


def _related(parts: zipfile.ZipFile, name: str) -> dict[str, str]:
    folder, _, file = name.rpartition("/")
    rels = f"{folder}/_rels/{file}.rels"
    if rels not in parts.namelist():
        return {}
    return {e.attrib["Id"]: f"xl/{e.attrib['Target'].removeprefix('../')}" for e in _parsed(parts, rels)}


def _parsed(parts: zipfile.ZipFile, name: str) -> ET.Element:
    return ET.fromstring(parts.read(name))  # noqa: S314  our own file


def _named(of: ET.Element, name: str) -> list[ET.Element]:
    return [e for e in of.iter() if e.tag.rpartition("}")[2] == name]


def _drawn(chart: ET.Element, sheet: str, told: tuple[str, ...], sheets: Mapping[str, list[list[Cell]]]) -> Drawn:
    titles = [" ".join(e.text or "" for e in _named(title, "t")) for title in _named(chart, "title")]
    labels, series = [], []
    for one in _named(chart, "ser"):
        titles += [e.text or "" for e in _named(_named(one, "tx")[0], "v")]
        labels.append(tuple("".join(t.text or "" for t in _named(label, "t")) for label in _named(one, "dLbl")))
        for values in _named(one, "val"):
            cells = tuple(_referred(_named(values, "f")[0].text or "", sheets))
            series.append((cells, tuple(float(v.text or "nan") for v in _named(values, "v"))))
    return Drawn(sheet, (*told, *titles), tuple(labels), tuple(series))


def _referred(reference: str, sheets: Mapping[str, list[list[Cell]]]) -> Iterator[Cell]:
    match = _REFERENCE.match(reference)
    assert match, reference
    sheet, first, top, last, bottom = (
        match[1].replace("''", "'"),
        match[2],
        int(match[3]),
        match[4] or match[2],
        int(match[5] or match[3]),
    )
    across = range(*(column_index_from_string(c) + i for i, c in enumerate((first, last))))
    yield from (c for row in sheets[sheet][top - 1 : bottom] for c in row if c.column in across)
