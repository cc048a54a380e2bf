"""trustkpi init: a trust folder to begin with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from trustkpi.cli.app import app, tell
from trustkpi.cli.voice import counting


@app.command(short_help="Make a trust folder to begin with.")
def init(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where the trust's files will live; made if it is not there.")],
    *,
    demo: Annotated[
        bool, typer.Option("--demo", help="Fill it with a synthetic trust of five academies, to try things out.")
    ] = False,
) -> None:
    """Make a trust folder: trust.xlsx to fill in, and beside it templates, inbox, corrections, store and packs."""
    if demo:
        from trustkpi.demo import make_demo

        with counting("Filling in returns") as watch:
            make_demo(folder, watch=watch)
        tell(f"A synthetic trust is in {folder}: its settings in trust.xlsx, its academies' returns in inbox.")
        return
    from trustkpi.folder import TrustFolder

    made = TrustFolder.create(folder)
    tell(
        f'Your trust folder is {made.path}. Open trust.xlsx, fill in every sheet, then: trustkpi templates --trust "{made.path}"'
    )
