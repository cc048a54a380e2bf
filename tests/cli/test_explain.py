"""trustkpi explain, in a trust folder and outside one; figures by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import range_boundaries

from tests.cli.folder import new_folder, send, typed, with_suppression
from tests.trustkpi.returned import HEADING
from trustkpi.demo.upn import synthetic_upn
from trustkpi.folder import TrustFolder
from trustkpi.store import Store

# Ambleside: 12 pupils missed 14 of 140 sessions each, 8 missed none: 168 of 2,800 is 6%.
AMBLESIDE = [14] * 12 + [0] * 8
FEW = [70, 0, 0, 0]
Asked = Callable[..., tuple[int, str, str]]


@pytest.fixture
def folder(tmp_path: Path) -> TrustFolder:
    made = new_folder(tmp_path / "trust")
    send(made, "Ambleside", AMBLESIDE)
    send(made, "Unity", FEW)
    return made


@pytest.fixture
def explain(folder: TrustFolder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Asked:
    with_suppression(monkeypatch)
    monkeypatch.chdir(folder.path)
    return lambda *words: typed(monkeypatch, capsys, "explain", *words)


def lines(out: str) -> dict[str, str]:
    """Heading to words of the lines that are written so; two blanks part them."""
    parted = (line.split("  ", 1) for line in out.splitlines() if "  " in line)
    return {heading: words.strip() for heading, words in parted}


def test_without_a_trust_folder_it_tells_what_the_kpi_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, _ = typed(monkeypatch, capsys, "explain", "absence_rate")
    assert code == 0
    assert lines(out)["Meaning"].startswith("Sessions missed, authorised or not")
    assert "green at the national figure or better" in out
    assert "set by product default" in out
    assert "Numerator" not in out


def test_a_figure_is_told_with_its_parts_and_the_people_behind_it(explain: Asked) -> None:
    code, out, _ = explain("absence_rate", "--academy", "ambleside")
    said = lines(out)
    assert code == 0
    assert "Ambleside, Spring term 2025/26, as at 27 March 2026" in out
    assert {heading: said[heading] for heading in ("Value", "Numerator", "Denominator", "People", "People in the numerator")} == {
        "Value": "6.0%", "Numerator": "168", "Denominator": "2,800", "People": "20", "People in the numerator": "12",
    }  # fmt: skip


def test_the_cells_that_are_named_add_up_to_the_figure(explain: Asked, folder: TrustFolder) -> None:
    _, out, _ = explain("absence_rate", "--academy", "Ambleside")
    row = next(line for line in out.splitlines() if line.startswith("Ambleside  "))
    _, file, tab, ranges, verified = [part.strip() for part in row.split("  ") if part.strip()]
    page = openpyxl.load_workbook(folder.inbox / file)[tab]
    sums: dict[str, int] = {}
    for area in ranges.split(", "):
        left, top, right, bottom = range_boundaries(area)
        for at in range(left, right + 1):
            typed_in = [page.cell(row, at).value for row in range(top, bottom + 1)]
            heading = str(page.cell(HEADING, at).value)
            sums[heading] = sums.get(heading, 0) + sum(value for value in typed_in if isinstance(value, int))
    assert (sums["Authorised absence"] + sums["Unauthorised absence"], sums["Sessions possible"]) == (168, 2800)
    assert verified.startswith("as it was sent (sha-256 ")


def test_a_figure_of_few_people_shows_c_and_no_count(explain: Asked) -> None:
    _, out, _ = explain("absence_rate", "--academy", "Unity")
    figure = out[out.index("Unity, Spring term") :]
    assert lines(figure)["Value"].startswith("[c]: withheld")
    assert not {"Numerator", "Denominator", "People", "Rating"} & {*lines(figure)}
    assert "Unity 2025-26-spring 9.xlsx  Pupils  not listed: their number is withheld  as it was sent" in figure


def test_the_trusts_figure_does_not_count_the_rows_of_who_is_withheld(explain: Asked) -> None:
    _, out, _ = explain("absence_rate")
    # 168 + 70 of 2,800 + 560
    assert lines(out)["Numerator"] == "238"
    assert lines(out)["Denominator"] == "3,360"
    assert "Unity 2025-26-spring 9.xlsx      Pupils  not listed: their number is withheld" in out
    assert "Ambleside 2025-26-spring 9.xlsx  Pupils  C6:C25, " in out


def test_nothing_personal_is_printed(explain: Asked) -> None:
    for name in ("absence_rate", "persistent_absence_rate", "enrolments_counted"):
        _, out, _ = explain(name, "--academy", "Ambleside")
        assert not [n for n in range(len(AMBLESIDE)) if synthetic_upn(1, 20, n) in out]
        assert not [day for day in ("17 May 2015", "2015-05-17", "17/05/2015") if day in out]


def test_an_original_that_is_gone_is_told_and_no_cell_of_it(explain: Asked, folder: TrustFolder) -> None:
    store = Store(folder.store)
    digest = next(d for d, e in store.accepted().items() if e.academy == "Ambleside")
    store.original(digest).unlink()
    _, out, _ = explain("absence_rate", "--academy", "Ambleside")
    assert f"The original originals/{digest}.xlsx in the store is missing: put it back from a backup." in out
    assert "C6:C25" not in out


def test_the_cells_of_an_original_that_was_changed_are_not_told_but_why(explain: Asked, folder: TrustFolder) -> None:
    store = Store(folder.store)
    digest = next(d for d, e in store.accepted().items() if e.academy == "Ambleside")
    store.original(digest).write_bytes(b"something else")
    _, out, _ = explain("absence_rate", "--academy", "Ambleside")
    assert f"Pupils  not listed: the original is not as it was sent  NOT as it was sent (sha-256 {digest[:12]})" in out
    assert f"The original originals/{digest}.xlsx in the store was changed since it was sent: put it back from a backup." in out
    assert "C6:C25" not in out


def test_where_nothing_was_accepted_it_says_what_to_do(explain: Asked) -> None:
    code, out, _ = explain("absence_rate", "--period", "2024-25-autumn")
    assert code == 0
    assert "There is no figure" in out
    assert "trustkpi status --period 2024-25-autumn" in out


def test_a_figure_made_from_other_figures_says_so(explain: Asked) -> None:
    _, out, _ = explain("absence_vs_national_for_setting", "--academy", "Ambleside")
    assert "It is worked out from other figures of the period" in out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("absence_rat",), "There is no KPI called 'absence_rat'. Did you mean absence_rate"),
        (("absence_rate", "--academy", "Nowhere"), "'Nowhere' is not an academy of the trust; there are Ambleside"),
        (("absence_rate", "--period", "last term"), "'last term' is not a period. Periods are written like"),
        (("absence_rate", "--trust", "elsewhere"), "There is no trust.xlsx in elsewhere."),
    ],
)
def test_what_is_asked_wrongly_is_one_sentence(explain: Asked, words: tuple[str, ...], says: str) -> None:
    code, out, err = explain(*words)
    assert (code, out) == (1, "")
    assert says in err
    assert "Traceback" not in err


def test_an_academy_without_a_trust_folder_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, err = typed(monkeypatch, capsys, "explain", "absence_rate", "--academy", "Ambleside")
    assert code == 1
    assert "go to one, or name it with --trust" in err
