"""A frame as the bytes of a Parquet file, alike each time for the same frame."""

from __future__ import annotations

import io

import polars as pl


def parquet(frame: pl.DataFrame) -> bytes:
    """The frame as Parquet."""
    made = io.BytesIO()
    frame.write_parquet(made, compression="zstd")
    return made.getvalue()
