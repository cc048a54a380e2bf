"""Values that the workbook works out itself: a share from its parts, so that its formula gives the very same."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from trustkpi.kpi import Kpi, Ratio

_ROUNDED = 1e-4  # parts and value are whole numbers and one division; a stored value may have been rounded to four places


def settled(row: dict[str, Any], kpi: Kpi) -> Mapping[str, Any]:
    """The row with its value worked out from its parts where it has them, so that a formula gives the very same."""
    worked = _worked_out(row, kpi)
    if worked is None or row["value"] is None or not math.isclose(worked, row["value"], rel_tol=1e-9, abs_tol=_ROUNDED):
        return {**row, "live": False}
    return {**row, "value": worked, "live": True}


def _worked_out(row: Mapping[str, Any], kpi: Kpi) -> float | None:
    of = kpi.measure
    told = isinstance(of, Ratio) and not row.get("mark") and row["denominator"] and row["numerator"] is not None
    return float(row["numerator"] * of.per / (row["denominator"] * of.scale)) if told and isinstance(of, Ratio) else None
