"""trustkpi coverage: which rows of the reporting framework are answered, by what, and what is missing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from trustkpi.cli.app import TrustOption, app, folder_here, say

if TYPE_CHECKING:
    import polars as pl

    from trustkpi.coverage import Covered


@app.command(short_help="Show which rows of the framework are answered.")
def coverage(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON list, for other programs.")] = False,
    trust: TrustOption = None,
) -> None:
    """Show how much of the committees' reporting framework is answered, and what is missing.

    In a trust folder with packs, a row also needs its figures to stand in a pack.
    """
    from trustkpi.catalogue import catalogue, registers
    from trustkpi.coverage import coverage as covered

    shown = _shown(folder_here(trust) or _demo())
    rows = covered(catalogue(), shown, registers())
    if as_json:
        say(json.dumps([_as_json(c) for c in rows], ensure_ascii=False, indent=2))
        return
    _tables(rows)
    if shown is None:
        say("No pack was looked at: in a trust folder, trustkpi run makes them.")


def _demo() -> Path | None:
    """The folder that make demo fills, where we stand above it."""
    here = Path("demo")
    return here if (here / "trust.xlsx").is_file() else None


def _shown(folder: Path | None) -> pl.DataFrame | None:
    from trustkpi.coverage import shown_in
    from trustkpi.publish import manifest

    if folder is None:
        return None
    return shown_in(line for packs in sorted((folder / "packs").glob("*/")) for line in manifest(packs).values())


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
        show(("Row", "Focus", "Answered", "By", "Shown on", "Missing"), [_row(c) for c in theirs], title=title)
        say()
    say(f"In all: {sum(c.served for c in rows)} of {len(rows)} rows answered.")


def _row(row: Covered) -> tuple[str, ...]:
    return (
        row.asked.id, row.asked.focus, _state(row), ", ".join(row.served_by), ", ".join(row.shown_on), ", ".join(row.missing),
    )  # fmt: skip


def _state(row: Covered) -> str:
    return "yes" if row.served else "in part" if row.served_by else "no"
