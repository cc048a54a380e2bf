"""Made-up rows as the sheets of a return."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from validation.model import Sheet


def sheets(rows: Mapping[type[Sheet], Iterable[Mapping[str, Any]]]) -> dict[str, pl.DataFrame]:
    """Sheet title to frame, typed as the reader types it; a sheet without rows is an empty one."""
    return {sheet.facts().title: pl.DataFrame(list(lines), schema=sheet.dtypes(), orient="row") for sheet, lines in rows.items()}
