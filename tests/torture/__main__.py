"""make torture: the long versions of what the tests do shortly, with figures. Ends with 1 where anything did not hold."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.torture import attacks, kills, spoilt, whole_flow

_EVERY = 10.0  # seconds between two words on how far it is
_MOST_SHOWN = 20


def main() -> int:
    """Kills of the sentence, kills of the whole flow, attacks on what is withheld, and spoilt cells, as many as asked."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--kills", type=int, default=3000, help="kills of the sentence without Prefect")
    asked.add_argument("--flows", type=int, default=10, help="kills of the whole flow")
    asked.add_argument("--cells", type=int, default=100_000, help="spoilt cells")
    asked.add_argument("--seed", type=int, default=2026)
    given = asked.parse_args()
    # The forks come first: a process that has worked with Polars' threads cannot be forked.
    with tempfile.TemporaryDirectory() as scratch:
        done = [
            told("The sentence, killed", lambda watch: kills.torture(given.kills, given.seed, watch)),
            told(
                "The whole flow, killed", lambda watch: whole_flow.torture(given.flows, given.seed, Path(scratch, "flow"), watch)
            ),
            told("Figures attacked", lambda watch: attacks.torture(Path(scratch, "attacked"), watch)),
            told("Cells spoilt", lambda watch: spoilt.shared_out(given.cells, given.seed, watch)),
        ]
    return 0 if all(done) else 1


def told(what: str, work: Callable[[Callable[[Any], object]], Any]) -> bool:
    """Whether all held; its figures are written, and how far it is on the way."""
    began = spoken = time.monotonic()

    def watch(figures: Any) -> None:
        nonlocal spoken
        if time.monotonic() - spoken > _EVERY:
            spoken = time.monotonic()
            sys.stderr.write(f"{what}: {counted(figures)}\n")

    figures = work(watch)
    sys.stdout.write(f"{what}: {counted(figures)}, {time.monotonic() - began:,.0f} s\n")
    for fault in figures.faults[:_MOST_SHOWN]:
        sys.stdout.write(f"  {fault}\n")
    return not figures.faults


def counted(figures: Any) -> str:
    """Figures in a line."""
    parts = {name: len(value) if isinstance(value, list) else value for name, value in asdict(figures).items()}
    return json.dumps(parts)[1:-1].replace('"', "")


if __name__ == "__main__":
    sys.exit(main())
