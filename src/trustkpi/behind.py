"""The rows behind figures and lists: what stands in the store under the pack's periods, and the tables made from it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from types import MappingProxyType

import polars as pl

from trustkpi.derived import PHASE, Derived, setting_column, typed_sheets
from validation.model import PLACE, Sheet
from validation.returns import return_of
from validation.trust_settings import OPTIONS

Rows = dict[type[Sheet], pl.DataFrame]
Read = Callable[[type[Sheet], str, Collection[str]], pl.DataFrame]


STARTS_AS = {o.name: int(o.starts_as) for o in OPTIONS if o.starts_as.isdecimal()}


def rows_behind(
    wanted: Iterable[type[Sheet]],
    read: Read,
    standing: Mapping[str, Mapping[str, str]],
    phases: Mapping[str, str],
    *,
    numbers: Mapping[str, int] = MappingProxyType(STARTS_AS),
    of_the_run: Mapping[type[Sheet], pl.DataFrame] = MappingProxyType({}),
) -> Rows:
    """Sheet to its rows, each under the pack's period for which it stands (`standing`: by return, see `slots`).

    `read` gives the rows of a sheet of a return in those periods. `phases` names the trust's academies, each with its phase;
    rows of others are left out; a row of a return sent for the whole trust is the academy's that it names, or else the
    trust's alone, and its academy is blank. A derived table is made from all of that. Each row carries its academy's phase
    (see `derived.PHASE`) and the trust's own `numbers` (see `derived.setting`). `of_the_run` gives the rows of sheets
    that the run itself makes (see `submissions`).
    """
    asked = list(dict.fromkeys(wanted))
    sheets = dict.fromkeys(t for a in asked for t in typed_sheets(a))
    typed: Rows = {s: of_the_run[s] if s in of_the_run else _typed(s, read, standing, phases) for s in sheets}
    phase = pl.col("academy").replace_strict(dict(phases), default="", return_dtype=pl.String).alias(PHASE.meta.output_name())
    chosen = [phase, *(pl.lit(number, pl.Int64).alias(setting_column(name)) for name, number in numbers.items())]
    typed = {sheet: rows.with_columns(chosen) for sheet, rows in typed.items()}
    return {sheet: _made(sheet, typed).with_columns(chosen) for sheet in asked}


def _typed(sheet: type[Sheet], read: Read, standing: Mapping[str, Mapping[str, str]], academies: Collection[str]) -> pl.DataFrame:
    declared = return_of(sheet)
    name = declared.name if declared else ""
    slots = standing.get(name, {})
    rows = read(sheet, name, [*slots])
    rows = rows.with_columns(pl.col("period").replace(dict(slots)))
    if declared is None or not declared.whole_trust:
        return rows.filter(pl.col("academy").is_in([*academies]))
    whose = pl.col(PLACE) if PLACE in sheet.cells() else pl.lit("")
    return rows.with_columns(academy=pl.when(whose.is_in([*academies])).then(whose).otherwise(pl.lit("")))


def _made(sheet: type[Sheet], typed: Rows) -> pl.DataFrame:
    if not issubclass(sheet, Derived):
        return typed[sheet]
    return sheet.made(*(_made(source, typed) for source in sheet.sources()))
