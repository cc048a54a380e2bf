"""What each cell of a finished page is a figure of, by its headings: which measure, of whom, where, and of which period."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tests.attack.finished import Cell, Value, Workbook
from trustkpi.kpi import Kpi
from validation.periods import period

VALUE, PEOPLE = "value", "people"
LAST_ISSUE = "last issue"  # the same period as it was issued before
LESS, SHARE, REST = "less", "share", "rest"  # the first less the second, the first as a share of it, and what is left of 100
# Columns that hold words, or what others have set or published.
_NO_FIGURE = re.compile(
    r"Target|National|National is of|Title|Unit|Phase|Commentary|Action|Owner|Due|The executive's commentary"
    r"|What the national figure is|Middle trust.*|Half of trusts.*|Breakdown|Group|Who is counted|Period|KPI|Level|Place"
)
# The first headings of grids that count figures, lead to pages, or tell of returns.
_OF_NO_FIGURE = ("Focus", "Page", "Return")


@dataclass(frozen=True)
class At:
    """A figure: the words by which results are told apart, its period, and which of its numbers."""

    kpi: str
    population: str
    grain: str
    place: str
    breakdown: str = ""
    group: str = ""
    period: str = ""
    part: str = VALUE


@dataclass(frozen=True)
class Printed:
    """What a cell says of a figure, or of what is made of two."""

    cell: Cell
    of: tuple[At, ...]
    says: Value
    made: str = ""


@dataclass(frozen=True)
class Known:
    """What the pages' words stand for: measures by title, academies, periods by their short names, and the pack's own."""

    kpis: Mapping[str, Kpi]
    academies: tuple[str, ...]
    periods: Mapping[str, str]
    now: str

    def kpi(self, title: Value) -> Kpi | None:
        """The measure of that title."""
        return next((k for k in self.kpis.values() if k.title == title), None)

    @property
    def last_year(self) -> str:
        """The same stretch of the year before."""
        return period(self.now).a_year_before().name


def whole(kpi: Kpi, place: str, known: Known, *, beside: bool = False) -> At:
    """A measure's whole figure of the academy, or of the trust where no academy is of that name."""
    population = kpi.beside if beside else kpi.over
    grain = "academy" if place in known.academies else "trust"
    return At(kpi.name, population.name if population else "", grain, place if grain == "academy" else "Trust", period=known.now)


@dataclass(frozen=True)
class Line:
    """A row of a grid: its cells by heading, the page's place, the measure whose grid it is, and the headings in order."""

    row: Mapping[str, Value]
    headings: tuple[str, ...]
    place: str
    lead: Kpi | None
    known: Known


Found = tuple[tuple[At, ...], str] | None
Reader = Callable[[Line, int], Found]


@dataclass(frozen=True)
class Words:
    """A cell that is read as a sentence, with what else stands in its row; alone in it, with the title that it stands under."""

    cell: Cell
    beside: str


def printed(
    book: Workbook, known: Known, readers: Callable[[tuple[str, ...]], Reader | None]
) -> tuple[list[Printed], list[Words]]:
    """The figures of a workbook's pages, and all other cells but those whose column holds none."""
    figures: list[Printed] = []
    words: list[Words] = []
    for tab, rows in book.sheets.items():
        headings: dict[int, str] = {}
        above, under, lead, place = "", "", None, tab if tab in known.academies else "Trust"
        for row in rows:
            if not row:
                headings, under = {}, ""
            elif len(row) == 1 and row[0].column == 1:
                above = str(row[0].value)
                under = under or above
                words.append(Words(row[0], under))
            elif not headings:
                headings = {c.column: str(c.value) for c in row}
                lead = known.kpi(above.partition(": how far apart")[0])
            elif [str(c.value) for c in row] != [*headings.values()]:  # else they are repeated on a printed page
                names = tuple(headings.values())
                line = Line({headings.get(c.column, ""): c.value for c in reversed(row)}, names, place, lead, known)
                found, rest = _row(row, line, headings, readers(names))
                figures += found
                words += [] if names[0] in _OF_NO_FIGURE else rest
                lead = known.kpi(row[0].value) or lead
    return figures, words


def _row(
    row: Sequence[Cell], line: Line, headings: Mapping[int, str], reader: Reader | None
) -> tuple[list[Printed], list[Words]]:
    figures, words = [], []
    beside = " | ".join(str(c.value) for c in row if isinstance(c.value, str))
    for cell in row:
        heading = headings.get(cell.column, "")
        found = reader(line, [*headings].index(cell.column)) if reader and heading else None
        if found is not None:
            figures.append(Printed(cell, found[0], cell.value, found[1]))
        elif not _NO_FIGURE.fullmatch(heading):
            words.append(Words(cell, beside))
    return figures, words


def of_a_kind(headings: tuple[str, ...]) -> Reader | None:
    """How a committee's grids and data tables are read."""
    if {"KPI", "Level"} <= {*headings}:
        return _of_table
    if {"Then", "Now"} <= {*headings}:
        return _of_change
    if headings[0] == "Groups compared":
        return _of_gap
    if headings[0] == "Measure" and {"Trust", "Number counted"} & {*headings} | {h for h in headings if h.endswith(")")}:
        return _of_measure
    return None


def _of_measure(line: Line, column: int) -> Found:
    """Grids with a row a measure: the scorecard, heatmap, the academies' and the focuses' pages."""
    title, heading = str(line.row["Measure"]), line.headings[column]
    beside = title.startswith("   on the ")
    kpi = line.lead if beside else line.known.kpi(title)
    if kpi is None:
        return None
    there = re.sub(r" \([a-z ]+\)$", "", heading)
    if there in {*line.known.academies, "Trust"}:
        return (whole(kpi, there, line.known, beside=beside),), ""
    return _column(whole(kpi, line.place, line.known, beside=beside), heading, line.known)


def _of_change(line: Line, column: int) -> Found:
    """A figure that was restated, as it was issued before and as it is."""
    kpi, heading = line.known.kpi(line.row["Measure"]), line.headings[column]
    if kpi is None or heading not in {"Then", "Now"}:
        return None
    place, _, population = str(line.row["Where"]).partition(": ")
    at = whole(kpi, place, line.known, beside=bool(population))
    at = at if place in {*line.known.academies, "Trust"} else replace(at, grain="phase", place=place)
    return (replace(at, period=LAST_ISSUE) if heading == "Then" else at,), ""


def _column(at: At, heading: str, known: Known) -> Found:
    named, _, rest = heading.partition(": ")
    if named in {"Last period", "A year before", "Gap a year before"}:
        return (replace(at, period=known.periods.get(rest, rest)),), ""
    return ((replace(at, part=PEOPLE),), "") if heading == "Number counted" else None


def _of_gap(line: Line, column: int) -> Found:
    """How far two groups stand apart, across the trust and at each academy."""
    said, heading = re.match(r"(.+): (.+) above (.+)$", str(line.row["Groups compared"])), line.headings[column]
    if not said or line.lead is None:
        return None
    breakdown = next(b for b in line.lead.breakdowns if b.title == said[1])
    place = heading if heading in line.known.academies else "Trust"
    pair = [
        replace(
            whole(line.lead, place, line.known), breakdown="" if g == "all" else breakdown.name, group="" if g == "all" else g
        )
        for g in (said[2], said[3])
    ]
    if heading in {"The higher", "The lower"}:
        return (pair[heading == "The lower"],), ""
    if heading.startswith("Number in the "):
        return (replace(pair[heading.endswith("lower")], part=PEOPLE),), ""
    if heading.startswith("Gap, ") or place != "Trust":
        return (pair[0], pair[1]), LESS
    both = [_column(at, heading, line.known) for at in pair]
    return (tuple(at for one in both if one for at in one[0]), LESS) if all(both) else None


_PARTS = {"Value": VALUE, "People": PEOPLE, "Numerator": "numerator", "Denominator": "denominator"}


def _of_table(line: Line, column: int) -> Found:
    """Data tables: the figures behind the pages, the scorecard's, and the trends'."""
    row, known, heading = line.row, line.known, line.headings[column]
    kpi, grain = known.kpis[str(row["KPI"])], str(row["Level"]).lower()
    at = replace(whole(kpi, "Trust", known), grain=grain, place="Trust" if grain == "trust" else str(row["Place"]))
    if "Breakdown" in row:
        titles = {b.title: b.name for b in kpi.breakdowns} | {"All": ""}
        population = next((p.name for p in (kpi.over, kpi.beside) if p and p.title == row["Who is counted"]), "")
        group = "" if row["Group"] == "All" else str(row["Group"])
        at = replace(at, population=population, breakdown=titles.get(str(row["Breakdown"]), str(row["Breakdown"])), group=group)
    elif "Period" in row:
        at = replace(at, period=known.periods[str(row["Period"])])
    if heading in {"Last period", "Same period last year"}:
        then = period(known.now)
        return (replace(at, period=(then.before() if heading == "Last period" else then.a_year_before()).name),), ""
    return ((replace(at, part=_PARTS[heading]),), "") if heading in _PARTS else None


def trends(figures: Sequence[Printed], words: Sequence[Words], known: Known) -> Iterator[tuple[Words, list[str]]]:
    """Each trend in figures with the values, oldest first, that the data table of trends has of it."""
    drawn: dict[tuple[str, str], list[Printed]] = {}
    for one in figures:
        if one.cell.sheet == "Trend data":
            drawn.setdefault((one.of[0].kpi, one.of[0].place), []).append(one)
    for said in words:
        if re.fullmatch(r"(-?[\d.,]+|\[[cx]\])(, (-?[\d.,]+|\[[cx]\]))+", str(said.cell.value)):
            kpi = known.kpi(said.beside.partition(" | ")[0])
            place = said.cell.sheet if said.cell.sheet in known.academies else "Trust"
            if kpi:
                yield said, [str(p.says) for p in drawn[kpi.name, place]]
