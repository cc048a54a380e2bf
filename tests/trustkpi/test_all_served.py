"""Nothing that the Standards and Achievement committee asks for is missing: declared, and shown in the demo's pack."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest

from trustkpi.catalogue import catalogue, registers
from trustkpi.coverage import COMMITTEES, Covered, coverage, framework, shown_in

OURS = "S&A"


def missing(found: list[Covered]) -> dict[str, tuple[str, ...]]:
    return {covered.asked.id: covered.missing for covered in found if covered.asked.committee == OURS and covered.missing}


def test_the_committee_asks_for_124_rows() -> None:
    assert sum(asked.committee == OURS for asked in framework()) == 124
    assert COMMITTEES[OURS] == "Standards and Achievement"


def test_every_measure_that_the_committee_asks_for_is_a_kpi_or_a_list() -> None:
    assert missing(coverage(catalogue(), None, registers())) == {}


def withheld(pack: Path) -> set[str]:
    """KPIs of which the pack's tables withhold a figure."""
    found: set[str] = set()
    with closing(openpyxl.load_workbook(pack, read_only=True)) as book:
        for page in book:
            lines = page.iter_rows(values_only=True)
            heading = next((line for line in lines if line and line[0] == "KPI" and "Value" in line), None)
            if heading:
                at = heading.index("Value")
                found |= {str(line[0]) for line in lines if line[at] == "[c]"}
    return found


@pytest.mark.filterwarnings("ignore:Sparkline Group extension:UserWarning")
def test_every_row_of_the_committee_is_shown_in_the_demos_pack_or_withheld_for_the_few_behind_it(demo_run: Path) -> None:
    manifests = [json.loads(path.read_text(encoding="utf-8"))["packs"] for path in demo_run.glob("packs/*/manifest.json")]
    shown = shown_in([line for packs in manifests for line in packs.values()])
    found = coverage(catalogue(), shown, registers())
    few = withheld(next((demo_run / "packs").rglob(f"{COMMITTEES[OURS]}.xlsx")))
    unanswered = {c.asked.id: c.missing for c in found if c.asked.id in missing(found) and not few & {*c.served_by}}
    assert unanswered == {}
    assert len(missing(found)) < 25
