"""trustkpi history: who sent what when, what was said of it, what replaced it, and which packs were made from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from trustkpi.cli.app import AcademyOption, TrustOption, app, say, trust_folder
from trustkpi.cli.moment import moment

if TYPE_CHECKING:
    from trustkpi.entries import Forgotten

_HEADINGS = (
    "Received", "Academy", "Return", "Period", "File", "Completed by", "Verdict", "Errors", "Queries", "Replaced by",
    "In packs", "SHA-256",
)  # fmt: skip


@app.command(short_help="Tell who sent what, when.")
def history(
    *,
    academy: AcademyOption = None,
    of: Annotated[str | None, typer.Option("--return", metavar="NAME", help="Only this return, for example attendance.")] = None,
    period: Annotated[str | None, typer.Option(metavar="PERIOD", help="Only this period, for example 2025-26-autumn.")] = None,
    commentary: Annotated[
        bool, typer.Option("--commentary", help="What executives typed into packs: who, when, about what, and the words.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The whole audit trail as JSON, nothing personal in it.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="The audit trail as CSV, a row a submission.")] = False,
    trust: TrustOption = None,
) -> None:
    """Tell the history of what was sent: when, by whom, what was found, what replaced it and what was made from it.

    Who completed a return is what its cover says; for an auditor --json and --csv name academies and no persons. With
    --commentary it tells who typed what into which pack instead.
    """
    from trustkpi.cli.settings import academy_of, period_of, return_of, trust_of
    from trustkpi.cli.table import show
    from trustkpi.history import history as told
    from trustkpi.store import Store

    folder = trust_folder(trust)
    settings = trust_of(folder)
    store = Store(folder / "store")
    if commentary and (as_json or as_csv):
        msg = "--commentary names persons, so it is no part of the audit trail: leave out --json and --csv"
        raise typer.BadParameter(msg)
    if commentary:
        from trustkpi.cli.commentary import show_commentary

        whose = academy_of(settings, academy).name if academy else None
        show_commentary(folder / "store", academy=whose, period=period_of(settings, period).name if period else None)
        return
    found = told(
        store.ledger(),
        store.packs(),
        academy=academy_of(settings, academy).name if academy else None,
        of=return_of(of) if of else None,
        period=period_of(settings, period).name if period else None,
    )
    if as_json or as_csv:
        from trustkpi.audit import trail

        exported = trail(found, store.packs(), store.forgotten(), store.original_stands)
        say(exported.as_json() if as_json else exported.as_csv().rstrip())
        return
    if found.is_empty():
        say("Nothing of that has been sent yet. Put the academies' workbooks in inbox, then: trustkpi run")
        return
    gone = store.forgotten()
    show(_HEADINGS, [_row(row, gone.get(row["period"])) for row in found.iter_rows(named=True)])


def _row(row: dict[str, Any], gone: Forgotten | None) -> tuple[str, ...]:
    state = f"{row['state']}; forgotten since {moment(gone.recorded)}" if gone and row["accepted"] else row["state"]
    return (
        moment(row["received"]), row["academy"] or "?", row["return"] or "?", row["period"] or "?", row["file"], row["sent_by"],
        state, str(row["errors"]), str(row["queries"]), row["replaced_with"] or "", row["packs"], row["digest"],
    )  # fmt: skip
