"""The quick way through a table: where every cell of a column is as our template asks, no pattern needs to be tried on it."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from trustkpi.reading.casting import EARLIEST, LARGEST, ROUNDING, scaled
from trustkpi.reading.grid import NO_VALUE
from validation.model import CODE, Cell, Sheet

_NOT_IN_A_NUMBER = "[^0-9.-]"
_NOT_WORDS = f"{NO_VALUE}|00:00:00"  # no value at all, and a date where words belong
_YES, _NO = "Yes", "No"
_MADE = "="  # ends the name of a column's values, beside its text


def quickly(sheet: type[Sheet], text: pl.DataFrame) -> dict[str, pl.Series]:
    """The values of each column that no cell keeps from being read so; all columns are taken together, twice."""
    cells, types, nulls = sheet.cells(), sheet.dtypes(), text.null_count().row(0, named=True)
    blank = {name: _blanks(about, text.height, types[name]) for name, about in cells.items() if nulls[name] == text.height}
    tried = {name: about for name, about in cells.items() if name not in blank and _may_be(about, types[name])}
    made = text.with_columns(_values(name, about, types[name]).alias(name + _MADE) for name, about in tried.items())
    fit: Mapping[str, bool] = made.select(_fits(name, about, types[name]).alias(name) for name, about in tried.items()).row(
        0, named=True
    ) if tried else {}  # fmt: skip
    return blank | {name: _filled(made[name + _MADE], about).alias(name) for name, about in tried.items() if fit[name]}


def _blanks(about: Cell, height: int, dtype: pl.DataType) -> pl.Series:
    return pl.Series([None if about.blank_means is None else scaled(about)] * height, dtype=dtype)


def _may_be(about: Cell, dtype: pl.DataType) -> bool:
    if dtype == pl.Date:
        return about.blank_means is None
    return dtype != pl.String or not about.one_of or len({code.casefold() for code in about.one_of}) == len(about.one_of)


def _values(name: str, about: Cell, dtype: pl.DataType) -> pl.Expr:
    """The values, if the column fits."""
    text, number = pl.col(name), pl.col(f"{name}#")
    if dtype == pl.Date:
        return text.str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False, time_unit="us").dt.date()
    if dtype == pl.Boolean:
        return text == _YES
    if dtype == pl.String:
        return text
    return number if dtype == pl.Float64 else (number * about.unit.scale).round().cast(pl.Int64, strict=False)


def _fits(name: str, about: Cell, dtype: pl.DataType) -> pl.Expr:
    """Whether the values are right whatever the text, told from the two of them."""
    text, number, made = pl.col(name), pl.col(f"{name}#"), pl.col(name + _MADE)
    if dtype == pl.Date:
        told = (made.null_count() == text.null_count()) & ~text.str.starts_with("+").any()  # a year of five figures
        return told & (made.min() >= EARLIEST)
    if dtype == pl.Boolean:
        return text.is_in([_YES, _NO]).all()
    if dtype == pl.String:
        return _are_as_asked(text, about)
    told = (number.null_count() == text.null_count()) & ~text.str.contains(_NOT_IN_A_NUMBER).any()
    exact = number * about.unit.scale
    told &= (exact.is_finite() & (exact.abs() < LARGEST)).all()
    return told if dtype == pl.Float64 else told & ((exact - made).abs() <= exact.abs() * ROUNDING).all()


def _are_as_asked(text: pl.Expr, about: Cell) -> pl.Expr:
    if about.one_of:
        return text.is_in([*about.one_of]).all()
    told = ~text.str.contains(_NOT_WORDS).any()
    # A code that fits in capitals alone is put into capitals.
    return told & text.str.contains(about.matches).all() if about.matches and about.unit == CODE else told


def _filled(values: pl.Series, about: Cell) -> pl.Series:
    return values if about.blank_means is None else values.fill_null(scaled(about))
