"""The plain tidy tables behind the pages: one row a figure, its totals added up by the workbook where all parts are shown."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from trustkpi.kpi import Kpi, Polarity, Ratio, Statistic
from trustkpi.pack.results import BESIDE, MAIN, Key, PackContext, Results, written
from trustkpi.pages import NOT_APPLICABLE, NOT_AVAILABLE, WITHHELD, Cell, Column, Data, Page, Share, Spot, Total, Trend

_COLUMNS = (
    Column("KPI", 28, left=True), Column("Title", 34, left=True), Column("Period", 20, left=True),
    Column("Who is counted", 28, left=True), Column("Breakdown", 20, left=True), Column("Group", 26, left=True),
    Column("Level", 10, left=True), Column("Place", 20, left=True), Column("Phase", 20, left=True), Column("Numerator", 13),
    Column("Denominator", 13), Column("Value", 11), Column("Unit", 12, left=True), Column("People", 10),
    Column("How it is made", 34, left=True),
)  # fmt: skip
_RATED = (
    Column("KPI", 28, left=True), Column("Title", 34, left=True), Column("Level", 10, left=True), Column("Place", 20, left=True),
    Column("Phase", 20, left=True), Column("Value", 11), Column("Unit", 12, left=True), Column("People", 10),
    Column("Target", 11), Column("Last period", 11), Column("Same period last year", 13), Column("National", 11),
    Column("What the national figure is", 44, left=True), Column("Rating", 10, left=True), Column("Held against", 14, left=True),
    Column("Why", 60, left=True), Column("Direction", 11, left=True),
)  # fmt: skip
FROM_RETURN, ADDED = "From the academy's return", "Added up from the academies above"
PART_WITHHELD, NO_SUM = "Value: a part of it is withheld", "Value: cannot be added up"
SCORECARD_DATA = "Scorecard data"
_LEVELS = ("academy", "phase", "trust")
_WHOLE = "All"


def figures_page(
    tab: str, focus: str, kpis: Sequence[Kpi], results: Results, context: PackContext
) -> tuple[Page, dict[Key, Spot]]:
    """Every figure of a focus, one a row, and where each stands."""
    keys = _in_order(kpis, results, context)
    rows = tuple(_line(at, keys, results, context) for at in range(len(keys)))
    about = "One row a figure. Totals are formulas over the academies above them where every part is shown; the rest are values."
    data = Data(_named(tab), _COLUMNS, rows)
    return Page(tab, f"{focus}: the figures behind the pages", about, (data,)), {
        k: Spot(tab, i, "Value") for i, k in enumerate(keys)
    }


def rated_page(kpis: Sequence[Kpi], results: Results, context: PackContext) -> tuple[Page, dict[str, Trend]]:
    """Each measure's whole figures with what they are held against and why they are rated so; where charts find its academies.

    The academies that may be shown stand first, worst first, so that a chart draws them and no gap that looks like nought.
    """
    wholes = [k for k in _in_order(kpis, results, context) if k.population == MAIN and not k.breakdown and k.grain != "phase"]
    keys = [key for _, alike in groupby(wholes, key=lambda k: (k.kpi, k.grain)) for key in worst_first([*alike], results)]
    rows = tuple(_rated(key, results) for key in keys)
    about = "One row a measure and place: the value, what it is held against, its rating and why."
    data = Data(_named(SCORECARD_DATA), _RATED, rows)
    lying: dict[str, list[int]] = {}
    for at, key in enumerate(keys):
        if key.grain == "academy" and results.has(key):
            lying.setdefault(key.kpi, []).append(at)
    academies = {name: Trend(SCORECARD_DATA, "Value", at[0], at[-1], named="Place") for name, at in lying.items()}
    return Page(SCORECARD_DATA, "Scorecard: the figures and why they are rated so", about, (data,)), academies


def worst_first(keys: Sequence[Key], results: Results) -> list[Key]:
    """Figures of one measure, the worst first, and last those that may not be shown."""

    def badness(key: Key) -> tuple[bool, float]:
        lowest = results.kpis[key.kpi].polarity is Polarity.HIGHER_IS_BETTER
        value = float(results.row(key)["value"]) if results.has(key) else 0.0
        return (not results.has(key), value if lowest else -value)

    return sorted(keys, key=badness)


def _named(tab: str) -> str:
    """Excel takes letters and digits alone in the name of a table."""
    return "".join(word.capitalize() for word in re.findall(r"[A-Za-z0-9]+", tab))


def _in_order(kpis: Sequence[Kpi], results: Results, context: PackContext) -> list[Key]:
    places = [a.name for a in context.academies]
    listed = {k.name: at for at, k in enumerate(kpis)}

    def order(key: Key) -> tuple[Any, ...]:
        breakdowns = {b.name: (i, b.groups) for i, b in enumerate(results.kpis[key.kpi].breakdowns)}
        which, groups = breakdowns.get(key.breakdown, (-1, ()))
        group = groups.index(key.group) if key.group in groups else len(groups)
        place = places.index(key.place) if key.place in places else len(places)
        return (
            listed[key.kpi],
            key.population != MAIN,
            which,
            key.breakdown,
            group,
            key.group,
            _LEVELS.index(key.grain),
            place,
            key.place,
        )

    return sorted((key for key in results.rows if key.kpi in listed), key=order)


def _line(at: int, keys: Sequence[Key], results: Results, context: PackContext) -> tuple[Cell, ...]:
    key, kpi, row = keys[at], results.kpis[keys[at].kpi], results.row(keys[at])
    population = kpi.beside if key.population == BESIDE else kpi.over
    breakdown = next((b.title for b in kpi.breakdowns if b.name == key.breakdown), key.breakdown)
    parts = {} if row.get("mark") else _parts(at, keys, results, kpi)
    return (
        key.kpi, kpi.title, context.period.name, population.title if population else "Every row", breakdown or _WHOLE,
        key.group or _WHOLE, key.grain.capitalize(), key.place, row.get("phase") or _WHOLE,
        *(_cell(column, row, parts) for column in ("numerator", "denominator")), _value(row, kpi), kpi.shown.name,
        _cell("people", row, parts), _how(key, kpi, row, parts),
    )  # fmt: skip


def _parts(at: int, keys: Sequence[Key], results: Results, kpi: Kpi) -> Mapping[str, Total]:
    """The columns of a total that are the sums of the rows of its academies, all of them shown."""
    key = keys[at]
    if key.grain == "academy" or isinstance(kpi.measure, Statistic):
        return {}
    alike = [i for i in _just_above(at, keys) if keys[i].grain == "academy"]
    phase = results.row(key).get("phase")
    mine = [i for i in alike if key.grain == "trust" or results.row(keys[i])["phase"] == phase]
    return {
        column: total for column in ("numerator", "denominator", "people") if (total := _total(column, mine, keys, results, key))
    }


def _just_above(at: int, keys: Sequence[Key]) -> list[int]:
    """The rows of the same figure at other places that stand before this one."""
    first = at
    while first and keys[first - 1][:2] == keys[at][:2] and keys[first - 1][4:] == keys[at][4:]:
        first -= 1
    return list(range(first, at))


def _total(column: str, mine: Sequence[int], keys: Sequence[Key], results: Results, key: Key) -> Total | None:
    parts = [results.row(keys[i]) for i in mine]
    if not parts or any(p.get("mark") or p[column] is None for p in parts) or mine[-1] - mine[0] + 1 != len(mine):
        return None
    total = sum(p[column] for p in parts)
    return Total(total, mine[0], mine[-1]) if total == results.row(key)[column] else None


def _cell(column: str, row: Mapping[str, Any], parts: Mapping[str, Total]) -> Cell:
    if row.get("mark"):
        return f"[{row['mark']}]"
    if row[column] is None:
        return NOT_APPLICABLE
    return parts.get(column, int(row[column]))


def _value(row: Mapping[str, Any], kpi: Kpi) -> Cell:
    if row.get("mark"):
        return f"[{row['mark']}]"
    if row["value"] is None:
        return NOT_AVAILABLE
    if row["live"] and isinstance(kpi.measure, Ratio):
        scale = kpi.measure.scale
        return Share(row["value"], kpi.measure.per if scale == 1 else kpi.measure.per / scale, kpi.shown.places)
    return written(row["value"], kpi)


def _how(key: Key, kpi: Kpi, row: Mapping[str, Any], parts: Mapping[str, Total]) -> str:
    if row.get("mark"):
        return f"{WITHHELD}: see the suppression note"
    if key.grain == "academy":
        return FROM_RETURN
    if isinstance(kpi.measure, Statistic):
        return NO_SUM
    return ADDED if "numerator" in parts else PART_WITHHELD


def _rated(key: Key, results: Results) -> tuple[Cell, ...]:
    kpi, row = results.kpis[key.kpi], results.row(key)
    compared = (_or_none(row.get(c), kpi) for c in ("target", "last_period", "last_year", "national"))
    words = (row.get(c) or NOT_AVAILABLE for c in ("national_label", "rag", "colours_by", "rag_reason", "direction"))
    return (
        key.kpi, kpi.title, key.grain.capitalize(), key.place, row.get("phase") or _WHOLE, results.figure(key), kpi.shown.name,
        results.n(key), *compared, *words,
    )  # fmt: skip


def _or_none(value: float | None, kpi: Kpi) -> Cell:
    return NOT_AVAILABLE if value is None else written(value, kpi)
