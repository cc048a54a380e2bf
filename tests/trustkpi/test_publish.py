"""Packs appear whole or not at all, and say what they were made from."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from trustkpi.facts import TrustKpiError
from trustkpi.publish import Made, manifest, publish, withdraw

MADE = Made("Standards and Achievement", "2025-26-autumn", date(2025, 12, 19), ("01", "02"), "cd", "0.1.0")


def names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def test_a_pack_and_what_it_was_made_from_stand_side_by_side(tmp_path: Path) -> None:
    done = publish(b"pack", tmp_path / "packs/Standards.xlsx", MADE)
    assert done.path.read_bytes() == b"pack"
    assert json.loads((tmp_path / "packs/manifest.json").read_text()) == {
        "packs": {
            "Standards.xlsx": {
                "file": "Standards.xlsx",
                "sha256": hashlib.sha256(b"pack").hexdigest(),
                "committee": "Standards and Achievement",
                "period": "2025-26-autumn",
                "as_at": "2025-12-19",
                "digests": ["01", "02"],
                "settings": "cd",
                "program": "0.1.0",
                "issue": 1,
                "state": "draft",
            }
        }
    }


def test_the_same_pack_again_touches_nothing(tmp_path: Path) -> None:
    publish(b"pack", tmp_path / "Standards.xlsx", MADE)
    for path in tmp_path.iterdir():
        os.utime(path, (1, 1))
    publish(b"pack", tmp_path / "Standards.xlsx", MADE)
    assert {p.stat().st_mtime for p in tmp_path.iterdir()} == {1}


def test_another_committees_line_stays_in_the_manifest(tmp_path: Path) -> None:
    publish(b"one", tmp_path / "Standards.xlsx", MADE)
    publish(b"two", tmp_path / "Finance.xlsx", replace(MADE, committee="Finance"))
    assert list(manifest(tmp_path)) == ["Finance.xlsx", "Standards.xlsx"]


@pytest.mark.parametrize("mark", ["~$Standards.xlsx", ".~lock.Standards.xlsx#"])
def test_a_pack_that_somebody_has_open_is_left_and_the_new_one_put_beside_it(tmp_path: Path, mark: str) -> None:
    to = tmp_path / "Standards.xlsx"
    publish(b"old", to, MADE)
    (tmp_path / mark).touch()
    done = publish(b"new", to, MADE)
    assert (to.read_bytes(), done.path.name, done.path.read_bytes()) == (b"old", "Standards (2).xlsx", b"new")
    assert "somebody has the earlier pack open, so the new one is beside it" in done.says
    assert manifest(tmp_path)["Standards.xlsx"]["file"] == "Standards (2).xlsx"


def test_where_windows_refuses_to_replace_a_pack_the_new_one_is_put_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    to, really = tmp_path / "Standards.xlsx", Path.replace
    publish(b"old", to, MADE)

    def refusing(self: Path, target: Path) -> Path:
        if Path(target) == to:
            raise PermissionError
        return really(self, target)

    monkeypatch.setattr(Path, "replace", refusing)
    assert publish(b"new", to, MADE).path.name == "Standards (2).xlsx"
    assert to.read_bytes() == b"old"
    assert names(tmp_path) == ["Standards (2).xlsx", "Standards.xlsx", "manifest.json"]


def test_once_it_is_closed_the_pack_has_its_own_name_again(tmp_path: Path) -> None:
    to, mark = tmp_path / "Standards.xlsx", tmp_path / "~$Standards.xlsx"
    publish(b"old", to, MADE)
    mark.touch()
    publish(b"new", to, MADE)
    mark.unlink()
    done = publish(b"newest", to, MADE)
    assert (done.path, done.beside, to.read_bytes()) == (to, False, b"newest")
    assert names(tmp_path) == ["Standards.xlsx", "manifest.json"]


def test_a_pack_beside_that_somebody_wrote_in_is_not_taken_away(tmp_path: Path) -> None:
    to, mark = tmp_path / "Standards.xlsx", tmp_path / "~$Standards.xlsx"
    publish(b"old", to, MADE)
    mark.touch()
    publish(b"new", to, MADE).path.write_bytes(b"with notes")
    mark.unlink()
    publish(b"newest", to, MADE)
    assert (tmp_path / "Standards (2).xlsx").read_bytes() == b"with notes"


def test_when_every_copy_is_open_that_is_one_sentence(tmp_path: Path) -> None:
    to = tmp_path / "Standards.xlsx"
    for name in ("Standards.xlsx", *(f"Standards ({n}).xlsx" for n in range(2, 10))):
        (tmp_path / f"~${name}").touch()
    with pytest.raises(TrustKpiError, match=r"Standards\.xlsx and 8 copies of it are open or somebody's: close them or put"):
        publish(b"new", to, MADE)


@pytest.mark.parametrize(
    ("where", "call"), [(tempfile, "mkstemp"), (os, "fsync"), (Path, "replace")], ids=lambda at: getattr(at, "__name__", at)
)
def test_a_full_disk_leaves_the_old_pack_whole_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: object, call: str
) -> None:
    to = tmp_path / "Standards.xlsx"
    publish(b"old", to, MADE)
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(where, call, full)
    with pytest.raises(OSError, match="No space left"):
        publish(b"new", to, MADE)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before


def test_what_a_killed_run_left_half_written_is_taken_away(tmp_path: Path) -> None:
    (tmp_path / ".x.part").write_bytes(b"half")
    publish(b"new", tmp_path / "Standards.xlsx", MADE)
    assert names(tmp_path) == ["Standards.xlsx", "manifest.json"]


def test_a_manifest_that_cannot_be_read_is_begun_anew(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("{")
    publish(b"new", tmp_path / "Standards.xlsx", MADE)
    assert list(manifest(tmp_path)) == ["Standards.xlsx"]


def test_a_needless_draft_is_withdrawn_and_one_that_somebody_changed_is_not(tmp_path: Path) -> None:
    for name in ("Standards.xlsx", "Standards issue 2.xlsx", "Standards issue 3.xlsx"):
        publish(b"pack", tmp_path / name, MADE)
    (tmp_path / "Standards issue 3.xlsx").write_bytes(b"with words")
    for issue in (2, 3, 4):
        withdraw(tmp_path / f"Standards issue {issue}.xlsx")
    assert names(tmp_path) == ["Standards issue 3.xlsx", "Standards.xlsx", "manifest.json"]
    assert list(manifest(tmp_path)) == ["Standards issue 3.xlsx", "Standards.xlsx"]


def test_a_draft_whose_withdrawal_was_killed_halfway_leaves_no_line(tmp_path: Path) -> None:
    publish(b"pack", tmp_path / "Standards.xlsx", MADE)
    (tmp_path / "Standards.xlsx").unlink()
    withdraw(tmp_path / "Standards.xlsx")
    assert manifest(tmp_path) == {}
