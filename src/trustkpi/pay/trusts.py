"""Where academy trusts' own pay gaps lie, in tenths and quarters, and where a figure stands among them.

Worked out from the service's own downloads, https://gender-pay-gap.service.gov.uk/viewing/download: employers with a company
number, an education SIC code (85), the public sector's deadline and a trust's name, which is near to all academy trusts.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

_BOUNDS = (
    ("p10", "in the lowest tenth of trusts"), ("p25", "in the lowest quarter of trusts"), ("p50", "below the middle trust"),
    ("p75", "above the middle trust"), ("p90", "in the highest quarter of trusts"),
)  # fmt: skip
_ABOVE_ALL = "in the highest tenth of trusts"


@dataclass(frozen=True)
class Spread:
    """A measure's percentiles over academy trusts in one reporting year."""

    year: str
    trusts: int
    at: Mapping[str, float]

    def stands(self, value: float) -> str:
        """Where a figure stands among the trusts."""
        return next((words for name, words in _BOUNDS if value <= self.at[name]), _ABOVE_ALL)


@cache
def spreads() -> Mapping[str, Spread]:
    """The newest year's spread of each column of the service's download that is held."""
    text = resources.files("trustkpi.pay").joinpath("trusts.csv").read_text(encoding="utf-8")
    found: dict[str, Spread] = {}
    for row in csv.DictReader(io.StringIO(text)):
        percentiles = {name: float(value) for name, value in row.items() if name.startswith("p")}
        found[row["metric"]] = Spread(row["reporting_year"], int(row["n_trusts"]), percentiles)
    return found
