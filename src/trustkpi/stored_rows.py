"""The rows of accepted returns on the disk: one Parquet a sheet, written once, and held to its digest when it is read."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from trustkpi.entries import Entry
from trustkpi.facts import Table, TrustKpiError
from trustkpi.parquet import parquet
from trustkpi.whole import keep_folder, write_whole

_FOLDER = "rows"


def keep_rows(store: Path, digest: str, tables: Mapping[str, Table]) -> dict[str, str]:
    """Writes each sheet's rows whole, and says the sha-256 of each by sheet title."""
    kept = {}
    for title, table in tables.items():
        made = parquet(table.frame)
        write_whole(_place(store, digest, title), made)
        kept[title] = hashlib.sha256(made).hexdigest()
    if kept:
        keep_folder(store / _FOLDER)
    return kept


def kept_rows(store: Path, entry: Entry, title: str, at: int, schema: Mapping[str, pl.DataType]) -> pl.DataFrame:
    """The rows of a sheet of that submission in the schema's columns, a newer column null; `at` numbers the submission.

    `TrustKpiError` where they are not on the disk, or are not those that were kept.
    """
    frame = pl.read_parquet(io.BytesIO(_bytes(_place(store, entry.digest, title), entry, title)))
    here = {
        "_file": pl.lit(at),
        "academy": pl.lit(entry.academy),
        "period": pl.lit(entry.period),
        "digest": pl.lit(entry.digest),
        "tab": pl.lit(entry.layouts[title].tab),
    }
    given = {name: pl.col(name) for name in frame.columns} | here
    return frame.select((given.get(name, pl.lit(None))).cast(dtype).alias(name) for name, dtype in schema.items())


def _bytes(path: Path, entry: Entry, title: str) -> bytes:
    content = path.read_bytes() if path.is_file() else None
    kept = entry.rows.get(title)  # a submission that is older than this column has none
    if content is not None and kept in {None, hashlib.sha256(content).hexdigest()}:
        return content
    whose = f"{entry.academy} {entry.return_name} {entry.period}"
    fault = f"has lost the rows of {whose}" if content is None else f"holds rows of {whose} that were changed since"
    msg = f"The store {fault}: put back {_FOLDER}/{entry.digest}/{path.name} from a backup."
    raise TrustKpiError(msg)


def _place(store: Path, digest: str, title: str) -> Path:
    return store / _FOLDER / digest / f"{title}.parquet"
