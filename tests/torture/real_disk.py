"""A disk that is really full, or really read-only, under one room of a trust folder; run inside a mount namespace of its own.

    unshare --mount --map-root-user python -m tests.torture.real_disk SCRATCH

writes a line of JSON: what the runs said that they could not do, and what did not hold.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

from tests.torture.kills import begun, came_to, ended, forked, holds, quiet
from tests.torture.small_trust import run_few
from trustkpi.facts import TrustKpiError
from trustkpi.folder import TrustFolder

_ROOMS = ("store", "packs", "corrections")
_SIZES = ("16k", "48k", "96k", "200k", "400k")
_AMPLE = "100m"


def mount(*words: str) -> None:
    """Mounts, or changes what is mounted."""
    subprocess.run(["mount", *words], check=True, capture_output=True)


def tried(folder: TrustFolder, told: Path) -> list[str]:
    """What a run says that it could not do: its own words, or the sentence or fault it ends with."""

    def work() -> None:
        quiet()
        try:
            says = list(run_few(folder).unfinished)
        except (OSError, TrustKpiError) as error:
            says = [str(error)]
        told.write_text(json.dumps(says))

    told.unlink(missing_ok=True)
    return json.loads(told.read_text()) if ended(forked(work)) == 0 else ["a fault of the program"]


def on_a_disk_of(size: str, room: str, start: Path, place: Path, calm: dict[str, str]) -> tuple[list[str], list[str]]:
    """What a run says whose room is that small, and what does not hold of it and of the next, once there is space."""
    folder = TrustFolder(shutil.copytree(start / "trust", place / "trust"))
    small = folder.path / room
    mount("-t", "tmpfs", "-o", f"size={size},mode=0700", "none", str(small))
    said = tried(folder, place / "said.json")
    faults = [f"{room} of {size}: {fault}" for fault in holds(folder)]
    faults += [f"{room} of {size}: {says}" for says in said if "fault of the program" in says]
    mount("-o", f"remount,size={_AMPLE}", str(small))
    return said, faults + [f"{room} of {size} ends in another {name}" for name in differing(folder, place, calm)]


def read_only(room: str, start: Path, place: Path, calm: dict[str, str]) -> tuple[list[str], list[str]]:
    """The same for a room that may not be written."""
    folder = TrustFolder(shutil.copytree(start / "trust", place / "trust"))
    closed = str(folder.path / room)
    mount("--bind", closed, closed)
    mount("-o", "remount,bind,ro", closed)
    said = tried(folder, place / "said.json")
    faults = [f"{room} read-only: {says}" for says in said if "fault of the program" in says]
    if not said and room != "inbox":
        faults.append(f"{room} read-only was not told")
    mount("-o", "remount,bind,rw", closed)
    return said, faults + [f"{room} read-only ends in another {name}" for name in differing(folder, place, calm)]


def differing(folder: TrustFolder, place: Path, calm: dict[str, str]) -> list[str]:
    """In what the next run's end differs."""
    end = came_to(folder, place / "came to.json")
    return sorted(name for name in {*calm, *end} if calm.get(name) != end.get(name))


def main(scratch: Path, sizes: list[str]) -> dict[str, list[str]]:
    """Every room on every disk."""
    start = scratch / "start"
    ended(forked(lambda: begun(start)))
    for path in (start / "sent").iterdir():
        shutil.copy2(path, start / "trust" / "inbox")
    calm = came_to(TrustFolder(shutil.copytree(start / "trust", scratch / "calm" / "trust")), scratch / "calm.json")
    found = [on_a_disk_of(size, room, start, scratch / f"{room} {size}", calm) for room in _ROOMS for size in sizes]
    found += [read_only(room, start, scratch / f"{room} ro", calm) for room in (*_ROOMS, "inbox")]
    return {"said": [says for said, _ in found for says in said], "faults": [fault for _, faults in found for fault in faults]}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]), sys.argv[2:] or list(_SIZES))))
