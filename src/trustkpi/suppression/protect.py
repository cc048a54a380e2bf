"""Which figures of one series are withheld: the wholes first, then table by table."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from trustkpi.suppression.passing import WIDE, Board, Flags, Numbers, turned
from trustkpi.suppression.series import TO_A_TRUST, Axes

_TENTH = 10 * TO_A_TRUST


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
    figure may move at most, where others lean on it. Where nothing else helps, the trust's own figure goes, and then all.
    """
    told, stuck = _tried(asked, axes, far=far)
    for rows in (slice(-1, None), slice(None)):
        if not stuck:
            break
        start = asked.start.copy()
        start[rows, 0] |= np.isfinite(asked.cost[rows, 0])
        told, stuck = _tried(replace(asked, start=start), axes, far=far)
    return told


def _tried(asked: Asked, axes: Axes, *, far: bool) -> tuple[Told, bool]:
    take, give = turned(asked.take, asked.give), turned(asked.give, asked.take)
    hidden, up, down = asked.start.copy(), np.zeros(take.shape), np.zeros(take.shape)
    tables = [t for t in axes.tables.values() if (take[:, t] + give[:, t]).any()]
    wholes = _Wholes(take, give, asked, tables, hidden[:, 0].copy(), hidden[-1].copy())
    hidden[:, 0], up[:, 0], down[:, 0] = wholes.settle()
    hidden[-1, 1:] |= wholes.opened[1:]
    there = (asked.take + asked.give > 0) & np.isfinite(asked.cost)
    hidden |= hidden[:, [0]] & there
    stuck = False
    for table in tables:
        if not hidden[:, table].any():
            continue
        which = np.r_[0, table]
        # The wholes move the other way round: what a part gains its whole gains.
        leaving, coming = _with_wholes(take, up, which), _with_wholes(give, down, which)
        board = Board(leaving, coming, _locked(asked.cost)[:, which], asked.need[:, which], asked.nought[:, which])
        inside = board.settled(hidden[:, which], far=far)
        if inside.stuck:  # when in doubt, the whole breakdown
            inside = board.settled(_whole_breakdown(hidden[:, which], there[:, which]), far=far)
        hidden[:, table], up[:, table], down[:, table] = inside.hidden[:, 1:], inside.up[:, 1:], inside.down[:, 1:]
        stuck = stuck or inside.stuck
    return Told(hidden, turned(up, down), turned(down, up)), stuck


def _whole_breakdown(hidden: Flags, there: Flags) -> Flags:
    """All groups of all places, and the trust's; but not a place's only group, which its whole tells where that is shown."""
    alone = ~hidden[:, [0]] & (there[:, 1:].sum(axis=1, keepdims=True) == 1)
    return np.asarray(hidden | np.hstack([np.zeros(alone.shape, dtype=bool), there[:, 1:] & ~alone]))


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
    """The wholes of a series: people pass from one place to another, within every table alike.

    Within a table they stay in their group, but for the groups of which the trust's total is withheld (`opened`).
    """

    take: Numbers
    give: Numbers
    asked: Asked
    tables: list[slice]
    hidden: Flags
    opened: Flags

    def settle(self) -> tuple[Flags, Numbers, Numbers]:
        """Which are withheld, and how far each may move up and down."""
        places = [int(at) for at in np.flatnonzero(self.hidden)]
        while places:
            at = places.pop(0)
            while self._lacks(at) and (more := self._more(at)) is not None:
                self.hidden[more] = True
                places += more
            if sum(self._moves(at)) < min(WIDE, self.asked.need[at, 0]):
                self.hidden |= np.isfinite(self.asked.cost[:, 0])
        moves = [self._moves(at) if hidden else (0.0, 0.0) for at, hidden in enumerate(self.hidden)]
        return self.hidden, np.array([up for up, _ in moves]), np.array([down for _, down in moves])

    def _lacks(self, at: int) -> bool:
        moves, need = self._moves(at), self.asked.need[at, 0]
        return bool(sum(moves) < min(self._enough(), need) or (self.tables and max(moves) < need))

    def _enough(self) -> float:
        """How wide is wide enough: more where all that is withheld of a shown total is few, as a phase may be all of it."""
        hidden = self.hidden[:-1]
        least = min(side[:-1, 0][hidden].sum() for side in (self.take, self.give))
        return WIDE + (not self.hidden[-1] and least < WIDE + 1)

    def _moves(self, at: int, other: int | None = None, tables: list[slice] | None = None) -> tuple[float, float]:
        """How far a whole may move up and down; where another is withheld too, if one is named."""
        others = self.hidden.copy()
        others[[] if other is None else [other]] = True
        others[at] = False
        ways = []
        for come, go in ((self.give, self.take), (self.take, self.give)):
            whole = min(come[at, 0], go[others, 0].sum())
            parts = [self._within(come[at, t], go[others, t].sum(axis=0), self.opened[t]) for t in tables or self.tables]
            ways.append(float(min([whole, *parts])))
        return ways[0], ways[1]

    @staticmethod
    def _within(come: Numbers, go: Numbers, opened: Flags) -> float:
        return float(np.minimum(come, go)[~opened].sum() + min(come[opened].sum(), go[opened].sum()))

    def _more(self, at: int) -> list[int] | None:
        """The whole to withhold next: an academy's that suffices, or with some tables opened; else the one that widens most.

        Where it is broken down, its parts lean on it: that it moves as far one way as is needed in all is worth a tenth of
        the trust (product default).
        """
        now, need, cost = sum(self._moves(at)), self.asked.need[at, 0], self.asked.cost[:, 0]
        left = [int(o) for o in np.flatnonzero(~self.hidden & np.isfinite(cost))]
        left.sort(key=lambda other: (cost[other], other))
        academies = [o for o in left if o < len(cost) - 1]
        wider = {o: self._moves(at, o) for o in left}
        far = [o for o in academies if max(wider[o]) >= need and cost[o] * _TENTH < cost[-1]] if self.tables else []
        if far or now >= min(self._enough(), need):
            return far[:1] or None
        enough = [o for wide in (need, self._enough()) for o in academies if sum(wider[o]) >= wide]
        if enough or self._opens(at, academies):
            return enough[:1]
        most = max((o for o in left if sum(wider[o]) > now), key=lambda o: (min(sum(wider[o]), need), -cost[o]), default=None)
        return None if most is None else [most]

    def _opens(self, at: int, academies: list[int]) -> bool:
        """Whether withholding the trust's totals of the tables that stand in the way makes room."""
        need, before = min(WIDE, self.asked.need[at, 0]), self.opened.copy()
        for other in (None, *academies):
            narrow = [t for t in self.tables if sum(self._moves(at, other, [t])) < need]
            for table in narrow:
                self.opened[table] = np.isfinite(self.asked.cost[-1, table]) | before[table]
            if sum(self._moves(at, other)) >= need and (self.opened != before).any():
                return True
            self.opened[:] = before
        return False
