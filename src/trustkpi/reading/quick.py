"""The quick way through a column: where every cell is as our template asks, no pattern needs to be tried on it."""

from __future__ import annotations

import polars as pl

from trustkpi.reading.casting import EARLIEST, LARGEST, ROUNDING, scaled
from validation.model import Cell

_NOT_IN_A_NUMBER = "[^0-9.-]"


def quickly(text: pl.Series, number: pl.Series | None, about: Cell, dtype: pl.DataType) -> pl.Series | None:
    """The column's values, or nothing where some cell wants a closer look."""
    if text.null_count() == len(text):
        return pl.Series([None if about.blank_means is None else scaled(about)] * len(text), dtype=dtype)
    if dtype == pl.Date:
        return _dates(text) if about.blank_means is None else None
    if number is not None and number.null_count() == text.null_count():
        return None if text.str.contains(_NOT_IN_A_NUMBER).any() else _numbers(number, about, dtype)
    return None


def _dates(text: pl.Series) -> pl.Series | None:
    days = text.str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False, time_unit="us").dt.date()
    told = days.null_count() == text.null_count() and not text.str.starts_with("+").any()  # a year of five figures
    fits = told and days.min() >= EARLIEST  # type: ignore[operator]  # it holds a day
    return days if fits else None


def _numbers(number: pl.Series, about: Cell, dtype: pl.DataType) -> pl.Series | None:
    exact = number * about.unit.scale
    if not exact.is_finite().all() or (exact.abs() >= LARGEST).any():
        return None
    nearest = exact.round()
    if dtype == pl.Float64:
        kept = number
    elif ((exact - nearest).abs() <= exact.abs() * ROUNDING).all():
        kept = nearest.cast(pl.Int64)
    else:
        return None
    return kept if about.blank_means is None else kept.fill_null(scaled(about))
