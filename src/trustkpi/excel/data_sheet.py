"""A sheet that people type into: title, guidance, live state, headings, and columns that help and hold back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Any

from trustkpi.excel.columns import LINE, lines, look, need, validation, width
from trustkpi.excel.conditions import At, Condition, Kind
from trustkpi.excel.fill import Fill
from trustkpi.excel.last_time import SAYS, columns_kept
from trustkpi.excel.marked_up import mark_up
from trustkpi.excel.place import INTRO_ROW, STATE_ROW, TITLE_ROW, Place
from trustkpi.excel.printing import A4, FOOTER
from trustkpi.excel.rows import write_example
from trustkpi.excel.theme import (
    BOLD,
    HEADING,
    LINK,
    LIVE_BLANK,
    LIVE_ERROR,
    LIVE_QUERY,
    NEED,
    PLAIN,
    SECTION,
    SHEET_RULES,
    TITLE,
    Formats,
)
from trustkpi.worked import worked
from validation.model import Cell, Return, Sheet
from validation.rules import ERROR

_PAGE = 172  # digits that fit across a landscape A4 page at the scale below
_SAYS = 95  # digits that the line of where a sheet stands takes
_LONGEST_MARK = 255  # characters that Excel takes in the formula of a conditional format
_SCALE = 70  # per cent; below this, ten-point print is hard to read


def write_data_sheet(  # noqa: PLR0917  callers pass them in this order
    page: Any, formats: Formats, declared: Return, sheet: type[Sheet], place: Place, lists: Mapping[str, str], fill: Fill
) -> None:
    """All of the sheet but its rows, its state and its conditional formats."""
    cells, dtypes = sheet.cells(), sheet.dtypes()
    for name, about in cells.items():
        at = place.columns.index(name)
        page.set_column(at, at, width(about), formats(look(about)))
        allowed = validation(about, listed=lists.get(name, ""), whole=dtypes[name].is_integer())
        page.data_validation(place.first - 1, at, place.last - 1, at, allowed)
    _write_top(page, formats, f"{declared.title}: {sheet.facts().title}", fill.guidance(_intro(sheet, fill)), place)
    _write_headings(page, formats, sheet, place)
    page.freeze_panes(place.first - 1, 1 if place.columns[0] in sheet.facts().key else 0)
    page.protect("", SHEET_RULES)
    _set_up_print(page, sheet, place)


def _intro(sheet: type[Sheet], fill: Fill) -> str:
    told = sheet.facts().intro
    return f"{SAYS} {told}" if sheet.facts().title in fill.carried and columns_kept(sheet) else told


def _write_top(page: Any, formats: Formats, title: str, intro: str, place: Place) -> None:
    # Column formats unlock whole columns, so each cell above the rows for typing is locked again.
    for row in range(place.heading - 1):
        for at in range(len(place.columns)):
            page.write_blank(row, at, None, formats(PLAIN))
    page.write_string(TITLE_ROW - 1, 0, title, formats(TITLE))
    page.write_string(INTRO_ROW - 1, 0, intro, formats(PLAIN))
    page.set_row(TITLE_ROW - 1, 24)


def write_state(page: Any, formats: Formats, sheet: type[Sheet], formula: str, value: str) -> None:
    """The line that says, live, how many errors are left on the sheet, and takes people to the Checks sheet.

    It is said again where a further printed page begins and there is room for it, or it would be out of sight to the
    right: text runs on only beside its own column.
    """
    link = f'=HYPERLINK("#Checks!A1",{formula})'
    page.write_formula(STATE_ROW - 1, 0, link, formats(LINK, BOLD), value)
    for at in _said_again(*_widths_and_sections(sheet)):
        page.write_formula(STATE_ROW - 1, at, f"=$A${STATE_ROW}", formats(PLAIN, BOLD), value)


def _said_again(widths: list[float], sections: list[str]) -> list[int]:
    found: list[int] = []
    end = len(widths)
    for at in reversed(page_breaks(widths, sections)):
        if sum(widths[at:end]) >= _SAYS:
            found.insert(0, at)
            end = at
    return found if sum(widths[:end]) >= _SAYS else found[1:]


def _write_headings(page: Any, formats: Formats, sheet: type[Sheet], place: Place) -> None:
    cells = sheet.cells()
    if any(c.section for c in cells.values()):
        _write_sections(page, formats, list(cells.values()), place.heading - 4)
    for at, (name, about) in enumerate(cells.items()):
        page.write_string(place.heading - 3, at, need(about), formats(NEED))
        write_example(page, formats, (place.heading - 2, at), about, worked(sheet)[name])
    labels = [about.label for about in cells.values()]
    mark_up(page, f"rows_{sheet.facts().title}", place.heading - 1, place.last - 1, labels, formats(HEADING))
    tall = max(lines(about.label, width(about)) for about in cells.values())
    page.set_row(place.heading - 1, LINE * max(tall, 2) + 4)


def _write_sections(page: Any, formats: Formats, cells: Sequence[Cell], row: int) -> None:
    """Their names over the first of their columns; one that is too long for all of them wraps."""
    tall = 1
    for at, about in enumerate(cells):
        if at and about.section == cells[at - 1].section:
            page.write_blank(row, at, None, formats(SECTION))
            continue
        wide = sum(width(c) + 0.7 for c in _alike(cells[at:]))
        wraps = lines(about.section, int(wide)) > 1
        page.write_string(row, at, about.section, formats(SECTION, {"text_wrap": True} if wraps else {}))
        tall = max(tall, lines(about.section, width(about)) if wraps else 1)
    page.set_row(row, LINE * tall + 2)


def _alike(cells: Sequence[Cell]) -> Iterator[Cell]:
    """The columns from the first on that are of its section."""
    yield from takewhile(lambda c: c.section == cells[0].section, cells)


def write_live_marks(page: Any, formats: Formats, place: Place, found: list[Condition]) -> None:
    """Conditional formats that mark what is wrong as soon as it is typed; the Checks sheet says it in words."""
    for condition in found:
        at = place.columns.index(condition.column)
        formula = f"={condition.in_excel(At(place, place.first))}"
        if len(formula) > _LONGEST_MARK:
            continue
        style = LIVE_BLANK if condition.kind is Kind.BLANK else LIVE_ERROR if condition.severity == ERROR else LIVE_QUERY
        rule = {"type": "formula", "criteria": formula, "format": formats.live(style)}
        page.conditional_format(place.first - 1, at, place.last - 1, at, rule)


def _set_up_print(page: Any, sheet: type[Sheet], place: Place) -> None:
    """Landscape A4; one page wide where that can be read, else pages broken between sections.

    Seventy columns on one page would be print of two points: instead each page repeats the headings and the key.
    """
    page.set_landscape()
    page.set_paper(A4)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    page.set_footer(FOOTER)
    widths, sections = _widths_and_sections(sheet)
    page.repeat_rows(place.heading - (4 if any(sections) else 3), place.heading - 1)
    breaks = page_breaks(widths, sections)
    if not breaks:
        page.fit_to_pages(1, 0)
        return
    page.repeat_columns(0)
    page.set_print_scale(_SCALE)
    page.set_v_pagebreaks(breaks)


def _widths_and_sections(sheet: type[Sheet]) -> tuple[list[float], list[str]]:
    cells = sheet.cells().values()
    return [width(about) + 0.7 for about in cells], [about.section for about in cells]


def page_breaks(widths: list[float], sections: list[str]) -> list[int]:
    """The columns before which a page ends, each page as full as it goes, ended between sections where there is one."""
    breaks: list[int] = []
    start, used = 0, 0.0
    for at, wide in enumerate(widths):
        if used + wide > _PAGE:
            between = [i for i in range(start + 1, at + 1) if sections[i] != sections[i - 1]]
            start = between[-1] if between else at
            breaks.append(start)
            used = widths[0] + sum(widths[start:at])
        used += wide
    return breaks
