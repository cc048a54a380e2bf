"""The whole sentence on the synthetic trust: what comes out, what a second run changes, and what a kill leaves."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.torture.whole_flow import environment, servers, started, until
from trustkpi.demo import make
from trustkpi.store import Store

PERIOD = "2025-26-spring"
UPN = re.compile(rb"[A-HJ-NP-RT-Z]000[0-9]{8}[0-9A-HJ-NP-RT-Z]")


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "trustkpi", "run", "--trust", str(folder), *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8", env=environment(folder.parent))


def attendance_alone(folder: Path) -> Path:
    """The synthetic trust with its attendance returns: one return shows what the sentence does with all of them."""
    sent = [asked for asked in make.demo_returns() if asked.declared.name == "attendance"]
    with pytest.MonkeyPatch.context() as for_now:
        for_now.setattr(make, "demo_returns", lambda: sent)
        return make.make_demo(folder).path


@pytest.fixture(scope="module")
def trust(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return attendance_alone(tmp_path_factory.mktemp("trust") / "demo")


@pytest.fixture(scope="module")
def first(trust: Path) -> subprocess.CompletedProcess[str]:
    return run(trust)


def files(folder: Path) -> dict[str, bytes]:
    """What a run is answerable for: packs, corrections and what the store holds."""
    found = (p for name in ("packs", "corrections", "store/originals", "store/rows") for p in (folder / name).rglob("*"))
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(found) if p.is_file()}


def test_it_says_who_sent_what_and_where_the_packs_are_and_not_a_stray_line(first: subprocess.CompletedProcess[str]) -> None:
    assert (first.returncode, first.stderr) == (0, "")
    told = first.stdout.splitlines()
    assert told[0] == "Spring term 2025/26, as at 27 March 2026"
    assert "3 of 51 returns are accepted. For each: trustkpi status" in told
    assert any(line.startswith("  Denewood, Attendance: sent back (13 errors)") for line in told)
    assert any("Standards and Achievement.xlsx" in line for line in told)


def test_a_bad_return_goes_back_and_the_others_are_kept(trust: Path, first: subprocess.CompletedProcess[str]) -> None:
    assert first.returncode == 0
    kept = {(e.academy, e.period) for e in Store(trust / "store").entries() if e.return_name == "attendance"}
    assert {a for a, period in kept if period == PERIOD} == {"Ambleside", "Westbury", "Woodlands"}
    assert {a for a, period in kept if period == "2024-25-spring"} == {"Ambleside", "Denewood", "Unity", "Westbury", "Woodlands"}
    assert (trust / "corrections" / PERIOD / f"Denewood attendance {PERIOD} - corrections.xlsx").is_file()


def test_the_manifest_says_what_the_pack_was_made_from(trust: Path, first: subprocess.CompletedProcess[str]) -> None:
    assert first.returncode == 0
    told = json.loads((trust / "packs" / PERIOD / "manifest.json").read_text(encoding="utf-8"))["packs"]
    made = told["Standards and Achievement.xlsx"]
    behind = {e.digest for e in Store(trust / "store").entries() if e.return_name == "attendance" and e.academy == "Ambleside"}
    assert len(behind & {*made["digests"]}) == 5  # spring and the four terms before it


def test_running_again_changes_not_one_byte(trust: Path, first: subprocess.CompletedProcess[str]) -> None:
    assert first.returncode == 0
    before = files(trust)
    again = run(trust)
    assert (again.returncode, again.stderr) == (0, "")
    assert files(trust) == before


def test_no_pupil_is_in_the_packs_or_in_what_prefect_keeps(trust: Path, first: subprocess.CompletedProcess[str]) -> None:
    kept = [p for name in ("packs", ".prefect") for p in (trust / name).rglob("*") if p.is_file()]
    assert len(kept) > 2
    assert not [p.name for p in kept if UPN.search(_unpacked(p))]
    assert not UPN.search((first.stdout + first.stderr).encode())


def _unpacked(path: Path) -> bytes:
    if path.suffix != ".xlsx":
        return path.read_bytes()
    import zipfile

    with zipfile.ZipFile(path) as parts:
        return b"".join(parts.read(name) for name in parts.namelist())


def test_an_unknown_period_is_one_sentence(trust: Path) -> None:
    done = run(trust, "--period", "next spring")
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "2025-26-autumn" in done.stderr


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="processes are looked for in /proc, which only Linux has")
def test_a_killed_run_leaves_no_server_and_the_next_completes_it(tmp_path: Path) -> None:
    folder = attendance_alone(tmp_path / "demo")
    with started(folder) as running:
        assert until(lambda: servers(folder) and any((folder / "store").rglob("*.xlsx")))
        running.send_signal(signal.SIGKILL)
    assert until(lambda: not servers(folder))
    done = run(folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert (folder / "packs" / PERIOD / "Standards and Achievement.xlsx").is_file()
    assert not [*folder.rglob("*.part")]
