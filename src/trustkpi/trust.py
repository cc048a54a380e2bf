"""The trust's settings as frozen facts: who is in it, what is due when, who reads it and what counts as red."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

import polars as pl

from trustkpi import settings
from trustkpi.facts import Academy, Due, TrustKpiError
from trustkpi.settings import Committee, Headline, Meeting, OwnBand, Target, wrong
from validation.model import Return
from validation.periods import Period
from validation.returns import returns
from validation.to_the_eye import as_it_looks
from validation.trust_settings import OPTIONS

__all__ = ["Committee", "Headline", "Meeting", "OwnBand", "Target", "Trust"]


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
        options = settings.options(tables)
        made = cls(
            name=options["trust name"],
            contact=options["contact"],
            options=options,
            academies=settings.academies(tables),
            committees=settings.committees(tables),
            meetings=settings.meetings(tables),
            calendar=settings.calendar(tables),
            bands=settings.bands(tables),
            targets=settings.targets(tables),
            headlines=settings.headlines(tables),
        )
        for sentence in _contradictions(made):
            raise TrustKpiError(sentence)
        return made

    def academy(self, name: str) -> Academy | None:
        """The academy of that name, other name or URN, however it is spaced or cased; None where there is none."""
        sought = _plain(name)
        return next((a for a in self.academies if sought and sought in _names(a)), None)

    def members(self, of: Period) -> tuple[Academy, ...]:
        """The academies that were in the trust on any day of the period."""
        return tuple(a for a in self.academies if a.joined <= of.closes and (a.left is None or a.left >= of.opens))

    def asked_in(self, of: Period) -> tuple[Due, ...]:
        """The calendar's lines for a period: those of its name, and those of another kind (a month, a day) that close in it."""
        return tuple(d for d in self.calendar if d.period.name == of.name or _falls_in(d.period, of))

    def senders(self, declared: Return, of: Period) -> tuple[Academy, ...]:
        """Who sends a return: the period's academies, or the central team for all of them."""
        return (self.central,) if declared.whole_trust else self.members(of)

    @property
    def central(self) -> Academy:
        """The central team as a sender of returns."""
        return Academy(CENTRAL, "", "", date.min, known_as=self.name)

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
        return self._whole("small group", at_least=1)

    @property
    def keep_for(self) -> int:
        """The years for which returns are kept."""
        return self._whole("keep for", at_least=1)

    @property
    def current_period(self) -> Period:
        """The period that a run reports when none is named; `TrustKpiError` where none is set."""
        written = self.options.get("current period", "")
        if not written:
            raise TrustKpiError(
                wrong("Options", "no current period is set: type one, for example 2025-26-autumn, or name a period")
            )
        return settings.period_on("Options", written)

    @property
    def numbers(self) -> dict[str, int]:
        """Every setting that is a whole number, by its name."""
        return {o.name: self._whole(o.name, at_least=1) for o in OPTIONS if o.starts_as.isdecimal()}

    def _whole(self, option: str, *, at_least: int) -> int:
        written = self.options.get(option, "") or _STARTS_AS[option]
        number, _, rest = written.partition(".")  # a number typed into a cell may come back as 5.0
        if number.isdecimal() and not rest.strip("0") and int(number) >= at_least:
            return int(number)
        raise TrustKpiError(wrong("Options", f"'{option}' is '{written}', and a whole number of {at_least} or more is needed"))


CENTRAL = "Whole trust"
_STARTS_AS = {o.name: o.starts_as for o in OPTIONS}


def _contradictions(trust: Trust) -> Iterator[str]:
    yield from _shared_names(trust)
    yield from _unknown_committees(trust)
    yield from _unknown_academies(trust)
    yield from _unknown_returns(trust)
    _ = trust.numbers
    if trust.options.get("current period"):
        _ = trust.current_period


def _falls_in(asked: Period, of: Period) -> bool:
    terms = {"term", "half term"}
    return asked.kind != of.kind and not (asked.kind in terms and of.kind in terms) and of.opens <= asked.closes <= of.closes


def _shared_names(trust: Trust) -> Iterator[str]:
    named = Counter(name for academy in trust.academies for name in _names(academy))
    for name in sorted(name for name, times in named.items() if times > 1):
        yield wrong("Academies", f"two academies share the name or URN '{name}': give each its own")


def _unknown_committees(trust: Trust) -> Iterator[str]:
    for sheet, lines in (("Meetings", trust.meetings), ("Headlines", trust.headlines)):
        for line in lines:
            if trust.committee(line.committee) is None:
                yield wrong(sheet, f"'{line.committee}' is not a committee of the sheet Committees")


def _unknown_academies(trust: Trust) -> Iterator[str]:
    for target in trust.targets:
        if target.academy and trust.academy(target.academy) is None:
            yield wrong("Targets", f"'{target.academy}' is not an academy of the sheet Academies")


def _unknown_returns(trust: Trust) -> Iterator[str]:
    for line in trust.calendar:
        if line.return_name not in returns():
            yield wrong("Calendar", f"'{line.return_name}' is not a return; the returns are {', '.join(returns())}")


@lru_cache(maxsize=10_000)
def _names(academy: Academy) -> set[str]:
    return {_plain(name) for name in (academy.name, academy.known_as, academy.urn)} - {""}


@lru_cache(maxsize=10_000)  # a figure's place is looked up a figure at a time
def _plain(name: str) -> str:
    return as_it_looks(name)
