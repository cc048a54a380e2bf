"""The sentences that stand out, each worked out by hand from the figures above it."""

from __future__ import annotations

from tests.trustkpi.small_pack import ACADEMIES, AUTUMN, figure, grid, made, text, then
from trustkpi.pages import Entry, Link, Pack


def says(of: Pack) -> list[str]:
    return [text(row["What stands out"]) for row in grid(of, "Headlines")]


def test_the_largest_move_is_the_largest_share_of_what_was() -> None:
    # 12.0 from 10.0 is a fifth; 4.0 from 3.0 is a third, and smaller in points.
    of = made([
        figure(12.0, rag="Red", last_year=10.0), figure(4.0, kpi="severe_absence_rate", rag="Amber", last_year=3.0),
    ])  # fmt: skip
    assert says(of)[0] == "Severe absence moved most in a year: 4.0% across the trust, 1 point worse than in spring 2024/25."


def test_a_move_is_told_as_it_is_printed() -> None:
    # 8.74 and 8.95 are 0.21 apart, but a reader sees 8.7 and 9.0.
    of = made([figure(8.74, rag="Green", last_year=8.95)])
    assert says(of)[0] == "Overall absence moved most in a year: 8.7% across the trust, 0.3 points better than in spring 2024/25."


def test_the_worst_against_national_is_of_the_same_period_only() -> None:
    of = made([
        figure(5.0), figure(6.0, "Ambleside", rag="Amber", national=5.0, colours_by="national"),
        figure(40.0, "Unity", rag="Red", national=20.0, colours_by="last year"),
    ])  # fmt: skip
    assert "Overall absence at Ambleside stands worst against national: 6.0%, 1 point worse than the national 5.0%." in says(of)


def test_what_is_newly_red_and_what_is_red_no_longer_are_told() -> None:
    past = [then(5.0, AUTUMN, "Ambleside", rag="Amber"), then(9.0, AUTUMN, "Westbury", rag="Red")]
    of = made([figure(8.0), figure(9.0, "Ambleside", rag="Red"), figure(7.0, "Westbury", rag="Green")], past)
    assert "Newly red: overall absence at Ambleside (9.0%)." in says(of)
    assert "Red last time and no longer: overall absence at Westbury (7.0%)." in says(of)


def test_what_was_red_before_is_not_newly_red() -> None:
    of = made([figure(8.0), figure(9.0, "Ambleside", rag="Red")], [then(5.0, AUTUMN, "Ambleside", rag="Red")])
    assert not [line for line in says(of) if line.startswith("Newly red")]


def test_a_missing_return_is_told_with_how_many_are_in() -> None:
    of = made(
        [figure(5.0, rag="Green")],
        sent=[("Ambleside", "accepted"), ("Westbury", "accepted (2 days late)"), ("Unity", "late (4 days)")],
    )
    row = next(r for r in grid(of, "Headlines") if text(r["What stands out"]).startswith("Not in"))
    assert text(row["What stands out"]) == "Not in these figures: Unity's attendance return, late (4 days)."
    assert row["Figure"] == "2 of 3"
    assert row["Where to look"] == Link("Data quality", "Data quality")


def test_there_are_at_most_five_sentences_each_with_a_figure_a_link_and_a_cell_to_type_in() -> None:
    past = [then(5.0, AUTUMN, "Ambleside", rag="Amber"), then(9.0, AUTUMN, "Westbury", rag="Red")]
    rows = [
        figure(8.0, rag="Amber", last_year=7.0), figure(9.0, "Ambleside", rag="Red", national=5.0, colours_by="national"),
        figure(7.0, "Westbury", rag="Green"),
    ]  # fmt: skip
    of = made(rows, past, sent=[(a.name, "late (1 day)") for a in ACADEMIES])
    told = grid(of, "Headlines")
    assert len(told) == 6  # and the line for the period as a whole
    assert all(isinstance(row["Where to look"], Link) for row in told)
    assert all(isinstance(row["The executive's commentary"], Entry) for row in told)
    assert {row["The executive's commentary"].kpi for row in told} == {"absence_rate", "attendance", "Standards and Achievement"}  # type: ignore[union-attr]


def test_a_quiet_term_has_what_is_best_against_national() -> None:
    of = made([figure(5.0, rag="Green", national=5.5, colours_by="national", last_year=5.0)])
    assert (
        says(of)[0]
        == "Overall absence across the trust stands best against national: 5.0%, 0.5 points better than the national 5.5%."
    )


def test_what_is_newly_red_begins_with_the_scorecards_measures_and_the_whole_trust() -> None:
    rows, past = [figure(8.0, rag="Red")], [then(5.0, AUTUMN, rag="Amber")]
    for kpi, value in (("late_rate", 2.0), ("severe_absence_rate", 3.0)):  # severe absence is a headline, lateness is not
        rows.append(figure(value, "Ambleside", kpi=kpi, rag="Red"))
        past.append(then(1.0, AUTUMN, "Ambleside", kpi=kpi, rag="Amber"))
    expected = (
        "Newly red: overall absence across the trust (8.0%), severe absence at Ambleside (3.0%) and late at Ambleside (2.0%)."
    )
    assert expected in says(made(rows, past))
