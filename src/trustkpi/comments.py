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
    """One cell as somebody typed it: `digest` is the workbook's sha-256, `who` its last editor, `when` the file's time.

    `kpi` is a KPI's or a return's name, or the committee's for the pack as a whole; a blank text takes the earlier one back.
    """

    kpi: str
    academy: str
    period: str
    field: str
    text: str
    who: str
    when: datetime
    digest: str


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


def comments(typed: Iterable[Typed], period: str, before: str) -> Comments:
    """The comments of two periods: of each field the text that was typed last, in whatever order workbooks were read."""
    by_period: dict[str, dict[_Subject, Comment]] = {period: {}, before: {}}
    for cell in sorted(typed, key=lambda t: (t.when, t.digest, t.text)):
        if cell.period in by_period:
            said = by_period[cell.period].setdefault((cell.kpi, cell.academy), Comment(cell.kpi, cell.academy, cell.period))
            changed = replace(said, **{cell.field: cell.text}, who=cell.who, when=cell.when)
            by_period[cell.period][cell.kpi, cell.academy] = changed
    return Comments(by_period[period], by_period[before])
