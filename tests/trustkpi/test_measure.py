"""Rows into results: pooled, in whole numbers, the same whatever order they come in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trustkpi.catalogue import catalogue
from trustkpi.facts import RESULTS, TrustKpiError
from trustkpi.kpi import PERCENT_SHOWN, Breakdown, Count, Heads, Kpi, Measure, Polarity, Ratio, Statistic, Total, kpi
from trustkpi.measure import measure
from validation.model import CODE, NUMBER, Sheet, cell
from validation.returns.attendance import Pupils

PHASES = {"Ambleside": "Primary", "Denewood": "Alternative provision"}
KPIS = list(catalogue().values())
FEW = [
    catalogue()[name]
    for name in (
        "absence_rate",
        "persistent_absence_rate",
        "absence_rate_of_persistently_absent",
        "enrolments_counted",
        "late_rate",
    )
]


class Doors(Sheet, title="Doors", one_row="one door", intro="Each door.", key=("door",)):
    """Doors, as an example of rows that are not about people."""

    door: str = cell("Door", unit=CODE, help="Its code.", example="D1")
    colour: str = cell("Colour", unit=CODE, help="R or B.", example="R", required=False)
    shut: int = cell("Days shut", unit=NUMBER, help="Days.", example=3)
    days: int = cell("Days", unit=NUMBER, help="Days.", example=5)


COLOUR = Breakdown("colour", "Colour", pl.col("colour"), ("R", "B"), gap=("R", "B"))


def of_doors(measured: Measure, name: str, **more: object) -> Kpi:
    def stated() -> Measure:
        return measured

    stated.__name__, stated.__doc__ = name, "Doors."
    return kpi(
        title=name, focus="T1.2-a", committee="C", reads=Doors, shown=PERCENT_SHOWN,
        polarity=Polarity.LOWER_IS_BETTER, **more,
    )(stated)  # fmt: skip


SHUT = of_doors(Ratio(pl.col("shut").sum(), pl.col("days").sum()), "shut_rate", breakdowns=(COLOUR,))
MIDDLE = of_doors(Statistic(pl.col("shut").median(), pl.len()), "middle")


def doors(*rows: tuple[str, str, str | None, int, int], dtype: type[pl.DataType] = pl.Int64) -> pl.DataFrame:
    schema = {"academy": pl.String, "door": pl.String, "colour": pl.String, "shut": dtype, "days": dtype}
    return pl.DataFrame(list(rows), schema=schema, orient="row").with_columns(period=pl.lit("2025-26-autumn"))


def only(results: pl.DataFrame, **where: str) -> dict[str, object]:
    return results.row(by_predicate=pl.all_horizontal(pl.col(k) == v for k, v in where.items()), named=True)


def test_a_share_is_pooled_and_not_the_mean_of_percentages() -> None:
    rows = doors(("Ambleside", "1", "R", 50, 100), ("Denewood", "1", "R", 10, 900))
    results = measure({Doors: rows}, [SHUT], phases=PHASES)
    assert only(results, place="Ambleside", breakdown="")["value"] == 50.0
    trust = only(results, grain="trust", breakdown="")
    assert (trust["numerator"], trust["denominator"], trust["value"]) == (60, 1000, 6.0)
    mean = results.filter(pl.col("grain") == "academy", pl.col("breakdown") == "")["value"].mean()
    assert mean == pytest.approx(25.5556, abs=1e-4)  # what averaging would have said


def test_32_bit_counts_of_national_size_do_not_wrap() -> None:
    # England's overall absence of 2018/19: 100 x 119,207,289 does not fit 32 bits, nor do the sessions of two such years.
    rows = doors(
        ("Ambleside", "1", "R", 119_207_289, 2_147_483_000), ("Ambleside", "2", "R", 119_207_289, 2_147_483_000), dtype=pl.Int32
    )
    found = only(measure({Doors: rows}, [SHUT], phases=PHASES), grain="trust", breakdown="")
    assert (found["numerator"], found["denominator"]) == (238_414_578, 4_294_966_000)
    assert found["value"] == 100 * 238_414_578 / 4_294_966_000


def test_rows_that_are_not_about_people_count_nobody() -> None:
    found = only(measure({Doors: doors(("Ambleside", "1", "R", 1, 4))}, [SHUT], phases=PHASES), grain="trust", breakdown="")
    assert [found[p] for p in ("people", "people_in", "people_out")] == [None, None, None]


def test_behind_what_is_left_of_a_sum_stand_those_who_have_something_left() -> None:
    shut = pl.col("shut")
    rows = doors(("Ambleside", "1", "R", 0, 5), ("Ambleside", "2", "R", 5, 5), ("Ambleside", "3", "R", 2, 5))
    measured = Ratio(shut.sum(), pl.col("days").sum(), counts=shut > 0, rest=shut < pl.col("days"))
    found = only(measure({Doors: rows}, [of_doors(measured, "some")], phases=PHASES), grain="trust")
    assert [found[p] for p in ("people", "people_in", "people_out")] == [3, 2, 2]
    alone = of_doors(Total(shut.sum(), counts=shut > 0), "total")
    found = only(measure({Doors: rows}, [alone], phases=PHASES), grain="trust")
    assert [found[p] for p in ("people", "people_in", "people_out")] == [3, 2, 0]  # a sum alone leaves nothing


def test_rows_that_are_counts_of_people_count_those_that_they_stand_for() -> None:
    # 3 of 40 and 0 of 60 people: 3 are in the numerator, 97 are not
    rows = doors(("Ambleside", "1", "R", 3, 40), ("Ambleside", "2", "R", 0, 60))
    counted = replace(SHUT, measure=replace(SHUT.measure, heads=Heads(pl.col("days").sum(), pl.col("shut").sum())))
    found = only(measure({Doors: rows}, [counted], phases=PHASES), grain="trust", breakdown="")
    assert [found[p] for p in ("people", "people_in", "people_out")] == [100, 3, 97]


def test_a_group_without_rows_and_a_blank_one_give_no_result() -> None:
    rows = doors(("Ambleside", "1", "R", 1, 4), ("Ambleside", "2", None, 1, 4))
    results = measure({Doors: rows}, [SHUT], phases=PHASES).filter(pl.col("grain") == "trust")
    assert results.select("breakdown", "group", "denominator").rows() == [("", "", 8), ("colour", "R", 4)]


def test_a_share_of_nothing_is_no_result() -> None:
    assert measure({Doors: doors(("Ambleside", "1", "R", 0, 0))}, [SHUT], phases=PHASES).is_empty()


def test_a_median_stands_as_itself_with_the_rows_behind_it() -> None:
    rows = doors(
        ("Ambleside", "1", "R", 1, 9), ("Ambleside", "2", "R", 2, 9), ("Denewood", "1", "R", 9, 9), ("Denewood", "2", "R", 4, 9)
    )
    results = measure({Doors: rows}, [MIDDLE], phases=PHASES)
    trust = only(results, grain="trust")
    assert (trust["numerator"], trust["denominator"], trust["value"]) == (None, 4, 3.0)
    assert only(results, place="Denewood")["value"] == 6.5


def test_a_count_has_no_denominator() -> None:
    counted = of_doors(Count(pl.len()), "doors")
    found = only(measure({Doors: doors(("Ambleside", "1", "R", 1, 4))}, [counted], phases=PHASES), grain="trust")
    assert (found["numerator"], found["denominator"], found["value"]) == (1, None, 1.0)


def test_periods_are_kept_apart() -> None:
    rows = doors(("Ambleside", "1", "R", 1, 4))
    both = pl.concat([rows, rows.with_columns(pl.col("shut") + 1, period=pl.lit("2025-26-spring"))])
    results = measure({Doors: both}, [SHUT], phases=PHASES).filter(pl.col("grain") == "trust", pl.col("breakdown") == "")
    assert results.select("period", "value").rows() == [("2025-26-autumn", 25.0), ("2025-26-spring", 50.0)]


def test_an_academy_of_no_known_phase_is_one_sentence() -> None:
    with pytest.raises(TrustKpiError, match="No phase is known for Elsewhere"):
        measure({Doors: doors(("Elsewhere", "1", "R", 1, 4))}, [SHUT], phases=PHASES)


def test_without_rows_there_are_no_results() -> None:
    for rows in ({}, {Doors: doors()}, {Pupils: pl.DataFrame()}):
        results = measure(rows, [SHUT, MIDDLE, *KPIS], phases=PHASES)
        assert results.is_empty()
        assert dict(results.schema) == dict(RESULTS)


PUPIL = st.fixed_dictionaries(
    {
        "academy": st.sampled_from(sorted(PHASES)), "upn": st.sampled_from("ABCDEFG"), "sex": st.sampled_from("FMU"),
        "born": st.dates(date(2008, 1, 1), date(2022, 1, 1)), "possible": st.integers(0, 300), "missed": st.integers(0, 300),
        "fsm": st.booleans(), "sen": st.sampled_from("NKE"), "looked_after": st.booleans(),
    }
)  # fmt: skip


def pupils(drawn: list[dict[str, object]]) -> pl.DataFrame:
    plain = {
        "year_group": "5",
        "boarder": "N",
        "ethnicity": "WBRI",
        "language": "ENG",
        "fsm6": False,
        "medical": False,
        "child_in_need": False,
        "child_protection": False,
        "joined": date(2025, 9, 4),
        "educational": 0,
        "unauthorised": 0,
    }
    blank = {name: about.blank_means for name, about in Pupils.cells().items()}
    rows = [blank | plain | _spent(row) for row in drawn]
    frame = pl.DataFrame(rows, schema={**Pupils.dtypes(), "academy": pl.String})
    return frame.with_columns(period=pl.lit("2025-26-autumn"), _opens=date(2025, 9, 1), _closes=date(2025, 12, 19))


def _spent(row: dict[str, object]) -> dict[str, object]:
    possible, missed = int(str(row["possible"])), int(str(row["missed"]))
    away = min(possible, missed)
    return {k: v for k, v in row.items() if k != "missed"} | {"authorised": away, "present": possible - away, "code_i": away}


@settings(max_examples=25, deadline=None)
@given(st.lists(PUPIL, min_size=1, max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_rows_never_changes_a_result(drawn: list[dict[str, object]], random) -> None:
    shuffled = random.sample(drawn, len(drawn))
    first, second = (measure({Pupils: pupils(rows)}, FEW, phases=PHASES) for rows in (drawn, shuffled))
    assert first.equals(second)


@settings(max_examples=25, deadline=None)
@given(st.lists(PUPIL, min_size=1, max_size=12))
def test_parts_add_up_from_academies_to_phases_and_the_trust_and_over_groups(drawn: list[dict[str, object]]) -> None:
    results = measure({Pupils: pupils(drawn)}, FEW, phases=PHASES)
    alike = ["kpi", "population", "breakdown", "group"]
    parts = [pl.col(p).sum() for p in ("numerator", "denominator", "people", "people_in")]
    by_grain = [
        results.filter(pl.col("grain") == g).group_by(alike).agg(parts).sort(alike) for g in ("academy", "phase", "trust")
    ]
    assert by_grain[0].equals(by_grain[1])
    assert by_grain[1].equals(by_grain[2])
    sexes = results.filter(pl.col("grain") == "trust", pl.col("breakdown") == "sex").group_by("kpi", "population").agg(parts[:2])
    wholes = results.filter(pl.col("grain") == "trust", pl.col("breakdown") == "").select(
        "kpi", "population", "numerator", "denominator"
    )
    both = sexes.join(wholes, on=["kpi", "population"], suffix="_whole")
    assert both.filter(pl.col("numerator") != pl.col("numerator_whole")).is_empty()
    assert both.filter(pl.col("denominator") != pl.col("denominator_whole")).is_empty()
