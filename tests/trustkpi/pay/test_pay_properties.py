"""The measures against an independent slow version in plain fractions, and what must change none of them."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.trustkpi.pay import oracle
from tests.trustkpi.pay.posts import SNAPSHOT, post, workforce
from tests.trustkpi.pay.worked import found, measures

SEEDS = st.integers(0, 2**31)
GAPS = ("mean", "median", "mean_bonus", "median_bonus")


def agree(got: dict[str, Any], owed: dict[str, Any]) -> None:
    for name in ("relevant", "full", "men", "sizes"):
        assert got[name] == owed[name], name
    for name, mine, theirs in [*((n, got[n], owed[n]) for n in GAPS), *((s, got["paid"][s], owed["paid"][s]) for s in "MF")]:
        assert (mine is None) == (theirs is None), name
        assert mine is None or mine == pytest.approx(float(theirs), rel=1e-9, abs=1e-7), name


@pytest.mark.parametrize("people", [1, 2, 3, 4, 5, 6, 7, 8, 9, 50, 501, 5000])
def test_the_program_agrees_with_plain_fractions(people: int) -> None:
    rows = workforce(people, seed=people)
    agree(measures(rows), oracle.measures(rows, SNAPSHOT))


@settings(max_examples=40, deadline=None)
@given(people=st.integers(1, 60), seed=SEEDS)
def test_the_program_agrees_with_plain_fractions_on_any_small_workforce(people: int, seed: int) -> None:
    rows = workforce(people, seed)
    agree(measures(rows), oracle.measures(rows, SNAPSHOT))


@settings(max_examples=20, deadline=None)
@given(people=st.integers(1, 60), seed=SEEDS)
def test_the_order_of_rows_changes_nothing(people: int, seed: int) -> None:
    rows = workforce(people, seed)
    shuffled = random.Random(seed).sample(rows, len(rows))
    assert measures(shuffled) == measures(rows)
    by_person = [found(some).sort("person") for some in (rows, shuffled)]
    assert by_person[0].equals(by_person[1])


@settings(max_examples=20, deadline=None)
@given(people=st.integers(1, 60), seed=SEEDS)
def test_splitting_a_post_into_two_changes_nothing(people: int, seed: int) -> None:
    rows = workforce(people, seed)
    even = {"basic", "hours", "bonus", "bonus_year"}
    at = next((i for i, r in enumerate(rows) if r["hours"] and not r["reduced"] and not any((r[n] or 0) % 2 for n in even)), None)
    if at is None:
        return
    half = {name: rows[at][name] // 2 for name in even}
    split = [*rows[:at], {**rows[at], **half}, {**rows[at], **half, "post": "half", "academy": "Denewood"}, *rows[at + 1 :]]
    assert measures(split) == measures(rows)


@settings(max_examples=20, deadline=None)
@given(people=st.integers(1, 60), seed=SEEDS)
def test_adding_a_person_on_leave_at_reduced_pay_changes_no_hourly_figure(people: int, seed: int) -> None:
    rows = workforce(people, seed)
    more = [*rows, post(person="Q1", sex="F", basic=90000, reduced=True, leave="MATERNITY", usual=300000)]
    before, after = measures(rows), measures(more)
    assert {n: after[n] for n in ("mean", "median", "men", "sizes", "full")} == {
        n: before[n] for n in ("mean", "median", "men", "sizes", "full")
    }
    assert after["relevant"] == before["relevant"] + 1


@settings(max_examples=20, deadline=None)
@given(people=st.integers(1, 60), seed=SEEDS, times=st.integers(2, 9))
def test_scaling_all_pay_changes_no_gap(people: int, seed: int, times: int) -> None:
    rows = workforce(people, seed)
    scaled = [{**r, **{n: (r[n] or 0) * times for n in ("basic", "bonus", "bonus_year")}} for r in rows]
    before, after = measures(rows), measures(scaled)
    assert (after["men"], after["sizes"], after["paid"]) == (before["men"], before["sizes"], before["paid"])
    for name in GAPS:
        assert (after[name] is None) == (before[name] is None)
        assert before[name] is None or after[name] == pytest.approx(before[name], rel=1e-9, abs=1e-7)


def test_rates_that_a_float_takes_for_different_are_one_rate() -> None:
    """1,300.00 a month for 9.25 hours is 3,900.00 for 27.75."""
    assert 130000 * 7 / 30.44 / 9.25 != 390000 * 7 / 30.44 / 27.75
    part, more = post(person="P1", hours=925, basic=130000), post(person="P2", hours=2775, basic=390000)
    rates = found([part, more])["rate"]
    assert rates[0] == rates[1]
    assert oracle.hourly_of([part]) == oracle.hourly_of([more]) == Fraction(130000 * 7) / Fraction("30.44") / Fraction("9.25")


def test_rates_that_differ_by_one_part_in_a_million_million_million_are_two_rates() -> None:
    """37,707,983 x (83.89 x 52.13) is 1 more than 37,634,210 x (83.99 x 52.17), hundredths taken as ones."""
    assert 37707983 * (8389 * 5213) - 37634210 * (8399 * 5217) == 1
    term = {"basis": "TERM", "weeks_worked": 3900}
    high = post(person="P1", **term, hours=8399, weeks_paid=5217, basic=37707983)
    low = post(person="P2", **term, hours=8389, weeks_paid=5213, basic=37634210)
    rates = dict(found([high, low]).select("person", "rate").iter_rows())
    assert rates["P1"] > rates["P2"]
