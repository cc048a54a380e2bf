"""trustkpi finalise: from draft to final."""

from __future__ import annotations

from typing import Annotated

import typer

from trustkpi.cli.app import TrustOption, Verdict, app, say, trust_folder


@app.command(short_help="Make draft packs final.")
def finalise(
    *,
    period: Annotated[
        str | None, typer.Option(help="The period of the packs; without it, the one that trust.xlsx calls current.")
    ] = None,
    committee: Annotated[str | None, typer.Option(help="Only this committee's pack.")] = None,
    pdf: Annotated[bool, typer.Option("--pdf", help="Also a PDF of each pack for the board portal, by LibreOffice.")] = False,
    trust: TrustOption = None,
) -> None:
    """Make the draft packs final, with the commentary typed into them.

    A final pack is never overwritten: whatever changes later makes the next issue, which says what was restated and why.
    """
    folder = trust_folder(trust)
    from flows import finalise as finalising

    outcome = finalising.run(folder, period=period, committee=committee, pdf=pdf)
    for line in [*outcome.commented, *outcome.problems, *outcome.unfinished, *(pack.says for pack in outcome.packs)]:
        say(line)
    for path in outcome.prints:
        say(f"To print: {path}")
    if outcome.unfinished or not outcome.packs:
        raise Verdict(1)
