"""Results into rated results: what each is held against, its colour and why, and which way it moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl

from trustkpi.colours import direction, rated
from trustkpi.comparators import COMPARED, compared, on, trend
from trustkpi.facts import RESULTS
from trustkpi.in_force import in_force
from trustkpi.kpi import Kpi
from trustkpi.totals import in_order, totalled
from trustkpi.trust import Trust
from trustkpi.unpublished import nothing, unpublished
from validation.periods import period

_WORDS: Mapping[str, pl.DataType] = dict.fromkeys(("colours_by", "rag", "rag_reason", "direction"), pl.String())
_KEPT = [name for name in COMPARED if name != "same_period"]


def rate(results: pl.DataFrame, earlier: pl.DataFrame, trust: Trust, kpis: Sequence[Kpi], as_at: date) -> pl.DataFrame:
    """The results with last_period, last_year, target, national, national_label, colours_by, rag, rag_reason, direction.

    `results` are of `facts.RESULTS`, `mark` of suppression beside them or not; `earlier` holds other periods alike, and
    a figure withheld there is not held against either. A national figure colours only where it is of the same period;
    otherwise the same points are taken from the same period last year, or else from the target. Bands are those in
    force on the period's close. KPIs over derived rows are worked out here and added.
    """
    named = {k.name: k for k in kpis}
    now = results if "mark" in results.columns else results.with_columns(pl.lit("").alias("mark"))
    known = unpublished(now.filter(pl.col("kpi").is_in(list(named))), kpis)
    typed = _rated(known, earlier, trust, named, as_at)
    added = _derived(typed, kpis)
    every = pl.concat([typed, _rated(added, earlier, trust, named, as_at)])
    return in_order(every, kpis).drop("same_period")


def history(now: pl.DataFrame, earlier: pl.DataFrame, trust: Trust, kpis: Sequence[Kpi], as_at: date) -> pl.DataFrame:
    """The wholes of earlier periods rated as of their own close, the oldest first, with `trend`: what stands beside now.

    The trend of the trust and its phases is of the academies that have a figure now, so that a missing return bends no line.
    """
    wholes, named = earlier.filter(pl.col("breakdown") == ""), {k.name: k for k in kpis}
    periods = sorted((period(name) for name in wholes["period"].unique()), key=lambda p: p.closes)
    rated_then = rate(wholes.clear(), wholes.clear(), trust, kpis, as_at)
    for of in periods:
        at = pl.col("period") == of.name
        rated_then.extend(rate(wholes.filter(at), wholes.filter(~at), trust, kpis, min(as_at, of.closes)))
    return rated_then.with_columns(trend=trend(now, rated_then, named))


def _derived(typed: pl.DataFrame, kpis: Sequence[Kpi]) -> pl.DataFrame:
    places = typed.filter(pl.col("grain") == "academy").select("place", "phase").unique()
    phases = dict(places.iter_rows())
    tables = [totalled(k.reads, k.derived(typed), [k], phases) for k in kpis if k.derived is not None]
    return pl.concat([pl.DataFrame(schema=RESULTS), *tables]).with_columns(pl.lit("").alias("mark"))


def _rated(now: pl.DataFrame, earlier: pl.DataFrame, trust: Trust, kpis: Mapping[str, Kpi], as_at: date) -> pl.DataFrame:
    beside = compared(now, earlier, trust, kpis, as_at)
    said = [_words(row, kpis[row["kpi"]], trust, as_at) for row in beside.iter_rows(named=True)]
    return beside.hstack(pl.DataFrame(said, schema=_WORDS, orient="row"))


def _words(row: Mapping[str, object], kpi: Kpi, trust: Trust, as_at: date) -> tuple[str, str, str, str]:
    of = period(str(row["period"]))
    band = in_force(kpi, trust.bands, str(row["phase"]), on(kpi, of, trust, as_at))
    found = rated(kpi, row, band) if row["value"] is not None or row.get("mark") else nothing(kpi, of)
    # Figures count from September, so last term's is of this year's kind only within the year.
    way = direction(kpi, row, same_year=of.before().year == of.year)
    return found.colours_by, found.rag, found.reason, way
