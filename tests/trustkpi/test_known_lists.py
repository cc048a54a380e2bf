"""The pupil list that other returns' templates offer: those of the year's accepted attendance returns, leavers included."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from types import SimpleNamespace

import polars as pl

from trustkpi.known_lists import known_lines
from validation.model import Sheet
from validation.periods import period
from validation.returns.attendance import Pupils

SENT = {
    "2024-25-summer": [("Ambleside", "GONE", "6", date(2014, 1, 2))],
    "2025-26-autumn": [("Ambleside", "LEFT", "4", date(2016, 5, 17)), ("Ambleside", "HERE", "X", date(2016, 5, 17))],
    "2025-26-spring": [("Ambleside", "HERE", "5", date(2015, 5, 17)), ("Denewood", "OTHER", "9", None)],
}


class Kept:
    """A store of attendance returns."""

    def entries(self) -> list[SimpleNamespace]:
        others = [SimpleNamespace(period="2025-26-autumn", return_name="behaviour")]
        return [*(SimpleNamespace(period=name, return_name="attendance") for name in SENT), *others]

    def rows(self, sheet: type[Sheet], name: str, periods: Collection[str]) -> pl.DataFrame:
        assert (sheet, name) == (Pupils, "attendance")
        (of,) = periods
        rows = [{"academy": a, "upn": u, "year_group": y, "sex": "F", "born": born} for a, u, y, born in SENT[of]]
        return pl.DataFrame(rows, schema={"academy": pl.String(), **Pupils.dtypes()})


def test_the_years_pupils_up_to_the_period_are_told_apart_as_they_were_last() -> None:
    found = known_lines("pupils", period("2025-26-spring"), Kept())
    assert found == {
        "Ambleside": {"HERE": "Year 5, Female, 17 May 2015", "LEFT": "Year 4, Female, 17 May 2016"},
        "Denewood": {"OTHER": "Year 9, Female"},
    }


def test_a_later_periods_pupils_are_not_known_yet_and_last_years_no_more() -> None:
    assert set(known_lines("pupils", period("2025-26-autumn"), Kept())["Ambleside"]) == {"LEFT", "HERE"}
    assert known_lines("pupils", period("2023-24-autumn"), Kept()) == {}
