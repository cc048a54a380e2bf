"""The workbook that goes back to a school: what it sent, laid anew in a fresh template, with what to mend marked and listed."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from trustkpi.excel.columns import look
from trustkpi.excel.fill import Fill
from trustkpi.excel.front import Front
from trustkpi.excel.marks import Marks, marked
from trustkpi.excel.readdressed import marks_of, readdressed
from trustkpi.excel.relaid import Relaid, relaid
from trustkpi.excel.template import new_workbook, write_sheets
from trustkpi.excel.theme import INPUT, Formats
from trustkpi.excel.to_explain import to_explain
from trustkpi.excel.to_mend import TAB, Page, write_to_mend
from trustkpi.excel.uses_page import Uses
from trustkpi.facts import Reading, TrustKpiError
from trustkpi.seal import SEAL, UNSEALED, sealed
from validation.cover import COVER, COVER_TITLE
from validation.periods import period


def write_corrections(reading: Reading, to: Path | BinaryIO, *, trust: str = "", uses: Uses | None = None) -> None:
    """The corrections workbook of a checked return in that place; mended and sent again, it is read as the return.

    `uses` says what each column feeds, and so why a fault in it matters. The workbook is sealed, see `trustkpi.seal`.

    It holds every value that was sent, personal ones included, and is for the school alone. `TrustKpiError` for a file
    that is none of our returns, of which nothing can be laid anew.
    """
    declared = reading.declared
    if declared is None:
        raise TrustKpiError(reading.refused or "This file is not one of the returns, so nothing can be marked in it.")
    sent = relaid(reading, declared.sheets)
    cover = reading.cover
    known: dict[str, Any] = {
        "academy": cover.academy, "period": period(cover.period) if cover.period else None, "as_at": cover.as_at,
        "completed_by": cover.completed_by, "declared_by": cover.declared_by, "declared_on": cover.declared_on,
        "trust": trust, "uses": uses or {},
    }  # fmt: skip
    front = Front(declared, Fill(**known))
    found = readdressed(reading, declared, sent, front)
    explain = to_explain(found, reading.explanations, sent)
    fill = Fill(**known, rows=_rows(sent), typed=_typed(sent), explanations=explain.frame)
    marks = Marks(marks_of(found), {title: one.offsets for title, one in sent.items()})
    made = io.BytesIO()
    with new_workbook(declared, made, fill) as book:
        book.set_custom_property(SEAL, UNSEALED)
        formats = Formats(book)
        page = book.add_worksheet(TAB)
        write_sheets(book, formats, declared, fill, marks)
        _mark_cover(book.get_worksheet_by_name(COVER_TITLE), formats, front, marks)
        write_to_mend(page, formats, Page(declared, fill, found, explain, len(marks.cells), reading.skipped))
    content = sealed(made.getvalue())
    if isinstance(to, Path):
        to.write_bytes(content)
    else:
        to.write(content)


def _rows(sent: Mapping[str, Relaid]) -> dict[str, Any]:
    return {title: one.frame for title, one in sent.items()}


def _typed(sent: Mapping[str, Relaid]) -> dict[tuple[str, str, int], str]:
    return {where: text for one in sent.values() for where, text in one.typed().items()}


def _mark_cover(page: Any, formats: Formats, front: Front, marks: Marks) -> None:
    """The marked lines of the cover, written over what stands there."""
    lines = {line.field: line.value for line in front.lines() if line.field}
    commented = marks.commented()
    for where, mark in marks.cells.items():
        title, field, _ = where
        if title == COVER_TITLE:
            at, value = front.cell(field).rpartition("!")[2].replace("$", ""), lines[field]
            style = marked(INPUT | look(COVER[field]) | {"align": "left"}, mark, blank=not value)
            _write_over(page, at, value, formats(style))
            if where in commented:
                page.write_comment(at, mark.comment, mark.comment_look)


def _write_over(page: Any, at: str, value: str | date | None, cell_format: Any) -> None:
    if isinstance(value, date):
        page.write_datetime(at, value, cell_format)
    elif value:
        page.write_string(at, value, cell_format)
    else:
        page.write_blank(at, None, cell_format)
