"""Periods of a year held against each other: what is counted since September, less what was a term before, is the term's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import polars as pl
import pytest

from tests.attack.everything import Everything
from trustkpi.catalogue import catalogue
from trustkpi.facts import RESULTS
from trustkpi.suppress import suppress

TERM, TO_DATE = "suspension_rate", "suspension_rate_year_to_date"
PAIR = {name: kpi for name, kpi in catalogue().items() if name in {TERM, TO_DATE}}
AUTUMN, SPRING = "2025-26-autumn", "2025-26-spring"
# Suspensions, and pupils suspended, in autumn and in spring, of a hundred pupils at each of four special schools.
FEW_IN_SPRING = {
    "Ash": ((12, 9), (5, 4)),
    "Beech": ((36, 30), (48, 40)),
    "Cedar": ((16, 12), (29, 20)),
    "Elm": ((20, 15), (9, 8)),
}
FEW_IN_AUTUMN = {place: (spring, autumn) for place, (autumn, spring) in FEW_IN_SPRING.items()}
Terms = Mapping[str, tuple[tuple[int, int], tuple[int, int]]]


def figures(terms: Terms) -> pl.DataFrame:
    """Both measures in both terms: nobody is suspended in both, so that people add up too."""
    rows = []
    for name in (AUTUMN, SPRING):
        for kpi in (TERM, TO_DATE):
            for place, (autumn, spring) in terms.items():
                counted = [autumn] if name == AUTUMN else [spring] if kpi == TERM else [autumn, spring]
                things, people = (sum(n[i] for n in counted) for i in (0, 1))
                rows.append((name, kpi, "academy", place, things, 100, 100, people, 100 - people))
    named = pl.DataFrame(
        rows, ["period", "kpi", "grain", "place", "numerator", "denominator", "people", "people_in", "people_out"], orient="row"
    )
    trust = named.drop("grain", "place").group_by("period", "kpi", maintain_order=True).sum()
    every = pl.concat([named, trust.with_columns(grain=pl.lit("trust"), place=pl.lit("Trust")).select(named.columns)])
    blank = dict.fromkeys(("population", "breakdown", "group"), pl.lit(""))
    phase = pl.when(grain="academy").then(pl.lit("Special")).otherwise(pl.lit(""))
    told = every.with_columns(phase=phase, value=100 * pl.col("numerator") / pl.col("denominator"), **blank)
    return told.select(pl.col(name).cast(dtype) for name, dtype in RESULTS.items())


def attack(results: pl.DataFrame, seen: pl.DataFrame) -> Everything:
    frames = [tuple(t.filter(pl.col("period") == name) for t in (results, seen)) for name in (AUTUMN, SPRING)]
    return Everything(frames, PAIR)  # type: ignore[arg-type]


@pytest.mark.parametrize("terms", [FEW_IN_SPRING, FEW_IN_AUTUMN])
def test_a_year_to_date_beside_the_one_before_tells_no_terms_few(terms: Terms) -> None:
    results = figures(terms)
    seen = suppress(results, small_group=5, kpis=PAIR.values())
    few = seen.filter(pl.col("place") == "Ash", pl.col("period") == SPRING, pl.col("kpi") == TO_DATE)
    assert few["mark"].to_list() == ["c"]
    assert attack(results, seen).narrow() == []
    # The trust's own are shown all the same.
    assert seen.filter(pl.col("grain") == "trust")["mark"].to_list() == [""] * 4


def test_what_an_issue_of_the_term_before_withheld_is_withheld_to_date() -> None:
    """Beech's autumn was withheld in a pack that was issued, though its figures as they are now need not be."""
    results = figures({"Ash": ((12, 9), (25, 14)), **{p: n for p, n in FEW_IN_SPRING.items() if p in {"Beech", "Cedar"}}})
    beech = pl.col("place") == "Beech", pl.col("kpi") == TO_DATE
    issued = results.filter(*beech, pl.col("period") == AUTUMN).with_columns(mark=pl.lit("c"))
    free, held = (suppress(results, small_group=5, kpis=PAIR.values(), issued=before) for before in (None, issued))
    marks = [seen.filter(*beech, pl.col("period") == SPRING)["mark"].to_list() for seen in (free, held)]
    assert marks == [[""], ["c"]]


@pytest.mark.parametrize("terms", [FEW_IN_SPRING, FEW_IN_AUTUMN])
def test_the_attack_finds_what_either_tells_that_is_suppressed_for_itself(terms: Terms) -> None:
    """Each period and measure suppressed as if there were no other: of Ash, 17 to date less 12 is 5."""
    results = figures(terms)
    apart = [replace(kpi, adds_to="") for kpi in PAIR.values()]
    seen = suppress(results, small_group=5, kpis=apart)
    told = attack(results, seen).narrow()
    assert any((one.cell[1], one.part, one.is_, one.between) == ("Ash", "N", 5.0, (5.0, 5.0)) for one in told)


def test_the_demos_terms_and_years_to_date_tell_nothing(every: pl.DataFrame, seen: pl.DataFrame) -> None:
    pairs = {name: kpi for name, kpi in catalogue().items() if kpi.adds_to} | {
        kpi.adds_to: catalogue()[kpi.adds_to] for kpi in catalogue().values() if kpi.adds_to
    }
    assert len(pairs) == 4
    of = pl.col("kpi").is_in([*pairs])
    frames = [tuple(t.filter(of, pl.col("period") == name) for t in (every, seen)) for name in (AUTUMN, SPRING)]
    found = Everything(frames, pairs)  # type: ignore[arg-type]
    assert found.secret
    assert found.narrow() == []
