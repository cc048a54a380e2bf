"""The packs that were issued, kept as they were published, and what was typed into the copies that came back.

`packs/<sha-256>.xlsx` (or `.csv`) in the store is a pack as it was published. Of a final one `.parquet` beside it holds the
figures that it showed and `.printed` the workbook that it is printed from. The ledger's row makes them exist.
"""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

from trustkpi.comments import Commented, Typed
from trustkpi.entries import FINAL, PackEntry, plain
from trustkpi.facts import RESULTS, TrustKpiError
from trustkpi.ledger import Ledger
from trustkpi.parquet import parquet
from trustkpi.whole import sha256, write_whole


class Issued:
    """The packs and comments of the store in that folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "packs"
        self._book = Ledger(folder / "ledger.sqlite")

    def keep(self, pack: PackEntry, workbook: bytes) -> None:
        """Keeps a pack as it is about to be published; again changes nothing."""
        kept = self._file(pack.sha256, _kind(pack))
        if not kept.is_file() or sha256(kept) != pack.sha256:
            write_whole(kept, workbook)
        self._book.add_pack(pack)

    def keep_final(self, pack: PackEntry, figures: pl.DataFrame, printed: bytes) -> PackEntry:
        """The pack about to be final, with the digest of its figures; keeps those and the workbook that it is printed from."""
        made = parquet(figures)
        write_whole(self._file(pack.sha256, "parquet"), made)
        write_whole(self._file(pack.sha256, "printed"), printed)
        return replace(pack, figures=hashlib.sha256(made).hexdigest())

    def packs(self) -> tuple[PackEntry, ...]:
        """Every pack that was published, in the order of publishing."""
        return tuple(PackEntry.of(row) for row in self._book.rows("packs"))

    def final(self, committee: str, period: str) -> PackEntry | None:
        """The newest final issue of a committee's pack; None where none is final yet."""
        return next(reversed(self.finals(committee, period)), None)

    def finals(self, committee: str, period: str) -> tuple[PackEntry, ...]:
        """The final issues of a committee's pack, the first first."""
        found = (p for p in self.packs() if p.state == FINAL and (p.committee, p.period) == (committee, period))
        return tuple(sorted(found, key=lambda p: p.issue))

    def workbook(self, pack: PackEntry) -> bytes:
        """The pack as it was published; `TrustKpiError` where it is gone or was changed."""
        path = self._kept(pack, _kind(pack))
        if sha256(path) != pack.sha256:
            raise TrustKpiError(_lost(pack, path))
        return path.read_bytes()

    def figures(self, pack: PackEntry) -> pl.DataFrame:
        """The figures that a final pack showed; `TrustKpiError` where they are gone or were changed."""
        path = self._kept(pack, "parquet")
        content = path.read_bytes()
        try:
            if pack.figures in {"", hashlib.sha256(content).hexdigest()}:  # a pack that is older than this column has none
                return pl.read_parquet(io.BytesIO(content))
        except pl.exceptions.PolarsError:
            pass
        raise TrustKpiError(_lost(pack, path))

    def shown(self) -> pl.DataFrame:
        """The figures of the newest final issue of every pack; `TrustKpiError` where some are gone.

        What a later pack must withhold depends on them. The statement and the csv beside a pack have none of their own.
        """
        finals = (p for p in sorted(self.packs(), key=lambda p: p.issue) if p.state == FINAL and p.content)
        newest = {(p.committee, p.period): p for p in finals}
        schema = {**RESULTS, "mark": pl.String()}
        return pl.concat([pl.DataFrame(schema=schema), *(self.figures(p).select([*schema]) for p in newest.values())])

    def printed(self, pack: PackEntry) -> bytes:
        """The workbook that a final pack is printed from; `TrustKpiError` where it is gone."""
        return self._kept(pack, "printed").read_bytes()

    def note(self, read: Commented) -> bool:
        """Keeps what was typed into a pack that came back; False where those bytes were read before."""
        row = {name: plain(getattr(read, name)) for name in ("digest", "file", "committee", "period", "content", "who", "when")}
        typed = [[t.kpi, t.academy, t.field, t.text] for t in read.typed]
        return self._book.add_row("commented", row | {"typed": json.dumps(typed, ensure_ascii=False)})

    def commented(self) -> tuple[Commented, ...]:
        """Every pack that came back, in the order of reading."""
        return tuple(_commented(row) for row in self._book.rows("commented"))

    def _kept(self, pack: PackEntry, kind: str) -> Path:
        path = self._file(pack.sha256, kind)
        if not path.is_file():
            raise TrustKpiError(_lost(pack, path))
        return path

    def _file(self, digest: str, kind: str) -> Path:
        return self.folder / f"{digest}.{kind}"


def _kind(pack: PackEntry) -> str:
    return pack.file.rpartition(".")[2]


def _lost(pack: PackEntry, path: Path) -> str:
    return f"The store has lost a part of {pack.file} of {pack.period}: put back packs/{path.name} from a backup."


def _commented(row: dict[str, Any]) -> Commented:
    given = {name: value for name, value in row.items() if name not in {"entry", "recorded"}}
    typed = tuple(Typed(*cell) for cell in json.loads(row["typed"]))
    return Commented(**given | {"when": datetime.fromisoformat(row["when"]), "typed": typed})
