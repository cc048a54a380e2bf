"""Words that returns share: codes that add up to the national list, and a UPN's check letter by hand."""

from __future__ import annotations

from collections import Counter

import polars as pl
import pytest

from validation.vocabulary import (
    ATTENDANCE_CODES,
    ETHNIC_GROUPS,
    ETHNICITY,
    NEW_CODES,
    OLD_CODES,
    UPN_CHECK_LETTER,
    YEAR_GROUPS,
    Standing,
)  # fmt: skip


def test_there_is_no_code_twice_and_each_counts_as_one_thing() -> None:
    assert max(Counter(c.code for c in ATTENDANCE_CODES).values()) == 1
    assert {c.standing for c in ATTENDANCE_CODES} == set(Standing)


def test_codes_came_and_went_on_19_august_2024() -> None:
    # SI 2024/208, regulation 10: C1, C2, J1, K, Q and Y1 to Y7 came in force; F, H, J and Y went.
    assert {c.code for c in ATTENDANCE_CODES if c.since == NEW_CODES} == {
        "C1",
        "C2",
        "J1",
        "K",
        "Q",
        *(f"Y{i}" for i in range(1, 8)),
    }
    assert {c.code for c in ATTENDANCE_CODES if c.until == OLD_CODES} == {"F", "H", "J", "Y"}


def test_every_ethnicity_is_in_one_group() -> None:
    assert Counter(code for codes in ETHNIC_GROUPS.values() for code in codes) == Counter([*ETHNICITY])


def test_year_groups_run_from_the_nursery_to_14() -> None:
    assert [*YEAR_GROUPS] == ["E1", "E2", "N1", "N2", "R", *(str(n) for n in range(1, 15)), "X"]


@pytest.mark.parametrize(
    ("upn", "fits"),
    [
        ("A000200000001", True),  # 5x2 + 13x1 = 23; 23 mod 23 = 0: A
        ("P000200000002", True),  # 5x2 + 13x2 = 36; 36 mod 23 = 13: P
        ("B000200000001", False),
        ("A000200000010", False),  # 5x2 + 12x1 = 22: Z
        ("Z000200000010", True),
        ("L00020000000A", True),  # a temporary number ends in a letter, which counts as its place: 5x2 + 13x0 = 10: L
        ("J00020000000A", False),
        ("12345", None),
        (None, None),
    ],
)
def test_the_check_letter_of_a_upn_is_its_weighted_sum(upn: str | None, fits: bool | None) -> None:  # noqa: FBT001
    frame = pl.DataFrame({"upn": [upn]}, schema={"upn": pl.String})
    assert frame.select(UPN_CHECK_LETTER.passes(pl.col("upn"))).item() is fits
