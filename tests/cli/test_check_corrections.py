"""The corrections that check writes: one for each file, and never over one that somebody is mending."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.cli.folder import typed
from tests.trustkpi.returned import PUPILS, workbook

WRONG = [{**PUPILS[0], "sex": "X"}, *PUPILS[1:]]


def test_what_somebody_saved_stays_and_files_of_one_name_have_each_their_own(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    files = [str(workbook(tmp_path / folder / "a.xlsx", WRONG)) for folder in ("one", "two")]
    to = tmp_path / "back"
    for _ in range(2):
        assert typed(monkeypatch, capsys, "check", *files, "--corrections", str(to))[0] == 1
        assert sorted(p.name for p in to.iterdir()) == ["a - corrections.xlsx", "two a - corrections.xlsx"]
    openpyxl.load_workbook(to / "a - corrections.xlsx").save(to / "a - corrections.xlsx")
    saved = (to / "a - corrections.xlsx").read_bytes()
    _, out, _ = typed(monkeypatch, capsys, "check", files[0], "--corrections", str(to))
    assert "a - corrections (2).xlsx" in out
    assert (to / "a - corrections.xlsx").read_bytes() == saved
