"""The bench makes its returns, does the whole job on them and tells every figure that it promises."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from bench.data import PUPILS, STAFF

ROOT = Path(__file__).parents[2]
FIGURES = [
    "academies",
    "rows",
    "read",
    "check",
    "store",
    "measure",
    "pack",
    "floor",
    "peer",
    "times_peer",
    "times_floor",
    "peak_mb",
]


def test_the_bench_tells_every_figure_of_a_small_trust(tmp_path: Path) -> None:
    to = tmp_path / "results.json"
    done = subprocess.run(
        [sys.executable, "-m", "bench.run", "--academies", "2", "--runs", "1", "--to", str(to)],
        cwd=ROOT, capture_output=True, text=True, check=False, encoding="utf-8", timeout=300,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    (line,) = json.loads(to.read_text())
    assert list(line) == FIGURES
    assert line["academies"] == 2
    assert line["rows"] == 2 * (PUPILS + STAFF)
    assert all(line[name] > 0 for name in FIGURES if not name.endswith("peer"))
    assert (line["peer"], line["times_peer"]) == (None, None)  # its environment is made by make bench alone
