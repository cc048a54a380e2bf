"""Settings become facts, and what does not fit is one sentence."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from trustkpi.facts import TrustKpiError
from trustkpi.trust import Trust
from validation.periods import period
from validation.trust_settings import TRUST_SETTINGS

FIRST_DAY = date(2025, 1, 1)
AMBLESIDE = ("Ambleside", "999001", "Primary", date(2017, 9, 1), None, "Ambleside Primary School")
WESTBURY = ("Westbury", "999002", "Special", date(2025, 1, 1), None, None)
GONE = ("Denewood", "999004", "Alternative provision", date(2020, 1, 1), date(2024, 12, 31), None)
STANDARDS = ("Standards and Achievement", "Holds to account.", "Chair", "Director of Education", None)


def tables(**sheets: list[tuple[Any, ...]]) -> dict[str, pl.DataFrame]:
    made = {}
    for title, rows in sheets.items():
        sheet = TRUST_SETTINGS.sheet(title)
        assert sheet is not None
        made[title] = pl.DataFrame(rows, schema=sheet.dtypes(), orient="row")
    return made


def options(**values: str) -> list[tuple[Any, ...]]:
    return [(name.replace("_", " "), value, None, None) for name, value in values.items()]


def test_a_sheet_becomes_records_and_a_blank_cell_the_records_own_default() -> None:
    trust = Trust.from_tables(
        tables(
            Options=options(trust_name="Synthetic Learning Trust", current_period="2025-26-autumn"),
            Academies=[AMBLESIDE, WESTBURY],
            Committees=[STANDARDS],
            Meetings=[("Standards and Achievement", "2025-26-autumn", date(2026, 1, 29))],
            Calendar=[("attendance", "2025-26-autumn", date(2025, 12, 19), date(2026, 1, 9), date(2026, 1, 16))],
            Bands=[("absence_rate", None, 0.0, 1.0, "national", date(2025, 9, 1), "Trust board, July 2025")],
            Targets=[("absence_rate", "2025-26", None, 11.5)],
            Headlines=[("Standards and Achievement", "late_rate", 2), ("Standards and Achievement", "absence_rate", 1)],
        )
    )
    assert trust.name == "Synthetic Learning Trust"
    assert trust.current_period == period("2025-26-autumn")
    assert [a.known_as for a in trust.academies] == ["Ambleside Primary School", ""]
    assert trust.meets("standards and achievement", "2025-26-autumn") == date(2026, 1, 29)
    due = trust.due("attendance", "2025-26-autumn")
    assert due is not None
    assert (due.closes, due.due, due.last) == (date(2025, 12, 19), date(2026, 1, 9), date(2026, 1, 16))
    assert (trust.bands[0].phase, trust.bands[0].relative_to) == ("", "national")
    assert (trust.targets[0].academy, trust.targets[0].target) == ("", 11.5)
    assert [h.kpi for h in trust.headlines] == ["absence_rate", "late_rate"]


@pytest.mark.parametrize("said", ["Ambleside", " ambleside ", "AMBLESIDE  primary school", "999001"])
def test_an_academy_is_found_by_its_names_and_urn_however_they_are_typed(said: str) -> None:
    found = Trust.from_tables(tables(Academies=[AMBLESIDE, WESTBURY])).academy(said)
    assert found is not None
    assert found.urn == "999001"


@pytest.mark.parametrize("said", ["", "Amble", "999009"])
def test_no_academy_is_found_by_a_blank_or_a_part_of_a_name(said: str) -> None:
    assert Trust.from_tables(tables(Academies=[AMBLESIDE, WESTBURY])).academy(said) is None


def test_members_are_those_who_were_in_the_trust_on_any_day_of_the_period() -> None:
    trust = Trust.from_tables(tables(Academies=[AMBLESIDE, WESTBURY, GONE]))
    assert [a.name for a in trust.members(period("2024-25-autumn"))] == ["Ambleside", "Denewood"]
    assert [a.name for a in trust.members(period("2024-25-spring"))] == ["Ambleside", "Westbury"]


def test_the_close_is_the_calendars_and_else_the_periods_own() -> None:
    trust = Trust.from_tables(
        tables(Calendar=[("attendance", "2025-26-autumn", date(2025, 12, 19), date(2026, 1, 9), date(2026, 1, 16))])
    )
    assert trust.closes("attendance", period("2025-26-autumn")) == date(2025, 12, 19)
    assert trust.closes("attendance", period("2024-25-autumn")) == date(2024, 12, 31)
    assert trust.due("attendance", "2024-25-autumn") is None


def test_blank_settings_start_as_the_product_defaults() -> None:
    trust = Trust.from_tables({})
    assert (trust.small_group, trust.keep_for) == (5, 7)


def test_a_number_that_a_cell_gave_back_with_a_point_is_still_whole() -> None:
    assert Trust.from_tables(tables(Options=options(small_group="10.0"))).small_group == 10


def test_without_a_current_period_the_sentence_says_where_to_type_one() -> None:
    with pytest.raises(
        TrustKpiError, match=r"sheet Options, no current period is set: type one, for example 2025-26-autumn, or name a period\.$"
    ):
        _ = Trust.from_tables({}).current_period


@pytest.mark.parametrize(
    ("sheets", "says"),
    [
        ({"Options": options(small_group="a few")}, "'small group' is 'a few', and a whole number of 1 or more is needed"),
        ({"Options": options(small_group="0")}, "'small group' is '0'"),
        ({"Options": options(small_group="4.5")}, "'small group' is '4.5'"),
        ({"Options": options(small_groop="5")}, "'small groop' is not a setting"),
        ({"Options": options(current_period="autumn")}, "'autumn' is not a period"),
        ({"Calendar": [("attendance", "2025-27", FIRST_DAY, FIRST_DAY, FIRST_DAY)]}, "'2025-27' is not a period"),
        (
            {"Calendar": [("attendence", "2025-26", FIRST_DAY, FIRST_DAY, FIRST_DAY)]},
            "'attendence' is not a return; the returns are actions, attendance",
        ),
        ({"Meetings": [("Standards", "2025-26", date(2026, 1, 1))]}, "'Standards' is not a committee of the sheet Committees"),
        ({"Headlines": [("Standards", "absence_rate", 1)]}, "'Standards' is not a committee of the sheet Committees"),
        ({"Targets": [("absence_rate", "2025-26", "Westberry", 5.0)]}, "'Westberry' is not an academy of the sheet Academies"),
        ({"Academies": [AMBLESIDE, (*WESTBURY[:5], "AMBLESIDE")]}, "two academies share the name or URN 'ambleside'"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_one_sentence_that_names_its_sheet(sheets: dict[str, Any], says: str) -> None:
    with pytest.raises(TrustKpiError) as told:
        Trust.from_tables(tables(**sheets))
    sheet = next(iter(sheets))
    assert str(told.value).startswith(f"In trust.xlsx, on the sheet {sheet}, {says}")
    assert str(told.value).endswith(".")
