"""An outsider with the published figures alone, and linear programming, learns no withheld number of people to within five."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl
import pytest

from tests.attack import packs, small_trust
from tests.attack.published import Attack, Knows, Line
from trustkpi.suppress import suppress

WIDE = 5
# A hundred pupils; 3 girls late at Ash are hidden behind the boys there and both at Beech.
LATE = {("Ash", "Girls"): (3, 30), ("Ash", "Boys"): (9, 30), ("Beech", "Girls"): (8, 20), ("Beech", "Boys"): (10, 20)}


@dataclass(frozen=True)
class Part:
    """Enough of a KPI for suppression."""

    name: str
    part_of: str
    adds_to: str = ""


PARTS = [Part(name, whole) for name, whole in small_trust.PART_OF.items()]


def late(shown: tuple[tuple[str, str], ...] = ()) -> list[Line]:
    """The four figures withheld but for some, and all their totals shown."""
    kept = {
        key: Line("late", "all", "academy", key[0], "", "sex", key[1], *(numbers if key in shown else (None, None)))
        for key, numbers in LATE.items()
    }
    lines = list(kept.values())
    for grain, place in (("academy", "Ash"), ("academy", "Beech"), ("trust", "Trust")):
        for group in ("", "Girls", "Boys"):
            if group and grain == "academy":
                continue
            mine = [n for (p, g), n in LATE.items() if (grain == "trust" or p == place) and group in {"", g}]
            numbers = [sum(n[i] for n in mine) for i in (0, 1)]
            lines.append(Line("late", "all", grain, place, "", "sex" if group else "", group, *numbers, numbers[1]))
    return [replace(line, people=line.denominator) for line in lines]


HEADS = Knows(heads=frozenset({"late"}))


def test_what_is_withheld_well_stays_wide() -> None:
    assert Attack(late(), HEADS).narrow() == {}


@pytest.mark.parametrize("shown", [*LATE])
def test_the_attack_sees_one_withheld_figure_too_few(shown: tuple[str, str]) -> None:
    # With one of the four known, each of the other three is its total less that.
    told = Attack(late((shown,)), HEADS).narrow()
    numerators = {name[4:7:2]: span for name, span in told.items() if name[0] == "numerator"}
    assert set(numerators) == {*LATE} - {shown}
    assert all(round(low) == round(high) == LATE[key][0] for key, (low, high) in numerators.items())


@pytest.mark.parametrize(("seed", "academies"), [(0, 2), (1, 3), (3, 5)])
def test_trusts_made_at_random_tell_nothing(seed: int, academies: int) -> None:
    results = small_trust.trust(seed, academies)
    seen = suppress(results, small_group=5, kpis=PARTS)  # type: ignore[arg-type]
    attack = Attack(small_trust.lines(seen), small_trust.KNOWS)
    assert attack.withheld
    assert attack.narrow() == {}


def test_small_figures_withheld_alone_tell_themselves() -> None:
    results = small_trust.trust(1, 3)
    parts = ("people", "people_in", "people_out")
    few = pl.any_horizontal(pl.col(part).is_between(1, 5) for part in parts)
    alone = results.with_columns(pl.when(~few).then(pl.col(n)).alias(n) for n in ("numerator", "denominator", "people"))
    assert Attack(small_trust.lines(alone), small_trust.KNOWS).narrow()


def test_the_demos_packs_tell_nothing_about_pupils_attendance(demo_run: Path) -> None:
    knows = packs.knows()
    lines = [line for line in packs.lines(demo_run / "packs") if line.population in knows.shared]
    attack = Attack(lines, knows)
    assert attack.withheld
    assert attack.narrow() == {}


def test_the_demos_headlines_are_shown(demo_run: Path) -> None:
    headlines = {
        "attendance_rate",
        "absence_rate",
        "authorised_absence_rate",
        "unauthorised_absence_rate",
        "persistent_absence_rate",
    }
    wholes = [
        line
        for line in packs.lines(demo_run / "packs")
        if line.kpi in headlines and line.population == "cohort" and not line.breakdown
    ]
    assert {line.kpi for line in wholes if line.grain == "trust"} == headlines
    assert [line for line in wholes if line.people is None] == []
