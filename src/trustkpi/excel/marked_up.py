"""Tables marked up as tables, so that a screen reader tells their headings and Excel their bounds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any


def mark_up(  # noqa: PLR0917  a table is where, how long, headed how
    page: Any, name: str, heading_row: int, last_row: int, headings: Sequence[str], look: Any, *, filtered: bool = False
) -> None:
    """Marks the cells from that heading row (counted from nought) to the last row as a table, and writes its headings."""
    columns = [{"header": text, "header_format": look} for text in headings]
    about = {"name": re.sub(r"\W", "_", name), "columns": columns, "style": None, "autofilter": filtered}
    page.add_table(heading_row, 0, last_row, len(headings) - 1, about)
