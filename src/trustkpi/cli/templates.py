"""trustkpi templates: the workbooks to send out, filled with what the trust already knows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trustkpi.cli.app import AcademyOption, PeriodOption, TrustOption, app, nearest_trust_folder, tell, trust_folder
from trustkpi.facts import TrustKpiError

if TYPE_CHECKING:
    import polars as pl

    from trustkpi.facts import Academy, Due
    from trustkpi.store import Store
    from trustkpi.trust import Trust
    from validation.model import Return


@app.command(short_help="Write the workbooks to send to academies.")
def templates(
    *,
    period: PeriodOption = None,
    academy: AcademyOption = None,
    to: Annotated[Path | None, typer.Option(metavar="FOLDER", help="Where to write them.", file_okay=False)] = None,
    trust: TrustOption = None,
) -> None:
    """Write the return workbooks to send to academies.

    In a trust folder: one for each academy and return that the calendar asks for, filled with what is known already.
    Elsewhere: a blank workbook of each return.
    """
    folder = trust_folder(trust) if trust else nearest_trust_folder()
    if folder is None:
        if period or academy:
            msg = "Templates for a period or an academy are made in a trust folder: go to one, or name it with --trust."
            raise TrustKpiError(msg)
        written = _blank(to or Path("templates"))
    else:
        written = _asked(folder, period, academy, to)
    tell(f"{len(written)} {'workbook is' if len(written) == 1 else 'workbooks are'} in {written[0].parent}:")
    for path in written:
        tell(f"  {path.name}")


def _blank(to: Path) -> list[Path]:
    from trustkpi.excel.template import Fill, write_return
    from trustkpi.uses import uses
    from validation.returns import returns

    to.mkdir(parents=True, exist_ok=True)
    written = []
    for declared in returns().values():
        written.append(to / f"{declared.name}.xlsx")
        write_return(declared, written[-1], fill=Fill(uses=uses(declared)))
    return written


def _asked(folder: Path, named: str | None, only: str | None, to: Path | None) -> list[Path]:
    from trustkpi.cli.settings import academy_of, period_of, trust_of
    from trustkpi.folder import TrustFolder, workbook_name
    from trustkpi.store import Store
    from validation.returns import returns

    trust = trust_of(folder)
    period = period_of(trust, named)
    target = to or TrustFolder(folder).templates / period.name
    dues = trust.asked_in(period)
    alone = academy_of(trust, only) if only else None
    wanted = [(d, a) for d in dues for a in trust.senders(returns()[d.return_name], period) if alone in (None, a)]
    if not wanted:
        asked = sorted({due.period.name for due in trust.calendar})
        msg = f"The calendar in trust.xlsx asks for nothing in {period.name}; it has {', '.join(asked) or 'no lines yet'}."
        raise TrustKpiError(msg)
    target.mkdir(parents=True, exist_ok=True)
    store = Store(TrustFolder(folder).store)
    written = []
    for due, academy in wanted:
        written.append(target / workbook_name(academy.name, due.return_name, due.period.name))
        _write(trust, store, due, academy, written[-1])
    return written


def _write(trust: Trust, store: Store, due: Due, academy: Academy, to: Path) -> None:
    from trustkpi.excel.template import Fill, write_return
    from trustkpi.known_lists import known_lines
    from trustkpi.uses import uses
    from validation.lists import lists_of
    from validation.returns import returns

    declared = returns()[due.return_name]
    rows = dict(_known(store, declared, due, academy.name))
    fill = Fill(
        academy=academy.name,
        period=due.period,
        as_at=due.closes,
        due=due.due,
        contact=trust.contact,
        trust=trust.name,
        rows=rows,
        carried=frozenset(rows),
        uses=uses(declared),
        lists={name: known_lines(name, due.period, store).get(academy.name, {}) for name in lists_of(declared)},
    )
    write_return(declared, to, fill=fill)


def _known(store: Store, declared: Return, due: Due, academy: str) -> Iterator[tuple[str, pl.DataFrame]]:
    import polars as pl

    from trustkpi.prefill import carries, prefilled
    from validation.periods import period

    last = _last_period(store, due, academy)
    if last is None:
        return
    new_year = period(last).year != due.period.year
    for sheet in declared.sheets:
        if carries(sheet):
            rows = store.rows(sheet, declared.name, [last]).filter(pl.col("academy") == academy)
            yield sheet.facts().title, prefilled(sheet, rows, new_year=new_year)


def _last_period(store: Store, due: Due, academy: str) -> str | None:
    import polars as pl

    from validation.periods import period

    ledger = store.ledger().filter((pl.col("academy") == academy) & (pl.col("return") == due.return_name))
    before = {name for name in ledger["period"].to_list() if period(name).closes < due.period.closes}
    return max(before, key=lambda name: period(name).closes, default=None)
