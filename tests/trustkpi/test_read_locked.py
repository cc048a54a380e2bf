"""Returns under a password open with the one that the trust holds, and with no other; nothing unlocked touches the disk."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
from pathlib import Path

import keyring.errors
import msoffcrypto.format.ooxml
import pytest

from tests.trustkpi.returned import UPNS, workbook
from trustkpi.read import read
from trustkpi.reading import locked as locking
from trustkpi.reading.door import DAMAGED

WORD = "Shared-by-telephone-1"


@pytest.fixture
def locked(tmp_path: Path) -> Path:
    made = io.BytesIO()
    plain = workbook(tmp_path / "plain.xlsx").read_bytes()
    msoffcrypto.format.ooxml.OOXMLFile(io.BytesIO(plain)).encrypt(WORD, made)
    path = tmp_path / "locked.xlsx"
    path.write_bytes(made.getvalue())
    return path


@pytest.fixture(autouse=True)
def _no_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(locking.PASSWORD, raising=False)
    monkeypatch.setattr(keyring, "get_password", lambda *_: None)
    locking._from_keyring.cache_clear()


def test_without_the_password_it_is_one_sentence(locked: Path) -> None:
    refused = read(locked).refused
    assert refused.startswith("This workbook is locked with a password: ")
    assert refused.endswith("or give the trust the password.")
    assert "\n" not in refused


def test_with_the_password_of_the_environment_it_is_read_and_known_by_its_bytes_as_sent(
    locked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import hashlib

    monkeypatch.setenv(locking.PASSWORD, WORD)
    reading = read(locked)
    assert (reading.refused, reading.findings) == ("", ())
    assert reading.tables["Pupils"].frame["upn"].to_list() == list(UPNS)
    assert reading.digest == hashlib.sha256(locked.read_bytes()).hexdigest()
    assert sorted(p.name for p in locked.parent.iterdir()) == ["locked.xlsx", "plain.xlsx"]


def test_with_the_password_of_the_keyring_it_is_read(locked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held = {("trustkpi", "returns"): WORD}
    monkeypatch.setattr(keyring, "get_password", lambda service, name: held.get((service, name)))
    assert read(locked).refused == ""


def test_a_machine_without_a_keyring_holds_no_password(locked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: str) -> str:
        raise keyring.errors.NoKeyringError

    monkeypatch.setattr(keyring, "get_password", none)
    assert read(locked).refused.startswith("This workbook is locked with a password: ")


def test_another_password_is_said_to_be_wrong_and_is_not_repeated(locked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(locking.PASSWORD, "Not-this-one-2")
    refused = read(locked).refused
    assert refused.startswith("This workbook is locked with a password, and it is not the one that the trust holds: ")
    assert "Not-this-one-2" not in refused


def test_a_damaged_lock_is_damage(locked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(locking.PASSWORD, WORD)
    data = locked.read_bytes()
    locked.write_bytes(data[:2000])
    assert read(locked).refused == DAMAGED
    at = data.index(b'spinCount="100000"')
    locked.write_bytes(data[:at] + b'spinCount="9999999"' + data[at + 18 :])
    assert read(locked).refused == DAMAGED


def test_what_is_under_the_lock_is_judged_like_any_other_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(locking.PASSWORD, WORD)
    broken = workbook(tmp_path / "a.xlsx").read_bytes()
    at = broken.index(b"PK\x01\x02") + 16  # the checksum of the first part in the zip's directory
    broken = broken[:at] + struct.pack("<I", 7) + broken[at + 4 :]
    made = io.BytesIO()
    msoffcrypto.format.ooxml.OOXMLFile(io.BytesIO(broken)).encrypt(WORD, made)
    path = tmp_path / "b.xlsx"
    path.write_bytes(made.getvalue())
    assert read(path).refused == DAMAGED


def test_no_password_is_asked_for_and_no_lock_imported_for_a_plain_return(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from trustkpi.read import read; read(Path(sys.argv[1])); "
        "assert not {'msoffcrypto', 'keyring', 'cryptography'} & {*sys.modules}"
    )
    subprocess.run([sys.executable, "-c", script, str(workbook(tmp_path / "a.xlsx"))], check=True, timeout=60)
