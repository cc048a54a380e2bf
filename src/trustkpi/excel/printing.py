"""How sheets that are read rather than typed into come out of a printer."""

from __future__ import annotations

from typing import Any

A4 = 9
FOOTER = "&L&F: &A&RPage &P of &N"


def one_page_wide(page: Any, *, landscape: bool = True, repeat: tuple[int, int] | None = None, pages: int = 0) -> None:
    """A4, as many pages long as it takes or as are given, with the rows that every page repeats (counted from nought)."""
    page.set_paper(A4)
    if landscape:
        page.set_landscape()
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    page.set_footer(FOOTER)
    page.fit_to_pages(1, pages)
    if repeat:
        page.repeat_rows(*repeat)
