"""What a sheet says and a parser does not, so that no cell passes for a blank one that is none."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

import pyarrow as pa

from trustkpi.reading.door import DAMAGED, RefusedError
from trustkpi.reading.grid import FORMULA, NO_VALUE, number
from trustkpi.reading.sheet_xml import AT, IS_ERROR, IS_TEXT, PREFIX, UNNAMED_ERROR, SheetXml

_CELL = re.compile(rb"<" + PREFIX + rb"c(?=[\s>/])")
_FORMULA = re.compile(rb"<" + PREFIX + rb"f\b")
_SAYS = re.compile(rb"<" + PREFIX + rb"[vt](?:\s[^<>]*)?>\s*+[^<\s]")

Position = tuple[int, int]  # row and column, as in the parser's text


def lost(xml: SheetXml, text: pa.RecordBatch, first: int, known: Collection[Position]) -> Iterator[tuple[Position, str]]:
    """The mark of each cell that says something, of which the text has nothing and that is not `known`.

    `RefusedError` where such a cell has no address.
    """
    columns: dict[bytes, tuple[int, list[bool]]] = {}
    for about, formula in _telling(xml.xml[: xml.end]):
        at = AT.search(about)
        if at is None:
            raise RefusedError(DAMAGED)
        if at[1] not in columns:
            column = number(at[1].decode().upper()) - first
            columns[at[1]] = column, text.column(column).is_valid().to_pylist() if 0 <= column < text.num_columns else []
        row, (column, told) = int(at[2]) - 1, columns[at[1]]
        if not (row < len(told) and told[row]) and (row, column) not in known:
            yield (row, column), FORMULA if formula else NO_VALUE + UNNAMED_ERROR


def _telling(xml: bytes) -> Iterator[tuple[bytes, bool]]:
    """The attributes of each cell with a value, an error or a formula in it, and whether it is a formula."""
    for cell in _CELL.split(xml)[1:]:
        about, _, inside = cell.partition(b">")
        if about.endswith(b"/"):
            continue
        formula, says = bool(_FORMULA.search(inside)), bool(_SAYS.search(inside))
        gave_empty_text = formula and not says and IS_TEXT.search(about)
        if not gave_empty_text and (formula or says or IS_ERROR.search(about)):
            yield about, formula
