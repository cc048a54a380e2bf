"""Which rows break which rule of their sheet, told by one pandera validation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

import pandera.errors
import pandera.polars as pa
import polars as pl

from validation.model import CODE, DATE, TEXT, YES_NO, Cell, Sheet
from validation.rules import Rule
from validation.wording import column_words


@dataclass(frozen=True)
class Broken:
    """One rule broken somewhere in a column; `rows` are positions in the frame."""

    column: str
    says: str
    do: str
    severity: str
    rows: list[int]


def broken_rules(
    sheet: type[Sheet], frame: pl.DataFrame, unread: Mapping[str, set[int]] = MappingProxyType({})
) -> Iterator[Broken]:
    """The rules of columns and rows that some row of the frame breaks, and where.

    A value that its own column's rules refuse accuses no other cell: of those, which may well be right, rules between
    cells are told as if it were blank. Nor does a cell that is blank only because it could not be read: `unread` gives
    the positions of those by column. Where blank itself would break the rule, it is not told until they are mended.
    """
    failed = dict(_failed(sheet, frame))
    own = {key: rows for key, rows in failed.items() if key in _own_keys(sheet)}
    refused: dict[str, set[int]] = defaultdict(set)
    for key, rows in own.items():
        refused[_words(sheet)[key][0]].update(rows)
    told = dict(_failed(sheet, _without(frame, refused))) if refused and len(failed) > len(own) else failed
    in_doubt = {name: refused.get(name, set()) | unread.get(name, set()) for name in refused.keys() | unread.keys()}
    rules = {f"={rule.name}": rule for rule in sheet.facts().rules}
    for key, rows in failed.items():
        column, says, do, severity = _words(sheet)[key]
        here = refused.get(column, set())
        untold = _untold(rules[key], frame, in_doubt) if key in rules and in_doubt else set()
        kept = rows if key in own else [at for at in rows if at in here or (at in told.get(key, ()) and at not in untold)]
        if kept:
            yield Broken(column, says, do, severity, kept)


def _untold(rule: Rule, frame: pl.DataFrame, in_doubt: Mapping[str, set[int]]) -> set[int]:
    """The rows of which a rule cannot be told, for a cell that it reads beside the one that it marks is in doubt."""
    if not rule.per:
        return {at for name in rule.columns if name != rule.mark for at in in_doubt.get(name, ())}
    doubtful = {at for name in rule.columns for at in in_doubt.get(name, ())}
    if not doubtful:
        return set()
    groups = frame.select(pl.struct("_file", *rule.per).rank("dense")).to_series().to_list()
    with_doubts = {groups[at] for at in doubtful}
    return {at for at, group in enumerate(groups) if group in with_doubts}


def _failed(sheet: type[Sheet], frame: pl.DataFrame) -> Iterator[tuple[str, list[int]]]:
    in_use, types, given = _in_use(sheet, frame), sheet.dtypes(), frame.schema
    if all(given.get(name) == types[name] for name in in_use) and all(frame.select(all_kept(sheet, in_use)).row(0)):
        return
    try:
        _schema(sheet, in_use).validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as failed:
        for error in failed.schema_errors:
            # Only the yes-or-no vector is read: a failure case can carry the whole row, pay and names included.
            yield _key(error), _failing(error)


@cache
def _words(sheet: type[Sheet]) -> dict[str, tuple[str, str, str, str]]:
    return dict(column_words(sheet))


@cache
def _own_keys(sheet: type[Sheet]) -> frozenset[str]:
    """The rules that judge a cell by itself, and send the return back where it breaks one."""
    tests = {f"={name}: {test.name}" for name, about in sheet.cells().items() for test in about.tests}
    return frozenset(key for key in _words(sheet) if key in tests or not key.startswith("="))


def _without(frame: pl.DataFrame, refused: Mapping[str, set[int]]) -> pl.DataFrame:
    at = pl.int_range(pl.len())
    blanked = (pl.when(~at.is_in(sorted(rows))).then(pl.col(name)).alias(name) for name, rows in refused.items())
    return frame.with_columns(*blanked)


def _in_use(sheet: type[Sheet], frame: pl.DataFrame) -> frozenset[str]:
    """The columns whose own rules some row can break: not those that may be blank and are, to the last row."""
    blank = {name: about.blank_means for name, about in sheet.cells().items() if not about.required}
    if not blank:
        return frozenset(sheet.cells())
    nothing = frame.select(
        pl.col(name).eq_missing(pl.lit(means)).or_(pl.col(name).is_null()).all() for name, means in blank.items()
    )
    return frozenset(name for name in sheet.cells() if name not in blank or not nothing[name].item())


@cache
def _schema(sheet: type[Sheet], in_use: frozenset[str]) -> pa.DataFrameSchema:
    about, columns = sheet.facts(), sheet.to_schema().columns
    own = (rule for name, column in sheet.cells().items() if name in in_use for rule in _column_rules(name, column))
    checks = [_check_of(told, name) for name, told in own]
    checks += [_check_of(rule.kept, rule.name) for rule in about.rules]
    if about.key:
        checks.append(_check_of(_first_of_its_key(sheet), "given twice"))
    kept = {name: column for name, column in columns.items() if name in in_use}
    return pa.DataFrameSchema(columns=kept, checks=checks, strict=False, coerce=False)


@cache
def all_kept(sheet: type[Sheet], in_use: frozenset[str]) -> list[pl.Expr]:
    """Whether the rows keep each thing that the schema asks, told side by side; most do, and pandera is then not asked."""
    rules = [rule for name, about in sheet.cells().items() if name in in_use for rule in _own_rules(name, about)]
    checks = [told for name, about in sheet.cells().items() if name in in_use for _, told in _column_rules(name, about)]
    checks += [rule.kept for rule in sheet.facts().rules] + ([_first_of_its_key(sheet)] if sheet.facts().key else [])
    return [kept.fill_null(value=True).all().alias(str(at)) for at, kept in enumerate((*rules, *checks))] or [pl.lit(value=True)]


def _own_rules(name: str, about: Cell) -> Iterator[pl.Expr]:
    """What the column's field says, in the words that pandera has for it."""
    column, scale = pl.col(name), about.unit.scale
    if about.required:
        yield column.is_not_null()
    if about.one_of:
        yield column.is_in([*about.one_of])
    if about.matches:
        yield column.str.contains(about.matches if about.matches.startswith("^") else f"^{about.matches}")
    for limit, keeps in ((about.at_least, column.ge), (about.at_most, column.le)):
        if limit is not None:
            yield keeps(limit * scale if isinstance(limit, (int, float)) and scale != 1 else limit)


def _failing(error: Any) -> list[int]:
    output = error.check_output
    if output is None:
        msg = f"the rows of a sheet do not have the types that its declaration asks for: {error.reason_code}"
        raise TypeError(msg)
    vector = output.collect() if isinstance(output, pl.LazyFrame) else output
    return vector.to_series().fill_null(value=True).not_().arg_true().to_list()


def _key(error: Any) -> str:
    check = error.check
    name = check if isinstance(check, str) else check.name
    column = getattr(error.schema, "name", "")
    return name if name.startswith("=") else f"{column}.{name}"


def _check_of(expression: pl.Expr, name: str) -> pa.Check:
    # A rule that cannot be told (null) is not broken: the blank behind it has been reported already.
    told = expression.fill_null(value=True).alias("ok")
    return pa.Check(lambda data: data.lazyframe.select(told), name=f"={name}", ignore_na=False)


_NOT_COUNTED = (TEXT, CODE, DATE, YES_NO)


def _column_rules(name: str, about: Cell) -> Iterator[tuple[str, pl.Expr]]:
    column = pl.col(name)
    for test in about.tests:
        yield f"{name}: {test.name}", test.passes(column)
    used = column.is_not_null() if about.unit in _NOT_COUNTED else column.fill_null(0) != 0
    if about.since:
        yield f"{name}: too early", ~used | (pl.col("_closes") >= about.since)
    if about.until:
        yield f"{name}: withdrawn", ~used | (pl.col("_opens") <= about.until)


def _first_of_its_key(sheet: type[Sheet]) -> pl.Expr:
    keys = ["_file", *sheet.facts().key]
    blank = pl.any_horizontal(pl.col(k).is_null() for k in sheet.facts().key)
    return blank | pl.struct(keys).is_first_distinct()
