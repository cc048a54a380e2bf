"""Rows written into a data sheet as a person would have typed them, with their marks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import polars as pl

from trustkpi.excel.columns import height, look, width, wraps
from trustkpi.excel.fill import Fill
from trustkpi.excel.marks import Mark, Marks, marked
from trustkpi.excel.place import Place
from trustkpi.excel.theme import NEED, Formats, symbolised
from validation.model import Cell, Sheet


def rows_of(sheet: type[Sheet], fill: Fill) -> pl.DataFrame:
    """The rows that the sheet is filled with: those given by the caller, else those that it is declared with."""
    title = sheet.facts().title
    if title == "Explanations" and fill.explanations is not None:
        return fill.explanations
    if title in fill.rows:
        return fill.rows[title]
    return pl.DataFrame(list(sheet.facts().given_rows), schema=sheet.dtypes(), orient="row")


def offsets_of(sheet: type[Sheet], frame: pl.DataFrame, marks: Marks) -> tuple[int, ...]:
    """How far below the first row for typing each row stands: one under the other, if nothing else is asked."""
    return marks.offsets.get(sheet.facts().title, tuple(range(frame.height)))


def write_rows(  # noqa: PLR0917  callers pass them in this order
    page: Any, formats: Formats, sheet: type[Sheet], place: Place, fill: Fill, marks: Marks
) -> None:
    """Every value and every mark of the sheet."""
    title, frame = sheet.facts().title, rows_of(sheet, fill)
    offsets = offsets_of(sheet, frame, marks)
    written = set()
    for name, about in sheet.cells().items():
        style, plain = look(about), formats(look(about))
        column = place.columns.index(name)
        for i, value in _typed_values(frame, name, about, fill, title):
            mark = marks.cells.get((title, name, offsets[i]))
            written.add((title, name, offsets[i]))
            cell_format = formats(marked(style, mark, blank=False)) if mark else plain
            write_value(page, (place.first - 1 + offsets[i], column), value, cell_format)
    _make_room(page, sheet, place, frame, offsets)
    _mark_blanks(page, formats, sheet, place, {w: m for w, m in marks.cells.items() if w[0] == title and w not in written})
    for where in sorted(marks.commented()):
        if where[0] == title:
            row, column = place.first - 1 + where[2], place.columns.index(where[1])
            page.write_comment(row, column, marks.cells[where].comment, marks.cells[where].comment_look)


def _make_room(page: Any, sheet: type[Sheet], place: Place, frame: pl.DataFrame, offsets: tuple[int, ...]) -> None:
    """Rows tall enough for sentences that go on over several lines."""
    wide = {name: width(about) for name, about in sheet.cells().items() if wraps(about) and name in frame.columns}
    for i, texts in enumerate(frame.select(*wide).rows()):
        tall = height((text or "", digits) for text, digits in zip(texts, wide.values(), strict=True)) if texts else 0
        if tall > height([("", 1)]):
            page.set_row(place.first - 1 + offsets[i], tall)


def _typed_values(frame: pl.DataFrame, name: str, about: Cell, fill: Fill, title: str) -> Iterator[tuple[int, Any]]:
    values = frame[name].to_list() if name in frame.columns else [None] * frame.height
    for i, value in enumerate(values):
        raw = fill.typed.get((title, name, i))
        if raw is not None:
            yield i, raw
        # What a blank stands for is left blank: dozens of noughts a row hide the figures that say something.
        elif value is not None and (about.blank_means is None or as_typed(about, value) != about.blank_means):
            yield i, as_typed(about, value)


def write_example(page: Any, formats: Formats, at: tuple[int, int], about: Cell, value: Any) -> None:
    """A value of the worked example, which says that it is one."""
    if value is None:
        page.write_string(*at, "e.g. blank", formats(NEED))
        return
    style = NEED | {"align": "left", "num_format": symbolised("e.g.", about.unit.number_format), "shrink": True}
    write_value(page, at, as_typed(about, value), formats(style))


def as_typed(about: Cell, value: Any) -> Any:
    """A reader's value as a person types it: Yes or No for a boolean, pounds for pence."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, (int, float)) and about.unit.scale != 1:
        return value / about.unit.scale
    return value


def write_value(page: Any, at: tuple[int, int], value: Any, cell_format: Any) -> None:
    """A value as its own kind of cell."""
    if isinstance(value, str):
        page.write_string(*at, value, cell_format)
    elif isinstance(value, date):
        page.write_datetime(*at, value, cell_format)
    else:
        page.write_number(*at, value, cell_format)


def _mark_blanks(page: Any, formats: Formats, sheet: type[Sheet], place: Place, blanks: dict[tuple[str, str, int], Mark]) -> None:
    for (_, name, offset), mark in blanks.items():
        style = marked(look(sheet.cells()[name]), mark, blank=True)
        page.write_blank(place.first - 1 + offset, place.columns.index(name), None, formats(style))
