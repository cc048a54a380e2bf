"""A moment as the office's own clock had it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

_UK = ZoneInfo("Europe/London")


def moment(at: datetime) -> str:
    """The day and the minute in UK time: 8 January 2026 09:30."""
    here = at.astimezone(_UK)
    return f"{here.day} {here:%B %Y %H:%M}"
