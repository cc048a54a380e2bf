"""How far apart groups of pupils stand across the trust, as a chart and the table behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from trustkpi.kpi import Kpi
from trustkpi.pack.results import Key, Results, points, written
from trustkpi.pack.sentences import within
from trustkpi.pages import Bar, Chart, Column, Figure, Grid


@dataclass(frozen=True)
class Gap:
    """Two groups of a breakdown that may both be shown: the one that stands higher, the other, and how far apart."""

    title: str
    higher: Key
    lower: Key
    value: float

    @property
    def says(self) -> str:
        """Which stands above which."""
        return f"{self.title}: {self.higher.group} above {self.lower.group}"


def found_gaps(kpi: Kpi, results: Results) -> list[Gap]:
    """The gaps of the KPI's breakdowns across the trust, widest first."""
    found = []
    for breakdown in kpi.breakdowns:
        pair = [results.trust(kpi.name, breakdown.name, group) for group in breakdown.gap or ()]
        if pair and all(results.has(key) for key in pair):
            lower, higher = sorted(pair, key=lambda key: float(results.row(key)["value"]))
            found.append(Gap(breakdown.title, higher, lower, results.row(higher)["value"] - results.row(lower)["value"]))
    return sorted(found, key=lambda gap: -gap.value)


def gaps_chart(kpi: Kpi, gaps: Sequence[Gap]) -> Chart:
    """A bar a gap."""
    labels = [f"{_apart(gap, kpi)} {points(kpi)}" for gap in gaps]
    widest = gaps[0]
    title = f"The widest gap in {within(kpi.title)} is by {within(widest.title)}: {labels[0]}"
    told = "; ".join(f"{gap.says}, {label}" for gap, label in zip(gaps, labels, strict=True))
    bars = tuple(Bar(row, label, value=gap.value) for row, (gap, label) in enumerate(zip(gaps, labels, strict=True)))
    return Chart(title, bars, f"Bar chart. {title}. {told}", grid="gaps", column=3)


def gaps_grid(kpi: Kpi, gaps: Sequence[Gap], results: Results) -> Grid:
    """The two groups of each gap with their values."""
    columns = (
        Column("Groups compared", 40, left=True), Column("The higher group", 12), Column("The lower group", 12),
        Column(f"Gap, {points(kpi)}", 12),
    )  # fmt: skip
    rows = tuple(
        (gap.says, results.figure(gap.higher), results.figure(gap.lower), results.difference(gap.higher, gap.lower))
        for gap in gaps
    )
    return Grid(f"{kpi.title}: how far apart do groups of pupils stand across the trust?", columns, rows, name="gaps")


def _apart(gap: Gap, kpi: Kpi) -> str:
    shown: Figure = written(gap.value, kpi)
    return shown.text.removesuffix(kpi.shown.suffix)
