"""The generated pages and templates are in step with the declarations they come from."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from trustkpi.catalogue import catalogue, registers
from trustkpi.coverage import framework
from trustkpi.docs import PAGES, kpis, write
from trustkpi.docs.markdown import cell, table
from trustkpi.docs.returns import page
from trustkpi.register import Register, RowRag
from validation.model import CODE, SESSIONS, Frequency, Return, Sheet
from validation.model import cell as column
from validation.returns import returns
from validation.rules import QUERY, never_more_than
from validation.trust_settings import TRUST_SETTINGS

ROOT = Path(__file__).parents[2]
TEMPLATES = [*(f"returns/{name}.xlsx" for name in returns()), "trust.xlsx"]


class Clubs(
    Sheet,
    title="Clubs",
    one_row="one club",
    intro="Every club that met.",
    key=("club",),
    room=25,
    rules=(never_more_than("came", "asked", says="is more than were asked", do="Count again.", severity=QUERY),),
):
    """Clubs, as an example."""

    club: str = column("Club", unit=CODE, help="Its code.", example="CH", one_of={"CH": "Chess", "FO": "Football"})
    asked: int = column("Asked", unit=SESSIONS, help="Pupils asked.", example=9, at_least=0, known_as=["Invited"])
    came: int = column(
        "Came", unit=SESSIONS, help="Pupils who came.", example=7, at_least=0, at_most=99, required=False, blank_means=0
    )
    lost: int = column("Lost", unit=SESSIONS, help="Old code.", example=1, required=False, until=date(2024, 8, 18))


CLUBS = Return("clubs", "Clubs", "Head of clubs", (Frequency.TERMLY, Frequency.YEARLY), (Clubs,), "Who comes to which club.")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("built")
    write(root)
    return root


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_what_the_declarations_say(built: Path, name: str) -> None:
    committed, rebuilt = (ROOT / "docs" / name).read_text(), (built / "docs" / name).read_text()
    assert committed == rebuilt, f"docs/{name} is out of step: run python -m trustkpi.docs"


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_committed_template_is_what_the_declarations_say(built: Path, name: str) -> None:
    committed, rebuilt = _parts(ROOT / "workbook_templates" / name), _parts(built / "workbook_templates" / name)
    assert committed == rebuilt, f"{name} is out of step: run python -m trustkpi.docs"


def _parts(workbook: Path) -> dict[str, bytes]:
    # unzipped, since zlib differs from machine to machine
    with zipfile.ZipFile(workbook) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def test_every_return_and_the_settings_have_a_template() -> None:
    committed = {p.relative_to(ROOT / "workbook_templates").as_posix() for p in (ROOT / "workbook_templates").rglob("*.xlsx")}
    assert committed == {*TEMPLATES}


def test_every_column_of_every_return_is_on_its_page() -> None:
    text = page()
    for declared in (*returns().values(), TRUST_SETTINGS):
        assert f"## {declared.title}" in text
        for sheet in declared.sheets:
            assert f"### Sheet {sheet.facts().title}" in text
            missing = [c.label for c in sheet.cells().values() if f"| {cell(c.label)} |" not in text]
            assert not missing


def test_a_small_return_is_told_column_by_column() -> None:
    text = page([CLUBS])
    assert "- Desk: Head of clubs" in text
    assert "- How often: termly or yearly" in text
    assert "| Club | code | yes | CH Chess; FO Football | Its code. |  |" in text
    assert "| Asked | sessions | yes | 0 or more | Pupils asked. | Invited |" in text
    assert "| Came | sessions | no | 0 to 99. blank means 0 | Pupils who came. |  |" in text
    assert "withdrawn after 18 August 2024 (a query)" in text
    assert "- No two rows share the same Club." in text
    assert "| Came | query | is more than were asked | Count again. |" in text


def test_every_kpi_and_every_row_of_the_framework_is_on_its_page() -> None:
    about, rows = (ROOT / "docs/kpis.md").read_text(), (ROOT / "docs/framework.md").read_text()
    assert not [name for name in (*catalogue(), *registers()) if f"`{name}`" not in about]
    assert not [asked.id for asked in framework() if f"| {asked.id} |" not in rows]


def test_every_kpi_and_list_is_told_once() -> None:
    told = [line for line in kpis.page().splitlines() if line.startswith("`")]
    assert sorted(told) == sorted(f"`{name}`" for name in (*catalogue(), *registers()))


def test_a_list_is_told_with_its_columns_and_how_a_row_is_rated() -> None:
    rag = RowRag(pl.col("came") < pl.col("asked"), pl.col("came") == pl.col("asked"), "product default: all who were asked")
    listed = Register("small", "Small clubs", ("T1.1-a",), "Full Board", Clubs, ("academy", "club"), "Clubs.", rag=rag)
    text = "\n".join(kpis.of_register(listed))
    assert "| A list of | one club: sheet Clubs |" in text
    assert "| Columns | Academy, Club |" in text
    assert "| Which rows | every row |" in text
    assert (
        "red where Came is less than Asked; amber where Came is Asked; else green (product default: all who were asked)" in text
    )


def test_text_cannot_break_a_table() -> None:
    assert cell("a|b\nc <d> [e] `f` #g") == r"a\|b c \<d> \[e\] \`f\` \#g"
    assert table(("A",), [("x|y",)]) == ["| A |", "| --- |", r"| x\|y |", ""]
