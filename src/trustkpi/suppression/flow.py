"""How far one withheld figure of a table can move when all others that are withheld give way: a greatest flow."""

from __future__ import annotations

from collections import deque

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


def flow(less: Numbers, more: Numbers, row: int, column: int, enough: float) -> float:
    """By how much the figure can grow, up to `enough`, where each may lose what `less` has of it and gain what `more` has.

    What the figure gains its row must lose in another column, which gains it in another row, and so on to its own column.
    """
    less, more, total = less.copy(), more.copy(), 0.0
    limit = min(enough, float(more[row, column]))
    less[row, column] = more[row, column] = 0
    while total < limit and (way := _way(less, more, row, column)):
        passed = limit - total
        for losing, at in way:
            passed = min(passed, float((less if losing else more)[at]))
        for losing, at in way:
            less[at] += -passed if losing else passed
            more[at] += passed if losing else -passed
        total += passed
    return total


def _way(less: Numbers, more: Numbers, row: int, column: int) -> list[tuple[bool, tuple[int, int]]]:
    """The figures of a shortest way, each with whether it loses; empty where there is none."""
    from_row: dict[int, int] = {}  # the row from which a column is reached
    from_column: dict[int, int] = {}
    rows = deque([row])
    while rows:
        here = rows.popleft()
        for there in (int(c) for c in np.flatnonzero(less[here] > 0) if int(c) not in from_row):
            from_row[there] = here
            if there == column:
                return _traced(row, column, from_row, from_column)
            for at in (int(r) for r in np.flatnonzero(more[:, there] > 0) if int(r) not in from_column and int(r) != row):
                from_column[at] = there
                rows.append(at)
    return []


def _traced(row: int, column: int, from_row: dict[int, int], from_column: dict[int, int]) -> list[tuple[bool, tuple[int, int]]]:
    way = []
    while True:
        here = from_row[column]
        way.append((True, (here, column)))
        if here == row:
            return way
        column = from_column[here]
        way.append((False, (here, column)))
