"""A system of what is known, and between what each unknown number must lie, by linear programming (HiGHS)."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csc_matrix

Var = tuple[str, ...]
Row = tuple[dict[Var, float], float]
FAR = 1e7  # more than any number in a pack


@dataclass
class System:
    """Equations (sum of weights times variables = constant) and inequalities (at most) over numbers of nought or more."""

    equal: list[Row] = field(default_factory=list)
    most: list[Row] = field(default_factory=list)
    known: dict[Var, float] = field(default_factory=dict)
    least: dict[Var, float] = field(default_factory=dict)


def intervals(found: System, wanted: Iterable[Var], *, wide: float = 5.0) -> dict[Var, tuple[float, float]]:
    """The least and the most that each wanted unknown can be; where it is wider than `wide`, bounds that show that much.

    Every solution serves all unknowns at once. Those still narrow are pushed about together first, and then each that is
    left has a search of its own: a narrow interval is a proof.
    """
    asked = set(wanted) - set(found.known)
    told: dict[Var, tuple[float, float]] = {}
    for names, equal, most in _parts(found):
        mine = [i for i, name in enumerate(names) if name in asked]
        if mine:
            low, high = _searched(_Part(names, equal, most, found), mine, wide)
            told |= {names[i]: (float(low[i]), float(high[i])) for i in mine}
    return told


def _searched(part: _Part, mine: Sequence[int], wide: float) -> tuple[np.ndarray, np.ndarray]:
    low, high = np.full(part.size, np.inf), np.full(part.size, -np.inf)
    dice = random.Random(7)

    def push(weights: dict[int, float]) -> None:
        for way in (1.0, -1.0):
            solution = part.extreme({i: way * weight for i, weight in weights.items()})
            np.minimum(low, solution, out=low)
            np.maximum(high, solution, out=high)

    for _ in range(8):
        narrow = [i for i in mine if high[i] - low[i] < wide]
        if narrow:
            push({i: dice.choice((-1, 1)) * dice.uniform(0.1, 1) for i in narrow})
    for i in mine:
        if high[i] - low[i] < wide:
            push({i: 1.0})
    return low, high


class _Part:
    """Unknown numbers that hang together."""

    def __init__(self, names: Sequence[Var], equal: Sequence[Row], most: Sequence[Row], found: System) -> None:
        self.size = len(names)
        at = {name: i for i, name in enumerate(names)}
        self.equal, self.equals = _matrix(equal, at), np.array([constant for _, constant in equal])
        self.most, self.bounds = _matrix(most, at), np.array([constant for _, constant in most])
        self.between = np.array([(found.least.get(name, 0.0), FAR) for name in names])

    def extreme(self, weights: dict[int, float]) -> np.ndarray:
        """A solution at which the weighted sum is least."""
        costs = np.zeros(self.size)
        costs[[*weights]] = [*weights.values()]
        found = linprog(
            costs, A_eq=self.equal, b_eq=self.equals if self.equal is not None else None, A_ub=self.most,
            b_ub=self.bounds if self.most is not None else None, bounds=self.between, method="highs",
        )  # fmt: skip
        assert found.status == 0, found.message
        return np.asarray(found.x)


def _matrix(rows: Sequence[Row], at: Mapping[Var, int]) -> csc_matrix | None:
    entries = [(weight, r, at[name]) for r, (terms, _) in enumerate(rows) for name, weight in terms.items()]
    if not entries:
        return None
    weights, across, down = zip(*entries, strict=True)
    return csc_matrix((weights, (across, down)), shape=(len(rows), len(at)))


def _parts(found: System) -> Iterator[tuple[list[Var], list[Row], list[Row]]]:
    """The system without what is known, a part at a time that hangs together."""
    equal, most = ([r for r in (_reduced(row, found) for row in rows) if r[0]] for rows in (found.equal, found.most))
    root = _together(terms for terms, _ in (*equal, *most))
    members: dict[Var, dict[Var, None]] = defaultdict(dict)
    rows: dict[Var, tuple[list[Row], list[Row]]] = defaultdict(lambda: ([], []))
    for side, those in enumerate((equal, most)):
        for row in those:
            of = root(next(iter(row[0])))
            members[of].update(dict.fromkeys(row[0]))
            rows[of][side].append(row)
    for of, names in members.items():
        yield [*names], *rows[of]


def _reduced(row: Row, found: System) -> Row:
    terms, constant = row
    return (
        {n: w for n, w in terms.items() if n not in found.known},
        constant - sum(w * found.known[n] for n, w in terms.items() if n in found.known),
    )


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
