"""Every red, every amber that got worse and every missing return, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.trustkpi.small_pack import AUTUMN, YEAR_BEFORE, figure, grid, made, page, text, then
from trustkpi.catalogue import catalogue
from trustkpi.comments import Comment, Comments, Field
from trustkpi.packs import CommitteePack
from trustkpi.pages import DASH, Cell, Entry, Link, Pack


def rows(of: Pack) -> list[dict[str, Cell]]:
    return grid(of, "Exceptions")


def named(of: Pack) -> list[tuple[str, str, str]]:
    return [(text(r["What"]), text(r["Where"]), text(r["Now"])) for r in rows(of)]


def test_reds_stand_first_then_ambers_that_got_worse_then_missing_returns() -> None:
    of = made(
        [
            figure(9.0, rag="Amber", direction="Worse"), figure(5.0, "Ambleside", rag="Amber", direction="Better"),
            figure(12.0, "Westbury", kpi="late_rate", rag="Red", direction="Better"),
        ],
        sent=[("Ambleside", "accepted"), ("Unity", "sent back (3 errors)")],
    )  # fmt: skip
    assert named(of) == [
        ("Late", "Westbury", "12.0%  ✖ Red"), ("Overall absence", "Whole trust", "9.0%  ! Amber"),
        ("Attendance return", "Unity", "no return"),
    ]  # fmt: skip


def test_a_measure_that_is_red_at_several_academies_is_one_row_that_names_them_all() -> None:
    reds = [figure(9.0, rag="Amber", direction="Worse"), figure(12.5, "Westbury", rag="Red"), figure(11.0, "Unity", rag="Red")]
    of = made(reds)
    assert named(of) == [("Overall absence", "Westbury; red too: Unity 11.0%; amber and worse: Whole trust 9.0%", "12.5%  ✖ Red")]
    assert page(of, "Exceptions").about == "2 red, 1 amber and worse than before (1 measure); no return is missing."
    assert {cell.academy for cell in rows(of)[0].values() if isinstance(cell, Entry)} == {""}


def test_headlines_stand_before_what_the_law_asks_and_that_before_other_reds() -> None:
    committee = CommitteePack("Standards and Achievement", ("absence_rate",), law=("Keeping children safe in education",))
    kpis = ("mobility_rate", "scr_gaps", "absence_rate")
    of = made([figure(9.0, kpi=kpi, rag="Red") for kpi in kpis], committee=committee)
    assert [text(r["What"]) for r in rows(of)] == ["Overall absence", "People with a check missing", "Mobility"]


def test_what_does_not_fit_is_counted_by_focus_and_place_and_nothing_red_is_left_out() -> None:
    kpis = [
        name for name, k in catalogue().items() if k.committee == "Standards and Achievement" and k.polarity != "for information"
    ]
    of = made([figure(9.0, "Unity", kpi=kpi, rag="Red") for kpi in kpis[:50]])
    counted = grid(of, "Exceptions", "rest")
    assert len(rows(of)) == 30
    assert sum(int(text(r["Red figures"])) for r in counted) == 20
    assert {text(r["Where"]).partition(" ")[0] for r in counted} == {"Unity"}
    assert all(isinstance(r["Focus"], Link) for r in counted)
    assert page(of, "Exceptions").about.startswith("50 red,")


def test_what_somebody_wrote_about_stays_in_sight_even_where_it_would_only_be_counted() -> None:
    kpis = [
        name for name, k in catalogue().items() if k.committee == "Standards and Achievement" and k.polarity != "for information"
    ]
    said = {(kpi, "Unity"): Comment(kpi, "Unity", "2025-26-spring", action="Visit homes") for kpi in kpis[:50]}
    of = made([figure(9.0, "Unity", kpi=kpi, rag="Red") for kpi in kpis[:50]], comments=Comments(said))
    assert len(rows(of)) == 50


def test_what_is_typed_does_not_make_the_figures_others() -> None:
    reds = [figure(9.0, "Unity", rag="Red")]
    said = {("absence_rate", "Unity"): Comment("absence_rate", "Unity", "2025-26-spring", commentary="A bug went round")}
    before, after = made(reds), made(reds, comments=Comments(said))
    assert "A bug went round" in str(page(after, "Unity"))
    assert (before.bare == after.bare, before.words == after.words) == (True, False)


def test_an_amber_that_was_green_last_time_got_worse() -> None:
    of = made([figure(5.0, "Ambleside", rag="Amber")], [then(4.0, AUTUMN, "Ambleside", rag="Green")])
    assert named(of) == [("Overall absence", "Ambleside", "5.0%  ! Amber")]


def test_green_grey_and_what_is_for_information_are_no_exceptions() -> None:
    of = made(
        [figure(5.0, rag="Green", direction="Worse"), figure(3.0, kpi="absence_code_i_rate", rag="Red"), figure(4.0, "Unity")]
    )
    assert page(of, "Exceptions").about == "Nothing is red, no amber got worse, and no return is missing."


def test_a_withheld_figure_is_no_exception() -> None:
    of = made([figure(5.0, rag="Green"), figure(None, "Unity", rag="Red", mark="c")])
    assert page(of, "Exceptions").about.startswith("Nothing is red")


def test_it_says_since_when_and_how_it_stood_last_time() -> None:
    past = [
        then(9.0, YEAR_BEFORE, "Ambleside", rag="Red"), then(5.0, "2024-25-summer", "Ambleside", rag="Green"),
        then(9.0, AUTUMN, "Ambleside", rag="Red"),
    ]  # fmt: skip
    (row,) = rows(made([figure(9.0, "Ambleside", rag="Red")], past))
    assert (row["Since"], text(row["Last time"])) == ("Autumn 2025/26", "✖ Red")
    (alone,) = rows(made([figure(9.0, "Ambleside", rag="Red")]))
    assert (alone["Since"], text(alone["Last time"])) == ("Spring 2025/26", DASH)


def test_it_says_how_far_out_in_few_words() -> None:
    national = "1.2 percentage points above the national figure (7.1%); amber to 1 percentage points worse"
    (row,) = rows(made([figure(8.3, "Ambleside", rag="Red", rag_reason=national)]))
    assert row["How far out"] == "1.2 points above national (7.1%)"
    (row,) = rows(made([figure(88.0, "Ambleside", kpi="places_filled_pct", rag="Red", colours_by="limits")]))
    assert row["How far out"] == "7 points below the limit of green (95.0%)"
    (row,) = rows(made([figure(4.0, "Ambleside", kpi="scr_gaps", rag="Red", colours_by="limits")]))
    assert row["How far out"] == "4 above the limit of green (0)"


def test_what_the_academy_says_of_a_column_that_the_kpi_reads_stands_beside_it_without_a_pupils_number() -> None:
    explained = {
        "academy": "Ambleside", "sheet": "Pupils", "label": "Authorised absence", "says": "is high",
        "explanation": "A sickness bug; see A123456789012.",
    }  # fmt: skip
    other = {**explained, "label": "Year group", "explanation": "Elsewhere."}
    (row,) = rows(made([figure(8.3, "Ambleside", rag="Red")], queries=[explained, other]))
    assert row["What is known"] == "The academy: A sickness bug; see [number removed]."


def test_what_was_said_last_time_is_carried_and_each_row_has_four_cells_to_type_in() -> None:
    when = datetime(2026, 1, 8, tzinfo=UTC)
    now = Comment("absence_rate", "Ambleside", "2025-26-spring", action="Visit homes", when=when)
    before = Comment("absence_rate", "Ambleside", AUTUMN, commentary="A bug went round", when=when)
    subject = ("absence_rate", "Ambleside")
    (row,) = rows(made([figure(8.3, "Ambleside", rag="Red")], comments=Comments({subject: now}, {subject: before})))
    assert row["What is known"] == "Last time: A bug went round"
    typed = [cell for cell in row.values() if isinstance(cell, Entry)]
    assert [(e.kpi, e.academy, e.field, e.text) for e in typed] == [
        ("absence_rate", "Ambleside", Field.COMMENTARY, ""), ("absence_rate", "Ambleside", Field.ACTION, "Visit homes"),
        ("absence_rate", "Ambleside", Field.OWNER, ""), ("absence_rate", "Ambleside", Field.DUE, ""),
    ]  # fmt: skip


def test_a_return_that_is_wanted_says_its_state_and_whether_one_came_last_time() -> None:
    of = made(
        [figure(5.0, rag="Green")],
        [then(4.0, AUTUMN, "Unity")],
        sent=[("Unity", "late (4 days)"), ("Westbury", "due (2 days left)"), ("Ambleside", "not due")],
    )
    (row,) = rows(of)
    assert (row["Where"], row["Last time"]) == ("Unity and Westbury", "1 accepted")
    assert row["How far out"] == "Unity: late (4 days); Westbury: due (2 days left)"
    (alone,) = rows(made([figure(5.0, rag="Green")], [then(4.0, AUTUMN, "Unity")], sent=[("Unity", "late (4 days)")]))
    assert (alone["Where"], alone["How far out"], alone["Last time"]) == ("Unity", "Late (4 days)", "Accepted")
