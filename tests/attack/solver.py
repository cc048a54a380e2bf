"""A system of what is known, and between what each unknown number must lie, by linear programming (HiGHS)."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

Var = tuple[str, ...]
_Row = tuple[dict[Hashable, float], float]


@dataclass
class System:
    """Equations (sum of weights times variables = constant) and inequalities (at most) over numbers of nought or more."""

    equal: list[tuple[dict[Var, float], float]] = field(default_factory=list)
    most: list[tuple[dict[Var, float], float]] = field(default_factory=list)
    known: dict[Var, float] = field(default_factory=dict)
    least: dict[Var, float] = field(default_factory=dict)


@dataclass
class Part:
    """Unknown numbers that hang together, as arrays for the solver."""

    names: list[Var]
    equal: csr_matrix
    equals: np.ndarray
    most: csr_matrix
    mosts: np.ndarray
    bounds: np.ndarray

    def extreme(self, weights: np.ndarray) -> np.ndarray:
        """A solution at which the weighted sum is least."""
        done = linprog(
            weights, A_ub=self.most, b_ub=self.mosts, A_eq=self.equal, b_eq=self.equals, bounds=self.bounds, method="highs"
        )
        assert done.status == 0, done.message
        return np.asarray(done.x)

    def block(self, columns: np.ndarray, at: np.ndarray) -> Part:
        """The part with all unknowns but some held where a solution has them: what it allows, the whole part allows."""
        held = at.copy()
        held[columns] = 0
        rows = [(m[:, columns], right - m @ held) for m, right in ((self.equal, self.equals), (self.most, self.mosts))]
        kept = [(m[m.getnnz(axis=1) > 0], right[m.getnnz(axis=1) > 0]) for m, right in rows]
        (equal, equals), (most, mosts) = kept
        # The held solution is exact to the solver's tolerance only, so that an equation may be missed by as little.
        return Part([self.names[i] for i in columns], equal, equals, most, mosts + _TINY, self.bounds[columns])


FAR = 1e7  # more than any number in a pack
_TINY = 1e-6


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

    def matrix(rows: list[_Row]) -> tuple[csr_matrix, np.ndarray]:
        entries = [(r, index[n], w) for r, (terms, _) in enumerate(rows) for n, w in terms.items()]
        across, down, weights = zip(*entries, strict=True) if entries else ((), (), ())
        return csr_matrix((weights, (across, down)), shape=(len(rows), len(names))), np.array([c for _, c in rows], dtype=float)

    bounds = np.array([[found.least.get(name, 0.0), FAR] for name in names])
    return Part(names, *matrix(equal), *matrix(most), bounds)


def intervals(
    found: System, wanted: Iterable[Var], *, wide: float = 5.0, table: Callable[[Var], Hashable] = lambda name: name
) -> dict[Var, tuple[float, float]]:
    """The least and the most that each wanted unknown can be; where it is wider than `wide`, bounds that show that much.

    Every solution serves all unknowns at once. Those still narrow are pushed about together, then each within its own
    `table` while all else is held, and each that is left has a search of its own: a narrow interval is a proof.
    """
    asked = set(wanted) - set(found.known)
    told: dict[Var, tuple[float, float]] = {}
    for part in parts_of(found):
        if any(name in asked for name in part.names):
            told |= _Search(part, asked, wide).told(table)
    return told


class _Search:
    def __init__(self, part: Part, asked: set[Var], wide: float) -> None:
        self.part, self.wide = part, wide
        self.mine = [i for i, name in enumerate(part.names) if name in asked]
        self.low, self.high = np.full(len(part.names), np.inf), np.full(len(part.names), -np.inf)
        self.solutions: list[np.ndarray] = []
        self.dice = random.Random(7)

    def told(self, table: Callable[[Var], Hashable]) -> dict[Var, tuple[float, float]]:
        everything = np.arange(len(self.part.names))
        for _ in range(6):
            self._push(self.part, everything, {i: self.dice.choice((-1, 1)) * self.dice.uniform(0.5, 1) for i in self.mine})
        middle = np.mean(self.solutions, axis=0)
        tables: dict[Hashable, list[int]] = defaultdict(list)
        for i, name in enumerate(self.part.names):
            tables[table(name)].append(i)
        for members in tables.values() if len(tables) > 1 else ():
            self._each(self.part.block(np.array(members), middle), np.array(members))
        self._each(self.part, everything)
        return {self.part.names[i]: (float(self.low[i]), float(self.high[i])) for i in self.mine}

    def _each(self, part: Part, columns: np.ndarray) -> None:
        within = {*columns.tolist()} & {*self.mine}
        for _ in range(3):
            self._push(part, columns, {i: self.dice.choice((-1.0, 1.0)) for i in sorted(within) if self._narrow(i)})
        for i in sorted(within):
            if self._narrow(i):
                self._push(part, columns, {i: 1.0})

    def _narrow(self, i: int) -> bool:
        return bool(self.high[i] - self.low[i] < self.wide)

    def _push(self, part: Part, columns: np.ndarray, weights: dict[int, float]) -> None:
        """Both ends of a weighted sum of unknowns."""
        if not weights:
            return
        aim = np.array([weights.get(int(i), 0.0) for i in columns])
        for way in (aim, -aim):
            solution = part.extreme(way)
            if part is self.part:
                self.solutions.append(solution)
            self.low[columns] = np.minimum(self.low[columns], solution)
            self.high[columns] = np.maximum(self.high[columns], solution)
