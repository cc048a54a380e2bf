"""trustkpi status: who has sent what, and what is late."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from trustkpi.cli.app import PeriodOption, TrustOption, a_day, app, say, tell, trust_folder
from trustkpi.cli.voice import MANNER

if TYPE_CHECKING:
    import polars as pl

_UK = ZoneInfo("Europe/London")


@app.command(short_help="Show who has sent what, and who is late.")
def status(
    *,
    period: PeriodOption = None,
    as_at: Annotated[
        date | None,
        typer.Option(parser=a_day, metavar="DAY", help="Count days from this day (2026-03-31); without it, from today."),
    ] = None,
    trust: TrustOption = None,
) -> None:
    """Show what each academy has sent for a period: accepted, sent back, late, due or not due."""
    from trustkpi.cli.settings import period_of, trust_of
    from trustkpi.status import status as states
    from trustkpi.store import Store
    from validation.findings import shown

    folder = trust_folder(trust)
    settings = trust_of(folder)
    of = period_of(settings, period)
    day = as_at or datetime.now(_UK).date()
    found = states(Store(folder / "store").ledger(), settings, of, day)
    if found.is_empty():
        say(f"No return is asked for in {of.title}: type what is due when on the sheet Calendar of trust.xlsx.")
        return
    if not MANNER.quiet:
        _table(found, f"{of.title}, as at {shown(day)}")
    _wanting(found)


def _table(found: pl.DataFrame, title: str) -> None:
    """Academies by returns, the longer of the two down the page: a table fits a screen by its width."""
    from trustkpi.cli.table import show
    from validation.returns import title_of

    rows = found.to_dicts()
    names = list(dict.fromkeys(row["return"] for row in rows))
    cells = {(row["academy"], row["return"]): _cell(row) for row in rows}
    academies = list(dict.fromkeys(row["academy"] for row in rows))
    if len(names) > len(academies):
        down = [(title_of(n), *(cells.get((a, n), "") for a in academies)) for n in names]
        show(("Return", *academies), down, title=title)
        return
    show(
        ("Academy", *(title_of(n) for n in names)), [(a, *(cells.get((a, n), "") for n in names)) for a in academies], title=title
    )


def _wanting(found: pl.DataFrame) -> None:
    """How many are in, then an academy a line what to chase and what to have mended."""
    from trustkpi.entries import ACCEPTED, SENT_BACK
    from trustkpi.status import LATE, NOT_ASKED

    asked = [row for row in found.to_dicts() if row["state"] != NOT_ASKED]
    tell(f"{sum(row['state'].startswith(ACCEPTED) for row in asked)} of {len(asked)} returns are accepted.")
    _chased("Late", [(row, _why(row["state"])) for row in asked if row["state"].startswith(LATE)])
    back = [(row, _why(row["note"] or row["state"])) for row in asked if SENT_BACK in f"{row['state']} {row['note']}"]
    _chased("To mend, and what is wrong with each is in the folder corrections", back)


def _chased(heading: str, rows: list[tuple[dict[str, Any], str]]) -> None:
    from validation.returns import title_of

    if rows:
        say(f"{heading}:")
    for academy in dict.fromkeys(row["academy"] for row, _ in rows):
        theirs = [f"{title_of(row['return'])} ({why})" for row, why in rows if row["academy"] == academy]
        say(f"  {academy}: {'; '.join(theirs)}")


def _why(state: str) -> str:
    """What the brackets of a state hold: 2 days, 13 errors."""
    return state.partition("(")[2].rstrip(")")


def _cell(row: dict[str, Any]) -> str:
    return f"{row['state']}; {row['note']}" if row["note"] else str(row["state"])
