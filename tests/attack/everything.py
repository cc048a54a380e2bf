"""All that is published of a period, every measure about people, as one system of equations; several issues are one publication.

What hangs together (which sums hold, whose people are the same) anybody can read in the definitions. Here it is taken from
the figures as measured, so that no equation is false and none that holds is missed; the numbers are the published ones alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Any

import polars as pl

from tests.attack.as_measured import READ, Alike, Cell, Measured, Series, tags
from tests.attack.rates import Rate
from tests.attack.solver import System, Var, intervals
from trustkpi.kpi import Kpi
from validation.periods import period

NARROWEST, FEW, _SLACK = 5.0, 5, 1e-6
_SHOWN = ("N", "D", "P")
# Employees by group beside the people at full pay of the same groups: who is on leave is the difference.
_LEAVE = ((("employees_by_ethnicity", ""), ("epg_mean", "full pay")), (("employees_by_disability", ""), ("dpg_mean", "full pay")))


@dataclass(frozen=True)
class Told:
    """A number of people that the published figures tell to within less than five."""

    kpi: Series
    part: str
    cell: Cell
    between: tuple[float, float]
    is_: float


class Everything:
    """What is published in one or several issues, as (figures as measured, figures as published), the first issue first.

    They may be of several periods; `rates` are what is printed of their figures beside the tables, rounded or not.
    Figures of an academy that are the same in two issues are the same unknowns: What changed names the returns that are not.
    """

    def __init__(
        self, issues: Sequence[tuple[pl.DataFrame, pl.DataFrame]], kpis: Mapping[str, Kpi], rates: Iterable[Rate] = ()
    ) -> None:
        self.kpis, self.found = kpis, System()
        self.true: dict[Var, float] = {}
        self.secret: dict[Var, tuple[int, Series, str, Cell]] = {}
        self.told: list[Told] = []
        self.measured = [Measured(results) for results, _ in issues]
        of_periods = {m.period: [n for n in self.measured if n.period == m.period] for m in self.measured}
        self.same = {name: Alike(those, kpis) for name, those in of_periods.items()}
        self.tags = tags(self.measured)
        self.issues = [_Issue(self, at, published) for at, (_, published) in enumerate(issues)]
        for issue in self.issues:
            issue.write()
        newest = {issue.now.period: issue for issue in self.issues}
        for issue in newest.values():
            before = newest.get(period(issue.now.period).before().name)
            if before and period(before.now.period).year == period(issue.now.period).year:
                issue.after(before)
        # Unknown numbers that a printed rate says something of.
        self.rated = {name for rate in rates for name in newest[rate.period].rate(rate) if name not in self.found.known}
        self._hold_true()

    def _hold_true(self) -> None:
        """No equation is false of the figures as they are."""
        for terms, constant in self.found.equal:
            assert abs(sum(w * self.true[n] for n, w in terms.items()) - constant) < _SLACK, terms
        for terms, constant in self.found.most:
            assert sum(w * self.true[n] for n, w in terms.items()) <= constant + _SLACK, terms
        for name, number in (*self.found.known.items(), *self.found.least.items()):
            assert self.true[name] >= number - _SLACK, name

    def narrow(self) -> list[Told]:
        """The withheld numbers that are told to within less than five.

        Let pass are noughts, which tell of nobody, and numbers that are not small where what tells them is published: the
        people, or those in or not in a numerator, by another measure; a total whose every part is shown or a published
        nought; what a wider population adds, where that is nought; and a phase's total, withheld because a part of it is.
        """
        wanted = [name for name in self.secret if self.true[name] and name not in self.found.known]
        found = intervals(self.found, wanted, wide=NARROWEST)
        told = list(self.told)
        for name, (low, high) in found.items():
            _, series, part, cell = self.secret[name]
            if high - low < NARROWEST - _SLACK and not self._is_harmless(name):
                told.append(Told(series, part, cell, (low, high), self.true[name]))
        return told

    def _is_harmless(self, name: Var) -> bool:
        at, series, part, cell = self.secret[name]
        now, issue = self.measured[at], self.issues[at]
        if 1 <= self.true[name] <= FEW:
            return False
        if cell[0] == "phase" or part == "P" or issue.is_added_up(series, part, cell):
            return True
        other = {"I": "O", "O": "I", "R": "I"}.get(part, "")
        if other and not now.of(series, other, cell):
            return True
        if part == "R" and now.of(series, "R", cell) != now.of(series, "O", cell):  # sessions are left, not people
            return False
        if other and issue.name(series, other, cell) in self.found.known:
            return True
        return any(self._adds_nobody(series, side, cell, now) for side in {part, other} - {"", "O", "R"})

    @staticmethod
    def _adds_nobody(series: Series, part: str, cell: Cell, now: Measured) -> bool:
        """Whether a narrower population of the measure has the very same number."""
        within = [s for s in now.parts if s[0] == series[0] and now.everybody(s) < now.everybody(series)]
        return any(now.of(s, part, cell) == now.of(series, part, cell) for s in within)


class _Issue:
    """The equations of one issue."""

    def __init__(self, whole: Everything, at: int, published: pl.DataFrame) -> None:
        self.whole, self.at, self.now = whole, at, whole.measured[at]
        self.same = whole.same[self.now.period]
        about = published.filter((pl.col("mark") != "") | pl.col("people").is_not_null())
        self.rows: dict[tuple[Series, Cell], dict[str, Any]] = {
            ((r["kpi"], r["population"]), (r["grain"], r["place"], r["breakdown"], r["group"])): r
            for r in about.iter_rows(named=True)
            if (r["kpi"], r["population"]) in self.now.parts
        }
        self.for_nobody = {s for (s, c), row in self.rows.items() if row["mark"] != "" and not self.now.of(s, "P", c)}
        self.cells: dict[Series, set[Cell]] = defaultdict(set)
        for series, cell in self.rows:
            self.cells[series].add(cell)
        for series, parts in self.now.parts.items():
            # What is measured and stands in no table (the parts of an academy's pay) is unknown and no secret of this one.
            self.cells[series] |= {cell for cells in parts.values() for cell in cells}

    def name(self, series: Series, part: str, cell: Cell) -> Var:
        """The unknown of a part of a figure."""
        tag = self.whole.tags[self.at].get(cell[1], str(self.at)) if cell[0] == "academy" else str(self.at)
        (kpi, population), same = self.same.root(series, part)
        found = (tag, kpi, population, same, *cell)
        self.whole.true[found] = float(self.now.of(series, part, cell))
        return found

    def is_added_up(self, series: Series, part: str, cell: Cell) -> bool:
        """Whether it is a trust's number of which every academy's part is shown, or is nought."""
        parts = [self.name(series, part, ("academy", place, *cell[2:])) for place in self.now.phases]
        return cell[0] == "trust" and all(p in self.whole.found.known or not self.whole.true[p] for p in parts)

    def write(self) -> None:
        """All that is known."""
        for (series, cell), row in self.rows.items():
            if row["mark"] == "":
                self._shown(series, cell, row)
        for series in self.now.parts:
            self._absent(series)
        for series, cell in [at for at, row in self.rows.items() if row["mark"] != ""]:
            self._withheld(series, cell)
        for series in self.now.parts:
            self._inside(series)
            self._sums(series)
        self._between()
        self._on_leave()

    def after(self, before: _Issue) -> None:
        """What is counted since September is the term's and what was counted by the end of the term before."""
        for term in (s for s in self.now.parts if self.whole.kpis[s[0]].adds_to):
            to_date = (self.whole.kpis[term[0]].adds_to, term[1])
            academies = {c[1] for c in self.cells[to_date] if c[0] == "academy"}
            then = {c[1] for c in before.cells[to_date] if c[0] == "academy"}
            for cell in self.cells[term] & self.cells[to_date] & before.cells[to_date]:
                if academies == then or cell[0] == "academy":
                    parts = (self.name(to_date, "N", cell), before.name(to_date, "N", cell), self.name(term, "N", cell))
                    self._add(zip((1.0, -1.0, -1.0), parts, strict=True))

    def rate(self, rate: Rate) -> set[Var]:
        """A figure that is printed lies where it rounds to what is printed; the numbers that this is about."""
        parts = self.now.parts.get(rate.series, {})
        if "N" not in parts or (rate.is_share and "D" not in parts):
            return set()
        above = {self.name(rate.series, "N", cell): rate.per for cell in rate.cells}
        below = {self.name(rate.series, "D", cell): rate.scale for cell in rate.cells} if rate.is_share else {}
        for way, bound in ((1.0, rate.high), (-1.0, -rate.low)):
            terms: dict[Var, float] = defaultdict(float)
            for name, weight in above.items():
                terms[name] += way * weight
            for name, weight in below.items():
                terms[name] -= bound * weight
            self.whole.found.most.append((dict(terms), 0.0 if below else bound * rate.scale))
        return {*above, *below}

    def _shown(self, series: Series, cell: Cell, row: Mapping[str, Any]) -> None:
        for part in _SHOWN:
            if row[READ[part]] is not None and part in self.now.parts[series]:
                self._know(self.name(series, part, cell), row[READ[part]])
        if "R" in self.now.parts[series] and None not in (row["numerator"], row["denominator"]):
            self._know(self.name(series, "R", cell), row["denominator"] - row["numerator"])

    def _absent(self, series: Series) -> None:
        """Where there is no row, there is nobody."""
        for cell in (c for c in self.cells[series] if (series, c) not in self.rows):
            for part in self.now.parts[series]:
                if not self.now.of(series, part, cell):
                    self.whole.found.known.setdefault(self.name(series, part, cell), 0.0)

    def _know(self, name: Var, number: float) -> None:
        assert self.whole.found.known.setdefault(name, float(number)) == number, name

    def _withheld(self, series: Series, cell: Cell) -> None:
        parts = self.now.parts[series]
        heads = {self.same.root(series, part) for part in "PIO" if part in parts}
        for part in parts:
            name, number = self.name(series, part, cell), self.now.of(series, part, cell)
            of_people = self.same.root(series, part) in heads
            if name in self.whole.found.known and of_people and 1 <= number <= FEW:
                self.whole.told.append(Told(series, part, cell, (number, number), number))
            elif part != "D":
                self.whole.secret[name] = (self.at, series, part, cell)
        # Tables of counts have rows for nobody too, and so has what counts the people in another's numerator.
        if ("D" in parts or not cell[2]) and series not in self.for_nobody:
            self.whole.found.least[self.name(series, "P", cell)] = 1.0

    def _inside(self, series: Series) -> None:
        """How the parts of a figure hang together."""
        parts, cells = self.now.parts[series], self.cells[series]
        if "R" in parts:
            for cell in cells:
                self._equal({"N": 1.0, "R": 1.0, "D": -1.0}, series, cell)
        if self._always(series, lambda n: n["I"] + n["O"] == n["P"]):
            for cell in cells:
                self._equal({"I": 1.0, "O": 1.0, "P": -1.0}, series, cell)
        for less, more in (("I", "P"), ("O", "P"), ("P", "D"), ("I", "N"), ("O", "R")):
            if {less, more} <= parts.keys() and self._always(series, lambda n, a=less, b=more: n[a] <= n[b]):  # type: ignore[misc]
                for cell in cells:
                    self._at_most(self.name(series, less, cell), self.name(series, more, cell))

    def _always(self, series: Series, holds: Any) -> bool:
        parts = self.now.parts[series]
        return all(holds({p: self.now.of(series, p, cell) for p in parts}) for cell in self.cells[series])

    def _equal(self, weights: Mapping[str, float], series: Series, cell: Cell) -> None:
        self._add((weight, self.name(series, part, cell)) for part, weight in weights.items())

    def _add(self, terms: Iterable[tuple[float, Var]]) -> None:
        """That they add up to nought."""
        row: dict[Var, float] = defaultdict(float)
        for weight, name in terms:
            row[name] += weight
        if left := {name: weight for name, weight in row.items() if weight}:
            self.whole.found.equal.append((left, 0.0))

    def _at_most(self, less: Var, more: Var) -> None:
        if less != more:
            self.whole.found.most.append(({less: 1.0, more: -1.0}, 0.0))

    def _sums(self, series: Series) -> None:
        cells = self.cells[series]
        columns, places = {cell[2:] for cell in cells}, {cell[:2] for cell in cells}
        for part in self.now.parts[series]:
            for total, parts in self._totals(places):
                sums = {c: sum(self.now.of(series, part, (*p, *c)) for p in parts) for c in columns}
                if all(sums[c] == self.now.of(series, part, (*total, *c)) for c in columns):
                    for c in columns:
                        whole = (-1.0, self.name(series, part, (*total, *c)))
                        self._add([whole, *((1.0, self.name(series, part, (*p, *c))) for p in parts)])
            for table in {c[0] for c in columns if c[0]}:
                self._groups(series, part, [c for c in columns if c[0] == table], places)

    def _totals(self, places: set[tuple[str, str]]) -> Iterator[tuple[tuple[str, str], list[tuple[str, str]]]]:
        academies = [p for p in places if p[0] == "academy"]
        for place in places:
            if place[0] == "trust":
                yield place, academies
            elif place[0] == "phase":
                yield place, [a for a in academies if self.now.phases.get(a[1]) == place[1]]

    def _groups(self, series: Series, part: str, groups: Sequence[tuple[str, str]], places: set[tuple[str, str]]) -> None:
        """Groups add up to the whole, or with those who are in none of them, or each is no more than the whole."""
        here = [p for p in places if any((series, (*p, *g)) in self.rows for g in groups)]
        less = {
            p: self.now.of(series, part, (*p, "", "")) - sum(self.now.of(series, part, (*p, *g)) for g in groups) for p in here
        }
        for place in here:
            whole, parts = self.name(series, part, (*place, "", "")), [self.name(series, part, (*place, *g)) for g in groups]
            if min(less.values()) < 0:
                self._each_within(series, part, groups, here)
                return
            none: list[tuple[float, Var]] = []
            if any(less.values()):
                slack = (str(self.at), "in none", *series, part, *place, groups[0][0])
                self.whole.true[slack] = float(less[place])
                none = [(1.0, slack)]
            self._add([(-1.0, whole), *none, *((1.0, name) for name in parts)])

    def _each_within(self, series: Series, part: str, groups: Sequence[tuple[str, str]], here: Iterable[tuple[str, str]]) -> None:
        for group in groups:
            pairs = [((*p, *group), (*p, "", "")) for p in here]
            if all(self.now.of(series, part, cell) <= self.now.of(series, part, whole) for cell, whole in pairs):
                for cell, whole in pairs:
                    self._at_most(self.name(series, part, cell), self.name(series, part, whole))

    def _between(self) -> None:
        """Populations within others, and measures that are a part of another."""
        for narrow, wide in permutations(self.now.parts, 2):
            if narrow[0] == wide[0]:
                self._nested(narrow, wide, [*self.now.parts[narrow]])
        for whole in self.now.parts:
            parts = [s for s in self.now.parts if self.whole.kpis[s[0]].part_of == whole[0]]
            parts = [s for s in parts if self.same.root(s, "P") == self.same.root(whole, "P")]
            for part in parts:
                self._nested(part, whole, ["N", "I"])
            cells = [c for c in self.cells[whole] if all(c in self.cells[s] for s in parts)]
            if len(parts) > 1 and all(sum(self.now.of(s, "N", c) for s in parts) == self.now.of(whole, "N", c) for c in cells):
                for c in cells:
                    self._add([(-1.0, self.name(whole, "N", c)), *((1.0, self.name(s, "N", c)) for s in parts)])

    def _nested(self, narrow: Series, wide: Series, parts: Iterable[str]) -> None:
        common = self.cells[narrow] & self.cells[wide]
        for part in parts:
            if all(self.now.of(narrow, part, cell) <= self.now.of(wide, part, cell) for cell in common):
                for cell in common:
                    self._at_most(self.name(narrow, part, cell), self.name(wide, part, cell))

    def _on_leave(self) -> None:
        """Employees of a group less those at full pay, a secret where they are few although neither table says it."""
        for everybody, paid in _LEAVE:
            cells = self.cells[everybody] & self.cells[paid] if everybody in self.now.parts else set()
            for cell in (c for c in cells if c[2]):
                names = self.name(everybody, "N", cell), self.name(paid, "P", cell)
                few = self.whole.true[names[0]] - self.whole.true[names[1]]
                leave = (str(self.at), "on leave", *cell)
                self.whole.true[leave] = few
                self._add([(1.0, leave), (1.0, names[1]), (-1.0, names[0])])
                if 1 <= few <= FEW:
                    self.whole.secret[leave] = (self.at, everybody, "less full pay", cell)
