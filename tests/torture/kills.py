"""The sentence killed over and over, for real: what must hold after each kill, and what every episode must end in.

An episode is a trust folder into which returns come in some order, with a run killed at some moment after each, or
several; a run that nothing disturbs ends it. One process imports the program and forks a run for each kill, since an
import takes longer than the run that is to be killed; as many episodes go on at once as there are processors.
"""

from __future__ import annotations

import hashlib
import importlib
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
from functools import partial
from itertools import count
from pathlib import Path

from tests.torture.small_trust import PERIOD, left, new_trust, run_few, verdicts, write
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
_AT_A_STEP = 0.6  # of the kills; the others come at a moment
_STEPS = ("open", "fsync", "replace", "unlink", "mkdir", "rmdir", "rename")


@dataclass(frozen=True)
class Pace:
    """How many steps on the disk a run makes and how long it takes, so that kills come within it."""

    steps: int
    seconds: float


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


def at_each_step(do: Callable[[int], object]) -> None:
    """From now on that is done as this process is about to make a step on the disk, with the step's number."""
    steps = count(1)

    def before(really: Callable[..., object]) -> Callable[..., object]:
        def call(*given: object, **named: object) -> object:
            do(next(steps))
            return really(*given, **named)

        return call

    for name in _STEPS:
        setattr(os, name, before(getattr(os, name)))
    tempfile.mkstemp = before(tempfile.mkstemp)


def dying_at(step: int) -> Callable[[int], object]:
    """A kill at that step."""
    return lambda at: os.kill(os.getpid(), signal.SIGKILL) if at == step else None


def killed_run(folder: TrustFolder, dice: random.Random, pace: Pace) -> bool:
    """Whether the kill came before the run's end: at a step on the disk, or at a moment."""
    # A run to which little is new makes a third of the steps.
    step = dice.randint(1, dice.choice((pace.steps // 3, pace.steps))) if dice.random() < _AT_A_STEP else 0

    def work() -> None:
        quiet()
        at_each_step(dying_at(step))
        run_few(folder)

    child = forked(work)
    if not step:
        time.sleep(dice.uniform(0, pace.seconds))
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


Run = Callable[[TrustFolder], object]


def came_to(folder: TrustFolder, made: Path, run: Run = run_few) -> dict[str, str]:
    """What a run that nothing disturbs ends in."""

    def work() -> None:
        quiet()
        run(folder)
        fingerprint(folder, made)

    return json.loads(made.read_text()) if ended(forked(work)) == 0 else {"run": "failed"}


def episode(
    start: Path,
    place: Path,
    dice: random.Random,
    figures: Figures,
    *,
    kills: int = 0,
    pace: Pace | None = None,
    run: Run = run_few,
) -> dict[str, str]:
    """What an episode of about so many kills ends in; what did not hold on the way is noted."""
    folder = TrustFolder(shutil.copytree(start / "trust", place / "trust"))
    order = an_order(dice)
    for name in order:
        shutil.copy2(start / "sent" / f"{name}.xlsx", folder.inbox)
        for _ in range(dice.randint(0, 2 * kills // len(order)) if pace else 0):
            figures.runs += 1
            figures.killed += killed_run(folder, dice, pace or Pace(1, 0))
            figures.faults += holds(folder)
    figures.episodes += 1
    return came_to(folder, place / "came to.json", run)


def paced(start: Path, place: Path) -> Pace:
    """How a run goes that takes one return; and everything that it imports is imported here, so that forks have it."""
    folder, told = TrustFolder(shutil.copytree(start / "trust", place / "trust")), place / "paced.json"
    shutil.copy2(start / "sent" / "a2.xlsx", folder.inbox)

    def work() -> None:
        quiet()
        steps = [0]
        at_each_step(steps.append)
        run_few(folder)
        told.write_text(json.dumps([steps[-1], [name for name in sys.modules if name != "__main__"]]))

    ended(forked(work))
    steps, modules = json.loads(told.read_text())
    for name in modules:
        importlib.import_module(name)
    began = time.monotonic()
    came_to(folder, place / "again.json")
    return Pace(steps, time.monotonic() - began)


def torture(kills: int, seed: int, watch: Callable[[Figures], object] = lambda _: None, *, each: int = 24) -> Figures:
    """Episodes until that many runs were killed, each held against one that was never disturbed."""
    hands = max(1, min(os.cpu_count() or 1, kills // each))
    with tempfile.TemporaryDirectory() as scratch:
        start = Path(scratch, "start")
        ended(forked(lambda: begun(start)))
        pace = paced(start, Path(scratch, "paced"))
        calm = episode(start, Path(scratch, "calm"), random.Random(seed), Figures())
        if came_to(TrustFolder(Path(scratch, "calm/trust")), Path(scratch, "again.json")) != calm:
            return Figures(faults=["a second run changed what the first had made"])
        rooms = [Path(scratch, f"hand {hand}") for hand in range(hands)]
        share = -(-kills // hands)
        job = Job(start, calm, pace, share, min(each, kills))
        at_work = [forked(partial(episodes, job, room, seed + 10**6 * hand)) for hand, room in enumerate(rooms)]
        failed: list[int] = []
        while at_work:
            time.sleep(0.2)
            done = {child: status for child in at_work if (status := os.waitpid(child, os.WNOHANG))[0]}
            failed += [child for child, (_, status) in done.items() if status]
            at_work = [child for child in at_work if child not in done]
            watch(together(rooms))
        figures = together(rooms)
        figures.faults += ["the torture itself failed"] * len(failed)
        return figures


@dataclass(frozen=True)
class Job:
    """What each hand is to do: so many kills, about so many of them in an episode, from that start and to that end."""

    start: Path
    calm: dict[str, str]
    pace: Pace
    kills: int
    each: int


def episodes(job: Job, room: Path, seed: int) -> None:
    """One hand's share of the kills, told in its room after each episode."""
    figures = Figures()
    while figures.killed < job.kills:
        number = seed + figures.episodes + 1
        end = episode(job.start, room / "trust", random.Random(number), figures, kills=job.each, pace=job.pace)
        differ = sorted(name for name in {*job.calm, *end} if job.calm.get(name) != end.get(name))
        figures.faults += [f"the episode of seed {number} ends in another {name}" for name in differ]
        shutil.rmtree(room / "trust")
        (room / "figures.part").write_text(json.dumps(asdict(figures)))
        (room / "figures.part").rename(room / "figures.json")


def together(rooms: Sequence[Path]) -> Figures:
    """The figures of all hands."""
    whole = Figures()
    for told in (room / "figures.json" for room in rooms):
        if told.exists():
            one = Figures(**json.loads(told.read_text()))
            whole.episodes, whole.runs = whole.episodes + one.episodes, whole.runs + one.runs
            whole.killed, whole.faults = whole.killed + one.killed, whole.faults + one.faults
    return whole


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asdict(torture(int(sys.argv[1]), int(sys.argv[2])))))
