"""How far a withheld figure can move among others of its table."""

from __future__ import annotations

import numpy as np

from trustkpi.suppression.flow import flow


def test_a_figure_grows_by_what_its_row_its_column_and_their_corner_allow() -> None:
    # Of 3 and 9, 8 and 10: the first may gain the 9 beside it, but the 8 below can lose no more than 8.
    less, more = np.array([[3.0, 9.0], [8.0, 10.0]]), np.full((2, 2), 20.0)
    assert flow(less, more, 0, 0, 100) == 8
    assert flow(less, more, 0, 0, 6) == 6
    # It loses 3 at most: it has no more.
    assert flow(more, less, 0, 0, 100) == 3


def test_a_figure_moves_by_way_of_a_third_row_where_no_two_rows_will_do() -> None:
    # Rows share no two columns but by a third row: (0,0) and (0,1), (1,1) and (1,2), (2,2) and (2,0).
    there = np.array([[4.0, 6.0, 0.0], [0.0, 5.0, 7.0], [9.0, 0.0, 3.0]])
    assert flow(there, there, 0, 0, 100) == 3  # the least that one of the five on the way can pass on
    without = there.copy()
    without[1, 1] = 0
    assert flow(without, without, 0, 0, 100) == 0


def test_one_way_that_stands_in_anothers_way_is_taken_back() -> None:
    # Two units need both ways: through column 1 to row 2, and through column 2 to row 1.
    less = np.array([[0.0, 1.0, 1.0], [1.0, 0.0, 0.0], [1.0, 0.0, 0.0]])
    more = np.array([[2.0, 0.0, 0.0], [0.0, 1.0, 1.0], [0.0, 1.0, 0.0]])
    assert flow(less, more, 0, 0, 2) == 2
