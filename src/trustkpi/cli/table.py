"""Tables for people: drawn on a terminal, plain and complete when piped."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from trustkpi.cli.app import say


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

    table = Table(title=title or None, title_justify="left")
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*(Text(text) for text in row))  # text, never markup: [c] is a figure
    Console().print(table)
