"""How often each thing that can be wrong is wrong: as a live formula, and as the value that is written with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import polars as pl

from trustkpi.excel.conditions import At, Condition, Kind, anchor, holds
from trustkpi.excel.fill import Fill
from trustkpi.excel.marks import Marks
from trustkpi.excel.place import Place
from trustkpi.excel.rows import offsets_of, rows_of
from validation.model import Cell, Sheet

_SEPTEMBER = 9
_NO_ROW = 9_999_999  # below the last row that a sheet can have


@dataclass(frozen=True)
class Tally:
    """A condition, the number of rows in which it holds and the first of them in Excel's count (0 for none)."""

    place: Place
    condition: Condition
    count: int
    first: int

    @property
    def counts(self) -> str:
        """The array formula that counts the rows."""
        return f"{{=SUM(IF({self._test},1,0))}}"

    @property
    def is_blank(self) -> bool:
        """Whether it counts cells that must be filled and are not."""
        return self.condition.kind is Kind.BLANK

    @property
    def rows(self) -> str:
        """The row of each cell concerned and no row for the others, as an array."""
        return f"IF({self._test},ROW({self.place.whole(self.condition.column)}),{_NO_ROW})"

    @property
    def _test(self) -> str:
        return f"IFERROR({self.condition.in_excel(At(self.place))},{'TRUE' if self.condition.on_error else 'FALSE'})"


def first_row(tallies: Iterable[Tally], counts: str) -> tuple[str, int | str]:
    """The array formula that gives the first row of several tallies (a blank where `counts` is nought), and its value."""
    tallies = list(tallies)
    found = [t.first for t in tallies if t.first]
    return f'{{=IF({counts}=0,"",MIN({",".join(t.rows for t in tallies)}))}}', min(found, default="")


@dataclass(frozen=True)
class Tallies:
    """All that is counted on one sheet: its rows that hold something, and every condition."""

    sheet: type[Sheet]
    place: Place
    used: int
    conditions: tuple[Tally, ...]

    @property
    def uses(self) -> str:
        """The array formula that counts the rows with something in the column that says that a row is used."""
        column = self.place.whole(anchor(self.sheet))
        return f'{{=SUM(IF(IFERROR({column}<>"",TRUE),1,0))}}'

    @property
    def may_be_empty(self) -> bool:
        """Whether the sheet may be left empty."""
        return self.sheet.facts().optional

    @property
    def needed(self) -> int:
        """How many columns every row must fill."""
        return sum(about.required for about in self.sheet.cells().values())


def tally(sheet: type[Sheet], place: Place, found: Iterable[Condition], fill: Fill, marks: Marks) -> Tallies:
    """Every condition of the sheet, counted over the rows that are written with it."""
    found, frame = list(found), _evaluated(sheet, fill)
    offsets = offsets_of(sheet, frame, marks)
    broken = frame.select(c.in_rows.fill_null(value=False).alias(str(i)) for i, c in enumerate(found))
    made = []
    for i, condition in enumerate(found):
        hits = broken[str(i)].arg_true().to_list() if frame.height else []
        first = place.first + min(offsets[h] for h in hits) if hits else 0
        made.append(Tally(place, condition, len(hits), first))
    return Tallies(sheet, place, int(frame.select(holds(anchor(sheet)).sum()).item()), tuple(made))


def _evaluated(sheet: type[Sheet], fill: Fill) -> pl.DataFrame:
    """The rows as they will stand in the cells: value, other text, whether there is anything, and the engine's columns."""
    title, frame = sheet.facts().title, rows_of(sheet, fill)
    dtypes = sheet.dtypes()
    typed: dict[str, list[str | None]] = {name: [None] * frame.height for name in dtypes}
    for (tab, column, row), text in fill.typed.items():
        if tab == title and column in typed:
            typed[column][row] = text
    known = {name: frame[name].cast(dtype) if name in frame.columns else pl.lit(None, dtype) for name, dtype in dtypes.items()}
    texts = {f"{name} typed": pl.Series(raw, dtype=pl.String) for name, raw in typed.items()}
    columns = [c for name, about in sheet.cells().items() for c in _as_it_stands(name, about)]
    opens = fill.as_at and date(fill.as_at.year - (fill.as_at.month < _SEPTEMBER), 9, 1)
    return frame.with_columns(**known, **texts).select(
        *columns,
        pl.lit(0, pl.Int64).alias("_file"),
        pl.int_range(pl.len()).alias("_row"),
        pl.lit(opens, pl.Date).alias("_opens"),
        pl.lit(fill.as_at, pl.Date).alias("_closes"),
    )


def _as_it_stands(name: str, about: Cell) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    raw, means = pl.col(f"{name} typed"), about.blank_means
    kept = means * about.unit.scale if isinstance(means, (int, float)) else means
    value = pl.when(raw.is_null()).then(pl.col(name))
    shown = value.is_not_null() if means is None else value.ne(pl.lit(kept)).fill_null(value=False)
    text = pl.when(raw != "").then(raw)
    blank = text.is_null() & value.is_null()
    meant = value if means is None else pl.when(blank).then(pl.lit(kept)).otherwise(value)
    return meant.alias(name), text.alias(f"{name} typed"), (shown | text.is_not_null()).alias(f"{name} held")
