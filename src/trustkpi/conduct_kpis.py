"""How figures of suspensions, exclusions and moves are declared alike, and held against the same term nationally or last year."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from trustkpi.conduct import METHODOLOGY, PupilConduct
from trustkpi.kpi import PER_100_SHOWN, PRODUCT_DEFAULT, Bands, Comparator, Kpi, Measure, Polarity, kpi
from trustkpi.limits import SINCE
from validation.vocabulary import STANDARDS

_NO_LIMIT = (
    f"{PRODUCT_DEFAULT}: no numeric limit was found in DfE's guide for trustees, Understanding your data; green is no more than"
)


def near_national_term(points: float) -> tuple[Bands, ...]:
    """Green at the national figure of the same term or better, amber within so many of it."""
    basis = f"{_NO_LIMIT} nationally in the same term, or else a year before, amber within {points:g} for every hundred"
    return (Bands(0, points, SINCE, basis, Comparator.NATIONAL),)


def no_more_than_last_year(points: float, unit: str) -> tuple[Bands, ...]:
    """Green at the figure of a year before or better, amber within so many of it."""
    return (Bands(0, points, SINCE, f"{_NO_LIMIT} a year before, amber within {points:g} {unit}", Comparator.LAST_YEAR),)


def conduct_kpi(*, title: str, focus: tuple[str, ...], **more: Any) -> Callable[[Callable[[], Measure]], Kpi]:
    """Declare a KPI over pupils and their suspensions: per hundred pupils, fewer is better, unless said otherwise."""
    alike: dict[str, Any] = {
        "committee": STANDARDS, "reads": PupilConduct, "shown": PER_100_SHOWN, "polarity": Polarity.LOWER_IS_BETTER,
        "source": METHODOLOGY,
    }  # fmt: skip
    return kpi(title=title, focus=focus, **(alike | more))
