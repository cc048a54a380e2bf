"""The six measures between a reference group and others, declared once for ethnicity and once for disability."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from trustkpi.kpi import COUNT_SHOWN, Breakdown, Count, Kpi, Population, Ratio, Source, Statistic
from trustkpi.pay.gaps import gap
from trustkpi.pay_kpis import AT_FULL_PAY, BY_QUARTER, DISCLOSED, pay_kpi
from trustkpi.shares import people_who
from validation.model import Sheet

_PAID = pl.col("bonus_year") > 0


@dataclass(frozen=True)
class Asked:
    """A characteristic that people are asked about: its table, reference group, both sides in words, and its groups."""

    short: str
    name: str
    table: type[Sheet]
    reference: str
    held: str
    others: str
    groups: Breakdown
    focus: tuple[str, ...]
    source: Source


def six_measures(asked: Asked) -> Iterator[Kpi]:
    """The KPIs of a characteristic: gaps, bonus gaps, bonus proportion, quarters, who there is, and who answered."""
    held = pl.col("group") == asked.reference
    yield from _gaps(
        asked, Population("full pay", f"{asked.others} at full pay", AT_FULL_PAY & ~held), "hourly", "", "hourly pay"
    )
    paid = Population("paid a bonus", f"{asked.others} who were paid a bonus", DISCLOSED & ~held & _PAID)
    yield from _gaps(asked, paid, "bonus_year", "_bonus", "bonus")
    yield _declared(
        asked, f"{asked.short}_bonus_paid_pct", f"Paid a bonus, by {asked.name}",
        f"People paid a bonus in the twelve months as a share of all who disclosed their {asked.name}, by group.",
        people_who(_PAID),
        over=Population("disclosed", f"employees whose {asked.name} is known", DISCLOSED), breakdowns=(asked.groups,),
    )  # fmt: skip
    full = Population("disclosed at full pay", f"employees at full pay whose {asked.name} is known", AT_FULL_PAY)
    others = [g for g in asked.groups.groups if g != asked.reference and g != asked.groups.groups[-1]]
    parts = {"": ~held} | ({g: pl.col("group") == g for g in others} if len(others) > 1 else {})
    for group, inside in parts.items():
        name, told = f"{asked.short}_in_quarter{_slug(group)}_pct", group or f"{asked.others[0].upper()}{asked.others[1:]}"
        yield _declared(
            asked, name, f"{told} in each pay quarter",
            f"{told} as a share of full-pay employees who disclosed, whole and in each of the four quarters.",
            people_who(inside), over=full, breakdowns=(BY_QUARTER,),
        )  # fmt: skip
    yield _declared(
        asked, f"employees_by_{asked.name}", f"Employees by {asked.name}",
        f"People employed on the snapshot date by {asked.name}, those who did not disclose it among them.",
        Count(pl.len(), counts=DISCLOSED), over=None, shown=COUNT_SHOWN, breakdowns=(asked.groups,),
    )  # fmt: skip
    yield _declared(
        asked, f"{asked.name}_declared_pct", f"{asked.name.capitalize()} declared",
        f"People who disclosed their {asked.name}, as a share of all employed on the snapshot date.",
        people_who(DISCLOSED), over=None,
    )  # fmt: skip


def _gaps(asked: Asked, over: Population, column: str, suffix: str, what: str) -> Iterator[Kpi]:
    amount = pl.col(column)
    mean = pl.when(amount.count() > 0).then(amount.sum() / amount.count())
    for name, theirs in (("mean", mean), ("median", amount.median())):
        measure = Statistic(gap(theirs, pl.col(f"reference_{name}{suffix}").first()), pl.len(), counts=pl.lit(value=True))
        meaning = (
            f"How much lower the {name} {what} of {asked.others} is than that of {asked.held} colleagues, as a percentage of "
            "theirs; negative where it is higher."
        )
        title = f"{name.capitalize()} {what} gap by {asked.name}"
        yield _declared(asked, f"{asked.short}_{name}{suffix}", title, meaning, measure, over=over, breakdowns=(asked.groups,))


def _declared(asked: Asked, name: str, title: str, meaning: str, measure: Statistic | Ratio | Count, **more: object) -> Kpi:
    def made() -> Statistic | Ratio | Count:
        return measure

    made.__name__, made.__doc__ = name, meaning
    return pay_kpi(title=title, focus=asked.focus, reads=asked.table, source=asked.source, **more)(made)


def _slug(group: str) -> str:
    return "_" + "_".join(group.casefold().split()) if group else ""
