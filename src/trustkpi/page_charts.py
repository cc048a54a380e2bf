"""Charts of a page, as plain values: what they draw stands in cells, and what they show in their titles."""

from __future__ import annotations

from dataclasses import dataclass

from trustkpi.page_cells import Rag, Trend


@dataclass(frozen=True)
class Bar:
    """A bar of a chart: its row in the grid, its label, its length, and its rating or none."""

    row: int
    label: str
    rag: Rag | None = None
    value: float = 0.0


@dataclass(frozen=True)
class Chart:
    """A chart of figures that stand in cells; its title says what it shows, `alt` what a picture would.

    Bars lie side by side, drawn from a column of a grid of the same page, where `beside` is given each with another from
    `beside_column`. With `over` they stand upright, the last one dark: a trend, drawn from a data table. With `across` they
    lie and are drawn from a data table, where `beside_named` is the column of the others.
    """

    title: str
    bars: tuple[Bar, ...]
    alt: str
    grid: str = ""
    column: int = 0
    beside: tuple[Bar, ...] = ()
    beside_column: int = 0
    over: Trend | None = None
    across: Trend | None = None
    beside_named: str = ""


@dataclass(frozen=True)
class Charts:
    """Charts side by side, as the page is wide, and so many rows high."""

    charts: tuple[Chart, ...]
    rows: int = 16
