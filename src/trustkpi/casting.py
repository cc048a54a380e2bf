"""Text and numbers into a column's own type: each cell becomes its value or a fault with a reason, never a guess."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import polars as pl

from validation.model import POUNDS, Cell

_GROUPED = r"^[+-]?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]+)?$"
_EXACT = 2**53
_YES, _NO = ("yes", "y", "true", "1"), ("no", "n", "false", "0")
_DATES = (
    "%Y-%m-%d",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
    "%d/%m/%Y",
    "%d-%m-%Y",
    "%d.%m.%Y",
    "%d %B %Y",
    "%d %b %Y",
    "%d-%b-%Y",
)


@dataclass(frozen=True)
class Cast:
    """A column in its type (null where blank or faulty) and, by position, why a cell would not go."""

    values: pl.Series
    faults: dict[int, str]


def cast(text: pl.Series, numbers: pl.Series, about: Cell, dtype: pl.DataType) -> Cast:
    """The column from its text and, where cells hold numbers, those numbers exactly."""
    stripped = text.str.strip_chars(" \t\r\n\u00a0")
    stripped = pl.select(pl.when(stripped != "").then(stripped)).to_series()
    maker = _MAKERS[dtype.base_type()]
    frame = pl.DataFrame({"text": stripped, "number": numbers})
    made, reason = maker(frame, about)
    faulty = (stripped.is_not_null() & made.is_null()).arg_true().to_list()
    return Cast(_blanks_filled(made, stripped, about), {at: reason(stripped[at]) for at in faulty})


def _blanks_filled(made: pl.Series, text: pl.Series, about: Cell) -> pl.Series:
    if about.blank_means is None:
        return made
    return pl.select(pl.when(text.is_null()).then(pl.lit(about.blank_means, made.dtype)).otherwise(made)).to_series()


_Reason = Callable[[Any], str]
_Made = tuple[pl.Series, _Reason]


def _text(frame: pl.DataFrame, about: Cell) -> _Made:
    value = pl.col("text")
    if about.one_of:
        known = {meaning.casefold(): code for code, meaning in about.one_of.items()} | {c.casefold(): c for c in about.one_of}
        value = value.str.to_lowercase().replace_strict(known, default=pl.col("text"), return_dtype=pl.String)
    elif about.unit.name == "code":
        value = value.str.to_uppercase() if about.matches and "a-z" not in about.matches else value
    return frame.select(value.alias("made")).to_series(), lambda _: "cannot be read"


def _yes_no(frame: pl.DataFrame, _: Cell) -> _Made:
    said = pl.col("text").str.to_lowercase()
    made = pl.when(said.is_in(_YES)).then(pl.lit(value=True)).when(said.is_in(_NO)).then(pl.lit(value=False))
    return frame.select(made.alias("made")).to_series(), lambda _: "is neither Yes nor No"


def _number(about: Cell) -> pl.Expr:
    text = pl.col("text").str.strip_prefix("£").str.strip_chars() if about.unit is POUNDS else pl.col("text")
    typed = pl.when(text.str.contains(_GROUPED)).then(text.str.replace_all(",", "")).cast(pl.Float64)
    return pl.coalesce(pl.col("number"), typed)


def _whole(frame: pl.DataFrame, about: Cell) -> _Made:
    scale = about.unit.scale
    number = _number(about) * scale
    nearest = number.round(0)
    # Pounds and hours are typed with decimals: a cent of a cent is the noise of binary fractions, not what was typed.
    near = (number - nearest).abs() < 1e-6 if scale != 1 else number == nearest  # noqa: PLR2004
    made = pl.when(near & (nearest.abs() < _EXACT)).then(nearest).cast(pl.Int64)
    what = "is not a whole number" if scale == 1 else f"is not a number of {about.unit.name} with at most two decimals"
    return frame.select(made.alias("made")).to_series(), lambda _: what


def _decimal(frame: pl.DataFrame, about: Cell) -> _Made:
    return frame.select(_number(about).alias("made")).to_series(), lambda _: "is not a number"


def _date(frame: pl.DataFrame, _: Cell) -> _Made:
    tried = [pl.col("text").str.to_datetime(form, strict=False).dt.date() for form in _DATES]
    four_digits = pl.col("text").str.contains(r"[0-9]{4}")
    made = pl.when(four_digits).then(pl.coalesce(tried))
    return frame.select(made.alias("made")).to_series(), _why_no_date


def _why_no_date(text: str) -> str:
    if text.replace(".", "", 1).isdigit():
        return "is a number, not a date"
    return "is not a date written as day/month/year with a four-figure year"


_MAKERS: dict[Any, Callable[[pl.DataFrame, Cell], _Made]] = {
    pl.String: _text,
    pl.Boolean: _yes_no,
    pl.Int64: _whole,
    pl.Float64: _decimal,
    pl.Date: _date,
}
