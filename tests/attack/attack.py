"""An attacker who has the published figures alone: what each withheld number of people can be, by linear programming."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

Var = Hashable
_Row = tuple[dict[Hashable, float], float]
_Series = tuple[str, str, tuple[str, ...]]
_At = dict[_Series, tuple[Hashable, Hashable, Hashable]]
WITHHELD = "[c]"
ALL = "All"


@dataclass(frozen=True)
class Line:
    """A line of a pack's data table; a withheld number is None."""

    kpi: str
    population: str
    breakdown: str
    group: str
    grain: str
    place: str
    phase: str
    withheld: bool
    numerator: float | None
    denominator: float | None
    people: float | None
    value: float | None = None


@dataclass(frozen=True)
class Knows:
    """What the pack's definitions tell an attacker: which numerators are people, and how measures hang together."""

    heads: frozenset[str]  # KPIs whose numerator is a number of people
    own_people: dict[str, str] = field(default_factory=dict)  # a KPI whose people are the numerator of another
    within: tuple[tuple[str, str], ...] = ()  # the first KPI's numerator is part of the second's
    sums: tuple[tuple[str, tuple[str, ...]], ...] = ()  # a KPI's numerator is the sum of others'
    wider: tuple[tuple[str, str], ...] = ()  # the first population is part of the second
    same: dict[str, str] = field(default_factory=dict)  # a population of the very same people


@dataclass
class System:
    """Equations (sum of weights times variables = constant) and inequalities (at most) over numbers of nought or more."""

    equal: list[tuple[dict[Var, float], float]] = field(default_factory=list)
    most: list[tuple[dict[Var, float], float]] = field(default_factory=list)
    known: dict[Var, float] = field(default_factory=dict)
    least: dict[Var, float] = field(default_factory=dict)


def _cell(line: Line) -> tuple[str, ...]:
    return (line.grain, line.place, line.breakdown, line.group)


def _names(line: Line, knows: Knows) -> tuple[Var, Var, Var]:
    """The variables of a line: its numerator, its denominator and its people."""
    people = ("people", knows.same.get(line.population, line.population))
    if line.kpi in knows.own_people:
        people = (*people, line.kpi)
    things = ("denominator", line.kpi in knows.heads, *people[1:])
    cell = _cell(line)
    return ("numerator", line.kpi, line.population, *cell), (*things, *cell), (*people, *cell)


def system_of(lines: Sequence[Line], knows: Knows) -> System:
    """Everything that the lines and the definitions say."""
    found = System()
    numbers: dict[Var, set[Var]] = defaultdict(set)
    for line in lines:
        numerator, denominator, people = _names(line, knows)
        for name, number in ((numerator, line.numerator), (denominator, line.denominator), (people, line.people)):
            if number is not None:
                assert found.known.setdefault(name, number) == number, name
        found.least[people] = 1.0
        numbers[line.kpi].add(line.population)
        inside = ("in", line.kpi, line.population, *_cell(line))
        if line.kpi in knows.heads:  # a numerator of enrolments, of which a person may have two
            found.equal.append(({inside: 1, numerator: -1}, 0))
            found.most.append(({inside: 1, denominator: -1}, 0))
        else:
            found.most += [({inside: 1, people: -1}, 0), ({inside: 1, numerator: -1}, 0)]
    _sums(lines, knows, found)
    _definitions(lines, knows, found)
    return found


def _sums(lines: Sequence[Line], knows: Knows, found: System) -> None:
    """Groups add up to their whole, academies to their phase and the trust, phases to the trust."""
    parts: dict[tuple[Var, ...], dict[Var, float]] = defaultdict(dict)
    there = {(line.kpi, line.population, *_cell(line)) for line in lines}
    for line in lines:
        names = _names(line, knows)
        for name in names[0], names[1], names[2]:
            head, cell = name[:-4], name[-4:]
            if line.breakdown != ALL and (line.kpi, line.population, line.grain, line.place, ALL, ALL) in there:
                parts["groups", line.breakdown, (*head, line.grain, line.place, ALL, ALL)][name] = 1.0
            if line.grain == "Academy":
                parts["phase", (*head, "Phase", line.phase, *cell[2:])][name] = 1.0
                parts["trust", (*head, "Trust", "Trust", *cell[2:])][name] = 1.0
            if line.grain == "Phase":
                parts["phases", (*head, "Trust", "Trust", *cell[2:])][name] = 1.0
    found.equal += [({**terms, key[-1]: -1.0}, 0.0) for key, terms in parts.items()]


def _definitions(lines: Sequence[Line], knows: Knows, found: System) -> None:
    at: _At = {(line.kpi, line.population, _cell(line)): _names(line, knows) for line in lines}
    for kpi, population, cell in at:
        _parts_of_another(at, (kpi, population, cell), knows, found)
        _summed(at, (kpi, population, cell), knows, found)
        for inner, outer in knows.wider:
            if population == outer and (kpi, inner, cell) in at:
                _adds(found, at[kpi, inner, cell], at[kpi, population, cell], heads=kpi in knows.heads)


def _parts_of_another(at: _At, one: _Series, knows: Knows, found: System) -> None:
    kpi, population, cell = one
    other = knows.own_people.get(kpi)
    if other and (other, population, cell) in at:
        found.most.append(({at[one][2]: 1, ("in", other, population, *cell): -1}, 0))
    for inner, outer in knows.within:
        if kpi == inner and (outer, population, cell) in at:
            found.most.append(({("in", inner, population, *cell): 1, ("in", outer, population, *cell): -1}, 0))


def _summed(at: _At, one: _Series, knows: Knows, found: System) -> None:
    kpi, population, cell = one
    for whole, several in knows.sums:
        if kpi == whole and all((k, population, cell) in at for k in several):
            terms: dict[Var, float] = {at[k, population, cell][0]: 1.0 for k in several}
            found.equal.append(({**terms, at[one][0]: -1.0}, 0.0))


def _adds(found: System, inner: tuple[Var, Var, Var], outer: tuple[Var, Var, Var], *, heads: bool) -> None:
    """What a wider population adds is nought or more: people, numerator, and the people in and out of it."""
    found.most += [({small: 1, large: -1}, 0) for small, large in zip(inner, outer, strict=True)]
    if heads:
        found.most.append(({outer[0]: 1, inner[0]: -1, outer[2]: -1, inner[2]: 1}, 0))


@dataclass
class Part:
    """Unknown numbers that hang together, as arrays for the solver."""

    names: list[Var]
    equal: csr_matrix | None
    equals: np.ndarray
    most: csr_matrix | None
    mosts: np.ndarray
    bounds: np.ndarray

    def extreme(self, weights: np.ndarray) -> np.ndarray:
        """A solution at which the weighted sum is least."""
        done = linprog(
            weights, A_ub=self.most, b_ub=self.mosts if self.most is not None else None, A_eq=self.equal,
            b_eq=self.equals if self.equal is not None else None, bounds=self.bounds, method="highs",
        )  # fmt: skip
        assert done.status in {0, 3}, done.message
        assert done.status == 0, "unbounded"
        return np.asarray(done.x)


FAR = 1e7  # more than any number in a pack


def parts_of(found: System) -> Iterator[Part]:
    """The system without what is known, a part at a time."""
    equal, most = ([r for r in (_reduced(row, found) for row in rows) if r[0]] for rows in (found.equal, found.most))
    root = _together(terms for terms, _ in (*equal, *most))
    members: dict[Var, dict[Var, None]] = defaultdict(dict)
    for terms, _ in (*equal, *most):
        members[root(next(iter(terms)))].update(dict.fromkeys(terms))
    rows: dict[Var, tuple[list[_Row], list[_Row]]] = defaultdict(lambda: ([], []))
    for at, those in enumerate((equal, most)):
        for row in those:
            rows[root(next(iter(row[0])))][at].append(row)
    for of, names in members.items():
        yield _part([*names], *rows[of], found)


def _together(rows: Iterable[Iterable[Var]]) -> Callable[[Var], Var]:
    """Which unknowns hang together: each to one that stands for all of its part."""
    parent: dict[Var, Var] = {}

    def root(of: Var) -> Var:
        while parent.setdefault(of, of) != of:
            parent[of] = parent[parent[of]]
            of = parent[of]
        return of

    for first, *others in rows:
        for other in others:
            parent[root(other)] = root(first)
    return root


def _reduced(row: _Row, found: System) -> _Row:
    terms, constant = row
    return (
        {n: w for n, w in terms.items() if n not in found.known},
        constant - sum(w * found.known[n] for n, w in terms.items() if n in found.known),
    )


def _part(names: list[Var], equal: list[_Row], most: list[_Row], found: System) -> Part:
    index = {name: i for i, name in enumerate(names)}

    def matrix(rows: list[_Row]) -> tuple[csr_matrix | None, np.ndarray]:
        if not rows:
            return None, np.zeros(0)
        entries = [(r, index[n], w) for r, (terms, _) in enumerate(rows) for n, w in terms.items()]
        across, down, weights = zip(*entries, strict=True)
        return csr_matrix((weights, (across, down)), shape=(len(rows), len(names))), np.array([c for _, c in rows])

    bounds = np.array([[found.least.get(name, 0.0), FAR] for name in names])
    return Part(names, *matrix(equal), *matrix(most), bounds)


def intervals(found: System, wanted: Iterable[Var], *, wide: float = 5.0, tries: int = 12) -> dict[Var, tuple[float, float]]:
    """The least and the most that each wanted unknown can be; where it is wider than `wide`, bounds that show that much.

    Every solution found for one number serves all others of its part, so that few need a search of their own.
    """
    asked = set(wanted) - set(found.known)
    told: dict[Var, tuple[float, float]] = {}
    dice = random.Random(7)
    for part in parts_of(found):
        mine = [i for i, name in enumerate(part.names) if name in asked]
        if not mine:
            continue
        low, high = np.full(len(part.names), np.inf), np.full(len(part.names), -np.inf)
        for _ in range(tries):
            weights = np.zeros(len(part.names))
            weights[mine] = [dice.uniform(-1, 1) for _ in mine]
            _seen(part.extreme(weights), low, high)
        for i in mine:
            for sign in (1.0, -1.0):
                if high[i] - low[i] < wide:
                    weights = np.zeros(len(part.names))
                    weights[i] = sign
                    _seen(part.extreme(weights), low, high)
        told.update({part.names[i]: (float(low[i]), float(high[i])) for i in mine})
    return told


def _seen(solution: np.ndarray, low: np.ndarray, high: np.ndarray) -> None:
    np.minimum(low, solution, out=low)
    np.maximum(high, solution, out=high)
