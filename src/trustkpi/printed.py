"""A pack as it is printed: the tables that stand behind its pages, which nobody reads on paper, are hidden."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from trustkpi.pages import Band, Block, Cell, Data, Facts, Figure, Grid, Link, Pack, Page, Share, Trend

_STEPS = "▁▂▃▄▅▆▇█"
_CONTENTS = "contents"
_Tables = Mapping[str, Data]


def printed(pack: Pack) -> Pack:
    """The pack with its data tables hidden, lines drawn small as steps, and links only to what is printed."""
    tables = {page.tab: block for page in pack.pages for block in page.blocks if isinstance(block, Data)}
    return replace(pack, pages=tuple(_page(page, tables) for page in pack.pages))


def _page(page: Page, tables: _Tables) -> Page:
    blocks = tuple(_block(block, tables) for block in page.blocks)
    return replace(page, blocks=blocks, hidden=page.tab in tables)


def _block(block: Block, tables: _Tables) -> Block:
    match block:
        case Grid():
            kept = [row for row in block.rows if not (block.name == _CONTENTS and _leads_away(row, tables))]
            rows = tuple(row if isinstance(row, Band) else _cells(row, tables) for row in kept)
            if block.more and block.more.to in tables:
                more = f"{block.more.says}: in the workbook, on {block.more.to}."
                return replace(block, rows=rows, notes=(*block.notes, more), more=None)
            return replace(block, rows=rows)
        case Facts():
            return replace(block, lines=tuple((label, _cell(cell, tables)) for label, cell in block.lines))
    return block


def _leads_away(row: tuple[Cell, ...] | Band, tables: _Tables) -> bool:
    return isinstance(row, tuple) and any(isinstance(cell, Link) and cell.to in tables for cell in row)


def _cells(row: Sequence[Cell], tables: _Tables) -> tuple[Cell, ...]:
    return tuple(_cell(cell, tables) for cell in row)


def _cell(cell: Cell, tables: _Tables) -> Cell:
    match cell:
        case Link() if cell.to in tables:
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
