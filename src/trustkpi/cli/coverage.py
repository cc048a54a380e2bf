"""trustkpi coverage: which rows of the reporting framework are answered, by what, and what is missing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from trustkpi.cli.app import TrustOption, app, say

if TYPE_CHECKING:
    from trustkpi.coverage import Covered


@app.command()
def coverage(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON list, for other programs.")] = False,
    trust: TrustOption = None,
) -> None:
    """Show how much of the committees' reporting framework is answered, and what is missing.

    In a trust folder with packs, a row also needs its figures to stand in a pack.
    """
    from trustkpi.catalogue import catalogue
    from trustkpi.coverage import coverage as covered

    rows = covered(catalogue(), _shown(trust))
    if as_json:
        say(json.dumps([_as_json(c) for c in rows], ensure_ascii=False, indent=2))
        return
    _tables(rows)


def _shown(trust: object) -> None:
    _ = trust


def _as_json(row: Covered) -> dict[str, Any]:
    return {
        "id": row.asked.id,
        "committee": row.asked.committee,
        "served_by": list(row.served_by),
        "shown_on": list(row.shown_on),
        "missing": list(row.missing),
    }


def _tables(rows: list[Covered]) -> None:
    from trustkpi.cli.table import show
    from trustkpi.coverage import COMMITTEES

    for code, name in COMMITTEES.items():
        theirs = [c for c in rows if c.asked.committee == code]
        served = sum(c.served for c in theirs)
        title = f"{name}: {served} of {len(theirs)} rows answered"
        body = [(c.asked.id, c.asked.focus, _state(c), ", ".join(c.served_by), ", ".join(c.missing)) for c in theirs]
        show(("Row", "Focus", "Answered", "By", "Missing"), body, title=title)
        say()
    say(f"In all: {sum(c.served for c in rows)} of {len(rows)} rows answered.")


def _state(row: Covered) -> str:
    return "yes" if row.served else "in part" if row.served_by else "no"
