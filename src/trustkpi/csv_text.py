"""Rows as CSV that a spreadsheet may open: text that begins like a formula stays text, numbers are untouched."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

_LIKE_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_text(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """The rows under their headings; a cell that a spreadsheet would take for a formula has an apostrophe before it."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows([_kept_text(cell) for cell in row] for row in rows)
    return written.getvalue()


def _kept_text(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_LIKE_A_FORMULA) else cell
