"""Where a sheet's headings stand in a tab: in any order, with any others between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from itertools import islice

from trustkpi.reading.grid import Grid, plain
from validation.findings import Finding, Layout
from validation.model import Sheet

LOOKED_THROUGH = 30  # rows
ALIKE = 0.75  # of 1, how like a heading must be to be taken for a slip of the pen; product default
TELLING = 0.2  # the share of required headings that makes a row one of headings and not of data; product default


@dataclass(frozen=True)
class Headings:
    """The heading row (0 is row 1), the position of each column found, and the positions of those found again."""

    at: int
    columns: Mapping[str, int]
    again: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    def share(self, sheet: type[Sheet]) -> float:
        """The part of the sheet's required columns that are there."""
        needed = required(sheet)
        return len(needed & self.columns.keys()) / len(needed) if needed else float(bool(self.columns))

    def layout(self, grid: Grid) -> Layout:
        """The same as people see it: Excel's row number and letters."""
        return Layout(grid.tab, self.at + 1, {name: grid.letter(at) for name, at in self.columns.items()})


def headings(sheet: type[Sheet], grid: Grid) -> Headings:
    """The row among the first thirty that holds most of the sheet's headings; none where too few are there to tell."""
    known = _known(sheet)
    best, all_of_them = Headings(0, {}), len(sheet.cells())
    for at, said in enumerate(grid.titled(LOOKED_THROUGH)):
        if len(best.columns) == all_of_them:
            break
        found: dict[str, list[int]] = {}
        for text in said.keys() & known.keys():
            found.setdefault(known[text], []).extend(said[text])
        if len(found) > len(best.columns):
            places = {name: sorted(there) for name, there in sorted(found.items(), key=lambda pair: min(pair[1]))}
            again = {name: tuple(there[1:]) for name, there in places.items() if len(there) > 1}
            best = Headings(at, {name: there[0] for name, there in places.items()}, again)
    return best if best.share(sheet) >= TELLING else Headings(0, {})


@cache
def _known(sheet: type[Sheet]) -> dict[str, str]:
    return {plain(heading): name for name, about in sheet.cells().items() for heading in about.names()}


@cache
def required(sheet: type[Sheet]) -> frozenset[str]:
    """The columns that a tab must have."""
    return frozenset(name for name, about in sheet.cells().items() if about.required)


def _near(sheet: type[Sheet], grid: Grid, found: Headings) -> dict[str, int]:
    """The required columns that are missing to the position of a heading much like theirs, which is no other column's."""
    said = next(islice(grid.titled(LOOKED_THROUGH), found.at, None), {})
    known = _known(sheet)
    free = {text: places[0] for text, places in said.items() if text not in known}
    near = {}
    for name in sorted(required(sheet) - found.columns.keys()):
        for heading in map(plain, sheet.cells()[name].names()):
            alike = get_close_matches(heading, free, n=1, cutoff=ALIKE)
            if alike and name not in near:
                near[name] = free.pop(alike[0])
    return near


def faults(sheet: type[Sheet], grid: Grid, found: Headings) -> list[Finding]:
    """A finding for each required column that is missing and each heading that is given twice."""
    first = grid.letter(min(found.columns.values(), default=0))
    cells = sheet.cells()
    if not found.columns:
        first_labels = ", ".join(about.label for about in list(cells.values())[:4])
        return [
            Finding(
                grid.tab, "A1", "Headings", f"are missing: none of the first {LOOKED_THROUGH} rows holds them",
                f"Put back the heading row ({first_labels} and so on), or copy your rows into a fresh template.",
            )
        ]  # fmt: skip
    row = found.at + 1
    near = _near(sheet, grid, found)
    missing = [
        Finding(grid.tab, f"{grid.letter(near[name])}{row}", about.label, "is missing: the heading here is only like it",
                f"Head the column {about.label}, as the template does, if that is what it holds.")
        if name in near else
        Finding(grid.tab, f"{first}{row}", about.label, "is missing: no column has this heading",
                f"Put the column back and head it {about.label}.")
        for name, about in cells.items()
        if name in required(sheet) - found.columns.keys()
    ]  # fmt: skip
    twice = [
        Finding(grid.tab, f"{grid.letter(at)}{row}", cells[name].label,
                f"is the heading of more than one column ({grid.letter(found.columns[name])} has it too)",
                "Delete the column that is not meant, or change its heading.")
        for name, places in found.again.items()
        for at in places
    ]  # fmt: skip
    return missing + twice
