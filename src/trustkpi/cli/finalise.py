"""trustkpi finalise: from draft to final."""

from __future__ import annotations

from trustkpi.cli.app import CommitteeOption, PdfOption, PeriodOption, TrustOption, Verdict, app, say, tell, trust_folder


@app.command(short_help="Make draft packs final.")
def finalise(
    *,
    period: PeriodOption = None,
    committee: CommitteeOption = None,
    pdf: PdfOption = False,
    trust: TrustOption = None,
) -> None:
    """Make the draft packs final, with the commentary typed into them.

    A final pack is never overwritten: whatever changes later makes the next issue, which says what was restated and why.
    """
    folder = trust_folder(trust)
    from flows import finalise as finalising

    outcome = finalising.run(folder, period=period, committee=committee, pdf=pdf)
    for line in (*outcome.problems, *outcome.unfinished):
        say(line)
    for line in (*outcome.commented, *(pack.says for pack in outcome.packs), *(f"To print: {path}" for path in outcome.prints)):
        tell(line)
    if outcome.unfinished or not outcome.packs:
        raise Verdict(1)
