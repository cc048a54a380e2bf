"""Readings held against their declarations, all files of a return in one go: every fault a finding in its own file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import polars as pl

from trustkpi.facts import Reading
from validation.findings import Finding, check, in_order, ranges
from validation.model import Fault, Known, Return, Sheet

LAST_PERIOD = "the change since last period (it needs the trust's folder)"


def check_readings(readings: Sequence[Reading], *, known: Mapping[str, Known] | None = None) -> list[Reading]:
    """The readings with the findings of their cells, rows and sheets, and against last period where `known` tells it.

    `known` is by academy. A reading that was refused comes back as it is.
    """
    found: dict[int, list[Finding]] = {at: [*r.findings] for at, r in enumerate(readings)}
    for declared in {r.declared.name: r.declared for r in readings if r.declared}.values():
        ours = [at for at, r in enumerate(readings) if r.declared is declared]
        for sheet in declared.sheets:
            for at, findings in _of_sheet(sheet, ours, readings).items():
                found[at] += findings
    return [_whole(r, found[at], known) for at, r in enumerate(readings)]


def _of_sheet(sheet: type[Sheet], ours: Iterable[int], readings: Sequence[Reading]) -> dict[int, list[Finding]]:
    title = sheet.facts().title
    tables = {at: readings[at].tables[title] for at in ours if title in readings[at].tables}
    tables = {at: t for at, t in tables.items() if t.frame.height}
    if not tables:
        return {}
    frame = pl.concat(t.frame.with_columns(_file=pl.lit(at, pl.Int64)) for at, t in tables.items())
    found = check(sheet, frame, {at: t.layout for at, t in tables.items()})
    return {
        at: [f for f in (_still(f, tables[at].typed, tables[at].layout.letters) for f in fs) if f] for at, fs in found.items()
    }


def _still(finding: Finding, typed: Mapping[tuple[str, int], str], letters: Mapping[str, str]) -> Finding | None:
    """The finding without the cells that are blank only because what was typed there could not be read."""
    absent = "?" in finding.cell  # the sheet has no such column, which has been said at its headings
    if absent:
        return None if finding.says == "is blank" else replace(finding, cell="")
    if finding.says != "is blank" or not typed:
        return finding
    spoilt = {(letters[name], row) for name, row in typed}
    cells = cells_of(finding.cell)
    rows = [row for letter, row in cells if (letter, row) not in spoilt]
    return replace(finding, cell=ranges(cells[0][0], rows)) if rows else None


def cells_of(where: str) -> list[tuple[str, int]]:
    """Letter and row of every cell in `D7:D19, D31`."""
    cells = []
    for part in where.split(", "):
        first, _, last = part.partition(":")
        letter = first.rstrip("0123456789")
        start, end = int(first[len(letter) :]), int((last or first)[len(letter) :])
        cells += [(letter, row) for row in range(start, end + 1)]
    return cells


def _whole(reading: Reading, findings: list[Finding], known: Mapping[str, Known] | None) -> Reading:
    if reading.declared is None:
        return reading
    about = known.get(reading.cover.academy) if known else None
    stages = _stages(reading.declared, reading, about)
    skipped = (LAST_PERIOD,) if about is None and reading.declared.against_last else ()
    return replace(reading, findings=tuple(in_order([*findings, *stages])), skipped=skipped)


def _stages(declared: Return, reading: Reading, about: Known | None) -> list[Finding]:
    frames = {title: t.frame for title, t in reading.tables.items()}
    if any(
        s.facts().title not in frames or frames[s.facts().title].is_empty() for s in declared.sheets if not s.facts().optional
    ):
        return []
    faults = [fault for rule in declared.across for fault in rule(frames)]
    if about is not None:
        faults += [fault for rule in declared.against_last for fault in rule(frames, about)]
    return [_finding(fault, reading) for fault in faults]


def _finding(fault: Fault, reading: Reading) -> Finding:
    layout = reading.tables[fault.sheet.facts().title].layout
    where = ranges(layout.letters[fault.column], fault.rows) if fault.rows and fault.column else ""
    return Finding(layout.tab, where, fault.label, fault.says, fault.do, fault.severity)


def explained(reading: Reading, finding: Finding) -> str:
    """The academy's own words on a query, or nothing."""
    rows = reading.explanations
    if rows is None or rows.is_empty():
        return ""
    same = (pl.col("sheet").str.to_lowercase() == finding.sheet.casefold()) & (
        pl.col("column").str.to_lowercase() == finding.label.casefold()
    )
    words = rows.filter(same)["explanation"].drop_nulls().to_list()
    return "; ".join(dict.fromkeys(words))
