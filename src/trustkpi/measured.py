"""A period's results and those it is held against: measured from the rows that stand, or kept of what was forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

import polars as pl

from trustkpi.entries import Entry
from trustkpi.facts import RESULTS
from trustkpi.kpi import Kpi
from trustkpi.ledger_frame import current
from trustkpi.measure import measure
from trustkpi.standing import rows_for, slotted
from trustkpi.store import Store
from trustkpi.totals import in_order
from trustkpi.trust import Trust
from validation.periods import Period

_SUBJECT = ["kpi", "period"]


def measured(of: Period, trust: Trust, store: Store, kpis: Sequence[Kpi], as_at: date) -> pl.DataFrame:
    """The results of the KPIs for the period and for those before it that a pack shows.

    What was kept of a forgotten period stands in the place of what can still be measured of it, which is not all.
    """
    found, kept = _from_rows(of, trust, store, kpis, as_at), store.kept_totals()
    if kept.is_empty():
        return found
    ever = slotted(current(store.accepted().values()), of, as_at)
    wanted = [(k.name, slot) for k in kpis for name in k.returns for slot in ever.get(name, {}).values()]
    shown = pl.DataFrame(wanted, schema=dict.fromkeys(_SUBJECT, pl.String), orient="row")
    kept = kept.join(shown, on=_SUBJECT, how="semi", maintain_order="left")
    return in_order(pl.concat([found.join(kept, on=_SUBJECT, how="anti"), kept]), kpis)


def lost_with(
    periods: Sequence[Period], packs: Iterable[Period], trust: Trust, store: Store, kpis: Sequence[Kpi]
) -> pl.DataFrame:
    """The results that can no longer be measured once those periods are forgotten.

    A yearly return stands for each term of its year, and a KPI may read several returns: so they are measured under every
    period whose pack would read a forgotten return as its own. `packs` are the periods of which there are packs, or will be.
    """
    names = {p.name for p in periods}
    under = {*periods, *(earlier for p in packs for earlier in _back_to(p, min(p.opens for p in periods)))}
    found = [_lost(of, names, trust, store, kpis) for of in sorted(under, key=lambda p: (p.closes, p.name))]
    return pl.concat(found).join(store.kept_totals(), on=_SUBJECT, how="anti")


def _back_to(of: Period, day: date) -> Iterator[Period]:
    while of.closes >= day:
        yield of
        of = of.a_year_before()


def _lost(of: Period, names: set[str], trust: Trust, store: Store, kpis: Sequence[Kpi]) -> pl.DataFrame:
    gone = behind_now(of, store.entries(), names, of.closes)
    theirs = [k for k in kpis if k.derived is None and gone.keys() & {*k.returns}]
    if not theirs:
        return pl.DataFrame(schema=dict(RESULTS))
    return _from_rows(of, trust, store, theirs, of.closes).filter(pl.col("period") == of.name)


def behind_now(of: Period, entries: Iterable[Entry], names: Iterable[str], as_at: date) -> Mapping[str, str]:
    """The returns of which one of those periods stands for the period itself: return to the period that stands."""
    among = {*names}
    found = ((name, sent, now) for name, slot in slotted(entries, of, as_at).items() for sent, now in slot.items())
    return {name: sent for name, sent, now in found if now == of.name and sent in among}


def _from_rows(of: Period, trust: Trust, store: Store, kpis: Sequence[Kpi], as_at: date) -> pl.DataFrame:
    rows = rows_for([k.reads for k in kpis if k.derived is None], store, trust, of, as_at)
    return measure(rows, list(kpis), phases={a.name: a.phase for a in trust.academies})
