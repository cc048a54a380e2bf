"""Findings with the cells that they have in the corrections workbook, and the cells there that are to be marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from trustkpi.excel.front import Front
from trustkpi.excel.marks import Mark, Where
from trustkpi.excel.place import place_of
from trustkpi.excel.relaid import Relaid
from trustkpi.facts import Reading
from validation.cover import COVER, COVER_TITLE
from validation.findings import Finding, in_order, ranges
from validation.model import Return, Sheet
from validation.rules import ERROR

_FILL_COVER = "Fill in the Cover of this workbook: whose return it is, of which period, and who declares it right, and when."
_IS_HERE = "The column is in this workbook: fill it in, in every row."
_FIRST_OF_TWO = "This workbook holds the first of them: check that it is the one that is meant."
_SHEET_IS_HERE = "The sheet is in this workbook: fill it in, or copy your rows into it as values."
_LONGEST = 400  # characters; what was typed can be far longer, and is in its cell


@dataclass(frozen=True)
class ToMend:
    """A finding whose sheet and cell are those of the corrections workbook, and the cells there that it marks.

    A query about something that the workbook now has room for is `mended`, not explained.
    """

    finding: Finding
    marks: tuple[Where, ...] = ()
    mended: bool = False


def readdressed(reading: Reading, declared: Return, sent: Mapping[str, Relaid], front: Front) -> list[ToMend]:
    """Every finding, errors before queries, in the order of the workbook's sheets and cells."""
    found = {one.finding: one for one in (_cut(_one(f, declared, sent, front)) for f in in_order(reading.findings))}
    order = {title: i for i, title in enumerate((COVER_TITLE, *(s.facts().title for s in declared.sheets)))}
    return [found[f] for f in sorted(in_order(found), key=lambda f: (f.severity != ERROR, order.get(f.sheet, len(order))))]


def _one(finding: Finding, declared: Return, sent: Mapping[str, Relaid], front: Front) -> ToMend:
    tabs = {one.table.layout.tab: one for one in sent.values()}
    if finding.sheet in tabs:
        return _in_sheet(finding, tabs[finding.sheet])
    missing = declared.sheet(finding.sheet)
    return _of_missing(finding, missing) if missing else _on_cover(finding, front)


def _in_sheet(finding: Finding, sent: Relaid) -> ToMend:
    cells = sent.cells_now(finding.cell)
    if cells:
        return _at(finding, sent, cells)
    by_label = {about.label: name for name, about in sent.sheet.cells().items()}
    column = by_label.get(finding.label, "")
    if column and sent.at_heading(finding.cell):
        return _of_column(finding, sent, column)
    at = sent.place.cell(column, sent.place.heading) if column else ""
    return ToMend(replace(finding, sheet=sent.title, cell=at))


def _of_column(finding: Finding, sent: Relaid, column: str) -> ToMend:
    """A heading was missing or stood over two columns; the workbook that goes back has it, once."""
    about = sent.sheet.cells()[column]
    if column in sent.table.layout.letters:
        at = sent.place.cell(column, sent.place.heading)
        return ToMend(replace(finding, sheet=sent.title, cell=at, do=_FIRST_OF_TWO))
    if about.required:
        return _at(replace(finding, do=_IS_HERE), sent, {column: list(sent.offsets) or [0]})
    return ToMend(replace(finding, sheet=sent.title, cell=sent.place.cell(column, sent.place.heading)))


def _at(finding: Finding, sent: Relaid, cells: Mapping[str, list[int]]) -> ToMend:
    place = sent.place
    areas = [ranges(place.letter(column), [place.first + o for o in offsets]) for column, offsets in cells.items()]
    marks = tuple((sent.title, column, offset) for column, offsets in cells.items() for offset in offsets)
    return ToMend(replace(finding, sheet=sent.title, cell=", ".join(areas)), marks)


def _of_missing(finding: Finding, sheet: type[Sheet]) -> ToMend:
    place = place_of(sheet)
    return ToMend(replace(finding, cell=place.cell(place.columns[0], place.first), do=_SHEET_IS_HERE))


def _on_cover(finding: Finding, front: Front) -> ToMend:
    if front.settings:
        return ToMend(replace(finding, sheet=COVER_TITLE, cell=""))
    fields = {about.label: field for field, about in COVER.items()}
    field = fields.get(finding.label, "academy")
    without = not finding.sheet  # an export has no cover of its own
    at = front.cell(field).rpartition("!")[2].replace("$", "")
    marks = ((COVER_TITLE, field, 0),) if field != "stamp" else ()
    return ToMend(replace(finding, sheet=COVER_TITLE, cell=at, do=_FILL_COVER if without else finding.do), marks, mended=without)


def _cut(one: ToMend) -> ToMend:
    says = one.finding.says
    return one if len(says) <= _LONGEST else replace(one, finding=replace(one.finding, says=f"{says[: _LONGEST - 3]}..."))


def marks_of(found: Iterable[ToMend]) -> dict[Where, Mark]:
    """One mark for each cell, with all that is said of it; where an error and a query meet, it is an error."""
    said: dict[Where, list[Finding]] = {}
    for one in found:
        for where in one.marks:
            said.setdefault(where, []).append(one.finding)
    return {where: Mark(at[0].severity, tuple(in_words(f) for f in at)) for where, at in said.items()}


def in_words(finding: Finding) -> str:
    """The finding as the comment on its cell says it."""
    word = "Error" if finding.severity == ERROR else "Query"
    return f"{word}: {finding.label} {finding.says}. {finding.do}"
