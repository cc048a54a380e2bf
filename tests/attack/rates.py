"""Rates as they are printed: between what bounds the figure lies that is rounded so, and of whose numbers it is made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from tests.attack.as_measured import Cell, Series
from tests.attack.issued_tables import Tables, as_numbers
from tests.attack.readings import VALUE, At, Printed
from trustkpi.kpi import Ratio

_NEAR = 1e-6


@dataclass(frozen=True)
class Rate:
    """A printed figure: `per` times the numerator of those cells together over `scale` times their denominator."""

    period: str
    series: Series
    cells: tuple[Cell, ...]
    low: float
    high: float
    is_share: bool
    per: float = 1.0
    scale: float = 1.0


def rates(figures: Iterable[Printed], tables: Tables) -> Iterator[Rate]:
    """The rates that cells print, each once; of an earlier total it may be that of the academies that have one now."""
    found: dict[tuple[At, float, float], tuple[At, ...]] = {}
    for one in figures:
        numbers = as_numbers(str(one.says)) if one.says is not None else []
        if one.made or one.of[0].part != VALUE or not numbers:
            continue
        (at,) = one.of
        own = tables.rows.get(at, {}).get("value")
        low, high = _bounds(one.says, numbers[0], own)
        mine = own is not None and low <= own <= high
        found[at, low, high] = (at,) if mine or (own is None and not tables.pooled(at)) else tuple(tables.pooled(at))
    for (at, low, high), of in found.items():
        yield rate(at, low, high, tables, of)


def rate(at: At, low: float, high: float, tables: Tables, of: tuple[At, ...] = ()) -> Rate:
    """The figure as lying between those bounds."""
    cells = tuple((a.grain, a.place, a.breakdown, a.group) for a in of or (at,))
    measure = tables.kpis[at.kpi].measure
    scale = float(getattr(measure, "scale", 1))
    is_share = isinstance(measure, Ratio)
    return Rate(at.period, (at.kpi, at.population), cells, low, high, is_share, float(measure.per) if is_share else 1.0, scale)  # type: ignore[union-attr]


def _bounds(says: object, written: str, own: float | None) -> tuple[float, float]:
    """As wide as what is written is round; a cell that holds more than it shows tells more."""
    near = _NEAR * max(1.0, abs(float(written)))
    whole = isinstance(says, int | float) and (own is None or abs(says - own) <= near)
    half = 0.0 if whole else float(Decimal(1).scaleb(-len(written.partition(".")[2])) / 2)
    return float(written) - half - near, float(written) + half + near
