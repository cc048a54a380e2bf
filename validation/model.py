"""How a return is declared: a workbook (`Return`) of tables (`Sheet`) of explained columns (`cell`, `codes`).

From the declaration alone come the template, the reader, the schema, the docs page, the synthetic data of the
demo and the corrections workbook, so a column is never mentioned twice.
"""

from __future__ import annotations

import hashlib
import inspect
import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, ClassVar, NamedTuple

import pandera.polars as pa
import polars as pl

from validation.rules import Rule
from validation.units import CODE, DATE, DECIMAL, HOURS, NUMBER, PEOPLE, PERCENT, POUNDS, SESSIONS, TEXT, YES_NO, Unit

__all__ = [
    "CODE", "DATE", "DECIMAL", "HOURS", "NUMBER", "PEOPLE", "PERCENT", "POUNDS", "SESSIONS", "TEXT", "YES_NO", "About", "Cell",
    "Choice", "DeclarationError", "Fault", "Frames", "Frequency", "Known", "Return", "Sheet", "Test", "Unit", "Value", "cell",
    "codes",
]  # fmt: skip

Value = str | int | float | bool | date
PLACE = "place"  # the column that says, in a return sent once for the whole trust, whose a row is


class DeclarationError(Exception):
    """A return, a sheet or a column is declared in a way that cannot work."""


@dataclass(frozen=True)
class Test:
    """A rule of one column that no limit or list can say; a blank cell is not tested."""

    name: str
    passes: Callable[[pl.Expr], pl.Expr]
    says: str
    do: str


@dataclass(frozen=True)
class Cell:
    """All that is known of a column beside its type: what people read, what may stand in it and other names for it."""

    label: str
    unit: Unit
    help: str
    example: Value
    required: bool = True
    one_of: Mapping[str, str] | None = None
    at_least: float | date | None = None
    at_most: float | date | None = None
    matches: str | None = None
    tests: tuple[Test, ...] = ()
    known_as: tuple[str, ...] = ()
    blank_means: Value | None = None
    since: date | None = None
    until: date | None = None
    section: str = ""
    width: int | None = None
    carries: bool = False
    use: str = ""
    listed: str = ""

    def names(self) -> tuple[str, ...]:
        """Every heading under which this column is recognised, ours first."""
        return (self.label, *self.known_as)


def cell(
    label: str,
    *,
    unit: Unit,
    help: str,
    example: Value,
    required: bool = True,
    one_of: Mapping[str, str] | None = None,
    at_least: float | date | None = None,
    at_most: float | date | None = None,
    matches: str | None = None,
    tests: Iterable[Test] = (),
    known_as: Iterable[str] = (),
    blank_means: Value | None = None,
    since: date | None = None,
    until: date | None = None,
    section: str = "",
    width: int | None = None,
    carries: bool = False,
    use: str = "",
    listed: str = "",
) -> Any:
    """A column of a sheet: its heading, unit, help and example, and what may stand in it.

    `known_as` lists the headings that MIS exports and older templates use for it. `blank_means` says what an empty
    cell stands for, and the template says so too. `since` and `until` date a column that came or went: a value
    before it came is an error, after it went a query. `carries` says that next period's template may be filled with it.
    `use` says what a column is for that no KPI, list, rule or key reads: nobody is asked for what has no use.
    `listed` names a list of `lists.py`: what the trust knows already is offered to choose from.
    """
    about = Cell(
        label, unit, help, example, required, one_of, at_least, at_most, matches, tuple(tests), tuple(known_as),
        blank_means, since, until, section, width, carries, use, listed,
    )  # fmt: skip
    return _as_field(about)


class Choice(NamedTuple):
    """One column of a family of columns alike."""

    name: str
    label: str
    help: str
    since: date | None = None
    until: date | None = None
    known_as: tuple[str, ...] = ()
    example: Value | None = None  # its own, where the family's would not add up


class _Family:
    """Columns alike, told apart in place when their sheet is declared."""

    def __init__(self, columns: Mapping[str, Cell]) -> None:
        self.columns = columns


def codes(choices: Iterable[Choice], *, unit: Unit, example: Value, section: str, **rules: Any) -> Any:
    """A family of columns alike (sessions by code), one for each choice, under the rules that they share."""
    return _Family(
        {
            c.name: Cell(
                c.label,
                unit,
                c.help,
                example if c.example is None else c.example,
                section=section,
                since=c.since,
                until=c.until,
                known_as=c.known_as,
                **rules,
            )
            for c in choices
        }
    )


def _as_field(about: Cell) -> Any:
    # A scaled unit is compared after scaling, since rows keep whole pence and hundredths.
    scale = about.unit.scale
    limits: dict[str, Any] = {
        word: limit * scale if isinstance(limit, (int, float)) and scale != 1 else limit
        for word, limit in (("ge", about.at_least), ("le", about.at_most))
        if limit is not None
    }
    return pa.Field(
        nullable=not about.required,
        isin=list(about.one_of) if about.one_of else None,
        str_matches=about.matches,
        metadata={"cell": about},
        **limits,
    )


@dataclass(frozen=True)
class About:
    """What is known of a sheet beside its columns."""

    title: str
    one_row: str
    intro: str
    key: tuple[str, ...] = ()
    personal: bool = False
    optional: bool = False
    room: int = 500
    rules: tuple[Rule, ...] = ()
    given_rows: tuple[tuple[Value | None, ...], ...] = ()


class Sheet(pa.DataFrameModel):
    """One table of a return: a Pandera class whose every attribute is a `cell` or a family of `codes`.

    `personal=True` says that its rows are about people: no message then repeats a value of it. `room` is the number
    of rows that the template offers. `given_rows` are typed into the blank template (a list of options, say).
    """

    _about: ClassVar[About]

    class Config:
        """Reader types are held to, never coerced (a coerced cell hides what was typed)."""

        strict = False
        coerce = False

    def __init_subclass__(cls, **about: Any) -> None:
        _spread_families(cls)
        super().__init_subclass__()  # type: ignore[no-untyped-call]
        if not about:
            return
        cls._about = About(**about)
        _hold_to_the_rules_of_declaring(cls)

    @classmethod
    def facts(cls) -> About:
        """The sheet's title, key, rules and the like."""
        return cls._about

    @classmethod
    def cells(cls) -> dict[str, Cell]:
        """Column name to all that is known of the column, in the template's order."""
        return dict(_declared(cls)[0])

    @classmethod
    def dtypes(cls) -> dict[str, pl.DataType]:
        """Column name to the Polars type that the reader hands over."""
        return dict(_declared(cls)[1])

    @classmethod
    def fingerprint(cls) -> str:
        """A short hash of the declaration: equal only where headings, types and limits are."""
        return _fingerprint(cls)


@cache  # a workbook is written with hundreds of looks at its declaration, which never changes
def _declared(sheet: type[Sheet]) -> tuple[dict[str, Cell], dict[str, pl.DataType]]:
    columns = sheet.to_schema().columns
    return (
        {name: column.metadata["cell"] for name, column in columns.items()},
        {name: column.dtype.type for name, column in columns.items()},
    )


@cache
def _fingerprint(sheet: type[Sheet]) -> str:
    words = {name: [str(sheet.dtypes()[name]), _plain(about)] for name, about in sheet.cells().items()}
    return hashlib.sha256(json.dumps(words, sort_keys=True, default=str).encode()).hexdigest()[:8]


def _plain(about: Cell) -> dict[str, Any]:
    facts = asdict(about)
    facts["tests"] = [test.name for test in about.tests]
    return facts


def _spread_families(cls: type[Sheet]) -> None:
    spread: dict[str, Any] = {}
    for name, hint in inspect.get_annotations(cls).items():
        value = cls.__dict__.get(name)
        if not isinstance(value, _Family):
            spread[name] = hint
            continue
        delattr(cls, name)
        for column, about in value.columns.items():
            spread[column] = hint
            made = _as_field(about)
            setattr(cls, column, made)
            made.__set_name__(cls, column)
    cls.__annotations__ = spread


def _hold_to_the_rules_of_declaring(cls: type[Sheet]) -> None:
    about, cells = cls.facts(), cls.cells()
    labels = [name.casefold() for c in cells.values() for name in c.names()]
    twice = {label for label in labels if labels.count(label) > 1}
    if twice:
        msg = f"{cls.__name__}: two columns share the heading {sorted(twice)}"
        raise DeclarationError(msg)
    unknown = ({*about.key} | {n for r in about.rules for n in r.columns}) - {*cells}
    if unknown:
        msg = f"{cls.__name__}: no column is called {sorted(unknown)}; there are {sorted(cells)}"
        raise DeclarationError(msg)


class Frequency(StrEnum):
    """How often a return is asked for."""

    MONTHLY = "monthly"
    HALF_TERMLY = "half-termly"
    TERMLY = "termly"
    YEARLY = "yearly"
    SNAPSHOT = "on a date"


@dataclass(frozen=True)
class Fault:
    """Something wrong that no single row shows: across sheets, or against last period."""

    severity: str
    sheet: type[Sheet]
    label: str
    says: str
    do: str
    rows: tuple[int, ...] = ()
    column: str = ""


@dataclass(frozen=True)
class Known:
    """What a trust folder knows of the academy that sent a return."""

    phase: str
    before: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    lists: Mapping[str, Collection[str]] = field(default_factory=dict)


Frames = Mapping[str, pl.DataFrame]


@dataclass(frozen=True)
class Return:
    """One workbook that an academy sends: whose desk it lands on, how often, its sheets and what it is for.

    With `whole_trust` the central team sends it, once for all academies; a column `place` then says whose a row is.
    """

    name: str
    title: str
    desk: str
    often: tuple[Frequency, ...]
    sheets: tuple[type[Sheet], ...]
    purpose: str
    version: int = 1
    across: tuple[Callable[[Frames], list[Fault]], ...] = ()
    against_last: tuple[Callable[[Frames, Known], list[Fault]], ...] = ()
    whole_trust: bool = False

    def fingerprint(self) -> str:
        """A short hash of every sheet's declaration, stamped on templates so that an altered one is recognised."""
        return hashlib.sha256("".join(s.fingerprint() for s in self.sheets).encode()).hexdigest()[:8]

    @property
    def stamp(self) -> str:
        """What the template's cover carries: return, version and fingerprint."""
        return f"{self.name} / version {self.version} / {self.fingerprint()}"

    def sheet(self, title: str) -> type[Sheet] | None:
        """The sheet of that title, if there is one."""
        return next((s for s in self.sheets if s.facts().title == title), None)
