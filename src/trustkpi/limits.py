"""Limits that many KPIs share, declared once, so that the same share is coloured alike wherever it stands."""

from __future__ import annotations

from datetime import date

from trustkpi.bands import PRODUCT_DEFAULT, Bands
from validation.vocabulary import Phase

SINCE = date(2020, 9, 1)  # before the first year of returns: a limit that no source dates holds for every pack


def default(green: float, amber: float, why: str, *, since: date = SINCE, phase: Phase | None = None) -> tuple[Bands, ...]:
    """Green at one limit or better, amber at the other, of one phase alone where it is named: a product default, and why."""
    return (Bands(green, amber, since, f"{PRODUCT_DEFAULT}: {why}", phase=phase),)


def owed_in_full(why: str = "", *, amber: float = 90.0) -> tuple[Bands, ...]:
    """Green where all of it is done, amber down to nine in ten unless said otherwise; `why` says who asks for all."""
    return default(100.0, amber, f"{why + ', so ' if why else ''}all is green; from {amber:g}% amber")


def meant_for_most(why: str = "") -> tuple[Bands, ...]:
    """Green where nine in ten are done, amber from three in four; `why` says what is not known."""
    return default(90.0, 75.0, f"{why + '; ' if why else ''}nine in ten is green, three in four amber")
