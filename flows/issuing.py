"""The last verb: each committee's pack into packs/, as a draft or a final issue; a final one is never overwritten."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace

import polars as pl

from flows.drafts import Paper, issue
from flows.forgotten import behind
from flows.work import Work
from trustkpi import publish as publishing
from trustkpi.comments import comments
from trustkpi.entries import FINAL, PackEntry
from trustkpi.excel.page import write_pack
from trustkpi.excel.pdf import as_pdf
from trustkpi.facts import TrustKpiError
from trustkpi.pack import PackContext
from trustkpi.packs import CommitteePack
from trustkpi.pages import Pack
from trustkpi.printed import printed
from trustkpi.since import Since, sent_since
from trustkpi.whole import write_beside


def in_issue(context: PackContext, committee: CommitteePack, work: Work) -> PackContext:
    """The context with what was typed, the number of the issue, and what has changed since the last final one."""
    said = comments(work.issued.commented(), work.period.name, work.period.before().name)
    found = replace(context, comments=said, final=work.final, earlier=tuple(_earlier(committee, work)))
    last = work.issued.final(committee.name, work.period.name)
    return replace(found, issue=last.issue + 1, since=_since(last, committee, work)) if last else found


def _earlier(committee: CommitteePack, work: Work) -> Iterator[Since]:
    """The last final issues of the periods whose figures stand beside this one's, and what was sent for those since."""
    for of in dict.fromkeys((work.period.before(), work.period.a_year_before())):
        last = work.issued.final(committee.name, of.name)
        if last:
            yield replace(_since(last, committee, replace(work, period=of)), period=of.name)


def _since(last: PackEntry, committee: CommitteePack, work: Work) -> Since:
    sent = sent_since(last, behind(committee, work), work.store.accepted())
    try:
        figures = work.issued.figures(last)
    except TrustKpiError as lost:
        work.done.problems.append(str(lost))
        figures = None
    return Since(
        last.issue, last.as_at, figures, sent, settings=last.settings != work.settings, program=last.program != work.program
    )


def publish(committee: CommitteePack, pages: Pack, rated: pl.DataFrame, work: Work) -> None:
    """The committee's workbook in packs/, its manifest, and what it was made from in the ledger; its print beside it."""
    theirs = [name for name, kpi in work.kpis.items() if committee.reads(kpi)]
    digests = tuple(sorted(e.digest for e in behind(committee, work)))

    def keep_final(entry: PackEntry) -> PackEntry:
        return work.issued.keep_final(entry, rated.filter(pl.col("kpi").is_in(theirs)), _written(printed(pages)))

    paper = Paper(
        committee.name, "xlsx", pages.bare, lambda _: _written(pages), pages.content, pages.words, pages.shows, keep_final
    )
    made = publishing.Made(committee.name, work.period.name, work.as_at, digests, work.settings, work.program)
    entry = issue(paper, made, work)
    if entry:
        final = entry.state == FINAL
        _draw(work.done.packs[-1], lambda: work.issued.printed(entry) if final else _written(printed(pages)), work)


def _written(pages: Pack) -> bytes:
    workbook = io.BytesIO()
    write_pack(pages, workbook)
    return workbook.getvalue()


def _draw(pack: publishing.Published, pages: Callable[[], bytes], work: Work) -> None:
    """The pack's printed pages as a PDF beside it, where that is asked for; where none can be made, that is said once."""
    if not work.pdf:
        return
    try:
        made = as_pdf(pages(), pack.made.as_at)
        work.done.prints.append(write_beside(pack.path.with_suffix(".pdf"), made))
    except TrustKpiError as absent:
        if str(absent) not in work.done.problems:
            work.done.problems.append(str(absent))
