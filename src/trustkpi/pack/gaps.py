"""How far apart groups of pupils stand across the trust, as a chart and the table behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from trustkpi.kpi import Breakdown, Count, Kpi, Polarity, Total
from trustkpi.pack.results import MAIN, Key, PackContext, Results, points, written
from trustkpi.pack.scorecard import short
from trustkpi.pack.sentences import within
from trustkpi.pages import NOT_AVAILABLE, Bar, Cell, Chart, Column, Figure, Grid

_MOST = 8  # rows, so that a focus is one printed page (product default)
_NAMED = 3  # the column of the table that holds the gap


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
        return f"{self.title}: {self.higher.group or 'all'} above {self.lower.group or 'all'}"


def found_gaps(kpi: Kpi, results: Results, context: PackContext) -> list[Gap]:
    """A gap a breakdown, widest first: between the two groups that it compares, else of the group that is worst off and all.

    Of what is counted or added up there are none: a part is always less than the whole.
    """
    if isinstance(kpi.measure, Count | Total):
        return []
    found = [gap for breakdown in kpi.breakdowns for gap in _of(kpi, breakdown, results)]
    return sorted(found, key=lambda gap: -gap.value)[:_MOST] if context.academies else []


def _of(kpi: Kpi, breakdown: Breakdown, results: Results) -> Iterator[Gap]:
    pairs = [breakdown.gap] if breakdown.gap else [(group, "") for group in breakdown.groups]
    gaps = []
    for pair in pairs:
        keys = [results.trust(kpi.name, breakdown.name if group else "", group) for group in pair]
        if all(results.has(key) for key in keys):
            if not pair[1] and not _is_worse(kpi, results.row(keys[0])["value"], results.row(keys[1])["value"]):
                continue
            lower, higher = sorted(keys, key=lambda key: float(results.row(key)["value"]))
            gaps.append(Gap(breakdown.title, higher, lower, results.row(higher)["value"] - results.row(lower)["value"]))
    if gaps:
        yield max(gaps, key=lambda gap: gap.value)


def _is_worse(kpi: Kpi, group: float, every: float) -> bool:
    return group < every if kpi.polarity is Polarity.HIGHER_IS_BETTER else group > every


def gaps_chart(kpi: Kpi, gaps: Sequence[Gap]) -> Chart:
    """A bar a gap."""
    labels = [_apart(gap, kpi) for gap in gaps]
    widest = gaps[0]
    title = f"The widest gap in {within(kpi.title)} is by {within(widest.title)}: {labels[0]} {points(kpi)}"
    told = "; ".join(f"{gap.says}, {label} {points(kpi)}" for gap, label in zip(gaps, labels, strict=True))
    bars = tuple(Bar(row, label, value=gap.value) for row, (gap, label) in enumerate(zip(gaps, labels, strict=True)))
    return Chart(title, bars, f"Bar chart. {title}. {told}", grid="gaps", column=_NAMED)


def gaps_grid(kpi: Kpi, gaps: Sequence[Gap], results: Results, context: PackContext) -> Grid:
    """The two groups of each gap with their values, the gap a year before, and the gap at each academy."""
    year = short(context.period.a_year_before())
    columns = (
        Column("Groups compared", 42, left=True), Column("The higher", 16), Column("The lower", 9),
        Column(f"Gap, {points(kpi)}", 11.5), Column(f"Gap a year before: {year}", 11.5), Column("Number in the higher", 10),
        Column("Number in the lower", 10), *(Column(a.name, 8) for a in context.academies),
    )  # fmt: skip
    rows = tuple(_row(kpi, gap, results, context) for gap in gaps)
    notes = ("An academy's gap is of the same two groups: below nought where the other stands higher there.",)
    return Grid(f"{kpi.title}: how far apart do groups stand?", columns, rows, notes, name="gaps")


def _row(kpi: Kpi, gap: Gap, results: Results, context: PackContext) -> tuple[Cell, ...]:
    higher, lower = gap.higher, gap.lower
    academies = (
        results.difference(*(Key(k.kpi, MAIN, "academy", a.name, k.breakdown, k.group) for k in (higher, lower)))
        for a in context.academies
    )
    return (
        gap.says, results.figure(higher), results.figure(lower), results.difference(higher, lower),
        _a_year_before(kpi, gap, results), results.n(higher), results.n(lower), *academies,
    )  # fmt: skip


def _a_year_before(kpi: Kpi, gap: Gap, results: Results) -> Figure:
    then = [results.row(key).get("last_year") for key in (gap.higher, gap.lower)]
    if then[0] is None or then[1] is None:
        return Figure(None, mark=NOT_AVAILABLE)
    return Figure(then[0] - then[1], kpi.shown.places, signed=True)


def _apart(gap: Gap, kpi: Kpi) -> str:
    shown: Figure = written(gap.value, kpi)
    return shown.text.removesuffix(kpi.shown.suffix)
