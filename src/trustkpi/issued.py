"""The packs that were issued, kept as they were published, and what was typed into the copies that came back.

`packs/<sha-256>.xlsx` in the store is a pack as it was published, `packs/<sha-256>.parquet` the figures that a final one
showed. The ledger's row makes either exist.
"""

from __future__ import annotations

import io
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

from trustkpi.comments import Commented, Typed
from trustkpi.entries import FINAL, PackEntry, plain
from trustkpi.facts import TrustKpiError
from trustkpi.ledger import Ledger
from trustkpi.whole import sha256, write_whole


class Issued:
    """The packs and comments of the store in that folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "packs"
        self._book = Ledger(folder / "ledger.sqlite")

    def keep(self, pack: PackEntry, workbook: bytes, figures: pl.DataFrame | None = None) -> None:
        """Keeps a pack as it is about to be published, with its figures where it is final; again changes nothing."""
        kept = self._file(pack.sha256, "xlsx")
        if not kept.is_file() or sha256(kept) != pack.sha256:
            write_whole(kept, workbook)
        if figures is not None:
            made = io.BytesIO()
            figures.write_parquet(made, compression="zstd")
            write_whole(self._file(pack.sha256, "parquet"), made.getvalue())
        self._book.add_pack(pack)

    def packs(self) -> tuple[PackEntry, ...]:
        """Every pack that was published, in the order of publishing."""
        return tuple(PackEntry.of(row) for row in self._book.rows("packs"))

    def final(self, committee: str, period: str) -> PackEntry | None:
        """The newest final issue of a committee's pack; None where none is final yet."""
        found = (p for p in self.packs() if p.state == FINAL and (p.committee, p.period) == (committee, period))
        return max(found, key=lambda p: p.issue, default=None)

    def workbook(self, pack: PackEntry) -> bytes:
        """The pack as it was published; `TrustKpiError` where it is gone or was changed."""
        path = self._file(pack.sha256, "xlsx")
        if not path.is_file() or sha256(path) != pack.sha256:
            msg = f"The store has lost {pack.file} of {pack.period}: put back packs/{path.name} from a backup."
            raise TrustKpiError(msg)
        return path.read_bytes()

    def figures(self, pack: PackEntry) -> pl.DataFrame:
        """The figures that a final pack showed; `TrustKpiError` where they are gone."""
        path = self._file(pack.sha256, "parquet")
        if not path.is_file():
            msg = f"The store has lost the figures of {pack.file} of {pack.period}: put back packs/{path.name} from a backup."
            raise TrustKpiError(msg)
        return pl.read_parquet(path)

    def note(self, read: Commented) -> bool:
        """Keeps what was typed into a pack that came back; False where those bytes were read before."""
        row = {name: plain(getattr(read, name)) for name in ("digest", "file", "committee", "period", "content", "who", "when")}
        typed = [[t.kpi, t.academy, t.field, t.text] for t in read.typed]
        return self._book.add_row("commented", row | {"typed": json.dumps(typed, ensure_ascii=False)})

    def commented(self) -> tuple[Commented, ...]:
        """Every pack that came back, in the order of reading."""
        return tuple(_commented(row) for row in self._book.rows("commented"))

    def _file(self, digest: str, kind: str) -> Path:
        return self.folder / f"{digest}.{kind}"


def _commented(row: dict[str, Any]) -> Commented:
    given = {name: value for name, value in row.items() if name not in {"entry", "recorded"}}
    typed = tuple(Typed(*cell) for cell in json.loads(row["typed"]))
    return Commented(**given | {"when": datetime.fromisoformat(row["when"]), "typed": typed})
