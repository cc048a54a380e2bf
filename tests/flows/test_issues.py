"""Commentary comes back, drafts become final, and a later change makes the next issue: one trust's story, told in order."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from flows import finalise as finalising
from flows import termly
from flows.outcome import Outcome
from tests.cli.folder import new_folder, send
from trustkpi.excel.entry_cells import Named
from trustkpi.facts import TrustKpiError
from trustkpi.folder import TrustFolder
from trustkpi.issued import Issued
from trustkpi.whole import sha256

PERIOD, AUTUMN = "2025-26-spring", "2025-26-autumn"
# openpyxl drops sparklines when it saves, as programs of its kind do, and says so.
pytestmark = pytest.mark.filterwarnings("ignore:Sparkline Group extension:UserWarning")
COMMITTEE = "Standards and Achievement"
MONDAY = datetime(2026, 4, 20, 9, tzinfo=UTC)
# Sessions missed of 140 by thirty pupils: none of these groups is small enough to be withheld.
MISSED, MORE = [7] * 15 + [20] * 15, [7] * 15 + [27] * 15


@pytest.fixture(scope="module")
def trust(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TrustFolder]:
    """A trust of which two academies have sent, and Prefect's server for as long as the story lasts."""
    folder = new_folder(tmp_path_factory.mktemp("trust") / "ours")
    for academy in ("Ambleside", "Westbury"):
        send(folder, academy, MISSED)
        send(folder, academy, MORE, period=AUTUMN, day=2)
    with termly.served(folder.path):
        yield folder


def run(trust: TrustFolder, period: str | None = None) -> Outcome:
    return termly.termly(trust.path, period, COMMITTEE)


def packs(trust: TrustFolder, period: str = PERIOD) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted((trust.packs / period).glob("*.xlsx"))}


def entries(book: Workbook, kpi: str, field: str, academy: str = "") -> list[openpyxl.cell.cell.Cell]:
    found = []
    for name, defined in book.defined_names.items():
        ours = Named.of(name)
        if ours and (ours.kpi, ours.academy, ours.field) == (kpi, academy, field):
            found += [book[tab][at.replace("$", "")].offset(column=ours.right) for tab, at in defined.destinations]
    return found


def typed(path: Path, kpi: str, text: str, *, when: datetime, field: str = "commentary") -> None:
    """Somebody types into the first such cell of a pack and saves it at that time."""
    book = openpyxl.load_workbook(path)
    entries(book, kpi, field)[0].value = text
    book.properties.lastModifiedBy = "Office of the chief executive"
    book.save(path)
    os.utime(path, (when.timestamp(), when.timestamp()))


def says(path: Path, kpi: str, field: str = "commentary") -> set[object]:
    return {cell.value for cell in entries(openpyxl.load_workbook(path), kpi, field)}


def cells(path: Path, tab: str) -> list[list[object]]:
    sheet = openpyxl.load_workbook(path, data_only=True)[tab]
    return [[c for c in row if c is not None] for row in sheet.iter_rows(values_only=True)]


def test_what_is_typed_into_a_draft_stands_in_the_next_one(trust: TrustFolder) -> None:
    assert run(trust).commented == ()
    draft = trust.packs / PERIOD / f"{COMMITTEE}.xlsx"
    typed(draft, "absence_rate", "=Illness in January", when=MONDAY)
    told = run(trust)
    assert told.commented == (f"{PERIOD}/{COMMITTEE}.xlsx: 1 cell of commentary read back.",)
    assert list(packs(trust)) == [f"{COMMITTEE}.xlsx"]
    assert says(draft, "absence_rate") == {"=Illness in January"}
    (kept,) = Issued(trust.store).commented()
    assert (kept.who, kept.when, kept.period) == ("Office of the chief executive", MONDAY, PERIOD)
    before = packs(trust)
    assert run(trust).commented == ()
    assert packs(trust) == before


def test_the_next_term_shows_what_was_said_last_time(trust: TrustFolder) -> None:
    run(trust, AUTUMN)
    typed(trust.packs / AUTUMN / f"{COMMITTEE}.xlsx", "absence_rate", "Colds in November", when=MONDAY)
    run(trust)
    told = cells(trust.packs / PERIOD / f"{COMMITTEE}.xlsx", "Commentary")
    (line,) = [row for row in told if row and row[0] == "Overall absence"]
    assert line[1:3] == ["Colds in November", "=Illness in January"]


def test_a_copy_in_the_inbox_is_read_and_never_taken_for_a_return(trust: TrustFolder) -> None:
    sent = trust.inbox / "with our words.xlsx"
    shutil.copy(trust.packs / PERIOD / f"{COMMITTEE}.xlsx", sent)
    typed(sent, "absence_rate", "Head of school", when=MONDAY.replace(hour=10), field="owner")
    told = run(trust)
    assert told.commented == ("with our words.xlsx: 1 cell of commentary read back.",)
    assert (told.problems, told.corrections) == ((), ())
    assert says(trust.packs / PERIOD / f"{COMMITTEE}.xlsx", "absence_rate", "owner") == {"Head of school"}
    assert run(trust).commented == ()


def test_words_that_are_older_than_what_stands_do_not_take_its_place(trust: TrustFolder) -> None:
    sent = trust.inbox / "late in the post.xlsx"
    shutil.copy(trust.packs / PERIOD / f"{COMMITTEE}.xlsx", sent)
    typed(sent, "absence_rate", "An old thought", when=MONDAY.replace(hour=8))
    told = run(trust)
    older = "late in the post.xlsx: what was typed in 1 cell of commentary is older than the words that stand there now"
    assert told.problems == (f"{older}, which are kept.",)
    assert says(trust.packs / PERIOD / f"{COMMITTEE}.xlsx", "absence_rate") == {"=Illness in January"}


def test_an_edit_elsewhere_is_said_and_the_edited_copy_kept(trust: TrustFolder) -> None:
    draft = trust.packs / PERIOD / f"{COMMITTEE}.xlsx"
    clean = draft.read_bytes()
    book = openpyxl.load_workbook(draft)
    book["Scorecard"]["A1"] = "All is well"
    book.save(draft)
    edited = draft.read_bytes()
    (kept, said) = run(trust).problems
    assert kept.endswith(f"was changed after it was published: it is kept as {COMMITTEE} (edited).xlsx.")
    assert "was edited outside its yellow cells (Scorecard A1)" in said
    assert packs(trust) == {f"{COMMITTEE} (edited).xlsx": edited, f"{COMMITTEE}.xlsx": clean}
    (trust.packs / PERIOD / f"{COMMITTEE} (edited).xlsx").unlink()


def test_a_file_that_is_no_pack_of_ours_is_not_overwritten(trust: TrustFolder) -> None:
    draft = trust.packs / PERIOD / f"{COMMITTEE}.xlsx"
    clean, mine = draft.read_bytes(), io.BytesIO()
    Workbook().save(mine)
    draft.write_bytes(mine.getvalue())
    run(trust)
    assert packs(trust) == {f"{COMMITTEE} (edited).xlsx": mine.getvalue(), f"{COMMITTEE}.xlsx": clean}
    (trust.packs / PERIOD / f"{COMMITTEE} (edited).xlsx").unlink()


def test_finalise_takes_up_what_was_typed_last_and_says_so_on_the_cover(trust: TrustFolder) -> None:
    typed(trust.packs / PERIOD / f"{COMMITTEE}.xlsx", "absence_rate", "Illness, mostly", when=MONDAY.replace(hour=11))
    told = finalising.finalise(trust.path, committee=COMMITTEE)
    assert [(p.made.state, p.made.issue) for p in told.packs if p.made.committee == COMMITTEE] == [("final", 1)]
    final = trust.packs / PERIOD / f"{COMMITTEE}.xlsx"
    assert says(final, "absence_rate") == {"Illness, mostly"}
    cover = dict(row[:2] for row in cells(final, "Cover") if len(row) > 1)
    assert cover["Status"] == "Final: as issued to the committee."
    assert cover["Pack number"] == f"SA {PERIOD} issue 1: the first, so no figure in it is restated"
    assert any("the first issue of this pack" in str(c) for row in cells(final, "What changed") for c in row)


def test_a_final_pack_stands_while_nothing_changes_and_is_put_back_if_it_is_lost(trust: TrustFolder) -> None:
    before = packs(trust)
    run(trust)
    finalising.finalise(trust.path, committee=COMMITTEE)
    assert packs(trust) == before
    (trust.packs / PERIOD / f"{COMMITTEE}.xlsx").unlink()
    run(trust)
    assert packs(trust) == before


def test_a_later_change_makes_issue_two_and_says_what_was_restated_and_why(trust: TrustFolder) -> None:
    before = packs(trust)
    again = send(trust, "Westbury", MORE, day=22)
    told = run(trust)
    assert [(p.made.state, p.made.issue) for p in told.packs if p.made.committee == COMMITTEE] == [("draft", 2)]
    assert packs(trust)[f"{COMMITTEE}.xlsx"] == before[f"{COMMITTEE}.xlsx"]
    changed = cells(trust.packs / PERIOD / f"{COMMITTEE} issue 2.xlsx", "What changed")
    restated = {(row[0], row[1]): row[2:] for row in changed if len(row) == 7 and row[2] != "1"}
    # Thirty pupils of 140 sessions: 15 x 7 + 15 x 20 = 405 missed of 4,200 is 9.6%; with 27 for 20, 510 is 12.1%.
    # The two academies together: 810 of 8,400 is 9.6%, then 915 is 10.9%.
    then, now, _, _, why = restated["Overall absence", "Westbury"]
    assert (round(float(str(then)), 1), round(float(str(now)), 1)) == (9.6, 12.1)
    then, now, _, _, _ = restated["Overall absence", "Trust"]
    assert (round(float(str(then)), 1), round(float(str(now)), 1)) == (9.6, 10.9)
    assert ("Overall absence", "Ambleside") not in restated
    assert why == "Return 1 of those above."
    (sent,) = [row for row in changed if row[:3] == ["Attendance", "Westbury", "1"]]
    assert sent[3:] == ["22 April 2026", "9 April 2026", sha256(again)[:12], "Spring term 2025/26"]
    assert says(trust.packs / PERIOD / f"{COMMITTEE} issue 2.xlsx", "absence_rate") == {"Illness, mostly"}


def test_figures_that_nobody_has_read_in_a_draft_are_not_made_final(trust: TrustFolder) -> None:
    send(trust, "Ambleside", MORE, day=23)
    told = finalising.finalise(trust.path, committee=COMMITTEE)
    assert told.packs == ()
    assert told.problems[-1].startswith(f"{COMMITTEE} was not made final, since its figures are no longer those of the draft")
    run(trust)
    told = finalising.finalise(trust.path, committee=COMMITTEE)
    assert [(p.path.name, p.made.state) for p in told.packs] == [(f"{COMMITTEE} issue 2.xlsx", "final")]


def test_words_typed_into_a_final_pack_make_the_next_issue_and_leave_the_final_as_it_was(trust: TrustFolder) -> None:
    final = trust.packs / PERIOD / f"{COMMITTEE} issue 2.xlsx"
    issued = final.read_bytes()
    typed(final, "absence_rate", "A second thought", when=MONDAY.replace(day=28))
    run(trust)
    assert final.read_bytes() == issued
    assert says(trust.packs / PERIOD / f"{COMMITTEE} issue 3.xlsx", "absence_rate") == {"A second thought"}
    assert (trust.packs / PERIOD / f"{COMMITTEE} issue 2 (edited).xlsx").is_file()


def test_a_return_of_last_term_that_comes_again_restates_last_terms_figures_in_this_terms_pack(trust: TrustFolder) -> None:
    run(trust, AUTUMN)
    finalising.finalise(trust.path, AUTUMN, COMMITTEE)
    again = send(trust, "Westbury", MISSED, period=AUTUMN, day=29)
    run(trust)
    changed = cells(trust.packs / PERIOD / f"{COMMITTEE} issue 3.xlsx", "What changed")
    (sent,) = [row for row in changed if sha256(again)[:12] in row and row[-1] == "Autumn term 2025/26"][-1:]
    assert sent[:2] == ["Attendance", "Westbury"]
    begun = next(at for at, row in enumerate(changed) if row == ["Which figures of Autumn term 2025/26 read otherwise now?"])
    restated = {(row[0], row[1]): row[2:] for row in changed[begun:] if len(row) == 7}
    # Thirty pupils of 140 sessions: 15 x 7 + 15 x 27 = 510 missed of 4,200 is 12.1%; with 20 for 27, 405 is 9.6%.
    then, now, *_ = restated["Overall absence", "Westbury"]
    assert (round(float(str(then)), 1), round(float(str(now)), 1)) == (12.1, 9.6)
    assert ("Overall absence", "Ambleside") not in restated


def test_a_period_without_a_pack_is_one_sentence(trust: TrustFolder) -> None:
    with pytest.raises(TrustKpiError, match=r"There is no pack of .* for Autumn term 2024/25 yet"):
        finalising.finalise(trust.path, "2024-25-autumn")


def test_the_same_store_and_words_give_the_same_packs_byte_for_byte(trust: TrustFolder, change: Callable[[], None]) -> None:
    before = packs(trust)
    change()
    run(trust)
    assert packs(trust) == before


@pytest.fixture
def change(trust: TrustFolder) -> Callable[[], None]:
    """Takes away every pack that is no copy of somebody's."""

    def gone() -> None:
        for path in (trust.packs / PERIOD).glob("*.xlsx"):
            if "edited" not in path.name:
                path.unlink()

    return gone
