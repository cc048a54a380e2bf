"""The audit trail as an auditor takes it away: who sent what when, what became of it, and which packs were made from it.

Nothing in it is personal. Who sent a return is the academy, which answers for it; the name of whoever filled in the cover,
the name that somebody gave the file and the academy's own words on a query stay in the store.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl

from trustkpi.csv_text import csv_text
from trustkpi.entries import Forgotten, PackEntry

_FINDING = ("severity", "sheet", "cell", "label", "says")
_LINE = (
    "entry", "recorded", "received", "academy", "return", "period", "as_at", "declared_on", "state", "errors", "queries",
    "stands",
)  # fmt: skip
_HEADINGS = (*_LINE, "forgotten", "sha256", "original", "replaces", "replaced_by", "findings", "packs")


@dataclass(frozen=True)
class Trail:
    """Submissions, the packs made from them and the periods that were forgotten, as plain lists in order of entry."""

    submissions: list[dict[str, Any]]
    packs: list[dict[str, Any]]
    forgotten: list[dict[str, Any]]

    def as_json(self) -> str:
        """The whole trail."""
        told = {"submissions": self.submissions, "packs": self.packs, "forgotten": self.forgotten}
        return json.dumps(told, indent=2, ensure_ascii=False)

    def as_csv(self) -> str:
        """A row a submission; findings and packs are in one cell each, a line each."""
        return csv_text(_HEADINGS, ([_cell(line[name]) for name in _HEADINGS] for line in self.submissions))


def trail(
    told: pl.DataFrame, packs: Iterable[PackEntry], forgotten: Mapping[str, Forgotten], original: Callable[[str], str]
) -> Trail:
    """The trail of the verdicts in `told` (see `history.history`) and of the packs that were made from any of them.

    `original` says by digest in a word or two how the workbook in the store stands. Times are in UTC.
    """
    digests = {*told["digest"]}
    made = [p for p in packs if digests & {*p.digests}]
    lines = [_submission(row, made, forgotten, original) for row in told.sort("entry").iter_rows(named=True)]
    periods = {*told["period"]}
    gone = [{"period": f.period, "recorded": _plain(f.recorded), "totals_sha256": f.totals} for f in forgotten.values()]
    return Trail(lines, [_pack(p) for p in made], [line for line in gone if line["period"] in periods])


def _submission(
    row: Mapping[str, Any], packs: Iterable[PackEntry], forgotten: Mapping[str, Forgotten], original: Callable[[str], str]
) -> dict[str, Any]:
    accepted, digest = row["accepted"], row["digest"]
    gone = forgotten.get(row["period"])
    line = {name: _plain(row[name]) for name in _LINE}
    return line | {
        "forgotten": _plain(gone.recorded) if gone and accepted else None,
        "sha256": digest,
        "original": "not kept" if not accepted else "forgotten" if gone else original(digest),
        "replaces": row["replaces"],
        "replaced_by": row["replaced_by"],
        "findings": [_finding(f) for f in json.loads(row["findings"])],
        "packs": [{"file": p.file, "sha256": p.sha256} for p in packs if accepted and digest in p.digests],
    }


def _finding(found: Mapping[str, str]) -> dict[str, Any]:
    return {name: found[name] for name in _FINDING} | {"explained": bool(found.get("explanation"))}


def _pack(pack: PackEntry) -> dict[str, Any]:
    return {
        "recorded": _plain(pack.recorded),
        "committee": pack.committee,
        "period": pack.period,
        "as_at": _plain(pack.as_at),
        "file": pack.file,
        "sha256": pack.sha256,
        "settings_sha256": pack.settings,
        "program": pack.program,
        "made_from": list(pack.digests),
    }


def _plain(value: object) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else value


def _cell(value: object) -> object:
    if not isinstance(value, list):
        return value
    return "\n".join(" ".join(str(v) for v in item.values() if not isinstance(v, bool)) for item in value)
