"""trustkpi finalise and trustkpi run --pdf as somebody types them: what is said, and how they end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from flows import finalise, termly
from flows.outcome import Outcome
from tests.cli.folder import new_folder, typed
from trustkpi.publish import Made, Published
from validation.periods import period

FINAL = Made("Standards", "2025-26-spring", date(2026, 3, 27), (), "", "", (), 2, "final")
Asked = Callable[..., tuple[int, str, str]]


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Asked:
    """Types the words into a command line whose flows come to what is given first."""
    trust = new_folder(tmp_path / "trust").path

    def ask(packs: tuple[Published, ...], problems: tuple[str, ...], *words: str) -> tuple[int, str, str]:
        given: list[object] = []

        def flow(_: Path, **options: object) -> Outcome:
            given.append(options)
            status = pl.DataFrame(schema={"academy": pl.String, "return": pl.String, "state": pl.String, "note": pl.String})
            prints = (tmp_path / "Standards.pdf",) if options["pdf"] else ()
            return Outcome(period("2025-26-spring"), date(2026, 3, 27), packs, status, problems=problems, prints=prints)

        monkeypatch.setattr(finalise, "run", flow)
        monkeypatch.setattr(termly, "run", flow)
        return typed(monkeypatch, capsys, *words, "--trust", str(trust))

    return ask


def test_finalise_says_which_issue_is_final_and_where_it_is(asked: Asked) -> None:
    code, out, _ = asked((Published(Path("Standards issue 2.xlsx"), "", FINAL),), (), "finalise", "--pdf")
    assert code == 0
    assert "Standards, final of issue 2: Standards issue 2.xlsx" in out.splitlines()
    assert any(line.endswith("Standards.pdf") for line in out.splitlines())


def test_finalise_ends_with_one_where_nothing_could_be_made_final(asked: Asked) -> None:
    code, out, _ = asked((), ("Standards was not made final.",), "finalise")
    assert (code, "Standards was not made final." in out) == (1, True)


def test_run_prints_only_where_it_is_asked_to(asked: Asked) -> None:
    assert "Standards.pdf" in asked((), (), "run", "--pdf")[1]
    assert "Standards.pdf" not in asked((), (), "run")[1]
