"""trustkpi forget: what is kept no longer than it must be."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from trustkpi.cli.app import TrustOption, app, say, trust_folder

if TYPE_CHECKING:
    from datetime import date

    from trustkpi.forget import Going

_UK = ZoneInfo("Europe/London")
_GOES = "Goes: rows and original workbooks in store, their copies in inbox, and the period's corrections and templates."
_STAYS = "Stays: totals (in store, for next year's comparison), packs as they are, and the history. Backups are yours to clear."


@app.command(short_help="Remove what has been kept too long.")
def forget(
    *,
    period: Annotated[
        str | None,
        typer.Option(
            metavar="PERIOD",
            help="This period and those within it; without it, all that are older than trust.xlsx keeps them for.",
        ),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do it; without this, it is only shown what would go.")] = False,
    trust: TrustOption = None,
) -> None:
    """Remove a period's rows, originals and corrections for good; keep its totals and its packs.

    Its packs can then not be made again.
    """
    from trustkpi import forget as forgetting
    from trustkpi.cli.settings import period_of, trust_of
    from trustkpi.folder import TrustFolder
    from trustkpi.store import Store

    folder = TrustFolder.open(trust_folder(trust))
    settings, store = trust_of(folder.path), Store(folder.store)
    today = datetime.now(_UK).date()
    of = period_of(settings, period) if period else None
    periods = forgetting.within(of, store) if of else forgetting.over(settings, store, today)
    if not periods:
        whose = f"of {of.title}" if of else f"older than the {settings.keep_for} years that trust.xlsx keeps returns for"
        say(f"The store holds nothing {whose}.")
        return
    found = forgetting.going(periods, folder, settings, store)
    for one in found:
        say(_line(one, today))
    say(_GOES)
    say(_STAYS)
    if not yes:
        say("Nothing has been removed. Packs of what is forgotten cannot be made again. To do it, say the same with --yes.")
        return
    forgetting.forget(found, folder, settings, store)
    say(f"Forgotten: {', '.join(one.period.title for one in found)}.")


def _line(one: Going, today: date) -> str:
    from validation.findings import shown

    returns = f"{one.returns} return{'' if one.returns == 1 else 's'}"
    files = f"{len(one.files)} file{'' if len(one.files) == 1 else 's'} in inbox, corrections and templates"
    over = "which is over" if one.kept_until < today else "which is NOT over"
    return f"{one.period.title}: {returns}, and {files}; kept by trust.xlsx until {shown(one.kept_until)}, {over}"
