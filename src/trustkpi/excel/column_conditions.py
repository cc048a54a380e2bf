"""What can be wrong in one column, said to Excel and to Polars alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import polars as pl

from trustkpi.excel.condition import AS_AT, AS_DATE, At, Condition, Kind, holds, is_text, unread
from trustkpi.excel.lists import Choices
from validation.findings import shown
from validation.model import Cell, Sheet
from validation.rules import QUERY

_OPENS = f"DATE(YEAR({AS_AT})-(MONTH({AS_AT})<9),9,1)"
# Spelt in one text, since a conditional format may hold no list of its own.
_YES_OR_NO = ("yes", "no", "y", "n", "true", "false", "1", "0")


def of_column(sheet: type[Sheet], name: str, first: str, lists: Mapping[str, str]) -> Iterator[Condition]:
    """The conditions of one column; `first` is the column that says that a row is used."""
    about = sheet.cells()[name]
    if name == first:
        yield from _anchor_blank(sheet, name)
    elif about.required:
        yield _blank(name, first)
    if name in lists and not about.listed:  # a newcomer may not be on the list yet
        yield _off_the_list(name, about, lists[name])
    elif not is_text(about):
        yield from _of_values(name, about, whole=sheet.dtypes()[name].is_integer() and about.unit.scale == 1)


def _of_values(name: str, about: Cell, *, whole: bool) -> Iterator[Condition]:
    yield _not_a_value(name, about, whole=whole)
    if about.at_least is not None or about.at_most is not None:
        yield _outside(name, about)
    if about.since:
        yield _too_early(name, about.since)
    if about.until:
        yield _withdrawn(name, about.until)


def _blank(name: str, first: str) -> Condition:
    def in_excel(at: At) -> str:
        return f'({at(first)}<>"")*({at(name)}="")'

    return Condition(Kind.BLANK, name, in_excel, holds(first) & ~holds(name), on_error=False)


def _anchor_blank(sheet: type[Sheet], name: str) -> Iterator[Condition]:
    """Blank though something else stands in the row; a sheet of one column has nothing else."""
    others = [c for c in sheet.cells() if c != name]
    if not others:
        return

    def in_excel(at: At) -> str:
        ends = (at.place.columns[0], at.place.columns[-1])
        if at.row is not None:
            row = f"${at.place.letter(ends[0])}{at.row}:${at.place.letter(ends[1])}{at.row}"
            return f'({at(name)}="")*(COUNTA({row})>0)'
        block = at.place.block(*ends)
        return f'({at(name)}="")*(MMULT(IFERROR(--({block}<>""),1),TRANSPOSE(COLUMN({block})^0))>0)'

    yield Condition(Kind.BLANK, name, in_excel, ~holds(name) & pl.any_horizontal(holds(c) for c in others), on_error=False)


def _off_the_list(name: str, about: Cell, named: str) -> Condition:
    """Neither a choice nor its meaning, which the reader takes for it; for Yes and No, none of the words that it takes."""
    words = [word for word, _ in Choices(named, about.label, about.one_of).offered()] if about.one_of else _YES_OR_NO
    value, typed = pl.col(name), pl.col(f"{name} typed")
    known = pl.lit([w.casefold() for w in words])

    def in_excel(at: At) -> str:
        cell = at(name)
        if not about.one_of:
            return f'IF({cell}="",FALSE,ISERROR(FIND("|"&LOWER({cell})&"|","|{"|".join(_YES_OR_NO)}|")))'
        if at.row is not None:  # a mark must be short, and MATCH as below is for counts
            return f'IF({cell}="",FALSE,COUNTIF({named},{cell})=0)'
        plain = f'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({cell},"~","~~"),"*","~*"),"?","~?")'  # MATCH takes ? for any letter
        return f'IF({cell}="",FALSE,ISERROR(MATCH({plain},{named},0)))'

    off = ~value.str.to_lowercase().is_in(known) if about.one_of else pl.lit(value=False)
    return Condition(Kind.LIST, name, in_excel, pl.coalesce(~typed.str.to_lowercase().is_in(known), off).fill_null(value=False))


def _not_a_value(name: str, about: Cell, *, whole: bool) -> Condition:
    a_date = about.unit.number_format == AS_DATE
    says = "is not a date" if a_date else "is not a whole number" if whole else "is not a number"

    def in_excel(at: At) -> str:
        cell = at(name)
        inner = f"{cell}<>INT({cell})" if whole else "FALSE"
        return f'IF(ISNUMBER({cell}),{inner},{cell}<>"")'

    return Condition(Kind.TYPE, name, in_excel, unread(name), says)


def _outside(name: str, about: Cell) -> Condition:
    value, low, high = pl.col(name), about.at_least, about.at_most

    def in_excel(at: At) -> str:
        beyond = [f"({at(name)}{sign}{_literal(limit)})" for sign, limit in (("<", low), (">", high)) if limit is not None]
        return f"IF(ISNUMBER({at(name)}),{'+'.join(beyond)}>0,FALSE)"

    beyond = [value < _kept(about, low)] if low is not None else []
    beyond += [value > _kept(about, high)] if high is not None else []
    between = " to ".join(shown(limit) for limit in (low, high) if limit is not None)
    return Condition(Kind.LIMITS, name, in_excel, pl.any_horizontal(beyond).fill_null(value=False), f"is outside {between}")


def _too_early(name: str, since: date) -> Condition:
    def in_excel(at: At) -> str:
        return f"IF(ISNUMBER({AS_AT}),IF(ISNUMBER({at(name)}),({at(name)}>0)*({AS_AT}<{_literal(since)})>0,FALSE),FALSE)"

    broken = _used(name) & (pl.col("_closes") < since)
    return Condition(Kind.EARLY, name, in_excel, broken, f"was not in use before {shown(since)}", on_error=False)


def _withdrawn(name: str, until: date) -> Condition:
    def in_excel(at: At) -> str:
        return f"IF(ISNUMBER({AS_AT}),IF(ISNUMBER({at(name)}),({at(name)}>0)*({_OPENS}>{_literal(until)})>0,FALSE),FALSE)"

    broken, says = _used(name) & (pl.col("_opens") > until), f"was withdrawn after {shown(until)}"
    return Condition(Kind.WITHDRAWN, name, in_excel, broken, says, severity=QUERY, on_error=False)


def _used(name: str) -> pl.Expr:
    return pl.col(name).fill_null(0) > 0


def _literal(limit: object) -> str:
    return f"DATE({limit.year},{limit.month},{limit.day})" if isinstance(limit, date) else str(limit)


def _kept(about: Cell, limit: float | date) -> float | date:
    return limit * about.unit.scale if isinstance(limit, (int, float)) else limit
