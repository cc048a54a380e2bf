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


def protected(asked: Asked, axes: Axes) -> Told:
    """What is withheld, so that every withheld figure may move by what it needs and every published one stands.

    Where a whole is withheld, so is all that it is made of: else its parts would give it away.
    """
    take, give = turned(asked.take, asked.give), turned(asked.give, asked.take)
    hidden, up, down = asked.start.copy(), np.zeros(take.shape), np.zeros(take.shape)
    hidden[:, 0], up[:, 0], down[:, 0] = _wholes(take, give, asked, axes)
    hidden |= hidden[:, [0]] & (asked.take + asked.give > 0) & np.isfinite(asked.cost)
    for table in axes.tables.values():
        if not hidden[:, table].any():
            continue
        which = np.r_[0, table]
        # The wholes move the other way round: what a part gains its whole gains.
        board = Board(*(_with_wholes(part, side, which) for part, side in ((take, up), (give, down))),
                      *(part[:, which] for part in (_locked(asked.cost), asked.need)), asked.nought[:, which])
        inside, ups, downs = board.settled(hidden[:, which])
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


def _wholes(take: Numbers, give: Numbers, asked: Asked, axes: Axes) -> tuple[Flags, Numbers, Numbers]:
    hidden = asked.start[:, 0].copy()
    tables = [t for t in axes.tables.values() if (take[:, t] + give[:, t]).any()]
    places = [int(at) for at in np.flatnonzero(hidden)]
    ups, downs = np.zeros(len(hidden)), np.zeros(len(hidden))
    while places:
        at = places.pop(0)
        while True:
            ups[at], downs[at] = _moves(take, give, hidden, at, tables)
            if ups[at] + downs[at] >= asked.need[at, 0]:
                break
            more = _next(take, give, hidden, at, tables, asked)
            if more < 0:
                fresh = ~hidden & np.isfinite(asked.cost[:, 0])
                hidden |= fresh
                break
            hidden[more] = True
            places.append(more)
    for at in np.flatnonzero(hidden):
        ups[at], downs[at] = _moves(take, give, hidden, int(at), tables)
    return hidden, ups, downs


def _moves(take: Numbers, give: Numbers, hidden: Flags, at: int, tables: list[slice]) -> tuple[float, float]:
    """How far a whole may move up and down, passing people from and to other withheld wholes, within every table alike."""
    others = hidden.copy()
    others[at] = False
    ways = []
    for come, go in ((give, take), (take, give)):
        whole = min(come[at, 0], go[others, 0].sum())
        parts = [np.minimum(come[at, t], go[others, t].sum(axis=0)).sum() for t in tables]
        ways.append(float(min([whole, *parts])))
    return ways[0], ways[1]


def _next(take: Numbers, give: Numbers, hidden: Flags, at: int, tables: list[slice], asked: Asked) -> int:
    """The whole to withhold next: the cheapest that suffices, else the one that widens most; -1 where none does."""
    width, found = sum(_moves(take, give, hidden, at, tables)), []
    for other in np.flatnonzero(~hidden & np.isfinite(asked.cost[:, 0])):
        tried = hidden.copy()
        tried[other] = True
        wider = sum(_moves(take, give, tried, at, tables))
        enough = wider >= asked.need[at, 0]
        found.append((not enough, asked.cost[other, 0] if enough else -wider, int(other), wider))
    best = min(found, default=None)
    return best[2] if best and (not best[0] or best[3] > width) else -1
