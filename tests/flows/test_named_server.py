"""A run on a Prefect server of the user's own: it is used and left alone, and none is started beside it."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from httpx import ConnectError

from flows import QUIET
from flows.prefect_home import while_it_answers
from flows.server import NoServerError, server
from tests.torture.small_trust import new_trust, write
from tests.torture.whole_flow import environment, servers
from trustkpi import disk
from trustkpi.facts import TrustKpiError
from trustkpi.folder import TrustFolder


@pytest.fixture
def trust(tmp_path: Path) -> TrustFolder:
    made = new_trust(tmp_path / "trust")
    write(made.inbox / "Unity.xlsx", "Unity", [14] * 12 + [0] * 8)
    return made


def run(trust: TrustFolder, address: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "trustkpi", "run", "--trust", str(trust.path)]
    named = environment(trust.path.parent) | {"PREFECT_API_URL": address}
    return subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8", env=named)


def states(address: str) -> list[str]:
    """How the server says that its runs ended."""
    asked = urllib.request.Request(f"{address}/flow_runs/filter", b"{}", {"Content-Type": "application/json"})  # noqa: S310  ours
    with urllib.request.urlopen(asked) as answer:  # noqa: S310
        return [told["state_type"] for told in json.load(answer)]


def test_the_server_that_is_named_hears_of_the_run_and_no_other_is_started(trust: TrustFolder, tmp_path: Path) -> None:
    with server({**QUIET, "PREFECT_HOME": str(tmp_path / "home"), "PREFECT_SERVER_UI_ENABLED": "false"}) as address:
        done = run(trust, address)
        assert (done.returncode, done.stderr) == (0, "")
        assert states(address) == ["COMPLETED"]
        assert not (trust.path / ".prefect").exists()
        assert servers(trust.path) == []


def test_a_server_that_does_not_answer_is_one_sentence_and_nothing_is_done(trust: TrustFolder) -> None:
    done = run(trust, "http://127.0.0.1:9/api")  # the port of discard, where nobody listens
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "The Prefect server that PREFECT_API_URL names does not answer: start it, or unset it, and run again.\n"
    assert not (trust.store / "ledger.sqlite").exists()


FAILED = ConnectError("somebody's words")


def fail(folder: Path) -> None:
    with while_it_answers(folder):
        raise FAILED


def test_a_server_that_fails_half_way_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(NoServerError, match=r"^The Prefect server failed while the run was at work\."):
        fail(tmp_path)


def test_a_server_that_fails_for_want_of_room_says_that_the_disk_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "LEAST_FREE", 2**60)
    with pytest.raises(TrustKpiError, match="free: make room on it and run again"):
        fail(tmp_path)
