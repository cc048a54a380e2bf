"""Rows of accepted returns into results: each KPI for each academy, phase and the trust, whole and by group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from trustkpi.facts import RESULTS
from trustkpi.kpi import Kpi
from trustkpi.totals import in_order, totalled
from validation.model import Sheet


def measure(rows: Mapping[type[Sheet], pl.DataFrame], kpis: Sequence[Kpi], *, phases: Mapping[str, str]) -> pl.DataFrame:
    """The results of the KPIs (see `facts.RESULTS`): pooled from totals, never averaged.

    `rows` are typed rows by sheet, carrying `academy` and `period`; `phases` says which phase each academy is of. A KPI
    whose sheet is not among them, or whose rows are derived from rated results, has no result here. The order of rows
    never changes a result. `TrustKpiError` names an academy whose phase is not known.
    """
    read = [k for k in kpis if k.derived is None and k.reads in rows]
    sheets = dict.fromkeys(k.reads for k in read)
    tables = [totalled(sheet, rows[sheet], [k for k in read if k.reads is sheet], phases) for sheet in sheets]
    return in_order(pl.concat([pl.DataFrame(schema=RESULTS), *tables]), kpis)
