"""The rows of accepted returns on the disk: one Parquet a sheet, written once, and held to its digest when it is read."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path

import polars as pl

from trustkpi.entries import Entry
from trustkpi.facts import Table, TrustKpiError
from trustkpi.parquet import parquet
from trustkpi.whole import keep_folder, write_whole

_FOLDER = "rows"
_WHOSE = ("_file", "academy", "period", "digest", "tab")


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


def kept_rows(store: Path, entries: Mapping[int, Entry], title: str, schema: Mapping[str, pl.DataType]) -> pl.DataFrame:
    """The rows of a sheet of those submissions in the schema's columns, a newer column null; `_file` numbers the submission.

    `TrustKpiError` where they are not on the disk, or are not those that were kept.
    """
    read = ((at, entry, pl.read_parquet(io.BytesIO(_bytes(store, entry, title)))) for at, entry in entries.items())
    # Those that were kept in the same columns are brought into the schema's together, not each by itself.
    alike = [_traced([*kept], title, schema) for _, kept in groupby(read, key=lambda kept: kept[2].schema)]
    return pl.concat([pl.DataFrame(schema=dict(schema)), *alike])


def _traced(kept: Sequence[tuple[int, Entry, pl.DataFrame]], title: str, schema: Mapping[str, pl.DataType]) -> pl.DataFrame:
    """Rows that were kept in the same columns in those of the schema, with whose they are and where they stand."""
    whose = [(at, e.academy, e.period, e.digest, e.layouts[title].tab, frame.height) for at, e, frame in kept]
    here = pl.DataFrame(whose, schema=[*_WHOSE, "_rows"], orient="row")
    here = here.select(pl.col(*_WHOSE).repeat_by("_rows").explode(empty_as_null=False))
    rows = pl.concat(frame for _, _, frame in kept).with_columns(here.get_columns())
    given = {name: pl.col(name) for name in rows.columns}
    return rows.select(given.get(name, pl.lit(None)).cast(dtype).alias(name) for name, dtype in schema.items())


def _bytes(store: Path, entry: Entry, title: str) -> bytes:
    path = _place(store, entry.digest, title)
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
