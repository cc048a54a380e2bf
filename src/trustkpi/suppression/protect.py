"""Which figures of one series are withheld: the wholes first, then table by table."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from trustkpi.suppression.passing import Board, Flags, Numbers, turned
from trustkpi.suppression.series import Axes


@dataclass(frozen=True)
class Told:
    """What of a series is withheld, and how far each withheld figure may at least move up and down."""

    hidden: Flags
    up: Numbers
    down: Numbers


@dataclass(frozen=True)
class Asked:
    """A series to protect: what may leave each figure and what may come, what must be withheld, how wide, at what cost."""

    take: Numbers
    give: Numbers
    start: Flags
    need: Numbers
    cost: Numbers
    nought: Flags


def protected(asked: Asked, axes: Axes, *, far: bool = False) -> Told:
    """What is withheld, so that every withheld figure may move by what it needs and every published one stands.

    Where a whole is withheld, so is all that it is made of: else its parts would give it away. `far` asks how far each
    figure may move at most, where others lean on it.
    """
    take, give = turned(asked.take, asked.give), turned(asked.give, asked.take)
    hidden, up, down = asked.start.copy(), np.zeros(take.shape), np.zeros(take.shape)
    tables = [t for t in axes.tables.values() if (take[:, t] + give[:, t]).any()]
    hidden[:, 0], up[:, 0], down[:, 0] = _Wholes(take, give, asked, tables, hidden[:, 0].copy()).settle()
    hidden |= hidden[:, [0]] & (asked.take + asked.give > 0) & np.isfinite(asked.cost)
    for table in tables:
        if not hidden[:, table].any():
            continue
        which = np.r_[0, table]
        # The wholes move the other way round: what a part gains its whole gains.
        leaving, coming = _with_wholes(take, up, which), _with_wholes(give, down, which)
        cost = _locked(asked.cost)[:, which]
        board = Board(leaving, coming, cost, asked.need[:, which], asked.nought[:, which])
        inside, ups, downs = board.settled(hidden[:, which], far=far)
        hidden[:, table], up[:, table], down[:, table] = inside[:, 1:], ups[:, 1:], downs[:, 1:]
    return Told(hidden, turned(up, down), turned(down, up))


def _with_wholes(part: Numbers, wholes: Numbers, which: np.ndarray) -> Numbers:
    board = part[:, which]
    board[:, 0] = wholes[:, 0]
    return board


def _locked(cost: Numbers) -> Numbers:
    """The wholes are settled: none more can be withheld."""
    locked = cost.copy()
    locked[:, 0] = np.inf
    return locked


@dataclass
class _Wholes:
    """The wholes of a series: people pass from one place to another, within every table alike."""

    take: Numbers
    give: Numbers
    asked: Asked
    tables: list[slice]
    hidden: Flags

    def settle(self) -> tuple[Flags, Numbers, Numbers]:
        """Which are withheld, and how far each may move up and down.

        Where it can be had, by as much one way as is needed in all: the figures that a whole is made of lean on it.
        """
        places = [int(at) for at in np.flatnonzero(self.hidden)]
        while places:
            at = places.pop(0)
            while not self._enough(self._moves(at), at):
                more = self._next(at)
                if more < 0:
                    if sum(self._moves(at)) < self.asked.need[at, 0]:
                        self.hidden |= np.isfinite(self.asked.cost[:, 0])
                    break
                self.hidden[more] = True
                places.append(more)
        moves = [self._moves(at) if hidden else (0.0, 0.0) for at, hidden in enumerate(self.hidden)]
        return self.hidden, np.array([up for up, _ in moves]), np.array([down for _, down in moves])

    def _enough(self, moves: tuple[float, float], at: int) -> bool:
        return bool(max(moves) >= self.asked.need[at, 0])

    def _moves(self, at: int, other: int | None = None) -> tuple[float, float]:
        """How far a whole may move up and down; where another is withheld too, if one is named."""
        others = self.hidden.copy()
        others[[] if other is None else [other]] = True
        others[at] = False
        ways = []
        for come, go in ((self.give, self.take), (self.take, self.give)):
            whole = min(come[at, 0], go[others, 0].sum())
            parts = [np.minimum(come[at, t], go[others, t].sum(axis=0)).sum() for t in self.tables]
            ways.append(float(min([whole, *parts])))
        return ways[0], ways[1]

    def _next(self, at: int) -> int:
        """The whole to withhold next: the cheapest that suffices, else the one that widens most; -1 where none does."""
        now, cost = sum(self._moves(at)), self.asked.cost[:, 0]
        wider = {int(other): self._moves(at, int(other)) for other in np.flatnonzero(~self.hidden & np.isfinite(cost))}
        enough = [other for other, moves in wider.items() if self._enough(moves, at)]
        if not enough and now < self.asked.need[at, 0]:
            enough = [other for other, moves in wider.items() if sum(moves) >= self.asked.need[at, 0]]
        if enough:
            return min(enough, key=lambda other: (cost[other], other))
        if now >= self.asked.need[at, 0]:
            return -1
        return max((o for o, moves in wider.items() if sum(moves) > now), key=lambda o: (sum(wider[o]), -o), default=-1)
