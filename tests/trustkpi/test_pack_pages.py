"""The pages of a pack as plain values: what stands where, and that nothing which is missing looks like something else."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from tests.trustkpi.small_pack import AUTUMN, PHASES, YEAR_BEFORE, figure, grid, made, page, text, then
from trustkpi.catalogue import catalogue
from trustkpi.comments import Comment, Comments
from trustkpi.facts import Academy
from trustkpi.pack import PackContext
from trustkpi.pack.number_counted import counts
from trustkpi.pack.quality import behind
from trustkpi.packs import CommitteePack
from trustkpi.pages import Band, Charts, Data, Facts, Figure, Grid, Link, Page, Prose, Rag, Rating, Trend
from trustkpi.trust import Trust
from validation.periods import period


def the_data(of: Page) -> Data:
    return next(block for block in of.blocks if isinstance(block, Data))


# --- scorecard ---------------------------------------------------------------------------------------------------------


def test_the_scorecard_has_value_comparators_rating_direction_trend_and_an_academy_a_column() -> None:
    past = [then(5.5, YEAR_BEFORE), then(5.2, AUTUMN)]
    rows = [
        figure(5.0, rag="Green", last_period=5.2, last_year=5.5, target=4.8, national=5.1, colours_by="national",
               direction="Better", national_label="England, weighted by phase: primary and special year to 27 March 2026"),
        figure(9.0, "Ambleside", rag="Red"), figure(None, "Westbury", mark="c"),
    ]  # fmt: skip
    (row,) = grid(made(rows, past), "Scorecard")
    told = {heading: text(cell) for heading, cell in row.items()}
    assert told["Measure"] == "Overall absence"
    assert (told["Trust"], told["Number counted"], told["Target"], told["National"]) == ("5.0%", "50", "4.8%", "5.1%")
    assert (told["Last period: Autumn 2025/26"], told["A year before: Spring 2024/25"]) == ("5.2%", "5.5%")
    assert told["National is of"] == "year to 27 March 2026"
    assert (told["Rating"], told["Direction"]) == ("✔ Green\nby national", "▼ Better")
    assert told["Trend in figures, oldest first"] == "5.5, 5.2, 5.0"
    assert told["Ambleside (primary)"] == "9.0%\n✖ Red"
    assert told["Westbury (special)"] == "[c]\n– Withheld"  # noqa: RUF001  the pack's own dash
    assert row["Unity (alternative provision)"] == Rating(None)


def test_the_measures_of_a_focus_stand_together_and_there_are_at_most_twenty() -> None:
    committee = CommitteePack("Standards and Achievement", ("absence_rate", "suspension_rate", "severe_absence_rate"))
    of = made([figure(5.0), figure(1.0, kpi="severe_absence_rate"), figure(2.0, kpi="suspension_rate")], committee=committee)
    assert [text(r["Measure"]) for r in grid(of, "Scorecard")][:2] == ["Overall absence", "Severe absence"]
    reasons = [
        f"absence_code_{c}_rate" for c in ("c", "c1", "c2", "e", "i", "j1", "m", "r", "s", "t", "h", "f", "g", "n", "o", "u")
    ]
    more = ["late_rate", "absence_rate", "severe_absence_rate", "attendance_rate", "authorised_absence_rate"]
    everything = CommitteePack("Standards and Achievement", (*reasons, *more))
    assert len(grid(made([figure(1.0, kpi=k) for k in (*reasons, *more)], committee=everything), "Scorecard")) == 20


# --- trends ------------------------------------------------------------------------------------------------------------


def test_a_line_is_drawn_from_the_rows_of_the_trend_table_that_follow_the_last_gap() -> None:
    past = [then(6.0, "2024-25-autumn"), then(None, YEAR_BEFORE, mark="c"), then(5.5, "2024-25-summer"), then(5.2, AUTUMN)]
    of = made([figure(5.0)], past)
    table = the_data(page(of, "Trend data"))
    at = [c.heading for c in table.columns]
    values = [text(row[at.index("Value")]) for row in table.rows]
    assert values == ["6.0%", "[c]", "5.5%", "5.2%", "5.0%"]
    assert next(row[at.index("Period")] for row in table.rows) == "Autumn 2024/25"
    (row,) = grid(of, "Scorecard")
    assert row["Trend"] == Trend("Trend data", "Value", 2, 4, "6.0, [c], 5.5, 5.2, 5.0")


def test_one_point_makes_no_line() -> None:
    (row,) = grid(made([figure(5.0)], [then(None, AUTUMN, mark="c")]), "Scorecard")
    assert row["Trend"] == "[x]"


# --- heatmap -----------------------------------------------------------------------------------------------------------


def test_on_the_heatmap_no_return_is_a_state_of_its_own_and_never_green_or_blank() -> None:
    of = made([figure(5.0, "Ambleside", rag="Green"), figure(None, "Westbury", mark="c")])
    row = grid(of, "Heatmap")[1]
    assert text(row["Ambleside (primary)"]) == "5.0%  ✔ Green"
    assert text(row["Westbury (special)"]) == "[c]  – Withheld"  # noqa: RUF001  the pack's own dash
    assert row["Unity (alternative provision)"] == Rating(None)
    assert text(row["Unity (alternative provision)"]) == "no return"


def test_the_heatmap_has_phases_together_and_the_academy_with_most_red_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PHASES, "Unity", "Primary")
    twins = tuple(Academy(n, f"99900{i}", "Primary", date(2019, 9, 1)) for i, n in enumerate(("Ambleside", "Unity")))
    monkeypatch.setattr("tests.trustkpi.small_pack.ACADEMIES", twins)
    of = made([figure(5.0, "Ambleside", rag="Green"), figure(9.0, "Unity", rag="Red")])
    assert list(grid(of, "Heatmap")[0]) == ["Measure", "Unity (primary)", "Ambleside (primary)"]
    assert grid(of, "Heatmap")[0]["Unity (primary)"] == "1 red, 0 amber, 0 green"
    assert page(of, "Heatmap").about == "Unity has the most red: 1."


def test_where_nothing_is_rated_there_is_no_heatmap() -> None:
    assert "Heatmap" not in [p.tab for p in made([figure(5.0), figure(5.0, "Ambleside")]).pages]


# --- school on a page --------------------------------------------------------------------------------------------------


def lines(of: Page) -> list[str]:
    return [line for block in of.blocks if isinstance(block, Prose) for line in block.lines]


def test_every_academy_has_a_page_that_prints_on_one() -> None:
    of = made([figure(5.0), figure(5.0, "Ambleside")])
    assert [p.title for p in of.pages if p.tab in PHASES] == [
        "Ambleside (primary)",
        "Westbury (special)",
        "Unity (alternative provision)",
    ]
    assert all(page(of, name).one_page for name in PHASES)


def test_a_committee_that_reads_no_schools_has_no_page_of_one() -> None:
    committee = CommitteePack("Standards and Achievement", ("absence_rate",), schools=False)
    assert not {p.tab for p in made([figure(5.0)], committee=committee).pages} & {*PHASES}


def test_an_academy_without_a_return_is_called_neither_good_nor_bad() -> None:
    unity = page(made([figure(5.0, rag="Green")]), "Unity")
    assert unity.about == "No return was accepted for this period, so nothing can be said of it: neither good nor bad."
    assert not [block for block in unity.blocks if isinstance(block, Charts)]


def test_a_schools_page_says_what_needs_attention_and_what_it_sent() -> None:
    reason = "1.2 percentage points above the national figure (7.1%); amber to 1 percentage points worse"
    of = made([figure(8.3, "Ambleside", rag="Red", rag_reason=reason)], sent=[("Ambleside", "accepted (3 days late)")])
    told = lines(page(of, "Ambleside"))
    assert "✖ Red since Spring 2025/26: Overall absence is 8.3%, 1.2 points above national (7.1%)." in told
    assert "Returns: attendance accepted (3 days late)." in told
    assert "Nothing of it is red, and nothing amber got worse." in lines(page(of, "Unity"))


# --- the focus ---------------------------------------------------------------------------------------------------------


def charts(of: Page) -> Charts:
    return next(block for block in of.blocks if isinstance(block, Charts))


def test_a_focus_begins_with_charts_whose_titles_answer_a_question() -> None:
    past = [then(5.8, YEAR_BEFORE), then(5.4, AUTUMN)]
    rows = [
        figure(5.0, last_year=5.8),
        figure(9.0, "Ambleside", rag="Red", national=5.1),
        figure(4.0, "Westbury", rag="Green", national=13.0),
    ]
    focus = page(made(rows, past), "Pupil absence")
    first, second = charts(focus).charts
    assert focus.blocks[0] == charts(focus)
    assert first.title == "Ambleside is red for overall absence (pale: England)"
    assert [(b.label, b.rag) for b in first.bars] == [("✖ 9.0%", Rag.RED), ("✔ 4.0%", Rag.GREEN)]
    assert [b.label for b in first.beside] == ["5.1%", "13.0%"]
    assert first.across == Trend("Scorecard data", "Value", 0, 1, named="Place")
    # Figures count from September: autumn to spring is a move within the year, summer to autumn is none.
    assert second.title == "Overall absence is 5.0% across the trust, 0.8 points better than in spring 2024/25"
    assert [b.label for b in second.bars] == ["5.8%", "5.4%", "5.0%"]


def test_a_trend_of_two_moves_within_the_year_is_called_one() -> None:
    past = [then(5.8, "2025-26-autumn-1"), then(5.4, "2025-26-autumn-2")]
    focus = page(made([figure(5.0)], past), "Pupil absence")
    assert charts(focus).charts[-1].title == "Overall absence across the trust has fallen twice in a row, to 5.0%"


def test_the_charts_are_described_for_those_who_cannot_see_them() -> None:
    focus = page(made([figure(9.0, "Ambleside", rag="Red")]), "Pupil absence")
    assert charts(focus).charts[0].alt == "Bar chart. Ambleside is red for overall absence. Ambleside ✖ 9.0%"


def test_a_focus_with_nothing_to_draw_has_no_chart() -> None:
    focus = page(made([figure(None, "Ambleside", mark="c"), figure(None, mark="c")]), "Pupil absence")
    assert not [block for block in focus.blocks if isinstance(block, Charts)]


def test_a_focus_prints_on_one_page_with_its_lead_first_then_what_is_red_and_the_rest_counted() -> None:
    for_information = [f"absence_code_{c}_rate" for c in ("c", "e", "i", "m", "r", "s", "g", "n", "o")]
    rows = [
        figure(5.0, rag="Green"), figure(1.2, kpi="late_rate", rag="Green"),
        figure(2.4, kpi="unauthorised_absence_rate", rag="Red"), figure(3.0, kpi="persistent_absence_rate"),
        figure(4.0, "Unity", kpi="persistent_absence_rate", rag="Red"),
        *(figure(0.1, kpi=kpi) for kpi in for_information),
    ]  # fmt: skip
    focus = page(made(rows), "Pupil absence")
    titles = [text(row["Measure"]) for row in grid(made(rows), "Pupil absence", "measures")]
    assert titles[:4] == ["Overall absence", "Unauthorised absence", "Persistent absence", "Late"]
    assert len(titles) == 9
    (measures,) = [block for block in focus.blocks if isinstance(block, Grid) and block.name == "measures"]
    assert measures.more == Link(
        "4 more measures (4 not rated across the trust), and every figure by group of pupils", "Pupil absence data"
    )
    assert focus.one_page


def test_groups_are_told_by_how_far_apart_they_stand_and_those_that_no_pair_compares_by_the_one_furthest_from_all() -> None:
    rows = [figure(8.0, last_year=7.0)]
    for breakdown, group, value, before in (
        ("fsm", "Eligible", 12.0, 11.0), ("fsm", "Not eligible", 7.0, 7.5), ("year_group", "Year 10", 18.0, 12.0),
        ("year_group", "Year 1", 6.0, 6.0),
    ):  # fmt: skip
        rows.append(figure(value, breakdown=breakdown, group=group, last_year=before))
    told = [(text(r["Groups compared"]), text(r["Gap, points"]), text(r["Gap a year before: Spring 2024/25"]))
            for r in grid(made(rows), "Pupil absence", "gaps")]  # fmt: skip
    assert told == [
        ("Year group: Year 10 above all", "+10.0", "+5.0"),
        ("Free school meals: Eligible above Not eligible", "+5.0", "+3.5"),
    ]


def test_the_heatmap_counts_what_is_green_wherever_it_is_rated() -> None:
    academies = ("Ambleside", "Westbury", "Unity")
    greens = [figure(5.0, a, kpi="late_rate", rag="Green") for a in academies]
    of = made([*greens, figure(9.0, "Unity", rag="Red")])
    (heatmap,) = [block for block in page(of, "Heatmap").blocks if isinstance(block, Grid)]
    assert [text(row["Measure"]) for row in grid(of, "Heatmap")] == ["In all", "Overall absence"]
    assert grid(of, "Heatmap")[0]["Unity (alternative provision)"] == "1 red, 0 amber, 1 green"
    assert [row.says for row in heatmap.rows if isinstance(row, Band)] == ["Pupil absence: 1 more, green wherever rated"]


# --- cover, definitions and data quality -------------------------------------------------------------------------------


def test_the_cover_links_to_every_page_and_keeps_schools_and_tables_to_a_line_each() -> None:
    of = made([figure(5.0, rag="Green"), figure(5.0, "Ambleside", rag="Green")])
    links = [cell.to for row in grid(of, "Cover", "contents") for cell in row.values() if isinstance(cell, Link)]
    tables = [p.tab for p in of.pages if any(isinstance(b, Data) for b in p.blocks)]
    assert links == [p.tab for p in of.pages[1:] if p.tab not in {*tables, "Westbury", "Unity"}] + tables[:1]


def test_definitions_are_a_row_a_headline_measure_and_the_table_has_every_one() -> None:
    committee = CommitteePack("Standards and Achievement", ("absence_rate",))
    of = made([figure(5.0), figure(1.0, kpi="late_rate")], committee=committee)
    (row,) = grid(of, "Definitions", "definitions")
    assert row["What it means"] == "Sessions missed, authorised or not, as a share of the sessions that were possible."
    assert text(row["Limits in force"]).endswith("[note 1]")
    assert [line[:9] for line in lines(page(of, "Definitions")) if line.startswith("[note")] == ["[note 1] "]
    assert [line[0] for line in the_data(page(of, "Every definition")).rows] == ["absence_rate", "late_rate"]


def test_data_quality_has_a_row_a_return_and_a_column_an_academy() -> None:
    of = made(
        [figure(5.0)], sent=[("Ambleside", "accepted"), ("Westbury", "accepted (3 days late)"), ("Unity", "sent back (1 error)")]
    )
    (row,) = grid(of, "Data quality", "returns")
    assert [text(cell) for cell in row.values()] == [
        "Attendance",
        "✔ Accepted",
        "! Accepted (3 days late)",
        "✖ Sent back (1 error)",
    ]


def test_a_figure_is_written_as_people_say_it() -> None:
    assert Figure(1234567.5, 0, before="£").text == "£1,234,568"
    assert Figure(-0.25, 1, after="%", signed=True).text == "-0.3%"
    assert Figure(0.25, 1, after=" days", signed=True).text == "+0.3 days"
    assert Figure(None).text == "[x]"


def test_academies_columns_stay_readable_however_many_there_are() -> None:
    def width(academies: int) -> float:
        many = tuple(Academy(f"A{n}", f"9{n:05}", "Primary", date(2019, 9, 1)) for n in range(academies))
        return PackContext(Trust("T", academies=many), period("2025-26-spring"), date(2026, 3, 27), {}).width

    assert (width(1), width(8), width(30)) == (12.0, 9.0, 9.0)


def test_a_pack_tells_only_of_the_returns_that_its_committee_reads() -> None:
    queried = {"academy": "Unity", "sheet": "Pupils", "label": "", "says": "is odd", "explanation": ""}
    of = made([figure(5.0, rag="Green")], queries=[queried, {**queried, "sheet": "Employments"}])
    assert len(grid(of, "Queries")) == 1
    status = pl.DataFrame(
        {"academy": ["Unity"] * 2, "return": ["attendance", "workforce 2026-03-31"], "state": ["accepted", "late (1 day)"]}
    )
    context = PackContext(Trust("T"), period("2025-26-spring"), date(2026, 3, 27), {}, status)
    assert behind(context, {"attendance"}).status["state"].to_list() == ["accepted"]
    assert behind(context, {"attendance", "workforce"}).status.height == 2


def test_one_gap_alone_is_no_chart_but_a_row_of_the_table() -> None:
    rows = [figure(8.0), figure(12.0, breakdown="fsm", group="Eligible"), figure(7.0, breakdown="fsm", group="Not eligible")]
    of = made(rows)
    assert not [block for block in page(of, "Pupil absence").blocks if isinstance(block, Charts)]
    assert [text(row["Gap, points"]) for row in grid(of, "Pupil absence", "gaps")] == ["+5.0"]


def test_a_focus_that_is_green_throughout_says_how_many_measures_that_is() -> None:
    of = made([figure(5.0, place, rag="Green") for place in PHASES])
    (heatmap,) = [block for block in page(of, "Heatmap").blocks if isinstance(block, Grid)]
    assert [row.says for row in heatmap.rows if isinstance(row, Band)] == ["Pupil absence: 1 measure, green wherever rated"]


def test_an_empty_form_and_a_page_with_nothing_to_hold_against_are_not_printed() -> None:
    of = made([figure(5.0, rag="Green")])
    assert not page(of, "Commentary").in_print
    assert not page(of, "What changed").in_print
    facts = next(block for block in page(of, "Cover").blocks if isinstance(block, Facts))
    assert dict(facts.lines)["Pack number"] == "SA 2025-26-spring issue 1: the first, so no figure in it is restated"
    said = Comments(before={("absence_rate", ""): Comment("absence_rate", "", "", commentary="A wet term.")})
    assert page(made([figure(5.0, rag="Green")], comments=said), "Commentary").in_print


def test_every_measure_of_the_scorecard_is_counted_in_its_first_sentence() -> None:
    of = made([figure(5.0, rag="Green"), figure(3.0, kpi="severe_absence_rate")])
    assert (
        page(of, "Scorecard").about
        == "Of 2 measures across the trust, 1 green, 1 not rated. No return from Ambleside, Westbury or Unity."
    )


def test_money_and_rates_of_rates_are_no_number_counted() -> None:
    named = ("absence_rate", "pp_spend_vs_allocation_pct", "sanction_consistency_range")
    assert [counts(catalogue()[name]) for name in named] == [True, False, False]
