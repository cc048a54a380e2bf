"""What a run leaves outside templates, inbox, corrections and store names nobody, whatever was sent and whatever went wrong."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest

from tests.torture.small_trust import new_trust, write
from tests.torture.whole_flow import environment
from trustkpi.demo.upn import synthetic_upn
from trustkpi.folder import TrustFolder

NAME = "Zebedee Quartermaine"  # stands for a pupil's or a colleague's name
UPN = synthetic_upn(1, 20, 3)
ROOT = Path(__file__).parents[2]
MAY_HOLD_IT = {"templates", "inbox", "corrections", "store"}
# A fault of the program at each stage whose message is somebody's data, as pandera's and polars' own messages can be.
FAILING = """
    import sys
    from flows import inward, keeping, outward
    from trustkpi import cli

    def wrong(*_, **__):
        raise ValueError("{name} {upn}")

    setattr({module}, "{verb}", wrong)
    sys.argv = ["trustkpi", "run"]
    cli.main()
"""


@dataclass(frozen=True)
class Run:
    """A run's exit code and what it wrote to the screen."""

    code: int
    out: str
    err: str


def typed_over(path: Path) -> None:
    """A name where a date belongs, and on the cover."""
    stamps = (path.stat().st_atime, path.stat().st_mtime)
    book = openpyxl.load_workbook(path)
    for row in book["Cover"].iter_rows(max_col=2):
        if row[0].value in {"Completed by", "Declared right by"}:
            row[1].value = NAME
    heading = next(row for row in book["Pupils"].iter_rows() if any(cell.value == "Date of birth" for cell in row))
    column = next(cell.column for cell in heading if cell.value == "Date of birth")
    if path.stem == "Unity":
        book["Pupils"].cell(heading[0].row + 2, column, NAME)
    book.save(path)
    os.utime(path, stamps)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> TrustFolder:
    made = new_trust(tmp_path_factory.mktemp("home") / "trust")
    for academy in ("Ambleside", "Unity"):
        typed_over(write(made.inbox / f"{academy}.xlsx", academy, [14] * 12 + [0] * 8))
    (made.inbox / "notes.xlsx").write_text(f"{NAME} is ill", encoding="utf-8")
    return made


def run(folder: TrustFolder, *command: str) -> Run:
    """A run with Prefect told to keep all it can."""
    paths = os.pathsep.join([str(ROOT), str(ROOT / "src")])
    loud = {"PREFECT_LOGGING_LEVEL": "DEBUG", "PREFECT_LOGGING_TO_API_ENABLED": "true", "PYTHONPATH": paths}
    words = [sys.executable, *command]
    env = environment(folder.path.parent) | loud
    done = subprocess.run(words, cwd=folder.path, env=env, capture_output=True, text=True, check=False, encoding="utf-8")
    return Run(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="module")
def ran(folder: TrustFolder) -> Run:
    return run(folder, "-m", "trustkpi", "run")


def left_outside(folder: TrustFolder) -> Iterator[Path]:
    """Every file that the run left in the folder and in its user's home, but where personal data belong."""
    for path in folder.path.parent.rglob("*"):
        inside = path.relative_to(folder.path).parts if path.is_relative_to(folder.path) else ()
        if path.is_file() and not (inside and inside[0] in MAY_HOLD_IT):
            yield path


def tells(content: bytes) -> bool:
    words = (NAME, NAME.split(maxsplit=1)[0], UPN)
    return any(word.encode(coding) in content for word in words for coding in ("utf-8", "utf-16-le"))


def unpacked(path: Path) -> bytes:
    if not zipfile.is_zipfile(path):
        return path.read_bytes()
    with zipfile.ZipFile(path) as parts:
        return b"".join(parts.read(name) for name in parts.namelist())


def test_a_name_that_was_planted_is_where_it_belongs_and_nowhere_else(folder: TrustFolder, ran: Run) -> None:
    assert ran.code == 0
    inside = [p for room in MAY_HOLD_IT for p in (folder.path / room).rglob("*") if p.is_file()]
    assert any(tells(unpacked(path)) for path in inside)  # or the search would find nothing anywhere
    outside = [*left_outside(folder)]
    assert {".prefect", "packs"} <= {p.relative_to(folder.path).parts[0] for p in outside if p.is_relative_to(folder.path)}
    assert [path.name for path in outside if tells(unpacked(path))] == []
    assert not tells((ran.out + ran.err).encode())


@pytest.mark.parametrize(
    ("module", "verb"),
    [("inward", "check_readings"), ("outward", "measured")],
    ids=["check", "measure"],
)
@pytest.mark.usefixtures("ran")
def test_a_fault_of_the_program_is_told_by_kind_and_place_alone(folder: TrustFolder, module: str, verb: str) -> None:
    write(folder.inbox / f"Westbury {verb}.xlsx", "Westbury", [7] * 12, day=20, sex="X", language=verb)
    code = textwrap.dedent(FAILING).format(name=NAME, upn=UPN, module=module, verb=verb)
    done = run(folder, "-c", code)
    assert "fault of its own (" in done.out + done.err
    assert not tells((done.out + done.err).encode())
    assert [path.name for path in left_outside(folder) if tells(unpacked(path))] == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes")
def test_whatever_a_run_makes_is_its_owners_alone(folder: TrustFolder, ran: Run) -> None:
    assert ran.code == 0
    rooms = [folder.path / name for name in (".prefect", "packs", "corrections", "store")]
    made = [*rooms, *(p for room in rooms for p in room.rglob("*"))]
    assert {p.name: oct(p.stat().st_mode & 0o077) for p in made if p.stat().st_mode & 0o077} == {}
