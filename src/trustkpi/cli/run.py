"""trustkpi run: from the inbox to the committee's workbook."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from trustkpi.cli.app import TrustOption, Verdict, app, say, tell, trust_folder
from trustkpi.cli.voice import MANNER, working


@app.command(short_help="Read the inbox, write the packs.")
def run(
    *,
    period: Annotated[
        str | None, typer.Option(help="The period to report; without it, the one that trust.xlsx calls current.")
    ] = None,
    committee: Annotated[str | None, typer.Option(help="Only this committee's pack.")] = None,
    as_at: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"], help="Count lateness from this day (2026-03-31); without it, from the period's close."
        ),
    ] = None,
    pdf: Annotated[bool, typer.Option("--pdf", help="Also a PDF of each pack for the board portal, by LibreOffice.")] = False,
    trust: TrustOption = None,
) -> None:
    """Read what is in the inbox, send back what must be mended, and write the committees' workbooks.

    Running it again changes nothing that has not changed: the same inbox and as-at date give the same packs. Ends with 1
    where something could not be read or written; the next run completes it.
    """
    folder = trust_folder(trust)
    from flows import termly

    with working("Working through the inbox to the packs"):
        outcome = termly.run(folder, period=period, committee=committee, as_at=as_at.date() if as_at else None, pdf=pdf)
    for line in termly.in_words(outcome):
        tell(line)
    for problem in outcome.problems if MANNER.quiet else ():
        say(problem)
    if outcome.unfinished:
        raise Verdict(1)
