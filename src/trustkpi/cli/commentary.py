"""What executives typed into packs, as the ledger has it: each cell with who saved it when, the newest of a cell standing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from trustkpi.cli.app import say
from trustkpi.cli.moment import moment
from trustkpi.cli.table import show
from trustkpi.comments import Commented, Typed

_HEADINGS = ("Saved", "By", "Committee", "Period", "About", "Academy", "Field", "Words", "Stands", "File")
_NONE = "Nothing has been typed into a pack of that. Type in its pale yellow cells, save it where it lies, then: trustkpi run"


def show_commentary(store: Path, *, academy: str | None, period: str | None) -> None:
    """Write the cells that were typed, of that academy and period where they are named, in the order of saving."""
    from trustkpi.issued import Issued

    packs = sorted((p for p in Issued(store).commented() if period in {None, p.period}), key=lambda p: (p.when, p.digest))
    cells = [(pack, cell) for pack in packs for cell in pack.typed if academy in {None, cell.academy}]
    if not cells:
        say(_NONE)
        return
    newest = {_place(pack, cell): pack.digest for pack, cell in cells}
    show(_HEADINGS, [(*_row(pack, cell), _stands(pack, cell, newest), pack.file) for pack, cell in cells])


def _place(pack: Commented, cell: Typed) -> tuple[str, str, str, str]:
    return (pack.period, cell.kpi, cell.academy, cell.field)


def _stands(pack: Commented, cell: Typed, newest: dict[tuple[str, str, str, str], str]) -> str:
    return "yes" if newest[_place(pack, cell)] == pack.digest else "typed over since"


def _row(pack: Commented, cell: Typed) -> Iterator[str]:
    from trustkpi.catalogue import catalogue
    from validation.returns import returns, title_of

    kpis = catalogue()
    about = kpis[cell.kpi].title if cell.kpi in kpis else f"{title_of(cell.kpi)} return" if cell.kpi in returns() else cell.kpi
    words = " / ".join(cell.text.splitlines()) or "(taken out)"
    yield from (moment(pack.when), pack.who, pack.committee, pack.period, about, cell.academy or "Whole trust", cell.field, words)
