"""The cells behind a figure: by hand, on rows that were placed by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from trustkpi.derived import Derived
from trustkpi.groups import STATUTORY_COHORT
from trustkpi.kpi import COUNT_SHOWN, PERCENT_SHOWN, Count, Kpi, Measure, Polarity, Ratio, kpi
from trustkpi.kpis.absence import absence_rate
from trustkpi.kpis.persistent_absence import absence_rate_of_persistently_absent
from trustkpi.lineage import Traced, cells, columns_read, counted, trace
from validation.findings import Layout
from validation.model import CODE, NUMBER, Sheet, cell

ALIKE: dict[str, Any] = {
    "boarder": "N", "possible_15": None, "attended_15": None, "authorised_15": None, "unauthorised_15": None, "present": 0,
    "educational": 0, "unauthorised": 0, "_opens": date(2025, 9, 1), "_closes": date(2026, 7, 21), "academy": "Ambleside",
    "digest": "ab", "tab": "Our pupils",
}  # fmt: skip
# Ages on 31 August 2025: 10, 4 (too young), 15 with 300 sessions up to the half term, 11 with no possible session, 10.
PUPILS = [
    {"born": date(2015, 5, 17), "possible": 380, "authorised": 38, "_row": 7},
    {"born": date(2021, 5, 17), "possible": 380, "authorised": 10, "_row": 8},
    {"born": date(2010, 5, 17), "possible": 380, "possible_15": 300, "authorised": 99, "authorised_15": 60, "_row": 9},
    {"born": date(2014, 5, 17), "possible": 0, "authorised": 0, "_row": 10},
    {"born": date(2015, 5, 18), "possible": 380, "authorised": 2, "_row": 12},
]
ROWS = pl.DataFrame([ALIKE | {"unauthorised_15": 0, "attended_15": 240} | row for row in PUPILS])
LETTERS = {
    "born": "B", "boarder": "C", "possible": "D", "present": "E", "educational": "F", "authorised": "G", "unauthorised": "H",
    "possible_15": "I", "attended_15": "J", "authorised_15": "K", "unauthorised_15": "L",
}  # fmt: skip


def layout(digest: str, title: str) -> Layout:
    assert digest == "ab"
    return Layout(title, 6, LETTERS)


def test_only_rows_of_the_population_stand_behind_a_figure() -> None:
    assert counted(absence_rate, ROWS)["_row"].to_list() == [7, 9, 12]


def test_a_pupil_of_15_counts_up_to_the_half_term_alone() -> None:
    found = counted(absence_rate, ROWS).select("possible", "authorised").rows()
    assert found == [(380, 38), (300, 60), (380, 2)]
    assert absence_rate.over is STATUTORY_COHORT


def test_who_is_not_in_the_denominator_is_not_behind_the_figure() -> None:
    # 38 of 380 is exactly a tenth, 60 of 300 more, 2 of 380 less
    assert counted(absence_rate_of_persistently_absent, ROWS)["_row"].to_list() == [7, 9]


def test_the_cells_are_those_that_are_added_up_and_those_that_stand_in_for_them() -> None:
    assert set(columns_read(absence_rate)) == {
        "possible", "authorised", "unauthorised", "possible_15", "authorised_15", "unauthorised_15", "born",
    }  # fmt: skip


def test_a_figure_is_traced_to_sheet_and_cells_of_each_workbook() -> None:
    read = absence_rate.reads
    where = "B7, B9, B12, D7, D9, D12, G7:I7, G9:I9, G12:I12, K7:L7, K9:L9, K12:L12"
    assert trace(absence_rate, {read: ROWS}, layout) == [Traced("Ambleside", "ab", "Our pupils", where)]


def test_no_cells_are_named_where_their_number_is_withheld() -> None:
    found = trace(absence_rate, {absence_rate.reads: ROWS}, layout, withheld=["Ambleside"])
    assert found == [Traced("Ambleside", "ab", "Our pupils", "")]


class Doors(Sheet, title="Doors", one_row="one door", intro="Each door.", key=("door",)):
    """Doors, as an example."""

    door: str = cell("Door", unit=CODE, help="Its code.", example="D1")
    days: int = cell("Days", unit=NUMBER, help="Days.", example=5)


class Keys(Sheet, title="Keys", one_row="one key", intro="Each key."):
    """Keys, which name no door."""

    hook: str = cell("Hook", unit=CODE, help="Its code.", example="H1")


class Long(Derived, title="Doors open long", one_row="a door", intro="Made.", key=("door",), made_from=(Doors, Keys)):
    """Doors that were open for more than three days."""

    door: str = cell("Door", unit=CODE, help="Its code.", example="D1")


def made(measure: Measure, **more: Any) -> Kpi:
    def stated() -> Measure:
        return measure

    stated.__doc__ = "Doors."
    about = {"focus": "T1.1-e", "committee": "C", "reads": Long, "shown": COUNT_SHOWN, "polarity": Polarity.NEITHER}
    return kpi(title="Doors", **about | more)(stated)


def test_rows_that_nobody_typed_are_followed_to_the_typed_rows_of_their_key() -> None:
    whose = {"academy": ["Ambleside"] * 3, "digest": ["ab"] * 3, "tab": ["Doors"] * 3}
    doors = pl.DataFrame({"door": ["D1", "D2", "D3"], "days": [2, 4, 9], "_row": [7, 8, 9], **whose})
    keys = pl.DataFrame({"hook": ["H1"], "_row": [5], "academy": ["Ambleside"], "digest": ["ab"], "tab": ["Keys"]})
    derived = doors.filter(pl.col("days") > 3).select("door", "academy")
    where = {"Doors": Layout("Doors", 6, {"door": "A", "days": "B"}), "Keys": Layout("Keys", 4, {"hook": "C"})}
    found = trace(made(Count(pl.len())), {Long: derived, Doors: doors, Keys: keys}, lambda _, title: where[title])
    assert found == [Traced("Ambleside", "ab", "Doors", "A8:B9"), Traced("Ambleside", "ab", "Keys", "C5")]


def test_a_figure_of_the_trust_alone_is_followed_too() -> None:
    doors = pl.DataFrame({"door": ["D1"], "days": [4], "_row": [7], "academy": ["Unity"], "digest": ["ab"], "tab": ["Doors"]})
    derived = pl.DataFrame({"door": ["D1"], "academy": [""]})
    empty = pl.DataFrame(schema=dict.fromkeys(("hook", "academy", "digest", "tab"), pl.String) | {"_row": pl.Int64})
    found = trace(made(Count(pl.len())), {Long: derived, Doors: doors, Keys: empty}, lambda *_: Layout("", 6, {"days": "B"}))
    assert found == [Traced("Unity", "ab", "Doors", "B7")]


def test_a_share_of_rows_names_the_cells_of_its_key() -> None:
    share = made(Ratio(pl.len(), pl.len()), reads=Doors, shown=PERCENT_SHOWN)
    assert columns_read(share) == ["door"]


def test_neighbouring_columns_share_their_ranges() -> None:
    columns = {"possible": "Z", "present": "AA", "authorised": "AC"}
    assert cells(columns, [8, 9, 10, 14]) == "Z8:AA10, Z14:AA14, AC8:AC10, AC14"
