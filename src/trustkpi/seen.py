"""Results as they may be seen: small figures withheld, and pay gaps by the sizes of group that the trust sets for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl

from trustkpi.kpi import PEOPLE_PARTS, Kpi
from trustkpi.pay.compared import PaidByEthnicity
from trustkpi.pay.tables import PeoplePaid
from trustkpi.suppress import WITHHELD, suppress

FOR_THE_BOARD, TO_PUBLISH = "pay group for the board", "pay group to publish"
# The trust's own figures that Schedule 1 of SI 2017/353 has it publish, however few people stand behind one.
STATUTORY = (
    "gpg_mean_hourly", "gpg_median_hourly", "women_in_quarter_pct", "gpg_mean_bonus", "gpg_median_bonus", "men_paid_bonus_pct",
    "women_paid_bonus_pct", "relevant_employees",
)  # fmt: skip
_BY_LAW = pl.col("kpi").is_in(STATUTORY) & (pl.col("grain") == "trust") & pl.col("breakdown").is_in(["", "quarter"])
_BY_ACADEMY = ("gpg_mean_hourly", "gpg_median_hourly", "women_in_quarter_pct", "relevant_employees")
_PART = (pl.col("grain") == "academy") & ((pl.col("breakdown") != "") | ~pl.col("kpi").is_in(_BY_ACADEMY))
_SERIES = ("period", "kpi", "population")
_NUMBERS = ("numerator", "denominator", "value", *PEOPLE_PARTS)


def seen(results: pl.DataFrame, kpis: Iterable[Kpi], *, small_group: int, pay_group: int) -> pl.DataFrame:
    """The results fit to be seen, with `mark` (see `suppress`).

    Figures by ethnicity and disability are withheld below `pay_group` people, and shown for the whole trust alone. What the
    law has a trust publish is shown whole, and nothing then stands beside it that would tell of few.
    """
    named = list(kpis)
    grouped = [k.name for k in named if issubclass(k.reads, PaidByEthnicity)]
    gender = [k.name for k in named if issubclass(k.reads, PeoplePaid)]
    by_group, quarter = pl.col("kpi").is_in(grouped), pl.col("kpi").is_in(gender) & (pl.col("breakdown") == "quarter")
    plain = suppress(results.filter(~by_group & ~quarter), small_group=small_group, kpis=named)
    ours = plain.filter(~(pl.col("kpi").is_in(gender) & _PART))
    theirs = suppress(results.filter(by_group), small_group=max(pay_group - 1, small_group), kpis=named)
    of_trust = _few_to_hold_against(theirs.filter(pl.col("grain") == "trust"), results, named, pay_group)
    return pl.concat([_as_the_law_has_it(ours, results), of_trust])


def _as_the_law_has_it(shown: pl.DataFrame, results: pl.DataFrame) -> pl.DataFrame:
    published = results.filter(_BY_LAW).with_columns(mark=pl.lit(""))
    # Where a total had to be withheld to keep a part's secret and the law shows it, the parts go instead.
    held = shown.filter(_BY_LAW & (pl.col("mark") == WITHHELD)).select(_SERIES).unique()
    parts = shown.filter(~_BY_LAW)
    kept, gone = parts.join(held, on=_SERIES, how="anti"), parts.join(held, on=_SERIES, how="semi")
    return pl.concat([kept, _withheld(gone), published.select(shown.columns)])


def _few_to_hold_against(shown: pl.DataFrame, results: pl.DataFrame, kpis: Iterable[Kpi], pay_group: int) -> pl.DataFrame:
    """The gaps withheld where the reference group, whose own figure would stand behind them all, has too few people."""
    few: list[tuple[str, str]] = []
    for row in results.filter(pl.col("grain") == "trust", pl.col("breakdown") == "").iter_rows(named=True):
        short, _, what = str(row["kpi"]).partition("_")
        if what == "in_quarter_pct" and row["people_out"] < pay_group:
            few += [(row["period"], k.name) for k in kpis if k.name in {f"{short}_mean", f"{short}_median"}]
    return _marked(shown, _without_bonus_reference(few, results, kpis, pay_group))


def _without_bonus_reference(
    few: list[tuple[str, str]], results: pl.DataFrame, kpis: Iterable[Kpi], pay_group: int
) -> list[tuple[str, str]]:
    references = {k.name: k.breakdowns[0].groups[0] for k in kpis if k.name.endswith("_bonus_paid_pct") and k.breakdowns}
    for row in results.filter(pl.col("kpi").is_in(list(references)), pl.col("grain") == "trust").iter_rows(named=True):
        if row["group"] == references[row["kpi"]] and row["people_in"] < pay_group:
            short = str(row["kpi"]).partition("_")[0]
            few += [(row["period"], f"{short}_{name}_bonus") for name in ("mean", "median")]
    return few


def _marked(shown: pl.DataFrame, few: list[tuple[str, str]]) -> pl.DataFrame:
    keys = pl.DataFrame(few, schema={"period": pl.String, "kpi": pl.String}, orient="row")
    kept, gone = shown.join(keys, on=["period", "kpi"], how="anti"), shown.join(keys, on=["period", "kpi"], how="semi")
    return pl.concat([kept, _withheld(gone)])


def _withheld(rows: pl.DataFrame) -> pl.DataFrame:
    blank: Mapping[str, pl.Expr] = {name: pl.lit(None, rows.schema[name]) for name in _NUMBERS}
    return rows.with_columns(mark=pl.lit(WITHHELD), **blank)
