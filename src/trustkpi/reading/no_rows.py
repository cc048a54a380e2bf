"""What stands among a sheet's rows and is none of them: notes, totals, the headings once more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import polars as pl

from trustkpi.reading.grid import NO_VALUE, plain
from trustkpi.reading.headings import required
from trustkpi.reading.raw import Place, Raw
from validation.model import Sheet

Faults = dict[tuple[str, str, str], list[int]]  # column, kind, what may be repeated of it -> Excel rows
KIND = "_kind"
_MOST_CELLS_OF_A_NOTE = 2
_TOTALS = {"total", "totals", "grand total", "subtotal", "sub-total", "sub total", "overall total", "sum"}


def no_rows(sheet: type[Sheet], text: pl.DataFrame, raws: Sequence[Raw]) -> pl.Series:
    """For each row the kind of what it is, null where it is one of the sheet's."""
    kinds = pl.Series(KIND, [None] * text.height, dtype=pl.String)
    if text.is_empty():
        return kinds
    kinds = kinds.set(_stray(sheet, text, raws), "stray")
    first = text[next(iter(sheet.cells()))]
    told = first.str.to_lowercase().str.strip_chars(": ")
    kinds = kinds.set(told.is_in(_TOTALS).fill_null(value=False), "total")
    may_repeat = told.is_in(_headings(sheet)).fill_null(value=False)
    rows = zip(may_repeat.arg_true(), text.filter(may_repeat).rows(named=True), strict=True) if may_repeat.any() else ()
    repeated = [at for at, row in rows if _repeats(sheet, row)]
    return kinds.scatter(repeated, "headings")


def _stray(sheet: type[Sheet], text: pl.DataFrame, raws: Sequence[Raw]) -> pl.Series:
    """Which rows are notes under the table, say: most of what must be given is blank, the key as well or all but two cells."""
    needed = sorted(required(sheet))
    if not needed:
        return pl.Series(values=[False] * text.height, dtype=pl.Boolean)
    asked = [len(required(sheet) & one.layout.letters.keys()) for one in raws]
    given = pl.sum_horizontal(pl.col(name).is_not_null() for name in needed)
    filled = pl.sum_horizontal(pl.col(name).is_not_null() for name in sheet.cells())
    key = sheet.facts().key[:1]
    keyless = pl.col(key).is_null() if key else pl.lit(value=False)
    of_file = pl.col("_file").replace_strict(range(len(raws)), asked, return_dtype=pl.Int64)
    return text.select((given * 2 < of_file) & (keyless | (filled <= _MOST_CELLS_OF_A_NOTE))).to_series()


@cache
def _headings(sheet: type[Sheet]) -> frozenset[str]:
    """What the first column may be headed, in small letters."""
    return frozenset(plain(name) for name in next(iter(sheet.cells().values())).names())


def _repeats(sheet: type[Sheet], row: Mapping[str, str | None]) -> bool:
    """Whether most of what stands in the row are the headings above it."""
    cells = sheet.cells()
    filled = {name: text for name in cells if (text := row[name]) is not None}
    same = [name for name, text in filled.items() if plain(text) in map(plain, cells[name].names())]
    return len(same) * 2 > len(filled)


def with_blanks(
    sheet: type[Sheet],
    frame: pl.DataFrame,
    rows: pl.DataFrame,
    typed: dict[int, dict[Place, str]],
    faults: dict[int, Faults],
) -> pl.DataFrame:
    """The frame with a row of nulls for each such row, whose text is kept as typed and named once."""
    for row in rows.rows(named=True):
        text = {name: value for name in sheet.cells() if (value := row[name]) is not None}
        typed[row["_file"]].update({(name, row["_row"]): value.removeprefix(NO_VALUE) for name, value in text.items()})
        key = sheet.facts().key[:1]
        without = sheet.cells()[key[0]].label if key and key[0] not in text and row[KIND] == "stray" else ""
        faults[row["_file"]][next(iter(text)), row[KIND], without].append(row["_row"])
    blank: Mapping[str, pl.Series] = {
        name: pl.Series(name, [None] * rows.height, dtype=dtype) for name, dtype in sheet.dtypes().items()
    }
    both = pl.concat([frame, rows.select("_file", "_row").with_columns(**blank)])
    return both.sort("_file", "_row")
