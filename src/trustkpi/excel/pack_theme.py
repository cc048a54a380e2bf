"""The look of a pack: one palette, one hand, and every format a cell can have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format

from trustkpi.pages import Figure, Rag
from trustkpi.shown import displayed

INK, PAPER, NAVY, PALE, RULE, LINK = "#0B0C0C", "#FFFFFF", "#1D3A5F", "#E6ECF2", "#8A94A0", "#1D3A8F"
FONT = "Arial"
# Each pair was measured: 16.2, 8.7, 9.3 and 7.1 to 1, and the fills fall in order in greyscale.
FILLS = {Rag.GREEN: ("#D5F0DC", INK), Rag.AMBER: ("#E69F00", INK), Rag.RED: ("#8A1C0F", PAPER), Rag.GREY: ("#505A5F", PAPER)}
BAR, EARLIER, NATIONAL = "#3E6A94", "#B4C6D8", "#E3E6E9"
TYPED = "#FFF9DB"
_HATCHED = 14  # a thin diagonal hatch, so that no return looks like nothing else, in print too


class Theme:
    """The formats of one workbook, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._asked: dict[tuple[tuple[str, Any], ...], Format] = {}  # as it was asked for, some hundred thousand times
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def _format(self, **says: Any) -> Format:
        asked = tuple(says.items())
        if asked not in self._asked:
            self._asked[asked] = self._settled(says)
        return self._asked[asked]

    def _settled(self, says: Mapping[str, Any]) -> Format:
        settled = {"font_name": FONT, "font_size": 10, "font_color": INK, "valign": "top", **says}
        key = tuple(sorted(settled.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(settled)
        return self._made[key]

    @property
    def plain(self) -> Format:
        """Words on the page."""
        return self._format()

    @property
    def title(self) -> Format:
        """The page's title."""
        return self._format(font_size=16, bold=True, font_color=NAVY, valign="vcenter")

    @property
    def about(self) -> Format:
        """The sentence under the title."""
        return self._format(font_size=11, bold=True)

    @property
    def quiet(self) -> Format:
        """Whose and when; notes."""
        return self._format(font_size=9, font_color="#3A4147")

    @property
    def warning(self) -> Format:
        """The line that says that the data are made up."""
        return self._format(bold=True, font_color="#8A1C0F")

    @property
    def heading(self) -> Format:
        """The title of a table."""
        return self._format(font_size=12, bold=True, font_color=NAVY, valign="bottom")

    @property
    def label(self) -> Format:
        """A heading at the left of its words."""
        return self._format(bold=True, text_wrap=True)

    @property
    def words(self) -> Format:
        """Words beside their heading."""
        return self._format(text_wrap=True, align="left")

    @property
    def link(self) -> Format:
        """Words that lead elsewhere."""
        return self._format(text_wrap=True, font_color=LINK, underline=1)

    @property
    def link_line(self) -> Format:
        """Words that lead elsewhere and run on over the page."""
        return self._format(font_size=9, font_color=LINK, underline=1)

    @property
    def band(self) -> Format:
        """A line that names the rows under it."""
        return self._format(bold=True, bg_color=PALE, top=1, bottom=1, border_color=RULE, valign="vcenter")

    def column(self, *, left: bool) -> Format:
        """The heading of a column of a grid."""
        return self._format(
            bold=True, text_wrap=True, bg_color=NAVY, font_color=PAPER, align="left" if left else "center",
            indent=1 if left else 0, valign="vcenter", border=1, border_color=RULE,
        )  # fmt: skip

    def tidy_column(self) -> Format:
        """The heading of a column of a plain data table."""
        return self._format(bold=True, text_wrap=True, bottom=1, valign="bottom")

    def cell(self, *, left: bool = True, link: bool = False) -> Format:
        """Words in a grid."""
        more = {"font_color": LINK, "underline": 1} if link else {}
        return self._format(
            text_wrap=True,
            align="left" if left else "center",
            indent=1 if left else 0,
            valign="vcenter",
            border=1,
            border_color=RULE,
            **more,
        )

    def entry(self) -> Format:
        """A cell to type in: unlocked, pale yellow, and text whatever it starts with."""
        return self._format(
            text_wrap=True, num_format="@", locked=False, bg_color=TYPED, border=1, border_color=RULE, indent=1, align="left"
        )

    def figure(self, figure: Figure, *, grid: bool = True) -> Format:
        """A number in a grid or a data table."""
        more: dict[str, Any] = {"border": 1, "border_color": RULE, "valign": "vcenter"} if grid else {}
        return self._format(num_format=number_format(figure), align="center" if grid else "right", **more)

    def number(self, places: int = 0) -> Format:
        """A number of a data table."""
        return self._format(num_format="#,##0" + ("." + "0" * places if places else ""), align="right")

    def rated(self, rag: Rag | None) -> Format:
        """A rating's fill; without one, the hatch that says no return."""
        more: dict[str, Any]
        if rag is None:
            more = {"pattern": _HATCHED, "fg_color": "#B8C0C8", "bg_color": PAPER, "italic": True, "bold": True}
        else:
            fill, ink = FILLS[rag]
            more = {"bg_color": fill, "font_color": ink, "bold": True}
        return self._format(text_wrap=True, align="center", valign="vcenter", border=1, border_color=RULE, **more)


def number_format(figure: Figure) -> str:
    """The number format that shows the figure as its text does."""
    digits = "#,##0" + ("." + "0" * figure.places if figure.places else "")
    number = (f'"{figure.before}"' if figure.before else "") + digits + (f'"{figure.after}"' if figure.after else "")
    if figure.value is not None and displayed(figure.value, figure.places) == 0:
        return f"{number};{number}"  # -0.04 is 0.0, not -0.0
    return f"+{number};-{number};{number}" if figure.signed else f"{number};-{number}"
