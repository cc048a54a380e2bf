"""What next period's template can already say: the rows of the last return, in the columns that carry over."""

from __future__ import annotations

import polars as pl

from validation.model import Sheet

# In a new academic year these no longer hold for those who stay.
_MOVES_WITH_THE_YEAR = ("year_group",)


def prefilled(sheet: type[Sheet], last: pl.DataFrame, *, new_year: bool) -> pl.DataFrame:
    """The sheet's columns for the rows of `last`: filled where the column carries over, else blank.

    In a new academic year those who have left are dropped, and year groups are left to be typed.
    """
    kept = last.filter(~_left(last)) if new_year else last
    carried = {name for name, about in sheet.cells().items() if about.carries and name in last.columns}
    if new_year:
        carried -= {*_MOVES_WITH_THE_YEAR}
    return kept.select(
        (pl.col(name) if name in carried else pl.lit(None)).cast(dtype).alias(name) for name, dtype in sheet.dtypes().items()
    )


def _left(last: pl.DataFrame) -> pl.Expr:
    dated = pl.col("left").is_not_null() if "left" in last.columns else pl.lit(value=False)
    marked = (pl.col("status") == "P").fill_null(value=False) if "status" in last.columns else pl.lit(value=False)
    return dated | marked


def carries(sheet: type[Sheet]) -> bool:
    """Whether any column of the sheet carries over."""
    return any(about.carries for about in sheet.cells().values())
