"""Parts of a numerator that are given for wholes only: together they are one table, its columns the parts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from trustkpi.suppression.passing import Board, Flags, Numbers, turned
from trustkpi.suppression.protect import Asked, Told


def as_table(parent: Told, asked: Sequence[Asked]) -> list[Told]:
    """What of each part is withheld; where the whole that they add up to is withheld, all of them are."""

    def columns(name: str) -> Numbers:
        return np.column_stack([getattr(a, name)[:, 0] for a in asked])

    take, give = turned(columns("take"), columns("give")), turned(columns("give"), columns("take"))
    ups, downs = turned(parent.up, parent.down)[:, [0]], turned(parent.down, parent.up)[:, [0]]
    closed, whole = np.full(ups.shape, np.inf), parent.hidden[:, [0]]
    start = columns("start").astype(bool) | (whole & (take + give > 0))
    board = Board(
        np.hstack([ups, take]), np.hstack([downs, give]), np.hstack([closed, columns("cost")]),
        np.hstack([np.zeros(ups.shape), columns("need")]), np.hstack([ups < 0, columns("nought").astype(bool)]),
    )  # fmt: skip
    found = board.settled(np.hstack([whole, start]))
    return [_told(found.hidden[:, at], found.up[:, at], found.down[:, at], parent) for at in range(1, len(asked) + 1)]


def _told(hidden: Flags, up: Numbers, down: Numbers, parent: Told) -> Told:
    """Of wholes alone."""
    shape = parent.hidden.shape
    told = Told(np.zeros(shape, dtype=bool), np.zeros(shape), np.zeros(shape))
    told.hidden[:, 0], told.up[:, 0], told.down[:, 0] = hidden, up, down
    return told
