"""Accepted returns, kept whole and never changed: the workbook, its typed rows, and the one ledger row that makes it exist.

`originals/<sha-256>.xlsx` is the workbook as it was sent, `rows/<sha-256>/<Sheet>.parquet` its rows, `ledger.sqlite`
says what there is. The ledger's row is written last, so a killed run leaves at most files that nothing refers to, which
`sweep` takes away.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import polars as pl

from trustkpi.entries import Entry, Forgotten, PackEntry
from trustkpi.facts import Reading, Submission, TrustKpiError
from trustkpi.kept import keep_totals, kept_totals, strays
from trustkpi.ledger import Ledger
from trustkpi.ledger_frame import current, ledger_frame
from trustkpi.lock import held
from trustkpi.stored_rows import keep_rows, kept_rows
from trustkpi.verdict import verdict
from trustkpi.whole import pieces, private_folder, sha256, write_whole
from validation.findings import PROVENANCE, Finding, Layout
from validation.model import Sheet

_BUSY = "Another run is writing to this store and has not finished: try again when it has."
AS_SENT, MISSING, CHANGED = "as sent", "missing", "changed"
_WAIT = 120.0  # seconds; storing one return takes a fraction of one
# What a row carries beside its sheet's columns: whose it is, of when, and the workbook and tab that it stands in.
TRACE = {"academy": pl.String(), "period": pl.String(), "digest": pl.String(), "tab": pl.String()}


class Store:
    """The store in that folder; nothing is made on the disk before something is kept."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._book = Ledger(folder / "ledger.sqlite")

    def accept(self, submission: Submission, reading: Reading, *, explanations: Mapping[Finding, str] | None = None) -> bool:
        """Keeps the workbook and all its sheets, or nothing; False where those bytes are accepted already.

        The newest accepted submission of an academy, a return and a period stands for it, by when it was received and
        not by when it was processed; earlier ones stay. `TrustKpiError` where the file changed since it was read.
        """
        if reading.refused or reading.errors:
            msg = f"{submission.name} has something to mend, so it cannot be accepted."
            raise TrustKpiError(msg)
        entry = verdict(submission, reading, explanations)
        with self._alone():
            if self._book.has_accepted(submission.digest):
                return False
            if entry.period in self._book.forgotten():
                msg = f"{submission.name} is for {entry.period}, which was forgotten, so it is not taken."
                raise TrustKpiError(msg)
            content = submission.path.read_bytes()
            if hashlib.sha256(content).hexdigest() != submission.digest:
                msg = f"{submission.name} changed while it was being read, so the next run takes it."
                raise TrustKpiError(msg)
            self._book.begin()
            write_whole(self._original(submission.digest), content)
            rows = keep_rows(self.folder, submission.digest, reading.tables)
            return self._book.add(replace(entry, rows=rows))

    def send_back(self, submission: Submission, reading: Reading, *, explanations: Mapping[Finding, str] | None = None) -> bool:
        """Records that it went back, with what was found and none of its rows; False where the same was recorded before."""
        with self._alone():
            return self._book.add(verdict(submission, reading, explanations))

    def has_said(self, submission: Submission, reading: Reading, *, explanations: Mapping[Finding, str] | None = None) -> bool:
        """Whether this very verdict on those bytes is recorded, or that they are accepted."""
        return self._book.has_said(verdict(submission, reading, explanations))

    def accepted(self) -> dict[str, Entry]:
        """Digest to entry of all that was ever accepted, replaced ones included."""
        return self._book.accepted()

    def entries(self, as_known_on: datetime | None = None) -> tuple[Entry, ...]:
        """The accepted submissions that stand, as known at that moment: one for an academy, return and period not forgotten."""
        gone = self._book.forgotten()
        return current((e for e in self._book.accepted().values() if e.period not in gone), as_known_on)

    def rows(
        self, sheet: type[Sheet], return_name: str, periods: Iterable[str], *, as_known_on: datetime | None = None
    ) -> pl.DataFrame:
        """The rows of a sheet in those periods, of the submissions that stand, as known at that moment.

        The sheet's columns in its own types (a column that is newer than a row is null there), `_file`, `_row`, `_opens`,
        `_closes`, and academy, period, digest and tab; in order of period, academy and row. `TrustKpiError` where rows
        that the ledger knows are not on the disk, or are others than it knows.
        """
        wanted, title = {*periods}, sheet.facts().title
        schema = {**sheet.dtypes(), **PROVENANCE, **TRACE}
        found = [e for e in self.entries(as_known_on) if e.return_name == return_name and e.period in wanted]
        return kept_rows(self.folder, {at: entry for at, entry in enumerate(found) if title in entry.layouts}, title, schema)

    def ledger(self, as_known_on: datetime | None = None) -> pl.DataFrame:
        """Every verdict in order of receipt, with what it replaced and what replaced it (see `ledger_frame`)."""
        return ledger_frame(self._book.rows("submissions"), as_known_on)

    def packs(self) -> tuple[PackEntry, ...]:
        """Every pack that was published, in the order of publishing."""
        return tuple(PackEntry.of(row) for row in self._book.rows("packs"))

    def record_pack(self, pack: PackEntry) -> bool:
        """Records what a pack was made from; False where the very same is recorded already."""
        with self._alone():
            return self._book.add_pack(pack)

    def layout(self, digest: str, title: str) -> Layout:
        """Where a sheet's columns stand in the workbook of that digest: the tab, the heading row, a letter a column."""
        return self._book.accepted()[digest].layouts[title]

    def original(self, digest: str) -> Path:
        """The workbook as it was sent; `TrustKpiError` where it is gone or its bytes are no longer those of its digest."""
        path = self._original(digest)
        if (stands := self.original_stands(digest)) != AS_SENT:
            fault = "is missing" if stands == MISSING else "was changed since it was sent"
            msg = f"The original {path.parent.name}/{path.name} in the store {fault}: put it back from a backup."
            raise TrustKpiError(msg)
        return path

    def forget(self, periods: Iterable[str], totals: pl.DataFrame) -> None:
        """Removes the rows and originals of those periods for good, and keeps the totals of them.

        The totals are on the disk before the ledger says that the periods are forgotten, and nothing goes before that: a
        killed run has forgotten nothing, or the next sweep completes it.
        """
        with self._alone():
            self._book.add_forgotten(periods, keep_totals(self.folder, totals))
            self._swept()

    def kept_totals(self) -> pl.DataFrame:
        """What was kept of forgotten periods: results before suppression (`facts.RESULTS`)."""
        return kept_totals(self.folder, (f.totals for f in self._book.forgotten().values()))

    def forgotten(self) -> dict[str, Forgotten]:
        """The periods that were forgotten, by name."""
        return self._book.forgotten()

    def original_stands(self, digest: str) -> str:
        """How the workbook in the store stands, in a word or two: as sent, missing or changed."""
        path = self._original(digest)
        return MISSING if not path.is_file() else AS_SENT if sha256(path) == digest else CHANGED

    def sweep(self) -> tuple[Path, ...]:
        """Takes away what killed runs left and the ledger does not know, or knows as forgotten; says what that was."""
        if not self.folder.is_dir():
            return ()
        with self._alone():
            return self._swept()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        private_folder(self.folder).chmod(0o700)  # it may have been made by hand
        with held(self.folder / "writing.lock", wait=_WAIT, busy=_BUSY):
            yield

    def _swept(self) -> tuple[Path, ...]:
        if any(self.folder.glob("originals/*.xlsx")) and not self._book.is_there():
            msg = f"The store {self.folder} holds returns and has lost its ledger: put ledger.sqlite back from a backup."
            raise TrustKpiError(msg)
        self._book.noted()
        gone = self._book.forgotten()
        known = {digest for digest, entry in self._book.accepted().items() if entry.period not in gone}
        left = strays(self.folder, (f.totals for f in gone.values()))
        left += [p for p in self.folder.glob("originals/*.xlsx") if p.stem not in known]
        left += [p for p in self.folder.glob("rows/*") if p.name not in known]
        published = {pack.sha256 for pack in self.packs()}
        left += [p for p in self.folder.glob("packs/*") if p.stem not in published]
        left += pieces(self.folder)
        for path in left:
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
        return tuple(sorted(left))

    def _original(self, digest: str) -> Path:
        return self.folder / "originals" / f"{digest}.xlsx"
