"""The pay page: the draft of the gender pay gap report, with its method, its choices and the days that are left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from trustkpi.kpi import Kpi
from trustkpi.pack.pay_figures import DUTY, deadline, employees, figures, snapshot
from trustkpi.pack.pay_tables import academies, by_group, by_hours, quarters, six_measures, who_counts
from trustkpi.pack.results import PackContext, Results
from trustkpi.packs import Focus
from trustkpi.pages import Bar, Block, Chart, Charts, Page, Prose, day
from trustkpi.pay.gaps import for_every_pound
from trustkpi.pay.parts import Hours
from trustkpi.pay.quarters import QUARTERS
from trustkpi.pay.service import faults, queries
from trustkpi.pay.tables import SUPPORT, TEACHERS, TERM_TIME_HOURS
from validation.findings import shown

_HIGH = 11  # rows of a chart, so that the measures stand under it on the same page
_SHOWN_IN_CHART = (("All staff", "", ""), (TEACHERS, "staff", TEACHERS), (SUPPORT, "staff", SUPPORT))


def pay_page(tab: str, focus: Focus, kpis: Sequence[Kpi], results: Results, context: PackContext) -> Page:
    """The page of the gender pay gap."""
    of = snapshot(context)
    if of is None or "gpg_median_hourly" not in {k.name for k in kpis}:
        return Page(tab, focus.title, "No pay return stands for this period, so there is nothing to report.", ())
    now, then = shown(of), shown(of - relativedelta(years=1))
    blocks: list[Block] = [
        Prose((*_where_it_stands(of, results, context),)),
        Charts((_quarters_chart(results), *_staff_chart(results)), _HIGH),
        six_measures(results, now, then), quarters(results, now, then), by_group(results, now, then),
        by_hours(results, hours(context)), who_counts(results), academies(results, context),
        Prose(METHOD + choices(context), "How is it worked out, and what was chosen?"),
        Prose((*_to_look_at(results),), "Before it is sent"),
    ]  # fmt: skip
    return Page(tab, focus.title, _in_short(of, results), tuple(blocks))


def hours(context: PackContext) -> Hours:
    """Over which weeks the trust spreads the hours of term-time contracts."""
    return tuple(Hours)[context.trust.numbers[TERM_TIME_HOURS] - 1]


def for_each_pound(results: Results) -> str:
    """What a woman in the middle earns for every pound of a man in the middle; blank where there is no median gap."""
    gap = figures(results).median_hourly
    return "" if gap is None else for_every_pound(gap)


def _in_short(of: date, results: Results) -> str:
    key = results.trust("gpg_median_hourly")
    if not results.has(key):
        return "No gap can be told: there are no men or no women at full pay."
    value = Decimal(repr(results.row(key)["value"]))
    told = f"{abs(round(value, 1))}% {'lower' if value >= 0 else 'higher'} than men's"
    return f"On {day(of)} women's median hourly pay was {told}: {for_each_pound(results)} for every pound."


def _where_it_stands(of: date, results: Results, context: PackContext) -> Iterator[str]:
    last, people = deadline(of), employees(results)
    left = (last - context.as_at).days
    told = f"{left} days from the as-at date" if left >= 0 else f"{-left} days before the as-at date"
    yield f"The report of the snapshot of {day(of)} is to be published by {day(last)}: {told}, {day(context.as_at)}."
    if people < DUTY:
        yield f"The trust has {people:,} employees, fewer than {DUTY}: the law does not ask for this report, which is voluntary."
    else:
        yield f"The trust has {people:,} employees, {DUTY} or more: the law asks for this report."
    pound = for_each_pound(results)
    if pound:
        yield f"For every pound that a man in the middle of the pay range earns an hour, a woman in the middle earns {pound}."


def _quarters_chart(results: Results) -> Chart:
    keys = [results.trust("women_in_quarter_pct", "quarter", q) for q in QUARTERS]
    bars = tuple(
        Bar(at, results.figure(key).text, value=results.row(key)["value"]) for at, key in enumerate(keys) if results.has(key)
    )
    shares = [results.figure(key).text for key in keys]
    title = f"Women are {shares[0]} of the lowest paid quarter and {shares[-1]} of the highest"
    told = "; ".join(f"{q} {share}" for q, share in zip(QUARTERS, shares, strict=True))
    return Chart(title, bars, f"Bar chart. {title}. {told}", "quarters", 1)


def _staff_chart(results: Results) -> Iterator[Chart]:
    keys = [results.trust("gpg_median_hourly", breakdown, group) for _, breakdown, group in _SHOWN_IN_CHART]
    if not all(results.has(key) for key in keys):
        return
    texts = [results.figure(key).text for key in keys]
    title = f"The median gap is {texts[0]} over all staff, {texts[1]} among teachers and leaders, {texts[2]} among support staff"
    bars = tuple(Bar(at, text, value=results.row(key)["value"]) for at, (key, text) in enumerate(zip(keys, texts, strict=True)))
    yield Chart(title, bars, f"Bar chart. {title}.", "staff", 3)


METHOD = (
    "Method: the six steps of the Equality Act 2010 (Specific Duties and Public Authorities) Regulations 2017, Schedule 1.",
    "An hour's pay is a week's share of the ordinary pay and bonus of the pay period with 31 March in it, over weekly hours.",
    "A person with posts at several academies is one person, with the pay and the hours of all posts together.",
    "Left out of hourly gaps and quarters: who was paid less than full pay because of leave. Who was on strike stays.",
    "Bonus figures count everybody employed on the day. Sex is as HR's records have it; who is unknown stands in no gap.",
    "Each figure is rounded once, at the end. The law has the six measures published, so the trust's own are never withheld.",
)


def choices(context: PackContext) -> tuple[str, ...]:
    """What the trust chose where the law leaves the choice."""
    spread = hours(context)
    told = "not spread over the year" if spread is Hours.CONTRACT else f"spread over the {spread.value}"
    default = " (the product default)" if spread is Hours.PAID else ""
    return (f"Chosen by the trust: the weekly hours of term-time contracts are {told}{default}.",)


def _to_look_at(results: Results) -> Iterator[str]:
    found = [*faults(figures(results)), *queries(figures(results))]
    yield from found or ["The figures pass the input rules of the government's service, and nothing about them is unusual."]
