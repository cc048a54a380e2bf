"""Which period of a return stands in a pack for the pack's own period, for the one before and for a year before."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from validation.periods import Period

_A_YEAR = timedelta(days=366)
_ONCE_A_YEAR = ("year", "snapshot")


def slots(of: Period, sent: Iterable[Period]) -> dict[str, str]:
    """The name of a return's period to that of the pack's period for which it stands; each stands once.

    A period of the pack's own name stands for it; else the last that closed within it; else, for what is asked once a
    year, the last that closed in the year before its close. What is asked once a year has no last period of its own:
    the year before says more than the same figure again.
    """
    every = sorted({*sent}, key=lambda p: (p.closes, p.name))
    found: dict[str, str] = {}
    for slot in (of, of.a_year_before(), of.before()):
        names = [p.name for p in every if _stands(p, slot, yearly=slot != of.before() or of.kind in _ONCE_A_YEAR)]
        chosen = slot.name if slot.name in names else next(iter(reversed(names)), "")
        if chosen and chosen not in found:
            found[chosen] = slot.name
    return found


def _stands(sent: Period, slot: Period, *, yearly: bool) -> bool:
    if sent.name == slot.name:
        return True
    if sent.closes > slot.closes:
        return False
    if sent.kind in _ONCE_A_YEAR:
        return yearly and sent.closes > slot.closes - _A_YEAR
    return sent.closes >= slot.opens and sent.kind != slot.kind
