"""The rows that stand in the store for a period's pack, with those that the run itself makes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from trustkpi.behind import Rows, rows_behind
from trustkpi.derived import typed_sheets
from trustkpi.entries import Entry
from trustkpi.slots import earlier, slots
from trustkpi.store import Store
from trustkpi.submissions import Submissions, submissions
from trustkpi.trust import Trust
from validation.model import Sheet
from validation.periods import Period, period


def standing(store: Store, of: Period, as_at: date) -> dict[str, dict[str, str]]:
    """By return: which of its periods stand for the pack's own and for those before it."""
    return slotted(store.entries(), of, as_at)


def slotted(entries: Iterable[Entry], of: Period, as_at: date) -> dict[str, dict[str, str]]:
    """The same for those entries, whether they stand or not."""
    sent: dict[str, list[Period]] = {}
    for entry in entries:
        sent.setdefault(entry.return_name, []).append(period(entry.period))
    return {name: slots(of, periods, as_at) for name, periods in sent.items()}


def rows_for(sheets: Iterable[type[Sheet]], store: Store, trust: Trust, of: Period, as_at: date) -> Rows:
    """Sheet to its rows (see `behind.rows_behind`), what was asked and what came among them."""
    asked = list(sheets)
    came: Rows = {}
    if any(Submissions in typed_sheets(sheet) for sheet in asked):
        shown = dict.fromkeys((of, of.a_year_before(), *earlier(of)))
        came = {Submissions: submissions(store.ledger(), trust, shown, as_at)}
    phases = {a.name: a.phase for a in trust.academies}
    behind = standing(store, of, as_at)
    return rows_behind(asked, store.rows, behind, phases, numbers=trust.numbers, of_the_run=came)
