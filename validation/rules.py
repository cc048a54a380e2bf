"""Row rules that returns share: each says itself to Polars, to Excel and to a school office.

A rule's `ok` is true where a row keeps it and null where it cannot be told (a blank cell is reported once, as
blank). Rules may read the columns that the engine adds: `_opens` (1 September of the academic year) and `_closes`
(the as-at date).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

ERROR, QUERY = "error", "query"
OPENS, CLOSES = pl.col("_opens"), pl.col("_closes")

ToExcel = Callable[[Mapping[str, str]], str]


@dataclass(frozen=True)
class Rule:
    """A rule of a row: which columns it reads, which of them to mark, and the words for it.

    `breaks_in_excel` maps column names to cell ranges and gives an array formula that is TRUE where a row breaks the
    rule; without one the template's Checks sheet does not count it. `per` names the columns within which `ok` looks
    along rows, those of each file apart.
    """

    name: str
    columns: tuple[str, ...]
    mark: str
    ok: pl.Expr
    says: str
    do: str
    severity: str = ERROR
    breaks_in_excel: ToExcel | None = None
    per: tuple[str, ...] = ()

    @property
    def kept(self) -> pl.Expr:
        """True where a row keeps the rule, or where it cannot be told: rows that are blank where `per` looks are not alike."""
        if not self.per:
            return self.ok.fill_null(value=True)
        blank = pl.any_horizontal(pl.col(name).is_null() for name in self.per)
        return blank | self.ok.over(["_file", *self.per]).fill_null(value=True)


def adds_up_to(total: str, parts: tuple[str, ...], *, says: str, do: str, name: str = "") -> Rule:
    """The parts add up to the total, to the last session or penny.

    A part that is blank (where blank does not mean nought) or could not be read leaves the sum untold: that cell has
    been named already, and its total may well be right.
    """
    added = pl.sum_horizontal((pl.col(p) for p in parts), ignore_nulls=False)
    return Rule(
        name=name or f"{total} adds up",
        columns=(total, *parts),
        mark=total,
        ok=pl.when(pl.col(total).is_not_null()).then(added == pl.col(total)),
        says=says,
        do=do,
        breaks_in_excel=lambda at: f'({at[total]}<>"")*(({"+".join(at[p] for p in parts)})<>{at[total]})',
    )


def never_more_than(part: str, whole: str, *, says: str, do: str, severity: str = ERROR) -> Rule:
    """The part is at most the whole."""
    return Rule(
        name=f"{part} within {whole}",
        columns=(part, whole),
        mark=part,
        ok=pl.col(part) <= pl.col(whole),
        says=says,
        do=do,
        severity=severity,
        breaks_in_excel=lambda at: f'({at[part]}<>"")*({at[part]}>{at[whole]})',
    )


def not_before(later: str, earlier: str, *, says: str, do: str, severity: str = ERROR) -> Rule:
    """The later date is not before the earlier one."""
    return Rule(
        name=f"{later} after {earlier}",
        columns=(later, earlier),
        mark=later,
        ok=pl.col(later) >= pl.col(earlier),
        says=says,
        do=do,
        severity=severity,
        breaks_in_excel=lambda at: f'({at[later]}<>"")*({at[earlier]}<>"")*({at[later]}<{at[earlier]})',
    )


def this_year(column: str, *, do: str) -> Rule:
    """The date is of this academic year and not after the as-at date: what the row tells of has happened."""
    return Rule(
        name=f"{column} this year",
        columns=(column,),
        mark=column,
        ok=pl.col(column).is_between(OPENS, CLOSES),
        says="is not between 1 September and the as-at date",
        do=do,
    )


def given_when(column: str, when: pl.Expr, *, reads: tuple[str, ...], says: str, do: str, severity: str = ERROR) -> Rule:
    """The column is filled in wherever the condition holds."""
    return Rule(
        name=f"{column} given",
        columns=(column, *reads),
        mark=column,
        ok=pl.when(when).then(pl.col(column).is_not_null()),
        says=says,
        do=do,
        severity=severity,
    )
