"""Marks on cells that are to be mended or explained: fill, border, symbol and comment, never colour alone."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass, field

from trustkpi.excel.theme import ERROR, QUERY, STRIPES, UNSURE, WRONG, Style, symbolised
from validation.rules import ERROR as AN_ERROR

MOST_COMMENTS = 500  # more make a workbook slow to open: 5,000 take 6.6 s in LibreOffice
_WIDE, _DIGITS, _LINE = 320, 44, 17  # pixels, characters that fit in them with room to spare, pixels
Where = tuple[str, str, int]  # sheet title, column, rows below the first row for typing


@dataclass(frozen=True)
class Mark:
    """What is said at one cell."""

    severity: str
    says: tuple[str, ...]

    @property
    def comment(self) -> str:
        """The comment's text."""
        return "\n".join(self.says)

    @property
    def comment_look(self) -> dict[str, int]:
        """How XlsxWriter draws the comment: large enough for its text, since Excel cuts off what does not fit."""
        lines = sum(len(textwrap.wrap(text, _DIGITS)) or 1 for text in self.says)
        return {"width": _WIDE, "height": _LINE * (lines + 1), "font_size": 10}


@dataclass(frozen=True)
class Marks:
    """The marks of a workbook, and how far below the first row for typing each row of a sheet's frame stands."""

    cells: Mapping[Where, Mark] = field(default_factory=dict)
    offsets: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    def commented(self) -> set[Where]:
        """The cells that carry a comment: the first so many, errors before queries."""
        inked = sorted(self.cells, key=lambda where: (self.cells[where].severity != AN_ERROR, where))
        return set(inked[:MOST_COMMENTS])


def marked(style: Style, mark: Mark, *, blank: bool) -> Style:
    """The style of a marked cell; a blank one, which can show no symbol, is striped."""
    wrong = mark.severity == AN_ERROR
    number_format = symbolised(WRONG if wrong else UNSURE, style["num_format"])
    stripes = STRIPES if blank and wrong else {}
    # A number too wide for its column would show as #####, so it is drawn smaller.
    fits = {} if style.get("text_wrap") else {"shrink": True}
    return style | (ERROR if wrong else QUERY) | stripes | fits | {"num_format": number_format}
