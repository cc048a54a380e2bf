"""A pack as it is printed: the tables that stand behind its pages, which nobody reads on paper, are hidden."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import replace

from trustkpi.pages import Band, Block, Cell, Data, Facts, Figure, Grid, Link, Pack, Page, Share, Trend

_STEPS = "▁▂▃▄▅▆▇█"
_CONTENTS = "contents"
_FACT, _EDGES = 110.0, 2.0  # characters beside a heading, and those that a cell's edges take
_Tables = Mapping[str, Data]


def printed(pack: Pack) -> Pack:
    """The pack with its data tables and the lists that are fine hidden, lines as steps, and links only to what is printed."""
    tables = {page.tab: block for page in pack.pages for block in page.blocks if isinstance(block, Data)}
    away = {*tables, *(page.tab for page in pack.pages if not page.in_print)}
    return replace(pack, pages=tuple(_page(page, tables, away) for page in pack.pages))


def _page(page: Page, tables: _Tables, away: Container[str]) -> Page:
    kept = [block for block in page.blocks if not isinstance(block, Grid) or block.in_print]
    blocks = tuple(_block(block, tables, away) for block in kept)
    return replace(page, blocks=blocks, hidden=page.tab in away)


def _block(block: Block, tables: _Tables, away: Container[str]) -> Block:
    match block:
        case Grid():
            kept = [row for row in block.rows if not (block.name == _CONTENTS and _leads_away(row, away))]
            across = [column.width for column in block.columns]
            rows = tuple(row if isinstance(row, Band) else _cells(row, across, tables, away) for row in kept)
            if block.more and block.more.to in away:
                more = f"{block.more.says}: in the workbook, on {block.more.to}."
                return replace(block, rows=rows, notes=(*block.notes, more), more=None)
            return replace(block, rows=rows)
        case Facts():
            return replace(block, lines=tuple((label, _cell(cell, _FACT, tables, away)) for label, cell in block.lines))
    return block


def _leads_away(row: tuple[Cell, ...] | Band, away: Container[str]) -> bool:
    return isinstance(row, tuple) and any(isinstance(cell, Link) and cell.to in away for cell in row)


def _cells(row: Sequence[Cell], across: Sequence[float], tables: _Tables, away: Container[str]) -> tuple[Cell, ...]:
    return tuple(_cell(cell, wide, tables, away) for cell, wide in zip(row, across, strict=True))


def _cell(cell: Cell, wide: float, tables: _Tables, away: Container[str]) -> Cell:
    match cell:
        # LibreOffice breaks no link, so one that may be longer than its column's line is left as words; a page's name is not.
        case Link() if cell.to in away or (cell.says != cell.to and len(cell.says) > wide - _EDGES and "://" not in cell.to):
            return cell.says
        case Trend():
            return steps(_values(cell, tables[cell.page]))
    return cell


def _values(trend: Trend, table: Data) -> list[float]:
    column = [c.heading for c in table.columns].index(trend.column)
    cells = (row[column] for row in table.rows[trend.first : trend.last + 1])
    return [cell.value for cell in cells if isinstance(cell, Figure | Share) and cell.value is not None]


def steps(values: Sequence[float]) -> str:
    """The values as steps of a line, the least the lowest and the greatest the highest: ▁▅█."""
    low, high = min(values, default=0.0), max(values, default=0.0)
    if high == low:
        return _STEPS[3] * len(values)
    return "".join(_STEPS[round((value - low) / (high - low) * (len(_STEPS) - 1))] for value in values)
