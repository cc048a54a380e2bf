"""A system of what is known, and between what each unknown number must lie, by linear programming (HiGHS)."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

Var = Hashable
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
