"""A sheet's rows as text, of many workbooks in one table, with every row's place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl
import pyarrow as pa

from trustkpi.reading.door import RefusedError
from trustkpi.reading.grid import Grid, cleaned
from trustkpi.reading.headings import Headings
from validation.findings import Layout
from validation.model import Sheet

Dates = tuple[date | None, date | None]  # the year's first day and the as-at date
Place = tuple[str, int]  # a column's name and an Excel row
MOST_MERGED = 200_000  # cells in merged blocks; product default
_NUMERIC = (pl.Int64(), pl.Float64())


@dataclass(frozen=True)
class Raw:
    """A sheet's rows in one workbook before they are typed: text by column, and exact numbers where text does not tell them."""

    layout: Layout
    text: pa.Table
    exact: Mapping[str, pl.Series]
    merged: tuple[Place, ...]
    dates: Dates


def raw(grid: Grid, found: Headings, dates: Dates) -> Raw:
    """The rows under the headings, as text."""
    columns = [grid.text.column(at) for at in found.columns.values()]
    text = pa.Table.from_arrays(columns, names=list(found.columns)).slice(found.at + 1)
    exact = grid.numbers(found.columns.values())
    numbers = {name: exact[at].slice(found.at + 1) for name, at in found.columns.items() if at in exact}
    return Raw(found.layout(grid), text, numbers, tuple(_merged(grid, found)), dates)


def _merged(grid: Grid, found: Headings) -> list[Place]:
    """The cells under the headings that a merged block covers, but for its first, which holds the value."""
    names = {grid.first + at: name for name, at in found.columns.items()}
    places: list[Place] = []
    for left, top, right, bottom in grid.merged:
        rows = range(max(top, found.at + 2), min(bottom, grid.text.num_rows) + 1)
        if len(rows) * len(names) > MOST_MERGED or len(places) > MOST_MERGED:
            msg = f"The sheet {grid.tab} is full of merged cells: unmerge them, type the values in each cell, and save it again."
            raise RefusedError(msg)
        covered = [(name, row) for at, name in names.items() if left <= at <= right for row in rows if (at, row) != (left, top)]
        places += covered
    return places


def together(sheet: type[Sheet], raws: Sequence[Raw]) -> pl.DataFrame:
    """Cleaned text by column, exact numbers as column#, _file and _row; rows with nothing in them are left out."""
    types = sheet.dtypes()
    text = pl.DataFrame(pl.from_arrow(pa.concat_tables([one.text for one in raws], promote_options="default").combine_chunks()))
    first = [one.layout.heading_row + 1 for one in raws]
    after = [one.layout.heading_row + 1 + one.text.num_rows for one in raws]
    places = pl.DataFrame({"_file": range(len(raws)), "_row": pl.int_ranges(pl.Series(first), pl.Series(after), eager=True)})
    absent = [pl.lit(None, pl.String).alias(name) for name in types if name not in text.columns]
    present = [name for name in types if name in text.columns]
    text = text.with_columns(
        *cleaned(present), *absent, *places.explode("_row", empty_as_null=False).cast(pl.Int64).get_columns()
    )
    text = _exact(sheet, text, raws)
    return text.filter(pl.any_horizontal(pl.col(name).is_not_null() for name in types))


def _exact(sheet: type[Sheet], text: pl.DataFrame, raws: Sequence[Raw]) -> pl.DataFrame:
    """The rows with their numbers; a number where words belong is written out in full."""
    types = sheet.dtypes()
    told = {name: pl.col(name).cast(pl.Float64, strict=False) for name, dtype in types.items() if dtype in _NUMERIC}
    long = {name for one in raws for name in one.exact}
    nothing = pl.repeat(None, max(one.text.num_rows for one in raws), dtype=pl.Float64, eager=True)
    given = {name: pl.concat([one.exact.get(name, nothing.head(one.text.num_rows)) for one in raws]) for name in long}
    numbers = [(pl.coalesce(given[name], told[name]) if name in given else told[name]).alias(f"{name}#") for name in told]
    words = [_in_full(name, exact) for name, exact in given.items() if types[name] == pl.String()]
    return text.with_columns(*numbers, *words)


def _in_full(name: str, exact: pl.Series) -> pl.Expr:
    differs = pl.col(name).cast(pl.Float64, strict=False) != exact
    return pl.when(differs).then(exact.map_elements(repr, return_dtype=pl.String)).otherwise(pl.col(name)).alias(name)
