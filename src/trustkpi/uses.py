"""What becomes of each column of a return: the KPIs and lists that read it, and the groups that it makes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache

import polars as pl

from trustkpi.catalogue import catalogue, registers
from trustkpi.derived import Derived
from trustkpi.excel.uses_page import Use, Uses
from trustkpi.register import Register
from validation.model import Return, Sheet

_ENGINES = {"academy": pl.String(), "period": pl.String(), "_opens": pl.Date(), "_closes": pl.Date()}
_Column = tuple[type[Sheet], str]


@cache
def uses(declared: Return) -> Uses:
    """Sheet title and column to its use, for every column of the return that is used."""
    feeds, groups = _gathered(_feeds()), _gathered(_groups())
    used = {column: Use(tuple(feeds[column]), tuple(groups[column])) for column in (*feeds, *groups)}
    return {(sheet.facts().title, name): use for (sheet, name), use in used.items() if sheet in declared.sheets}


def _gathered(found: Iterable[tuple[_Column, str]]) -> dict[_Column, dict[str, None]]:
    gathered: dict[_Column, dict[str, None]] = defaultdict(dict)
    for column, title in found:
        gathered[column][title] = None
    return gathered


@cache
def _feeds() -> tuple[tuple[_Column, str], ...]:
    kpis = [(column, k.title) for k in catalogue().values() if k.derived is None for column in _typed(k.reads, k.columns())]
    lists = [(column, r.title) for r in registers().values() for column in _typed(r.reads, _listed(r))]
    return (*kpis, *lists)


@cache
def _groups() -> tuple[tuple[_Column, str], ...]:
    parted = [(k.reads, b) for k in catalogue().values() for b in k.breakdowns]
    return tuple((column, b.title) for reads, b in parted for column in _typed(reads, b.group.meta.root_names()))


def _listed(register: Register) -> Iterator[str]:
    """The columns that a list shows, sorts by, chooses by or is rated by."""
    yield from (*register.columns, *register.order)
    rag = register.rag
    for expression in (register.where, *((rag.red, rag.amber, rag.grey) if rag else ())):
        if expression is not None:
            yield from expression.meta.root_names()


def _typed(sheet: type[Sheet], columns: Iterable[str]) -> Iterator[_Column]:
    """The columns that people typed behind those of a sheet, or of a table that was made from sheets."""
    if not issubclass(sheet, Derived):
        yield from ((sheet, name) for name in columns if name in sheet.cells())
        return
    wanted = {name for name in columns if not name.startswith("_")}
    carried = {name for source in sheet.sources() for name in source.cells()}
    for source in sheet.sources():
        yield from _typed(source, [name for name in source.cells() if name in wanted])
    if wanted - carried:
        yield from _behind(sheet)


@cache
def _behind(table: type[Derived]) -> tuple[_Column, ...]:
    """The typed columns without which the table cannot be made: each is left out in turn, and its making fails."""
    sources = table.sources()
    frames = [pl.DataFrame(schema={**source.dtypes(), **_ENGINES}) for source in sources]
    if _fails(table, frames):  # with every column too, so that nothing can be told in this way
        return ()
    found: list[_Column] = []
    for at, source in enumerate(sources):
        needed = [c for c in source.cells() if _fails(table, [f.drop(c) if i == at else f for i, f in enumerate(frames)])]
        found += _typed(source, needed)
    return tuple(dict.fromkeys(found))


def _fails(table: type[Derived], frames: list[pl.DataFrame]) -> bool:
    try:
        table.make(*frames)
    except Exception:  # noqa: BLE001  whatever it is that the missing column upsets
        return True
    return False
