"""trustkpi explain: what a figure means, how it was made, and the cells it came from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trustkpi.cli.app import PeriodOption, TrustOption, app, folder_here, say
from trustkpi.facts import Academy, TrustKpiError

if TYPE_CHECKING:
    from trustkpi.cli.figures import Figures
    from trustkpi.explain import Limit
    from trustkpi.kpi import Kpi

_HIDDEN = "not listed: their number is withheld"
_UNPROVED = "not listed: the original is not as it was sent"


@app.command(short_help="Explain a KPI or a figure, to the cell.")
def explain(
    kpi: Annotated[
        str, typer.Argument(metavar="KPI", help="The KPI's name, for example absence_rate; trustkpi catalogue lists them.")
    ],
    *,
    academy: Annotated[str | None, typer.Option(metavar="NAME", help="An academy; without one, the whole trust.")] = None,
    period: PeriodOption = None,
    trust: TrustOption = None,
) -> None:
    """Explain a KPI: meaning, formula, source and bands; in a trust folder also its value and the rows behind it.

    Pupils' and colleagues' own data are never printed: rows are named by workbook, sheet and cells.
    """
    from trustkpi.catalogue import catalogue
    from trustkpi.cli.settings import academy_of
    from trustkpi.cli.table import lines
    from trustkpi.explain import find, limits, meaning

    found = find(kpi, catalogue())
    folder = folder_here(trust)
    if folder is None and (academy or period):
        msg = "A figure of an academy or a period is found in a trust folder: go to one, or name it with --trust."
        raise TrustKpiError(msg)
    if folder is None:
        lines(meaning(found))
        _bands(found, limits(found))
        return
    figures = _figures(folder, period)
    whose = academy_of(figures.trust, academy) if academy else None
    lines(meaning(found))
    _in_the_folder(found, figures, whose)


def _figures(folder: Path, period: str | None) -> Figures:
    from trustkpi.catalogue import catalogue
    from trustkpi.cli.figures import Figures
    from trustkpi.cli.settings import period_of, trust_of

    trust = trust_of(folder)
    return Figures(folder, trust, period_of(trust, period), catalogue())


def _in_the_folder(kpi: Kpi, figures: Figures, academy: Academy | None) -> None:
    from trustkpi.cli.table import lines
    from trustkpi.explain import figure, limits
    from validation.findings import shown

    in_force = min(figures.trust.closes(kpi.return_name, figures.period), figures.as_at)
    theirs = limits(kpi, figures.trust.bands, in_force)
    _bands(kpi, [limit for limit in theirs if academy is None or limit.phase in {"", academy.phase}])
    say()
    whose = academy.name if academy else figures.trust.name
    say(f"{whose}, {figures.period.title}, as at {shown(figures.as_at)}")
    row = figures.row(kpi, academy)
    if not row:
        say("There is no figure: nothing that it is made from has been accepted, or all of it is withheld. What has come:")
        say(f"  trustkpi status --period {figures.period.name}")
        return
    lines(figure(kpi, row))
    _cells(kpi, figures, academy)


def _bands(kpi: Kpi, found: list[Limit]) -> None:
    from trustkpi.kpi import Polarity
    from validation.findings import shown

    if kpi.polarity is Polarity.NEITHER:
        say("Limits: none, for it is for information and not rated.")
        return
    if not found:
        say("Limits: none are in force, so it is not rated. The trust's own go on the sheet Bands of trust.xlsx.")
    for limit in found:
        say(f"Limits, {limit.phase or 'every phase'}: {limit.says} (since {shown(limit.since)}; set by {limit.set_by})")


def _cells(kpi: Kpi, figures: Figures, academy: Academy | None) -> None:
    from trustkpi.cli.table import show

    if kpi.derived is not None:
        say("It is worked out from other figures of the period, so no cell holds it: explain those.")
        return
    if gone := figures.forgotten(kpi):
        say(gone)
        return
    headings = ("Academy", "Workbook", "Sheet", "Cells", "Original in the store")
    found = figures.traced(kpi, academy)
    rows = [
        (
            traced.academy or "Whole trust",
            entry.file,
            traced.tab,
            _UNPROVED if wrong else traced.cells or _HIDDEN,
            f"{'NOT as it was sent' if wrong else 'as it was sent'} (sha-256 {traced.digest[:12]})",
        )
        for traced, entry, wrong in found
    ]
    say()
    show(headings, rows, title="The rows behind it")
    for sentence in dict.fromkeys(wrong for _, _, wrong in found if wrong):
        say(sentence)
