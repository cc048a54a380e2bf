"""make bench: how long the work takes for 5, 50 and 500 academies, beside the same job in pandas and the mere loading."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import polars as pl
from polars.testing import assert_frame_equal

from bench.data import made, spec

HERE = Path(__file__).parent
LARGE = 200  # academies, whose job takes so long that one run tells enough
COLUMNS = (
    "academies", "rows", "read", "check", "store", "measure", "pack", "floor", "peer", "times_peer", "times_floor", "peak_mb",
)  # fmt: skip


def told(python: str, script: str, *words: str) -> dict[str, Any]:
    """What a script says of itself in its last line, run in a process of its own."""
    paths = os.pathsep.join([str(HERE.parent / "src"), str(HERE.parent)])
    done = subprocess.run(  # noqa: S603  ourselves
        [python, str(HERE / script), *words], capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": paths}
    )
    if done.returncode:
        sys.exit(f"{script} failed:\n{done.stderr[-2000:]}")
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def figures(academies: int, peer_python: str | None, *, with_pack: bool) -> dict[str, Any]:
    """One line of the table, ours, the floor and the peer one straight after the other; what was not asked for is null."""
    folder = str(made(academies)[0].parent)
    with tempfile.TemporaryDirectory() as kept:
        our_figures, peers_figures = Path(kept) / "ours.csv", Path(kept) / "peer.csv"
        ours = told(sys.executable, "ours.py", folder, str(our_figures), *([] if with_pack else ["--no-pack"]))
        floor = told(sys.executable, "floor.py", folder)["floor"]
        peer = told(peer_python, "peer.py", folder, str(spec()), str(peers_figures))["peer"] if peer_python else None
        if peer is not None:
            hold_alike(our_figures, peers_figures)
    job = ours["read"] + ours["check"] + ours["measure"]
    whole = ours | {"academies": academies, "floor": floor, "peer": peer, "times_floor": job / floor}
    whole["times_peer"] = peer / job if peer else None
    return {name: round(value, 3) if isinstance(value := whole.get(name), float) else value for name in COLUMNS}


def hold_alike(ours: Path, peers: Path) -> None:
    """Ends the bench where the two did not come to the same number of figures, and the same ones for whole places."""
    tables = [pl.read_csv(path).with_columns(pl.col(pl.String).fill_null("")) for path in (ours, peers)]
    keys = ["kpi", "population", "grain", "place"]
    wholes = [table.filter(pl.col("breakdown") == "").select(*keys, "value").sort(keys) for table in tables]
    if tables[0].height != tables[1].height:
        sys.exit(f"We came to {tables[0].height} figures and the peer to {tables[1].height}.")
    assert_frame_equal(*wholes, rel_tol=1e-12)


def median_of(lines: list[dict[str, Any]]) -> dict[str, Any]:
    """The run in the middle, by how many times the floor its job took: other work on the machine comes and goes."""
    return sorted(lines, key=lambda line: float(line["times_floor"]))[len(lines) // 2]


def main() -> None:
    """Prints the table and writes results.json."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--academies", type=int, nargs="+", default=[5, 50, 500])
    asked.add_argument("--peer", help="the Python of the environment that has pandas; without it there is no peer")
    asked.add_argument("--runs", type=int, default=3, help="the run in the middle is told; of a large trust there is one")
    asked.add_argument("--no-pack", action="store_true")
    asked.add_argument("--to", type=Path, default=HERE / "results.json")
    given = asked.parse_args()
    print(" ".join(f"{name:>11}" for name in COLUMNS))
    results = []
    for academies in given.academies:
        times = given.runs if academies < LARGE else 1
        results.append(median_of([figures(academies, given.peer, with_pack=not given.no_pack) for _ in range(times)]))
        print(" ".join(f"{'-' if v is None else v:>11}" for v in results[-1].values()), flush=True)
    given.to.write_text(json.dumps(results, indent=1) + "\n")


if __name__ == "__main__":
    main()
