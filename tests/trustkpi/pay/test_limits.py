"""Which groups of a table are withheld so that the total and the rest tell nothing of a small one."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustkpi.pay.limits import Part, withheld, within

COUNTS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=6)


def parts(*counts: tuple[int, int]) -> list[Part]:
    return [Part(f"g{at}", *pair) for at, pair in enumerate(counts)]


@pytest.mark.parametrize(
    ("counts", "gone"),
    [
        ([(50, 0), (30, 0), (13, 0)], set()),
        ([(50, 0), (30, 0), (13, 0), (7, 0)], {"g3", "g2"}),  # the one of 7 alone would be the total less the rest
        ([(50, 0), (8, 0), (7, 0)], {"g1", "g2"}),  # two of them, 15 people together
        ([(7, 0), (0, 0), (50, 0)], {"g0", "g2"}),  # nobody is no cover
        ([(7, 0)], {"g0"}),
        ([(40, 3), (60, 30)], {"g0", "g1"}),  # three men beside 40 women
        ([(40, 0), (60, 30)], set()),  # no men at all is nobody's secret
    ],
)
def test_small_groups_go_and_as_few_others_as_hide_them(counts: list[tuple[int, int]], gone: set[str]) -> None:
    assert withheld(parts(*counts), 9) == gone


@given(counts=COUNTS)
def test_every_small_group_is_withheld_and_never_alone(counts: list[tuple[int, int]]) -> None:
    every = parts(*counts)
    gone = withheld(every, 9)
    assert {p.name for p in every if p.is_small(9)} <= gone
    assert not gone or len(gone) > 1 or len(every) == 1


@given(counts=st.lists(st.integers(0, 12), min_size=2, max_size=4))
def test_more_than_five_numbers_of_people_fit_a_withheld_small_group(counts: list[int]) -> None:
    """Every way to share the withheld total among the withheld groups is one that a reader cannot rule out."""
    every = parts(*((n, 0) for n in counts))
    gone = [p for p in every if p.name in withheld(every, 5)]
    if not gone or len(gone) == len(every):
        return
    total = sum(p.inside for p in gone)
    for at, part in enumerate(gone):
        if part.is_small(5):
            fits = {way[at] for way in product(range(total + 1), repeat=len(gone)) if sum(way) == total}
            assert len(fits) > 5


def test_a_role_group_is_hidden_among_those_of_the_same_staff() -> None:
    roles = [Part("Leader", 3, 4), Part("Teacher", 40, 20), Part("Site", 20, 20), Part("Catering", 30, 20)]

    def staff(role: str) -> str:
        return "teachers" if role in {"Leader", "Teacher"} else "support"

    assert within(roles, 5, staff, {"teachers": True, "support": True}) == {"Leader", "Teacher"}
    assert within(roles, 5, staff, {"teachers": False, "support": False}) == {"Leader", "Site"}
