"""What executives type into packs: commentary, action, owner and due, by what it is about, academy and period."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from trustkpi.page_cells import Entry


class Field(StrEnum):
    """The four things that are typed beside a figure."""

    COMMENTARY = "commentary"
    ACTION = "action"
    OWNER = "owner"
    DUE = "due"


@dataclass(frozen=True)
class Typed:
    """One cell that somebody changed, as it reads now; a blank text takes back what stood there."""

    kpi: str
    academy: str
    field: str
    text: str


@dataclass(frozen=True)
class Commented:
    """A pack that came back: its sha-256, its name, whose pack of which period it is, who saved it when, and what was typed.

    `who` is the workbook's last editor or "unknown", `when` the file's time, `content` the issue it was typed into.
    """

    digest: str
    file: str
    committee: str
    period: str
    content: str
    who: str
    when: datetime
    typed: tuple[Typed, ...] = ()


@dataclass(frozen=True)
class Comment:
    """What stands beside one KPI at one academy (blank: the trust) in one period, and who typed the last of it when."""

    kpi: str
    academy: str
    period: str
    commentary: str = ""
    action: str = ""
    owner: str = ""
    due: str = ""
    who: str = ""
    when: datetime | None = None

    def __bool__(self) -> bool:
        """Whether anything is said."""
        return any((self.commentary, self.action, self.owner, self.due))


_Subject = tuple[str, str]


@dataclass(frozen=True)
class Comments:
    """The comments that a pack shows: those of its own period to be typed on, and those of the period before."""

    now: Mapping[_Subject, Comment] = field(default_factory=dict)
    before: Mapping[_Subject, Comment] = field(default_factory=dict)

    def entry(self, kpi: str, academy: str, of: Field) -> Entry:
        """The cell to type in, with what was typed there so far."""
        return Entry(kpi, academy, of, getattr(self.of(kpi, academy), of))

    def of(self, kpi: str, academy: str = "") -> Comment:
        """What was typed for this period; blank where nothing was."""
        return self.now.get((kpi, academy), Comment(kpi, academy, ""))

    def last_time(self, kpi: str, academy: str = "") -> Comment:
        """What was typed for the period before; blank where nothing was."""
        return self.before.get((kpi, academy), Comment(kpi, academy, ""))


def comments(packs: Iterable[Commented], period: str, before: str) -> Comments:
    """The comments of two periods: of each field the text that was saved last, in whatever order the packs were read."""
    by_period: dict[str, dict[_Subject, Comment]] = {period: {}, before: {}}
    for pack in sorted(packs, key=lambda p: (p.when, p.digest)):
        said = by_period.get(pack.period, {})
        for cell in pack.typed:
            subject = (cell.kpi, cell.academy)
            old = said.get(subject, Comment(*subject, pack.period))
            said[subject] = replace(old, **{cell.field: cell.text}, who=pack.who, when=pack.when)
    return Comments(by_period[period], by_period[before])
