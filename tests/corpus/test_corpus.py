"""Every odd, broken or hostile workbook gets an answer, quickly and in one sentence, and none is taken for a right return."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.corpus.crafted import FORMS, READ, crafted
from trustkpi.demo.trust_workbook import settings_tables
from trustkpi.excel.template import Fill
from trustkpi.folder import TrustFolder
from trustkpi.store import Store

SHARED = Path(__file__).parents[2] / "../shared/corpus"
FILES = sorted(p for room in ("hostile", "real", "statistics") for p in (SHARED / room).glob("*")) if SHARED.is_dir() else []
JUDGE = Path(__file__).parent / "judge.py"
MOST_SECONDS, MOST_MEMORY = 5, 1024**3
PATIENCE = 400  # seconds for all files together, on a busy machine
SENTENCE = re.compile(r"^[A-Z][^\n]*[a-z)]\.$")

Told = dict[str, Any]


def judged(paths: list[Path]) -> list[Told]:
    """What one process makes of all the files."""
    named = "".join(f"{path}\n" for path in paths)
    done = subprocess.run(
        [sys.executable, str(JUDGE)], input=named, capture_output=True, text=True, encoding="utf-8", timeout=PATIENCE, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("crafted")
    return dict(crafted(folder)) | {"right": folder / "right.xlsx"}


@pytest.fixture(scope="module")
def told_of_made(made: dict[str, Path]) -> dict[str, Told]:
    return dict(zip(made, judged(list(made.values())), strict=True))


@pytest.fixture(scope="module")
def told_of_shared() -> dict[str, Told]:
    if not FILES:
        pytest.skip("the shared corpus is not beside this checkout")
    return {path.name: told for path, told in zip(FILES, judged(FILES), strict=True)}


@pytest.mark.parametrize("name", FORMS)
def test_a_hostile_workbook_is_refused_for_what_it_is_or_read_without_harm(name: str, told_of_made: dict[str, Told]) -> None:
    told, (says, _) = told_of_made[name], FORMS[name]
    assert told["refused"].startswith(says) if says else told["refused"] == ""
    assert told["refused"] == "" or SENTENCE.match(told["refused"])


def test_what_is_read_of_a_hostile_workbook_is_right_or_has_findings(told_of_made: dict[str, Told]) -> None:
    right = told_of_made["right"]
    assert (right["refused"], right["errors"]) == ("", [])
    accepted = {name: told for name, told in told_of_made.items() if not told["refused"] and not told["errors"]}
    assert {name for name, told in accepted.items() if told["rows"] != right["rows"]} == set()


def test_every_workbook_of_the_shared_corpus_is_refused_in_one_sentence(told_of_shared: dict[str, Told]) -> None:
    assert {name for name, told in told_of_shared.items() if not SENTENCE.match(told["refused"])} == set()


def test_an_answer_takes_at_most_five_seconds_and_a_gigabyte(
    told_of_made: dict[str, Told], request: pytest.FixtureRequest
) -> None:
    told = told_of_made | (request.getfixturevalue("told_of_shared") if FILES else {})
    # Seconds of work, not of waiting: other work on the machine is not ours.
    assert {name: one["seconds"] for name, one in told.items() if one["seconds"] > MOST_SECONDS} == {}
    assert max(one["memory"] for one in told.values()) < MOST_MEMORY


def lines(output: str) -> Iterator[Told]:
    return (json.loads(line) for line in output.splitlines())


def test_the_command_says_the_same_of_all_files_at_once(made: dict[str, Path], told_of_made: dict[str, Told]) -> None:
    paths = [*made.values(), *FILES]
    done = subprocess.run(
        [sys.executable, "-m", "trustkpi", "check", "--json", *map(str, paths)],
        capture_output=True, text=True, encoding="utf-8", timeout=PATIENCE, check=False, cwd=JUDGE.parent,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (2, "")
    said = list(lines(done.stdout))
    assert [one["refused"] or "" for one in said[: len(made)]] == [told_of_made[name]["refused"] for name in made]
    assert all(one["refused"] for one in said[len(made) :])


def test_the_flow_answers_every_file_and_accepts_the_right_ones_alone(made: dict[str, Path], tmp_path: Path) -> None:
    here = TrustFolder.create(tmp_path / "trust", settings=Fill(rows=settings_tables()))
    for at, path in enumerate([*made.values(), *FILES]):
        (here.inbox / f"{at:03} {path.name.lstrip('~$')}").write_bytes(path.read_bytes())
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    done = subprocess.run(
        [sys.executable, "-m", "trustkpi", "run", "--trust", str(here.path), "--period", "2025-26-autumn"],
        capture_output=True, text=True, encoding="utf-8", timeout=PATIENCE, check=False, env=kept | {"HOME": str(tmp_path)},
    )  # fmt: skip
    assert "Traceback" not in done.stdout + done.stderr
    entries = Store(here.store).ledger()
    accepted = [name for name, state in entries.select("file", "state").rows() if state == "accepted"]
    may_be = {f"{at:03} {path.name}" for at, (name, path) in enumerate(made.items()) if name == "right" or FORMS[name][0] == READ}
    assert set(accepted) <= may_be
    assert len(accepted) > 0
    assert entries.height == len({path.read_bytes() for path in [*made.values(), *FILES]})
