"""A trust folder is made once, never over another, and never among the code unless nobody's data are in it."""

from __future__ import annotations

from pathlib import Path

import pytest

import trustkpi
from trustkpi.facts import TrustKpiError
from trustkpi.folder import TrustFolder, workbook_name
from trustkpi.read import read_settings
from validation.trust_settings import OPTIONS


def test_a_new_folder_holds_the_settings_and_a_place_for_everything(tmp_path: Path) -> None:
    made = TrustFolder.create(tmp_path / "our trust")
    assert sorted(p.name for p in made.path.iterdir()) == ["corrections", "inbox", "packs", "store", "templates", "trust.xlsx"]
    assert TrustFolder.open(made.path) == made


def test_blank_settings_list_every_option_to_fill_in(tmp_path: Path) -> None:
    reading = read_settings(TrustFolder.create(tmp_path).settings)
    assert not reading.refused
    assert reading.tables["Options"].frame["option"].to_list() == [o.name for o in OPTIONS]


def test_settings_that_are_there_are_left_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "trust.xlsx").write_bytes(b"the COO's own")
    with pytest.raises(TrustKpiError, match=r"trust\.xlsx is there already and is left as it is: .*\.$"):
        TrustFolder.create(tmp_path)
    assert (tmp_path / "trust.xlsx").read_bytes() == b"the COO's own"
    assert [p.name for p in tmp_path.iterdir()] == ["trust.xlsx"]


def test_pupils_data_have_no_place_among_the_code() -> None:
    among = Path(trustkpi.__file__).parents[2] / "our trust"
    if not (among.parent / "pyproject.toml").is_file():
        pytest.skip("the package is not run from its checkout")
    with pytest.raises(TrustKpiError, match="lies inside the program's own code"):
        TrustFolder.create(among)
    assert not among.exists()


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(TrustKpiError, match=r"cannot be written \(.*\): choose a folder that is yours to write in\.$"):
        TrustFolder.create(tmp_path / "file" / "trust")


def test_a_folder_without_settings_is_no_trust_folder(tmp_path: Path) -> None:
    with pytest.raises(
        TrustKpiError, match=r"There is no trust\.xlsx in .*: go to a trust folder, or make one with trustkpi init"
    ):
        TrustFolder.open(tmp_path)


def test_a_workbook_is_named_by_academy_return_and_period() -> None:
    assert workbook_name("Ambleside", "attendance", "2025-26-autumn") == "Ambleside attendance 2025-26-autumn.xlsx"
