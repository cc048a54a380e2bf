"""What was told once: small trusts in which a figure was narrowed, or two measures gave each other away."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl
import pytest

from tests.attack import small_trust
from tests.attack.published import Attack, Knows
from trustkpi.facts import RESULTS
from trustkpi.suppress import suppress

NUMBERS = ("numerator", "denominator", "people", "people_in", "people_out")
KNOWS = Knows(heads=frozenset({"pa"}), wider=(("cohort", "roll"),))
Cells = Mapping[tuple[str, str, str], tuple[int, int]]
# Persistently absent pupils, of all, by social care: at Ash nobody of the cohort but those without any.
NOBODY_AT_ONE: Cells = {
    ("cohort", "Ash", "In need"): (0, 8), ("cohort", "Ash", "Plan"): (0, 1), ("cohort", "Ash", "Looked after"): (0, 4),
    ("cohort", "Ash", "None"): (47, 351), ("cohort", "Elm", "In need"): (12, 24), ("cohort", "Elm", "Plan"): (1, 3),
    ("cohort", "Elm", "Looked after"): (1, 6), ("cohort", "Elm", "None"): (33, 114),
    ("roll", "Ash", "In need"): (1, 11), ("roll", "Ash", "Plan"): (0, 1), ("roll", "Ash", "Looked after"): (1, 6),
    ("roll", "Ash", "None"): (52, 409), ("roll", "Elm", "In need"): (13, 27), ("roll", "Elm", "Plan"): (1, 3),
    ("roll", "Elm", "Looked after"): (2, 7), ("roll", "Elm", "None"): (36, 121),
}  # fmt: skip
# The same where the trust's cohort has nobody of a group at all.
NOBODY_IN_THE_TRUST: Cells = NOBODY_AT_ONE | {("cohort", "Elm", "Looked after"): (0, 6), ("roll", "Elm", "Looked after"): (1, 7)}


def figures(cells: Cells) -> pl.DataFrame:
    """The figures with their totals."""
    parts = pl.DataFrame([(*at, *n) for at, n in cells.items()], ["population", "place", "group", "n", "people"], orient="row")
    tables = []
    for grain in ("academy", "trust"):
        for breakdown in ("", "care"):
            group = pl.col("group") if breakdown else pl.lit("")
            named = parts.with_columns(group=group, place=pl.col("place") if grain == "academy" else pl.lit("Trust"))
            added = named.group_by("population", "place", "group", maintain_order=True).sum()
            tables.append(added.with_columns(grain=pl.lit(grain), breakdown=pl.lit(breakdown)))
    n, people = pl.col("n"), pl.col("people")
    every = pl.concat(tables).with_columns(
        kpi=pl.lit("pa"), period=pl.lit(small_trust.PERIOD), value=100 * n / people, numerator=n, denominator=people,
        people_in=n, people_out=people - n, phase=pl.when(grain="academy").then(pl.lit("Primary")).otherwise(pl.lit("")),
    )  # fmt: skip
    return every.select(pl.col(name).cast(dtype) for name, dtype in RESULTS.items())


@pytest.mark.parametrize("cells", [NOBODY_AT_ONE, NOBODY_IN_THE_TRUST])
def test_a_group_that_only_the_wider_population_has_is_not_narrowed(cells: Cells) -> None:
    seen = suppress(figures(cells), small_group=5)
    attack = Attack(small_trust.lines(seen), KNOWS)
    assert attack.withheld
    assert attack.narrow() == {}


def test_two_measures_of_the_same_things_are_withheld_at_the_same_places() -> None:
    # Days lost by 2, 44, 32 and 21 suspended pupils, as a sum among all pupils and as an average of those suspended.
    days, sent, heads = (3, 533, 317, 100), (2, 44, 32, 21), (427, 118, 124, 150)
    rows = []
    for kpi, whole, people in (("days", (None,) * 4, heads), ("average", (4, 258, 158, 58), sent)):
        for at, place in enumerate(("Ash", "Beech", "Cedar", "Elm")):
            rows.append((kpi, "academy", place, days[at], whole[at], people[at], sent[at], people[at] - sent[at]))
        total = [sum(n) if None not in n else None for n in (days, whole, people, sent)]  # type: ignore[type-var,arg-type]
        rows.append((kpi, "trust", "Trust", *total, sum(people) - sum(sent)))
    named = pl.DataFrame(rows, ["kpi", "grain", "place", *NUMBERS], orient="row").with_columns(
        period=pl.lit(small_trust.PERIOD), population=pl.lit(""), breakdown=pl.lit(""), group=pl.lit(""), phase=pl.lit(""),
        value=pl.col("numerator"),
    )  # fmt: skip
    seen = suppress(named.select(pl.col(name).cast(dtype) for name, dtype in RESULTS.items()), small_group=5)
    withheld = {kpi: {*seen.filter(pl.col("kpi") == kpi, pl.col("mark") == "c")["place"]} for kpi in ("days", "average")}
    assert withheld["days"] == withheld["average"]
    assert "Ash" in withheld["days"]
    assert len(withheld["days"]) > 1
