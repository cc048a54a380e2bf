"""Up to which day a pack's returns count, which is seldom the day that the pack itself is of."""

from __future__ import annotations

from trustkpi.pack.results import PackContext
from trustkpi.pages import day


def counted_to(context: PackContext) -> str:
    """The day in words: days late and days left are told as of then."""
    names = {*context.status["return"]} if context.status.width else set()
    days = {context.trust.closes(name, context.period) for name in names} or {context.period.closes}
    return day(days.pop()) if len(days) == 1 else "the day to which each return counts"
