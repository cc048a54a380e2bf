"""A theme is its own files: from a return, a KPI and a committee declared in one each, all else of theirs follows."""

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
KPIS = '''"""How full the clubs are."""

import polars as pl

from trustkpi.kpi import COUNT_SHOWN, PERCENT_SHOWN, Count, Polarity, Ratio, kpi
from trustkpi.limits import meant_for_most
from trustkpi.register import Register
from validation.returns.clubs import Clubs


@kpi(title="Places in clubs taken", focus="P4.1-f", committee="Governance", reads=Clubs, shown=PERCENT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER, bands=meant_for_most())
def club_places_taken_pct() -> Ratio:
    """Places in clubs that are taken, as a share of all."""
    return Ratio(pl.col("came").sum(), pl.col("places").sum())


EVERY = Register(name="clubs", title="Clubs", focus=("P4.1-f",), committee="Governance", reads=Clubs,
    columns=("academy", "club", "came"), meaning="Every club.", order=("club",))
'''
COMMITTEE = '''"""Governance."""

from trustkpi.packs import CommitteePack

PACK = CommitteePack(name="Governance", headlines=("club_places_taken_pct", "absence_rate"))
'''
TELLS = """
import json
from trustkpi.catalogue import catalogue, registers
from trustkpi.docs.kpis import page
from trustkpi.packs import committee_packs
pack = committee_packs()["Governance"]
read = [k.name for k in catalogue().values() if pack.reads(k)] + [r.name for r in registers().values() if pack.reads(r)]
print(json.dumps({"read": sorted(read), "in the docs": "Places in clubs taken" in page()}))
"""
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
    shutil.copytree(ROOT / "src/trustkpi", folder / "trustkpi", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "validation" / "returns" / "clubs.py").write_text(CLUBS, encoding="utf-8")
    (folder / "trustkpi" / "kpis" / "clubs.py").write_text(KPIS, encoding="utf-8")
    (folder / "trustkpi" / "packs" / "governance.py").write_text(COMMITTEE, encoding="utf-8")
    return folder


def python(house: Path, *words: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join((str(house), str(ROOT)))
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


def test_a_kpi_a_register_and_a_committee_take_one_file_each(house: Path) -> None:
    told = python(house, "-c", TELLS)
    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout) == {"read": ["absence_rate", "club_places_taken_pct", "clubs"], "in the docs": True}
    explained = python(house, "-m", "trustkpi", "explain", "club_places_taken_pct")
    assert "100 \N{MULTIPLICATION SIGN} [total of Came] ÷ [total of Places]" in explained.stdout
