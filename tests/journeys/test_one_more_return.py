"""A return is one file: dropped into the folder, it has a template, a reader, a schema, a docs page and demo data of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CLUBS = '''"""Clubs: a tiny return."""

from validation.model import NUMBER, TEXT, Frequency, Return, Sheet, cell
from validation.rules import never_more_than


class Clubs(
    Sheet, title="Clubs", one_row="one club", intro="Every club.", key=("club",),
    rules=(never_more_than("came", "places", says="is more than there are places", do="Correct whichever is wrong."),),
):
    """Clubs and who comes."""

    club: str = cell("Club", unit=TEXT, help="What it is called.", example="Chess")
    places: int = cell("Places", unit=NUMBER, help="How many may come.", example=20, at_least=1, at_most=100)
    came: int = cell("Came", unit=NUMBER, help="How many came last time.", example=14, at_least=0, at_most=100)


CLUBS = Return("clubs", "Clubs", "Office", (Frequency.TERMLY,), (Clubs,), "How full the clubs are.")
'''
MAKES = """
import sys
from pathlib import Path
from trustkpi.demo.make import demo_fill, demo_returns
from trustkpi.docs.returns import page
from trustkpi.excel.template import write_return
asked = next(a for a in demo_returns() if a.declared.name == "clubs")
write_return(asked.declared, Path("right.xlsx"), fill=demo_fill(asked))
wrong = demo_fill(asked)
rows = wrong.rows["Clubs"].with_columns(came=wrong.rows["Clubs"]["places"] + 1)
write_return(asked.declared, Path("wrong.xlsx"), fill=type(wrong)(**{**vars(wrong), "rows": {"Clubs": rows.head(1)}}))
sys.stdout.write(page())
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The contracts with one file more, before the ones of this checkout on the path."""
    folder = tmp_path_factory.mktemp("house")
    shutil.copytree(ROOT / "validation", folder / "validation", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "validation" / "returns" / "clubs.py").write_text(CLUBS, encoding="utf-8")
    return folder


def python(house: Path, *words: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join((str(house), str(ROOT / "src"), str(ROOT)))
    return subprocess.run(
        [sys.executable, *words], cwd=house, capture_output=True, text=True, encoding="utf-8", check=False,
        env={**os.environ, "PYTHONPATH": path},
    )  # fmt: skip


def test_one_file_is_all_that_a_return_takes(house: Path) -> None:
    made = python(house, "-c", MAKES)
    assert made.returncode == 0, made.stderr
    assert "| Came |" in made.stdout
    right = python(house, "-m", "trustkpi", "check", "right.xlsx")
    assert right.returncode == 0, right.stdout
    assert "Clubs from Ambleside" in right.stdout
    wrong = json.loads(python(house, "-m", "trustkpi", "check", "wrong.xlsx", "--json").stdout)
    assert [f["label"] for f in wrong["findings"] if "is more than there are places" in f["says"]] == ["Came"]
