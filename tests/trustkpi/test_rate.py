"""What a figure is held against, its colour at and about every limit, why it is grey, and which way it moved."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from trustkpi.catalogue import catalogue
from trustkpi.facts import RESULTS, TRUST, Academy, Due
from trustkpi.in_force import in_force
from trustkpi.kpi import PERCENT_SHOWN, Bands, Comparator, Kpi, Polarity, Ratio, kpi
from trustkpi.rate import history, rate
from trustkpi.shown import displayed
from trustkpi.trust import OwnBand, Target, Trust
from validation.periods import period
from validation.returns.attendance import Pupils
from validation.vocabulary import Phase

SPRING, CLOSES = "2025-26-spring", date(2026, 3, 27)
PHASES = {"Ambleside": "Primary", "Westbury": "Special", "Unity": "Alternative provision"}
NOTHING = pl.DataFrame(schema=RESULTS)
ABSENCE = catalogue()["absence_rate"]
ATTENDANCE = catalogue()["attendance_rate"]

THEIRS = "the trust, in trust.xlsx: Trust board, July 2025"


def trust(**more: object) -> Trust:
    academies = tuple(Academy(name, "", phase, date(2019, 9, 1)) for name, phase in PHASES.items())
    due = Due("attendance", period(SPRING), CLOSES, date(2026, 4, 24), date(2026, 5, 1))
    return Trust(**{"name": "Example", "academies": academies, "calendar": (due,)} | more)


def figure(value: float | None, *, place: str = "Ambleside", kpi: Kpi = ABSENCE, **more: object) -> dict[str, object]:
    """A result of 1,000 possible sessions; the phase is the academy's."""
    grain = "academy" if place in PHASES else "trust" if place == TRUST else "phase"
    phase = PHASES.get(place, place if grain == "phase" else "")
    numerator = None if value is None else round(value * 10)
    return {
        "kpi": kpi.name, "period": SPRING, "population": kpi.over.name if kpi.over else "", "grain": grain, "place": place,
        "phase": phase, "breakdown": "", "group": "", "numerator": numerator, "denominator": 1000, "value": value, "people": 50,
        "people_in": 40, "people_out": 10, "mark": "",
    } | more  # fmt: skip


def frame(*rows: dict[str, object]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema={**RESULTS, "mark": pl.String})


def rated(
    *rows: dict[str, object], earlier: pl.DataFrame = NOTHING, of: Trust | None = None, kpis: tuple[Kpi, ...] = (ABSENCE,)
) -> dict[str, object]:
    """The first row, rated."""
    found = rate(frame(*rows), earlier, of or trust(), kpis, CLOSES)
    first = rows[0]
    return found.row(by_predicate=(pl.col("place") == first["place"]) & (pl.col("group") == first["group"]), named=True)


def own(green: float, amber: float, relative_to: str = "", since: date = date(2025, 9, 1), phase: str = "") -> OwnBand:
    return OwnBand("absence_rate", green, amber, since, "Trust board, July 2025", phase, relative_to)


# England's primary schools to the same week: 5.1805%, printed 5.2%.
@pytest.mark.parametrize(
    ("value", "rag"),
    [
        (0.0, "Green"),
        (5.2, "Green"),
        (5.24, "Green"),
        (5.25, "Amber"),
        (6.2, "Amber"),
        (6.24, "Amber"),
        (6.25, "Red"),
        (60.0, "Red"),
    ],
)
def test_limits_are_inclusive_and_read_on_what_is_printed(value: float, rag: str) -> None:
    found = rated(figure(value))
    assert (found["rag"], found["colours_by"], found["national"]) == (rag, "national", 5.1805)
    assert found["national_label"] == "England, primary, year to 27 March 2026"


# England's attendance at the same week: 94.8195%, printed 94.8%.
@pytest.mark.parametrize(("value", "rag"), [(94.8, "Green"), (94.75, "Green"), (94.74, "Amber"), (93.8, "Amber"), (93.7, "Red")])
def test_where_higher_is_better_the_limits_turn_round(value: float, rag: str) -> None:
    assert rated(figure(value, kpi=ATTENDANCE), kpis=(ATTENDANCE,))["rag"] == rag


@pytest.mark.parametrize(("value", "rag"), [(5.0, "Green"), (5.1, "Amber"), (7.0, "Amber"), (7.1, "Red")])
def test_the_trusts_own_plain_limits_win(value: float, rag: str) -> None:
    found = rated(figure(value), of=trust(bands=(own(5, 7),)))
    assert (found["rag"], found["colours_by"]) == (rag, "limits")
    assert found["rag_reason"] == "green at 5.0% or less, amber at 7.0% or less"


def test_a_band_is_the_one_in_force_on_the_periods_close() -> None:
    bands = (own(1, 2, since=date(2024, 9, 1)), own(5, 7, since=date(2026, 3, 27)), own(90, 95, since=date(2026, 3, 28)))
    assert in_force(ABSENCE, bands, "Primary", CLOSES) == Bands(5, 7, date(2026, 3, 27), THEIRS)
    assert rated(figure(6.0), of=trust(bands=bands))["rag"] == "Amber"
    assert in_force(ABSENCE, (), "Primary", date(2022, 8, 31)) is None


def test_a_phases_own_band_stands_before_every_phases_and_the_trusts_before_ours() -> None:
    bands = (own(1, 2), own(12, 14, phase="Special"))
    special, primary, of_trust = (in_force(ABSENCE, bands, phase, CLOSES) for phase in ("Special", "Primary", ""))
    assert special is not None
    assert (special.green, special.phase) == (12, Phase.SPECIAL)
    assert primary == of_trust == Bands(1, 2, date(2025, 9, 1), THEIRS)
    built_in = in_force(ABSENCE, bands[1:], "Primary", CLOSES)
    assert built_in is not None
    assert built_in.basis.startswith("product default")


def last_year(value: float | None, place: str = "Unity", **more: object) -> pl.DataFrame:
    return frame(figure(value, place=place, period="2024-25-spring", **more))


@pytest.mark.parametrize(("value", "rag"), [(40.0, "Green"), (40.1, "Amber"), (41.0, "Amber"), (41.1, "Red")])
def test_a_national_figure_of_another_period_is_shown_and_last_year_colours(value: float, rag: str) -> None:
    found = rated(figure(value, place="Unity"), earlier=last_year(40.0))
    assert (found["national"], found["national_label"]) == (42.50431, "England, alternative provision, full year 2023/24")
    assert (found["rag"], found["colours_by"], found["last_year"]) == (rag, "last year", 40.0)


def test_without_last_year_the_target_colours_and_without_it_nothing() -> None:
    with_target = trust(
        targets=(Target("absence_rate", "2025-26", 38.0, "Unity"), Target("absence_rate", "2024-25", 1.0, "Unity"))
    )
    found = rated(figure(38.5, place="Unity"), of=with_target)
    assert (found["rag"], found["colours_by"], found["target"]) == ("Amber", "target", 38.0)
    bare = rated(figure(38.5, place="Unity"))
    assert (bare["rag"], bare["colours_by"]) == ("Grey", "")
    assert str(bare["rag_reason"]).startswith("not published: only England, alternative provision, full year 2023/24")


def test_a_target_is_of_one_academy_or_of_the_trust() -> None:
    targets = (Target("absence_rate", "2025-26", 14.0), Target("absence_rate", "2025-26", 5.5, "Ambleside"))
    found = rate(
        frame(figure(5.0), figure(12.0, place="Westbury"), figure(9.0, place=TRUST)),
        NOTHING,
        trust(targets=targets),
        [ABSENCE],
        CLOSES,
    )
    assert dict(found.select("place", "target").iter_rows()) == {"Ambleside": 5.5, "Westbury": None, TRUST: 14.0}


def test_a_withheld_figure_is_grey_and_a_withheld_past_is_held_against_nothing() -> None:
    found = rated(figure(None, place="Unity", numerator=None, denominator=None, mark="c"), earlier=last_year(40.0))
    assert (found["rag"], found["colours_by"], found["direction"]) == ("Grey", "", "")
    assert str(found["rag_reason"]).startswith("suppressed: ")
    hidden = rated(figure(39.0, place="Unity"), earlier=last_year(None, numerator=None, denominator=None, mark="c"))
    assert (hidden["last_year"], hidden["rag"], hidden["direction"]) == (None, "Grey", "")


def test_nothing_returned_is_grey_for_want_of_data() -> None:
    assert str(rated(figure(None))["rag_reason"]).startswith("no data: ")


def test_what_is_for_information_or_has_no_limits_is_grey_and_says_so() -> None:
    illness, counted = catalogue()["absence_code_i_rate"], catalogue()["academies_at_or_better_than_national"]
    assert str(rated(figure(3.0, kpi=illness), kpis=(illness,))["rag_reason"]).startswith("for information: ")
    found = rated(figure(3.0, kpi=counted, place=TRUST), kpis=(counted,))
    assert str(found["rag_reason"]).startswith("no limits are set: ")


def test_plain_limits_are_for_the_whole_and_groups_are_coloured_by_last_year() -> None:
    girls = figure(6.0, breakdown="sex", group="Female")
    assert rated(girls, of=trust(bands=(own(5, 7),)))["rag"] == "Grey"
    found = rated(girls, earlier=last_year(5.0, place="Ambleside", breakdown="sex", group="Female"))
    assert (found["rag"], found["colours_by"], found["national"]) == ("Amber", "last year", None)


def test_the_trust_is_held_against_phases_in_its_own_mix() -> None:
    # (5.1805 x 3,000 + 12.9662 x 1,000) / 4,000
    phases = (figure(5.0, place="Primary", denominator=3000), figure(12.0, place="Special", denominator=1000))
    found = rated(figure(7.2, place=TRUST), *phases)
    assert found["national"] == pytest.approx(7.126925, abs=1e-12)
    assert found["national_label"] == "England, weighted by phase: primary and special year to 27 March 2026"
    assert (found["rag"], found["colours_by"]) == ("Amber", "national")


def test_a_withheld_phase_leaves_the_trust_without_a_national_figure() -> None:
    phases = (figure(5.0, place="Primary"), figure(None, place="Special", denominator=None, mark="c"))
    assert rated(figure(7.0, place=TRUST), *phases)["national"] is None


def test_alternative_provision_in_the_mix_keeps_national_from_colouring_the_trust() -> None:
    phases = (figure(5.0, place="Primary"), figure(41.0, place="Alternative provision"))
    found = rated(figure(20.0, place=TRUST), *phases, earlier=last_year(19.5, place=TRUST))
    assert found["national"] == pytest.approx((5.1805 + 42.50431) / 2)
    assert (found["rag"], found["colours_by"]) == ("Amber", "last year")


def test_last_period_is_the_term_before_and_last_year_the_same_term() -> None:
    autumn = frame(figure(5.5, period="2025-26-autumn"))
    spring = last_year(6.5, place="Ambleside")
    stray = frame(figure(1.0, period="2023-24-spring"), figure(2.0, period="2025-26-autumn", population="roll"))
    found = rated(figure(5.0), earlier=pl.concat([autumn, spring, stray]))
    assert (found["last_period"], found["last_year"]) == (5.5, 6.5)


@pytest.mark.parametrize(
    ("now", "before", "way"),
    [(5.0, 5.1, "Better"), (5.1, 5.0, "Worse"), (5.04, 4.96, "Same"), (5.05, 5.04, "Worse")],
)
def test_direction_says_better_or_worse_of_what_is_printed(now: float, before: float, way: str) -> None:
    assert rated(figure(now), earlier=last_year(before, place="Ambleside"))["direction"] == way
    turned = {"Better": "Worse", "Worse": "Better"}.get(way, way)
    attends = last_year(before, place="Ambleside", kpi=ATTENDANCE)
    assert rated(figure(now, kpi=ATTENDANCE), earlier=attends, kpis=(ATTENDANCE,))["direction"] == turned


def test_direction_is_against_last_year_first_and_last_period_only_within_the_year() -> None:
    autumn = frame(figure(6.0, period="2025-26-autumn"))
    assert rated(figure(5.0), earlier=autumn)["direction"] == "Better"
    assert rated(figure(5.0), earlier=pl.concat([autumn, last_year(4.0, place="Ambleside")]))["direction"] == "Worse"
    summer = frame(figure(6.0, period="2024-25-summer"))
    found = rated(figure(5.0, period="2025-26-autumn"), earlier=summer)
    assert (found["last_period"], found["direction"]) == (6.0, "")


def test_a_figure_is_rounded_half_up_to_what_is_printed() -> None:
    assert [str(displayed(v, 1)) for v in (2.25, 2.35, 6.15, -2.25, 0.04999)] == ["2.3", "2.4", "6.2", "-2.3", "0.0"]
    assert str(displayed(2.5, 0)) == "3"


def test_limits_of_a_tenth_are_exact() -> None:
    declare = kpi(
        title="Away", focus="T1.2-a", committee="C", reads=Pupils, shown=PERCENT_SHOWN,
        polarity=Polarity.LOWER_IS_BETTER, bands=(Bands(0.1, 0.3, date(2020, 9, 1), "by hand", Comparator.LAST_YEAR),),
    )  # fmt: skip

    def away() -> Ratio:
        """Away."""
        return Ratio(pl.col("authorised").sum(), pl.col("possible").sum(), counts=pl.col("authorised") > 0)

    made = declare(away)
    for value, rag in ((5.7, "Green"), (5.9, "Amber"), (6.0, "Red")):  # 5.9 - 5.6 is more than 0.3 in binary
        earlier = last_year(5.6, place="Ambleside", kpi=made)
        assert rated(figure(value, kpi=made), earlier=earlier, kpis=(made,))["rag"] == rag


def test_nothing_to_rate_is_rated_as_nothing() -> None:
    assert rate(NOTHING, NOTHING, trust(), [ABSENCE], CLOSES).is_empty()


def test_rated_results_carry_the_columns_that_packs_read() -> None:
    found = rate(frame(figure(5.0)), NOTHING, trust(), [ABSENCE], CLOSES)
    added = [
        "mark",
        "last_period",
        "last_year",
        "target",
        "national",
        "national_label",
        "behind",
        "colours_by",
        "rag",
        "rag_reason",
        "direction",
    ]
    assert found.columns == [*RESULTS, *added]
    assert rate(NOTHING, NOTHING, trust(), [ABSENCE], CLOSES).columns == found.columns


def test_a_trust_figure_of_other_academies_is_held_against_the_same_academies_last_year() -> None:
    # Westbury sent nothing this spring, so the trust's figure is Ambleside's alone, and so is last year's: 500 of 10,000.
    whole = [figure(5.0, place=TRUST), figure(5.0)]
    before = pl.concat([last_year(9.0, place=TRUST), last_year(5.0, place="Ambleside"), last_year(12.0, place="Westbury")])
    alone = rated(*whole, earlier=before)
    assert (alone["last_year"], alone["direction"], alone["rag"]) == (5.0, "Same", "Green")
    assert alone["behind"] == f"1 of {len(PHASES)} academies"
    both = rated(*whole, figure(11.0, place="Westbury"), earlier=before)
    assert (both["last_year"], both["direction"]) == (9.0, "Better")


def test_a_trust_figure_is_held_against_nothing_where_the_same_academies_past_may_not_be_seen() -> None:
    hidden = figure(None, place="Ambleside", period="2024-25-spring", numerator=None, denominator=None, mark="c")
    before = pl.concat([last_year(9.0, place=TRUST), frame(hidden), last_year(12.0, place="Westbury")])
    alone = rated(figure(5.0, place=TRUST), figure(5.0), earlier=before)
    assert (alone["last_year"], alone["direction"], alone["rag"]) == (None, "", "Grey")
    assert str(alone["rag_reason"]).startswith("not like for like: it counts only 1 of")


def test_the_past_of_the_same_academies_is_pooled_and_never_averaged() -> None:
    # Ambleside 30 of 1,000 and Westbury 90 of 9,000 (an odd mix on purpose): 120 of 10,000 is 1.2, their mean is 2.
    then = [
        figure(3.0, period="2024-25-spring", numerator=30, denominator=1000),
        figure(1.0, place="Westbury", period="2024-25-spring", numerator=90, denominator=9000),
        figure(40.0, place="Unity", period="2024-25-spring", numerator=400, denominator=1000),
        figure(4.7, place=TRUST, period="2024-25-spring", numerator=520, denominator=11000),
    ]
    now = [figure(5.0, place=TRUST), figure(5.0), figure(5.0, place="Westbury")]
    assert rated(*now, earlier=frame(*then))["last_year"] == pytest.approx(1.2)


def test_a_trend_is_the_oldest_first_and_of_the_academies_that_have_a_figure_now() -> None:
    then = [
        figure(5.5, period="2025-26-autumn", numerator=55, denominator=1000),
        figure(6.5, period="2024-25-spring", numerator=65, denominator=1000),
        figure(9.0, place="Westbury", period="2024-25-spring", numerator=90, denominator=1000),
        figure(7.75, place=TRUST, period="2024-25-spring", numerator=155, denominator=2000),
    ]
    now = frame(figure(5.0), figure(5.0, place=TRUST))
    found = history(now, frame(*then), trust(), [ABSENCE], CLOSES)
    told = found.select("period", "place", "value", "trend").rows()
    assert told == [
        ("2024-25-spring", TRUST, 7.75, 6.5),
        ("2024-25-spring", "Ambleside", 6.5, 6.5),
        ("2024-25-spring", "Westbury", 9.0, 9.0),
        ("2025-26-autumn", "Ambleside", 5.5, 5.5),
    ]


def test_a_target_for_the_whole_trust_does_not_colour_a_part_of_it() -> None:
    aims = trust(targets=(Target("absence_rate", "2025-26", 14.0),))
    assert rated(figure(5.0, place=TRUST), figure(5.0), of=aims)["rag"] == "Grey"
