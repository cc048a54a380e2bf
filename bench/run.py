"""make bench: how long the work takes for 5, 50 and 500 academies, beside the same job in pandas and the mere loading."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from bench.data import made, spec

HERE = Path(__file__).parent
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
    """One line of the table; a figure that was not asked for is null."""
    folder = str(made(academies)[0].parent)
    ours = told(sys.executable, "ours.py", folder, *([] if with_pack else ["--no-pack"]))
    floor = told(sys.executable, "floor.py", folder)["floor"]
    peer = told(peer_python, "peer.py", folder, str(spec()))["peer"] if peer_python else None
    job = ours["read"] + ours["check"] + ours["measure"]
    whole = ours | {"academies": academies, "floor": floor, "peer": peer, "times_floor": job / floor}
    whole["times_peer"] = peer / job if peer else None
    return {name: round(value, 3) if isinstance(value := whole.get(name), float) else value for name in COLUMNS}


def main() -> None:
    """Prints the table and writes results.json."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--academies", type=int, nargs="+", default=[5, 50, 500])
    asked.add_argument("--peer", help="the Python of the environment that has pandas; without it there is no peer")
    asked.add_argument("--no-pack", action="store_true")
    asked.add_argument("--to", type=Path, default=HERE / "results.json")
    given = asked.parse_args()
    print(" ".join(f"{name:>11}" for name in COLUMNS))
    results = []
    for academies in given.academies:
        results.append(figures(academies, given.peer, with_pack=not given.no_pack))
        print(" ".join(f"{'-' if v is None else v:>11}" for v in results[-1].values()), flush=True)
    given.to.write_text(json.dumps(results, indent=1) + "\n")


if __name__ == "__main__":
    main()
