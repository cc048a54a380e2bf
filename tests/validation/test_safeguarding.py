"""What no single row of the safeguarding return shows: a kind that every academy is asked about and that has no row."""

from __future__ import annotations

import polars as pl

from validation.returns.safeguarding import CHECKS, MATTERS, POLICIES, Matters, Policies, Vetting, kinds_left_out
from validation.rules import QUERY


def test_a_policy_a_check_or_a_matter_without_a_row_is_asked_about_and_a_whole_list_is_not() -> None:
    policies = pl.DataFrame({"policy": [code for code in POLICIES if code not in {"CP", "WHISTLE"}]})
    checks, matters = pl.DataFrame({"check": list(CHECKS)}), pl.DataFrame({"matter": ["COMPLAINT", "LADO", "LOW"]})
    found = kinds_left_out({"Policies": policies, "Vetting": checks, "Complaints": matters})
    assert [(f.severity, f.sheet, f.label, f.says) for f in found] == [
        (QUERY, Policies, "Policy", "has no row for Child protection, Whistleblowing"),
        (QUERY, Matters, "Matter", "has no row for Staff grievance"),
    ]
    assert kinds_left_out({"Complaints": pl.DataFrame({"matter": list(MATTERS)})}) == []


def test_a_sheet_with_nothing_in_it_is_named_as_empty_elsewhere_and_not_kind_by_kind() -> None:
    assert kinds_left_out({Vetting.facts().title: pl.DataFrame(schema={"check": pl.String()})}) == []
