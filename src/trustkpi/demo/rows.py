"""Believable rows for any return, from its declaration alone, so that a new return has demo data the day it is declared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from trustkpi.demo.asked import Asked
from trustkpi.demo.dice import dice
from trustkpi.demo.values import Span, numbered, value
from trustkpi.mending import mended
from validation.model import DeclarationError, Sheet

_ROWS = 40
_SPARE = 3  # rows made for each that is wanted, since some keep no rule however they are bent


def believable(asked: Asked) -> Mapping[str, pl.DataFrame]:
    """Every sheet of the return, filled: sheet title to frame, typed as the reader types it.

    Columns that tell rows apart are numbered alike on every sheet, so that one sheet's rows refer to another's.
    `DeclarationError` where a sheet's own examples, limits and rules leave no row that keeps them.
    """
    ours = {name for sheet in asked.declared.sheets for name in sheet.facts().key}
    return {sheet.facts().title: _filled(sheet, asked, ours) for sheet in asked.declared.sheets}


def _filled(sheet: type[Sheet], asked: Asked, keys: set[str]) -> pl.DataFrame:
    about = sheet.facts()
    wanted = min(_ROWS, about.room)
    frame = pl.DataFrame(list(_rows(sheet, asked, keys, wanted * _SPARE)), schema=sheet.dtypes(), orient="row", strict=False)
    frame = mended(sheet, _with_provenance(frame, asked)).select(list(sheet.cells()))
    if about.key:
        frame = frame.unique(about.key, keep="first", maintain_order=True)
    if frame.is_empty():
        msg = f"{sheet.__name__}: no row can be made up that keeps its own rules; look at the examples, limits and rules"
        raise DeclarationError(msg)
    return frame.head(len(about.given_rows) or wanted)


def _rows(sheet: type[Sheet], asked: Asked, keys: set[str], made: int) -> Iterator[dict[str, Any]]:
    about, cells, types = sheet.facts(), sheet.cells(), sheet.dtypes()
    school = int(asked.academy.urn) % 10000
    span = Span(asked.period.year_opens, asked.closes)
    rng = dice("rows", asked.declared.name, about.title, asked.academy.urn, asked.period.name)
    own = about.key[:1]
    for serial in range(1, made + 1):
        row = {name: value(cells[name], types[name], span, rng) for name in cells}
        for name in (name for name in cells if name in keys):
            at = serial if name in own else rng.randrange(1, _ROWS + 1)
            row[name] = numbered(cells[name], types[name], school, at)
        if serial <= len(about.given_rows):
            given = zip(cells, about.given_rows[serial - 1], strict=False)
            row |= {name: kept for name, kept in given if kept is not None}
        yield row


def _with_provenance(frame: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    return frame.with_columns(
        _file=pl.lit(0, pl.Int64),
        _row=pl.int_range(pl.len(), dtype=pl.Int64),
        _opens=pl.lit(asked.period.year_opens, pl.Date),
        _closes=pl.lit(asked.closes, pl.Date),
    )
