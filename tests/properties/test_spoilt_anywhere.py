"""The same of every return there is: whatever its cells' own rules refuse is named, at those cells and at no others."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.corpus.smalls import small
from tests.torture.spoilt import Right, Spoilt, bearable, refusals
from validation.returns import returns

MOST = 12  # cells spoilt at once


@st.composite
def spoilt(draw: st.DrawFn) -> tuple[Right, Spoilt]:
    one = small(draw(st.sampled_from(sorted(returns()))))
    cells: Spoilt = {}
    for _ in range(draw(st.integers(1, MOST))):
        sheet = draw(st.sampled_from([*one.rows]))
        name = draw(st.sampled_from([*refusals(sheet)]))
        row = draw(st.integers(0, one.rows[sheet] - 1))
        cells[sheet, name, row] = draw(st.sampled_from(refusals(sheet)[name]))
    return one, bearable(cells)


def test_what_they_start_from_is_right() -> None:
    assert {name: small(name).reading.errors for name in returns()} == dict.fromkeys(returns(), ())


@settings(max_examples=settings().max_examples // 10)  # a whole workbook each
@given(spoilt())
def test_exactly_the_spoilt_cells_of_any_return_are_named(tmp_path: Path, spoilt: tuple[Right, Spoilt]) -> None:
    right, cells = spoilt
    assert [*right.differences(right.with_cells(cells, tmp_path / "a.xlsx"), cells)] == []
