"""Whether a measure's denominator is a number of anything that a page can call the number counted."""

from __future__ import annotations

from trustkpi.kpi import Kpi, Ratio
from validation.model import POUNDS


def counts(kpi: Kpi) -> bool:
    """Not where it is money, nor where it was worked out of other figures: a ratio of two rates counts nothing."""
    if not isinstance(kpi.measure, Ratio):
        return True
    cells = kpi.reads.cells()
    read = [cells[name] for name in kpi.measure.denominator.meta.root_names() if name in cells]
    return kpi.derived is None and not any(cell.unit == POUNDS for cell in read)
