"""What a figure is held against and which limits colour it: dated, sourced, by phase."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from trustkpi.measures import Source
from validation.vocabulary import Phase

PRODUCT_DEFAULT = "product default"


class Comparator(StrEnum):
    """What a value is held against."""

    NATIONAL = "national"
    LAST_YEAR = "last year"
    LAST_PERIOD = "last period"
    TARGET = "target"


@dataclass(frozen=True)
class Bands:
    """Two limits: at green or better the target is met, at amber or better the floor, beyond it is red.

    With `relative_to`, the limits are points away from that comparator, in the direction that is worse; where a national
    figure is of another period, the same points are taken from the same period last year, or else from the target.
    `since` dates them, so that last year's pack rates as it did; `basis` says who set them and why. `whole_trust` limits
    are for the trust's own figure and no academy's.
    """

    green: float
    amber: float
    since: date
    basis: str
    relative_to: Comparator | None = None
    phase: Phase | None = None
    whole_trust: bool = False


@dataclass(frozen=True)
class Benchmark:
    """The national series that a KPI stands against: the measure's name in `benchmarks/`, and how it may be used.

    `year_to_date` names a series whose period matches a return that is cumulative from September, `term` one whose figures
    count a term alone, which is held against the same term only; only a series of the same period colours a KPI. `summer` names
    results of the summer before, which a return of that academic year brings into this year's packs.
    """

    full_year: str = ""
    year_to_date: str = ""
    term: str = ""
    summer: str = ""


@dataclass(frozen=True)
class Unpublished:
    """Academic years whose results were never made into that measure, why, and who says so."""

    years: tuple[str, ...]
    reason: str
    source: Source
