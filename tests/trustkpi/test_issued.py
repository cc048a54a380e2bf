"""What was published is kept as it was, and what was typed into a copy is noted once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from trustkpi.comments import Commented, Typed
from trustkpi.entries import DRAFT, FINAL, PackEntry
from trustkpi.facts import RESULTS, TrustKpiError
from trustkpi.issued import Issued
from trustkpi.store import Store

PERIOD = "2025-26-autumn"
DRAFTED = PackEntry("Standards.xlsx", "", "Standards", PERIOD, date(2025, 12, 19), "cd", "0.1.0", ("01",))
READ = Commented(
    "ab" * 32, "Standards.xlsx", "Standards", PERIOD, "0" * 16, "A post", datetime(2026, 1, 8, 9, tzinfo=UTC),
    (Typed("absence_rate", "", "commentary", "=fell"), Typed("absence_rate", "Westbury", "due", "")),
)  # fmt: skip


def kept(
    store: Path, content: bytes, issue: int, state: str, figures: pl.DataFrame | None = None, *, stamp: str = ""
) -> PackEntry:
    pack = replace(DRAFTED, sha256=hashlib.sha256(content).hexdigest(), issue=issue, state=state, content=stamp)
    if figures is not None:
        pack = Issued(store).keep_final(pack, figures, b"to print " + content)
    Issued(store).keep(pack, content)
    return pack


def test_a_pack_is_kept_byte_for_byte_with_its_issue(tmp_path: Path) -> None:
    pack = kept(tmp_path, b"first", 1, DRAFT)
    assert Issued(tmp_path).workbook(pack) == b"first"
    assert Issued(tmp_path).packs() == (pack,)
    assert Issued(tmp_path).packs()[0].state == "draft"


def test_the_newest_final_issue_is_the_one_that_a_later_pack_is_held_against(tmp_path: Path) -> None:
    assert Issued(tmp_path).final("Standards", PERIOD) is None
    kept(tmp_path, b"first", 1, FINAL, pl.DataFrame({"value": [6.1]}))
    second = kept(tmp_path, b"second", 2, FINAL, pl.DataFrame({"value": [6.3]}))
    kept(tmp_path, b"third", 3, DRAFT)
    assert Issued(tmp_path).final("Standards", PERIOD) == second
    assert Issued(tmp_path).final("Standards", "2025-26-spring") is None
    assert Issued(tmp_path).figures(second)["value"].to_list() == [6.3]
    assert Issued(tmp_path).printed(second) == b"to print second"


def test_a_kept_pack_that_was_changed_is_said_to_be_lost(tmp_path: Path) -> None:
    pack = kept(tmp_path, b"first", 1, DRAFT)
    (tmp_path / "packs" / f"{pack.sha256}.xlsx").write_bytes(b"other")
    with pytest.raises(TrustKpiError, match="put back packs/"):
        Issued(tmp_path).workbook(pack)


def changed(path: Path) -> None:
    pl.read_parquet(path).with_columns(value=pl.lit(6.2)).write_parquet(path)


@pytest.mark.parametrize("damage", [Path.unlink, changed, lambda path: path.write_bytes(b"PAR1")], ids=["gone", "changed", "cut"])
def test_no_later_pack_is_made_without_the_figures_that_a_final_one_showed(
    tmp_path: Path, damage: Callable[[Path], object]
) -> None:
    schema = {**RESULTS, "mark": pl.String()}
    showed = pl.DataFrame([{**dict.fromkeys(schema), "value": 6.1}], schema=schema)
    pack = kept(tmp_path, b"first", 1, FINAL, showed, stamp="a stamp")
    kept(tmp_path, b"a statement, which has no figures of its own", 1, FINAL)
    assert Issued(tmp_path).shown().equals(showed)
    damage(tmp_path / "packs" / f"{pack.sha256}.parquet")
    with pytest.raises(TrustKpiError, match=rf"put back packs/{pack.sha256}\.parquet from a backup"):
        Issued(tmp_path).shown()


def test_what_was_typed_is_noted_once_and_read_as_it_was_written(tmp_path: Path) -> None:
    book = Issued(tmp_path)
    assert book.commented() == ()
    assert book.note(READ)
    assert not book.note(READ)
    assert book.commented() == (READ,)


def test_a_sweep_takes_packs_that_the_ledger_does_not_know_and_no_other(tmp_path: Path) -> None:
    pack = kept(tmp_path, b"first", 1, FINAL, pl.DataFrame({"value": [6.1]}))
    stray = tmp_path / "packs" / f"{'0' * 64}.xlsx"
    stray.write_bytes(b"half")
    assert Store(tmp_path).sweep() == (stray,)
    assert Issued(tmp_path).workbook(pack) == b"first"
    assert Issued(tmp_path).figures(pack)["value"].to_list() == [6.1]
