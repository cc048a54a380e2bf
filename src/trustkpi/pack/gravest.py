"""Concerns about one measure taken together, the gravest first, and those for which a page has no room counted by focus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from trustkpi.kpi import Kpi
from trustkpi.pack.concerns import Concern
from trustkpi.pack.results import PackContext
from trustkpi.pack.scorecard import code_of
from trustkpi.pack.told import Told
from trustkpi.packs import CommitteePack
from trustkpi.pages import Cell, Column, Grid, Link, Rag

_REST = (Column("Focus", 32, left=True), Column("Where", 36, left=True), Column("Red figures", 15), Column("Amber and worse", 11))
TRUST_WIDE = "Whole trust"


@dataclass(frozen=True)
class Alike:
    """The concerns about one measure, the reds first, the whole trust before academies."""

    kpi: Kpi
    concerns: tuple[Concern, ...]

    @property
    def first(self) -> Concern:
        """The one that the row shows in full."""
        return self.concerns[0]

    @property
    def academy(self) -> str:
        """Whom the row's entries are about: the one academy, else blank for the trust."""
        return self.academies[0] if len(self.concerns) == 1 and self.academies else ""

    @property
    def academies(self) -> list[str]:
        """The academies among them."""
        return [c.key.place for c in self.concerns if c.key.grain != "trust"]

    def count(self, rag: Rag) -> int:
        """How many figures of that colour it stands for."""
        return sum(c.rag is rag for c in self.concerns)


def gravest_first(committee: CommitteePack, told: Told) -> list[Alike]:
    """Reds before ambers; of each the headlines first, then what the law asks, then what is red most widely."""
    headlines = {k.name for k in told.headed}
    found: dict[str, list[Concern]] = {}
    for concern in told.concerns:
        found.setdefault(concern.key.kpi, []).append(concern)
    grouped = [Alike(told.results.kpis[name], tuple(alike)) for name, alike in found.items()]

    def gravity(alike: Alike) -> tuple[bool, bool, bool, bool, int]:
        trust_wide = alike.first.key.grain == "trust"
        first = (alike.kpi.name not in headlines, not committee.by_law(alike.kpi))
        return (alike.first.rag is not Rag.RED, *first, not trust_wide, -alike.count(alike.first.rag))

    return sorted(grouped, key=gravity)


def talked_about(rest: Sequence[Alike], context: PackContext) -> list[Alike]:
    """Those that somebody has written about already: their words stay in sight."""
    said = context.comments
    return [a for a in rest if any(said.of(a.kpi.name, academy) for academy in {a.academy, *a.academies})]


def place(concern: Concern) -> str:
    """The academy, or the trust as a whole."""
    return TRUST_WIDE if concern.key.grain == "trust" else concern.key.place


def counted(rest: Sequence[Alike], committee: CommitteePack, told: Told) -> Grid:
    """A row a focus: how many more are red, or amber and worse, and where; its page names them."""
    by_focus: dict[str, list[Alike]] = {}
    for alike in sorted(rest, key=lambda a: committee.order(code_of(a.kpi))):
        by_focus.setdefault(code_of(alike.kpi), []).append(alike)
    rows = tuple(_counted_row(committee.focus(code).title, told.tabs.get(code, ""), alike) for code, alike in by_focus.items())
    title = f"And {len(rest)} more measures, by focus: each page begins with what is red"
    return Grid(
        title, _REST, rows, ("How many figures are red or amber at each place: a measure may be so at several.",), name="rest"
    )


def _counted_row(title: str, tab: str, rest: Sequence[Alike]) -> tuple[Cell, ...]:
    places = Counter(place(c) for alike in rest for c in alike.concerns)
    where = ", ".join(f"{named} {n}" for named, n in places.items())
    red, amber = (sum(alike.count(rag) for alike in rest) for rag in (Rag.RED, Rag.AMBER))
    return (Link(title, tab) if tab else title, where, str(red), str(amber))
