"""The proof: people who can be passed about among withheld figures without changing anything that is published.

A table has a row a place and a column a group; every row and every column has a published total, or its total is one of the
withheld figures. Pass some people at one academy from one group to another, and as many back at other academies: every total
stands. So an outsider cannot tell the one table from the other, and each figure on the way can be anything in between.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from trustkpi.suppression.flow import flow

WIDE = 5.0  # the narrowest interval that a withheld number of people may have
BIG = 1e12

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Board:
    """Figures that may be withheld: how many people may leave each (`take`), how many may come (`give`), and what it costs.

    The first column holds the wholes, which are settled beforehand, and the last row the trust: a whole grows as its part
    grows, so their two numbers stand exchanged (see `turned`), and then every row and every column is alike.
    """

    take: Numbers
    give: Numbers
    cost: Numbers
    need: Numbers
    nought: Flags

    def settled(self, hidden: Flags, *, far: bool = False) -> Settled:
        """What is withheld, with how far each withheld figure may move up and down: as far as asked, or as it can (`far`)."""
        search = _Search(self, hidden.copy())
        places = [tuple(map(int, at)) for at in np.argwhere(search.hidden) if at[1]]
        while places:
            row, column = places.pop(0)
            places += search.prove(row, column)
        stuck = search.still_stuck()
        if far:
            search.stretch()
        return Settled(search.hidden, search.up, search.down, bool(stuck), any(row == len(hidden) - 1 for row, _ in stuck))


@dataclass(frozen=True)
class Settled:
    """What is withheld of a board, how far it moves, and whether any figure, or the trust's, still cannot move enough."""

    hidden: Flags
    up: Numbers
    down: Numbers
    stuck: bool
    trust_stuck: bool


class _Search:
    def __init__(self, board: Board, hidden: Flags) -> None:
        self.board, self.hidden = board, hidden
        self.up, self.down = np.zeros(hidden.shape), np.zeros(hidden.shape)
        self.stuck: list[tuple[int, int]] = []

    def prove(self, row: int, column: int) -> list[tuple[int, int]]:
        """Withholds what it takes for one withheld figure, and says what that is."""
        added: list[tuple[int, int]] = []
        # No more can be passed than are there and may come: to withhold more for that would be in vain.
        need = min(self.board.need[row, column], self.board.take[row, column] + self.board.give[row, column])
        while True:
            ways = _Ways(self.board, self.hidden, row, column)
            self.up[row, column], self.down[row, column] = ways.reached(need)
            wide = self.up[row, column] + self.down[row, column]
            if wide >= min(need, self._enough(column)) or self._is_proved_nought(row, column):
                return added
            more = ways.sufficient(need) or ways.sufficient(WIDE) or ways.helpful(need - wide)
            if not more:
                self.up[row, column], self.down[row, column] = self._flows(row, column, need)
                self.stuck.append((row, column))
                return added
            added += more
            for at in more:
                self.hidden[at] = True

    def still_stuck(self) -> list[tuple[int, int]]:
        """The figures for which nothing more could be withheld that moves them, and which what was since does not move."""
        return [at for at in self.stuck if np.isfinite(self.board.cost[at]) and not self._is_wide(*at)]

    def _is_wide(self, row: int, column: int) -> bool:
        board, at = self.board, (row, column)
        need = min(WIDE, board.need[at], board.take[at] + board.give[at])
        return bool(board.nought[at] or sum(self._flows(row, column, need)) >= need)

    def _flows(self, row: int, column: int, enough: float) -> tuple[float, float]:
        take, give = self.board.take * self.hidden, self.board.give * self.hidden
        return flow(take, give, row, column, enough), flow(give, take, row, column, enough)

    def stretch(self) -> None:
        """Moves each withheld figure as far as it can be moved among all that is withheld now."""
        for row, column in np.argwhere(self.hidden):
            if column:
                self.up[row, column], self.down[row, column] = _Ways(self.board, self.hidden, row, column).farthest()

    def _enough(self, column: int) -> float:
        """How wide is wide enough: more where all that is withheld of a shown total is few, as a phase may be all of it."""
        hidden = self.hidden[:-1, column]
        least = min(side[:-1, column][hidden].sum() for side in (self.board.take, self.board.give))
        return WIDE + (not self.hidden[-1, column] and least < WIDE + 1)

    def _is_proved_nought(self, row: int, column: int) -> bool:
        """Nobody is there, and published noughts say so already; nought tells nothing of anybody."""
        nought, hidden = self.board.nought, self.hidden
        in_column = not hidden[-1, column] and nought[hidden[:, column], column].all()
        in_row = not hidden[row, 0] and nought[row, hidden[row]].all()
        return bool(nought[row, column] and (in_column or in_row))


class _Ways:
    """All ways to pass people between one figure and others of its row, and back at other places."""

    def __init__(self, board: Board, hidden: Flags, row: int, column: int) -> None:
        self.board, self.hidden, self.row, self.column = board, hidden, row, column
        take, give = board.take, board.give
        self.back = np.minimum(take[:, [column]], give), np.minimum(give[:, [column]], take)
        for side in self.back:
            side[row] = 0
        self.paired = hidden & hidden[:, [column]] & hidden[row]
        self.paired[row], self.paired[:, column] = False, False

    def reached(self, need: float) -> tuple[float, float]:
        """How far the figure may move up and down: with one other column where that is enough, else with several."""
        up, down = self._reach(*((side * self.paired).sum(axis=0) for side in self.back))
        best = int(np.argmax(up + down))
        if up[best] + down[best] >= need:
            return float(up[best]), float(down[best])
        return self.farthest()

    def farthest(self) -> tuple[float, float]:
        """How far the figure may move up and down with all columns together."""
        take, give, at = self.board.take, self.board.give, (self.row, self.column)
        return min(give[at], self._several(take, give)), min(take[at], self._several(give, take))

    def _reach(self, up: Numbers, down: Numbers) -> tuple[Numbers, Numbers]:
        """How far the figure moves with each other column, where so many are passed back elsewhere."""
        take, give, here = self.board.take[self.row], self.board.give[self.row], (self.row, self.column)
        up = np.minimum(np.minimum(up, take), self.board.give[here])
        return up, np.minimum(np.minimum(down, give), self.board.take[here])

    def _several(self, leave: Numbers, come: Numbers) -> float:
        """How many may come from other columns together, each place passing back no more than it has."""
        left, total = leave[:, self.column].copy(), 0.0
        for other in np.flatnonzero(self.paired.any(axis=0)):
            able = np.where(self.paired[:, other], np.minimum(left, come[:, other]), 0.0)
            passed = np.clip(leave[self.row, other] - (np.cumsum(able) - able), 0, able)
            left -= passed
            total += passed.sum()
        return float(total)

    def sufficient(self, need: float) -> list[tuple[int, int]]:
        """The figures to withhold that suffice at the least cost; none where no other place and column do alone."""
        costs = np.where(self._wider() >= need, self._costs(), np.inf)
        return self._at(-costs)

    def helpful(self, missing: float) -> list[tuple[int, int]]:
        """The figures to withhold that help most for what they cost."""
        up, down = self._reach(*((side * self.paired).sum(axis=0) for side in self.back))
        gain, costs = self._wider() - (up + down), self._costs()
        able = np.isfinite(costs) & (costs > 0) & (gain > 0)
        return self._at(np.where(able, np.minimum(gain, missing) / np.where(able, costs, 1), -np.inf))

    def _wider(self) -> Numbers:
        """How wide the figure would be with one column, were one more place withheld with it."""
        up, down = self._reach(*((side * self.paired).sum(axis=0) + side * ~self.paired for side in self.back))
        return np.asarray(up + down)

    def _at(self, worth: Numbers) -> list[tuple[int, int]]:
        place, other = (int(n) for n in np.unravel_index(int(np.argmax(worth)), worth.shape))
        if not np.isfinite(worth[place, other]):
            return []
        return [at for at in ((self.row, other), (place, self.column), (place, other)) if not self.hidden[at]]

    def _costs(self) -> Numbers:
        """What it costs to withhold a place's figure with its partners."""
        asked = np.where(self.hidden, 0.0, self.board.cost)
        costs = asked[[self.row]] + asked[:, [self.column]] + asked
        costs[self.row] = np.inf
        costs[:, self.column] = np.inf
        return np.asarray(costs)


def turned(ours: Numbers, theirs: Numbers) -> Numbers:
    """The one with the trust's row of the other: what may leave the trust's total is what may come to its parts."""
    return np.vstack([ours[:-1], theirs[-1:]])
