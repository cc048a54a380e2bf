"""trustkpi run: from the inbox to the committee's workbook."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from trustkpi.cli.app import CommitteeOption, PdfOption, PeriodOption, TrustOption, Verdict, a_day, app, say, trust_folder
from trustkpi.cli.voice import MANNER, working


@app.command(short_help="Read the inbox, write the packs.")
def run(
    *,
    period: PeriodOption = None,
    committee: CommitteeOption = None,
    as_at: Annotated[
        date | None,
        typer.Option(
            parser=a_day, metavar="DAY", help="Count lateness from this day (2026-03-31); without it, from the period's close."
        ),
    ] = None,
    pdf: PdfOption = False,
    trust: TrustOption = None,
) -> None:
    """Read what is in the inbox, send back what must be mended, and write the committees' workbooks.

    Running it again changes nothing that has not changed: the same inbox and as-at date give the same packs. Ends with 1
    where something could not be read or written; the next run completes it.
    """
    folder = trust_folder(trust)
    from flows import termly

    with working("Working through the inbox to the packs"):
        outcome = termly.run(folder, period=period, committee=committee, as_at=as_at, pdf=pdf)
    for line in termly.wanting(outcome) if MANNER.quiet else termly.in_words(outcome):
        say(line)
    if outcome.unfinished:
        raise Verdict(1)
