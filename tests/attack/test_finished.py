"""The finished files, read back from disk: no figure is printed in them that the issued tables withhold, and none but theirs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from flows import outward
from flows.work import Work
from tests.attack import packs
from tests.attack.finished import Workbook, workbook
from tests.attack.issued_tables import Tables, as_numbers
from tests.attack.pay_readings import of_any_kind, service_file
from tests.attack.readings import LAST_ISSUE, At, Known, Printed, Words, printed, trends
from tests.attack.sentences import Reader
from tests.attack.test_everything import fit, without
from trustkpi import pack as packing
from trustkpi.catalogue import catalogue
from trustkpi.excel.page import write_pack
from trustkpi.pack import PackContext
from trustkpi.shown import displayed
from trustkpi.since import Since
from validation.vocabulary import STANDARDS

KPIS = catalogue()
# Pages on which no figure stands: what measures mean, what is asked of whom, what schools and the executive write, the lines of
# lists (of returns that are not personal), and the cover, whose sentences are those of its pages.
NO_FIGURE = {
    "Cover", "Commentary", "Data quality", "Queries", "Definitions", "Every definition", "Suppression note", "Lists", "List data",
}  # fmt: skip
# Sentences about returns, and what the law and the guidance set.
ABOUT_OTHERS = (
    "What did it send?", "it worked out", "it is worked out", "Not in these figures", "Groups of fewer than", "Ratings: ",
)  # fmt: skip
KEY = ["kpi", "population", "grain", "place", "breakdown", "group"]
NUMBERS = ["numerator", "denominator", "people"]


def strange(figures: list[Printed], words: list[Words], work: Work, tables: Tables, known: Known) -> Iterator[str]:
    """The sentences with numbers that are of no shown figure that they name."""
    lists, reader = tuple(r.title for r in work.registers.values()), Reader(tables, known)
    listed = {w.cell.sheet for w in words if w.cell.column == 1 and str(w.cell.value).startswith(lists)}
    apart = NO_FIGURE | (listed - {one.cell.sheet for one in figures})
    for said in words:
        if said.cell.sheet in apart or any(w in said.beside for w in ABOUT_OTHERS) or said.cell.row == 3:  # whose, of when
            continue
        if found := reader.strange(str(said.cell.value), said.beside, said.cell.sheet):
            yield f"{said.cell.where}: {found} in {said.cell.value!r}"


def test_every_figure_on_every_page_is_one_that_the_tables_show(
    read: Mapping[str, tuple[list[Printed], list[Words]]], tables: Tables
) -> None:
    for figures, _ in read.values():
        assert [fault for one in figures for fault in tables.faults(one)] == []
    kinds = {one.cell.sheet for figures, _ in read.values() for one in figures}
    assert {"Scorecard", "Heatmap", "Westbury", "Pupil absence", "Gender pay gap", "Ethnicity and disability", "Data"} <= kinds
    assert [one for figures, _ in read.values() for one in figures if one.says == packs.WITHHELD]


def test_every_number_in_a_sentence_is_of_a_figure_that_the_tables_show(
    read: Mapping[str, tuple[list[Printed], list[Words]]], work: Work, tables: Tables, known: Known
) -> None:
    assert [fault for found in read.values() for fault in strange(*found, work, tables, known)] == []


def test_every_trend_in_figures_is_that_of_the_data_table(
    read: Mapping[str, tuple[list[Printed], list[Words]]], known: Known
) -> None:
    found = [trend for figures, words in read.values() for trend in trends(figures, words, known)]
    assert found
    for said, values in found:
        told = str(said.cell.value).split(", ")
        assert [as_shown(v, n) for v, n in zip(values, told, strict=True)] == told


def as_shown(value: str, like: str) -> str:
    """A value of the data table with as many places as it has where it is told."""
    plain = as_numbers(value)
    return f"{displayed(float(plain[0]), len(like.partition('.')[2])):,}" if plain else value


def test_every_chart_keeps_and_says_what_its_cells_hold(books: Mapping[str, Workbook], tables: Tables, known: Known) -> None:
    charts = [chart for book in books.values() for chart in book.charts]
    assert charts
    reader = Reader(tables, known)
    for chart in charts:
        drawn = [[c.value for c in cells] for cells, _ in chart.series]
        assert drawn == [list(numbers) for _, numbers in chart.series]
        for values, labels in zip(drawn, chart.labels, strict=True):
            assert [as_numbers(label)[0] for label in labels] == [
                str(displayed(float(v), len(as_numbers(label)[0].partition(".")[2])))  # type: ignore[arg-type]
                for v, label in zip(values, labels, strict=True)
            ]
        held = [float(v) for values in drawn for v in values]  # type: ignore[arg-type]
        assert [fault for words in chart.words for fault in reader.strange(words, "", chart.sheet, held)] == []


def test_a_workbook_has_no_part_that_is_not_read(books: Mapping[str, Workbook], tables: Tables, known: Known) -> None:
    for book in books.values():
        assert book.strange == ()
        assert "Synthetic Learning Trust" in " ".join(book.about)
        assert [fault for said in book.about for fault in Reader(tables, known).strange(said, "", "")] == []


def test_the_file_for_the_service_holds_what_the_tables_show(demo_run: Path, tables: Tables, known: Known) -> None:
    (path,) = (demo_run / "packs").rglob("*.csv")
    figures = [*service_file(path, known)]
    assert len(figures) == 14
    assert [fault for one in figures for fault in tables.faults(one)] == []


def test_a_row_of_a_data_table_is_withheld_whole_or_not_at_all(read: Mapping[str, tuple[list[Printed], list[Words]]]) -> None:
    rows: dict[tuple[str, int], set[bool]] = {}
    for figures, _ in read.values():
        for one in figures:
            if one.cell.sheet.endswith(" data") and one.cell.sheet not in {"Scorecard data", "Trend data"}:
                rows.setdefault((one.cell.sheet, one.cell.row), set()).add(one.says == packs.WITHHELD)
    assert {True} in rows.values()
    assert {*map(len, rows.values())} == {1}


def test_the_data_tables_are_the_issued_figures(demo_run: Path, tables: Tables) -> None:
    """So that the attack, which reads numerators, denominators and people, is on what the pages are held to."""
    found = packs.figures(demo_run / "packs", KPIS)
    assert found.height
    for row in found.iter_rows(named=True):
        at = At(**{name: row[name] for name in KEY}, period=tables.now)
        issued = tables.rows[replace(at, place="Trust") if at.grain == "trust" else at]
        assert (row["mark"], *(row[n] for n in NUMBERS)) == (issued["mark"], *(issued[n] for n in NUMBERS)), at


ATTENDANCE = ["attendance_rate", "absence_rate", "persistent_absence_rate", "severe_absence_rate", "enrolments_counted"]


@pytest.fixture(scope="module")
def second_issue(work: Work, every: pl.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> tuple[Workbook, Tables]:
    """A pack whose first issue lacked an academy, and the figures of both issues."""
    measured = every.filter(pl.col("period") == work.period.name, pl.col("kpi").is_in(ATTENDANCE))
    before = without("Woodlands", measured)
    first = fit(before)
    then, now = (outward.rate(figures, work) for figures in (first, fit(measured, first)))
    since = Since(1, work.as_at, then)
    context = PackContext(work.trust, work.period, work.as_at, work.kpis, issue=2, since=since)
    (standards,) = (c for c in work.committees if c.name == STANDARDS)
    path = tmp_path_factory.mktemp("second") / "Standards issue 2.xlsx"
    with path.open("wb") as file:
        write_pack(packing.pack(standards, now, context), file)
    both = pl.concat([now, then.with_columns(period=pl.lit(LAST_ISSUE))])
    return workbook(path), Tables.of(both, KPIS, work.period.name)


def test_what_changed_shows_of_either_issue_what_that_one_shows(
    second_issue: tuple[Workbook, Tables], work: Work, known: Known
) -> None:
    book, tables = second_issue
    figures, words = printed(book, known, of_any_kind)
    changed = [one for one in figures if one.cell.sheet == "What changed"]
    assert {at.period for one in changed for at in one.of} == {LAST_ISSUE, work.period.name}
    assert packs.WITHHELD in {one.says for one in changed}
    assert [fault for one in figures for fault in tables.faults(one)] == []
    assert [*strange(figures, [w for w in words if w.cell.sheet == "What changed"], work, tables, known)] == []


@pytest.mark.parametrize("sheet", ["Heatmap", "Westbury", "Pupil absence", "Scorecard data", "Trend data", "Pupil absence data"])
def test_a_number_in_the_place_of_a_withheld_one_is_found(
    sheet: str, read: Mapping[str, tuple[list[Printed], list[Words]]], tables: Tables
) -> None:
    figures = [one for figures, _ in read.values() for one in figures if one.cell.sheet == sheet]
    withheld = [one for one in figures if str(one.says).startswith(packs.WITHHELD)]
    assert withheld
    for one in withheld:
        assert [*tables.faults(one)] == []
        assert [*tables.faults(replace(one, says="17.3% Red"))]
        assert [*tables.faults(replace(one, says=17.3))]


def test_a_shown_figure_that_reads_otherwise_is_found(
    read: Mapping[str, tuple[list[Printed], list[Words]]], tables: Tables
) -> None:
    shown = [(one, one.says) for figures, _ in read.values() for one in figures if isinstance(one.says, float)]
    assert shown
    assert [one for one, says in shown if not [*tables.faults(replace(one, says=says * 1.01 + 0.06))]] == []


@pytest.mark.parametrize(
    "says",
    [
        "Severe absence is 3.4% at Westbury",
        "Severe absence at Westbury has risen twice in a row, to 7.7%",
        "Severe absence at Westbury moved by 0.7 points in a year",
        "Red: transition plans in place at Woodlands (57.1%)",
        "Severe absence at Westbury: 3 pupils",
    ],
)
def test_a_sentence_with_a_withheld_number_is_found(says: str, tables: Tables, known: Known) -> None:
    assert Reader(tables, known).strange(says, "", "Headlines")
