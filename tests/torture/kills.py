"""The sentence killed over and over, for real: what must hold after each kill, and what every episode must end in.

An episode is a trust folder into which returns come in some order, with a run killed at some moment after each, or
several; a run that nothing disturbs ends it. One process imports the program and forks a run for each kill, since an
import takes longer than the run that is to be killed.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from itertools import count
from pathlib import Path

from tests.torture.small_trust import PERIOD, left, new_trust, run, verdicts, write
from trustkpi.folder import TrustFolder
from trustkpi.ledger import Ledger

LAST_YEAR, AUTUMN = "2024-25-spring", "2025-26-autumn"
USUAL, MORE, FEW = [14] * 12 + [0] * 8, [28] * 10 + [0] * 10, [70, 0, 0, 0]
# Academy to what it sends, in its own order; between academies there is none. File, missed sessions, period, day, mistakes.
SENT: dict[str, list[tuple[str, Sequence[int], str, int, dict[str, object]]]] = {
    "Ambleside": [("a1", USUAL, LAST_YEAR, 1, {}), ("a2", USUAL, PERIOD, 9, {}), ("a3", MORE, PERIOD, 12, {})],
    "Unity": [("u1", MORE, PERIOD, 9, {"sex": "X"}), ("u2", MORE, PERIOD, 10, {})],
    "Westbury": [("w1", FEW, AUTUMN, 2, {}), ("w2", FEW, PERIOD, 11, {})],
}
NO_RETURN = "notes"
_STEPS = ("open", "fsync", "replace", "unlink", "mkdir", "rmdir", "rename")


@dataclass
class Figures:
    """What an afternoon of it came to."""

    episodes: int = 0
    runs: int = 0
    killed: int = 0
    faults: list[str] = field(default_factory=list)


def forked(work: Callable[[], object]) -> int:
    """The id of a process of its own that does the work and ends."""
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        work()
        status = 0
    except BaseException:  # noqa: BLE001  it ends here, whatever it was
        traceback.print_exc()
    finally:
        os._exit(status)


def ended(child: int) -> int:
    """How it ended: 0 well, -9 killed."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def quiet() -> None:
    """What a library says of itself on the way is not what is measured here."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def dying_at(step: int) -> None:
    """From now on this process is killed as it is about to make that step on the disk."""
    steps = count(1)

    def or_die(really: Callable[..., object]) -> Callable[..., object]:
        def call(*given: object, **named: object) -> object:
            if next(steps) == step:
                os.kill(os.getpid(), signal.SIGKILL)
            return really(*given, **named)

        return call

    for name in _STEPS:
        setattr(os, name, or_die(getattr(os, name)))
    tempfile.mkstemp = or_die(tempfile.mkstemp)


def killed_run(folder: TrustFolder, dice: random.Random, takes: float) -> bool:
    """Whether the kill came before the run's end: at a step on the disk, or at a moment."""
    if dice.random() < 0.5:
        step = dice.randint(1, 60)

        def work() -> None:
            quiet()
            dying_at(step)
            run(folder)

        return ended(forked(work)) == -signal.SIGKILL

    def plainly() -> None:
        quiet()
        run(folder)

    child = forked(plainly)
    time.sleep(dice.uniform(0, takes))
    os.kill(child, signal.SIGKILL)
    return ended(child) == -signal.SIGKILL


def holds(folder: TrustFolder) -> Iterator[str]:
    """What does not hold that must hold at every moment."""
    book = Ledger(folder.store / "ledger.sqlite")
    for digest, entry in book.accepted().items():
        original = folder.store / "originals" / f"{digest}.xlsx"
        if not original.is_file() or sha(original) != digest:
            yield f"{entry.file} is accepted without its original"
        if missing := [t for t in entry.layouts if not (folder.store / "rows" / digest / f"{t}.parquet").is_file()]:
            yield f"{entry.file} is accepted without its rows of {missing}"
    known = {row["sha256"] for row in book.rows("packs")}
    for pack in folder.packs.rglob("*.xlsx"):
        if sha(pack) not in known:
            yield f"{pack.name} stands and the ledger does not know it"
    for path in (*folder.packs.rglob("*.xlsx"), *folder.corrections.rglob("*.xlsx")):
        if not zipfile.is_zipfile(path) or zipfile.ZipFile(path).testzip():
            yield f"{path.name} is not whole"


def sha(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def begun(place: Path) -> TrustFolder:
    """A trust folder into which nothing has come, with all that will come beside it."""
    folder = new_trust(place / "trust")
    for academy, theirs in SENT.items():
        for name, missed, period, day, mistakes in theirs:
            write(place / "sent" / f"{name}.xlsx", academy, missed, period=period, day=day, **mistakes)
    (place / "sent" / f"{NO_RETURN}.xlsx").write_bytes(b"Shopping: milk, bread")
    return folder


def an_order(dice: random.Random) -> list[str]:
    """All that is sent, in an order of the dice between academies."""
    queues = [[name for name, *_ in theirs] for theirs in SENT.values()] + [[NO_RETURN]]
    order = []
    while any(queues):
        order.append(dice.choice([q for q in queues if q]).pop(0))
    return order


def fingerprint(folder: TrustFolder, to: Path) -> None:
    """Writes what the folder came to, in short."""
    told = {name: hashlib.sha256(content).hexdigest() for name, content in left(folder).items()}
    told["ledger"] = verdicts(folder).write_csv()
    to.write_text(json.dumps(told, sort_keys=True))


def came_to(folder: TrustFolder, made: Path) -> dict[str, str]:
    """What a run that nothing disturbs ends in."""

    def work() -> None:
        quiet()
        run(folder)
        fingerprint(folder, made)

    return json.loads(made.read_text()) if ended(forked(work)) == 0 else {"run": "failed"}


def episode(
    start: Path, place: Path, dice: random.Random, figures: Figures, *, kills: int = 0, takes: float = 0.0
) -> dict[str, str]:
    """What an episode of about so many kills ends in; what did not hold on the way is noted."""
    folder = TrustFolder(shutil.copytree(start / "trust", place / "trust"))
    order = an_order(dice)
    for name in order:
        shutil.copy2(start / "sent" / f"{name}.xlsx", folder.inbox)
        for _ in range(dice.randint(0, 2 * kills // len(order))):
            figures.runs += 1
            figures.killed += killed_run(folder, dice, takes)
            figures.faults += holds(folder)
    figures.episodes += 1
    return came_to(folder, place / "came to.json")


def torture(kills: int, seed: int, watch: Callable[[Figures], object] = lambda _: None, *, each: int = 24) -> Figures:
    """Episodes until that many runs were killed, each held against one that was never disturbed."""
    figures = Figures()
    with tempfile.TemporaryDirectory() as scratch:
        places = (Path(scratch, str(n)) for n in count())
        start, undisturbed = next(places), next(places)
        ended(forked(lambda: begun(start)))
        calm = episode(start, undisturbed, random.Random(seed), Figures())
        began = time.monotonic()
        if came_to(TrustFolder(undisturbed / "trust"), undisturbed / "again.json") != calm:
            figures.faults.append("a second run changed what the first had made")
        takes = 1.5 * (time.monotonic() - began)
        while figures.killed < kills:
            place, dice = next(places), random.Random(seed + figures.episodes + 1)
            end = episode(start, place, dice, figures, kills=min(each, kills), takes=takes)
            differ = sorted(name for name in {*calm, *end} if calm.get(name) != end.get(name))
            figures.faults += [f"episode {figures.episodes} ends in another {name}" for name in differ]
            shutil.rmtree(place)
            watch(figures)
    return figures


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asdict(torture(int(sys.argv[1]), int(sys.argv[2])))))
