"""A right return with k cells replaced by what those cells' own rules refuse names exactly those k: of every return there is."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
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


@given(spoilt())
def test_exactly_the_spoilt_cells_of_any_return_are_named(tmp_path: Path, spoilt: tuple[Right, Spoilt]) -> None:
    right, cells = spoilt
    assert [*right.differences(right.with_cells(cells, tmp_path / "a.xlsx"), cells)] == []
