"""The rated results as a pack reads them: every figure found by what it is, and told as people write it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

import polars as pl

from trustkpi.comments import Comments
from trustkpi.facts import TRUST, Academy
from trustkpi.kpi import Kpi
from trustkpi.pack.live import settled
from trustkpi.pack.number_counted import counts
from trustkpi.pages import NO_RETURN, NOT_APPLICABLE, NOT_AVAILABLE, WITHHELD, Figure, Spot
from trustkpi.register import Register
from trustkpi.since import Since
from trustkpi.trust import Trust
from validation.periods import Period
from validation.returns import sent_for_all
from validation.vocabulary import Phase

MAIN, BESIDE = "main", "beside"
_ACROSS, _NARROW, _BROAD = 72.0, 9.0, 12.0  # characters for the academies' columns together, and for one of them


class Key(NamedTuple):
    """Which figure: the KPI, whose population, where, and of which group."""

    kpi: str
    population: str
    grain: str
    place: str
    breakdown: str = ""
    group: str = ""


@dataclass(frozen=True)
class PackContext:
    """What a pack needs beside its results: whose it is, of when, what was sent and what was queried.

    `status` has the columns academy, return and state; `queries` academy, sheet, label, says and explanation. `lists` are lines
    of `registers`, see `register.listed`; `comments` what people typed; `history` is of `rate.history`, `standing` of `slots`.
    `issue` numbers the pack, `since` tells of the final issue before it and `earlier` of the last ones of periods beside it.
    """

    trust: Trust
    period: Period
    as_at: date
    kpis: Mapping[str, Kpi]
    status: pl.DataFrame = field(default_factory=pl.DataFrame)
    queries: pl.DataFrame = field(default_factory=pl.DataFrame)
    synthetic: bool = False
    registers: Mapping[str, Register] = field(default_factory=dict)
    lists: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    comments: Comments = field(default_factory=Comments)
    history: pl.DataFrame = field(default_factory=pl.DataFrame)
    issue: int = 1
    final: bool = False
    since: Since | None = None
    earlier: tuple[Since, ...] = ()
    standing: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def is_synthetic(self) -> bool:
        """Whether every page says that its figures are made up."""
        return self.synthetic or "synthetic" in self.trust.name.casefold()

    @property
    def academies(self) -> tuple[Academy, ...]:
        """The academies of the period, those of a phase together."""
        phases = [p.value for p in Phase]
        return tuple(sorted(self.trust.members(self.period), key=lambda a: phases.index(a.phase)))

    @property
    def width(self) -> float:
        """The width of an academy's column where each has one: as wide as a printed page leaves, and still readable."""
        return min(max(_ACROSS / max(len(self.academies), 1), _NARROW), _BROAD)


@dataclass(frozen=True)
class Results:
    """Every rated figure by its key, and where the pack's data tables show it."""

    kpis: Mapping[str, Kpi]
    rows: Mapping[Key, Mapping[str, Any]]
    spots: Mapping[Key, Spot] = field(default_factory=dict)
    past: Mapping[Key, tuple[Mapping[str, Any], ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, rated: pl.DataFrame, kpis: Mapping[str, Kpi], history: pl.DataFrame | None = None) -> Results:
        """The figures of a rated frame with their history, the oldest first; those of KPIs not among `kpis` are left out."""
        rows: dict[Key, Mapping[str, Any]] = {}
        past: dict[Key, list[Mapping[str, Any]]] = {}
        for row in rated.iter_rows(named=True):
            if row["kpi"] in kpis:
                rows[_key(row, kpis[row["kpi"]])] = settled(row, kpis[row["kpi"]])
        for row in history.iter_rows(named=True) if history is not None else ():
            if row["kpi"] in kpis:
                past.setdefault(_key(row, kpis[row["kpi"]]), []).append(row)
        return cls(kpis, rows, past={key: tuple(then) for key, then in past.items()})

    def row(self, key: Key) -> Mapping[str, Any]:
        """The row of that figure; empty where there is none."""
        return self.rows.get(key, {})

    def trust(self, kpi: str, breakdown: str = "", group: str = "", population: str = MAIN) -> Key:
        """The key of the trust's own figure."""
        return Key(kpi, population, "trust", self._trust_place, breakdown, group)

    @cached_property
    def _trust_place(self) -> str:
        return next((key.place for key in self.rows if key.grain == "trust"), TRUST)

    def has(self, key: Key) -> bool:
        """Whether the figure may be shown as a number."""
        row = self.row(key)
        return bool(row) and not row.get("mark") and row.get("value") is not None

    def returned(self, academy: str, kpi: str) -> bool:
        """Whether the academy's return behind that KPI is in these results."""
        return sent_for_all(self.kpis[kpi].return_name) or (academy, self.kpis[kpi].return_name) in self._returned

    @cached_property
    def _returned(self) -> set[tuple[str, str]]:
        return {(key.place, self.kpis[key.kpi].return_name) for key in self.rows if key.grain == "academy"}

    @cached_property
    def _of_academies(self) -> set[str]:
        return {key.kpi for key in self.rows if key.grain == "academy"}

    def figure(self, key: Key) -> Figure:
        """The value of that figure, or the shorthand for why there is none."""
        row, kpi = self.row(key), self.kpis.get(key.kpi)  # none where nobody had a figure of it
        return written(row.get("value"), kpi, mark=self._mark(key), of=self._spot(key, "Value")) if kpi else Figure(None)

    def n(self, key: Key) -> Figure:
        """The people behind that figure; where nobody counts people, its denominator."""
        row, column = self.row(key), "People"
        value = row.get("people")
        if value is None:
            value, column = row.get("denominator") if key.kpi not in self._uncounted else None, "Denominator"
        mark = self._mark(key) or (NOT_APPLICABLE if value is None else "")
        return Figure(value, mark=mark, of=() if mark else self._spot(key, column))

    @cached_property
    def _uncounted(self) -> set[str]:
        return {name for name, kpi in self.kpis.items() if not counts(kpi)}

    def difference(self, key: Key, other: Key) -> Figure:
        """The first figure less the second, in points; live in the workbook where both are shown."""
        shown = self.kpis[key.kpi].shown
        if not (self.has(key) and self.has(other)):
            marks = {self._mark(key), self._mark(other)}
            return Figure(None, mark=next((m for m in (NO_RETURN, WITHHELD) if m in marks), NOT_AVAILABLE))
        of = (*self._spot(key, "Value"), *self._spot(other, "Value"))
        value = self.row(key)["value"] - self.row(other)["value"]
        return Figure(value, shown.places, signed=True, of=of)

    def _mark(self, key: Key) -> str:
        row = self.row(key)
        if row.get("mark"):
            return f"[{row['mark']}]"
        if row.get("value") is not None or key.grain != "academy":
            return "" if row.get("value") is not None else NOT_AVAILABLE
        if key.kpi not in self._of_academies:  # a figure of the whole trust alone
            return NOT_APPLICABLE
        return NOT_AVAILABLE if self.returned(key.place, key.kpi) else NO_RETURN

    def _spot(self, key: Key, column: str) -> tuple[Spot, ...]:
        spot = self.spots.get(key)
        return (Spot(spot.page, spot.row, column),) if spot and self.has(key) else ()


def written(value: float | None, kpi: Kpi, *, mark: str = "", of: Sequence[Spot] = ()) -> Figure:
    """A value in the KPI's own unit."""
    return Figure(value, kpi.shown.places, kpi.shown.prefix, kpi.shown.suffix, mark, of=tuple(of))


def points(kpi: Kpi) -> str:
    """What a difference between two values is counted in."""
    return kpi.shown.gap.replace("percentage points", "points") or kpi.shown.name


def _key(row: Mapping[str, Any], kpi: Kpi) -> Key:
    population = BESIDE if kpi.beside and row["population"] == kpi.beside.name else MAIN
    return Key(row["kpi"], population, row["grain"], row["place"], row["breakdown"] or "", row["group"] or "")
