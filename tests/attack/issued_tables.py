"""The figures that are issued, period by period, and what a page may print of each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import polars as pl

from tests.attack.finished import Value
from tests.attack.readings import LESS, REST, SHARE, VALUE, At, Printed
from trustkpi.kpi import Kpi, Ratio
from trustkpi.shown import displayed

_KEY = ("kpi", "population", "grain", "place", "breakdown", "group", "period")
_NEAR = 1e-6
_NUMBER = re.compile(r"-?£?\d[\d,]*(?:\.\d+)?")
_SHORTHAND = {"[c]", "[x]", "[z]", "no return"}


@dataclass(frozen=True)
class Tables:
    """All rows that are issued, of the pack's own period (`now`) and of those before it; what is withheld has no number."""

    rows: Mapping[At, Mapping[str, Any]]
    phases: Mapping[str, str]
    kpis: Mapping[str, Kpi]
    now: str

    @classmethod
    def of(cls, figures: pl.DataFrame, kpis: Mapping[str, Kpi], now: str) -> Tables:
        """The tables of figures as they are fit to be seen, or as they are rated."""
        rows = {At(*(row[name] or "" for name in _KEY)): row for row in figures.iter_rows(named=True)}
        rows = {replace(at, place="Trust") if at.grain == "trust" else at: row for at, row in rows.items()}
        phases = {row["place"]: row["phase"] for at, row in rows.items() if at.grain == "academy"}
        return cls(rows, phases, kpis, now)

    def numbers(self, at: At) -> list[float]:
        """What the figure is: in its table and, of an earlier period, of the academies that have one now; none if withheld."""
        row = self.rows.get(replace(at, part=VALUE), {})
        if at.part != VALUE:
            number = row.get(at.part)
            if at.part == "people" and number is None and not row.get("mark"):
                number = row.get("denominator")  # where nobody counts people
            return [] if number is None else [float(number)]
        found = [] if row.get("value") is None else [float(row["value"])]
        return found + ([] if at.period == self.now else [*self._of_the_same(at)])

    def _of_the_same(self, at: At) -> Iterator[float]:
        """An earlier total once more, from the academies that have a whole figure now, where all of theirs are shown."""
        of, measure = self.pooled(at), self.kpis[at.kpi].measure
        if of and isinstance(measure, Ratio):
            numerator, denominator = (sum(self.rows[a][n] or 0 for a in of) for n in ("numerator", "denominator"))
            if denominator:
                yield numerator * measure.per / (denominator * measure.scale)
        elif of:
            yield sum(self.rows[a]["numerator"] for a in of) / getattr(measure, "scale", 1)

    def pooled(self, at: At) -> list[At]:
        """The academies' figures that make up an earlier total of the academies that have one now; none if any is withheld."""
        if at.grain == "academy":
            return []
        inside = [p for p, phase in self.phases.items() if at.grain == "trust" or phase == at.place]
        there = [replace(at, grain="academy", place=p, part=VALUE) for p in inside]
        there = [a for a in there if replace(a, breakdown="", group="", period=self.now) in self.rows]
        if any(replace(a, breakdown="", group="") not in self.rows for a in there):
            return []
        known = [a for a in there if a in self.rows]
        return known if all(self.rows[a]["numerator"] is not None for a in known) else []

    def faults(self, one: Printed) -> Iterator[str]:
        """What is wrong with what a cell prints: a number where the tables have none, or another than theirs."""
        says = one.says
        if isinstance(says, str) and (says in _SHORTHAND or not _NUMBER.search(says)):
            return
        known = [self.numbers(at) for at in one.of]
        if not all(known):
            yield f"{one.cell.where} prints {says!r} of {one.of}, which the tables withhold or do not have"
        elif not any(_reads(says, number) for number in _made(one.made, known, self._places(one.of[0]))):
            yield f"{one.cell.where} prints {says!r} of {one.of}, which is {known} in the tables"

    def _places(self, at: At) -> int:
        return self.kpis[at.kpi].shown.places


def _made(how: str, known: list[list[float]], places: int) -> Iterator[float]:
    """The numbers that may be printed: of one figure, or made of two as they are or as they are printed."""
    for first in known[0]:
        for second in known[-1]:
            shown = [float(displayed(n, places)) for n in (first, second)]
            match how:
                case "":
                    yield first
                case str() if how == LESS:
                    yield from (first - second, shown[0] - shown[1])
                case str() if how == SHARE:
                    yield 100 * first / second
                case str() if how == REST:
                    yield 100 - float(displayed(first, 1))


def _reads(says: Value, number: float) -> bool:
    """Whether that is the number: rounded as it is written, or itself where a cell holds more of it than it shows."""
    if isinstance(says, int | float) and abs(says - number) <= _NEAR * max(1.0, abs(number)):
        return True
    written = as_numbers(str(says))[0]
    return Decimal(written) == displayed(number, _decimals(written))


def _decimals(written: str) -> int:
    return len(written.partition(".")[2])


def as_numbers(says: str) -> list[str]:
    """The numbers in words, plain: 1,045.0 is 1045.0."""
    return [n.replace(",", "").replace("£", "") for n in _NUMBER.findall(says.replace("+", ""))]
