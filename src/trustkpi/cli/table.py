"""Tables for people: drawn on a terminal, plain and complete when piped."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from trustkpi.cli.app import say

_WIDE = 8  # columns; more of them on a narrow terminal are read better one under the other


def show(headings: Sequence[str], rows: Sequence[Sequence[str]], *, title: str = "") -> None:
    """Write a table: by rich on a terminal, else in columns of their full width."""
    if sys.stdout.isatty():
        _draw(headings, rows, title)
        return
    if title:
        say(title)
    widths = [max(len(row[i]) for row in (headings, *rows)) for i in range(len(headings))]
    for row in (headings, *rows):
        say("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip())


def lines(found: Sequence[tuple[str, str]]) -> None:
    """Write headings with what they say, one under the other."""
    width = max((len(heading) for heading, _ in found), default=0) + 2
    for heading, says in found:
        say(f"{heading:<{width}}{says}".rstrip())


def _draw(headings: Sequence[str], rows: Sequence[Sequence[str]], title: str) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    if title:
        console.print(Text(title, style="bold"))
    if len(headings) > _WIDE and console.width < _least(headings, rows):
        _one_by_one(headings, rows)
        return
    table = Table()
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*(Text(text) for text in row))  # text, never markup: [c] is a figure
    console.print(table)


def _least(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    """The width in which no word of any column is broken."""
    words = [[word for row in (headings, *rows) for word in row[i].split()] for i in range(len(headings))]
    return sum(max(map(len, column), default=0) + 3 for column in words) + 1


def _one_by_one(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    for row in rows:
        lines([(heading, text) for heading, text in zip(headings, row, strict=True) if text])
        say()
