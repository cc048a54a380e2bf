"""The synthetic pupils: right to the last session, the same from term to term, and absent as their phase is."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from trustkpi.demo.academies import ACADEMIES, AMBLESIDE, DENEWOOD, UNITY, WESTBURY, WOODLANDS
from trustkpi.demo.asked import CURRENT, Asked, calendar
from trustkpi.demo.shapes.attendance import tables
from trustkpi.demo.trust_workbook import settings_tables
from trustkpi.trust import Trust
from validation.findings import Layout, check
from validation.returns.attendance import ATTENDANCE, Pupils

SUMMER, AUTUMN, SPRING = "2024-25-summer", "2025-26-autumn", "2025-26-spring"
MISSED = pl.col("authorised") + pl.col("unauthorised")


@pytest.fixture(scope="module")
def rolls() -> dict[tuple[str, str], pl.DataFrame]:
    """Period and academy to the rows that were right, before anybody spoils them."""
    made = {}
    for line in (line for line in calendar() if line.return_name == "attendance"):
        for academy in ACADEMIES:
            asked = Asked(academy.facts, ATTENDANCE, line.period, line.closes, line.due)
            made[line.period.name, academy.facts.name] = tables(asked)["Pupils"].with_columns(
                _opens=pl.lit(line.period.year_opens), _closes=pl.lit(line.closes)
            )
    return made


def test_there_are_four_terms_of_history_and_the_current_one(rolls: dict[tuple[str, str], pl.DataFrame]) -> None:
    assert len(rolls) == 25
    assert sorted({p for p, _ in rolls}) == ["2024-25-autumn", "2024-25-spring", SUMMER, AUTUMN, SPRING]
    assert CURRENT == SPRING


def test_every_row_keeps_every_rule(rolls: dict[tuple[str, str], pl.DataFrame]) -> None:
    frames = [
        frame.with_columns(_file=pl.lit(file, pl.Int64), _row=pl.int_range(pl.len(), dtype=pl.Int64))
        for file, frame in enumerate(rolls.values())
    ]
    layout = Layout("Pupils", 0, {name: name for name in Pupils.cells()})
    found = check(Pupils, pl.concat(frames), dict.fromkeys(range(len(frames)), layout))
    assert {file: findings for file, findings in found.items() if findings} == {}
    assert sum(f.height for f in frames) > 2_500


@pytest.mark.parametrize(
    ("academy", "least", "most"),
    [(AMBLESIDE, 415, 440), (WESTBURY, 150, 170), (WOODLANDS, 140, 160), (DENEWOOD, 90, 140), (UNITY, 90, 140)],
)
def test_academies_are_as_large_as_they_are_said_to_be(
    rolls: dict[tuple[str, str], pl.DataFrame], academy: str, least: int, most: int
) -> None:
    sizes = [frame.height for (_, name), frame in rolls.items() if name == academy]
    assert least <= min(sizes)
    assert max(sizes) <= most


# England: overall absence 5.2, 12.8 and 42.5%, persistent 13, 35 and 83%, severe 0.9, 6.9 and 39% (primary and special
# 2024/25, alternative provision 2023/24); an academy may well stand a little off its phase.
@pytest.mark.parametrize(
    ("academy", "overall", "persistent", "severe"),
    [
        (AMBLESIDE, (5.0, 6.2), (9.0, 15.0), (0.4, 2.5)),
        (WESTBURY, (11.5, 13.5), (27.0, 38.0), (4.0, 9.0)),
        (WOODLANDS, (10.5, 13.5), (27.0, 38.0), (3.5, 9.0)),
        (DENEWOOD, (37.0, 46.0), (78.0, 92.0), (33.0, 46.0)),
        (UNITY, (36.0, 46.0), (78.0, 92.0), (30.0, 46.0)),
    ],
)
def test_absence_is_as_it_is_in_the_phase(
    rolls: dict[tuple[str, str], pl.DataFrame],
    academy: str,
    overall: tuple[float, float],
    persistent: tuple[float, float],
    severe: tuple[float, float],
) -> None:
    for (_, name), frame in rolls.items():
        if name != academy:
            continue
        counted = frame.filter(pl.col("possible") > 0)
        missed, possible = counted.select(MISSED.sum(), pl.col("possible").sum()).row(0)
        assert overall[0] <= 100 * missed / possible <= overall[1]
        for share, (least, most) in ((10, persistent), (2, severe)):
            over = counted.filter(share * MISSED >= pl.col("possible")).height
            assert least <= 100 * over / counted.height <= most


def test_illness_is_the_commonest_reason_outside_alternative_provision(rolls: dict[tuple[str, str], pl.DataFrame]) -> None:
    absences = [c for c in Pupils.cells() if c.startswith("code_") and c not in {"code_am", "code_pm", "code_l", "code_d"}]
    for academy in (AMBLESIDE, WESTBURY, WOODLANDS):
        sums = rolls[SUMMER, academy].select(absences).sum().row(0, named=True)
        assert max(sums, key=lambda c: sums[c]) == "code_i"


@pytest.mark.parametrize(("period", "days"), [("2024-25-autumn", 72), ("2024-25-spring", 131), (SUMMER, 190), (AUTUMN, 71)])
def test_a_pupil_there_all_along_has_two_sessions_a_school_day(
    rolls: dict[tuple[str, str], pl.DataFrame], period: str, days: int
) -> None:
    # 2024/25: 37 + 35 school days to Christmas, 29 + 30 to Easter, 23 + 36 to the end; 2025/26: 36 + 35 to Christmas
    assert rolls[period, AMBLESIDE]["possible"].max() == 2 * days


def test_spring_never_has_fewer_sessions_of_any_kind_than_autumn(rolls: dict[tuple[str, str], pl.DataFrame]) -> None:
    counted = [c for c, about in Pupils.cells().items() if about.unit.name == "sessions" and not c.endswith("_15")]
    for academy in ACADEMIES:
        name = academy.facts.name
        both = rolls[AUTUMN, name].join(rolls[SPRING, name], on=["upn", "joined"], suffix="_later")
        assert both.height == rolls[AUTUMN, name].height
        assert both.select(pl.all_horizontal((pl.col(f"{c}_later") >= pl.col(c)).all() for c in counted)).item()


def test_pupils_are_the_same_people_from_year_to_year(rolls: dict[tuple[str, str], pl.DataFrame]) -> None:
    both = rolls[SUMMER, AMBLESIDE].join(rolls[AUTUMN, AMBLESIDE], on="upn", suffix="_later")
    assert both.height > 150
    for same in ("sex", "born", "ethnicity", "joined"):
        assert (both[same] == both[f"{same}_later"]).all()
    years = both.filter(pl.col("year_group") != "R")
    assert (years["year_group"].cast(pl.Int64) + 1 == years["year_group_later"].cast(pl.Int64)).all()


def test_upns_are_under_a_local_authority_that_does_not_exist(rolls: dict[tuple[str, str], pl.DataFrame]) -> None:
    assert all(frame["upn"].str.slice(1, 3).eq("000").all() for frame in rolls.values())


def test_fifteen_year_olds_figures_to_half_term_come_with_the_summer_return_alone(
    rolls: dict[tuple[str, str], pl.DataFrame],
) -> None:
    asked = {key: frame["possible_15"].is_not_null().sum() for key, frame in rolls.items()}
    assert {period for (period, _), n in asked.items() if n} == {SUMMER}
    eleven = rolls[SUMMER, DENEWOOD].filter(pl.col("year_group") == "11")
    assert asked[SUMMER, DENEWOOD] == eleven.height > 10
    assert asked[SUMMER, AMBLESIDE] == 0
    assert eleven["code_s"].sum() > 0  # study leave is what the second half is left out for


def test_leavers_joiners_and_a_mover_are_on_the_rolls(rolls: dict[tuple[str, str], pl.DataFrame]) -> None:
    spring = rolls[SPRING, DENEWOOD]
    assert spring.filter(pl.col("left").is_not_null())["status"].unique().to_list() == ["P"]
    assert spring["left"].is_not_null().sum() >= 5
    assert (spring["joined"] > date(2025, 9, 10)).sum() >= 5
    moved = rolls[SPRING, WESTBURY].join(rolls[SPRING, WOODLANDS], on="upn", suffix="_next")
    assert moved.select("left", "joined_next").rows() == [(date(2026, 2, 13), date(2026, 2, 23))]
    back = rolls[SPRING, AMBLESIDE].filter(pl.col("upn").is_duplicated()).sort("joined")
    assert back["left"].to_list() == [date(2025, 10, 17), None]


def test_the_send_centre_and_the_boarders_are_there(rolls: dict[tuple[str, str], pl.DataFrame]) -> None:
    assert (rolls[SPRING, AMBLESIDE]["sen"] == "E").sum() > 15
    assert 0 < (rolls[SPRING, WOODLANDS]["boarder"] != "N").sum() < 20


def test_the_settings_fit_together() -> None:
    trust = Trust.from_tables(settings_tables())
    assert trust.name == "Synthetic Learning Trust (synthetic data)"
    assert [(a.name, a.urn) for a in trust.academies] == [
        ("Ambleside", "999001"), ("Westbury", "999002"), ("Woodlands", "999003"), ("Denewood", "999004"), ("Unity", "999005"),
    ]  # fmt: skip
    assert trust.current_period.name == SPRING
    assert all(d.closes < d.due < d.last for d in trust.calendar)
    assert {trust.meets(c.name, SPRING) is not None for c in trust.committees} == {True}
    last = max(d.last for d in trust.calendar if d.period.name == SPRING)
    assert all((trust.meets(c.name, SPRING) or date.min) > last for c in trust.committees)
