"""A tab's rows under their headings as a typed table, and a finding for each cell that could not be read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

import polars as pl

from trustkpi.facts import Table
from trustkpi.reading.casting import cast, mend, said
from trustkpi.reading.grid import FORMULA, NO_VALUE, Grid
from trustkpi.reading.headings import Headings, required
from trustkpi.reading.quick import quickly
from validation.findings import Finding, in_order, ranges
from validation.model import Sheet

Dates = tuple[date | None, date | None]
Typed = dict[tuple[str, int], str]
Faults = dict[tuple[str, str, str], list[int]]  # column, kind, what may be repeated of it -> Excel rows
_NUMERIC = (pl.Int64(), pl.Float64())
_NO_FORMULA_VALUE = "a formula without a value"
_MOST_CELLS_OF_A_NOTE = 2


def table(sheet: type[Sheet], grid: Grid, found: Headings, dates: Dates) -> tuple[Table, list[Finding]]:
    """The rows that hold anything, typed, and what could not be read; `dates` are the year's first day and the as-at date."""
    raw = _raw(sheet, grid, found)
    stray = _stray(sheet, raw, found)
    frame, typed, faults = _cast(sheet, raw.filter(~stray))
    frame = _with_notes(sheet, frame, raw.filter(stray), typed, faults)
    layout = found.layout(grid)
    cells = sheet.cells()
    findings = [
        Finding(layout.tab, ranges(layout.letters[name], rows), cells[name].label, said(kind, repeated), mend(kind, cells[name]))
        for (name, kind, repeated), rows in faults.items()
    ]
    return Table(_with_provenance(frame, sheet, dates), layout, typed), in_order(findings)


def _with_provenance(frame: pl.DataFrame, sheet: type[Sheet], dates: Dates) -> pl.DataFrame:
    opens, closes = dates
    return frame.sort("_row").select(
        *sheet.cells(),
        pl.lit(0, pl.Int64).alias("_file"),
        "_row",
        pl.lit(opens, pl.Date).alias("_opens"),
        pl.lit(closes, pl.Date).alias("_closes"),
    )


def _raw(sheet: type[Sheet], grid: Grid, found: Headings) -> pl.DataFrame:
    """Cleaned text by column, exact numbers as column#, and _row; rows with nothing in them are left out."""
    types, text = sheet.dtypes(), grid.cleaned
    columns = {name: text.to_series(at) for name, at in found.columns.items()}
    wanted = {name: at for name, at in found.columns.items() if types[name] in _NUMERIC}
    exact = grid.numbers(wanted.values())
    columns |= {f"{name}#": exact[at] for name, at in wanted.items() if at in exact}
    absent = [pl.lit(None, pl.String).alias(name) for name in types if name not in columns]
    absent += [pl.lit(None, pl.Float64).alias(f"{name}#") for name in types if f"{name}#" not in columns]
    row = pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias("_row")
    frame = pl.DataFrame(columns).with_columns(row, *absent).slice(found.at + 1)
    if not found.columns:
        return frame.clear()
    frame = _with_formulas(frame, grid, found)
    return frame.filter(pl.any_horizontal(pl.col(name).is_not_null() for name in found.columns))


def _with_formulas(frame: pl.DataFrame, grid: Grid, found: Headings) -> pl.DataFrame:
    names = {grid.letter(at): name for name, at in found.columns.items()}
    rows: dict[str, list[int]] = defaultdict(list)
    for cell in grid.uncalculated():
        letters = cell.rstrip("0123456789")
        if letters in names:
            rows[names[letters]].append(int(cell[len(letters) :]))
    return frame.with_columns(
        pl.when(pl.col("_row").is_in(at)).then(pl.lit(FORMULA)).otherwise(pl.col(name)).alias(name) for name, at in rows.items()
    )


def _stray(sheet: type[Sheet], raw: pl.DataFrame, found: Headings) -> pl.Series:
    """Which rows are notes under the table, say: most of what must be given is blank, the key as well or all but two cells."""
    asked = required(sheet) & found.columns.keys()
    if raw.is_empty() or not asked:
        return pl.Series(values=[False] * raw.height, dtype=pl.Boolean)
    given = pl.sum_horizontal(pl.col(name).is_not_null() for name in asked)
    filled = pl.sum_horizontal(pl.col(name).is_not_null() for name in found.columns)
    key = sheet.facts().key[:1]
    keyless = pl.col(key).is_null() if key else pl.lit(value=False)
    return raw.select((given * 2 < len(asked)) & (keyless | (filled <= _MOST_CELLS_OF_A_NOTE))).to_series()


def _cast(sheet: type[Sheet], raw: pl.DataFrame) -> tuple[pl.DataFrame, Typed, Faults]:
    types, cells = sheet.dtypes(), sheet.cells()
    quick = {name: quickly(raw[name], raw[f"{name}#"], about, types[name]) for name, about in cells.items()}
    slow = {name: cast(name, cells[name], types[name], f"{name}#") for name, values in quick.items() if values is None}
    frame = raw.select("_row", *(value.alias(name) for name, (value, _) in slow.items()))
    frame = frame.with_columns(**{name: values for name, values in quick.items() if values is not None})
    kinds = raw.select(fault.alias(name) for name, (_, fault) in slow.items())
    typed: Typed = {}
    faults: Faults = defaultdict(list)
    rows = raw["_row"]
    for kind in kinds:
        name = kind.name
        for at in kind.is_not_null().arg_true():
            text, row = raw[name][at], rows[at]
            typed[name, row] = _NO_FORMULA_VALUE if text == FORMULA else text.removeprefix(NO_VALUE)
            faults[name, kind[at], _repeated(sheet, kind[at], typed[name, row])].append(row)
    return frame.select("_row", *cells), typed, faults


def _repeated(sheet: type[Sheet], kind: str, text: str) -> str:
    if kind == "error":
        return text  # the name of the error is nobody's
    return "" if sheet.facts().personal or kind == "formula" else text


def _with_notes(sheet: type[Sheet], frame: pl.DataFrame, notes: pl.DataFrame, typed: Typed, faults: Faults) -> pl.DataFrame:
    """The frame with a row of nulls for each stray one, whose text is kept as typed and named once."""
    for row in notes.rows(named=True):
        text = {name: value for name in sheet.cells() if (value := row[name]) is not None}
        typed.update({(name, row["_row"]): value.removeprefix(NO_VALUE) for name, value in text.items()})
        key = sheet.facts().key[:1]
        without = sheet.cells()[key[0]].label if key and key[0] not in text else ""
        faults[next(iter(text)), "stray", without].append(row["_row"])
    blank: Mapping[str, pl.Series] = {
        name: pl.Series(name, [None] * notes.height, dtype=dtype) for name, dtype in sheet.dtypes().items()
    }
    return pl.concat([frame, notes.select("_row").with_columns(**blank)]) if notes.height else frame
