"""The frozen facts that pass between verbs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import polars as pl

from validation.findings import Finding, Layout
from validation.model import Return
from validation.periods import Period
from validation.rules import ERROR


class TrustKpiError(Exception):
    """Something the user can put right; its text is one sentence that says what and how."""


@dataclass(frozen=True)
class Submission:
    """A file that somebody sent: where it lies, the sha-256 of its bytes, its name and when it arrived."""

    path: Path
    digest: str
    received: datetime
    name: str


@dataclass(frozen=True)
class Table:
    """One sheet as read: typed rows with their Excel row in `_row`, and where its columns stand in the workbook.

    `typed` holds, by (column, Excel row), what was typed where a cell would not become its column's type.
    """

    frame: pl.DataFrame
    layout: Layout
    typed: Mapping[tuple[str, int], str] = field(default_factory=dict)


@dataclass(frozen=True)
class Cover:
    """What the first sheet says: whose return, of which period, as at when, and who declared it when."""

    academy: str = ""
    period: str = ""
    as_at: date | None = None
    stamp: str = ""
    completed_by: str = ""
    declared_by: str = ""
    declared_on: date | None = None


@dataclass(frozen=True)
class Reading:
    """A file as read: which return it is (if any), its tables by sheet title, and the findings so far.

    `refused` is the one sentence about a file that is not one of our returns.
    """

    file: str
    digest: str = ""
    refused: str = ""
    declared: Return | None = None
    cover: Cover = field(default_factory=Cover)
    tables: Mapping[str, Table] = field(default_factory=dict)
    explanations: pl.DataFrame | None = None
    findings: tuple[Finding, ...] = ()
    skipped: tuple[str, ...] = ()

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that send the return back."""
        return tuple(f for f in self.findings if f.severity == ERROR)

    @property
    def queries(self) -> tuple[Finding, ...]:
        """The findings that a person explains."""
        return tuple(f for f in self.findings if f.severity != ERROR)


@dataclass(frozen=True)
class Academy:
    """An academy of the trust; `phase` is one of the vocabulary's phases."""

    name: str
    urn: str
    phase: str
    joined: date
    left: date | None = None
    known_as: str = ""


@dataclass(frozen=True)
class Due:
    """When a return of a period closes, is asked for, and is last taken."""

    return_name: str
    period: Period
    closes: date
    due: date
    last: date


# One row a figure. `population` names the rows counted ("cohort" or "roll" for absence); `grain` is academy, phase or
# trust and `place` its name; a whole has an empty breakdown and group. Parts are integers; `value` was divided once.
RESULTS: Mapping[str, pl.DataType] = {
    "kpi": pl.String(),
    "period": pl.String(),
    "population": pl.String(),
    "grain": pl.String(),
    "place": pl.String(),
    "phase": pl.String(),
    "breakdown": pl.String(),
    "group": pl.String(),
    "numerator": pl.Int64(),
    "denominator": pl.Int64(),
    "value": pl.Float64(),
    "people": pl.Int64(),
    "people_in": pl.Int64(),
    "people_out": pl.Int64(),
}
TRUST = "Trust"
