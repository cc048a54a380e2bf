"""What a committee should look at first: every red, every amber that got worse, and every return that is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from trustkpi.entries import ACCEPTED, NOT_DUE
from trustkpi.kpi import Kpi, Polarity
from trustkpi.pack.results import MAIN, Key, PackContext, Results
from trustkpi.pages import Rag
from validation.periods import period

_WORST_FIRST = {Rag.RED: 0, Rag.AMBER: 1}


@dataclass(frozen=True)
class Concern:
    """A red figure, or an amber one that got worse: how it stood last time, and since when it has had its colour."""

    key: Key
    rag: Rag
    before: str
    since: str

    @property
    def is_new(self) -> bool:
        """Whether it had a colour last time, and a better one."""
        return self.before not in {"", Rag.GREY, self.rag}


@dataclass(frozen=True)
class Missing:
    """A return that no pack can show, and its state in the words of the status."""

    academy: str
    return_name: str
    state: str


def concerns(kpis: Sequence[Kpi], results: Results, context: PackContext) -> list[Concern]:
    """The concerns about those KPIs, the reds first, then as the pack has its measures; the trust stands before academies."""
    found = [c for kpi in kpis for key in places(kpi, results, context) if (c := _concern(key, results, context))]
    return sorted(found, key=lambda c: _WORST_FIRST[c.rag])


def cleared(kpis: Sequence[Kpi], results: Results, context: PackContext) -> list[Key]:
    """The figures that were red last time and are green or amber now."""
    keys = (key for kpi in kpis for key in places(kpi, results, context))
    return [k for k in keys if before(k, results) == Rag.RED and results.row(k).get("rag") in {Rag.GREEN, Rag.AMBER}]


def places(kpi: Kpi, results: Results, context: PackContext) -> Iterator[Key]:
    """The KPI's whole figure of the trust, then of each academy."""
    yield results.trust(kpi.name)
    yield from (Key(kpi.name, MAIN, "academy", a.name) for a in context.academies)


def before(key: Key, results: Results) -> str:
    """How the figure was rated last time; blank where it was not there."""
    past = results.past.get(key, ())
    return str(past[-1]["rag"] or "") if past else ""


def missing(context: PackContext) -> list[Missing]:
    """The returns that are wanted by now and have not been accepted, academy by academy."""
    rows: Iterator[Mapping[str, Any]] = context.status.iter_rows(named=True)
    wanted = (r for r in rows if r["state"] != NOT_DUE and not str(r["state"]).startswith(ACCEPTED))
    return [Missing(r["academy"], r["return"], r["state"]) for r in wanted]


def _concern(key: Key, results: Results, context: PackContext) -> Concern | None:
    row = results.row(key)
    if not results.has(key) or results.kpis[key.kpi].polarity is Polarity.NEITHER:
        return None
    rag, then = row.get("rag"), before(key, results)
    got_worse = row.get("direction") == "Worse" or then == Rag.GREEN
    if rag == Rag.RED or (rag == Rag.AMBER and got_worse):
        return Concern(key, Rag(rag), then, _since(key, rag, results, context))
    return None


def _since(key: Key, rag: str, results: Results, context: PackContext) -> str:
    """The first period of those in a row, up to the present, in which it was rated so."""
    alike = [*takewhile(lambda then: then["rag"] == rag, reversed(results.past.get(key, ())))]
    first = alike[-1]["period"] if alike else context.period.name
    return period(first).title.replace(" term", "")
