"""What the trust folder knows of each academy when its return is checked: its phase, and the rows of its last return."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from flows.work import Work
from trustkpi.asked import period_of
from trustkpi.facts import Reading
from validation.model import Known, Return
from validation.periods import Period, period


def known(readings: Sequence[Reading], work: Work) -> dict[str, Known]:
    """Academy to what is known of it, for readings of one return and one period; every academy of the trust is among them."""
    declared, of = (readings[0].declared, period_of(readings[0])) if readings else (None, None)
    before: Mapping[str, Mapping[str, pl.DataFrame]] = {}
    if declared is not None and of is not None and declared.against_last:
        before = _before(declared, of, work)
    return {a.name: Known(a.phase, before.get(a.name, {})) for a in work.trust.academies}


def _before(declared: Return, of: Period, work: Work) -> dict[str, dict[str, pl.DataFrame]]:
    """Academy to sheet title to the rows of its latest earlier return."""
    last: dict[str, Period] = {}
    for entry in work.store.entries():
        earlier = period(entry.period)
        if entry.return_name == declared.name and earlier.closes < of.closes:
            last[entry.academy] = max(earlier, last.get(entry.academy, earlier), key=lambda p: p.closes)
    wanted = pl.DataFrame(
        [(academy, p.name) for academy, p in last.items()], schema={"academy": pl.String, "period": pl.String}, orient="row"
    )
    found: dict[str, dict[str, pl.DataFrame]] = {academy: {} for academy in last}
    for sheet in declared.sheets:
        rows = work.store.rows(sheet, declared.name, {p.name for p in last.values()})
        for (academy,), frame in rows.join(wanted, on=["academy", "period"], how="semi", maintain_order="left").group_by(
            "academy"
        ):
            found[str(academy)][sheet.facts().title] = frame
    return found
