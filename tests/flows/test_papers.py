"""The service's file and the employer's statement beside the pack: written where they may be, and not where they may not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

from flows.outcome import Account
from flows.papers import papers
from flows.work import Work
from tests.trustkpi.pay.demo_results import AS_AT, KPIS, NOW, STANDING, TRUST, demo, measured, posts, rated
from trustkpi.entries import DRAFT
from trustkpi.folder import TrustFolder
from trustkpi.publish import Made, Published, manifest
from validation.periods import period
from validation.vocabulary import FINANCE

CSV, STATEMENT = "Gender pay gap service 2025-03-31.csv", "Pay gap statement 2025-03-31.xlsx"


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Work:
    monkeypatch.setattr(Work, "standing", STANDING)
    return work_in(tmp_path)


def work_in(folder: Path, **changed: Any) -> Work:
    made = Made(FINANCE, NOW, AS_AT, ("digest",), "settings", "1", state=DRAFT)
    done = Account(packs=[Published(folder / "pack.xlsx", "sha", made)])
    alike: dict[str, Any] = {"trust": TRUST, "done": done} | changed
    return Work(
        folder=TrustFolder(folder), settings="settings", period=period(NOW), as_at=AS_AT, committees=(), kpis=KPIS, registers={},
        program="1", **alike,
    )  # fmt: skip


def names(work: Work) -> list[str]:
    folder = work.folder.packs / NOW
    return sorted(p.name for p in folder.iterdir()) if folder.is_dir() else []


def test_both_are_written_beside_the_pack_and_stand_in_the_manifest(work: Work) -> None:
    papers(demo(), rated(demo()), work)
    assert names(work) == [CSV, STATEMENT, "manifest.json"]
    assert work.done.problems == []
    assert {*manifest(work.folder.packs / NOW)} == {CSV, STATEMENT}
    assert [p.path.name for p in work.done.packs] == ["pack.xlsx", STATEMENT, CSV]


def test_again_changes_nothing(work: Work) -> None:
    papers(demo(), rated(demo()), work)
    before = {n: (work.folder.packs / NOW / n).read_bytes() for n in names(work)}
    papers(demo(), rated(demo()), work)
    assert {n: (work.folder.packs / NOW / n).read_bytes() for n in names(work)} == before


def kept(work: Work) -> dict[str, bytes]:
    return {n: (work.folder.packs / NOW / n).read_bytes() for n in names(work) if n != "manifest.json"}


def with_bonus() -> pl.DataFrame:
    return measured(posts().with_columns(bonus_year=pl.when(pl.col("sex") == "M").then(10000).otherwise(0)))


def test_what_is_final_is_never_overwritten_and_a_later_change_makes_the_next_issue(work: Work) -> None:
    papers(demo(), rated(demo()), work)
    papers(demo(), rated(demo()), work_in(work.folder.path, final=True))
    final = kept(work)
    told = openpyxl.load_workbook(work.folder.packs / NOW / STATEMENT)["Gender pay gap"]["A3"].value
    assert told.endswith("Final, issue 1.")
    papers(demo(), rated(demo()), work_in(work.folder.path))
    assert kept(work) == final
    papers(with_bonus(), rated(with_bonus()), work_in(work.folder.path))
    second = {"Gender pay gap service 2025-03-31 issue 2.csv", "Pay gap statement 2025-03-31 issue 2.xlsx"}
    assert {*kept(work)} == {*final} | second
    assert {n: b for n, b in kept(work).items() if n in final} == final
    papers(demo(), rated(demo()), work_in(work.folder.path))
    assert kept(work) == final


def test_a_final_paper_that_was_lost_is_put_back_and_an_edited_one_moved_aside(work: Work) -> None:
    papers(demo(), rated(demo()), work)
    papers(demo(), rated(demo()), work_in(work.folder.path, final=True))
    final = kept(work)
    (work.folder.packs / NOW / CSV).unlink()
    (work.folder.packs / NOW / STATEMENT).write_bytes(b"somebody saved this")
    papers(demo(), rated(demo()), work_in(work.folder.path))
    assert kept(work) == final | {STATEMENT.replace(".xlsx", " (edited).xlsx"): b"somebody saved this"}


def test_figures_that_nobody_has_read_in_a_draft_are_not_made_final(work: Work) -> None:
    papers(demo(), rated(demo()), work)
    here = work_in(work.folder.path, final=True)
    papers(with_bonus(), rated(with_bonus()), here)
    assert [p.path.name for p in here.done.packs] == ["pack.xlsx"]
    assert sum("was not made final" in says for says in here.done.problems) == 2


def test_without_the_committee_s_pack_nothing_is_written(work: Work) -> None:
    papers(demo(), rated(demo()), replace(work, done=Account()))
    assert names(work) == []


def test_too_many_of_unknown_sex_hold_the_file_back_but_not_the_statement(work: Work) -> None:
    """Of 305 people 1 per cent is 3: four unknown are too many, and three are not."""
    now = posts().filter(pl.col("period") == "2025-03-31")
    people = now["person"].unique().sort().to_list()
    for unknown, held in ((3, False), (4, True)):
        here = work_in(work.folder.path / str(unknown))
        sex = pl.when(pl.col("person").is_in(people[:unknown])).then(pl.lit("U")).otherwise("sex")
        results = measured(now.with_columns(sex=sex))
        papers(results, rated(results), here)
        assert (CSV not in names(here)) == held
        assert STATEMENT in names(here)
        assert any("The sex of more than 1% of employees is unknown" in says for says in here.done.problems) == held


def test_what_is_unusual_is_asked_and_still_written(work: Work) -> None:
    """One man in two and one woman in two were paid a bonus: 50 and 50, as they would be if shares of those paid one."""
    now = posts().filter(pl.col("period") == "2025-03-31")
    who = now.group_by("sex").agg(pl.col("person").unique().sort()).filter(pl.col("sex") != "U")
    paid = [p for people in who["person"].to_list() for p in people[: 2 * (len(people) // 4)]]
    even = [p for people in who["person"].to_list() for p in people[: 4 * (len(people) // 4)]]
    bonus = pl.when(pl.col("person").is_in(paid)).then(10000).otherwise(0)
    results = measured(now.filter(pl.col("person").is_in(even)).with_columns(bonus_year=bonus))
    papers(results, rated(results), work)
    assert CSV in names(work)
    assert any("add up to exactly 100" in says for says in work.done.problems)


def test_no_woman_paid_a_bonus_is_a_gap_of_100_as_the_service_expects(work: Work) -> None:
    bonus = pl.when(pl.col("sex") == "M").then(10000).otherwise(0)
    results = measured(posts().with_columns(bonus_year=bonus))
    papers(results, rated(results), work)
    assert "100.0,100.0,100.0,0.0" in (work.folder.packs / NOW / CSV).read_text()
    assert work.done.problems == []
