"""Nothing that the Standards and Achievement committee asks for is missing: declared, and shown in the demo's pack."""

from __future__ import annotations

import json
from pathlib import Path

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


def test_every_row_of_the_committee_is_shown_in_the_demos_pack_with_a_figure_that_is_not_withheld(demo_run: Path) -> None:
    manifests = [json.loads(path.read_text(encoding="utf-8"))["packs"] for path in demo_run.glob("packs/*/manifest.json")]
    shown = shown_in([line for packs in manifests for line in packs.values()])
    assert missing(coverage(catalogue(), shown, registers())) == {}
