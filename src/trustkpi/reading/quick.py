"""The quick way through a column: where every cell is as our template asks, no pattern needs to be tried on it."""

from __future__ import annotations

import polars as pl

from trustkpi.reading.casting import EARLIEST, LARGEST, ROUNDING, scaled
from trustkpi.reading.grid import NO_VALUE
from validation.model import CODE, Cell

_NOT_IN_A_NUMBER = "[^0-9.-]"
_NOT_WORDS = f"{NO_VALUE}|00:00:00"  # no value at all, and a date where words belong
_YES, _NO = "Yes", "No"


def quickly(text: pl.Series, number: pl.Series | None, about: Cell, dtype: pl.DataType) -> pl.Series | None:
    """The column's values, or nothing where some cell wants a closer look."""
    if text.null_count() == len(text):
        return pl.Series([None if about.blank_means is None else scaled(about)] * len(text), dtype=dtype)
    if dtype == pl.Date:
        return _dates(text) if about.blank_means is None else None
    if dtype == pl.Boolean:
        return _filled(text == _YES, about) if text.is_in([_YES, _NO]).all() else None
    if dtype == pl.String:
        return _filled(text, about) if _are_as_asked(text, about) else None
    if number is not None and number.null_count() == text.null_count():
        return None if text.str.contains(_NOT_IN_A_NUMBER).any() else _numbers(number, about, dtype)
    return None


def _dates(text: pl.Series) -> pl.Series | None:
    days = text.str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False, time_unit="us").dt.date()
    told = days.null_count() == text.null_count() and not text.str.starts_with("+").any()  # a year of five figures
    fits = told and days.min() >= EARLIEST  # type: ignore[operator]  # it holds a day
    return days if fits else None


def _are_as_asked(text: pl.Series, about: Cell) -> bool:
    if about.one_of:
        return len({code.casefold() for code in about.one_of}) == len(about.one_of) and text.is_in([*about.one_of]).all()
    bent = about.matches if about.unit == CODE else None  # a code that fits in capitals alone is put into capitals
    return not text.str.contains(_NOT_WORDS).any() and (bent is None or text.str.contains(bent).all())


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
    return _filled(kept, about)


def _filled(values: pl.Series, about: Cell) -> pl.Series:
    return values if about.blank_means is None else values.fill_null(scaled(about))
