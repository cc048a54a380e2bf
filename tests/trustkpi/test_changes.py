"""What changed since the last issue: what was shown then and reads differently, why, and nothing that is withheld."""

from __future__ import annotations

from datetime import date

import polars as pl

from trustkpi.catalogue import catalogue
from trustkpi.facts import RESULTS, Academy
from trustkpi.pack.changes import changes_page
from trustkpi.pack.results import PackContext, Results
from trustkpi.pages import Figure, Grid, Prose, Rating
from trustkpi.since import Sent, Since
from trustkpi.trust import Trust
from validation.periods import period
from validation.vocabulary import Phase

SPRING = period("2025-26-spring")
KPI = catalogue()["absence_rate"]
ACADEMIES = tuple(
    Academy(name, urn, phase, date(2020, 9, 1))
    for name, urn, phase in (("Ambleside", "1", Phase.PRIMARY.value), ("Westbury", "2", Phase.SPECIAL.value))
)
SENT = Sent("Westbury", "attendance", SPRING.name, date(2026, 4, 22), "ab" * 32, date(2026, 4, 9))
WITHHELD = "\N{EN DASH} Withheld"
Shown = float | str | None


def figures(**shown: Shown) -> pl.DataFrame:
    """Place to its absence: a number, "c" where it is withheld; `by_sex` is a group of the trust's."""
    rows = []
    for place, value in shown.items():
        group = place == "by_sex"
        grain = "trust" if place in {"Trust", "by_sex"} else "phase" if place == "Special" else "academy"
        phase = {"Ambleside": Phase.PRIMARY.value, "Westbury": Phase.SPECIAL.value, "Special": Phase.SPECIAL.value}.get(place, "")
        rows.append(
            dict.fromkeys(RESULTS)
            | {
                "kpi": KPI.name, "period": SPRING.name, "population": KPI.over.name if KPI.over else "", "grain": grain,
                "place": "Trust" if group else Phase.SPECIAL.value if place == "Special" else place, "phase": phase,
                "breakdown": "sex" if group else "", "group": "F" if group else "",
                "value": None if value == "c" else value, "mark": "c" if value == "c" else "", "rag": "Green",
            }
        )  # fmt: skip
    return pl.DataFrame(rows, schema={**RESULTS, "mark": pl.String(), "rag": pl.String()})


def page(then: pl.DataFrame | None, now: pl.DataFrame, *sent: Sent, settings: bool = False) -> tuple[list[str], dict[str, tuple]]:
    since = Since(1, date(2026, 3, 27), then, sent, settings=settings)
    context = PackContext(Trust("A trust", academies=ACADEMIES), SPRING, date(2026, 3, 27), {KPI.name: KPI}, issue=2, since=since)
    blocks = changes_page([KPI], Results.of(now, {KPI.name: KPI}), context).blocks
    said = [line for block in blocks if isinstance(block, Prose) for line in block.lines]
    rows = [row for block in blocks if isinstance(block, Grid) and block.name == "restated" for row in block.rows]
    return said, {str(row[1]): tuple(row[2:]) for row in rows if isinstance(row, tuple)}


def shown(cells: tuple) -> tuple[str, ...]:
    return tuple(cell.text if isinstance(cell, Figure | Rating) else str(cell) for cell in cells)


def test_a_restated_figure_stands_beside_what_it_was_with_the_return_behind_it() -> None:
    said, rows = page(figures(Trust=6.0, Ambleside=5.0, Westbury=7.04), figures(Trust=6.5, Ambleside=5.0, Westbury=8.0), SENT)
    assert said[0] == "Issue 1 was final, as at 27 March 2026. 2 figures read differently now."
    assert list(rows) == ["Trust", "Westbury"]
    assert shown(rows["Westbury"]) == ("7.0%", "8.0%", "✔ Green", "✔ Green", "Return 1 of those above.")


def test_a_figure_that_prints_as_it_did_is_not_restated() -> None:
    said, rows = page(figures(Trust=6.04), figures(Trust=6.01), SENT)
    assert (said, rows) == (["Issue 1 was final, as at 27 March 2026. Every figure reads as it did then."], {})


def test_what_is_withheld_now_is_withheld_as_it_was_then() -> None:
    _, rows = page(figures(Westbury=7.0), figures(Westbury="c"), SENT)
    assert shown(rows["Westbury"])[:4] == ("[c]", "[c]", WITHHELD, WITHHELD)


def test_what_was_withheld_then_stays_so() -> None:
    _, rows = page(figures(Westbury="c"), figures(Westbury=7.0), SENT)
    assert shown(rows["Westbury"])[:4] == ("[c]", "7.0%", WITHHELD, "✔ Green")


def test_a_return_of_another_academy_or_phase_is_no_reason() -> None:
    told = "It follows from a change elsewhere in the pack."
    then, now = figures(Ambleside=5.0, Special=7.0), figures(Ambleside=5.5, Special=8.0)
    _, rows = page(then, now, SENT)
    assert (rows["Ambleside"][-1], rows[Phase.SPECIAL.value][-1]) == (told, "Return 1 of those above.")
    _, rows = page(then, now, settings=True)
    assert str(rows["Ambleside"][-1]).startswith("The trust's settings were changed")


def test_first_figures_and_those_by_group_are_counted() -> None:
    said, rows = page(figures(Trust=6.0, by_sex=6.0), figures(Trust=6.5, by_sex=6.2, Westbury=7.0), SENT)
    assert list(rows) == ["Trust"]
    more = "1 more by group, which the data tables show; 1 is here for the first time."
    assert said[0].endswith(f"1 figure reads differently now; {more}")


def test_a_first_issue_says_that_it_is_one() -> None:
    context = PackContext(Trust("A trust"), SPRING, date(2026, 3, 27), {KPI.name: KPI})
    (block,) = changes_page([KPI], Results.of(figures(Trust=6.0), {KPI.name: KPI}), context).blocks
    assert isinstance(block, Prose)
    assert "This is the first issue of this pack" in block.lines[0]


def of_autumn(then: pl.DataFrame | None, now: pl.DataFrame, *sent: Sent) -> list[str | dict[str, tuple]]:
    """What is said of autumn on the page of spring: sentences, and the restated figures by place."""
    autumn, history = pl.col("period").replace_strict({SPRING.name: "2025-26-autumn"}), now.with_columns(trend=pl.col("value"))
    earlier = (Since(2, date(2025, 12, 19), then, sent, period="2025-26-autumn"),)
    context = PackContext(
        Trust("A trust", academies=ACADEMIES), SPRING, date(2026, 3, 27), {KPI.name: KPI}, earlier=earlier,
        history=history.with_columns(period=autumn),
    )  # fmt: skip
    _, *blocks = changes_page([KPI], Results.of(now, {KPI.name: KPI}), context).blocks
    told: list[str | dict[str, tuple]] = [line for block in blocks if isinstance(block, Prose) for line in block.lines]
    grids = [block for block in blocks if isinstance(block, Grid) and block.name == "restated 2025-26-autumn"]
    return [*told, *({str(row[1]): tuple(row[2:]) for row in g.rows if isinstance(row, tuple)} for g in grids)]


def test_a_figure_of_last_term_that_its_own_issue_gave_otherwise_is_restated_with_the_return_behind_it() -> None:
    sent = Sent("Westbury", "attendance", "2025-26-autumn", date(2026, 1, 22), "ab" * 32, date(2025, 12, 9))
    (rows,) = of_autumn(figures(Trust=6.0, Ambleside=5.0, Westbury=7.0), figures(Trust=6.5, Ambleside=5.0, Westbury=8.0), sent)
    assert isinstance(rows, dict)
    assert list(rows) == ["Trust", "Westbury"]
    assert shown(rows["Westbury"]) == ("7.0%", "8.0%", "✔ Green", "✔ Green", "Return 1 of those above.")


def test_last_terms_figures_that_no_return_changed_are_not_called_restated() -> None:
    (said,) = of_autumn(figures(Trust=6.0), figures(Trust=6.5))
    assert said == "Issue 2 of Autumn term 2025/26: no return behind it was sent again that changes a figure of it."
    (lost,) = of_autumn(None, figures(Trust=6.5))
    assert "no longer in the store" in str(lost)


def test_where_the_store_has_lost_the_issue_before_that_is_said() -> None:
    said, rows = page(None, figures(Trust=6.0))
    assert "is no longer in the store" in said[0]
    assert rows == {}
