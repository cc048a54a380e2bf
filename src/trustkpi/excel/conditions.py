"""All that can be wrong on a sheet as far as a workbook can count it itself."""

from __future__ import annotations

from collections.abc import Mapping

from trustkpi.excel.column_conditions import of_column
from trustkpi.excel.condition import AS_AT, At, Condition, Kind, holds
from trustkpi.excel.row_conditions import given_twice, of_rule
from validation.model import Sheet

__all__ = ["AS_AT", "At", "Condition", "Kind", "anchor", "conditions", "holds"]


def anchor(sheet: type[Sheet]) -> str:
    """The column whose being filled says that a row is used: the first of the key, else the first that is needed."""
    cells = sheet.cells()
    needed = [name for name, about in cells.items() if about.required]
    return next(iter((*sheet.facts().key, *needed, *cells)))


def conditions(sheet: type[Sheet], lists: Mapping[str, str]) -> list[Condition]:
    """All that the template can count on the sheet itself; `lists` names each column's list of choices."""
    first = anchor(sheet)
    found = [c for name in sheet.cells() for c in of_column(sheet, name, first, lists)]
    found += [of_rule(sheet, rule, rule.breaks_in_excel) for rule in sheet.facts().rules if rule.breaks_in_excel]
    if sheet.facts().key:
        found.append(given_twice(sheet))
    return found
