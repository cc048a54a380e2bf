"""What is published: drafts, then final issues that nothing overwrites, each counted for itself."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from flows.commentary import set_aside, stands_in_the_way
from flows.steps import step
from flows.work import Work
from trustkpi import publish as publishing
from trustkpi.entries import DRAFT, FINAL, PackEntry
from trustkpi.pack.statement import Issue
from trustkpi.pages import Shows


@dataclass(frozen=True)
class Paper:
    """A file that is published: its name, its bytes as a given issue, and digests of what it says (see `pages.Pack`).

    `keep_final` keeps what goes with a final issue, before the issue itself is kept, and gives the issue with its digest.
    """

    name: str
    suffix: str
    bare: str
    write: Callable[[Issue], bytes]
    content: str = ""
    words: str = ""
    shows: tuple[Shows, ...] = ()
    keep_final: Callable[[PackEntry], PackEntry] = lambda entry: entry

    def file(self, number: int) -> str:
        """What the file of an issue is called."""
        return f"{self.name}.{self.suffix}" if number == 1 else f"{self.name} issue {number}.{self.suffix}"


def issue(paper: Paper, made: publishing.Made, work: Work) -> PackEntry | None:
    """The paper in packs/ and in the ledger, made from what `made` tells; nothing where its draft is still to be read.

    Where the last final issue says the same, it stands and nothing is written but what is missing of it.
    """
    finals = work.issued.finals(paper.name, work.period.name)
    standing = [_put_back(final, work) for final in finals]
    number = finals[-1].issue + 1 if finals else 1
    if finals and (finals[-1].bare, finals[-1].words) == (paper.bare, paper.words):
        work.done.packs.append(standing[-1])
        publishing.withdraw(standing[-1].path.with_name(paper.file(number)))
        return finals[-1]
    if work.final and not _was_drafted(paper, number, work):
        return None
    content = paper.write(Issue(number, final=work.final))
    entry = PackEntry(
        paper.file(number), hashlib.sha256(content).hexdigest(), paper.name, work.period.name, made.as_at, made.settings,
        made.program, made.digests, number, FINAL if work.final else DRAFT, paper.content, paper.bare, paper.words,
    )  # fmt: skip
    # Kept first, so that no kill leaves a file that the ledger does not know.
    if work.final:
        entry = paper.keep_final(entry)
    work.issued.keep(entry, content)
    work.done.packs.append(_put(entry, content, paper.shows, work))
    return entry


def _was_drafted(paper: Paper, number: int, work: Work) -> bool:
    """Whether a draft said the same; where none did, that is said, for somebody is to read it before it is final."""
    drafts = (p for p in work.issued.packs() if p.state == DRAFT and p.period == work.period.name)
    if (paper.name, number, paper.bare) in {(p.committee, p.issue, p.bare) for p in drafts}:
        return True
    says = f"{paper.name} was not made final, since its figures are no longer those of the draft that was read:"
    work.done.problems.append(f"{says} trustkpi run --period {work.period.name}, read it, then finalise.")
    return False


def _put_back(final: PackEntry, work: Work) -> publishing.Published:
    """The final issue where it lies, put back where it is not."""
    to = _way_to(final, work)
    if not to.is_file() or to.name not in publishing.manifest(to.parent):
        return publishing.publish(work.issued.workbook(final), to, _made(final))
    return publishing.Published(to, final.sha256, _made(final))


def _put(entry: PackEntry, content: bytes, shows: tuple[Shows, ...], work: Work) -> publishing.Published:
    """What was issued, where it is to lie."""
    to, made = _way_to(entry, work), _made(entry, shows)
    return step("publish", lambda: publishing.publish(content, to, made))


def _way_to(entry: PackEntry, work: Work) -> Path:
    """Where it is to lie, with nobody's unread copy in its place: the next run reads what was typed into that."""
    to = work.folder.packs / entry.period / entry.file
    if stands_in_the_way(to, work):
        set_aside(to)
    return to


def _made(entry: PackEntry, shows: tuple[Shows, ...] = ()) -> publishing.Made:
    return publishing.Made(
        entry.committee, entry.period, entry.as_at, entry.digests, entry.settings, entry.program, shows, entry.issue, entry.state
    )
