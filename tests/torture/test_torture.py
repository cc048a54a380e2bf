"""The short versions of what `make torture` does for long: real kills, any order, and cells spoilt at random."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.torture import spoilt

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="runs are forked, which Windows cannot")
def test_any_order_and_kills_at_any_moment_end_in_the_same_bytes() -> None:
    paths = os.pathsep.join([str(ROOT), str(ROOT / "src")])
    command = [sys.executable, "-m", "tests.torture.kills", "8", "7"]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": paths}, capture_output=True, text=True, check=False)
    figures = json.loads(done.stdout)
    assert figures["killed"] >= 8
    assert figures["faults"] == []


def test_no_spoilt_cell_goes_unnamed() -> None:
    figures = spoilt.torture(1500, 7)
    assert figures.spoilt >= 1500
    assert figures.named == figures.spoilt


def can_mount() -> bool:
    tried = ["unshare", "--mount", "--map-root-user", "mount", "-t", "tmpfs", "none", "/mnt"]
    try:
        return subprocess.run(tried, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


@pytest.mark.skipif(not can_mount(), reason="only a Linux that lets us mount in a namespace has such disks to offer")
def test_a_disk_that_is_really_full_or_closed_is_told_and_the_next_run_completes_it(tmp_path: Path) -> None:
    paths = os.pathsep.join([str(ROOT), str(ROOT / "src")])
    command = ["unshare", "--mount", "--map-root-user", sys.executable, "-m", "tests.torture.real_disk", str(tmp_path), "48k"]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": paths}, capture_output=True, text=True, check=False)
    told = json.loads(done.stdout)
    assert told["faults"] == []
    assert any("was not stored. The disk is full" in says for says in told["said"])
    assert any("was not stored. The ledger" in says for says in told["said"])
    assert any("what was there stands. The folder or a file in it may not be written" in says for says in told["said"])
