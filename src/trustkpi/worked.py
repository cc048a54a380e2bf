"""A worked example of a sheet's row: the examples of its columns, bent until together they keep every rule."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache

import polars as pl

from trustkpi.mending import mended
from validation.model import Cell, Sheet, Value

_OPENS, _CLOSES = date(2025, 9, 1), date(2026, 8, 31)  # a year in which every example falls


@cache
def worked(sheet: type[Sheet]) -> Mapping[str, Value | None]:
    """Column to example, as the reader keeps values; the bare examples where no row of them keeps every rule."""
    bare = {name: kept_example(about) for name, about in sheet.cells().items()}
    frame = pl.DataFrame([bare], schema=sheet.dtypes(), strict=False).with_columns(
        pl.lit(0, pl.Int64).alias("_file"),
        pl.lit(0, pl.Int64).alias("_row"),
        pl.lit(_OPENS).alias("_opens"),
        pl.lit(_CLOSES).alias("_closes"),
    )
    rows = mended(sheet, frame)
    return {name: rows[name][0] for name in bare} if rows.height else bare


def kept_example(about: Cell) -> Value:
    """The example in the unit that rows keep: pence for pounds."""
    example, scale = about.example, about.unit.scale
    return round(example * scale) if scale != 1 and isinstance(example, (int, float)) else example
