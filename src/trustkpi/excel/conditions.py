"""What can be wrong on a sheet, said to Excel and to Polars alike, so that live counts and their first values agree."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import polars as pl

from trustkpi.excel.place import Place
from validation.findings import shown
from validation.model import Cell, Sheet
from validation.rules import ERROR, QUERY, Rule, ToExcel

AS_AT = "return_as_at"  # the defined name of the cover's as-at date
_TEXT, _DATES = "@", "dd/mm/yyyy"


class Kind(StrEnum):
    """The kinds of fault that a column can have; a rule is over several columns."""

    BLANK = "Blank but needed"
    LIST = "Not on the list"
    TYPE = "Not a number or date"
    LIMITS = "Outside the limits"
    DATED = "Not in use then"
    RULE = "rule"


@dataclass(frozen=True)
class At:
    """How a formula speaks of a sheet's columns: each as a whole (on Checks), or its cell in one row (on the sheet itself)."""

    place: Place
    row: int | None = None

    def __call__(self, column: str) -> str:
        """The column as a whole, or its cell in the row."""
        return self.place.whole(column) if self.row is None else f"${self.place.letter(column)}{self.row}"

    def whole(self, column: str) -> str:
        """The column as a whole in either case."""
        full = self.place.whole(column)
        return full if self.row is None else full.partition("!")[2]


@dataclass(frozen=True)
class Condition:
    """Something that can be wrong in a row: a formula that is TRUE and an expression that is true where it is.

    The expression reads the sheet's columns, `<column> typed` (true where the cell holds text that is not its value)
    and the engine's columns. `on_error` says whether a cell with an Excel error counts.
    """

    kind: Kind
    column: str
    in_excel: Callable[[At], str]
    in_rows: pl.Expr
    says: str = ""
    do: str = ""
    severity: str = ERROR
    on_error: bool = True


def anchor(sheet: type[Sheet]) -> str:
    """The column whose being filled says that a row is used: the first of the key, else the first that is needed."""
    cells = sheet.cells()
    needed = [name for name, about in cells.items() if about.required]
    return next(iter((*sheet.facts().key, *needed, *cells)))


def conditions(sheet: type[Sheet], lists: Mapping[str, str]) -> list[Condition]:
    """All that the template can count on the sheet itself; `lists` names each column's list of choices."""
    first = anchor(sheet)
    found = [c for name, about in sheet.cells().items() for c in _of_column(sheet, name, about, first, lists)]
    found += [_of_rule(sheet, rule, rule.breaks_in_excel) for rule in sheet.facts().rules if rule.breaks_in_excel]
    if sheet.facts().key:
        found.append(_given_twice(sheet))
    return found


def holds(column: str) -> pl.Expr:
    """True where the cell is not empty, be it a value or other text."""
    return pl.col(column).is_not_null() | pl.col(f"{column} typed")


def _of_column(sheet: type[Sheet], name: str, about: Cell, first: str, lists: Mapping[str, str]) -> Iterator[Condition]:
    if name == first:
        yield _anchor_blank(sheet, name)
    elif about.required:
        yield Condition(
            Kind.BLANK, name, lambda at: f'({at(first)}<>"")*({at(name)}="")', holds(first) & ~holds(name), on_error=False
        )
    if name in lists:
        yield _off_the_list(name, about, lists[name])
    elif about.unit.number_format != _TEXT:
        yield _not_a_value(name, about, whole=sheet.dtypes()[name].is_integer() and about.unit.scale == 1)
        if about.at_least is not None or about.at_most is not None:
            yield _outside(name, about)
        if about.since or about.until:
            yield _not_in_use(name, about)


def _anchor_blank(sheet: type[Sheet], name: str) -> Condition:
    others = [c for c in sheet.cells() if c != name]

    def in_excel(at: At) -> str:
        ends = (at.place.columns[0], at.place.columns[-1])
        if at.row is not None:
            row = f"${at.place.letter(ends[0])}{at.row}:${at.place.letter(ends[1])}{at.row}"
            return f'({at(name)}="")*(COUNTA({row})>0)'
        block = at.place.block(*ends)
        return f'({at(name)}="")*(MMULT(IFERROR(--({block}<>""),1),TRANSPOSE(COLUMN({block})^0))>0)'

    return Condition(Kind.BLANK, name, in_excel, ~holds(name) & pl.any_horizontal(holds(c) for c in others), on_error=False)


def _off_the_list(name: str, about: Cell, named: str) -> Condition:
    codes = [c.casefold() for c in about.one_of or {}]
    value = pl.col(name)
    off = ~value.str.to_lowercase().is_in(codes).fill_null(value=True) if codes else pl.lit(value=False)
    return Condition(
        Kind.LIST, name, lambda at: f'IF({at(name)}="",FALSE,COUNTIF({named},{at(name)})=0)', off | pl.col(f"{name} typed")
    )


def _not_a_value(name: str, about: Cell, *, whole: bool) -> Condition:
    a_date = about.unit.number_format == _DATES
    says = "is not a date" if a_date else "is not a whole number" if whole else "is not a number"

    def in_excel(at: At) -> str:
        cell = at(name)
        inner = f"{cell}<>INT({cell})" if whole else "FALSE"
        return f'IF(ISNUMBER({cell}),{inner},{cell}<>"")'

    return Condition(Kind.TYPE, name, in_excel, pl.col(f"{name} typed"), says)


def _outside(name: str, about: Cell) -> Condition:
    value, low, high = pl.col(name), about.at_least, about.at_most

    def in_excel(at: At) -> str:
        beyond = [f"({at(name)}{sign}{_literal(limit)})" for sign, limit in (("<", low), (">", high)) if limit is not None]
        return f"IF(ISNUMBER({at(name)}),{'+'.join(beyond)}>0,FALSE)"

    beyond = [value < _kept(about, low)] if low is not None else []
    beyond += [value > _kept(about, high)] if high is not None else []
    between = " to ".join(shown(limit) for limit in (low, high) if limit is not None)
    return Condition(Kind.LIMITS, name, in_excel, pl.any_horizontal(beyond).fill_null(value=False), f"is outside {between}")


def _not_in_use(name: str, about: Cell) -> Condition:
    opens = f"DATE(YEAR({AS_AT})-(MONTH({AS_AT})<9),9,1)"
    used = pl.col(name).fill_null(0) > 0
    early = pl.col("_closes") < about.since if about.since else pl.lit(value=False)
    late = pl.col("_opens") > about.until if about.until else pl.lit(value=False)

    def in_excel(at: At) -> str:
        when = [f"({AS_AT}<{_literal(about.since)})"] if about.since else []
        when += [f"({opens}>{_literal(about.until)})"] if about.until else []
        return f"IF(ISNUMBER({AS_AT}),IF(ISNUMBER({at(name)}),({at(name)}>0)*({'+'.join(when)}>0)>0,FALSE),FALSE)"

    says = f"was withdrawn after {shown(about.until)}" if about.until else f"was not in use before {shown(about.since)}"
    broken = (used & (early | late)).fill_null(value=False)
    return Condition(Kind.DATED, name, in_excel, broken, says, severity=QUERY if about.until else ERROR, on_error=False)


def _of_rule(sheet: type[Sheet], rule: Rule, breaks: ToExcel) -> Condition:
    def in_excel(at: At) -> str:
        return breaks({name: _told(about, at(name)) for name, about in sheet.cells().items() if name in rule.columns})

    broken = ~(rule.ok.over(["_file", *rule.per]) if rule.per else rule.ok).fill_null(value=True)
    return Condition(Kind.RULE, rule.mark, in_excel, broken, rule.says, rule.do, rule.severity, on_error=False)


def _told(about: Cell, cell: str) -> str:
    # A blank or a text where a number belongs leaves the rule untold, as null does in Polars: its own column says so.
    if about.unit.number_format == _TEXT:
        return cell
    if about.blank_means is None and about.unit.number_format != _DATES:
        return f"IF(ISNUMBER({cell}),{cell},NA())"
    return f"IF(ISTEXT({cell}),NA(),{cell})"


def _given_twice(sheet: type[Sheet]) -> Condition:
    keys, cells = sheet.facts().key, sheet.cells()
    label = " and ".join(cells[k].label for k in keys)

    def in_excel(at: At) -> str:
        filled = "*".join(f'({at(k)}<>"")' for k in keys)
        pairs = ",".join(f"{at.whole(k)},{at(k)}" for k in keys)
        return f"{filled}*(COUNTIFS({pairs})>1)"

    twice = pl.struct(keys).is_duplicated() & pl.all_horizontal(pl.col(k).is_not_null() for k in keys)
    return Condition(
        Kind.RULE, keys[0], in_excel, twice, f"is given twice (same {label})", "Keep one of the rows.", on_error=False
    )


def _literal(limit: object) -> str:
    return f"DATE({limit.year},{limit.month},{limit.day})" if isinstance(limit, date) else str(limit)


def _kept(about: Cell, limit: object) -> object:
    return limit * about.unit.scale if isinstance(limit, (int, float)) else limit
