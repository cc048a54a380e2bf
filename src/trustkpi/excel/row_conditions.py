"""What can be wrong between the cells of a row, or between rows, said to Excel and to Polars alike."""

from __future__ import annotations

import polars as pl

from trustkpi.excel.condition import At, Condition, Kind, holds, is_text
from validation.model import Cell, Sheet
from validation.rules import Rule, ToExcel


def of_rule(sheet: type[Sheet], rule: Rule, breaks: ToExcel) -> Condition:
    """The condition that a row breaks the rule."""

    def in_excel(at: At) -> str:
        told = _told if at.row is None else _told_shortly
        return breaks({name: told(about, at(name)) for name, about in sheet.cells().items() if name in rule.columns})

    return Condition(Kind.RULE, rule.mark, in_excel, ~rule.kept, rule.says, rule.do, rule.severity, on_error=False)


def _told(about: Cell, cell: str) -> str:
    """The cell's value as it is kept; a blank or a text where a number belongs leaves the rule untold, as null does in Polars."""
    if is_text(about):
        return cell
    scale = about.unit.scale
    # Pounds are compared in whole pence, or 0.1 + 0.2 would not be 0.3.
    value = cell if scale == 1 else f"ROUND({cell}*{scale},0)"
    if not isinstance(about.blank_means, (int, float)):
        return f"IF(ISNUMBER({cell}),{value},NA())"
    return f'IF(ISNUMBER({cell}),{value},IF({cell}="",{about.blank_means * scale},NA()))'


def _told_shortly(about: Cell, cell: str) -> str:
    """The same for a mark, which must be short: a text counts for nought where a blank does."""
    return f"N({cell})" if about.blank_means == 0 and about.unit.scale == 1 else _told(about, cell)


def given_twice(sheet: type[Sheet]) -> Condition:
    """The condition that another row has the same key."""
    keys, cells = sheet.facts().key, sheet.cells()
    label = " and ".join(cells[k].label for k in keys)

    def in_excel(at: At) -> str:
        filled = "*".join(f'({at(k)}<>"")' for k in keys)
        pairs = ",".join(f"{at.whole(k)},{at(k)}" for k in keys)
        return f"{filled}*(COUNTIFS({pairs})>1)"

    held = [pl.coalesce(f"{k} typed", pl.col(k).cast(pl.String)).str.to_lowercase().alias(k) for k in keys]
    twice = pl.struct(held).is_duplicated() & pl.all_horizontal(holds(k) for k in keys)
    return Condition(
        Kind.RULE, keys[0], in_excel, twice, f"is given twice (same {label})", "Keep one of the rows.", on_error=False
    )
