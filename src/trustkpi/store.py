"""Accepted returns, kept whole and never changed: the workbook, its typed rows, and the one ledger row that makes it exist.

`originals/<sha-256>.xlsx` is the workbook as it was sent, `rows/<sha-256>/<Sheet>.parquet` its rows, `ledger.sqlite`
says what there is. The ledger's row is written last, so a killed run leaves at most files that nothing refers to, which
`sweep` takes away.
"""

from __future__ import annotations

import hashlib
import io
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import polars as pl

from trustkpi.entries import ACCEPTED, SENT_BACK, UNREADABLE, Entry, Forgotten, PackEntry
from trustkpi.facts import Reading, Submission, TrustKpiError
from trustkpi.ledger import Ledger
from trustkpi.ledger_frame import current, ledger_frame
from trustkpi.lock import held
from trustkpi.whole import keep_folder, pieces, private_folder, sha256, write_whole
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
        entry = _entry(submission, reading, ACCEPTED, explanations or {})
        with self._alone():
            if self._book.has_accepted(submission.digest):
                return False
            content = submission.path.read_bytes()
            if hashlib.sha256(content).hexdigest() != submission.digest:
                msg = f"{submission.name} changed while it was being read, so the next run takes it."
                raise TrustKpiError(msg)
            write_whole(self._original(submission.digest), content)
            for title, table in reading.tables.items():
                write_whole(self._rows(submission.digest, title), _parquet(table.frame))
            keep_folder(self._rows(submission.digest, "").parent.parent)
            return self._book.add(entry)

    def send_back(self, submission: Submission, reading: Reading, *, explanations: Mapping[Finding, str] | None = None) -> bool:
        """Records that it went back, with what was found and none of its rows; False where the same was recorded before."""
        with self._alone():
            return self._book.add(_entry(submission, reading, _state(reading), explanations or {}))

    def has_said(self, submission: Submission, reading: Reading, *, explanations: Mapping[Finding, str] | None = None) -> bool:
        """Whether this very verdict on those bytes is recorded, or that they are accepted."""
        return self._book.has_said(_entry(submission, reading, _state(reading), explanations or {}))

    def accepted(self) -> dict[str, Entry]:
        """Digest to entry of all that was ever accepted, replaced ones included."""
        return self._book.accepted()

    def entries(self, as_known_on: datetime | None = None) -> tuple[Entry, ...]:
        """The accepted submissions that stand, as known at that moment: one for an academy, a return and a period."""
        return current(self._book.accepted().values(), as_known_on)

    def rows(
        self, sheet: type[Sheet], return_name: str, periods: Iterable[str], *, as_known_on: datetime | None = None
    ) -> pl.DataFrame:
        """The rows of a sheet in those periods, of the submissions that stand, as known at that moment.

        The sheet's columns in its own types (a column that is newer than a row is null there), `_file`, `_row`, `_opens`,
        `_closes`, and academy, period, digest and tab; in order of period, academy and row. `TrustKpiError` where rows
        that the ledger knows are not on the disk.
        """
        wanted, title = {*periods}, sheet.facts().title
        schema = {**sheet.dtypes(), **PROVENANCE, **TRACE}
        found = [e for e in self.entries(as_known_on) if e.return_name == return_name and e.period in wanted]
        frames = [self._read(entry, title, at, schema) for at, entry in enumerate(found) if title in entry.layouts]
        return pl.concat(frames) if frames else pl.DataFrame(schema=schema)

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
        path, stands = self._original(digest), self.original_stands(digest)
        if stands != AS_SENT:
            fault = "is missing" if stands == MISSING else "was changed since it was sent"
            msg = f"The original {path.parent.name}/{path.name} in the store {fault}: put it back from a backup."
            raise TrustKpiError(msg)
        return path

    def forgotten(self) -> dict[str, Forgotten]:
        """The periods that were forgotten, by name."""
        return self._book.forgotten()

    def original_stands(self, digest: str) -> str:
        """How the workbook in the store stands, in a word or two: as sent, missing or changed."""
        path = self._original(digest)
        return MISSING if not path.is_file() else AS_SENT if sha256(path) == digest else CHANGED

    def sweep(self) -> tuple[Path, ...]:
        """Takes away what killed runs left and the ledger does not know; says what that was."""
        if not self.folder.is_dir():
            return ()
        with self._alone():
            known = {*self._book.accepted()} | {pack.sha256 for pack in self.packs()}
            left = [p for p in self.folder.glob("originals/*.xlsx") if p.stem not in known]
            left += [p for p in self.folder.glob("rows/*") if p.name not in known]
            left += [p for p in self.folder.glob("packs/*") if p.stem not in known]
            left += pieces(self.folder)
            for path in left:
                shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
        return tuple(sorted(left))

    @contextmanager
    def _alone(self) -> Iterator[None]:
        private_folder(self.folder).chmod(0o700)  # it may have been made by hand
        with held(self.folder / "writing.lock", wait=_WAIT, busy=_BUSY):
            yield

    def _original(self, digest: str) -> Path:
        return self.folder / "originals" / f"{digest}.xlsx"

    def _rows(self, digest: str, title: str) -> Path:
        return self.folder / "rows" / digest / f"{title}.parquet"

    def _read(self, entry: Entry, title: str, at: int, schema: Mapping[str, pl.DataType]) -> pl.DataFrame:
        path = self._rows(entry.digest, title)
        if not path.is_file():
            whose = f"{entry.academy} {entry.return_name} {entry.period}"
            msg = f"The store has lost the rows of {whose}: put back rows/{entry.digest}/{path.name} from a backup."
            raise TrustKpiError(msg)
        here = {
            "_file": pl.lit(at),
            "academy": pl.lit(entry.academy),
            "period": pl.lit(entry.period),
            "digest": pl.lit(entry.digest),
            "tab": pl.lit(entry.layouts[title].tab),
        }
        frame = pl.read_parquet(path)
        given = {name: pl.col(name) for name in frame.columns} | here
        return frame.select((given.get(name, pl.lit(None))).cast(dtype).alias(name) for name, dtype in schema.items())


def _state(reading: Reading) -> str:
    if reading.refused:
        return UNREADABLE
    return SENT_BACK if reading.errors else ACCEPTED


def _entry(submission: Submission, reading: Reading, state: str, explanations: Mapping[Finding, str]) -> Entry:
    cover = reading.cover
    findings = tuple(
        {"severity": f.severity, "sheet": f.sheet, "cell": f.cell, "label": f.label, "says": f.says, "do": f.do}
        | ({"explanation": explanations[f]} if explanations.get(f) else {})
        for f in reading.findings
    )
    return Entry(
        submission.digest, submission.received, submission.name, state, cover.academy,
        reading.declared.name if reading.declared else "", cover.period, cover.as_at, cover.completed_by, cover.declared_by,
        cover.declared_on, reading.refused, findings, {title: t.layout for title, t in reading.tables.items()},
    )  # fmt: skip


def _parquet(frame: pl.DataFrame) -> bytes:
    made = io.BytesIO()
    frame.write_parquet(made, compression="zstd")
    return made.getvalue()
