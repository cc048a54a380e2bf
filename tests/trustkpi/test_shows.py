"""What a pack says that it shows is what its pages show."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import polars as pl
import pytest

from trustkpi.catalogue import catalogue
from trustkpi.comparators import population
from trustkpi.facts import RESULTS, TRUST, Academy
from trustkpi.pack import PackContext, pack
from trustkpi.packs import CommitteePack
from trustkpi.packs.standards import PACK as COMMITTEE
from trustkpi.pages import Pack, Shows
from trustkpi.register import Register
from trustkpi.trust import Trust
from validation.model import CODE, Sheet, cell
from validation.periods import period

NAMES = ("absence_rate", "late_rate")
PRIMARIES = tuple(Academy(name, f"99900{n}", "Primary", date(2019, 9, 1)) for n, name in enumerate(("Ambleside", "Unity")))
SCHOOLS = ("Ambleside", "Unity")
SPRING = period("2025-26-spring")
COMPARED = dict.fromkeys(("last_period", "last_year", "target", "national"), pl.Float64()) | dict.fromkeys(
    ("mark", "national_label", "colours_by", "rag", "rag_reason", "direction"), pl.String()
)


class Doors(Sheet, title="Doors", one_row="one door", intro="Each door."):
    """Doors, as an example."""

    door: str = cell("Door", unit=CODE, help="Its code.", example="D1")


LIST = Register("doors", "Doors to mend", ("T1.2-a",), COMMITTEE.name, Doors, ("door",), "Doors.")


def figures() -> Iterator[dict[str, object]]:
    for name in NAMES:
        kpi = catalogue()[name]
        for breakdown, group in (("", ""), *(("sex", g) for g in next(b for b in kpi.breakdowns if b.name == "sex").groups)):
            for place in ("Ambleside", "Unity", TRUST):
                yield {
                    "kpi": name, "period": SPRING.name, "population": population(kpi), "place": place,
                    "grain": "trust" if place == TRUST else "academy", "phase": "" if place == TRUST else "Primary",
                    "breakdown": breakdown, "group": group, "numerator": 500, "denominator": 10000, "value": 5.0, "people": 100,
                    "mark": "", "rag": "Green", "rag_reason": "level with the target", "colours_by": "target",
                }  # fmt: skip


def rated() -> pl.DataFrame:
    return pl.DataFrame(list(figures()), schema=dict(RESULTS) | COMPARED)


def context(lists: dict[str, pl.DataFrame] | None = None) -> PackContext:
    trust = Trust("Example Trust", academies=PRIMARIES)
    return PackContext(trust, SPRING, date(2026, 3, 27), catalogue(), registers={LIST.name: LIST}, lists=lists or {})


@pytest.fixture(scope="module")
def made() -> Pack:
    return pack(COMMITTEE, rated(), context())


def of(made: Pack, name: str, breakdown: str = "") -> Shows | None:
    return next((s for s in made.shows if (s.name, s.breakdown) == (name, breakdown)), None)


def only(committee: CommitteePack, condition: pl.Expr) -> Pack:
    """The pack of results in which nothing else than what fits the condition has a value."""
    columns = ["value", "numerator", "denominator", "people"]
    nothing = [pl.when(condition).then(pl.col(c)).alias(c) for c in columns]
    return pack(committee, rated().with_columns(nothing), context())


def test_a_headline_stands_on_the_scorecard_on_its_focus_and_in_the_data(made: Pack) -> None:
    found = of(made, "absence_rate")
    assert found is not None
    assert found.pages == (
        "Scorecard",
        *SCHOOLS,
        "Pupil absence",
        "Scorecard data",
        "Trend data",
        "Pupil absence data",
    )
    assert found.grounded


def test_a_breakdown_stands_on_its_focus_and_in_the_data(made: Pack) -> None:
    found = of(made, "absence_rate", "sex")
    assert found is not None
    assert found.pages == ("Pupil absence", "Pupil absence data")


def test_every_page_that_is_named_is_in_the_pack(made: Pack) -> None:
    assert {tab for s in made.shows for tab in s.pages} <= {page.tab for page in made.pages}
    assert {s.name for s in made.shows} <= {*rated()["kpi"].unique()}


def test_a_measure_without_any_value_is_shown_nowhere() -> None:
    found = only(COMMITTEE, pl.col("kpi") != "late_rate")
    assert of(found, "late_rate") is None
    assert of(found, "absence_rate") is not None


def test_a_measure_that_only_a_group_has_is_not_shown_whole() -> None:
    found = only(COMMITTEE, (pl.col("kpi") != "late_rate") | (pl.col("breakdown") == "sex"))
    assert of(found, "late_rate") is None
    assert of(found, "late_rate", "sex") is not None


@pytest.mark.parametrize(
    ("rag", "reason", "grounded"),
    [
        ("Red", "green at 4.0% or less, amber at 5.0% or less", True),
        ("Grey", "for information: neither way is better", True),
        ("Grey", "not published: no national figure, none of the same period; nor is there a figure of a year before", True),
        ("Grey", "no data: there is no figure for last period", False),
        ("Grey", "not like for like: it counts only 3 of 5 academies, and there is no figure for just those", False),
        ("Grey", "", False),
    ],
)
def test_grey_for_want_of_data_is_no_answer(rag: str, reason: str, *, grounded: bool) -> None:
    rows = rated().with_columns(pl.lit(rag).alias("rag"), pl.lit(reason).alias("rag_reason"))
    found = of(pack(COMMITTEE, rows, context()), "absence_rate")
    assert found is not None
    assert found.grounded is grounded


def test_a_withheld_figure_shows_nothing() -> None:
    nothing = [pl.lit(None).cast(dtype).alias(c) for c, dtype in (("value", pl.Float64), ("numerator", pl.Int64))]
    rows = rated().with_columns(pl.lit("c").alias("mark"), *nothing)
    assert pack(COMMITTEE, rows, context()).shows == ()


@pytest.mark.parametrize(("doors", "pages"), [(["D1"], [("Doors to mend",)]), ([], [])])
def test_a_register_with_a_line_is_shown_on_its_page(doors: list[str], pages: list[tuple[str, ...]]) -> None:
    lines = pl.DataFrame({"door": doors, "rag": [""] * len(doors)}, schema={"door": pl.String, "rag": pl.String})
    made = pack(COMMITTEE, rated(), context({LIST.name: lines}))
    assert [s.pages for s in made.shows if s.name == LIST.name] == pages
