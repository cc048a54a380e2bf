"""The tables of the pay page: the measures beside other trusts, the quarters, the parts of the staff, the hours, who counts."""

from __future__ import annotations

from collections.abc import Sequence

from trustkpi.pack.rated import rating
from trustkpi.pack.results import Key, PackContext, Results, written
from trustkpi.pages import NOT_AVAILABLE, Band, Cell, Column, Figure, Grid
from trustkpi.pay.parts import Hours
from trustkpi.pay.quarters import QUARTERS
from trustkpi.pay.trusts import Spread, spreads
from trustkpi.pay_kpis import BY_ROLE, BY_STAFF, BY_STANDING
from trustkpi.shown import displayed

_NAMED = 34
_SIX = {
    "gpg_mean_hourly": "DiffMeanHourlyPercent", "gpg_median_hourly": "DiffMedianHourlyPercent", "gpg_mean_bonus": "",
    "gpg_median_bonus": "", "men_paid_bonus_pct": "MaleBonusPercent", "women_paid_bonus_pct": "FemaleBonusPercent",
}  # fmt: skip
_IN_DOWNLOAD = ("FemaleLowerQuartile", "FemaleLowerMiddleQuartile", "FemaleUpperMiddleQuartile", "FemaleTopQuartile")
SPREAD_NOTE = (
    "Other trusts: academy trusts in the service's download for {year} ({trusts} of them). All employers together are no fair "
    "yardstick: their middle median gap is far lower, since few employ so many people in term-time support roles."
)


def six_measures(results: Results, now: str, then: str) -> Grid:
    """The six measures but the quarters, this year against last, and where they stand among academy trusts."""
    columns = (
        Column("Measure", _NAMED, left=True), Column(now, 11), Column(then, 11), Column("Change, points", 11),
        Column("Number counted", 10), Column("Middle trust", 10), Column("Half of trusts lie between", 14),
        Column("Where the trust stands", 29, left=True), Column("Rating", 19),
    )  # fmt: skip
    rows = tuple(_measure(results.trust(name), spreads().get(metric), results) for name, metric in _SIX.items())
    newest = spreads()["DiffMedianHourlyPercent"]
    notes = (
        "A gap is what women get less than men, as a percentage of what men get; a negative one means that women get more.",
        "Bonus gaps are those of people who were paid a bonus; there are none where no man was.",
        SPREAD_NOTE.format(year=newest.year, trusts=newest.trusts),
    )
    return Grid("The measures, this year against last", columns, rows, notes, name="measures")


def _measure(key: Key, spread: Spread | None, results: Results) -> tuple[Cell, ...]:
    kpi, there = results.kpis[key.kpi], results.has(key)
    middle, between, stands = (NOT_AVAILABLE,) * 3
    if spread:
        low, mid, high = (written(spread.at[p], kpi) for p in ("p25", "p50", "p75"))
        middle, between = mid.text, f"{low.text} to {high.text}"
        stands = spread.stands(results.row(key)["value"]) if there else NOT_AVAILABLE
    return (
        kpi.title, results.figure(key), last_year(key, results), change(key, results), results.n(key), middle, between, stands,
        rating(key, results, flat=True),
    )  # fmt: skip


def last_year(key: Key, results: Results) -> Figure:
    """The same figure a year before."""
    before = results.row(key).get("last_year")
    return written(before, results.kpis[key.kpi], mark="" if before is not None else NOT_AVAILABLE)


def change(key: Key, results: Results) -> Figure:
    """How far it moved in a year."""
    row = results.row(key)
    if not results.has(key) or row.get("last_year") is None:
        return Figure(None, mark=NOT_AVAILABLE)
    # As printed, so that a reader who takes one from the other finds the same.
    return Figure(float(displayed(row["value"], 1) - displayed(row["last_year"], 1)), 1, signed=True)


def quarters(results: Results, now: str, then: str) -> Grid:
    """Women's and men's shares of the four hourly pay quarters."""
    columns = (
        Column("Hourly pay quarter", _NAMED, left=True), Column(f"Women, {now}", 11), Column("Men", 11),
        Column(f"Women, {then}", 11), Column("Number counted", 10), Column("Middle trust, women", 10),
    )  # fmt: skip
    rows = tuple(_quarter(quarter, metric, results) for quarter, metric in zip(QUARTERS, _IN_DOWNLOAD, strict=True))
    notes = (
        "People are ranked by hourly pay and parted in four. Where many on one rate straddle quarters, the law has men and women",
        "stand in each in the same proportion, as far as may be.",
    )
    return Grid("Who is in each quarter of the pay range?", columns, rows, notes, name="quarters")


def _quarter(quarter: str, metric: str, results: Results) -> tuple[Cell, ...]:
    key = results.trust("women_in_quarter_pct", "quarter", quarter)
    women, kpi = results.figure(key), results.kpis[key.kpi]
    men = Figure(float(100 - displayed(women.value, 1)), 1, after="%") if results.has(key) and women.value is not None else women
    return (quarter, women, men, last_year(key, results), results.n(key), written(spreads()[metric].at["p50"], kpi).text)


def by_group(results: Results, now: str, then: str) -> Grid:
    """The hourly gaps of teachers and of support staff beside the whole, and by role group."""
    columns = (
        Column("Staff", _NAMED, left=True), Column(f"Mean gap, {now}", 11), Column(then, 11), Column(f"Median gap, {now}", 11),
        Column(then, 11), Column("Number counted", 10),
    )  # fmt: skip
    rows: list[tuple[Cell, ...] | Band] = [_both("All", "", "", results)]
    rows += [_both(group, BY_STAFF.name, group, results) for group in BY_STAFF.groups]
    rows.append(Band(BY_ROLE.title))
    rows += [_both(group, BY_ROLE.name, group, results) for group in BY_ROLE.groups]
    notes = (
        "Parts of the staff have no distribution of other trusts to stand against.",
        "A person with several posts stands in the group of the post with the most hours.",
    )
    return Grid("Where does the gap come from?", columns, tuple(rows), notes, name="staff")


def _both(title: str, breakdown: str, group: str, results: Results) -> tuple[Cell, ...]:
    mean, median = (results.trust(name, breakdown, group) for name in ("gpg_mean_hourly", "gpg_median_hourly"))
    return (
        title, results.figure(mean), last_year(mean, results), results.figure(median), last_year(median, results),
        results.n(mean),
    )  # fmt: skip


def by_hours(results: Results, chosen: Hours) -> Grid:
    """The gaps with each way to spread the hours of term-time contracts over the year, the trust's choice first told."""
    columns = (Column("Term-time hours spread over", _NAMED, left=True), Column("Mean gap", 11), Column("Median gap", 11))
    rows = tuple(_spread(spread, results, chosen=spread is chosen) for spread in Hours)
    notes = (
        "The Regulations say nothing of term-time contracts. Hours over the weeks paid give the contract's hourly rate; over the",
        "weeks worked they count holiday pay twice; the contract's hours alone make term-time pay look lower than it is.",
    )
    return Grid("What do the hours of term-time contracts do to it?", columns, rows, notes, name="hours")


def _spread(spread: Hours, results: Results, *, chosen: bool) -> tuple[Cell, ...]:
    mean, median = (results.trust(f"gpg_{name}_hourly_{spread.name.lower()}") for name in ("mean", "median"))
    return (f"{spread.value}{' (the trust chose this)' if chosen else ''}", results.figure(mean), results.figure(median))


def who_counts(results: Results) -> Grid:
    """The people employed on the snapshot date, by whether they stand in every measure."""
    columns = (Column("People employed on the snapshot date", _NAMED, left=True), Column("Number", 11))
    rows: list[tuple[Cell, ...]] = [("All", results.figure(results.trust("relevant_employees")))]
    there = [g for g in BY_STANDING.groups if results.row(results.trust("relevant_employees", BY_STANDING.name, g))]
    rows += [(group, results.figure(results.trust("relevant_employees", BY_STANDING.name, group))) for group in there]
    return Grid("Who is counted?", columns, tuple(rows), name="counted")


def academies(results: Results, context: PackContext) -> Grid:
    """The hourly gaps inside each academy; the trust reports, and no academy does."""
    columns = (
        Column("Academy", _NAMED, left=True), Column("Mean gap", 11), Column("Median gap", 11), Column("Women", 11),
        Column("Number counted", 10),
    )  # fmt: skip
    names = ("gpg_mean_hourly", "gpg_median_hourly", "women_in_quarter_pct")
    rows = [_academy(a.name, [Key(n, "main", "academy", a.name) for n in names], results) for a in context.academies]
    notes = ("The law asks for the trust's figure alone; those of academies are for understanding it.",)
    return Grid("How does it look inside each academy?", columns, tuple(rows), notes, name="academies")


def _academy(name: str, keys: Sequence[Key], results: Results) -> tuple[Cell, ...]:
    return (name, *(results.figure(key) for key in keys), results.n(keys[0]))
