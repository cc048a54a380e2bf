"""The lines of trust.xlsx as frozen records: committees, meetings, due dates, own bands, targets and headlines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import polars as pl

from trustkpi.facts import Academy, Due, TrustKpiError
from validation.periods import Period, UnknownPeriodError, period
from validation.trust_settings import OPTIONS, TRUST_SETTINGS

_Record = TypeVar("_Record")
Tables = Mapping[str, pl.DataFrame]


@dataclass(frozen=True)
class Committee:
    """A committee: what it is for, and the offices (never persons) that chair and serve it."""

    name: str
    purpose: str
    chair: str
    lead: str
    asked: str = ""


@dataclass(frozen=True)
class Meeting:
    """The day on which a committee reads a period's pack."""

    committee: str
    period: Period
    meets: date


@dataclass(frozen=True)
class OwnBand:
    """Limits that the trust set for a KPI; a blank phase is every phase, a blank `relative_to` plain limits."""

    kpi: str
    green: float
    amber: float
    since: date
    reason: str
    phase: str = ""
    relative_to: str = ""


@dataclass(frozen=True)
class Target:
    """A target in the KPI's own unit; a blank academy is the whole trust."""

    kpi: str
    year: str
    target: float
    academy: str = ""


@dataclass(frozen=True)
class Headline:
    """A KPI on a committee's scorecard; place 1 stands first."""

    committee: str
    kpi: str
    place: int


def options(tables: Tables) -> dict[str, str]:
    """Every setting of the whole trust as it is written, or as it starts where the cell is blank."""
    defaults = {o.name: o.starts_as for o in OPTIONS}
    given = {row["option"].strip(): row["value"].strip() for row in _rows(tables, "Options") if row["option"] and row["value"]}
    strange = sorted({*given} - {*defaults})
    if strange:
        raise TrustKpiError(wrong("Options", f"'{strange[0]}' is not a setting; the settings are {', '.join(defaults)}"))
    return defaults | given


def academies(tables: Tables) -> tuple[Academy, ...]:
    """The academies, those that left included."""
    return _each(tables, "Academies", lambda row: Academy(name=row.pop("academy"), **row))


def committees(tables: Tables) -> tuple[Committee, ...]:
    """The committees."""
    return _each(tables, "Committees", lambda row: Committee(name=row.pop("committee"), **row))


def meetings(tables: Tables) -> tuple[Meeting, ...]:
    """The meetings."""
    return _each(tables, "Meetings", lambda row: Meeting(row["committee"], period_on("Meetings", row["period"]), row["meets"]))


def calendar(tables: Tables) -> tuple[Due, ...]:
    """When each return of each period closes and is due."""
    return _each(
        tables,
        "Calendar",
        lambda row: Due(row["return_name"], period_on("Calendar", row["period"]), row["closes"], row["due"], row["last"]),
    )


def bands(tables: Tables) -> tuple[OwnBand, ...]:
    """The bands that the trust set itself."""
    return _each(tables, "Bands", lambda row: OwnBand(**row))


def targets(tables: Tables) -> tuple[Target, ...]:
    """The targets that the trust set itself."""
    return _each(tables, "Targets", lambda row: Target(**row))


def headlines(tables: Tables) -> tuple[Headline, ...]:
    """The KPIs of the scorecards, committee by committee, in their places."""
    return tuple(sorted(_each(tables, "Headlines", lambda row: Headline(**row)), key=lambda h: (h.committee, h.place)))


def period_on(sheet: str, written: str) -> Period:
    """The period that a cell names; `TrustKpiError` says on which sheet it names none."""
    try:
        return period(written)
    except UnknownPeriodError as unknown:
        raise TrustKpiError(wrong(sheet, str(unknown).rstrip("."))) from None


def wrong(sheet: str, what: str) -> str:
    """One sentence about a sheet of trust.xlsx."""
    return f"In trust.xlsx, on the sheet {sheet}, {what}."


def _rows(tables: Tables, title: str) -> Iterable[dict[str, Any]]:
    sheet = TRUST_SETTINGS.sheet(title)
    if title not in tables or sheet is None:
        return []
    return tables[title].select(list(sheet.cells())).iter_rows(named=True)


def _each(tables: Tables, title: str, make: Callable[[dict[str, Any]], _Record]) -> tuple[_Record, ...]:
    # A blank cell means the record's own default, so it is not handed over.
    rows = [{name: _tidy(value) for name, value in row.items() if value is not None} for row in _rows(tables, title)]
    return tuple(make(row) for row in rows)


def _tidy(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value
