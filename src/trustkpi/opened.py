"""A trust folder opened: its settings as facts, and what it knows of each academy when a return is checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from trustkpi.asked import period_of
from trustkpi.facts import Academy, Reading, TrustKpiError
from trustkpi.folder import SETTINGS
from trustkpi.known_lists import known_lines
from trustkpi.read import read_settings
from trustkpi.store import Store
from trustkpi.trust import Trust
from validation.lists import lists_of
from validation.model import Known, Return
from validation.periods import Period, UnknownPeriodError, period

_TOLD = 10  # faults of the settings told at a time


def trust_of(folder: Path) -> Trust:
    """The trust that the folder's trust.xlsx describes; `TrustKpiError` says what to put right in it."""
    reading = read_settings(folder / SETTINGS)
    if reading.refused:
        raise TrustKpiError(reading.refused)
    wrong = [f"In {SETTINGS}, sheet {f.sheet}, {f.cell}: {f.label} {f.says}. {f.do}" for f in reading.errors]
    if wrong:
        more = len(wrong) - _TOLD
        raise TrustKpiError("\n".join([*wrong[:_TOLD], *([f"There are {more} more like these."] if more > 0 else [])]))
    return Trust.from_tables({title: table.frame for title, table in reading.tables.items()})


def period_named(named: str | None, trust: Trust) -> Period:
    """The period of that name, or the one that trust.xlsx calls current; `TrustKpiError` says which forms there are."""
    if named is None:
        return trust.current_period
    try:
        return period(named)
    except UnknownPeriodError as unknown:
        raise TrustKpiError(str(unknown)) from None


def academy_named(named: str, trust: Trust) -> Academy:
    """The academy of that name; `TrustKpiError` lists those that there are."""
    found = trust.academy(named)
    if found is None:
        msg = f"'{named}' is not an academy of the trust; there are {', '.join(a.name for a in trust.academies)}."
        raise TrustKpiError(msg)
    return found


def known(readings: Sequence[Reading], trust: Trust, store: Store) -> dict[str, Known]:
    """Academy to what is known of it, for readings of one return and one period; every academy of the trust is among them."""
    declared, of = (readings[0].declared, period_of(readings[0])) if readings else (None, None)
    before: Mapping[str, Mapping[str, pl.DataFrame]] = {}
    if declared is not None and of is not None and declared.against_last:
        before = _before(declared, of, store)
    senders = (trust.central,) if declared is not None and declared.whole_trust else trust.academies
    lists = {} if declared is None or of is None else _lists(declared, of, store)
    return {a.name: Known(a.phase, before.get(a.name, {}), lists.get(a.name, {})) for a in senders}


def _lists(declared: Return, of: Period, store: Store) -> dict[str, dict[str, list[str]]]:
    """Academy to the lists that columns of the return choose from."""
    found: dict[str, dict[str, list[str]]] = {}
    for name in lists_of(declared):
        for academy, lines in known_lines(name, of, store).items():
            found.setdefault(academy, {})[name] = [*lines]
    return found


def _before(declared: Return, of: Period, store: Store) -> dict[str, dict[str, pl.DataFrame]]:
    """Academy to sheet title to the rows of its latest earlier return."""
    last: dict[str, Period] = {}
    for entry in store.entries():
        earlier = period(entry.period)
        if entry.return_name == declared.name and earlier.closes < of.closes:
            last[entry.academy] = max(earlier, last.get(entry.academy, earlier), key=lambda p: p.closes)
    wanted = pl.DataFrame(
        [(academy, p.name) for academy, p in last.items()], schema={"academy": pl.String, "period": pl.String}, orient="row"
    )
    found: dict[str, dict[str, pl.DataFrame]] = {academy: {} for academy in last}
    for sheet in declared.sheets:
        rows = store.rows(sheet, declared.name, {p.name for p in last.values()})
        mine = rows.join(wanted, on=["academy", "period"], how="semi", maintain_order="left")
        for (academy,), frame in mine.group_by("academy"):
            found[str(academy)][sheet.facts().title] = frame
    return found
