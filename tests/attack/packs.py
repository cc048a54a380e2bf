"""What anybody can read who has a trust's packs: the lines of their data tables, and what their other pages show."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path

import openpyxl
import polars as pl

from tests.attack.published import Knows, Line
from trustkpi.catalogue import catalogue
from trustkpi.kpi import Kpi

WITHHELD = "[c]"
_DATA = ("KPI", "Who is counted", "Level", "Place", "Phase", "Breakdown", "Group", "Numerator", "Denominator", "People")
_COHORT, _UNCUT, _ROLL = "those aged 15 without", "those aged 15 with the whole", "the whole roll"


def lines(packs: Path) -> list[Line]:
    """The lines about people of every data table of a folder of packs."""
    found = [line for book in sorted(packs.rglob("*.xlsx")) for line in _of_book(book)]
    counted = {line.kpi for line in found if line.people is not None}
    return [line for line in found if line.kpi in counted]


def _of_book(book: Path) -> Iterator[Line]:
    for row in tables(book, _DATA):
        kpi, counted, level, place, phase, breakdown, group, *numbers = (row[name] for name in _DATA)
        numerator, denominator, people = (n if isinstance(n, int | float) else None for n in numbers)
        yield Line(
            str(kpi), _population(str(counted)), str(level).lower(), "Trust" if level == "Trust" else str(place), _one(phase),
            _one(breakdown), _one(group), numerator, denominator, people,
        )  # fmt: skip


def figures(packs: Path, kpis: Mapping[str, Kpi]) -> pl.DataFrame:
    """The same for every measure, as results are told: `mark` is "c" where a number is withheld."""
    rows = [row for book in sorted(packs.rglob("*.xlsx")) for row in tables(book, _DATA)]
    return pl.DataFrame([_result(row, kpis[str(row["KPI"])]) for row in rows if row["KPI"] in kpis], infer_schema_length=None)


def _result(row: Mapping[str, object], kpi: Kpi) -> dict[str, object]:
    counted = {p.title: p.name for p in (kpi.over, kpi.beside) if p}
    table = {b.title: b.name for b in kpi.breakdowns}
    numbers = {n: row[n.capitalize()] for n in ("numerator", "denominator", "people")}
    return {
        "kpi": kpi.name, "population": counted.get(str(row["Who is counted"]), ""), "grain": str(row["Level"]).lower(),
        "place": str(row["Place"]), "breakdown": table.get(str(row["Breakdown"]), _one(row["Breakdown"])),
        "group": _one(row["Group"]), "mark": "c" if WITHHELD in numbers.values() else "",
        **{n: number if isinstance(number, int | float) else None for n, number in numbers.items()},
    }  # fmt: skip


def _one(text: object) -> str:
    return "" if text == "All" else str(text)


def tables(book: Path, columns: tuple[str, ...]) -> Iterator[dict[str, object]]:
    """The rows of every table of a workbook that has those columns."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # sparklines, which openpyxl does not know
        opened = openpyxl.load_workbook(book, data_only=True, read_only=True)
        rows = [list(sheet.iter_rows(values_only=True)) for sheet in opened.worksheets]
        opened.close()
    for sheet in rows:
        heading: tuple[object, ...] = ()
        for row in sheet:
            if {*columns} <= {*row}:
                heading = row
            elif heading and row and row[0] is not None:
                yield dict(zip(heading, row, strict=True))


def _population(counted: str) -> str:
    return next((name for name, words in (("cohort", _COHORT), ("uncut", _UNCUT), ("roll", _ROLL)) if words in counted), counted)


def knows() -> Knows:
    """What the definitions page tells: which KPIs make up another, and whom each counts."""
    parts: dict[str, list[str]] = {}
    for kpi in catalogue().values():
        if kpi.part_of:
            parts.setdefault(kpi.part_of, []).append(kpi.name)
    return Knows(
        heads=frozenset({"persistent_absence_rate", "severe_absence_rate", "enrolments_counted"}),
        of={"absence_rate_of_persistently_absent": "persistent_absence_rate"},
        within={"severe_absence_rate": "persistent_absence_rate"},
        sums=(
            ("", ("attendance_rate", "absence_rate")),
            *((whole, tuple(names)) for whole, names in parts.items() if len(names) > 1),
        ),
        wider=(("cohort", "roll"),),
        same={"uncut": "cohort"},
        shared=frozenset({"cohort", "uncut", "roll"}),
    )
