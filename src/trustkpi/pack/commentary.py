"""The executive's page: what the committee should know of the pack as a whole and of each headline KPI, to be typed in."""

from __future__ import annotations

from collections.abc import Sequence

from trustkpi.comments import Comment, Field
from trustkpi.kpi import Kpi
from trustkpi.pack.results import PackContext
from trustkpi.packs import CommitteePack
from trustkpi.pages import Cell, Column, Entry, Grid, Page

COMMENTARY = "Commentary"
_NOTHING = "Nothing was said."
_COLUMNS = (
    Column("What it is about", 28, left=True), Column("Last time", 34, left=True), Column("Commentary", 44, left=True),
    Column("Action", 34, left=True), Column("Owner", 16, left=True), Column("Due", 16, left=True),
)  # fmt: skip
TYPE_HERE = (
    "Type in the pale yellow cells and save the workbook where it lies, or put it in the inbox: the next run carries your words "
    "into the pack."
)


def commentary_page(committee: CommitteePack, chosen: Sequence[Kpi], context: PackContext) -> Page:
    """A row to type in for the pack as a whole and for each headline KPI, with what was said last time.

    It is printed where something was said, now or then: an empty form is for the workbook.
    """
    subjects = [(committee.name, "The pack as a whole"), *((k.name, k.title) for k in chosen)]
    rows = tuple(_row(name, title, context) for name, title in subjects)
    grid = Grid("", _COLUMNS, rows, notes=(TYPE_HERE,), name="commentary")
    said = any(last_time(context.comments.last_time(name)) != _NOTHING for name, _ in subjects)
    said = said or any(isinstance(cell, Entry) and cell.text for row in rows for cell in row)
    title = f"{committee.name}: the executive's commentary"
    return Page(COMMENTARY, title, "What lies behind the figures.", (grid,), in_print=said)


def _row(name: str, title: str, context: PackContext) -> tuple[Cell, ...]:
    said = context.comments
    return (title, last_time(said.last_time(name)), *(said.entry(name, "", of) for of in Field))


def last_time(said: Comment) -> str:
    """What was said last time, in a few lines; a dash where nothing was."""
    lines = [said.commentary, said.action and f"Action: {said.action}", said.owner and f"Owner: {said.owner}"]
    lines += [f"Due: {said.due}"] if said.due else []
    return "\n".join(line for line in lines if line) or _NOTHING
