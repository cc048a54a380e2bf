"""Tabs' rows under their headings as typed tables, and a finding for each cell that could not be read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import polars as pl

from trustkpi.facts import Table
from trustkpi.reading.casting import cast, mend, said
from trustkpi.reading.grid import FORMULA, MERGED, NO_VALUE
from trustkpi.reading.headings import required
from trustkpi.reading.quick import quickly
from trustkpi.reading.raw import Place, Raw, together
from validation.findings import Finding, Layout, in_order, ranges
from validation.model import Sheet

Faults = dict[tuple[str, str, str], list[int]]  # column, kind, what may be repeated of it -> Excel rows
_IN_PLACE_OF_A_VALUE = {FORMULA: "a formula without a value", MERGED: "a part of a merged cell"}
_MOST_CELLS_OF_A_NOTE = 2


def tables(sheet: type[Sheet], raws: Sequence[Raw]) -> list[tuple[Table, list[Finding]]]:
    """The rows of each workbook that hold anything, typed, and what could not be read; all are typed in one go."""
    text = together(sheet, raws)
    stray = _stray(sheet, text, raws)
    rows = _with_merged(text.filter(~stray) if stray.any() else text, raws)
    frame, typed, faults = _cast(sheet, rows)
    if stray.any():
        frame = _with_notes(sheet, frame, text.filter(stray), typed, faults)
    frames = _apart(sheet, frame, raws)
    return [(Table(frames[at], one.layout, typed[at]), _findings(sheet, one.layout, faults[at])) for at, one in enumerate(raws)]


def _findings(sheet: type[Sheet], layout: Layout, faults: Faults) -> list[Finding]:
    cells = sheet.cells()
    return in_order(
        Finding(layout.tab, ranges(layout.letters[name], rows), cells[name].label, said(kind, repeated), mend(kind, cells[name]))
        for (name, kind, repeated), rows in faults.items()
    )


def _stray(sheet: type[Sheet], text: pl.DataFrame, raws: Sequence[Raw]) -> pl.Series:
    """Which rows are notes under the table, say: most of what must be given is blank, the key as well or all but two cells."""
    needed = sorted(required(sheet))
    if not needed or text.is_empty():
        return pl.Series(values=[False] * text.height, dtype=pl.Boolean)
    asked = [len(required(sheet) & one.layout.letters.keys()) for one in raws]
    given = pl.sum_horizontal(pl.col(name).is_not_null() for name in needed)
    filled = pl.sum_horizontal(pl.col(name).is_not_null() for name in sheet.cells())
    key = sheet.facts().key[:1]
    keyless = pl.col(key).is_null() if key else pl.lit(value=False)
    of_file = pl.col("_file").replace_strict(range(len(raws)), asked, return_dtype=pl.Int64)
    return text.select((given * 2 < of_file) & (keyless | (filled <= _MOST_CELLS_OF_A_NOTE))).to_series()


def _with_merged(text: pl.DataFrame, raws: Sequence[Raw]) -> pl.DataFrame:
    marks: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for at, one in enumerate(raws):
        for name, row in one.merged:
            marks[name].append((at, row))
    places = pl.struct("_file", "_row")
    dtype = pl.Struct({"_file": pl.Int64, "_row": pl.Int64})
    return text.with_columns(
        pl.when(places.is_in(pl.Series([{"_file": f, "_row": r} for f, r in at], dtype=dtype).implode()))
        .then(pl.lit(MERGED))
        .otherwise(pl.col(name))
        .alias(name)
        for name, at in marks.items()
    )


_PerFile = tuple[pl.DataFrame, dict[int, dict[Place, str]], dict[int, Faults]]


def _cast(sheet: type[Sheet], text: pl.DataFrame) -> _PerFile:
    types, cells = sheet.dtypes(), sheet.cells()
    quick = {name: quickly(text[name], _numbers(text, name), about, types[name]) for name, about in cells.items()}
    slow = {name: cast(name, cells[name], types[name], f"{name}#") for name, values in quick.items() if values is None}
    made = text.select(
        "_file",
        "_row",
        *(value.alias(name) for name, (value, _) in slow.items()),
        *(fault.alias(f"{name}?") for name, (_, fault) in slow.items()),
    ).with_columns(values.alias(name) for name, values in quick.items() if values is not None)
    typed: dict[int, dict[Place, str]] = defaultdict(dict)
    faults: dict[int, Faults] = defaultdict(lambda: defaultdict(list))
    files, rows = text["_file"], text["_row"]
    for name in slow:
        kind = made[f"{name}?"]
        for at in kind.is_not_null().arg_true() if kind.null_count() < len(kind) else ():
            held, row, file = text[name][at], rows[at], files[at]
            said_to_be = _IN_PLACE_OF_A_VALUE.get(held, held.removeprefix(NO_VALUE))
            typed[file][name, row] = said_to_be
            faults[file][name, kind[at], _repeated(sheet, kind[at], said_to_be)].append(row)
    return made.select("_file", "_row", *cells), typed, faults


def _numbers(text: pl.DataFrame, name: str) -> pl.Series | None:
    return text[f"{name}#"] if f"{name}#" in text.columns else None


def _repeated(sheet: type[Sheet], kind: str, text: str) -> str:
    if kind == "error":
        return text  # the name of the error is nobody's
    return "" if sheet.facts().personal or kind in {"formula", "merged"} else text


def _with_notes(
    sheet: type[Sheet],
    frame: pl.DataFrame,
    notes: pl.DataFrame,
    typed: dict[int, dict[Place, str]],
    faults: dict[int, Faults],
) -> pl.DataFrame:
    """The frame with a row of nulls for each stray one, whose text is kept as typed and named once."""
    for row in notes.rows(named=True):
        text = {name: value for name in sheet.cells() if (value := row[name]) is not None}
        typed[row["_file"]].update({(name, row["_row"]): value.removeprefix(NO_VALUE) for name, value in text.items()})
        key = sheet.facts().key[:1]
        without = sheet.cells()[key[0]].label if key and key[0] not in text else ""
        faults[row["_file"]][next(iter(text)), "stray", without].append(row["_row"])
    blank: Mapping[str, pl.Series] = {
        name: pl.Series(name, [None] * notes.height, dtype=dtype) for name, dtype in sheet.dtypes().items()
    }
    both = pl.concat([frame, notes.select("_file", "_row").with_columns(**blank)])
    return both.sort("_file", "_row")


def _apart(sheet: type[Sheet], frame: pl.DataFrame, raws: Sequence[Raw]) -> list[pl.DataFrame]:
    """The frame of each workbook, with where its rows come from."""
    files = range(len(raws))
    opens, closes = zip(*(one.dates for one in raws), strict=True)
    whole = frame.select(
        *sheet.cells(),
        pl.lit(0, pl.Int64).alias("_file"),
        "_row",
        pl.col("_file").replace_strict(files, pl.Series(opens, dtype=pl.Date)).alias("_opens"),
        pl.col("_file").replace_strict(files, pl.Series(closes, dtype=pl.Date)).alias("_closes"),
    )
    heights = dict(frame["_file"].value_counts().rows())
    starts = [sum(heights.get(before, 0) for before in range(at)) for at in files]
    return [whole.slice(starts[at], heights.get(at, 0)) for at in files]
