"""Odd returns are read right, or what is odd is a finding at its cell, or one sentence says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.corpus.crafted import Parts, parts_of, start
from tests.corpus.oddities import ODDITIES, SAME
from trustkpi.check import check_readings
from trustkpi.facts import Reading
from trustkpi.read import read


@pytest.fixture(scope="module")
def right(tmp_path_factory: pytest.TempPathFactory) -> tuple[Parts, Reading]:
    path = start(tmp_path_factory.mktemp("right") / "right.xlsx")
    (reading,) = check_readings([read(path)])
    return parts_of(path), reading


def told(reading: Reading) -> list[tuple[object, ...]]:
    """The rows, whatever rows of the sheet they stand in."""
    return reading.tables["Pupils"].frame.drop("_row").rows()


@pytest.mark.parametrize("name", ODDITIES)
def test_an_odd_return_is_read_right_or_what_is_odd_is_named(tmp_path: Path, name: str, right: tuple[Parts, Reading]) -> None:
    expected, make = ODDITIES[name]
    path = tmp_path / "a.xlsx"
    path.write_bytes(make(dict(right[0])))
    (reading,) = check_readings([read(path)])
    if isinstance(expected, str):
        assert reading.refused[: len(expected)] == expected
        assert bool(reading.refused) == bool(expected)
    else:
        found = [f"{f.sheet} {f.cell} {f.says}" for f in reading.findings]
        assert (reading.refused, [f[: len(e)] for f, e in zip(found, expected, strict=False)]) == ("", [*expected])
        assert len(found) == len(expected)
    if expected == SAME:
        assert (reading.findings, told(reading)) == (right[1].findings, told(right[1]))
