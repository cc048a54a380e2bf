"""Nothing that the Standards and Achievement committee asks for is missing: declared, and shown in the demo's pack."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from trustkpi.catalogue import catalogue, registers
from trustkpi.coverage import COMMITTEES, EVERY_PACK, Covered, coverage, framework, shown_in
from validation.model import Frequency
from validation.returns import returns

OURS = "S&A"


def missing(found: list[Covered]) -> dict[str, tuple[str, ...]]:
    return {covered.asked.id: covered.missing for covered in found if covered.asked.committee == OURS and covered.missing}


def test_the_committee_asks_for_124_rows() -> None:
    assert sum(asked.committee == OURS for asked in framework()) == 124
    assert COMMITTEES[OURS] == "Standards and Achievement"


def test_every_measure_that_the_committee_asks_for_is_a_kpi_or_a_list() -> None:
    assert missing(coverage(catalogue(), None, registers())) == {}


def test_what_the_committee_asks_for_every_half_term_comes_from_returns_that_can_be_sent_so_often() -> None:
    every = {**catalogue(), **registers()}
    asked = [
        c for c in coverage(catalogue(), None, registers()) if c.asked.frequency == "half-termly" and c.asked.committee == OURS
    ]
    answers = {name for covered in asked for name in covered.served_by if name in every}
    seldom = {n for name in answers for n in every[name].returns if Frequency.HALF_TERMLY not in returns()[n].often}
    assert len(asked) == 22  # counted in the framework by hand
    assert seldom == set()


@pytest.mark.filterwarnings("ignore:Sparkline Group extension:UserWarning")
def test_what_every_pack_is_said_to_have_is_in_every_pack(demo_run: Path) -> None:
    packs = [p for p in demo_run.glob("packs/2025-26-spring/*.xlsx") if p.stem in COMMITTEES.values()]
    assert len(packs) == 2
    for path in packs:
        book = openpyxl.load_workbook(path, read_only=True)
        assert {*EVERY_PACK.values()} <= {*book.sheetnames}
        header = {line[0] for line in book[EVERY_PACK["pack header"]].iter_rows(values_only=True)}
        assert {"Committee", "Purpose", "Chair", "Executive lead"} <= header
        headings = next(line for line in book[EVERY_PACK["rag_reason"]].iter_rows(values_only=True) if line[0] == "KPI")
        assert {"Rating", "Why"} <= {*headings}
        book.close()


def test_every_row_of_the_committee_is_shown_in_the_demos_pack_with_a_figure_that_is_not_withheld(demo_run: Path) -> None:
    manifests = [json.loads(path.read_text(encoding="utf-8"))["packs"] for path in demo_run.glob("packs/*/manifest.json")]
    shown = shown_in([line for packs in manifests for line in packs.values()])
    assert missing(coverage(catalogue(), shown, registers())) == {}
