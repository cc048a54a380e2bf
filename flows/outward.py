"""The way out: from the store to the committees' workbooks."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from flows.forgotten import cannot_be_made
from flows.issuing import in_issue
from flows.outcome import Outcome
from flows.work import Work
from trustkpi import pack as packing
from trustkpi import rate as rating
from trustkpi.kpi import Kpi
from trustkpi.measured import measured
from trustkpi.packs import CommitteePack
from trustkpi.pages import Pack
from trustkpi.pay.limits import FOR_THE_BOARD
from trustkpi.register import Register, listed
from trustkpi.seen import seen
from trustkpi.standing import rows_for
from trustkpi.status import NOT_ASKED, status
from validation.rules import QUERY

_QUERIES = ("academy", "sheet", "label", "says", "explanation")


def measure(work: Work) -> pl.DataFrame:
    """The results of every KPI for the period and for those before it that make its trend, from what stands in the store."""
    return measured(work.period, work.trust, work.store, list(work.kpis.values()), work.as_at)


def lists(work: Work) -> dict[str, pl.DataFrame]:
    """The registers' lines for the period."""
    sent = {name: r for name, r in work.registers.items() if {*r.returns} & {*work.standing}}
    rows = rows_for([r.reads for r in sent.values()], work.store, work.trust, work.period, work.as_at)
    now = pl.col("period") == work.period.name
    return {name: listed(r, rows[r.reads].filter(now)) for name, r in sent.items()}


def suppress(results: pl.DataFrame, work: Work) -> pl.DataFrame:
    """The results fit to be seen, also beside what was issued before."""
    few, pay_group = work.trust.small_group, work.trust.numbers[FOR_THE_BOARD]
    return seen(results, work.kpis.values(), small_group=few, pay_group=pay_group, issued=work.issued.shown())


def rate(results: pl.DataFrame, work: Work) -> pl.DataFrame:
    """The period's results held against the earlier ones, the targets and the national figures."""
    now = pl.col("period") == work.period.name
    return rating.rate(results.filter(now), results.filter(~now), work.trust, list(work.kpis.values()), work.as_at)


def history(results: pl.DataFrame, work: Work) -> pl.DataFrame:
    """The earlier periods' whole figures as a trend: rated, the oldest first."""
    now = pl.col("period") == work.period.name
    return rating.history(results.filter(now), results.filter(~now), work.trust, list(work.kpis.values()), work.as_at)


def pack(rated: pl.DataFrame, earlier: pl.DataFrame, work: Work) -> Iterator[tuple[CommitteePack, Pack]]:
    """Each committee's pages, where there is anything to show it."""
    context = packing.PackContext(
        work.trust, work.period, work.as_at, work.kpis, _status(work).filter(pl.col("state") != NOT_ASKED), _queries(work),
        registers=work.registers, lists=lists(work), history=earlier, standing=work.standing,
    )  # fmt: skip
    known: list[Kpi | Register] = [work.kpis[name] for name in rated["kpi"].unique()]
    known += [work.registers[name] for name, lines in context.lists.items() if lines.height]
    for committee in work.committees:
        if says := cannot_be_made(committee, work):
            work.done.problems.append(says)
        elif any(map(committee.reads, known)):
            yield committee, packing.pack(committee, rated, in_issue(context, committee, work))
        elif _is_due(committee, work):
            says = f"No pack was made for {committee.name}: nothing that it reads has been accepted for {work.period.title}."
            work.done.problems.append(says)


def _is_due(committee: CommitteePack, work: Work) -> bool:
    """Whether the committee's pack was named, or the trust asks for a return that it reads: no other is missed."""
    read: list[Kpi | Register] = [*work.kpis.values(), *work.registers.values()]
    asked = {line.return_name for line in work.trust.asked_in(work.period)}
    named = len(work.committees) == 1
    return named or any(committee.reads(r) and asked & {*r.returns} for r in read)


def outcome(work: Work) -> Outcome:
    """What the run came to."""
    done = work.done
    corrections, queried = tuple(dict.fromkeys(done.corrections)), tuple(dict.fromkeys(done.queried))
    return Outcome(
        work.period, work.as_at, tuple(done.packs), _status(work), corrections, queried, tuple(done.replaced),
        tuple(done.problems), tuple(done.commented), tuple(done.unfinished), tuple(done.prints),
    )  # fmt: skip


def _status(work: Work) -> pl.DataFrame:
    return status(work.store.ledger(), work.trust, work.period, work.as_at)


def _queries(work: Work) -> pl.DataFrame:
    """What was queried in the period's returns that stand, with the academies' words."""
    standing = work.standing
    rows = [
        {"academy": e.academy, "explanation": None, **f}
        for e in work.store.entries()
        if standing.get(e.return_name, {}).get(e.period) == work.period.name
        for f in e.findings
        if f["severity"] == QUERY
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(_QUERIES, pl.String()), orient="row")
