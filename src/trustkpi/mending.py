"""Rows bent until they keep their sheet's rules: totals set to their sums, dates put in order, blanks filled."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from validation.model import Cell, Sheet
from validation.rules import Rule

_ROUNDS = 4  # mending a part may break the total that was mended before it


def mended(sheet: type[Sheet], frame: pl.DataFrame) -> pl.DataFrame:
    """The rows that keep every rule and limit, after as many as may be were bent to.

    The frame carries the sheet's columns and the provenance columns that rules read.
    """
    rules = sheet.facts().rules
    for _ in range(_ROUNDS):
        before = frame
        for rule in rules:
            frame = _bent(sheet, frame, rule)
        if frame.equals(before):
            break
    return frame.filter(*(rule.kept for rule in rules), *_within_limits(sheet))


def _bent(sheet: type[Sheet], frame: pl.DataFrame, rule: Rule) -> pl.DataFrame:
    for instead in _ways(sheet, rule):
        broken = frame.select(~rule.kept).to_series()
        if not broken.any():
            break
        bent = frame.with_columns(pl.when(broken).then(instead).otherwise(pl.col(rule.mark)).alias(rule.mark))
        mends = broken & bent.select(rule.kept).to_series()
        frame = frame.with_columns(pl.when(mends).then(bent[rule.mark]).otherwise(pl.col(rule.mark)).alias(rule.mark))
    return frame


def _ways(sheet: type[Sheet], rule: Rule) -> Iterator[pl.Expr]:
    types, about = sheet.dtypes(), sheet.cells()[rule.mark]
    dtype = types[rule.mark]
    alike = [name for name in rule.columns if name != rule.mark and types[name] == dtype]
    if dtype.is_numeric() and alike:
        yield pl.sum_horizontal(pl.col(name).fill_null(0) for name in alike)
    if not about.one_of:
        yield from (pl.col(name) for name in alike)
    if not about.required:
        yield pl.lit(None, dtype)
    if about.one_of:
        for choice in about.one_of:
            yield pl.lit(choice)
    yield _example(about, dtype)
    if dtype.is_numeric():
        yield pl.lit(0, dtype)


def _example(about: Cell, dtype: pl.DataType) -> pl.Expr:
    if isinstance(about.example, (int, float)) and about.unit.scale != 1:
        return pl.lit(round(about.example * about.unit.scale), dtype)
    return pl.lit(about.example, dtype)


def _within_limits(sheet: type[Sheet]) -> Iterator[pl.Expr]:
    for name, about in sheet.cells().items():
        column = pl.col(name)
        scale = about.unit.scale
        for limit, holds in ((about.at_least, pl.Expr.ge), (about.at_most, pl.Expr.le)):
            if limit is not None:
                edge = limit * scale if isinstance(limit, (int, float)) else limit
                yield holds(column, edge).fill_null(value=True)
        if about.one_of:
            yield column.is_in(list(about.one_of)).fill_null(value=True)
        if about.matches:
            yield column.str.contains(about.matches).fill_null(value=True)
        for test in about.tests:
            yield test.passes(column).fill_null(value=True)
