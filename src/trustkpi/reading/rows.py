"""Tabs' rows under their headings as typed tables, and a finding for each cell that could not be read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import polars as pl

from trustkpi.facts import Table
from trustkpi.reading.casting import cast, mend, said
from trustkpi.reading.grid import FORMULA, MERGED, NO_VALUE
from trustkpi.reading.no_rows import Faults, no_rows, with_blanks
from trustkpi.reading.quick import quickly
from trustkpi.reading.raw import Place, Raw, together
from validation.findings import Finding, Layout, in_order, ranges
from validation.model import Sheet

_IN_PLACE_OF_A_VALUE = {FORMULA: "a formula without a value", MERGED: "a part of a merged cell"}


def tables(sheet: type[Sheet], raws: Sequence[Raw]) -> list[tuple[Table, list[Finding]]]:
    """The rows of each workbook that hold anything, typed, and what could not be read; all are typed in one go."""
    text = together(sheet, raws)
    kinds = no_rows(sheet, text, raws)
    stray = kinds.is_not_null()
    rows = _with_merged(text.filter(~stray) if stray.any() else text, raws)
    frame, typed, faults = _cast(sheet, rows)
    if stray.any():
        frame = with_blanks(sheet, frame, text.with_columns(kinds).filter(stray), typed, faults)
    frames = _apart(sheet, frame, raws)
    return [(Table(frames[at], one.layout, typed[at]), _findings(sheet, one.layout, faults[at])) for at, one in enumerate(raws)]


def _findings(sheet: type[Sheet], layout: Layout, faults: Faults) -> list[Finding]:
    cells = sheet.cells()
    return in_order(
        Finding(layout.tab, ranges(layout.letters[name], rows), cells[name].label, said(kind, repeated), mend(kind, cells[name]))
        for (name, kind, repeated), rows in faults.items()
    )


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
    quick = quickly(sheet, text)
    slow = {name: cast(name, about, types[name], f"{name}#") for name, about in cells.items() if name not in quick}
    made = text.select(
        "_file",
        "_row",
        *(value.alias(name) for name, (value, _) in slow.items()),
        *(fault.alias(f"{name}?") for name, (_, fault) in slow.items()),
    ).with_columns(values.alias(name) for name, values in quick.items())
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


def _repeated(sheet: type[Sheet], kind: str, text: str) -> str:
    if kind == "error":
        return text  # the name of the error is nobody's
    return "" if sheet.facts().personal or kind in {"formula", "merged"} else text


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
