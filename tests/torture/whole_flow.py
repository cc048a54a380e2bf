"""The whole flow, Prefect and its server included, killed as a process and run again as a user would."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.torture.kills import Figures, an_order, begun, came_to, ended, episode, forked, holds
from tests.torture.small_trust import run
from trustkpi.folder import TrustFolder

PATIENCE = 60.0  # seconds


def environment(home: Path) -> dict[str, str]:
    """Ours, but for a home of its own: a user's Prefect settings must not decide a test."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    return kept | {"HOME": str(home)}


def started(folder: Path) -> subprocess.Popen[str]:
    """A run as a process of its own."""
    command = [sys.executable, "-m", "trustkpi", "run", "--trust", str(folder)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, env=environment(folder.parent), stdout=pipe, stderr=pipe, text=True, encoding="utf-8")


def servers(folder: Path) -> list[str]:
    """The servers at work whose home lies in the folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes()
            at_home = f"PREFECT_HOME={folder.resolve()}".encode() in (process / "environ").read_bytes()
        except OSError:  # it has ended, or is somebody else's
            continue
        if b"flows.server" in command and at_home:
            found.append(process.name)
    return found


def until(holds: Callable[[], object]) -> bool:
    """Whether it comes to that in time."""
    ends = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() >= ends:
            return False
        time.sleep(0.05)
    return True


def timed(folder: TrustFolder) -> float:
    """Seconds that a run takes from its start to its end."""
    began = time.monotonic()
    with started(folder.path) as one:
        one.communicate()
    return time.monotonic() - began


def torture(kills: int, seed: int, scratch: Path, watch: Callable[[Figures], object] = lambda _: None) -> Figures:
    """The flow killed so often at moments of the dice, in one folder; then run undisturbed and held against one that was so."""
    dice, figures = random.Random(seed), Figures(episodes=1)
    ended(forked(lambda: begun(scratch / "start")))
    calm = episode(scratch / "start", scratch / "calm", dice, Figures(), run=run)
    folder = TrustFolder(shutil.copytree(scratch / "start" / "trust", scratch / "trust"))
    order, takes = an_order(dice), timed(TrustFolder(scratch / "calm" / "trust")) if kills else 0.0
    while figures.killed < kills:
        for name in [order.pop(0) for _ in order[: dice.randint(0, 2)]]:
            shutil.copy2(scratch / "start" / "sent" / f"{name}.xlsx", folder.inbox)
        with started(folder.path) as running:
            time.sleep(dice.uniform(0, takes))
            running.send_signal(signal.SIGKILL)
        figures.runs, figures.killed = figures.runs + 1, figures.killed + (running.returncode == -signal.SIGKILL)
        figures.faults += holds(folder)
        if not until(lambda: not servers(folder.path)):
            figures.faults.append("a killed run left its server behind")
        watch(figures)
    for name in order:
        shutil.copy2(scratch / "start" / "sent" / f"{name}.xlsx", folder.inbox)
    with started(folder.path) as last:
        told = last.communicate()
    if last.returncode or told[1]:
        figures.faults.append(f"the run after the kills ended with {last.returncode}: {told[1]}")
    end = came_to(folder, scratch / "came to.json", run)
    figures.faults += [f"it ends in another {name}" for name in sorted({*calm, *end}) if calm.get(name) != end.get(name)]
    return figures
