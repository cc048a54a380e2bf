"""What hangs together in figures as they were measured: parts of them, whose people are the same, and since which issue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import polars as pl

from trustkpi.kpi import Kpi

Cell = tuple[str, str, str, str]
Series = tuple[str, str]
# Numerator, denominator, people, those in the numerator, and those behind what is left; "R" is what is left.
READ = {"N": "numerator", "D": "denominator", "P": "people", "I": "people_in", "O": "people_out"}


class Measured:
    """The figures of one issue of a period as measured: by series, part and cell."""

    def __init__(self, results: pl.DataFrame) -> None:
        self.parts: dict[Series, dict[str, dict[Cell, int]]] = defaultdict(lambda: defaultdict(dict))
        self.phases: dict[str, str] = {}
        self.period = str(results["period"][0])
        for row in results.filter(pl.col("people").is_not_null()).iter_rows(named=True):
            series, cell = (row["kpi"], row["population"]), (row["grain"], row["place"], row["breakdown"], row["group"])
            for part, name in READ.items():
                if row[name] is not None:
                    self.parts[series][part][cell] = row[name]
            if row["grain"] == "academy":
                self.phases[row["place"]] = row["phase"]
        for parts in self.parts.values():
            _complete(parts)

    def of(self, series: Series, part: str, cell: Cell) -> int:
        """The number; nought where there is no row."""
        return self.parts[series][part].get(cell, 0)

    def everybody(self, series: Series) -> int:
        """The people of all academies together."""
        return sum(n for cell, n in self.parts[series]["P"].items() if cell[0] == "academy" and not cell[2])

    def academy(self, place: str) -> dict[tuple[Series, str, Cell], int]:
        """All that is measured of an academy."""
        return {
            (series, part, cell): n
            for series, parts in self.parts.items()
            for part, cells in parts.items()
            for cell, n in cells.items()
            if cell[:2] == ("academy", place)
        }


def _complete(parts: dict[str, dict[Cell, int]]) -> None:
    """With what is left of the denominator; without what is no sum of things (a score less another) or is not there."""
    if any(n < 0 for n in parts["N"].values()):
        del parts["N"]
    elif parts["D"]:
        rest = {cell: parts["D"][cell] - n for cell, n in parts["N"].items()}
        if min(rest.values(), default=-1) >= 0:
            parts["R"] = rest
    for part in [p for p, cells in parts.items() if not cells]:
        del parts[part]


class Alike:
    """Which parts of which series are the same numbers everywhere: the same people, or the people in another's numerator."""

    def __init__(self, measured: Sequence[Measured], kpis: Mapping[str, Kpi]) -> None:
        self.parent: dict[tuple[Series, str], tuple[Series, str]] = {}
        alike: dict[object, list[tuple[Series, str]]] = defaultdict(list)
        now = measured[-1]
        for series, parts in now.parts.items():
            for part, cells in parts.items():
                wholes = tuple(sorted((cell, n) for cell, n in cells.items() if not cell[2] and n))
                if len(wholes) > 1:
                    alike[kpis[series[0]].sheets, wholes].append((series, part))
        for several in alike.values():
            for i, (one, mine) in enumerate(several):
                for other, theirs in several[i + 1 :]:
                    if all(_equal(m.parts[one][mine], m.parts[other][theirs]) for m in measured):
                        self.parent[self.root(one, mine)] = self.root(other, theirs)

    def root(self, series: Series, part: str) -> tuple[Series, str]:
        """The one that stands for all that are the same."""
        at = (series, part)
        while self.parent.get(at, at) != at:
            at = self.parent[at]
        return at


def _equal(one: Mapping[Cell, int], other: Mapping[Cell, int]) -> bool:
    return all(one[cell] == other[cell] for cell in one.keys() & other.keys())


def tags(measured: Sequence[Measured]) -> list[dict[str, str]]:
    """By issue, under which issue's number an academy's figures go: the first that had them so."""
    found: list[dict[str, str]] = []
    for at, now in enumerate(measured):
        mine: dict[str, str] = {}
        for place in now.phases:
            before = [(i, then) for i, then in enumerate(measured[:at]) if then.period == now.period]
            same = [i for i, then in before if then.academy(place) == now.academy(place)]
            mine[place] = str(same[0] if same else at)
        found.append(mine)
    return found
