"""The trust's settings as frozen facts, made from the tables of trust.xlsx."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

import polars as pl

from trustkpi.facts import Academy, Due, TrustKpiError
from validation.periods import Period, UnknownPeriodError, period
from validation.trust_settings import OPTIONS, TRUST_SETTINGS

_WRITTEN = TypeVar("_WRITTEN")


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


@dataclass(frozen=True)
class Trust:
    """Who is in the trust, what is due when, who reads it, and what counts as red."""

    name: str
    contact: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    academies: tuple[Academy, ...] = ()
    committees: tuple[Committee, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    calendar: tuple[Due, ...] = ()
    bands: tuple[OwnBand, ...] = ()
    targets: tuple[Target, ...] = ()
    headlines: tuple[Headline, ...] = ()

    @classmethod
    def from_tables(cls, tables: Mapping[str, pl.DataFrame]) -> Trust:
        """The trust as its sheets say: sheet title to frame, typed as the reader types them.

        A sheet that is not there is an empty one. `TrustKpiError` names the sheet and what to put right where a
        period, a number or a name on one sheet does not fit another.
        """
        options = _options(tables)
        made = cls(
            name=options["trust name"],
            contact=options["contact"],
            options=options,
            academies=_each(tables, "Academies", _academy),
            committees=_each(tables, "Committees", _committee),
            meetings=_each(tables, "Meetings", _meeting),
            calendar=_each(tables, "Calendar", _due),
            bands=_each(tables, "Bands", lambda row: OwnBand(**row)),
            targets=_each(tables, "Targets", lambda row: Target(**row)),
            headlines=tuple(sorted(_each(tables, "Headlines", lambda row: Headline(**row)), key=lambda h: h.place)),
        )
        _hold_together(made)
        return made

    def academy(self, name: str) -> Academy | None:
        """The academy of that name, other name or URN, however it is spaced or cased; None where there is none."""
        sought = _plain(name)
        return next((a for a in self.academies if sought and sought in _names(a)), None)

    def members(self, of: Period) -> tuple[Academy, ...]:
        """The academies that were in the trust on any day of the period."""
        return tuple(a for a in self.academies if a.joined <= of.closes and (a.left is None or a.left >= of.opens))

    def committee(self, name: str) -> Committee | None:
        """The committee of that name; None where there is none."""
        return next((c for c in self.committees if _plain(c.name) == _plain(name)), None)

    def meets(self, committee: str, period_name: str) -> date | None:
        """The day on which the committee reads the period; None where no meeting is set."""
        found = (m.meets for m in self.meetings if _plain(m.committee) == _plain(committee) and m.period.name == period_name)
        return next(found, None)

    def due(self, return_name: str, period_name: str) -> Due | None:
        """The calendar's line for a return and a period; None where it is not asked for."""
        return next((d for d in self.calendar if d.return_name == return_name and d.period.name == period_name), None)

    def closes(self, return_name: str, of: Period) -> date:
        """The as-at date: the calendar's where it has one, else the last day of the period."""
        asked = self.due(return_name, of.name)
        return asked.closes if asked else of.closes

    @property
    def small_group(self) -> int:
        """The number of people up to which a figure is hidden."""
        return _whole_number("small group", self.options.get("small group", ""))

    @property
    def keep_for(self) -> int:
        """The years for which returns are kept."""
        return _whole_number("keep for", self.options.get("keep for", ""))

    @property
    def current_period(self) -> Period:
        """The period that a run reports when none is named; `TrustKpiError` where none is set."""
        written = self.options.get("current period", "")
        if not written:
            msg = "No current period is set: type one on the Options sheet of trust.xlsx, for example 2025-26-autumn, or name a period."
            raise TrustKpiError(msg)
        return _period(written, "Options")


def _options(tables: Mapping[str, pl.DataFrame]) -> dict[str, str]:
    defaults = {o.name: o.starts_as for o in OPTIONS}
    given = {row["option"]: row["value"].strip() for row in _rows(tables, "Options") if row["value"]}
    strange = sorted({*given} - {*defaults})
    if strange:
        raise TrustKpiError(_wrong("Options", f"{_quoted(strange)} is not a setting", f"the settings are {', '.join(defaults)}"))
    return defaults | given


def _rows(tables: Mapping[str, pl.DataFrame], title: str) -> Iterable[dict[str, Any]]:
    sheet = TRUST_SETTINGS.sheet(title)
    if title not in tables or sheet is None:
        return []
    return tables[title].select(list(sheet.cells())).iter_rows(named=True)


def _each(tables: Mapping[str, pl.DataFrame], title: str, make: Callable[[dict[str, Any]], _WRITTEN]) -> tuple[_WRITTEN, ...]:
    # A blank cell means the record's own default, so it is not handed over.
    return tuple(make({name: value for name, value in row.items() if value is not None}) for row in _rows(tables, title))


def _academy(row: dict[str, Any]) -> Academy:
    return Academy(name=row.pop("academy").strip(), **row)


def _committee(row: dict[str, Any]) -> Committee:
    return Committee(name=row.pop("committee").strip(), **row)


def _meeting(row: dict[str, Any]) -> Meeting:
    return Meeting(row["committee"], _period(row["period"], "Meetings"), row["meets"])


def _due(row: dict[str, Any]) -> Due:
    return Due(row["return_name"], _period(row["period"], "Calendar"), row["closes"], row["due"], row["last"])


def _period(written: str, sheet: str) -> Period:
    try:
        return period(written)
    except UnknownPeriodError as unknown:
        msg = f"trust.xlsx, sheet {sheet}: {unknown}"
        raise TrustKpiError(msg) from None
