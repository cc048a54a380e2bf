"""The Checks sheet: live counts of what is missing, out of range or at odds, in words, each with the first cell concerned."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from trustkpi.excel.conditions import At, Condition, Kind, holds
from trustkpi.excel.fill import Fill
from trustkpi.excel.marks import Marks
from trustkpi.excel.place import Place
from trustkpi.excel.rows import offsets_of, rows_of
from validation.model import Return, Sheet
from validation.rules import ERROR

TAB = "Checks"


@dataclass(frozen=True)
class Tally:
    """A condition with its count and first cell as formulas, and what both are for the rows written."""

    sheet: type[Sheet]
    place: Place
    condition: Condition
    count: int
    first: str

    @property
    def counts(self) -> str:
        """The array formula that counts the rows."""
        return f"{{=SUM({self._hits('1')[:-1]},0))}}"

    def points(self, count: str) -> str:
        """The array formula that names and links the first cell, where the count's cell is not nought."""
        letter = self.place.letter(self.condition.column)
        row = f"MIN({self._hits(f'ROW({self.place.whole(self.condition.column)})')})"
        tab = self.place.quoted.replace('"', '""')
        return f'{{=IF({count}=0,"",HYPERLINK("#{tab}!{letter}"&{row},"{letter}"&{row}))}}'

    def _hits(self, then: str) -> str:
        test = self.condition.in_excel(At(self.place))
        return f"IF(IFERROR({test},{'TRUE' if self.condition.on_error else 'FALSE'}),{then})"


def tally(
    declared: Return, sheet: type[Sheet], place: Place, found: Iterable[Condition], fill: Fill, marks: Marks
) -> list[Tally]:
    """Every condition of the sheet, counted over the rows that are written with it."""
    found = list(found)
    frame = _evaluated(sheet, fill)
    offsets = offsets_of(sheet, frame, marks)
    if frame.is_empty():
        return [Tally(sheet, place, c, 0, "") for c in found]
    broken = frame.select(c.in_rows.fill_null(value=False).alias(str(i)) for i, c in enumerate(found))
    made = []
    for i, condition in enumerate(found):
        hits = broken[str(i)].arg_true().to_list()
        first = place.cell(condition.column, place.first + min(offsets[h] for h in hits)) if hits else ""
        made.append(Tally(sheet, place, condition, len(hits), first))
    return made


def _evaluated(sheet: type[Sheet], fill: Fill) -> pl.DataFrame:
    title, frame = sheet.facts().title, rows_of(sheet, fill)
    typed: dict[str, set[int]] = {}
    for tab, column, row in fill.typed:
        if tab == title:
            typed.setdefault(column, set()).add(row)
    opens = fill.period.year_opens if fill.period else None
    closes = fill.as_at or (fill.period.closes if fill.period else None)
    known = {name: pl.col(name).cast(dtype) if name in frame.columns else pl.lit(None, dtype) for name, dtype in sheet.dtypes().items()}
    flags = {f"{name} typed": pl.Series([i in typed.get(name, ()) for i in range(frame.height)], dtype=pl.Boolean) for name in known}
    return frame.select(**known).with_columns(
        **flags, _file=pl.lit(0, pl.Int64), _row=pl.int_range(pl.len()), _opens=pl.lit(opens, pl.Date), _closes=pl.lit(closes, pl.Date)
    )


def used(sheet: type[Sheet], first: str, fill: Fill) -> int:
    """How many rows are filled with something in the column that says a row is used."""
    frame = _evaluated(sheet, fill)
    return int(frame.select(holds(first).sum()).item()) if frame.height else 0
