"""The last verb: each committee's pack into packs/, as a draft or a final issue; a final one is never overwritten."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import polars as pl

from flows.commentary import set_aside, stands_in_the_way
from flows.forgotten import behind
from flows.steps import step
from flows.work import Work
from trustkpi import publish as publishing
from trustkpi.comments import comments
from trustkpi.entries import DRAFT, FINAL, PackEntry
from trustkpi.excel.page import write_pack
from trustkpi.excel.pdf import as_pdf
from trustkpi.facts import TrustKpiError
from trustkpi.pack import PackContext
from trustkpi.packs import CommitteePack
from trustkpi.pages import Pack, Shows
from trustkpi.printed import printed
from trustkpi.since import Since, sent_since
from trustkpi.whole import write_beside


def in_issue(context: PackContext, committee: CommitteePack, work: Work) -> PackContext:
    """The context with what was typed, the number of the issue, and what has changed since the last final one."""
    said = comments(work.issued.commented(), work.period.name, work.period.before().name)
    issue = replace(context, comments=said, final=work.final, earlier=tuple(_earlier(committee, work)))
    last = work.issued.final(committee.name, work.period.name)
    return replace(issue, issue=last.issue + 1, since=_since(last, committee, work)) if last else issue


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
    """The committee's workbook in packs/, its manifest, and what it was made from in the ledger.

    Where the last final issue says the same, it stands and nothing is written but what is missing of it.
    """
    finals = work.issued.finals(committee.name, work.period.name)
    standing = [put_back(final, work) for final in finals]
    if finals and (finals[-1].bare, finals[-1].words) == (pages.bare, pages.words):
        work.done.packs.append(standing[-1])
        publishing.withdraw(standing[-1].path.with_name(_file(committee, pages.issue)))
        _draw(standing[-1], lambda: work.issued.printed(finals[-1]), work)
        return
    if pages.final and not was_drafted(committee.name, pages.issue, pages.bare, work):
        return
    workbook = _written(pages)
    entry = _entry(committee, pages, hashlib.sha256(workbook).hexdigest(), work)
    theirs = [name for name, kpi in work.kpis.items() if committee.reads(kpi)]
    # Kept first, so that no kill leaves a pack that the ledger does not know.
    if pages.final:
        work.issued.keep_final(entry, rated.filter(pl.col("kpi").is_in(theirs)), _written(printed(pages)))
    work.issued.keep(entry, workbook)
    work.done.packs.append(put(entry, workbook, work, pages.shows))
    _draw(work.done.packs[-1], lambda: _written(printed(pages)), work)


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


def was_drafted(name: str, issue: int, bare: str, work: Work) -> bool:
    """Whether a draft said the same; where none did, that is said, for somebody is to read it before it is final."""
    drafts = (p for p in work.issued.packs() if p.state == DRAFT and p.period == work.period.name)
    if (name, issue, bare) in {(p.committee, p.issue, p.bare) for p in drafts}:
        return True
    says = f"{name} was not made final, since its figures are no longer those of the draft that was read:"
    work.done.problems.append(f"{says} trustkpi run --period {work.period.name}, read it, then finalise.")
    return False


def put_back(final: PackEntry, work: Work) -> publishing.Published:
    """The final issue where it lies, put back where it is not."""
    to = _way_to(final, work)
    if not to.is_file() or to.name not in publishing.manifest(to.parent):
        return publishing.publish(work.issued.workbook(final), to, _made(final))
    return publishing.Published(to, final.sha256, _made(final))


def put(entry: PackEntry, content: bytes, work: Work, shows: tuple[Shows, ...] = ()) -> publishing.Published:
    """What was issued, where it is to lie."""
    to, made = _way_to(entry, work), _made(entry, shows)
    return step("publish", lambda: publishing.publish(content, to, made))


def _way_to(entry: PackEntry, work: Work) -> Path:
    """Where the pack is to lie, with nobody's unread copy in its place: the next run reads what was typed into that."""
    to = work.folder.packs / entry.period / entry.file
    if stands_in_the_way(to, work):
        set_aside(to)
    return to


def _made(entry: PackEntry, shows: tuple[Shows, ...] = ()) -> publishing.Made:
    return publishing.Made(
        entry.committee, entry.period, entry.as_at, entry.digests, entry.settings, entry.program, shows, entry.issue, entry.state
    )


def _file(committee: CommitteePack, issue: int) -> str:
    return f"{committee.name}.xlsx" if issue == 1 else f"{committee.name} issue {issue}.xlsx"


def _entry(committee: CommitteePack, pages: Pack, digest: str, work: Work) -> PackEntry:
    digests = tuple(sorted(e.digest for e in behind(committee, work)))
    return PackEntry(
        _file(committee, pages.issue), digest, committee.name, work.period.name, work.as_at, work.settings, work.program,
        digests, pages.issue, FINAL if pages.final else DRAFT, pages.content, pages.bare, pages.words,
    )  # fmt: skip
