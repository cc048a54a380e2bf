"""The synthetic trust on disk, read back by the reader that reads schools' own files."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from trustkpi.check import check_readings
from trustkpi.collect import collect
from trustkpi.demo import make
from trustkpi.demo.academies import DENEWOOD, UNITY, WESTBURY, WOODLANDS
from trustkpi.demo.asked import CURRENT
from trustkpi.demo.faults import spoil
from trustkpi.demo.make import demo_returns, demo_tables, make_demo
from trustkpi.demo.planted.attendance import MISTAKES, QUERIES, steady
from trustkpi.facts import Reading, TrustKpiError
from trustkpi.folder import TrustFolder
from trustkpi.read import read, read_settings
from trustkpi.trust import Trust


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> TrustFolder:
    return make_demo(tmp_path_factory.mktemp("trust"))


@pytest.fixture(scope="module")
def current(demo: TrustFolder) -> dict[str, Reading]:
    readings = [read(path) for path in sorted((demo.inbox / CURRENT).glob("* attendance *.xlsx"))]
    return {r.cover.academy: r for r in check_readings(readings)}


def right_rows(academy: str) -> dict[str, pl.DataFrame]:
    asked = next(
        a for a in demo_returns() if (a.academy.name, a.declared.name, a.period.name) == (academy, "attendance", CURRENT)
    )
    return dict(demo_tables(asked))


def test_the_inbox_holds_four_terms_of_five_academies_and_one_of_four(demo: TrustFolder) -> None:
    sent = Counter(s.name.split("/")[0] for s in collect(demo.inbox, settle=0) if " attendance " in s.name)
    assert sent == {"2024-25-autumn": 5, "2024-25-spring": 5, "2024-25-summer": 5, "2025-26-autumn": 5, CURRENT: 4}
    assert not (demo.inbox / CURRENT / f"{UNITY} attendance {CURRENT}.xlsx").exists()


def test_the_settings_are_read_back_as_a_trust(demo: TrustFolder) -> None:
    reading = read_settings(demo.settings)
    assert not reading.refused
    assert reading.findings == ()
    trust = Trust.from_tables({title: table.frame for title, table in reading.tables.items()})
    assert [a.name for a in trust.academies] == ["Ambleside", "Westbury", "Woodlands", "Denewood", "Unity"]
    assert trust.current_period.name == CURRENT
    assert trust.small_group == 5


def test_files_arrive_on_the_same_days_however_often_they_are_made(demo: TrustFolder) -> None:
    late = next(s for s in collect(demo.inbox, settle=0) if s.name == f"{CURRENT}/{WOODLANDS} attendance {CURRENT}.xlsx")
    assert late.received == datetime(2026, 4, 27, 9, tzinfo=UTC)  # due 24 April 2026, three days late


def test_the_mistakes_are_in_the_workbook_at_their_cells(current: dict[str, Reading]) -> None:
    reading, spoilt = current[DENEWOOD], spoil(right_rows(DENEWOOD)["Pupils"], MISTAKES, fit_for=steady)
    layout = reading.tables["Pupils"].layout
    marked = {cell for f in reading.errors for part in f.cell.split(", ") for cell in every_cell(part)}
    assert marked == {e.cell(layout) for e in spoilt.expected}
    assert {e.says for e in spoilt.expected if e.says} <= {f.says for f in reading.errors}


def every_cell(part: str) -> list[str]:
    letters = part.partition(":")[0].rstrip("0123456789")
    ends = [int(end.removeprefix(letters)) for end in part.split(":")]
    return [f"{letters}{row}" for row in range(ends[0], ends[-1] + 1)]


def test_the_queries_are_in_the_workbook_with_the_schools_words(current: dict[str, Reading]) -> None:
    reading, spoilt = current[WESTBURY], spoil(right_rows(WESTBURY)["Pupils"], QUERIES, fit_for=steady)
    assert reading.errors == ()
    layout = reading.tables["Pupils"].layout
    marked = {cell for f in reading.queries for part in f.cell.split(", ") for cell in every_cell(part)}
    assert marked == {e.cell(layout) for e in spoilt.expected}
    assert reading.explanations is not None
    assert reading.explanations["column"].to_list() == ["Missing marks", "Year group"]


def test_the_other_returns_are_right(current: dict[str, Reading]) -> None:
    assert {name: r.findings for name, r in current.items() if name not in {DENEWOOD, WESTBURY}} == {
        "Ambleside": (), WOODLANDS: (),
    }  # fmt: skip
    cover = current["Ambleside"].cover
    assert (cover.period, cover.as_at, cover.declared_by) == (CURRENT, date(2026, 3, 27), "Principal")


def test_every_sheet_says_that_its_data_are_synthetic(demo: TrustFolder) -> None:
    for path in (demo.settings, demo.inbox / CURRENT / f"Ambleside attendance {CURRENT}.xlsx"):
        for page in openpyxl.load_workbook(path):
            top = [str(c) for row in page.iter_rows(max_row=30, values_only=True) for c in row if c]
            assert any("synthetic data" in text.casefold() for text in top), page.title


def test_a_second_demo_is_the_same_to_the_byte_and_the_minute(
    demo: TrustFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = next(demo_returns())
    monkeypatch.setattr(make, "demo_returns", lambda: [first])
    heard: list[tuple[int, int]] = []
    again = make_demo(tmp_path / "again", watch=lambda done, of: heard.append((done, of)))
    (submission,) = collect(again.inbox, settle=0)
    twin = next(s for s in collect(demo.inbox, settle=0) if s.name == submission.name)
    assert (submission.digest, submission.received) == (twin.digest, twin.received)
    assert again.settings.read_bytes() == demo.settings.read_bytes()
    assert heard == [(1, 1)]


def test_a_demo_is_not_made_over_a_trust(demo: TrustFolder) -> None:
    with pytest.raises(TrustKpiError, match="is there already"):
        make_demo(demo.path)
