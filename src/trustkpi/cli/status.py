"""trustkpi status: who has sent what, and what is late."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from trustkpi.cli.app import TrustOption, app, say, trust_folder

if TYPE_CHECKING:
    import polars as pl

_UK = ZoneInfo("Europe/London")


@app.command(short_help="Show who has sent what, and who is late.")
def status(
    *,
    period: Annotated[
        str | None, typer.Option(help="For example 2025-26-autumn; without it, the one that trust.xlsx calls current.")
    ] = None,
    as_at: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Count days from this day (2026-03-31); without it, from today.")
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
    day = (as_at or datetime.now(_UK)).date()
    found = states(Store(folder / "store").ledger(), settings, of, day)
    if found.is_empty():
        say(f"No return is asked for in {of.title}: type what is due when on the sheet Calendar of trust.xlsx.")
        return
    _table(found, f"{of.title}, as at {shown(day)}")


def _table(found: pl.DataFrame, title: str) -> None:
    from trustkpi.cli.table import show
    from validation.returns import title_of

    rows = found.to_dicts()
    names = list(dict.fromkeys(row["return"] for row in rows))
    cells = {(row["academy"], row["return"]): _cell(row) for row in rows}
    academies = dict.fromkeys(row["academy"] for row in rows)
    show(
        ("Academy", *(title_of(n) for n in names)),
        [(a, *(cells.get((a, n), "") for n in names)) for a in academies],
        title=title,
    )
    back = sum(row["state"].startswith("sent back") for row in rows)
    if back:
        say(f"{back} to mend: what is wrong with each is in the folder corrections.")


def _cell(row: dict[str, Any]) -> str:
    return f"{row['state']}; {row['note']}" if row["note"] else str(row["state"])
