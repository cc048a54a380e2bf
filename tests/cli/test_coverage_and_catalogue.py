"""trustkpi coverage and trustkpi catalogue, for people and for programs."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.cli.folder import new_folder, typed
from trustkpi.catalogue import catalogue
from trustkpi.cli import table
from trustkpi.coverage import framework
from trustkpi.folder import TrustFolder
from trustkpi.pages import Shows
from trustkpi.publish import Made, publish

Asked = Callable[..., tuple[int, str, str]]
PAGES = ("Scorecard", "Pupil absence")


@pytest.fixture
def folder(tmp_path: Path) -> TrustFolder:
    return new_folder(tmp_path / "trust")


@pytest.fixture
def asked(folder: TrustFolder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Asked:
    monkeypatch.chdir(folder.path)
    return lambda *words: typed(monkeypatch, capsys, *words)


def put_pack(folder: TrustFolder, *shows: Shows) -> None:
    made = Made("Standards and Achievement", "2025-26-spring", date(2026, 3, 27), (), "cd", "0.1.0", shows)
    publish(b"pack", folder.packs / made.period / "Standards and Achievement.xlsx", made)


def row(out: str, number: str) -> dict[str, object]:
    (found,) = [r for r in json.loads(out) if r["id"] == number]
    return dict(found)


def test_without_packs_the_catalogue_alone_answers(asked: Asked) -> None:
    code, out, _ = asked("coverage", "--json")
    told = json.loads(out)
    assert code == 0
    assert [r["id"] for r in told] == [a.id for a in framework()]
    assert {*told[0]} == {"id", "committee", "served_by", "shown_on", "missing"}
    assert "absence_rate" in row(out, "T1.2-a")["served_by"]
    assert row(out, "T1.2-a")["shown_on"] == []


def test_with_packs_a_row_says_on_which_sheets_its_figures_stand(asked: Asked, folder: TrustFolder) -> None:
    put_pack(folder, Shows("absence_rate", "", PAGES, grounded=True), Shows("absence_rate", "sex", PAGES[1:], grounded=False))
    _, out, _ = asked("coverage", "--json")
    assert row(out, "T1.2-a")["shown_on"] == [f"Standards and Achievement: {page}" for page in PAGES]
    assert "absence_rate" not in row(out, "T1.2-a")["missing"]
    assert "persistent_absence_rate" in row(out, "T1.2-a")["missing"]
    assert "absence_rate by sex" in row(out, "T1.2-b")["missing"]


def test_people_read_how_many_rows_are_answered(asked: Asked, folder: TrustFolder) -> None:
    _, out, _ = asked("coverage")
    assert "No pack was looked at: in a trust folder, trustkpi run makes them." in out
    put_pack(folder, Shows("absence_rate", "", PAGES, grounded=True))
    code, out, _ = asked("coverage")
    assert code == 0
    assert f"of {len(framework())} rows answered." in out
    assert "No pack was looked at" not in out


def test_the_catalogue_lists_every_kpi_for_programs(asked: Asked) -> None:
    code, out, _ = asked("catalogue", "--json")
    told = {k["id"]: k for k in json.loads(out)}
    assert code == 0
    assert list(told) == list(catalogue())
    about = told["absence_rate"]
    assert (about["title"], about["unit"], about["polarity"], about["returns"]) == (
        "Overall absence", "per cent", "lower is better", ["attendance"],
    )  # fmt: skip
    assert {"Pupils.possible", "Pupils.authorised"} <= {*about["columns"]}
    assert about["bands"][0]["relative_to"] == "national"
    assert about["source"]["link"].startswith("https://")


def test_the_catalogue_lists_every_kpi_for_people(asked: Asked) -> None:
    code, out, _ = asked("catalogue")
    assert code == 0
    assert {line.split("  ")[0] for line in out.splitlines()[1:]} == {*catalogue()}


def test_a_terminal_gets_a_drawn_table_and_marks_stay_text(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    table.show(("Academy", "Value"), [("Unity", "[c]")], title="Figures")
    out = capsys.readouterr().out
    assert "[c]" in out
    assert "\N{BOX DRAWINGS LIGHT VERTICAL}" in out


def test_more_columns_than_a_terminal_is_wide_stand_one_under_the_other(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "80")
    headings = [f"Heading{n}" for n in range(9)]
    table.show(headings, [["a" * 20, "", *("b" for _ in range(7))]])
    assert capsys.readouterr().out.splitlines()[:2] == [f"Heading0  {'a' * 20}", "Heading2  b"]


def test_a_pipe_gets_every_column_in_full(capsys: pytest.CaptureFixture[str]) -> None:
    table.show(("Academy", "Value"), [("Unity", "x" * 300), ("Ambleside", "")])
    assert capsys.readouterr().out == f"Academy    Value\nUnity      {'x' * 300}\nAmbleside\n"


def test_no_question_wakes_prefect(folder: TrustFolder) -> None:
    script = (
        "import sys\nfrom trustkpi.cli import main\n"
        "for words in (['status'], ['history'], ['coverage'], ['catalogue'], ['explain', 'absence_rate', '--help']):\n"
        "    sys.argv = ['trustkpi', *words]\n"
        "    try:\n        main()\n    except SystemExit as done:\n        assert not done.code, words\n"
        "assert 'prefect' not in sys.modules and 'flows' not in sys.modules\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=folder.path, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
