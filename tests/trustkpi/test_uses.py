"""Every column that a school is asked for has a use, and the template says which."""

from __future__ import annotations

import pytest

from trustkpi.excel.uses_page import Use, beside
from trustkpi.uses import uses
from validation.returns import returns
from validation.returns.attendance import ATTENDANCE


@pytest.mark.parametrize("name", returns())
def test_nobody_is_asked_for_what_has_no_use(name: str) -> None:
    declared = returns()[name]
    found = uses(declared)
    columns = [(s, c, found.get((s.facts().title, c), Use())) for s in declared.sheets for c in s.cells()]
    # A column that no KPI, list, group, key or rule reads must say in its declaration what it is for (use=).
    assert not [f"{s.facts().title}: {c}" for s, c, use in columns if not use.feeds and not list(beside(s, c, use))]


def test_a_column_knows_the_figures_that_it_feeds_and_the_groups_that_it_makes() -> None:
    found = uses(ATTENDANCE)
    assert {"Overall absence", "Attendance"} <= set(found["Pupils", "possible"].feeds)
    assert "Sex" in found["Pupils", "sex"].groups
    assert ("Pupils", "fsm6") not in found


def test_more_figures_than_can_be_read_at_a_glance_are_counted() -> None:
    assert Use(tuple("ABCDEFGHIJ")).says == "A; B; C; D; E; F; G; H; and 2 more"
