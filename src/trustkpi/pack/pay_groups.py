"""The page of ethnicity and disability pay: the six measures between groups, who there is, and how many have answered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dateutil.relativedelta import relativedelta

from trustkpi.kpi import Kpi
from trustkpi.pack.pay_figures import snapshot
from trustkpi.pack.pay_tables import change, last_year
from trustkpi.pack.results import Key, PackContext, Results
from trustkpi.packs import Focus
from trustkpi.pages import NOT_AVAILABLE, Block, Cell, Column, Figure, Grid, Page, Prose, day
from trustkpi.pay.compared import NOT_DISABLED, NOT_DISCLOSED, WHITE_BRITISH
from trustkpi.pay.limits import FOR_THE_BOARD, TO_PUBLISH
from trustkpi.pay.quarters import QUARTERS
from validation.findings import shown

_NAMED = 38


@dataclass(frozen=True)
class Asked:
    """A characteristic as the page tells of it: the names of its KPIs, its reference group, and the others in words."""

    short: str
    name: str
    reference: str
    others: str

    @property
    def breakdown(self) -> str:
        """The name of the breakdown by its groups."""
        return "ethnic_group" if self.short == "epg" else "disability"


ETHNICITY = Asked("epg", "ethnicity", WHITE_BRITISH, "All other ethnic groups")
DISABILITY = Asked("dpg", "disability", NOT_DISABLED, "Disabled")


def group_pay_page(tab: str, focus: Focus, kpis: Sequence[Kpi], results: Results, context: PackContext) -> Page:
    """The page of ethnicity and disability pay."""
    of = snapshot(context)
    if of is None or "epg_mean" not in {k.name for k in kpis}:
        return Page(tab, focus.title, "No pay return stands for this period, so there is nothing to report.", ())
    then = shown(of - relativedelta(years=1))
    blocks: list[Block] = [on_record(results, shown(of), then)]
    for asked in (ETHNICITY, DISABILITY):
        blocks += [gaps(asked, results, shown(of), then), shares(asked, results), composition(asked, results)]
    blocks += [Prose((*_method(context),), "How is it worked out, and what is withheld?")]
    return Page(tab, focus.title, f"{_in_short(ETHNICITY, results)} {_in_short(DISABILITY, results)}", tuple(blocks))


def _in_short(asked: Asked, results: Results) -> str:
    key = results.trust(f"{asked.short}_median")
    told = results.figure(key).text
    return f"The median hourly pay gap by {asked.name} is {told}."


def on_record(results: Results, now: str, then: str) -> Grid:
    """How many have answered, this year against last."""
    columns = (Column("Answers", _NAMED, left=True), Column(now, 12), Column(then, 12), Column("Number counted", 12))
    names = ("ethnicity_declared_pct", "disability_declared_pct", "protected_characteristics_recorded_pct")
    keys = [results.trust(name) for name in names]
    rows = tuple((results.kpis[k.kpi].title, results.figure(k), last_year(k, results), results.n(k)) for k in keys)
    return Grid("How many have told us?", columns, rows, name="answers")


def gaps(asked: Asked, results: Results, now: str, then: str) -> Grid:
    """The hourly and bonus gaps of all others and of each group, with those paid a bonus."""
    columns = (
        Column(f"Compared with: {asked.reference}", _NAMED, left=True), Column(f"Mean hourly gap, {now}", 12),
        Column(then, 12), Column("Change, points", 12), Column(f"Median hourly gap, {now}", 12), Column(then, 12),
        Column("Mean bonus gap", 12), Column("Median bonus gap", 12), Column("Paid a bonus", 12), Column("Number counted", 12),
    )  # fmt: skip
    rows = [_gap_row(asked.others, asked, "", results)] if len(_groups(asked, results)) != 1 else []
    rows += [_gap_row(group, asked, group, results) for group in _groups(asked, results)]
    notes = ("A gap is what the group gets less than the reference group, as a percentage of what that gets.",)
    return Grid(f"The pay gap by {asked.name}", columns, tuple(rows), notes, name=f"{asked.name} gaps")


def _groups(asked: Asked, results: Results) -> list[str]:
    breakdown = next(b for b in results.kpis[f"{asked.short}_mean"].breakdowns if b.name == asked.breakdown)
    others = [g for g in breakdown.groups if g not in {asked.reference, NOT_DISCLOSED}]
    return [group for group in others if results.row(_key(asked, "mean", group, results))]


def _key(asked: Asked, measure: str, group: str, results: Results) -> Key:
    return results.trust(f"{asked.short}_{measure}", asked.breakdown if group else "", group)


def _gap_row(title: str, asked: Asked, group: str, results: Results) -> tuple[Cell, ...]:
    mean, median, mean_bonus, median_bonus = (
        _key(asked, name, group, results) for name in ("mean", "median", "mean_bonus", "median_bonus")
    )
    paid = results.figure(_key(asked, "bonus_paid_pct", group, results)) if group else NOT_AVAILABLE
    return (
        title, results.figure(mean), last_year(mean, results), change(mean, results), results.figure(median),
        last_year(median, results), results.figure(mean_bonus), results.figure(median_bonus), paid, results.n(mean),
    )  # fmt: skip


def shares(asked: Asked, results: Results) -> Grid:
    """The shares of all others, and of each group, of the four hourly pay quarters."""
    columns = (Column("Share of the quarter", _NAMED, left=True), *(Column(q, 12) for q in QUARTERS), Column("Whole", 12))
    wanted = [f"{asked.short}_in_quarter_pct", *(k for k in results.kpis if k.startswith(f"{asked.short}_in_quarter_"))]
    rows = [_share_row(name, results) for name in dict.fromkeys(wanted)]
    return Grid(f"Who is in each quarter of the pay range, by {asked.name}?", columns, tuple(rows), name=f"{asked.name} quarters")


def _share_row(kpi: str, results: Results) -> tuple[Cell, ...]:
    title = results.kpis[kpi].title.partition(" in each pay quarter")[0]
    keys = [results.trust(kpi, "quarter", quarter) for quarter in QUARTERS]
    return (title, *(results.figure(key) for key in keys), results.figure(results.trust(kpi)))


def composition(asked: Asked, results: Results) -> Grid:
    """Who is employed, group by group, and those who have not told."""
    columns = (Column(f"Employees by {asked.name}", _NAMED, left=True), Column("Number", 12), Column("Share of all", 12))
    name = f"employees_by_{asked.name}"
    breakdown = next(b for b in results.kpis[name].breakdowns if b.name == asked.breakdown)
    whole = results.trust(name)
    keys = [results.trust(name, asked.breakdown, group) for group in breakdown.groups]
    rows = [(key.group, results.figure(key), _share(key, whole, results)) for key in keys if results.row(key)]
    every: tuple[Cell, ...] = ("All", results.figure(whole), _share(whole, whole, results))
    return Grid(f"Who is employed, by {asked.name}?", columns, (every, *rows), name=f"{asked.name} of all")


def _share(key: Key, whole: Key, results: Results) -> Cell:
    if not (results.has(key) and results.has(whole)):
        return results.figure(key)
    return Figure(100 * results.row(key)["value"] / results.row(whole)["value"], 1, after="%")


def _method(context: PackContext) -> Iterator[str]:
    numbers = context.trust.numbers
    yield "The same people, pay, hours and quarters as the gender pay gap. Who did not say stands in no gap, but is counted."
    board, publish = numbers[FOR_THE_BOARD], numbers[TO_PUBLISH]
    yield f"A group is shown to the committee from {board} people on, and published from {publish} on, as trust.xlsx says."
    yield "The guidance of April 2023 sets 50 to publish and 5 to 20 for use inside; the consultation of March 2025 proposed 10."
    yield "Where one group is withheld others are too, so that it cannot be worked out from the total."
    yield f"Reporting by ethnicity is voluntary, and by disability not yet asked for; this is as at {day(context.as_at)}."
