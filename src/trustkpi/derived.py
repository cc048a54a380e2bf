"""Tables that nobody typed: rows made by a pure function from the typed rows of one or more sheets."""

from __future__ import annotations

from typing import Any, ClassVar

import polars as pl

from validation.model import DeclarationError, Sheet, cell
from validation.returns import return_of

_SETTING = "_set "
PHASE = pl.col("_phase")  # of every row: the phase of its academy, blank for the trust's own
GRAIN = "_grain"  # optional in a derived table: rows that serve only that grain, "academy" or "trust"


def setting(name: str) -> pl.Expr:
    """A whole number that the trust sets in trust.xlsx, as a column of every row: `setting("reintegration weeks")`."""
    return pl.col(setting_column(name))


def setting_column(name: str) -> str:
    """The name of that column."""
    return f"{_SETTING}{name}"


def like(sheet: type[Sheet], column: str) -> Any:
    """A column of a derived table that means what it means on a sheet; it may be blank."""
    about = sheet.cells()[column]
    return cell(about.label, unit=about.unit, help=about.help, example=about.example, one_of=about.one_of, required=False)


class Derived(Sheet):
    """A table made from the rows of `made_from`, its columns explained like a sheet's.

    Where a measure reads two returns, their rows are stacked here, never joined, so that nothing is counted twice.
    Columns of the sources' keys are kept, so that a figure can be traced to the cells that somebody typed.
    """

    _made_from: ClassVar[tuple[type[Sheet], ...]] = ()

    def __init_subclass__(cls, made_from: tuple[type[Sheet], ...] = (), **about: Any) -> None:
        super().__init_subclass__(**about)
        if not made_from:
            msg = f"{cls.__name__}: say which sheets it is made from (made_from=)"
            raise DeclarationError(msg)
        cls._made_from = made_from

    @classmethod
    def sources(cls) -> tuple[type[Sheet], ...]:
        """The sheets, or other derived tables, that it is made from."""
        return cls._made_from

    @classmethod
    def make(cls, *frames: pl.DataFrame) -> pl.DataFrame:
        """The rows, from a frame a sheet of `made_from` in that order, each with `academy`, `period`, `_opens` and `_closes`."""
        raise NotImplementedError

    @classmethod
    def made(cls, *frames: pl.DataFrame) -> pl.DataFrame:
        """The rows in the table's own types, with `academy`, `period` and, where it has one, `_grain`."""
        rows = cls.make(*frames)
        kept = {**cls.dtypes(), "academy": pl.String(), "period": pl.String()}
        kept |= {name: pl.String() for name in (GRAIN,) if name in rows.columns}
        kept |= {name: pl.Date() for name in ("_opens", "_closes") if name in rows.columns}
        return rows.select(pl.col(name).cast(dtype) for name, dtype in kept.items())


def typed_sheets(sheet: type[Sheet]) -> tuple[type[Sheet], ...]:
    """The sheets of returns behind a sheet: itself, or all that a derived table is made from, however deep."""
    if not issubclass(sheet, Derived):
        return (sheet,)
    return tuple(dict.fromkeys(s for source in sheet.sources() for s in typed_sheets(source)))


class ReadsSheet:
    """What reads a sheet or a table made from sheets: the typed sheets behind it, and their returns."""

    reads: type[Sheet]

    @property
    def sheets(self) -> tuple[type[Sheet], ...]:
        """The sheets whose typed rows stand behind it."""
        return typed_sheets(self.reads)

    @property
    def returns(self) -> tuple[str, ...]:
        """The returns that it reads."""
        return tuple(dict.fromkeys(r.name for r in map(return_of, self.sheets) if r))
