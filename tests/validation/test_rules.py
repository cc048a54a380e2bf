"""Row rules that returns share, each by its definition and at its edges."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from validation.rules import ERROR, QUERY, Rule, adds_up_to, given_when, never_more_than, not_before

WORDS = {"says": "is wrong", "do": "Mend it."}


def kept(rule: Rule, **columns: object) -> bool | None:
    """Whether a row keeps the rule; None where it cannot be told."""
    answer = pl.DataFrame({name: [value] for name, value in columns.items()}).select(rule.ok.alias("ok")).item()
    return None if answer is None else bool(answer)


@pytest.mark.parametrize(
    ("total", "a", "b", "ok"),
    [(10, 4, 6, True), (10, 4, 5, False), (0, 0, 0, True), (None, 4, 6, None), (10, None, 6, None), (10, 4, None, None)],
)
def test_parts_add_up_to_their_total_or_cannot_be_told(total: int | None, a: int | None, b: int | None, ok: bool | None) -> None:  # noqa: FBT001
    rule = adds_up_to("total", ("a", "b"), **WORDS)
    assert kept(rule, total=total, a=a, b=b) is ok
    assert (rule.mark, rule.columns, rule.severity) == ("total", ("total", "a", "b"), ERROR)


@pytest.mark.parametrize(("part", "whole", "ok"), [(3, 3, True), (4, 3, False), (None, 3, None), (4, None, None)])
def test_a_part_is_never_more_than_its_whole(part: int | None, whole: int | None, ok: bool | None) -> None:  # noqa: FBT001
    assert kept(never_more_than("part", "whole", **WORDS), part=part, whole=whole) is ok


@pytest.mark.parametrize(
    ("later", "earlier", "ok"),
    [(date(2026, 3, 2), date(2026, 3, 1), True), (date(2026, 3, 1), date(2026, 3, 1), True),
     (date(2026, 2, 28), date(2026, 3, 1), False), (None, date(2026, 3, 1), None)],
)  # fmt: skip
def test_a_later_date_is_not_before_an_earlier_one(later: date | None, earlier: date | None, ok: bool | None) -> None:  # noqa: FBT001
    assert kept(not_before("later", "earlier", **WORDS), later=later, earlier=earlier) is ok


@pytest.mark.parametrize(
    ("status", "left", "ok"),
    [("P", date(2026, 3, 1), True), ("P", None, False), ("C", None, None), (None, None, None)],
)
def test_a_cell_is_given_where_another_asks_for_it(status: str | None, left: date | None, ok: bool | None) -> None:  # noqa: FBT001
    rule = given_when("left", pl.col("status") == "P", reads=("status",), severity=QUERY, **WORDS)
    assert kept(rule, status=status, left=left) is ok
    assert (rule.mark, rule.severity) == ("left", QUERY)


def test_rules_say_themselves_to_excel() -> None:
    at = {name: f"{letter}7:{letter}99" for name, letter in zip(("total", "a", "b"), "CAB", strict=True)}
    formulas = [
        (adds_up_to("total", ("a", "b"), **WORDS), '(C7:C99<>"")*((A7:A99+B7:B99)<>C7:C99)'),
        (never_more_than("a", "b", **WORDS), '(A7:A99<>"")*(A7:A99>B7:B99)'),
        (not_before("a", "b", **WORDS), '(A7:A99<>"")*(B7:B99<>"")*(A7:A99<B7:B99)'),
    ]
    for rule, formula in formulas:
        assert rule.breaks_in_excel is not None
        assert rule.breaks_in_excel(at) == formula
