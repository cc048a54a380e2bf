"""Believable values of one column, from what its declaration says: example, choices, limits, form and unit."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from trustkpi.demo.dice import chance
from trustkpi.demo.upn import synthetic_upn
from validation.model import Cell
from validation.vocabulary import UPN_FORM

_BLANK, _OFTEN = 150, 600  # in a thousand: optional cells left blank; how often the example's own choice is taken
_DAYS = 200
_HUNDREDTHS = 100


@dataclass(frozen=True)
class Span:
    """When the rows were typed: the academic year's first day and the as-at date."""

    opens: date
    closes: date


def numbered(about: Cell, dtype: pl.DataType, school: int, serial: int) -> Any:
    """The serial-th of a row of values that tell rows apart: E0017 after an example E1042, Laptop 17 after Laptop."""
    if about.matches == UPN_FORM:
        return synthetic_upn(school, 2020, serial)
    if about.one_of:
        choices = list(about.one_of)
        return choices[(serial - 1) % len(choices)]
    if dtype.is_numeric():
        return _low(about) + serial
    if dtype == pl.Date():
        return _as_date(about.example) - timedelta(days=serial)
    return _numbered_text(about, serial)


def value(about: Cell, dtype: pl.DataType, span: Span, rng: random.Random) -> Any:
    """One believable value, as the reader would hand it over; null (or what blank means) now and then where it may be."""
    if _not_in_use(about, span) or (not about.required and chance(rng, _BLANK)):
        return _kept(about, about.blank_means)
    if about.one_of:
        return _choice(about, rng)
    kinds: tuple[tuple[bool, Callable[[], Any]], ...] = (
        (dtype == pl.Boolean(), lambda: chance(rng, 300)),
        (dtype.is_integer(), lambda: _whole(about, rng)),
        (dtype.is_float(), lambda: _whole(about, rng, parts=_HUNDREDTHS) / _HUNDREDTHS),
        (dtype == pl.Date(), lambda: _day(about, span, rng)),
    )
    return next((make() for fits, make in kinds if fits), about.example)


def _not_in_use(about: Cell, span: Span) -> bool:
    return bool((about.since and span.closes < about.since) or (about.until and span.opens > about.until))


def _kept(about: Cell, typed: Any) -> Any:
    is_number = isinstance(typed, (int, float)) and not isinstance(typed, bool)
    return round(typed * about.unit.scale) if is_number and about.unit.scale != 1 else typed


def _choice(about: Cell, rng: random.Random) -> str:
    choices = list(about.one_of or {})
    usual = str(about.example)
    return usual if usual in choices and chance(rng, _OFTEN) else choices[rng.randrange(len(choices))]


def _whole(about: Cell, rng: random.Random, *, parts: int = 1) -> int:
    """A whole number of the unit's smallest part, about as large as the example and within the limits."""
    scale = about.unit.scale * parts
    example = round(float(str(about.example)) * scale)
    low, high = sorted((example // 2, example + example // 2))
    if isinstance(about.at_least, (int, float)):
        low = max(low, round(about.at_least * scale))
    if isinstance(about.at_most, (int, float)):
        high = min(high, round(about.at_most * scale))
    return rng.randrange(low, high + 1) if low < high else low


def _low(about: Cell) -> int:
    return round(about.at_least * about.unit.scale) if isinstance(about.at_least, (int, float)) else 0


def _as_date(written: object) -> date:
    if isinstance(written, date):
        return written
    raise TypeError(written)


def _day(about: Cell, span: Span, rng: random.Random) -> date:
    day = _as_date(about.example) + timedelta(days=rng.randrange(-_DAYS, _DAYS + 1))
    latest = about.at_most if isinstance(about.at_most, date) else span.closes
    earliest = about.at_least if isinstance(about.at_least, date) else date.min
    return max(min(day, latest, span.closes), earliest)


def _numbered_text(about: Cell, serial: int) -> str:
    example = str(about.example)
    tried = [re.sub(r"\d+(?=\D*$)", lambda digits: f"{serial:0{len(digits[0])}}", example), f"{example} {serial}"]
    fit = [text for text in tried if text != example and (about.matches is None or re.search(about.matches, text))]
    return fit[0] if fit else example
