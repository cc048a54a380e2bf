"""What may stand in a cell of a page: figures, ratings, links and what the workbook works out itself."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from trustkpi.shown import displayed

DASH = "\N{EN DASH}"


class Rag(StrEnum):
    """The four ratings; a grey one always says why."""

    GREEN = "Green"
    AMBER = "Amber"
    RED = "Red"
    GREY = "Grey"

    @property
    def words(self) -> str:
        """Symbol and word, so that the colour is never alone."""
        return _RATED[self]


_RATED = {Rag.GREEN: "✔ Green", Rag.AMBER: "! Amber", Rag.RED: "✖ Red", Rag.GREY: f"{DASH} No data"}

WITHHELD, NOT_AVAILABLE, NOT_APPLICABLE, NO_RETURN = "[c]", "[x]", "[z]", "no return"
SHORTHAND: Mapping[str, str] = {
    WITHHELD: "Withheld: the figure is about very few people, or would give another such figure away.",
    NOT_AVAILABLE: "Not available: there is no such figure, for example because nothing was sent or published for that period.",
    NOT_APPLICABLE: "Not applicable: a figure of this kind has no such part.",
    NO_RETURN: "The academy's return for this period has not been accepted, so nothing can be said of it: neither good nor bad.",
}


@dataclass(frozen=True)
class Spot:
    """A cell of a data table elsewhere in the pack: its page, its row in the table (0 is the first) and its column."""

    page: str
    row: int
    column: str


@dataclass(frozen=True)
class Figure:
    """A number and how it is written, or the shorthand that stands in its place (`mark`).

    `of` names the data cells it comes from: one that it repeats, or two of which the second is taken from the first.
    """

    value: float | None
    places: int = 0
    before: str = ""
    after: str = ""
    mark: str = ""
    signed: bool = False
    of: tuple[Spot, ...] = ()

    @property
    def text(self) -> str:
        """The number as people write it, rounded half up; its shorthand where there is none."""
        if self.value is None or self.mark:
            return self.mark or NOT_AVAILABLE
        number = displayed(self.value, self.places)
        sign = "-" if number < 0 else "+" if self.signed and number > 0 else ""
        return f"{sign}{self.before}{abs(number):,}{self.after}"


@dataclass(frozen=True)
class Rating:
    """A rating in symbol, word and fill; `figure` stands above it and what it rests on below.

    A grey one says in `word` what kind of nothing it is: withheld, no data, not rated. Without `rag` nothing was
    returned, which has a look of its own. `flat` ones stand on one line.
    """

    rag: Rag | None
    word: str = ""
    figure: Figure | None = None
    rests_on: str = ""
    flat: bool = False

    @property
    def text(self) -> str:
        """The figure, the rating and what it rests on, a line each."""
        rated = self.rag.words if self.rag else NO_RETURN
        if self.word:
            rated = f"{rated[0] if self.rag else DASH} {self.word}"
        told = (self.figure.text if self.figure else "", rated, self.rests_on)
        return ("  " if self.flat else "\n").join(part for part in told if part)


@dataclass(frozen=True)
class Link:
    """Words that lead to another page of the pack, there to the grid named `at` if any, or to an address."""

    says: str
    to: str
    at: str = ""


@dataclass(frozen=True)
class Total:
    """A number that the workbook adds up itself: the same column's cells in the rows from first to last of the table."""

    value: int
    first: int
    last: int


@dataclass(frozen=True)
class Share:
    """A number that the workbook works out itself: `per` times the row's numerator over its denominator."""

    value: float
    per: float
    places: int


@dataclass(frozen=True)
class Entry:
    """A cell for the executive to type in, with what was typed so far; the next run reads it back.

    `kpi` says what it is about: a KPI or a return by its name, or the committee's name for the pack as a whole. `academy` is
    blank for the trust; `field` is one of `comments.Field`. A key that stands twice in a pack is one and the same entry.
    """

    kpi: str
    academy: str
    field: str
    # Left out of its picture, so that what a pack says without what was typed into it can be told from the whole.
    text: str = dataclasses.field(default="", repr=False)


@dataclass(frozen=True)
class Trend:
    """A line drawn from the first to the last of a data table's rows, whose names are in `named`; `says` is it in figures."""

    page: str
    column: str
    first: int
    last: int
    says: str = ""
    named: str = "Period"


Cell = str | int | date | Figure | Rating | Link | Total | Share | Trend | Entry | None


def day(of: date) -> str:
    """A date as people write it: 31 March 2026."""
    return f"{of.day} {of:%B %Y}"
