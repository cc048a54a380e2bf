"""trustkpi forget shows what would go, and does it only when told to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.folder import new_folder, send, typed
from trustkpi.folder import TrustFolder
from trustkpi.store import Store

Asked = Callable[..., tuple[int, str, str]]


@pytest.fixture
def folder(tmp_path: Path) -> TrustFolder:
    made = new_folder(tmp_path / "trust")
    send(made, "Ambleside", [14] * 12)
    send(made, "Ambleside", [14] * 12, period="2025-26-autumn")
    return made


@pytest.fixture
def asked(folder: TrustFolder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Asked:
    monkeypatch.chdir(folder.path)
    return lambda *words: typed(monkeypatch, capsys, *words)


def held(folder: TrustFolder) -> list[str]:
    return [e.period for e in Store(folder.store).entries()]


def test_without_yes_it_only_shows_what_would_go(asked: Asked, folder: TrustFolder) -> None:
    code, out, _ = asked("forget", "--period", "2025-26-autumn")
    assert code == 0
    # the autumn term ends on 31 December 2025, and the trust keeps for 7 years
    kept = "kept by trust.xlsx until 31 December 2032, which is NOT over"
    assert f"Autumn term 2025/26: 1 return, and 1 file in inbox, corrections and templates; {kept}" in out
    assert "Nothing has been removed." in out
    assert held(folder) == ["2025-26-autumn", "2025-26-spring"]


def test_with_yes_it_goes_and_history_and_explain_say_so(asked: Asked, folder: TrustFolder) -> None:
    code, out, _ = asked("forget", "--period", "2025-26-autumn", "--yes")
    assert (code, out.splitlines()[-1]) == (0, "Forgotten: Autumn term 2025/26.")
    assert held(folder) == ["2025-26-spring"]
    assert not (folder.inbox / "Ambleside 2025-26-autumn 9.xlsx").exists()
    assert (folder.inbox / "Ambleside 2025-26-spring 9.xlsx").exists()
    _, told, _ = asked("history", "--period", "2025-26-autumn")
    assert "accepted; forgotten since" in told
    _, told, _ = asked("explain", "absence_rate", "--period", "2025-26-autumn")
    assert "10.0%" in told  # 12 pupils missed 14 of 140 sessions each
    assert "The rows behind it were forgotten on" in told


def test_where_nothing_is_too_old_it_says_so(asked: Asked) -> None:
    assert asked("forget", "--yes") == (
        0,
        "The store holds nothing older than the 7 years that trust.xlsx keeps returns for.\n",
        "",
    )


def test_a_period_of_which_there_is_nothing_is_one_sentence(asked: Asked) -> None:
    assert asked("forget", "--period", "2019-20", "--yes") == (0, "The store holds nothing of Academic year 2019/20.\n", "")
