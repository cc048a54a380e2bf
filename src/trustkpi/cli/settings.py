"""The settings of a trust folder, read and held to their declaration."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from trustkpi.facts import TrustKpiError

if TYPE_CHECKING:
    from trustkpi.facts import Academy
    from trustkpi.trust import Trust
    from validation.periods import Period


def trust_of(folder: Path) -> Trust:
    """The trust that the folder's trust.xlsx describes; `TrustKpiError` says what to put right in it."""
    from trustkpi.folder import SETTINGS
    from trustkpi.read import read_settings
    from trustkpi.trust import Trust

    reading = read_settings(folder / SETTINGS)
    if reading.refused:
        raise TrustKpiError(reading.refused)
    for fault in reading.errors:
        msg = f"In {SETTINGS}, sheet {fault.sheet}, {fault.cell}: {fault.label} {fault.says}. {fault.do}"
        raise TrustKpiError(msg)
    return Trust.from_tables({title: table.frame for title, table in reading.tables.items()})


def period_of(trust: Trust, named: str | None) -> Period:
    """The period of that name, or the one that trust.xlsx calls current."""
    if named is None:
        return trust.current_period
    from validation.periods import UnknownPeriodError, period

    try:
        return period(named)
    except UnknownPeriodError as unknown:
        raise TrustKpiError(str(unknown)) from None


def return_of(named: str) -> str:
    """The name of that return; `TrustKpiError` lists those that there are."""
    from validation.returns import returns

    sought = named.strip().casefold()
    found = next((r.name for r in returns().values() if sought in {r.name.casefold(), r.title.casefold()}), None)
    if found is None:
        msg = f"'{named}' is not a return; there are {', '.join(returns())}."
        raise TrustKpiError(msg)
    return found


def academy_of(trust: Trust, named: str) -> Academy:
    """The academy of that name; `TrustKpiError` lists those that there are."""
    found = trust.academy(named)
    if found is None:
        msg = f"'{named}' is not an academy of the trust; there are {', '.join(a.name for a in trust.academies)}."
        raise TrustKpiError(msg)
    return found
