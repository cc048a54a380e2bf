"""The trust folder that a user has on disk: where everything lies in it, and how a new one is made."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from trustkpi.excel.template import Fill, write_return
from trustkpi.facts import TrustKpiError
from trustkpi.whole import private_folder
from validation.trust_settings import TRUST_SETTINGS

SETTINGS = "trust.xlsx"
_FOLDERS = ("templates", "inbox", "corrections", "store", "packs")


@dataclass(frozen=True)
class TrustFolder:
    """A trust folder: trust.xlsx and, beside it, templates, inbox, corrections, store and packs."""

    path: Path

    @classmethod
    def open(cls, path: Path) -> TrustFolder:
        """The trust folder at that path; `TrustKpiError` where there is no trust.xlsx in it."""
        folder = cls(path)
        if not folder.settings.is_file():
            msg = f"There is no {SETTINGS} in {path}: go to a trust folder, or make one with trustkpi init FOLDER."
            raise TrustKpiError(msg)
        return folder

    @classmethod
    def create(cls, path: Path, *, settings: Fill | None = None, among_the_code: bool = False) -> TrustFolder:
        """A new trust folder at that path, its trust.xlsx blank or filled with `settings`.

        `TrustKpiError` where a trust.xlsx is there already (it is never overwritten), where the folder cannot be
        written, and, unless `among_the_code`, where it would lie in the checkout of the code: pupils' data have no
        place there.
        """
        folder = cls(path)
        if folder.settings.exists():
            msg = f"{folder.settings} is there already and is left as it is: choose another folder, or remove it first."
            raise TrustKpiError(msg)
        if not among_the_code and _lies_in_the_code(path):
            msg = f"{path} lies inside the program's own code, where pupils' data have no place: choose a folder elsewhere."
            raise TrustKpiError(msg)
        try:
            for name in _FOLDERS:
                private_folder(path / name)
            write_return(TRUST_SETTINGS, folder.settings, fill=settings or Fill())
            folder.settings.chmod(0o600)
        except OSError as error:
            msg = f"{path} cannot be written ({error.strerror}): choose a folder that is yours to write in."
            raise TrustKpiError(msg) from error
        return folder

    @property
    def settings(self) -> Path:
        """The COO's settings, trust.xlsx."""
        return self.path / SETTINGS

    @property
    def templates(self) -> Path:
        """Where templates for the academies are written."""
        return self.path / "templates"

    @property
    def inbox(self) -> Path:
        """Where the academies' workbooks are put."""
        return self.path / "inbox"

    @property
    def corrections(self) -> Path:
        """Where the workbooks that go back to academies are written."""
        return self.path / "corrections"

    @property
    def store(self) -> Path:
        """Where accepted returns are kept."""
        return self.path / "store"

    @property
    def packs(self) -> Path:
        """Where the committees' workbooks are written."""
        return self.path / "packs"


def workbook_name(academy: str, return_name: str, period_name: str) -> str:
    """The name under which an academy's workbook is written: Ambleside attendance 2025-26-autumn.xlsx."""
    return f"{academy} {return_name} {period_name}.xlsx"


def _lies_in_the_code(path: Path) -> bool:
    checkout = Path(__file__).resolve().parents[2]
    return (checkout / "pyproject.toml").is_file() and path.resolve().is_relative_to(checkout)
