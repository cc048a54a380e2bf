"""Which period of a return stands in a pack for the pack's own period and for those before it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from validation.periods import Period

_A_YEAR = timedelta(days=366)
_ONCE_A_YEAR = ("year", "snapshot")
# How many earlier periods a pack shows as a trend: a year and, where a year is short, one more. Product default.
_BACK = {"month": 12, "half term": 6}
_AT_LEAST = 4


def earlier(of: Period) -> tuple[Period, ...]:
    """The periods of the same kind before this one that a pack shows as a trend, the last first."""
    return tuple(_before(of, Period.before, _BACK.get(of.kind, _AT_LEAST)))


def slots(of: Period, sent: Iterable[Period], as_at: date | None = None) -> dict[str, str]:
    """The name of a return's period to that of the pack's period for which it stands; each stands once.

    A period of the pack's own name stands for it; else the last that closed within it; else, for what is asked once a
    year, the last that closed in the year before its close. What is asked once a year has no last period of its own:
    the year before says more than the same figure again. What is asked once a year and closes after the as-at date (for an
    earlier period, as many years before it) is not yet there: a report of 27 March knows nothing of 31 March.
    """
    every = sorted({*sent}, key=lambda p: (p.closes, p.name))
    years = [of, *_before(of, Period.a_year_before, _AT_LEAST)]
    shown = dict.fromkeys((*years[:2], *earlier(of)))
    found: dict[str, str] = {}
    for slot in {**shown, **dict.fromkeys(years)}:
        fitting = [p for p in every if slot in shown or p.kind in _ONCE_A_YEAR]
        known = min(slot.closes, as_at + relativedelta(years=slot.year - of.year)) if as_at else slot.closes
        names = [p.name for p in fitting if _stands(p, slot, known, yearly=slot in years)]
        chosen = slot.name if slot.name in names else next(iter(reversed(names)), "")
        if chosen and chosen not in found:
            found[chosen] = slot.name
    return found


def _before(of: Period, step: Callable[[Period], Period], times: int) -> Iterator[Period]:
    for _ in range(times):
        of = step(of)
        yield of


def _stands(sent: Period, slot: Period, known: date, *, yearly: bool) -> bool:
    if sent.name == slot.name:
        return True
    if sent.closes > slot.closes:
        return False
    if sent.kind in _ONCE_A_YEAR:
        return yearly and known - _A_YEAR < sent.closes <= known
    return sent.closes >= slot.opens and sent.kind != slot.kind
