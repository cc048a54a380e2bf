"""The settings of a trust folder, and the names that people type held to them."""

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
    from trustkpi.opened import trust_of as opened

    return opened(folder)


def period_of(trust: Trust, named: str | None) -> Period:
    """The period of that name, or the one that trust.xlsx calls current."""
    from trustkpi.opened import period_named

    return period_named(named, trust)


def academy_of(trust: Trust, named: str) -> Academy:
    """The academy of that name; `TrustKpiError` lists those that there are."""
    from trustkpi.opened import academy_named

    return academy_named(named, trust)


def return_of(named: str) -> str:
    """The name of that return; `TrustKpiError` lists those that there are."""
    from validation.returns import returns

    sought = named.strip().casefold()
    found = next((r.name for r in returns().values() if sought in {r.name.casefold(), r.title.casefold()}), None)
    if found is None:
        msg = f"'{named}' is not a return; there are {', '.join(returns())}."
        raise TrustKpiError(msg)
    return found
