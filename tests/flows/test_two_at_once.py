"""Runs that meet, and a Prefect that was left in pieces, as processes."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

from tests.torture.small_trust import left, new_trust, run, verdicts, write
from tests.torture.whole_flow import started
from trustkpi.folder import TrustFolder


@pytest.fixture
def folder(tmp_path: Path) -> TrustFolder:
    made = new_trust(tmp_path / "trust")
    write(made.inbox / "Ambleside.xlsx", "Ambleside", [14] * 12 + [0] * 8)
    write(made.inbox / "Unity.xlsx", "Unity", [28] * 10 + [0] * 10, sex="X")
    return made


def test_two_runs_at_once_store_each_return_once_and_end_as_one(folder: TrustFolder, tmp_path: Path) -> None:
    alone = TrustFolder(shutil.copytree(folder.path, tmp_path / "alone"))
    run(alone)
    both = [started(folder.path) for _ in range(2)]
    told = [one.communicate() for one in both]
    assert [(one.returncode, err) for one, (_, err) in zip(both, told, strict=True)] == [(0, ""), (0, "")]
    assert left(folder) == left(alone)
    assert verdicts(folder).equals(verdicts(alone))
    assert Counter(verdicts(folder)["file"]) == {"Ambleside.xlsx": 1, "Unity.xlsx": 1}


def test_a_database_of_prefect_that_was_left_in_pieces_does_not_stop_a_run(folder: TrustFolder) -> None:
    home = folder.path / ".prefect"
    home.mkdir()
    (home / "prefect.db").write_bytes(b"half of something" * 100)
    with started(folder.path) as one:
        _, err = one.communicate()
    assert (one.returncode, err) == (0, "")
    assert [*folder.packs.rglob("*.xlsx")]
