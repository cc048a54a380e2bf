"""What the trust knows already of the lists that returns choose from: the pupils of this year's accepted attendance returns."""

from __future__ import annotations

from typing import Any

import polars as pl

from trustkpi.store import Store
from validation.lists import LISTS, Listed
from validation.model import Cell, Sheet
from validation.periods import Period, period
from validation.returns import returns
from validation.wording import shown


def known_lines(name: str, of: Period, store: Store) -> dict[str, dict[str, str]]:
    """Academy to the lines of a list, value to how it is told apart, from what was accepted of the year up to a period.

    A value that several returns give is told as the last of them does. An academy of which nothing was accepted has none.
    """
    listed = LISTS[name]
    sheet = returns()[listed.return_name].sheet(listed.sheet)
    sent = {entry.period for entry in store.entries() if entry.return_name == listed.return_name}
    same = sorted((p for p in map(period, sent) if p.year == of.year and p.opens <= of.closes), key=lambda p: p.closes)
    if sheet is None or not same:
        return {}
    rows = pl.concat([store.rows(sheet, listed.return_name, [p.name]) for p in same], how="vertical_relaxed")
    found: dict[str, dict[str, str]] = {}
    for row in rows.select("academy", listed.column, *listed.told_by).iter_rows(named=True):
        if row[listed.column] is not None:
            found.setdefault(row["academy"], {})[row[listed.column]] = _told(row, sheet, listed)
    return {academy: dict(sorted(lines.items())) for academy, lines in found.items()}


def _told(row: dict[str, Any], sheet: type[Sheet], listed: Listed) -> str:
    words = (_word(row[column], sheet.cells()[column]) for column in listed.told_by)
    return ", ".join(word for word in words if word)


def _word(value: object, about: Cell) -> str:
    if value is None:
        return ""
    return (about.one_of or {}).get(str(value)) or shown(value)
