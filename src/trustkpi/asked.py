"""A return held to the trust's settings: whose it is, whether it is asked for, and whether it counts up to the right day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from trustkpi.facts import Reading
from trustkpi.trust import Trust
from validation.cover import COVER, COVER_TITLE
from validation.findings import Finding, in_order, ranges, shown
from validation.model import PLACE
from validation.periods import Period, UnknownPeriodError, period
from validation.rules import QUERY


def known_by(reading: Reading, trust: Trust) -> Reading:
    """The reading under the trust's own name for its academy, where the cover gives another name of it or its URN."""
    central = reading.declared is not None and reading.declared.whole_trust
    academy = trust.central if central and _is_central(reading.cover.academy, trust) else trust.academy(reading.cover.academy)
    return replace(reading, cover=replace(reading.cover, academy=academy.name)) if academy else reading


def _is_central(written: str, trust: Trust) -> bool:
    plain = " ".join(written.split()).casefold()
    return plain in {"trust", "central team", trust.central.name.casefold(), trust.central.known_as.casefold()}


def held_to_calendar(reading: Reading, trust: Trust) -> Reading:
    """The reading with what the calendar finds: an error where it is not asked for, a query where it counts to another day."""
    if reading.refused or reading.declared is None:
        return reading
    found = [*_findings(reading, reading.declared.name, trust)]
    found += _strangers(reading, trust) if reading.declared.whole_trust else ()
    return replace(reading, findings=tuple(in_order([*reading.findings, *found]))) if found else reading


def period_of(reading: Reading) -> Period | None:
    """The period that the cover names; None where it names none."""
    try:
        return period(reading.cover.period)
    except UnknownPeriodError:
        return None


def _strangers(reading: Reading, trust: Trust) -> Iterator[Finding]:
    """Where the central team names an academy that the trust does not have: its rows would be nobody's."""
    for table in reading.tables.values():
        if PLACE not in table.frame.columns or PLACE not in table.layout.letters:
            continue
        named = table.frame.select(PLACE, "_row").drop_nulls()
        names = [a.name for a in trust.academies]
        rows = named.filter(~pl.col(PLACE).is_in(names))["_row"].to_list()
        if rows:
            cells = ranges(table.layout.letters[PLACE], rows)
            yield Finding(
                table.layout.tab, cells, "Academy", "is not an academy of the trust", f"Type one of {', '.join(names)}."
            )


def _findings(reading: Reading, name: str, trust: Trust) -> Iterator[Finding]:
    made = period_of(reading)
    asked = [line.period.name for line in trust.calendar if line.return_name == name]
    if made is None or not asked:
        return
    line = trust.due(name, made.name)
    if line is None:
        says = f"{made.name} is not a period that the trust asks this return for"
        yield Finding(COVER_TITLE, "", COVER["period"].label, says, f"Type one of {', '.join(asked)}.")
        return
    if reading.cover.as_at and reading.cover.as_at != line.closes:
        says = f"{shown(reading.cover.as_at)} is not the day that the trust counts up to, {shown(line.closes)}"
        yield Finding(COVER_TITLE, "", COVER["as_at"].label, says, "Count up to that day, or explain why not.", QUERY)
    academy = trust.academy(reading.cover.academy)
    if academy and academy not in trust.members(made):
        says = f"{academy.name} was not in the trust in {made.title}"
        yield Finding(COVER_TITLE, "", COVER["academy"].label, says, "Check academy and period, or explain.", QUERY)
