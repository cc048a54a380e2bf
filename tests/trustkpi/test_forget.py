"""Forgetting a period takes away what is about people and leaves every later figure as it was."""

from __future__ import annotations

import json
import os
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from tests.torture.small_trust import PERIOD, left, new_trust, run, write
from trustkpi import forget as forgetting
from trustkpi.facts import TrustKpiError
from trustkpi.folder import TrustFolder
from trustkpi.opened import trust_of
from trustkpi.store import Store
from validation.periods import period

LAST_YEAR, SUMMER, AUTUMN = "2024-25-spring", "2024-25-summer", "2025-26-autumn"
# By hand: 12 of Ambleside's pupils missed 14 of 140 sessions, 8 none: 168 of 2,800. Unity: 10 missed 28, 10 none: 280 of 2,800.
MISSED = {"Ambleside": [14] * 12 + [0] * 8, "Unity": [28] * 10 + [0] * 10}


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory) -> TrustFolder:
    """Ambleside and Unity sent last year, last term and this term; Unity's return of last year went back once before."""
    made = new_trust(tmp_path_factory.mktemp("trust") / "trust")
    for academy, missed in MISSED.items():
        for name in (LAST_YEAR, AUTUMN, PERIOD):
            write(made.inbox / name / f"{academy}.xlsx", academy, missed, period=name)
    write(made.inbox / "first try.xlsx", "Unity", MISSED["Unity"], period=LAST_YEAR, day=8, sex="X")
    run(made)
    return made


@pytest.fixture
def folder(reported: TrustFolder, tmp_path: Path) -> TrustFolder:
    """A copy of it to do as one likes with."""
    return TrustFolder(shutil.copytree(reported.path, tmp_path / "trust"))


def forget(folder: TrustFolder, *names: str) -> None:
    trust, store = trust_of(folder.path), Store(folder.store)
    found = forgetting.going([period(name) for name in names], folder, trust, store)
    forgetting.forget(found, folder, trust, store)


def of_period(folder: TrustFolder, name: str) -> set[str]:
    ledger = Store(folder.store).ledger()
    return {d for d, p in zip(ledger["digest"], ledger["period"], strict=True) if p == name}


def test_what_is_about_people_is_gone_and_nothing_of_other_periods(folder: TrustFolder) -> None:
    gone, kept = of_period(folder, LAST_YEAR), of_period(folder, PERIOD)
    for room in (folder.corrections, folder.templates):
        (room / LAST_YEAR).mkdir(exist_ok=True)
        (room / LAST_YEAR / "Unity attendance.xlsx").write_bytes(b"about people")
    forget(folder, LAST_YEAR)
    files = [p for p in folder.path.rglob("*") if p.is_file()]
    assert not [p for p in files if LAST_YEAR in p.as_posix() or p.name == "first try.xlsx"]
    assert not [p for p in files if {*p.parts, p.stem} & gone]
    assert {p.stem for p in files if p.parent.name == "originals"} >= kept


def test_later_packs_are_the_same_to_the_byte(folder: TrustFolder) -> None:
    before = left(folder)
    forget(folder, LAST_YEAR, AUTUMN)
    run(folder)
    after = left(folder)
    packs = [name for name in before if name.startswith(f"packs/{PERIOD}/") and name.endswith(".xlsx")]
    assert packs
    assert [name for name in packs if after[name] != before[name]] == []


def test_last_years_figure_is_still_what_it_was(folder: TrustFolder) -> None:
    forget(folder, LAST_YEAR)
    rows = Store(folder.store).kept_totals().filter(kpi="absence_rate", breakdown="", population="cohort", grain="academy")
    found = {row["place"]: (row["numerator"], row["denominator"]) for row in rows.iter_rows(named=True)}
    assert found == {"Ambleside": (168, 2800), "Unity": (280, 2800)}


def test_its_own_packs_stand_and_cannot_be_made_again(folder: TrustFolder) -> None:
    run(folder, LAST_YEAR)
    before = {name: content for name, content in left(folder).items() if name.startswith(f"packs/{LAST_YEAR}/")}
    assert before
    forget(folder, LAST_YEAR)
    outcome = run(folder, LAST_YEAR)
    assert outcome.packs == ()
    assert any("for Spring term 2024/25 cannot be made again" in says for says in outcome.problems)
    assert {name: content for name, content in left(folder).items() if name.startswith(f"packs/{LAST_YEAR}/")} == before


def test_the_history_still_tells_what_was_sent_and_no_more_who_filled_it_in(folder: TrustFolder) -> None:
    before, old = Store(folder.store).ledger(), pl.col("period") == LAST_YEAR
    assert {*before.filter(old)["sent_by"]} == {"Office"}
    forget(folder, LAST_YEAR)
    after = Store(folder.store).ledger()
    names = ("file", "sent_by", "declared_by", "findings")
    assert after.drop(names).sort("digest").equals(before.drop(names).sort("digest"))
    assert [json.loads(f) for f in after.sort("digest")["findings"]] == [json.loads(f) for f in before.sort("digest")["findings"]]
    assert after.filter(~old).equals(before.filter(~old))
    assert "first try.xlsx" not in (folder.store / "ledger.sqlite").read_bytes().decode("latin-1")
    assert {*after.filter(old)["sent_by"], *after.filter(old)["declared_by"], *after.filter(old)["file"]} == {""}


def test_what_is_sent_again_of_a_forgotten_period_is_not_taken_and_said(folder: TrustFolder) -> None:
    old = (folder.inbox / LAST_YEAR / "Unity.xlsx").read_bytes()
    forget(folder, LAST_YEAR)
    before = left(folder)
    (folder.inbox / "same.xlsx").write_bytes(old)
    write(folder.inbox / "late.xlsx", "Unity", [7] * 20, period=LAST_YEAR, day=20)
    outcome = run(folder)
    for name in ("same.xlsx", "late.xlsx"):
        says = f"{name} is for {LAST_YEAR}, which was forgotten, so it is not taken: remove it from the inbox."
        assert says in outcome.problems
    assert left(folder) == before


def test_forgetting_again_changes_nothing(folder: TrustFolder) -> None:
    forget(folder, LAST_YEAR)
    before, totals = left(folder), Store(folder.store).kept_totals()
    forget(folder, LAST_YEAR)
    assert Store(folder.store).kept_totals().equals(totals)
    assert {name: left(folder)[name] for name in before} == before


def test_a_run_that_is_killed_before_the_ledger_knows_has_forgotten_nothing(
    folder: TrustFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = left(folder)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("trustkpi.ledger.Ledger.add_forgotten", killed)
    with pytest.raises(KeyboardInterrupt):
        forget(folder, LAST_YEAR)
    monkeypatch.undo()
    run(folder)
    assert left(folder) == before


def test_a_run_that_is_killed_after_the_ledger_knows_is_completed_by_the_next(
    folder: TrustFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = of_period(folder, LAST_YEAR)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("trustkpi.store.Store._swept", killed)
    with pytest.raises(KeyboardInterrupt):
        forget(folder, LAST_YEAR)
    monkeypatch.undo()
    run(folder)
    assert not [p for p in folder.store.rglob("*") if {*p.parts, p.stem} & gone]
    assert not (folder.corrections / LAST_YEAR).exists()


def test_totals_that_were_changed_are_told_and_never_used(folder: TrustFolder) -> None:
    forget(folder, LAST_YEAR)
    (kept,) = (folder.store / "totals").iterdir()
    kept.write_bytes(b"something else")
    with pytest.raises(TrustKpiError, match="are missing or were changed: put them back from a backup"):
        run(folder)


def test_a_year_takes_its_terms_with_it(folder: TrustFolder) -> None:
    store = Store(folder.store)
    assert [p.name for p in forgetting.within(period("2025-26"), store)] == [AUTUMN, PERIOD]
    assert [p.name for p in forgetting.within(period(AUTUMN), store)] == [AUTUMN]


@pytest.mark.parametrize(
    ("today", "names"),
    # trust.xlsx keeps for 7 years; the spring term of 2025 ends on Easter Sunday, 20 April 2025
    [(date(2032, 4, 20), []), (date(2032, 4, 21), [LAST_YEAR]), (date(2033, 1, 1), [LAST_YEAR, AUTUMN])],
)
def test_what_is_kept_too_long_is_offered_by_the_trusts_own_years(folder: TrustFolder, today: date, names: list[str]) -> None:
    found = forgetting.over(trust_of(folder.path), Store(folder.store), today)
    assert [p.name for p in found] == names


def test_what_names_no_period_goes_with_the_first_that_closed_after_it_came(folder: TrustFolder) -> None:
    came = {"about Jo Bloggs.xlsx": date(2025, 3, 3), "about her brother.xlsx": date(2025, 12, 20)}
    for name, day in came.items():
        path = folder.inbox / name
        path.write_bytes(name.encode())
        os.utime(path, (noon(day), noon(day)))
    run(folder)
    for answer, day in zip(
        sorted(folder.corrections.glob("*.txt")), (came["about Jo Bloggs.xlsx"], date(2025, 12, 20)), strict=True
    ):
        os.utime(answer, (noon(day), noon(day)))
    forget(folder, LAST_YEAR)  # it closed on 4 April 2025
    left_there = [p.name for p in folder.path.rglob("about*")]
    assert sorted(left_there) == ["about her brother.xlsx", "about her brother.xlsx - could not be read.txt"]
    ledger = Store(folder.store).ledger().filter(state="could not be read").sort("received")
    assert ledger["file"].to_list() == ["", "about her brother.xlsx"]
    assert b"Bloggs" not in (folder.store / "ledger.sqlite").read_bytes()


def test_a_period_of_which_nothing_was_ever_accepted_can_be_forgotten(folder: TrustFolder) -> None:
    summer = write(folder.inbox / "s.xlsx", "Unity", [7] * 20, period=SUMMER, sex="X")
    run(folder)
    assert (folder.corrections / SUMMER).is_dir()
    trust, store = trust_of(folder.path), Store(folder.store)
    assert SUMMER in [p.name for p in forgetting.over(trust, store, date(2040, 1, 1))]
    forget(folder, SUMMER)
    assert not summer.exists()
    assert not (folder.corrections / SUMMER).exists()


def noon(day: date) -> float:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp()


def test_what_came_between_the_look_and_the_forgetting_goes_too(folder: TrustFolder) -> None:
    trust, store = trust_of(folder.path), Store(folder.store)
    shown = forgetting.going([period(LAST_YEAR)], folder, trust, store)
    late = write(folder.inbox / "late.xlsx", "Westbury", [7] * 20, period=LAST_YEAR, day=20)
    run(folder)
    forgetting.forget(shown, folder, trust, store)
    assert not late.exists()


def test_a_copy_that_somebody_holds_is_told_and_keeps_no_other_from_going(
    folder: TrustFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, really = folder.inbox / LAST_YEAR / "Ambleside.xlsx", Path.unlink

    def unlink(path: Path, *, missing_ok: bool = False) -> None:
        if path == held:
            raise PermissionError
        really(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", unlink)
    with pytest.raises(
        TrustKpiError, match="but 1 file in inbox, corrections or templates would not go: close it wherever somebody"
    ):
        forget(folder, LAST_YEAR)
    assert [p.name for p in (folder.inbox / LAST_YEAR).iterdir()] == [held.name]
    assert not (folder.inbox / "first try.xlsx").exists()
    monkeypatch.undo()
    forget(folder, LAST_YEAR)
    assert not held.exists()


def test_nothing_is_forgotten_while_the_inbox_is_away_for_it_may_hold_copies(folder: TrustFolder) -> None:
    away = folder.inbox.rename(folder.path / "away")
    folder.inbox.symlink_to(folder.path / "drive")
    with pytest.raises(TrustKpiError, match="cannot be read: check that it is there"):
        forget(folder, LAST_YEAR)
    assert Store(folder.store).forgotten() == {}
    folder.inbox.unlink()
    away.rename(folder.inbox)
    forget(folder, LAST_YEAR)
    assert not of_files(folder, LAST_YEAR)


def of_files(folder: TrustFolder, name: str) -> list[Path]:
    return [p for p in (folder.inbox / name).rglob("*") if p.is_file()]
