"""Typed rows held to their declaration: rows, across sheets and against last period, all readings together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

import polars as pl

from trustkpi.facts import Reading, Table
from trustkpi.reading.stages import ACROSS, AGAINST_LAST, UNTIL_MENDED, stopped
from validation.cover import COVER, COVER_TITLE
from validation.findings import Finding, check, in_order, ranges
from validation.lists import not_listed
from validation.model import Fault, Frames, Known, Sheet
from validation.rules import ERROR
from validation.to_the_eye import as_it_looks


def check_readings(readings: Sequence[Reading], *, known: Mapping[str, Known] | None = None) -> list[Reading]:
    """The readings with the findings of their rows added, in the order given; what could not be done is in `skipped`.

    Rows are held to their sheet once for all readings together. `known` is what a trust folder knows of each academy
    by name; without it nothing is held against last period. A reading that was refused, or whose cover or columns
    are wrong, stays as it is.
    """
    by_sheet = _by_sheet(readings)
    found: dict[int, list[Finding]] = defaultdict(list)
    for sheet, tables in by_sheet.items():
        for at, findings in _rows(sheet, tables).items():
            found[at] += findings
    checked = [replace(r, findings=tuple(in_order([*r.findings, *found[at]]))) for at, r in enumerate(readings)]
    return [_whole(reading, known) for reading in checked]


def _to_check(reading: Reading) -> bool:
    return not reading.refused and reading.declared is not None and not stopped(reading.skipped)


def _by_sheet(readings: Sequence[Reading]) -> dict[type[Sheet], dict[int, Table]]:
    by_sheet: dict[type[Sheet], dict[int, Table]] = defaultdict(dict)
    for at, reading in enumerate(readings):
        if reading.declared is not None and _to_check(reading):
            for sheet in reading.declared.sheets:
                if sheet.facts().title in reading.tables:
                    by_sheet[sheet][at] = reading.tables[sheet.facts().title]
    return by_sheet


def _rows(sheet: type[Sheet], tables: Mapping[int, Table]) -> dict[int, list[Finding]]:
    together = pl.concat(table.frame for table in tables.values())
    files = pl.DataFrame({"_file": [*tables], "times": [table.frame.height for table in tables.values()]})
    file = pl.col("_file").cast(pl.Int64).repeat_by("times").explode(empty_as_null=False)
    together = together.with_columns(files.select(file).to_series())
    # A row of which nothing could be kept has been named as a whole.
    kept = together.filter(pl.any_horizontal(pl.col(name).is_not_null() for name in sheet.cells()))
    layouts = {at: table.layout for at, table in tables.items()}
    return check(sheet, kept, layouts, {at: table.typed.keys() for at, table in tables.items()})


def _whole(reading: Reading, known: Mapping[str, Known] | None) -> Reading:
    declared = reading.declared
    if declared is None or not _to_check(reading):
        return reading
    frames: Frames = {title: table.frame for title, table in reading.tables.items()}
    academy = None if known is None else _academy(reading, known)
    strange = [] if known is None or academy or not reading.cover.academy else [_stranger(reading, known)]
    faults: list[Fault] = []
    skipped = [*reading.skipped]
    if academy is not None:
        faults += not_listed(declared, frames, academy)
    if declared.across:
        if reading.errors:
            skipped.append(ACROSS + UNTIL_MENDED)
        else:
            faults += [fault for rule in declared.across for fault in rule(frames)]
    if declared.against_last:
        if academy is None:
            skipped.append(AGAINST_LAST)
        elif reading.errors or any(f.severity == ERROR for f in faults):
            skipped.append(AGAINST_LAST + UNTIL_MENDED)
        else:
            faults += [fault for rule in declared.against_last for fault in rule(frames, academy)]
    findings = in_order([*reading.findings, *strange, *(_finding(reading, fault) for fault in faults)])
    return replace(reading, findings=tuple(findings), skipped=tuple(dict.fromkeys(skipped)))


def _academy(reading: Reading, known: Mapping[str, Known]) -> Known | None:
    sought = _plain(reading.cover.academy)
    return next((about for name, about in known.items() if _plain(name) == sought), None)


def _plain(words: str) -> str:
    return as_it_looks(words)


def _stranger(reading: Reading, known: Mapping[str, Known]) -> Finding:
    names = ", ".join(known)
    says = f"{reading.cover.academy} is not an academy of this trust"
    return Finding(COVER_TITLE, "", COVER["academy"].label, says, f"Type the name as the trust does: {names}.")


def _finding(reading: Reading, fault: Fault) -> Finding:
    layout = reading.tables[fault.sheet.facts().title].layout
    return Finding(layout.tab, _cells(layout.letters, fault), fault.label, fault.says, fault.do, fault.severity)


def _cells(letters: Mapping[str, str], fault: Fault) -> str:
    if not fault.rows:
        return ""
    return ranges(letters.get(fault.column) or next(iter(letters.values()), "A"), fault.rows)


def explained(reading: Reading, finding: Finding) -> str:
    """The academy's own words on a query, or nothing: given for its sheet and heading, and for its words where they are named."""
    if reading.explanations is None or finding.severity == ERROR:
        return ""
    tabs = {_plain(title) for title, table in reading.tables.items() if table.layout.tab == finding.sheet}
    sheets = tabs | {_plain(finding.sheet)}
    given = reading.explanations.fill_null("").rows(named=True)
    fitting = [
        row
        for row in given
        if row["explanation"] and _plain(row["sheet"]) in sheets and _plain(row["column"]) == _plain(finding.label)
    ]
    named = [row for row in fitting if row["query"] and _plain(row["query"]).rstrip(".") in _plain(finding.says)]
    return next((row["explanation"] for row in (*named, *(row for row in fitting if not row["query"]))), "")
