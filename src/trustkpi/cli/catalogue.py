"""trustkpi catalogue: every KPI and what it is made of."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from trustkpi.cli.app import app, say

if TYPE_CHECKING:
    from trustkpi.kpi import Kpi


@app.command(short_help="List every KPI and how it is rated.")
def catalogue(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON list, for other programs.")] = False,
) -> None:
    """List every KPI: what it is, who asks for it, what it reads and how it is rated."""
    from trustkpi.catalogue import catalogue as every_kpi

    kpis = list(every_kpi().values())
    if as_json:
        say(json.dumps([_as_json(k) for k in kpis], ensure_ascii=False, indent=2))
        return
    from trustkpi.cli.table import show

    headings = ("KPI", "Title", "Focus", "Committee", "Unit", "Better", "Return", "Columns", "Bands", "Source")
    show(headings, [_row(k) for k in kpis])


def _row(kpi: Kpi) -> tuple[str, ...]:
    from trustkpi.formula import labels

    named = labels(kpi)
    bands = "; ".join(f"{b['phase'] or 'every phase'}: {b['says']} ({b['basis']})" for b in _bands(kpi))
    return (
        kpi.name, kpi.title, ", ".join(kpi.focus), kpi.committee, kpi.shown.name, kpi.polarity.value, ", ".join(kpi.returns),
        ", ".join(named[c] for c in kpi.columns()), bands or "none", kpi.source.title if kpi.source else "product default",
    )  # fmt: skip


def _as_json(kpi: Kpi) -> dict[str, Any]:
    from trustkpi.formula import formula

    return {
        "id": kpi.name,
        "title": kpi.title,
        "meaning": kpi.meaning,
        "formula": formula(kpi),
        "focus": list(kpi.focus),
        "committee": kpi.committee,
        "unit": kpi.shown.name,
        "polarity": kpi.polarity.value,
        "returns": list(kpi.returns),
        "columns": [f"{kpi.reads.facts().title}.{c}" for c in kpi.columns()],
        "population": kpi.over.title if kpi.over else None,
        "breakdowns": [b.name for b in kpi.breakdowns],
        "bands": _bands(kpi),
        "source": {"title": kpi.source.title, "link": kpi.source.link} if kpi.source else None,
    }


def _bands(kpi: Kpi) -> list[dict[str, Any]]:
    from trustkpi.explain import limit_in_words

    return [
        {
            "phase": b.phase.value if b.phase else None,
            "since": b.since.isoformat(),
            "green": b.green,
            "amber": b.amber,
            "relative_to": b.relative_to.value if b.relative_to else None,
            "says": limit_in_words(kpi, b),
            "basis": b.basis,
        }
        for b in kpi.bands
    ]
