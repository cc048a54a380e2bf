"""What a trust folder knows, put beside readings when they are checked outside a run."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trustkpi.facts import Reading


def checked(readings: Sequence[Reading], folder: Path | None) -> list[Reading]:
    """The readings checked in the order given; with a trust folder, also against last period."""
    from trustkpi.check import check_readings

    if folder is None:
        return check_readings(readings)
    from trustkpi.asked import held_to_calendar, known_by
    from trustkpi.folder import TrustFolder
    from trustkpi.opened import known, trust_of
    from trustkpi.store import Store

    trust, store = trust_of(folder), Store(TrustFolder.open(folder).store)
    asked = [held_to_calendar(known_by(reading, trust), trust) for reading in readings]
    found: dict[int, Reading] = {}
    numbered = sorted(enumerate(asked), key=lambda pair: _batch(pair[1]))
    for _, batch in groupby(numbered, key=lambda pair: _batch(pair[1])):
        places, group = zip(*batch, strict=True)
        found |= zip(places, check_readings(group, known=known(group, trust, store)), strict=True)
    return [found[at] for at in range(len(readings))]


def _batch(reading: Reading) -> tuple[str, str]:
    return (reading.declared.name if reading.declared else "", reading.cover.period)
