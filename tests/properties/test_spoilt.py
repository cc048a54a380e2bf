"""A right return with k cells replaced by what those cells' own rules refuse names exactly those k, and no others."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from tests.properties.test_cells import addresses
from tests.trustkpi.returned import AT, FIRST, PUPIL, UPNS, workbook
from trustkpi.check import check_readings
from trustkpi.facts import Reading
from trustkpi.read import read
from validation.model import Cell
from validation.returns.attendance import Pupils

CELLS, TYPES = Pupils.cells(), {name: str(dtype) for name, dtype in Pupils.dtypes().items()}
ROWS = [{"upn": upn, **PUPIL} for upn in UPNS]
MOST_IN_A_ROW = 9  # of some thirty that must be given: with most of them blank a row is no pupil's any more


# What no column of that type takes.
OF_ANOTHER_TYPE: dict[str, list[Any]] = {
    "Int64": ["many", 5.5, "1,23", "(300)", "=1/0", 1e20, date(2026, 3, 31), "#N/A"],
    "Date": ["31/02/2025", "soon", "01/02/24", 46112, 0.5],
    "Boolean": ["maybe", 2, "N/A"],
    "String": [],
}


def refused(name: str, about: Cell) -> list[Any]:
    """Values that the column's own rules refuse, worked out from the declaration and not from the program's answers."""
    step: Any = timedelta(days=1) if TYPES[name] == "Date" else 1
    return [
        *([None] if about.required else []),
        *OF_ANOTHER_TYPE[TYPES[name]],
        *(["no such choice", -1] if about.one_of else []),
        *(["?", 12] if about.matches else []),
        *([about.at_least - step] if about.at_least is not None else []),
        *([about.at_most + step] if about.at_most is not None else []),
    ]


CHOICES = {name: values for name, about in CELLS.items() if (values := refused(name, about))}
SPOILT = st.dictionaries(
    st.tuples(st.integers(0, len(ROWS) - 1), st.sampled_from(sorted(CHOICES))), st.integers(0, 10**6), max_size=24
).filter(lambda cells: all(sum(row == at for row, _ in cells) <= MOST_IN_A_ROW for at in range(len(ROWS))))


def spoilt_return(folder: Path, cells: dict[tuple[int, str], int]) -> tuple[Reading, set[str]]:
    """The return as checked, and the addresses of what was replaced in it."""
    rows = [dict(row) for row in ROWS]
    for (at, name), choice in cells.items():
        rows[at][name] = CHOICES[name][choice % len(CHOICES[name])]
    reading = check_readings([read(workbook(folder / "a.xlsx", rows))])[0]
    return reading, {f"{AT[name]}{FIRST + at}" for at, name in cells}


@example({(0, "upn"): 2, (1, "upn"): 2})  # refused alike: still not two enrolments of one pupil
@given(SPOILT)
def test_exactly_the_spoilt_cells_are_named(tmp_path: Path, cells: dict[tuple[int, str], int]) -> None:
    reading, replaced = spoilt_return(tmp_path, cells)
    assert reading.refused == ""
    assert {*addresses(reading)} == replaced


def test_every_column_that_has_a_rule_can_be_spoilt() -> None:
    assert {name for name, about in CELLS.items() if about.required or about.one_of or about.at_most is not None} <= {*CHOICES}
