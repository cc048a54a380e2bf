"""The front door: help that everybody understands, an exit code for everything, less where less is asked for, plain in a pipe."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
import typer.main

from tests.cli.folder import new_folder, typed
from tests.trustkpi.returned import PUPILS, workbook
from trustkpi import cli
from trustkpi.cli import voice
from trustkpi.cli.app import app

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = sorted(p.stem for p in (ROOT / "src/trustkpi/cli").glob("*.py") if "@app.command" in p.read_text(encoding="utf-8"))


@pytest.fixture(autouse=True)
def as_it_was() -> object:
    yield
    voice.MANNER.quiet = False


def test_every_command_is_found_and_none_is_lost() -> None:
    assert len(COMMANDS) >= 11
    for name in COMMANDS:
        __import__(f"trustkpi.cli.{name}")
    assert sorted(typer.main.get_command(app).commands) == COMMANDS  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_readme_and_tells_what_it_does_and_what_each_word_means(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert f"`trustkpi {name}" in README
    code, out, _ = typed(monkeypatch, capsys, name, "--help")
    assert code == 0
    assert len(out.split("Options:")[0].split()) > 12  # more than its usage line
    command = typer.main.get_command(app).commands[name]  # type: ignore[attr-defined]
    assert not [p.name for p in command.params if not (getattr(p, "help", None) or p.name == "help")]
    assert command.short_help
    assert len(command.short_help) <= 46  # longer ones are cut in the list of commands


@pytest.mark.parametrize("words", [(), ("chek",), ("check",), ("check", "a.xlsx", "--jason"), ("run", "--as-at", "soon")])
def test_wrong_usage_ends_with_64_and_points_to_help(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    code, out, err = typed(monkeypatch, capsys, *words)
    assert code == 64
    assert "--help" in out + err
    assert "Traceback" not in out + err


def test_an_error_is_one_sentence_that_says_what_to_do_next(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = typed(monkeypatch, capsys, "status")
    assert (code, out) == (1, "")
    assert err.strip().endswith("make one: trustkpi init FOLDER.")
    assert len(err.strip().splitlines()) == 1


@pytest.mark.parametrize("words", [("--quiet", "templates"), ("templates", "--quiet"), ("templates", "-q")])
def test_quiet_leaves_out_what_needs_nobody(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert typed(monkeypatch, capsys, *words) == (0, "", "")
    assert list((tmp_path / "templates").glob("*.xlsx"))


def test_quiet_still_names_a_return_that_is_wrong(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    right = workbook(tmp_path / "right.xlsx")
    wrong = workbook(tmp_path / "wrong.xlsx", [{**PUPILS[0], "sex": "X"}])
    monkeypatch.chdir(tmp_path)
    code, out, _ = typed(monkeypatch, capsys, "check", "-q", str(right), str(wrong))
    assert code == 1
    assert "wrong.xlsx" in out
    assert "right.xlsx" not in out
    assert "right.xlsx" in typed(monkeypatch, capsys, "check", str(right))[1]


def test_a_folder_stands_for_the_workbooks_in_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    sent = tmp_path / "sent"
    sent.mkdir()
    workbook(sent / "b.xlsx")
    workbook(sent / "a.xlsx")
    (sent / "~$a.xlsx").write_bytes(b"what Excel leaves beside an open workbook")
    code, out, _ = typed(monkeypatch, capsys, "check", str(sent))
    assert code == 0
    assert [line for line in out.splitlines() if line.endswith(".xlsx")] == [str(sent / "a.xlsx"), str(sent / "b.xlsx")]
    (tmp_path / "empty").mkdir()
    code, out, _ = typed(monkeypatch, capsys, "check", str(tmp_path / "empty"))
    assert (code, "no Excel workbook (.xlsx) in it" in out) == (2, True)


def test_a_day_that_is_none_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    _, _, err = typed(monkeypatch, capsys, "run", "--as-at", "1.5.2026")
    assert "'1.5.2026' is not a day written like 2026-03-31." in err


def test_a_file_called_quiet_is_still_a_file() -> None:
    assert cli._quiet_first(["check", "--", "--quiet"]) == ["check", "--", "--quiet"]
    assert cli._quiet_first(["check", "a.xlsx", "-q"]) == ["-q", "check", "a.xlsx"]


class Terminal(io.StringIO):
    """A stream that says that it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_on_a_terminal_colour_goes_with_a_symbol_and_marks_stay_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    screen = Terminal()
    monkeypatch.setattr(sys, "stdout", screen)
    voice.speak("  ✖ Pupils A8  UPN: is blank. [c] is a figure")
    assert "\x1b[1;31m✖" in screen.getvalue()
    assert "[c] is a figure" in screen.getvalue()


def test_who_asks_for_no_colour_gets_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    screen = Terminal()
    monkeypatch.setattr(sys, "stdout", screen)
    voice.speak("✖ 2 things to mend")
    assert "\x1b[3" not in screen.getvalue().replace("\x1b[1m", "")
    assert "✖ 2 things to mend" in screen.getvalue()


def test_a_console_without_the_symbols_gets_words(monkeypatch: pytest.MonkeyPatch) -> None:
    old = io.TextIOWrapper(io.BytesIO(), encoding="cp1252")
    monkeypatch.setattr(sys, "stdout", old)
    voice.speak("✖ Pupils A8: £5 is wrong")
    old.flush()
    assert old.buffer.getvalue().decode("cp1252").strip() == "x Pupils A8: £5 is wrong"  # type: ignore[attr-defined]


def test_progress_is_drawn_on_a_terminal_alone(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with voice.counting("Filling in returns") as watch, voice.working("Reading"):
        assert watch is None
    assert capsys.readouterr() == ("", "")
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    with voice.counting("Filling in returns") as watch:
        assert watch is not None
        watch(3, 5)
    assert "Filling in returns" in screen.getvalue()


def test_a_run_in_a_trust_folder_with_nothing_asked_for_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = new_folder(tmp_path / "trust")
    code, _, err = typed(monkeypatch, capsys, "templates", "--trust", str(folder.path), "--period", "2030-31-autumn")
    assert code == 1
    assert "2030-31-autumn" in err


def test_who_stops_it_while_it_loads_reads_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(_name: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli.importlib, "import_module", stopped)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 130
    assert capsys.readouterr().err == "Stopped. Nothing was done yet.\n"
