"""trustkpi explain: what a figure means, how it was made, and the cells it came from."""

from __future__ import annotations

from typing import Annotated

import typer

from trustkpi.cli.app import TrustOption, app, nearest_trust_folder, say


@app.command()
def explain(
    kpi: Annotated[str, typer.Argument(help="The KPI's name, for example absence_rate; trustkpi catalogue lists them.")],
    *,
    academy: Annotated[str | None, typer.Option(help="An academy; without one, the whole trust.")] = None,
    period: Annotated[str | None, typer.Option(help="For example 2025-26-autumn; without one, the current period.")] = None,
    trust: TrustOption = None,
) -> None:
    """Explain a KPI: meaning, formula, source and bands; in a trust folder also its value and the rows behind it.

    Pupils' and colleagues' own data are never printed: rows are named by workbook, sheet and cells.
    """
    from trustkpi.catalogue import catalogue
    from trustkpi.cli.table import lines
    from trustkpi.explain import find, limits, meaning

    found = find(kpi, catalogue())
    folder = trust or nearest_trust_folder()
    lines(meaning(found))
    for limit in limits(found):
        say(f"{limit.phase or 'Every phase'}: {limit.says} (from {limit.since}; {limit.set_by})")
    _ = folder, academy, period
