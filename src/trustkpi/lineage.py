"""The cells that somebody typed behind a figure: which rows are counted, and where they stand in which workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from trustkpi.kpi import Kpi
from validation.findings import Layout, ranges
from validation.model import Sheet

Rows = Mapping[type[Sheet], pl.DataFrame]
_BY = ("digest", "tab", "academy")


@dataclass(frozen=True)
class Traced:
    """One academy's cells behind a figure: the workbook by its digest, the sheet as it is called there, the cell ranges.

    `cells` is blank where the number of rows would tell what is withheld.
    """

    academy: str
    digest: str
    tab: str
    cells: str


def counted(kpi: Kpi, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows that the figure is made from: those of its population, with what stands in for a column put in its place."""
    if kpi.over is not None:
        rows = rows.with_columns(**kpi.over.instead).filter(kpi.over.where)
    return rows if kpi.measure.among is None else rows.filter(kpi.measure.among)


def columns_read(kpi: Kpi) -> list[str]:
    """The columns whose cells the figure is added up from, those that may stand in for them included, in the sheet's order."""
    named = {n for e in kpi.measure.parts().values() for n in e.meta.root_names()}
    if kpi.over is not None:
        named |= {n for stood_for, e in kpi.over.instead.items() if stood_for in named for n in e.meta.root_names()}
    # A count of rows reads no column: then the cells that name who is counted stand for them.
    return [c for c in kpi.reads.cells() if c in named] or list(kpi.reads.facts().key) or list(kpi.reads.cells())


def trace(kpi: Kpi, rows: Rows, layout: Callable[[str, str], Layout], *, withheld: Sequence[str] = ()) -> list[Traced]:
    """The cells behind a figure, academy by academy.

    `rows` are those of the figure's period and place, of the table that the KPI reads and of every typed sheet behind it;
    `layout` gives by digest and sheet title where a workbook's columns stand. Rows of a table that nobody typed are
    followed to the typed rows that share their key. Cells of academies among `withheld` are left blank.
    """
    found = counted(kpi, rows[kpi.reads])
    return [
        traced
        for sheet in kpi.sheets
        for traced in _of_sheet(sheet, _typed(sheet, kpi, found, rows), _columns(sheet, kpi), layout, withheld)
    ]


def _typed(sheet: type[Sheet], kpi: Kpi, found: pl.DataFrame, rows: Rows) -> pl.DataFrame:
    if sheet is kpi.reads:
        return found
    typed = rows[sheet]
    keys = [k for k in sheet.facts().key if k in found.columns and found.schema[k] == typed.schema[k]]
    whose = ["academy"] if (found["academy"] != "").any() else []  # the trust's own rows are no academy's
    return typed.join(found, on=[*whose, *keys], how="semi", maintain_order="left") if keys else typed


def _columns(sheet: type[Sheet], kpi: Kpi) -> list[str]:
    return columns_read(kpi) if sheet is kpi.reads else list(sheet.cells())


def _of_sheet(
    sheet: type[Sheet], rows: pl.DataFrame, names: Sequence[str], layout: Callable[[str, str], Layout], withheld: Sequence[str]
) -> Iterator[Traced]:
    # A row of a return that is sent for the whole trust may be any academy's, so the workbook parts them first.
    for (digest, tab, academy), mine in rows.group_by(_BY, maintain_order=True):
        letters = layout(str(digest), sheet.facts().title).letters
        columns = {name: letters[name] for name in names if name in letters}
        where = "" if academy in withheld else cells(columns, mine["_row"].to_list())
        yield Traced(str(academy), str(digest), str(tab), where)


def cells(columns: Mapping[str, str], rows: Sequence[int]) -> str:
    """Cell ranges of those columns (name to letter) and Excel rows, neighbouring columns together: R8:U20, X8:X20."""
    runs: list[list[str]] = []
    for letter in sorted(columns.values(), key=_place):
        if runs and _place(runs[-1][-1]) + 1 == _place(letter):
            runs[-1].append(letter)
        else:
            runs.append([letter])
    return ", ".join(_block(run, rows) for run in runs)


def _block(run: Sequence[str], rows: Sequence[int]) -> str:
    pieces = [piece.replace("#", "") for piece in ranges("#", rows).split(", ") if piece]
    spans = [(piece.split(":")[0], piece.split(":")[-1]) for piece in pieces]
    single = len(run) == 1
    return ", ".join(f"{run[0]}{a}" if single and a == b else f"{run[0]}{a}:{run[-1]}{b}" for a, b in spans)


def _place(letter: str) -> int:
    return sum((ord(c) - 64) * 26**i for i, c in enumerate(reversed(letter)))
