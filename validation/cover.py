"""What every return carries beside its own sheets: a cover that says whose it is, and room to explain queries."""

from __future__ import annotations

from datetime import date

from validation.model import CODE, DATE, TEXT, Cell, Sheet, cell

COVER_TITLE = "Cover"
PASTE_TITLE = "Paste from MIS"  # the sheet that an export is pasted into as it comes
# What a template and a corrections workbook hold beside the cover, the sheets and the explanations.
BESIDE_TITLES = ("Checks", "Lists", "Notes", "How we use this", "What to mend")

# On the Cover sheet each label stands in column A and its value beside it in column B.
COVER: dict[str, Cell] = {
    "academy": Cell("Academy", TEXT, "The academy that sends this return.", "Ambleside", known_as=("School",)),
    "period": Cell("Period", CODE, "The period it is for.", "2025-26-autumn"),
    "as_at": Cell("As at", DATE, "The last day that the figures count.", date(2025, 12, 19)),
    "completed_by": Cell("Completed by", TEXT, "Who filled it in: name and post.", "Office manager"),
    "declared_by": Cell("Declared right by", TEXT, "The head or principal who has checked it.", "Principal"),
    "declared_on": Cell("Declared on", DATE, "The date of that check.", date(2026, 1, 8)),
    "stamp": Cell("Template", CODE, "Do not change: it says which template this is.", "attendance / version 1 / 0a1b2c3d"),
}


class Explanations(
    Sheet,
    title="Explanations",
    one_row="one explained query",
    intro="A query is something unusual that may be right. Say why here, and it is accepted with your words beside it.",
    optional=True,
    room=100,
):
    """The academy's words on its queries; never a pupil's or a colleague's name."""

    sheet: str = cell("Sheet", unit=TEXT, help="The sheet that the query is about.", example="Pupils", width=16)
    column: str = cell("Column", unit=TEXT, help="The heading that the query names.", example="Year group", width=40)
    query: str = cell(
        "Query", unit=TEXT, help="What was queried.", example="is blank for a pupil with SEN support", required=False, width=60
    )
    explanation: str = cell(
        "Your explanation", unit=TEXT, help="Why it is right. Give no names.", example="Assessment is booked for March.",
        required=False, width=60,
    )  # fmt: skip
