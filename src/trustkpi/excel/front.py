"""The Cover: whose return it is, how it is filled in and by when, who declares it, and which template it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from trustkpi.excel.columns import height, look, validation
from trustkpi.excel.fill import Fill
from trustkpi.excel.printing import one_page_wide
from trustkpi.excel.theme import BOLD, INPUT, LABEL, LINK, SECTION, SHEET_RULES, TITLE, WRAPPED, Formats
from validation.cover import COVER, COVER_TITLE
from validation.findings import shown
from validation.model import Return

NEEDED = ("academy", "period", "as_at", "declared_by", "declared_on")
_WIDTHS = (22, 66, 64)
_STATE = 3
_FIRST = 5  # the first line's row, in Excel's count
_STEPS = (
    "Type in the yellow, bordered cells; every other cell is locked. No password is set.",
    "Paste from your MIS as values (Paste Special, Values), so that lists and limits stay in place.",
    "Send it when errors are 0 and it is 100% complete: each sheet says so at its top, and Checks says where to look.",
    "A query may be right: say why on the Explanations sheet. Notes says what every column means.",
)
_SETTINGS_STEPS = (*_STEPS[:3], "Notes says what every column means. Save the workbook where it is: it is read from there.")
_DECLARATION = "I have checked this return. It is complete and right, and every query in it is explained."


@dataclass(frozen=True)
class Line:
    """A line of the cover: its label, what stands beside it, and guidance; `field` where people type it.

    `tab` is the sheet whose state stands there, live; `to_sign` leaves room for a pen.
    """

    label: str
    value: str | date | None = None
    help: str = ""
    field: str = ""
    section: bool = False
    tab: str = ""
    to_sign: bool = False


@dataclass(frozen=True)
class Front:
    """The cover's lines, one under the other."""

    declared: Return
    fill: Fill

    @property
    def settings(self) -> bool:
        """Whether it is the trust's settings, which no academy fills in."""
        return self.declared.name == "trust"

    def lines(self) -> list[Line]:
        """All lines, in order."""
        fill, declared = self.fill, self.declared
        steps = _SETTINGS_STEPS if self.settings else _STEPS
        how = [Line("How" if i == 0 else "", f"{i + 1}. {step}") for i, step in enumerate(steps)]
        about = [
            Line("What it is for", declared.purpose),
            Line("Who fills it in", declared.desk),
            *how,
            Line("Questions to", fill.contact or "Your trust's office."),
            self._line("stamp"),
        ]
        if self.settings:
            return [Line("About this workbook", section=True), *about]
        return [
            Line("Whose return", section=True),
            *(self._line(field) for field in ("academy", "period", "as_at")),
            Line("Send it by", shown(fill.due) if fill.due else "The date that your trust has given."),
            self._line("completed_by"),
            Line("What is in it", section=True),
            *(Line(sheet.facts().title, tab=sheet.facts().title) for sheet in declared.sheets),
            Line("Declaration", section=True),
            Line("", _DECLARATION),
            *(self._line(field) for field in ("declared_by", "declared_on")),
            Line("Signature", help="Only if your trust asks for a printed copy.", to_sign=True),
            Line("About this return", section=True),
            *about,
        ]

    def _line(self, field: str) -> Line:
        fill, about = self.fill, COVER[field]
        known: Mapping[str, str | date | None] = {
            "academy": fill.academy, "period": fill.period.name if fill.period else "", "as_at": fill.as_at,
            "completed_by": fill.completed_by, "declared_by": fill.declared_by, "declared_on": fill.declared_on,
            "stamp": self.declared.stamp,
        }  # fmt: skip
        more = f" For example {shown(about.example)}." if field != "stamp" else ""
        more = f" {fill.period.title}." if field == "period" and fill.period else more
        return Line(about.label, known[field], about.help + more, field)

    def cell(self, field: str) -> str:
        """The cell where the field is typed, as formulas on other sheets write it."""
        at = next(i for i, line in enumerate(self.lines()) if line.field == field)
        return f"{COVER_TITLE}!$B${_FIRST + at}"

    def blank(self) -> int:
        """How many of the lines that must be filled are not."""
        return sum(not self._line(field).value for field in NEEDED)

    def blank_live(self) -> str:
        """The formula that counts the same; a date must be a date."""
        tests = (
            f"NOT(ISNUMBER({self.cell(field)}))"
            if COVER[field].unit.number_format == "dd/mm/yyyy"
            else f'({self.cell(field)}="")'
            for field in NEEDED
        )
        return "=" + "+".join(tests)


def write_front(page: Any, formats: Formats, front: Front, state: tuple[str, str], inside: Mapping[str, tuple[str, str]]) -> None:
    """The cover; `state` is the formula of the whole workbook's state and its value, `inside` those of each sheet."""
    declared, fill = front.declared, front.fill
    page.write_string(0, 0, declared.title if front.settings else f"{declared.title} return", formats(TITLE))
    page.write_string(1, 0, fill.guidance(fill.trust), formats(BOLD))
    page.write_formula(_STATE - 1, 0, f'=HYPERLINK("#Checks!A1",{state[0]})', formats(LINK, BOLD), state[1])
    for row, line in enumerate(front.lines(), start=_FIRST - 1):
        _write_line(page, formats, row, line)
        if line.tab:
            page.write_formula(row, 1, inside[line.tab][0], formats(WRAPPED), inside[line.tab][1])
    for at, digits in enumerate(_WIDTHS):
        page.set_column(at, at, digits)
    page.set_row(0, 24)
    one_page_wide(page, pages=1)
    page.protect("", SHEET_RULES)


def _write_line(page: Any, formats: Formats, row: int, line: Line) -> None:
    if line.section:
        page.set_row(row, 24)
        for at in range(len(_WIDTHS)):
            page.write_string(row, at, "" if at else line.label, formats(SECTION, valign="bottom"))
        return
    page.set_row(row, height(zip((line.label, str(line.value or ""), line.help), _WIDTHS, strict=True), bold=0) + 4)
    page.write_string(row, 0, line.label, formats(LABEL))
    page.write_string(row, 2, line.help, formats(WRAPPED, italic=True, indent=1))
    if line.to_sign:
        page.set_row(row, 36)
        page.write_blank(row, 1, None, formats(WRAPPED, bottom=1))
    if not line.field or line.field == "stamp":
        if line.value:
            page.write_string(row, 1, line.value, formats(WRAPPED))
        return
    about = COVER[line.field]
    style = formats(INPUT, look(about), align="left")
    page.data_validation(row, 1, row, 1, validation(about))
    if isinstance(line.value, date):
        page.write_datetime(row, 1, line.value, style)
    elif line.value:
        page.write_string(row, 1, line.value, style)
    else:
        page.write_blank(row, 1, None, style)
