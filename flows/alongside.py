"""Papers beside a committee's pack: drafts, then final issues that nothing overwrites, each counted for itself."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from flows.issuing import put, put_back, was_drafted
from flows.work import Work
from trustkpi import publish as publishing
from trustkpi.entries import DRAFT, FINAL, PackEntry
from trustkpi.pack.statement import Issue


@dataclass(frozen=True)
class Paper:
    """A file that is published beside a pack: its name, the digest of what it says, and its bytes as a given issue."""

    name: str
    suffix: str
    bare: str
    write: Callable[[Issue], bytes]

    def file(self, number: int) -> str:
        """What the file of an issue is called."""
        return f"{self.name}.{self.suffix}" if number == 1 else f"{self.name} issue {number}.{self.suffix}"


def issue(paper: Paper, beside: publishing.Made, work: Work) -> None:
    """The paper in packs/ and in the ledger; where the last final issue says the same it stands, and so do earlier ones."""
    finals = work.issued.finals(paper.name, work.period.name)
    standing = [put_back(final, work) for final in finals]
    number = finals[-1].issue + 1 if finals else 1
    if finals and finals[-1].bare == paper.bare:
        work.done.packs.append(standing[-1])
        publishing.withdraw(standing[-1].path.with_name(paper.file(number)))
        return
    if work.final and not was_drafted(paper.name, number, paper.bare, work):
        return
    content = paper.write(Issue(number, final=work.final))
    entry = PackEntry(
        paper.file(number), hashlib.sha256(content).hexdigest(), paper.name, work.period.name, beside.as_at, beside.settings,
        beside.program, beside.digests, number, FINAL if work.final else DRAFT, bare=paper.bare,
    )  # fmt: skip
    work.issued.keep(entry, content)
    work.done.packs.append(put(entry, content, work))
