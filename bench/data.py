"""The returns of a made-up trust of any size: 200 pupils and 100 staff an academy, all synthetic and all right."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from trustkpi.demo.academies import ACADEMIES
from trustkpi.demo.asked import Asked
from trustkpi.demo.make import demo_tables
from trustkpi.excel.template import Fill, write_return
from trustkpi.read import read
from validation.model import Return, Sheet
from validation.periods import period
from validation.returns import returns
from validation.returns.attendance import ATTENDANCE, Pupils
from validation.returns.workforce import WORKFORCE, Posts

HERE = Path(__file__).parent / ".data"
PUPILS, STAFF = 200, 100
TERM, SNAPSHOT = period("2025-26-autumn"), period("2025-03-31")
NAMED = "Aaaaaaaaaaaa"  # stands for each academy's name in the one workbook that all are made from


def academy(number: int) -> str:
    """The name of an academy."""
    return f"Academy {number:04}"


def made(academies: int) -> list[Path]:
    """The workbooks of so many academies, made where they are not there."""
    folder = HERE / str(academies)
    if not folder.is_dir():
        part = folder.with_suffix(".part")
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        for name, book in _first().items():
            for number in range(1, academies + 1):
                _copy(book, part / f"{academy(number)} {name}.xlsx", academy(number))
        part.rename(folder)
    return sorted(folder.glob("*.xlsx"))


def _first() -> dict[str, Path]:
    """One workbook a return, under the name that stands for all."""
    days = {ATTENDANCE: date(2025, 12, 19), WORKFORCE: SNAPSHOT.closes}
    found = {}
    for declared, of in ((ATTENDANCE, TERM), (WORKFORCE, SNAPSHOT)):
        book = HERE / f"{declared.name}.xlsx"
        book.parent.mkdir(exist_ok=True)
        fill = Fill(
            academy=NAMED, period=of, as_at=days[declared], completed_by="Office", declared_by="Principal",
            declared_on=days[declared], rows=_rows(declared), synthetic=True,
        )  # fmt: skip
        write_return(declared, book, fill=fill)
        found[f"{declared.name} {of.name}"] = book
    return found


def _rows(declared: Return) -> Mapping[str, pl.DataFrame]:
    of, wanted = (TERM, PUPILS) if declared is ATTENDANCE else (SNAPSHOT, STAFF)
    closes = date(2025, 12, 19) if declared is ATTENDANCE else of.closes
    tables = [demo_tables(Asked(a.facts, declared, of, closes, closes)) for a in ACADEMIES]
    if declared is ATTENDANCE:  # the primary school's, whose pupils are all of the ages of their year groups
        return {"Pupils": tables[0]["Pupils"].head(wanted)}
    together = pl.concat([t["Posts"] for t in tables]).unique(Posts.facts().key, keep="first", maintain_order=True)
    return {"Posts": together.head(wanted)}


def _copy(book: Path, to: Path, name: str) -> None:
    with zipfile.ZipFile(book) as inside, zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as whole:
        for part in inside.namelist():
            whole.writestr(part, inside.read(part).replace(NAMED.encode(), name.encode()))


def spec() -> Path:
    """What the peer has to know of the two sheets, as plain data: where they stand and what their columns hold."""
    known = [_about(declared, sheet) for declared, sheet in ((ATTENDANCE, Pupils), (WORKFORCE, Posts))]
    path = HERE / "spec.json"
    path.write_text(json.dumps(known, indent=1, default=str))
    return path


def _about(declared: Return, sheet: type[Sheet]) -> dict[str, Any]:
    book = HERE / f"{declared.name}.xlsx"
    assert returns()[declared.name] is declared
    types = sheet.dtypes()
    columns = [
        {
            "name": name, "label": about.label, "type": str(types[name]), "required": about.required, "scale": about.unit.scale,
            "one_of": list(about.one_of) if about.one_of else None, "at_least": about.at_least, "at_most": about.at_most,
            "matches": about.matches, "blank": about.blank_means,
        }
        for name, about in sheet.cells().items()
    ]  # fmt: skip
    title = sheet.facts().title
    row = read(book).tables[title].layout.heading_row
    return {"return": declared.name, "sheet": title, "heading_row": row, "columns": columns, "key": list(sheet.facts().key)}
