"""What the pay gap's report is published from, beside the committee's pack: the service's file and the employer's statement."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from flows.drafts import Paper, issue
from flows.work import Work
from trustkpi import rate as rating
from trustkpi.excel.page import write_pack
from trustkpi.pack import PackContext
from trustkpi.pack.issue import digest
from trustkpi.pack.pay_figures import employees, figures, snapshot
from trustkpi.pack.results import Results
from trustkpi.pack.statement import TITLE, Issue, statement
from trustkpi.pages import Pack
from trustkpi.pay.limits import TO_PUBLISH
from trustkpi.pay.service import as_csv, faults, queries
from trustkpi.reissued import held_alike
from trustkpi.seen import seen
from validation.vocabulary import FINANCE

_TOLERATED = "sex unknown"
_ASKED = ("workforce",)


def papers(results: pl.DataFrame, rated: pl.DataFrame, work: Work) -> None:
    """The csv and the statement in the folder of the packs, where the committee's own pack was published.

    `results` are as measured, for the share of people whose sex is unknown and for the groups that may be published; `rated`
    are as the committee sees them.
    """
    made = next((p.made for p in work.done.packs if p.made.committee == FINANCE), None)
    context = PackContext(work.trust, work.period, work.as_at, work.kpis, standing=work.standing)
    of, shown = snapshot(context), Results.of(rated.filter(pl.col("kpi").is_in(_pay(work))), work.kpis)
    if made is None or of is None or not shown.has(shown.trust("relevant_employees")):
        return
    told = figures(shown)
    pages = statement(of, shown, _published(results, rated, work), context, Issue(1, final=False))
    issue(Paper(f"{TITLE} {of}", "xlsx", digest(pages.as_at, pages.pages), lambda i: _written(pages, i)), made, work)
    wrong = [*_unknown(results, work), *faults(told)]
    if wrong:
        work.done.problems += [f"No file for the government's pay gap service was made. {says}" for says in wrong]
        return
    work.done.problems += [f"Pay gap, before it is sent: {says}" for says in queries(told)]
    text = as_csv(told, employer=work.trust.name, employees=employees(shown))
    issue(Paper(f"Gender pay gap service {of}", "csv", digest(text), lambda _: text.encode()), made, work)


def _written(pages: Pack, of: Issue) -> bytes:
    workbook = io.BytesIO()
    write_pack(replace(pages, issue=of.number, final=of.final), workbook)
    return workbook.getvalue()


def _pay(work: Work) -> list[str]:
    return [name for name, kpi in work.kpis.items() if {*kpi.returns} == {*_ASKED}]


def _published(results: pl.DataFrame, rated: pl.DataFrame, work: Work) -> Results:
    """The pay figures with every group withheld that has too few people to publish, or that the committee does not see."""
    fewest, kpis = work.trust.numbers[TO_PUBLISH], [work.kpis[name] for name in _pay(work)]
    ours = results.filter(pl.col("kpi").is_in(_pay(work)))
    fit = seen(ours, kpis, small_group=max(fewest - 1, work.trust.small_group), pay_group=fewest)
    fit = held_alike(fit, rated)
    now = pl.col("period") == work.period.name
    told = rating.rate(fit.filter(now), fit.filter(~now), work.trust, kpis, work.as_at)
    return Results.of(told, work.kpis)


def _unknown(results: pl.DataFrame, work: Work) -> Iterator[str]:
    of = results.filter(pl.col("kpi") == "relevant_employees", pl.col("grain") == "trust", pl.col("period") == work.period.name)
    everybody = of.filter(pl.col("breakdown") == "")["people"].sum()
    unknown = of.filter(pl.col("group") == "Sex unknown")["people"].sum()
    tolerated = work.trust.numbers[_TOLERATED]
    if 100 * unknown > tolerated * everybody:
        yield f"The sex of more than {tolerated}% of employees is unknown ('{_TOLERATED}' in trust.xlsx): complete HR's records."
