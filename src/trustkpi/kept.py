"""The totals that are kept of forgotten periods, so that a later pack can still say what last year was.

They are results before suppression, for what is withheld depends on what is shown beside it: as private as the rows were.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import polars as pl

from trustkpi.facts import RESULTS, TrustKpiError
from trustkpi.parquet import parquet
from trustkpi.whole import sha256, write_whole

_FOLDER = "totals"
_SUBJECT = ["kpi", "period"]


def keep_totals(store: Path, totals: pl.DataFrame) -> str:
    """Writes the totals under the sha-256 of their own bytes, and says it."""
    made = parquet(totals)
    digest = hashlib.sha256(made).hexdigest()
    write_whole(_path(store, digest), made)
    return digest


def kept_totals(store: Path, digests: Iterable[str]) -> pl.DataFrame:
    """The totals of those digests (`facts.RESULTS`); where two tell of one KPI and period, the earlier kept stands."""
    found = pl.DataFrame(schema=dict(RESULTS))
    for digest in dict.fromkeys(digests):
        found = pl.concat([found, _read(_path(store, digest), digest).join(found, on=_SUBJECT, how="anti")])
    return found


def strays(store: Path, digests: Iterable[str]) -> list[Path]:
    """Totals that a killed run wrote and nothing refers to."""
    known = {*digests}
    return [p for p in store.glob(f"{_FOLDER}/*.parquet") if p.stem not in known]


def _path(store: Path, digest: str) -> Path:
    return store / _FOLDER / f"{digest}.parquet"


def _read(path: Path, digest: str) -> pl.DataFrame:
    if not path.is_file() or sha256(path) != digest:
        msg = f"The totals {path.parent.name}/{path.name} in the store are missing or were changed: put them back from a backup."
        raise TrustKpiError(msg)
    return pl.read_parquet(path).select(pl.col(name).cast(dtype) for name, dtype in RESULTS.items())
