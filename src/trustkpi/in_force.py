"""Which limits are in force on a day: the trust's own, from trust.xlsx, stand before the built-in ones."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from trustkpi.kpi import Bands, Comparator, Kpi
from trustkpi.trust import OwnBand
from validation.vocabulary import Phase


def in_force(kpi: Kpi, own: Iterable[OwnBand], phase: str, day: date) -> Bands | None:
    """The band that colours an academy of that phase, or the trust where it is blank: a phase's own before every phase's."""
    for bands in (_theirs(kpi, own), list(kpi.bands)):
        fitting = [b for b in bands if b.since <= day and b.phase in {None, phase or None} and not (b.whole_trust and phase)]
        if fitting:
            return max(fitting, key=lambda b: (b.phase is not None, b.since))
    return None


def by_phase(kpi: Kpi, own: Iterable[OwnBand], as_at: date | None) -> dict[str, Bands]:
    """The bands in force by phase, blank for every phase; without a day, the newest. The trust's for every phase stand alone."""
    theirs, built_in = _newest(_theirs(kpi, own), as_at), _newest(kpi.bands, as_at)
    return theirs if "" in theirs else theirs | {phase: band for phase, band in built_in.items() if phase not in theirs}


def _newest(bands: Iterable[Bands], as_at: date | None) -> dict[str, Bands]:
    dated = sorted(bands, key=lambda b: b.since)
    return {b.phase.value if b.phase else "": b for b in dated if as_at is None or b.since <= as_at}


def _theirs(kpi: Kpi, own: Iterable[OwnBand]) -> list[Bands]:
    return [_as_band(b) for b in own if b.kpi == kpi.name]


def _as_band(own: OwnBand) -> Bands:
    relative = Comparator(own.relative_to) if own.relative_to else None
    phase = Phase(own.phase) if own.phase else None
    return Bands(own.green, own.amber, own.since, f"the trust, in trust.xlsx: {own.reason}", relative, phase)
