"""How values are written: places after the point, what follows the number, and what a gap is counted in."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal


def displayed(value: float | Decimal, places: int) -> Decimal:
    """The value as it is printed, rounded half up.

    Figures are rated as printed, comparators too, so that a reader who checks a colour by the page finds it right:
    6.2% against 5.2% is one point away, whatever stood behind the point.
    """
    return Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


@dataclass(frozen=True)
class Shown:
    """How a KPI's values are written: places after the point, what stands around the number, and what a gap is counted in."""

    name: str
    places: int
    suffix: str = ""
    gap: str = ""
    prefix: str = ""

    def text(self, value: float | Decimal) -> str:
        """The value as people read it: 7.1%, £5,000."""
        number = displayed(value, self.places)
        return f"{'-' if number < 0 else ''}{self.prefix}{abs(number):,}{self.suffix}"

    def apart(self, far: float | Decimal) -> str:
        """How far two values lie apart, in words: 1 percentage point, 0.5 per 100, 2, £5,000."""
        amount = f"{Decimal(str(far)).normalize():,f}"
        unit = "" if self.prefix or self.name == "count" else self.gap or self.name
        return f"{self.prefix}{amount} {unit.removesuffix('s') if amount == '1' else unit}".rstrip()


PERCENT_SHOWN = Shown("per cent", 1, "%", "percentage points")
COUNT_SHOWN = Shown("count", 0)
POUNDS_SHOWN = Shown("pounds", 0, prefix="£")
PER_100_SHOWN = Shown("per 100", 2)
SCORE_SHOWN = Shown("score", 1, gap="points")
GRADE_SHOWN = Shown("grade", 2, gap="grades")
DAYS_SHOWN = Shown("days", 1, " days")
WHOLE_DAYS_SHOWN = Shown("days", 0, " days")
POINTS_SHOWN = Shown("percentage points", 1, " points", "percentage points")
TIMES_SHOWN = Shown("times", 2, " times")
