"""trustkpi status and trustkpi history over a store filled through the verbs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.cli.folder import new_folder, send, typed
from trustkpi.comments import Commented, Typed
from trustkpi.entries import PackEntry
from trustkpi.facts import Cover, Reading, Submission
from trustkpi.folder import TrustFolder
from trustkpi.issued import Issued
from trustkpi.store import Store
from trustkpi.whole import sha256
from validation.findings import Finding
from validation.returns.attendance import ATTENDANCE

Asked = Callable[..., tuple[int, str, str]]


@pytest.fixture
def folder(tmp_path: Path) -> TrustFolder:
    """Ambleside sent twice, Unity's went back; the attendance of spring 2025/26 is due on 24 April 2026."""
    made = new_folder(tmp_path / "trust")
    send(made, "Ambleside", [14] * 12, day=9)
    send(made, "Ambleside", [14] * 13, day=12)
    path = made.inbox / "Unity.xlsx"
    path.write_bytes(b"a workbook with an error")
    cover = Cover("Unity", "2025-26-spring", date(2026, 3, 27), completed_by="Office manager")
    wrong = Finding("Pupils", "C7", "Sex", "is blank", "Type F or M.")
    sent = Submission(path, sha256(path), datetime(2026, 4, 20, 8, 30, tzinfo=UTC), path.name)
    Store(made.store).send_back(sent, Reading(path.name, sent.digest, declared=ATTENDANCE, cover=cover, findings=(wrong,)))
    return made


@pytest.fixture
def asked(folder: TrustFolder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Asked:
    monkeypatch.chdir(folder.path)
    return lambda *words: typed(monkeypatch, capsys, *words)


def rows(out: str) -> list[list[str]]:
    return [[part.strip() for part in line.split("  ") if part.strip()] for line in out.splitlines()]


def test_status_tells_each_academys_state_on_a_day(asked: Asked) -> None:
    code, out, _ = asked("status", "--as-at", "2026-04-26")
    assert code == 0
    assert out.splitlines()[0] == "Spring term 2025/26, as at 26 April 2026"
    told = {row[0]: row[1:] for row in rows(out)}
    states = dict(zip(told["Return"], told["Attendance"], strict=False))  # the last column, Whole trust, is blank there
    assert states["Ambleside"] == "accepted"
    assert states["Unity"] == "sent back (1 error)"
    assert states["Westbury"] == "late (2 days)"
    assert "1 of 51 returns are accepted." in out
    assert "Late:" in out.splitlines()
    assert "  Unity: Attendance (1 error)" in out.splitlines()[-1:]


def test_status_before_the_day_counts_what_is_left(asked: Asked) -> None:
    _, out, _ = asked("status", "--as-at", "2026-04-20")
    (attendance,) = [row for row in rows(out) if row[:1] == ["Attendance"]]
    assert attendance[1:3] == ["accepted", "due (4 days left)"]


def test_a_period_that_asks_for_nothing_is_one_sentence(asked: Asked) -> None:
    code, out, _ = asked("status", "--period", "2030-31")
    assert code == 0
    assert out == "No return is asked for in Academic year 2030/31: type what is due when on the sheet Calendar of trust.xlsx.\n"


def test_history_tells_who_sent_what_when_and_what_replaced_it(asked: Asked, folder: TrustFolder) -> None:
    first = next(d for d, e in Store(folder.store).accepted().items() if e.file == "Ambleside 2025-26-spring 9.xlsx")
    code, out, _ = asked("history", "--academy", "ambleside")
    heading, old, new = rows(out)
    assert code == 0
    assert heading[:7] == ["Received", "Academy", "Return", "Period", "File", "Completed by", "Verdict"]
    assert old == [
        "9 April 2026 10:00", "Ambleside", "attendance", "2025-26-spring", "Ambleside 2025-26-spring 9.xlsx", "Office",
        "accepted", "0", "0", "Ambleside 2025-26-spring 12.xlsx", first,
    ]  # fmt: skip
    assert new[4] == "Ambleside 2025-26-spring 12.xlsx"


def test_history_tells_what_went_back_and_how_much_was_found(asked: Asked) -> None:
    _, out, _ = asked("history", "--academy", "Unity", "--return", "attendance", "--period", "2025-26-spring")
    assert rows(out)[1][:9] == [
        "20 April 2026 09:30", "Unity", "attendance", "2025-26-spring", "Unity.xlsx", "Office manager", "sent back", "1", "0",
    ]  # fmt: skip


def test_history_names_the_packs_that_were_made_from_a_return(asked: Asked, folder: TrustFolder) -> None:
    store = Store(folder.store)
    (standing,) = store.entries()
    pack = PackEntry("S.xlsx", "ab", "Standards", "2025-26-spring", date(2026, 3, 27), "cd", "0.1.0", (standing.digest,))
    store.record_pack(pack)
    _, out, _ = asked("history", "--academy", "Ambleside")
    assert [("Standards 2025-26-spring, as at 27 March 2026" in line) for line in out.splitlines()] == [False, False, True]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("history", "--return", "lunches"), "'lunches' is not a return; there are "),
        (("history", "--academy", "Nowhere"), "'Nowhere' is not an academy of the trust; there are Ambleside"),
        (("history", "--trust", "elsewhere"), "There is no trust.xlsx in elsewhere."),
        (("status", "--period", "soon"), "'soon' is not a period. Periods are written like"),
    ],
)
def test_what_is_asked_wrongly_is_one_sentence(asked: Asked, words: tuple[str, ...], says: str) -> None:
    code, out, err = asked(*words)
    assert (code, out) == (1, "")
    assert says in err


def test_where_nothing_was_sent_history_says_what_to_do(asked: Asked) -> None:
    code, out, _ = asked("history", "--period", "2019-20-autumn")
    assert code == 0
    assert out == "Nothing of that has been sent yet. Put the academies' workbooks in inbox, then: trustkpi run\n"


def test_history_tells_who_typed_what_into_which_pack_and_what_stands(asked: Asked, folder: TrustFolder) -> None:
    assert asked("history", "--commentary")[1].startswith("Nothing has been typed into a pack")
    book = Issued(folder.store)
    for digest, who, day, words in (("a" * 64, "The director", 8, "A bug went round"), ("b" * 64, "The clerk", 9, "It is over")):
        when, typed_in = datetime(2026, 4, day, 8, 30, tzinfo=UTC), (Typed("absence_rate", "Unity", "commentary", words),)
        book.note(Commented(digest, "SA.xlsx", "Standards and Achievement", "2025-26-spring", "0" * 16, who, when, typed_in))
    code, out, _ = asked("history", "--commentary", "--academy", "unity")
    told = rows(out)[1:]
    assert code == 0
    assert told == [
        ["8 April 2026 09:30", "The director", "Standards and Achievement", "2025-26-spring", "Overall absence", "Unity",
         "commentary", "A bug went round", "typed over since", "SA.xlsx"],
        ["9 April 2026 09:30", "The clerk", "Standards and Achievement", "2025-26-spring", "Overall absence", "Unity",
         "commentary", "It is over", "yes", "SA.xlsx"],
    ]  # fmt: skip
    assert asked("history", "--commentary", "--academy", "Ambleside")[1].startswith("Nothing has been typed")


def test_who_typed_what_is_no_part_of_the_audit_trail(asked: Asked) -> None:
    code, _, err = asked("history", "--commentary", "--json")
    assert code == 64
    assert "names persons" in err
