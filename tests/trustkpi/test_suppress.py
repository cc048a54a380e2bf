"""What is withheld: small figures, and as few others as keep them."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl
import pytest

from trustkpi.facts import RESULTS
from trustkpi.suppress import suppress

SCHOOLS = {"Ash": "Primary", "Beech": "Primary", "Cedar": "Secondary"}


def figure(place: str, inside: int, people: int, group: str = "", **other: object) -> dict[str, object]:
    """A figure of a KPI that counts people: so many of so many."""
    grain = "academy" if place in SCHOOLS else "phase" if place in SCHOOLS.values() else "trust"
    row = {
        "kpi": "late", "period": "2025-26-spring", "population": "cohort", "grain": grain, "place": place,
        "phase": SCHOOLS.get(place, place if grain == "phase" else ""), "breakdown": "sex" if group else "", "group": group,
        "numerator": inside, "denominator": people, "value": 100 * inside / people, "people": people, "people_in": inside,
        "people_out": people - inside,
    }  # fmt: skip
    return row | other


def frame(rows: Iterable[dict[str, object]]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=RESULTS)


def with_totals(cells: dict[tuple[str, str], tuple[int, int]], **other: object) -> pl.DataFrame:
    """The cells (place, group) with their wholes, phases and the trust, all of which are sums."""
    total: dict[tuple[str, str], tuple[int, int]] = {}
    for (place, group), (inside, people) in cells.items():
        for where in (place, SCHOOLS[place], "Trust"):
            for what in {group, ""}:
                had = total.get((where, what), (0, 0))
                total[where, what] = (had[0] + inside, had[1] + people)
    return frame(figure(place, *numbers, group, **other) for (place, group), numbers in total.items())


def withheld(results: pl.DataFrame, **more: object) -> set[tuple[str, str]]:
    seen = suppress(results, small_group=5, **more)  # type: ignore[arg-type]
    return set(seen.filter(pl.col("mark") == "c").select("place", "group").rows())


def test_where_nothing_is_small_everything_is_shown() -> None:
    results = with_totals({("Ash", ""): (6, 12), ("Beech", ""): (20, 30), ("Cedar", ""): (7, 100)})
    seen = suppress(results, small_group=5)
    assert set(seen["mark"]) == {""}
    assert seen.drop("mark").equals(results)


@pytest.mark.parametrize(("inside", "people"), [(1, 40), (5, 40), (36, 40), (0, 4)])
def test_few_people_in_numerator_rest_or_denominator_are_withheld_with_one_other_academy(inside: int, people: int) -> None:
    results = with_totals({("Ash", ""): (inside, people), ("Beech", ""): (20, 50), ("Cedar", ""): (70, 150)})
    # Beech is the smaller of those that Ash can be hidden behind; Primary is the two together and stays.
    assert withheld(results) == {("Ash", ""), ("Beech", "")}


@pytest.mark.parametrize("inside", [0, 40])
def test_nobody_and_everybody_are_shown(inside: int) -> None:
    results = with_totals({("Ash", ""): (inside, 40), ("Beech", ""): (20, 50), ("Cedar", ""): (70, 150)})
    assert withheld(results) == set()


def test_an_academy_too_like_it_hides_nothing() -> None:
    # Ash has 1 and Beech nobody: together they are told to be 1, so Cedar must be withheld instead.
    results = with_totals({("Ash", ""): (1, 40), ("Beech", ""): (0, 50), ("Cedar", ""): (70, 150)})
    assert {("Ash", ""), ("Cedar", "")} <= withheld(results)
    assert ("Trust", "") not in withheld(results)


def test_a_small_group_is_withheld_with_its_sister_at_two_academies_and_nothing_else() -> None:
    cells = {
        ("Ash", "Female"): (3, 30), ("Ash", "Male"): (9, 30), ("Beech", "Female"): (8, 20), ("Beech", "Male"): (10, 25),
        ("Cedar", "Female"): (30, 90), ("Cedar", "Male"): (40, 90),
    }  # fmt: skip
    # 3 may be anything from nought to 11: 8 girls of Beech for as many boys of Ash, and back.
    assert withheld(with_totals(cells)) == {(place, group) for place in ("Ash", "Beech") for group in ("Female", "Male")}


def test_what_is_withheld_has_no_number_left() -> None:
    seen = suppress(with_totals({("Ash", ""): (2, 40), ("Beech", ""): (20, 50), ("Cedar", ""): (70, 150)}), small_group=5)
    numbers = ("numerator", "denominator", "value", "people", "people_in", "people_out")
    assert seen.filter(pl.col("mark") == "c").select(pl.any_horizontal(pl.col(numbers).is_not_null()).any()).item() is False


def test_nought_switches_it_off_and_figures_that_are_not_about_people_are_never_withheld() -> None:
    results = with_totals({("Ash", ""): (2, 4), ("Beech", ""): (20, 50)})
    assert set(suppress(results, small_group=0)["mark"]) == {""}
    money = results.with_columns(pl.lit(None, pl.Int64).alias(n) for n in ("people", "people_in", "people_out"))
    assert set(suppress(money, small_group=5)["mark"]) == {""}


def test_the_order_of_rows_changes_nothing() -> None:
    cells = {("Ash", "F"): (3, 30), ("Ash", "M"): (9, 30), ("Beech", "F"): (8, 20), ("Beech", "M"): (1, 25)}
    results = with_totals(cells)
    backwards = suppress(results.reverse(), small_group=5).reverse()
    assert backwards.equals(suppress(results, small_group=5))


def test_the_other_half_of_a_whole_is_withheld_with_it() -> None:
    # 3 pupils were absent: how many attended would tell it. Sessions, so that each brings 100.
    def sessions(kpi: str, share: int) -> pl.DataFrame:
        cells = {("Ash", ""): (3, 40), ("Beech", ""): (20, 50), ("Cedar", ""): (70, 150)}
        rows = with_totals(cells, kpi=kpi).with_columns(denominator=pl.col("people") * 100)
        absent = pl.col("people_in") * 10
        missed = absent if share else pl.col("denominator") - absent
        everyone = pl.col("people_in") if share else pl.col("people")
        rest = pl.col("people") if share else pl.col("people_in")
        return rows.with_columns(numerator=missed).with_columns(people_in=everyone, people_out=rest)

    seen = suppress(pl.concat([sessions("absent", 1), sessions("attended", 0)]), small_group=5)
    marks = seen.filter(pl.col("mark") == "c").select("kpi", "place").rows()
    assert set(marks) == {(kpi, place) for kpi in ("absent", "attended") for place in ("Ash", "Beech")}
