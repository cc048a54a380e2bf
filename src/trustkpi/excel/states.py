"""Where a sheet stands: how many errors and queries are left and how much is filled in, in words and as a live formula."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from trustkpi.excel.tallies import Tallies
from validation.rules import ERROR

EMPTY, MAY_BE_EMPTY = "nothing filled in yet", "left empty, which is allowed"


@dataclass(frozen=True)
class State:
    """Rows that hold something, errors and queries left, cells that must be filled and those of them that are blank.

    A blank is no error while the return is being filled in: it is what is left to fill.
    """

    rows: int
    errors: int
    queries: int
    needed: int
    blank: int
    if_empty: str = ""

    @property
    def complete(self) -> int:
        """Per cent of the cells that must be filled, rounded down: 100 is said only when nothing is blank."""
        return (self.needed - self.blank) * 100 // self.needed if self.needed else 100

    @property
    def says(self) -> str:
        """2 errors, 1 query to explain, 97% complete."""
        if self.if_empty and not self.rows:
            return self.if_empty
        errors = "error" if self.errors == 1 else "errors"
        queries = "query" if self.queries == 1 else "queries"
        return f"{self.errors} {errors}, {self.queries} {queries} to explain, {self.complete}% complete"


def says_live(row: int, if_empty: str = "") -> str:
    """The formula of the same words, from the counts in columns C to H of a row of the Checks sheet."""
    words = (
        f'D{row}&IF(D{row}=1," error, "," errors, ")&E{row}&IF(E{row}=1," query"," queries")&" to explain, "&H{row}&"% complete"'
    )
    return f'=IF(C{row}=0,"{if_empty}",{words})' if if_empty else f"={words}"


def complete_live(row: int) -> str:
    """The formula of how complete the row's sheet is."""
    return f"=IF(F{row}=0,100,INT((F{row}-G{row})*100/F{row}))"


def state_of(counted: Tallies) -> State:
    """Where one sheet stands, by its tallies; in a sheet that may not be empty, and is, one row is to be filled."""
    missing = not counted.used and not counted.may_be_empty
    errors = sum(t.count for t in counted.conditions if t.condition.severity == ERROR and not t.is_blank)
    queries = sum(t.count for t in counted.conditions if t.condition.severity != ERROR)
    blank = sum(t.count for t in counted.conditions if t.is_blank)
    return State(
        rows=counted.used,
        errors=errors,
        queries=queries,
        needed=(counted.used + missing) * counted.needed,
        blank=blank + missing * counted.needed,
        if_empty=MAY_BE_EMPTY if counted.may_be_empty else EMPTY,
    )


def together(states: Iterable[State]) -> State:
    """Where the workbook stands as a whole."""
    states = list(states)
    return State(
        rows=sum(s.rows for s in states),
        errors=sum(s.errors for s in states),
        queries=sum(s.queries for s in states),
        needed=sum(s.needed for s in states),
        blank=sum(s.blank for s in states),
    )
