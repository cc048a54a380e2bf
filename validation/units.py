"""What the numbers of a column count, and how they are kept and shown."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Unit:
    """What a column's numbers count; `scale` turns what is typed into the whole number that is kept."""

    name: str
    scale: int = 1
    number_format: str = "General"


TEXT = Unit("text", number_format="@")
CODE = Unit("code", number_format="@")
DATE = Unit("date", number_format="dd/mm/yyyy")
YES_NO = Unit("Yes or No", number_format="@")
NUMBER = Unit("number", number_format="#,##0")
SESSIONS = Unit("sessions", number_format="#,##0")
PEOPLE = Unit("people", number_format="#,##0")
DECIMAL = Unit("number with decimals", number_format="#,##0.0##")
PERCENT = Unit("%", number_format="0.0")
POUNDS = Unit("pounds", scale=100, number_format="£#,##0.00")  # kept in pence
HOURS = Unit("hours", scale=100, number_format="0.00")  # kept in hundredths of an hour
