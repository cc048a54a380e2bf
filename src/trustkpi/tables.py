"""A page and its declaration into a table: typed rows, where they stand, and a finding for each cell that will not go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import polars as pl

from trustkpi.casting import Cast, cast
from trustkpi.facts import Table
from trustkpi.headings import Headings, Page
from validation.findings import PROVENANCE, Finding, Layout, in_order, ranges
from validation.model import Sheet

STRAY = 3  # a row with no key and at most this many cells is a note under the table, not a row with blanks


def table(page: Page, headings: Headings, sheet: type[Sheet]) -> tuple[Table, list[Finding]]:
    """The rows under the headings, and findings about headings and cells; a fault in a cell is named once, here."""
    letters = {name: page.letter(place) for name, place in headings.columns.items()}
    letters |= {name: letters.get(name, "?") for name in sheet.cells()}
    layout = Layout(page.tab, headings.row + 1, letters)
    findings = [*_heading_findings(page, headings, sheet, layout)]
    rows, stray = _rows(page, headings, sheet)
    findings += _stray_findings(stray, sheet, layout)
    frame, faults, typed = _typed(page, headings, sheet, rows)
    findings += _cell_findings(faults, sheet, layout, typed)
    return Table(frame, layout, typed), in_order(findings)


def _heading_findings(page: Page, headings: Headings, sheet: type[Sheet], layout: Layout) -> Iterator[Finding]:
    cells, row = sheet.cells(), headings.row + 1
    for name in headings.missing:
        do = f"Put the column back with the heading {cells[name].label}, or copy your rows into a fresh template."
        yield Finding(page.tab, f"{page.letter(0)}{row}", cells[name].label, "has no column: its heading was not found", do)
    for name, place in headings.twice.items():
        says = f"is the heading of two columns, here and in {layout.letters[name]}"
        yield Finding(page.tab, f"{page.letter(place)}{row}", cells[name].label, says, "Keep one of them and delete the other.")


def _anchor(sheet: type[Sheet]) -> str:
    needed = [n for n, about in sheet.cells().items() if about.required]
    return next(iter((*sheet.facts().key, *needed, *sheet.cells())))


def _rows(page: Page, headings: Headings, sheet: type[Sheet]) -> tuple[list[int], list[int]]:
    """Positions of the rows that hold something, and of those that only hold a note."""
    own = [str(place) for place in headings.columns.values()]
    below = page.text.with_row_index("at").slice(headings.row + 1)
    filled = pl.sum_horizontal((pl.col(c).str.strip_chars() != "").fill_null(value=False).cast(pl.Int64) for c in own)
    anchor = headings.columns.get(_anchor(sheet))
    keyed = pl.lit(value=True) if anchor is None else (pl.col(str(anchor)).str.strip_chars() != "").fill_null(value=False)
    said = below.select("at", filled.alias("filled"), keyed.alias("keyed"))
    wrong = {row for row, place in page.errors if place in headings.columns.values()}
    wrong |= {row - 1 for _, row in page.uncalculated}
    stray = said.filter((pl.col("filled") > 0) & ~pl.col("keyed") & (pl.col("filled") <= min(STRAY, len(own) - 2)))[
        "at"
    ].to_list()
    used = said.filter((pl.col("filled") > 0) | pl.col("at").is_in(sorted(wrong)))["at"].to_list()
    return [at for at in used if at not in set(stray)], [at for at in stray if at not in wrong]


def _stray_findings(stray: Iterable[int], sheet: type[Sheet], layout: Layout) -> Iterator[Finding]:
    rows = [at + 1 for at in stray]
    if rows:
        label = sheet.cells()[_anchor(sheet)].label
        where = ranges(layout.letters[_anchor(sheet)], rows)
        says = "is blank in a row that has something else typed in it"
        do = f"If it is a row of the table, fill it in; if it is a note, move it to another sheet. Every row begins with {label}."
        yield Finding(layout.tab, where, label, says, do)


_Faults = dict[tuple[str, str], list[int]]


def _typed(
    page: Page, headings: Headings, sheet: type[Sheet], rows: list[int]
) -> tuple[pl.DataFrame, _Faults, dict[tuple[str, int], str]]:
    text, kinds = page.text[rows], sheet.dtypes()
    numeric = [place for name, place in headings.columns.items() if kinds[name].is_numeric()]
    numbers = page.numbers(numeric)[rows] if numeric else pl.DataFrame()
    columns: list[pl.Series] = [pl.Series("_row", [at + 1 for at in rows], pl.Int64)]
    faults: _Faults = defaultdict(list)
    typed: dict[tuple[str, int], str] = {}
    for name, about in sheet.cells().items():
        place = headings.columns.get(name)
        if place is None:
            columns.append(pl.Series(name, [about.blank_means] * len(rows), kinds[name]))
            continue
        number = numbers[str(place)] if str(place) in numbers.columns else pl.Series([None] * len(rows), dtype=pl.Float64)
        made = cast(text[str(place)], number, about, kinds[name])
        made = _with_errors(made, page, place, rows)
        columns.append(made.values.alias(name))
        for at, reason in made.faults.items():
            faults[name, reason].append(rows[at] + 1)
            typed[name, rows[at] + 1] = text[str(place)][at] or page.errors.get((rows[at], place), "")
    frame = pl.DataFrame(columns).with_columns(pl.lit(None, kind).alias(n) for n, kind in PROVENANCE.items() if n != "_row")
    return frame, faults, typed


def _with_errors(made: Cast, page: Page, place: int, rows: list[int]) -> Cast:
    faults = dict(made.faults)
    letter = page.letter(place)
    for at, row in enumerate(rows):
        if (row, place) in page.errors:
            faults[at] = f"shows the Excel error {page.errors[row, place]}"
        elif (letter, row + 1) in page.uncalculated:
            faults[at] = "holds a formula that was never worked out"
    spoilt = [at for at in faults if at not in made.faults]
    values = made.values.scatter(spoilt, None) if spoilt else made.values
    return Cast(values, faults)


def _cell_findings(faults: _Faults, sheet: type[Sheet], layout: Layout, typed: dict[tuple[str, int], str]) -> Iterator[Finding]:
    for (name, reason), rows in faults.items():
        about = sheet.cells()[name]
        do = f"Type {about.unit.name}, for example {_example(about.example)}."
        if sheet.facts().personal:
            yield Finding(layout.tab, ranges(layout.letters[name], rows), about.label, reason, do)
            continue
        for row in rows:
            yield Finding(layout.tab, f"{layout.letters[name]}{row}", about.label, f"'{typed[name, row]}' {reason}", do)


def _example(value: object) -> str:
    from validation.findings import shown

    return shown(value)
