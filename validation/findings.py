"""Rows held against their declaration: every fault becomes a `Finding` that names its cells and says what to do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandera.errors
import pandera.polars as pa
import polars as pl

from validation.model import Cell, Sheet
from validation.rules import ERROR, QUERY, Rule

PROVENANCE = {"_file": pl.Int64(), "_row": pl.Int64(), "_opens": pl.Date(), "_closes": pl.Date()}


@dataclass(frozen=True, order=True)
class Finding:
    """Something to mend (error) or to explain (query): where it is, what is wrong and what to do, in plain words."""

    sheet: str
    cell: str
    label: str
    says: str
    do: str
    severity: str = ERROR


@dataclass(frozen=True)
class Layout:
    """Where a sheet's columns stand in one workbook: the tab's name, its heading row and each column's letter."""

    tab: str
    heading_row: int
    letters: Mapping[str, str]


@dataclass(frozen=True)
class _Broken:
    """One rule broken somewhere in a column; `rows` are positions in the frame."""

    column: str
    says: str
    do: str
    severity: str
    rows: list[int]


def check(sheet: type[Sheet], frame: pl.DataFrame, layouts: Mapping[int, Layout]) -> dict[int, list[Finding]]:
    """Findings of each file in the frame, in the order of their cells; one validation serves all files together.

    The frame has the sheet's columns in the reader's types and the provenance columns `_file`, `_row`, `_opens` and
    `_closes`. Values of personal sheets are never repeated.
    """
    found: dict[int, list[Finding]] = {file: [] for file in layouts}
    if frame.is_empty():
        return found
    files, rows = frame["_file"].to_list(), frame["_row"].to_list()
    for broken in _broken(sheet, frame):
        groups: dict[tuple[int, str], list[int]] = defaultdict(list)
        for at in broken.rows:
            groups[files[at], _with_value(sheet, frame, broken, at)].append(rows[at])
        about = sheet.cells()[broken.column]
        for (file, says), at_rows in groups.items():
            layout = layouts[file]
            cells = ranges(layout.letters[broken.column], at_rows)
            found[file].append(Finding(layout.tab, cells, about.label, says, broken.do, broken.severity))
    return {file: in_order(findings) for file, findings in found.items()}


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """The findings without repeats, errors before queries, then by sheet and cell."""
    return sorted(set(findings), key=lambda f: (f.severity, f.sheet, _place(f.cell), f.label, f.says))


def _place(cell: str) -> tuple[int, int]:
    first = cell.partition(",")[0].partition(":")[0]
    letters = first.rstrip("0123456789")
    number = sum((ord(c) - 64) * 26**i for i, c in enumerate(reversed(letters)) if c.isalpha())
    return (int(first[len(letters) :] or 0), number)


def ranges(letter: str, rows: Iterable[int]) -> str:
    """`D7:D19, D31` for rows 7 to 19 and 31 of column D."""
    parts: list[str] = []
    run: list[int] = []
    for row in [*sorted(set(rows)), None]:
        if row is not None and run and row == run[-1] + 1:
            run.append(row)
            continue
        if run:
            parts.append(f"{letter}{run[0]}" if len(run) == 1 else f"{letter}{run[0]}:{letter}{run[-1]}")
        run = [row] if row is not None else []
    return ", ".join(parts)


def _broken(sheet: type[Sheet], frame: pl.DataFrame) -> Iterator[_Broken]:
    about, words = sheet.facts(), dict(_column_words(sheet))
    schema = sheet.to_schema()
    extra = [c for name, column in sheet.cells().items() for c in _column_checks(name, column)]
    extra += [_row_check(rule) for rule in about.rules]
    if about.key:
        extra.append(_given_twice(sheet))
    schema = schema.update_columns({}) if not extra else _with_checks(schema, extra)
    try:
        schema.validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as failed:
        for error in failed.schema_errors:
            # Only the yes-or-no vector is read: a failure case can carry the whole row, pay and names included.
            rows = _failing(error)
            column, says, do, severity = words[_key(error)]
            yield _Broken(column, says, do, severity, rows)


def _with_checks(schema: pa.DataFrameSchema, checks: list[pa.Check]) -> pa.DataFrameSchema:
    made = pa.DataFrameSchema(columns=dict(schema.columns), checks=[*schema.checks, *checks], name=schema.name)
    made.strict, made.coerce = False, False
    return made


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


def _column_words(sheet: type[Sheet]) -> Iterator[tuple[str, tuple[str, str, str, str]]]:
    for name, about in sheet.cells().items():
        yield f"{name}.not_nullable", (name, "is blank", f"Type {_a(about)}.", ERROR)
        yield f"{name}.isin", (name, "is not one of the choices", _pick(about), ERROR)
        yield f"{name}.str_matches", (name, "is not in the form that is asked for", f"Type it like {about.example}.", ERROR)
        yield f"{name}.greater_than_or_equal_to", (name, f"is less than {shown(about.at_least)}", _limits(about), ERROR)
        yield f"{name}.less_than_or_equal_to", (name, f"is more than {shown(about.at_most)}", _limits(about), ERROR)
        for test in about.tests:
            yield f"={name}: {test.name}", (name, test.says, test.do, ERROR)
        if about.since:
            yield f"={name}: too early", (name, f"was not in use before {shown(about.since)}", _move(about), ERROR)
        if about.until:
            yield f"={name}: withdrawn", (name, f"was withdrawn after {shown(about.until)}", _recode(about), QUERY)
    for rule in sheet.facts().rules:
        yield f"={rule.name}", (rule.mark, rule.says, rule.do, rule.severity)
    if sheet.facts().key:
        key = sheet.facts().key[0]
        yield "=given twice", (key, "is given twice", _once(sheet), ERROR)


def _a(about: Cell) -> str:
    if about.one_of:
        return "one of the choices in the list"
    return f"{about.label}: {about.unit.name}, for example {shown(about.example)}"


def _pick(about: Cell) -> str:
    choices = list(about.one_of or {})
    few = 12
    listed = ", ".join(choices[:few]) + (" and others: see the drop-down list" if len(choices) > few else "")
    return f"Choose from the list: {listed}."


def _limits(about: Cell) -> str:
    low, high = about.at_least, about.at_most
    if low is not None and high is not None:
        return f"Type a value from {shown(low)} to {shown(high)}."
    return f"Type {shown(low)} or more." if low is not None else f"Type {shown(high)} or less."


def _move(about: Cell) -> str:
    return f"Move these to the code that was in use then, and leave {about.label} blank."


def _recode(about: Cell) -> str:
    return f"Ask for the marks to be recoded, or explain why {about.label} was still used. They are counted as before."


def _once(sheet: type[Sheet]) -> str:
    labels = " and ".join(sheet.cells()[k].label for k in sheet.facts().key)
    return f"Keep one row for each {labels}, and delete the other."


def shown(value: object) -> str:
    """A value as people write it: 31 March 2026, 1,234, Yes."""
    match value:
        case bool():
            return "Yes" if value else "No"
        case date():
            return f"{value.day} {value:%B %Y}"
        case float() if value.is_integer():
            return f"{value:,.0f}"
        case int() | float():
            return f"{value:,}"
    return str(value)


def _per_file(expression: pl.Expr, per: tuple[str, ...]) -> pl.Expr:
    return expression.over(["_file", *per]) if per else expression


def _check_of(expression: pl.Expr, name: str) -> pa.Check:
    # A rule that cannot be told (null) is not broken: the blank behind it has been reported already.
    told = expression.fill_null(value=True).alias("ok")
    return pa.Check(lambda data: data.lazyframe.select(told), name=f"={name}", ignore_na=False)


def _row_check(rule: Rule) -> pa.Check:
    return _check_of(_per_file(rule.ok, rule.per), rule.name)


def _column_checks(name: str, about: Cell) -> Iterator[pa.Check]:
    column = pl.col(name)
    for test in about.tests:
        yield _check_of(test.passes(column), f"{name}: {test.name}")
    used = column.fill_null(0) != 0 if about.unit.number_format != "@" else column.is_not_null()
    if about.since:
        yield _check_of(~used | (pl.col("_closes") >= about.since), f"{name}: too early")
    if about.until:
        yield _check_of(~used | (pl.col("_opens") <= about.until), f"{name}: withdrawn")


def _given_twice(sheet: type[Sheet]) -> pa.Check:
    keys = ["_file", *sheet.facts().key]
    blank = pl.any_horizontal(pl.col(k).is_null() for k in sheet.facts().key)
    return _check_of(blank | pl.struct(keys).is_first_distinct(), "given twice")


def _with_value(sheet: type[Sheet], frame: pl.DataFrame, broken: _Broken, at: int) -> str:
    value = frame[broken.column][at]
    if sheet.facts().personal or value is None:
        return broken.says
    about = sheet.cells()[broken.column]
    typed = value / about.unit.scale if about.unit.scale != 1 else value
    return f"{shown(typed)} {broken.says}"
