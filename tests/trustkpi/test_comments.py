"""Of each cell the text that was saved last stands, whatever order the packs are read in."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import permutations

from trustkpi.comments import Commented, Field, Typed, comments
from trustkpi.pages import Entry

AUTUMN, SPRING = "2025-26-autumn", "2025-26-spring"


def came(hour: int, *typed: Typed, period: str = SPRING) -> Commented:
    when = datetime(2026, 3, 30, hour, tzinfo=UTC)
    return Commented(f"{hour:064}", "Standards.xlsx", "Standards", period, "0" * 16, f"post {hour}", when, typed)


def said(field: Field, text: str, academy: str = "Westbury") -> Typed:
    return Typed("absence_rate", academy, field, text)


def test_what_was_saved_last_stands_however_the_packs_are_read() -> None:
    packs = (
        came(8, said(Field.COMMENTARY, "early"), said(Field.OWNER, "Head of school")),
        came(9, said(Field.COMMENTARY, "late")),
        came(10, said(Field.OWNER, "")),
    )
    for order in permutations(packs):
        found = comments(order, SPRING, AUTUMN).of("absence_rate", "Westbury")
        assert (found.commentary, found.owner, found.who, found.when) == ("late", "", "post 10", packs[2].when)


def test_a_comment_is_for_its_own_academy_and_period() -> None:
    packs = (came(8, said(Field.ACTION, "then"), period=AUTUMN), came(9, said(Field.ACTION, "now")), came(9, period="2024-25"))
    found = comments(packs, SPRING, AUTUMN)
    assert found.entry("absence_rate", "Westbury", Field.ACTION) == Entry("absence_rate", "Westbury", "action", "now")
    assert found.last_time("absence_rate", "Westbury").action == "then"
    assert found.entry("absence_rate", "", Field.ACTION).text == ""
    assert not found.of("absence_rate")
    assert found.of("absence_rate", "Westbury")
