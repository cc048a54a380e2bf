"""Packs as committees find them: written whole or not at all, with a manifest of what each was made from."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from trustkpi.disk import taken_away
from trustkpi.entries import DRAFT
from trustkpi.pages import Shows
from trustkpi.whole import pieces, sha256, write_beside, write_whole

MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Made:
    """What a pack is and what it was made from: committee, period, as-at date, digests of returns and settings, program.

    `shows` says what it shows and on which pages, for the manifest.
    """

    committee: str
    period: str
    as_at: date
    digests: tuple[str, ...]
    settings: str
    program: str
    shows: tuple[Shows, ...] = ()
    issue: int = 1
    state: str = DRAFT


@dataclass(frozen=True)
class Published:
    """Where a pack lies, its sha-256, and whether it stands beside one that somebody has open."""

    path: Path
    sha256: str
    made: Made
    beside: bool = False

    @property
    def says(self) -> str:
        """One sentence about where the pack is."""
        if self.beside:
            return f"{self.made.committee}: somebody has the earlier pack open, so the new one is beside it: {self.path}"
        return f"{self.made.committee}, {self.made.state} of issue {self.made.issue}: {self.path}"


def publish(workbook: bytes, to: Path, made: Made) -> Published:
    """The pack at that path (or beside it, while somebody has it open) and its line in the folder's manifest.

    The same pack again changes nothing. Killed at any moment, each pack is the old one or the new one, whole.
    """
    taken_away(pieces(to.parent) if to.parent.is_dir() else ())
    path = write_beside(to, workbook)
    done = Published(path, hashlib.sha256(workbook).hexdigest(), made, beside=path != to)
    _note(to.parent / MANIFEST, to.name, done)
    return done


def manifest(folder: Path) -> dict[str, Any]:
    """Pack name to its line in the folder's manifest; empty where there is none that can be read."""
    try:
        packs = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["packs"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return packs if isinstance(packs, dict) else {}


def withdraw(pack: Path) -> None:
    """Takes away a draft that has become needless, with its line in the manifest; one that somebody changed stays."""
    packs = manifest(pack.parent)
    line = packs.pop(pack.name, None)
    if line is None or (pack.is_file() and sha256(pack) != line.get("sha256")):
        return
    pack.unlink(missing_ok=True)  # a killed run may have come as far as this
    _write(pack.parent / MANIFEST, packs)


def _note(path: Path, name: str, done: Published) -> None:
    packs = manifest(path.parent)
    before = packs.get(name, {})
    line = {"file": done.path.name, "sha256": done.sha256, **asdict(done.made), "as_at": done.made.as_at.isoformat()}
    if not done.made.shows:
        del line["shows"]
    packs[name] = line
    _write(path, packs)
    if not done.beside:
        _clear_beside(path.parent, before, name)


def _write(path: Path, packs: dict[str, Any]) -> None:
    content = json.dumps({"packs": dict(sorted(packs.items()))}, indent=2, ensure_ascii=False) + "\n"
    if not path.is_file() or path.read_text(encoding="utf-8") != content:
        write_whole(path, content.encode())


def _clear_beside(folder: Path, before: dict[str, Any], name: str) -> None:
    """Takes away the pack that stood beside, once the real one could be written and if nobody changed it since."""
    stood = folder / str(before.get("file", name))
    if stood.name != name and stood.is_file() and sha256(stood) == before.get("sha256"):
        stood.unlink()
