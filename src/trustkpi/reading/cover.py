"""What the cover says, and what is wrong with it: whose return, of which period, as at when, declared by whom."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import polars as pl

from trustkpi.facts import Cover
from trustkpi.reading.casting import cast, mend, said
from trustkpi.reading.grid import FORMULA, NO_VALUE, Grid, plain
from validation.cover import COVER
from validation.findings import Finding, shown
from validation.model import Frequency, Return
from validation.periods import FORMS, Period, UnknownPeriodError, period
from validation.rules import QUERY
from validation.to_the_eye import as_it_looks

LOOKED_THROUGH = 60  # rows
LATE = timedelta(days=14)  # a trust's own calendar may close after ours does; product default
KINDS = {
    Frequency.MONTHLY: "month",
    Frequency.HALF_TERMLY: "half term",
    Frequency.TERMLY: "term",
    Frequency.YEARLY: "year",
    Frequency.SNAPSHOT: "snapshot",
}
_LIKE = {
    "month": "2026-01",
    "half term": "2025-26-autumn-1",
    "term": "2025-26-autumn",
    "year": "2025-26",
    "snapshot": "2026-03-31",
}
_MOMENT = re.compile(r"^(\d{4}-\d{2})(-\d{2})[ T]00:00:00$")
_DAY = re.compile(r"^(20[0-9]{2}-[0-9]{2}-[0-9]{2}) 00:00:00$")  # as a workbook keeps days; the reader makes no others
_IN_A_NAME = re.compile(r"\d{4}-\d{2}(?:-\d{2}(?!\d)|-(?:autumn|spring|summer)(?:-[12](?!\d))?)?", re.IGNORECASE)


@dataclass(frozen=True)
class Place:
    """A line of the cover: what is typed there and its cell."""

    text: str
    cell: str


def places(grid: Grid) -> dict[str, Place]:
    """Cover field to what stands beside its label."""
    known, found = _known(), dict[str, Place]()
    for at, (titles, row) in enumerate(zip(grid.titled(LOOKED_THROUGH), grid.head(LOOKED_THROUGH), strict=True)):
        for label in sorted(titles.keys() & known.keys(), key=lambda label: titles[label]):
            position, field = titles[label][0], known[label]
            if field not in found:
                beside = row[position + 1] if position + 1 < len(row) else None
                found[field] = Place(beside or "", f"{grid.letter(position + 1)}{at + 1}")
    return found


@cache
def _known() -> dict[str, str]:
    return {plain(name): field for field, about in COVER.items() for name in about.names()}


@dataclass(frozen=True)
class Judged:
    """The cover as read, its period where it names one, and what is wrong; `stops` where rows cannot be judged yet."""

    cover: Cover
    period: Period | None
    findings: tuple[Finding, ...]
    stops: bool


def from_sheet(declared: Return, tab: str, lines: Mapping[str, Place]) -> Judged:
    """The cover that the Cover sheet gives."""
    dates, bad_dates = _dates(tab, lines)
    of, bad_period = _period(declared, tab, lines)
    words = {name: _words(lines, name) for name in ("academy", "completed_by", "declared_by", "stamp")}
    cover = Cover(
        academy=words["academy"],
        period=of.name if of else "",
        as_at=dates["as_at"],
        stamp=words["stamp"],
        completed_by=words["completed_by"],
        declared_by=words["declared_by"],
        declared_on=dates["declared_on"],
    )
    stopping = [
        *_blank(tab, lines, "academy"),
        *_blank(tab, lines, "period"),
        *bad_period,
        *_blank(tab, lines, "as_at"),
        *(f for f in bad_dates if f.label == COVER["as_at"].label),
        *_outside(tab, lines, of, dates["as_at"]),
    ]
    declaration = [*_blank(tab, lines, "declared_by"), *_blank(tab, lines, "declared_on")]
    declaration += [f for f in bad_dates if f.label == COVER["declared_on"].label]
    return Judged(cover, of, (*stopping, *declaration), stops=bool(stopping))


def _words(lines: Mapping[str, Place], name: str) -> str:
    text = lines[name].text if name in lines else ""
    return "" if text.startswith(NO_VALUE) else text


def _finding(tab: str, lines: Mapping[str, Place], name: str, says: str, do: str) -> Finding:
    return Finding(tab, lines[name].cell if name in lines else "A1", COVER[name].label, says, do)


def _blank(tab: str, lines: Mapping[str, Place], name: str) -> Iterator[Finding]:
    about = COVER[name]
    if name not in lines:
        do = f"Put {about.label} back in a cell, and in the cell to its right {about.help[0].lower()}{about.help[1:]}"
        yield _finding(tab, lines, name, "is missing: no cell here has this label", do)
    elif lines[name].text.startswith(NO_VALUE):
        kind, shown_text = ("formula", "") if lines[name].text == FORMULA else ("error", lines[name].text.removeprefix(NO_VALUE))
        yield _finding(tab, lines, name, said(kind, shown_text), mend(kind, about))
    elif not lines[name].text:
        yield _finding(tab, lines, name, "is blank", f"{about.help} Type it here, for example {shown(about.example)}.")


def _dates(tab: str, lines: Mapping[str, Place]) -> tuple[dict[str, date | None], list[Finding]]:
    names = ("as_at", "declared_on")
    plainly = {name: _DAY.match(_words(lines, name)) for name in names}
    if all(plainly.values()):
        return {name: date.fromisoformat(found[1]) for name, found in plainly.items() if found}, []
    frame = pl.DataFrame({name: [_words(lines, name) or None] for name in names}, schema=dict.fromkeys(names, pl.String()))
    frame = frame.with_columns(pl.lit(None, pl.Float64).alias("#"))
    pairs = {name: cast(name, COVER[name], pl.Date(), "#") for name in names}
    values = frame.select(value.alias(name) for name, (value, _) in pairs.items()).row(0, named=True)
    kinds = frame.select(kind.alias(name) for name, (_, kind) in pairs.items()).row(0, named=True)
    faults = [
        _finding(tab, lines, name, said(kind, lines[name].text), mend(kind, COVER[name])) for name, kind in kinds.items() if kind
    ]
    return values, faults


def _period(declared: Return, tab: str, lines: Mapping[str, Place]) -> tuple[Period | None, list[Finding]]:
    text = as_it_looks(_words(lines, "period")).replace("/", "-").replace(" ", "-")
    if not text:
        return None, []
    kinds = [KINDS[often] for often in declared.often]
    moment = _MOMENT.match(_words(lines, "period"))
    if moment:  # Excel made a date of what was typed
        text = moment[1] if "month" in kinds else moment[1] + moment[2]
    like = " or ".join(f"{_LIKE[kind]} ({kind})" for kind in kinds)
    try:
        of = period(text)
    except UnknownPeriodError:
        return None, [_finding(tab, lines, "period", f"'{_words(lines, 'period')}' is not a period", f"Type it like {like}.")]
    if of.kind not in kinds:
        says = f"{of.name} is a {of.kind}, and {declared.title} is {_either(declared)}"
        return None, [_finding(tab, lines, "period", says, f"Type the period like {like}.")]
    return of, []


def _either(declared: Return) -> str:
    return " or ".join(str(often) for often in declared.often)


def _outside(tab: str, lines: Mapping[str, Place], of: Period | None, as_at: date | None) -> Iterator[Finding]:
    if of and as_at and not of.opens <= as_at <= of.closes + LATE:
        says = f"{shown(as_at)} is outside the period, which runs from {shown(of.opens)} to {shown(of.closes)}"
        yield _finding(tab, lines, "as_at", says, "Correct the date or the period, whichever is wrong.")


def from_file_name(declared: Return, path: Path) -> Judged:
    """The cover of an export that has none, from a name such as 'Ambleside attendance 2025-26-autumn.xlsx'."""
    named = _IN_A_NAME.search(path.stem)
    of = _named_period(declared, named[0]) if named else None
    words = {w.casefold() for w in (*declared.name.split("_"), *declared.title.split(), "return", "export")}
    before = re.split(r"[\s_]+|\s-\s", path.stem[: named.start()].strip(" -_")) if named else []
    academy = " ".join(w for w in before if w.casefold() not in words and w != "-")
    if of is None or not academy:
        like = f"Ambleside {declared.name} {_LIKE[KINDS[declared.often[0]]]}.xlsx"
        says = "does not say which academy and period this is, and there is no Cover sheet"
        do = f"Name the file like '{like}' ({_either(declared)}), or copy the rows into the template. Periods: {FORMS}."
        return Judged(Cover(), None, (Finding("", "", "File name", says, do),), stops=True)
    undeclared = Finding(
        "", "", COVER["declared_by"].label, "is not given, since an export has no Cover sheet",
        "Say who has checked it, or copy the rows into the template and fill in its Cover.", QUERY,
    )  # fmt: skip
    return Judged(Cover(academy=academy, period=of.name, as_at=of.closes), of, (undeclared,), stops=False)


def _named_period(declared: Return, text: str) -> Period | None:
    try:
        of = period(text)
    except UnknownPeriodError:
        return None
    return of if of.kind in {KINDS[often] for often in declared.often} else None
