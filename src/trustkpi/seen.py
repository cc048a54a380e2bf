"""Results as they may be seen: small figures withheld, and pay gaps by the sizes of group that the trust sets for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import polars as pl

from trustkpi.kpi import PEOPLE_PARTS, Count, Kpi
from trustkpi.pay.compared import PaidByEthnicity
from trustkpi.pay.limits import Part, withheld, within
from trustkpi.pay.tables import SUPPORT, TEACHERS, PeoplePaid
from trustkpi.reissued import beside_issues, held_alike
from trustkpi.suppress import WITHHELD, suppress
from validation.returns.workforce import LEADER, ROLES, TEACHER

# The trust's own figures that Schedule 1 of SI 2017/353 has it publish, however few people stand behind one; and who is
# counted in them, which their numbers of people tell.
_STATUTORY = (
    "gpg_mean_hourly", "gpg_median_hourly", "women_in_quarter_pct", "gpg_mean_bonus", "gpg_median_bonus", "men_paid_bonus_pct",
    "women_paid_bonus_pct", "relevant_employees",
)  # fmt: skip
_WHOLE_BREAKDOWNS = ("", "quarter", "standing")
_BY_LAW = pl.col("kpi").is_in(_STATUTORY) & (pl.col("grain") == "trust") & pl.col("breakdown").is_in(_WHOLE_BREAKDOWNS)
_BY_ACADEMY = ("gpg_mean_hourly", "gpg_median_hourly", "women_in_quarter_pct", "relevant_employees")
# Employees by group stand beside the people at full pay of the same groups: who is on leave is the difference.
_BESIDE = {"employees_by_ethnicity": "epg", "employees_by_disability": "dpg"}
_TABLE = ("period", "kpi", "population", "breakdown")
_NUMBERS = ("numerator", "denominator", "value", *PEOPLE_PARTS)
Rows = Sequence[Mapping[str, Any]]


def seen(
    results: pl.DataFrame, kpis: Iterable[Kpi], *, small_group: int, pay_group: int, issued: pl.DataFrame | None = None
) -> pl.DataFrame:
    """The results fit to be seen, with `mark` (see `suppress`).

    Pay by ethnicity and disability is withheld below `pay_group` people, and parts of the staff and groups are shown for the
    whole trust alone. What the law has a trust publish is shown whole, and no part then stands beside it that it tells of.
    `issued` are the figures of final issues, beside which these will be read.
    """
    named = list(kpis)
    gender, grouped = ([k.name for k in named if issubclass(k.reads, table)] for table in (PeoplePaid, PaidByEthnicity))
    pay, of_groups, part = pl.col("kpi").is_in(gender), pl.col("kpi").is_in(grouped), pl.col("breakdown") != ""
    numbers = results.filter(~of_groups & ~(pay & part))
    plain = suppress(numbers, small_group=small_group, kpis=named, issued=issued)
    if issued is not None:
        again = partial(suppress, small_group=small_group, kpis=named)
        plain = beside_issues(plain, numbers, issued.filter(~of_groups & ~(pay & part)), small_group, again)
    plain = plain.filter(~pay | (pl.col("grain") == "trust") | pl.col("kpi").is_in(_BY_ACADEMY))
    trust = results.filter(pl.col("grain") == "trust").with_columns(mark=pl.lit(""))
    parts = _parts_of_staff(trust.filter(pay & part & ~_BY_LAW), small_group)
    counted = {k.name for k in named if k.name in grouped and (isinstance(k.measure, Count) or k.name.endswith("declared_pct"))}
    groups = _groups(trust.filter(of_groups), {k: small_group if k in counted else pay_group - 1 for k in grouped})
    every = pl.concat([t.select(plain.columns) for t in (plain, parts, groups)])
    if issued is not None:
        every = held_alike(every, issued.filter(of_groups | (pay & part)))
    return _as_the_law_has_it(every, trust.select(plain.columns))


def _parts_of_staff(rows: pl.DataFrame, few: int) -> pl.DataFrame:
    """Teachers, support staff and role groups: a role group of teachers is a part of teachers."""
    staff = {_key(t): _parts(t) for t in _tables(rows.filter(pl.col("breakdown") == "staff"))}
    held: list[tuple[Any, ...]] = []
    for table in _tables(rows):
        above = staff.get((*_key(table)[:3], "staff"), [])
        shown = {p.name: p.name not in withheld(above, few) for p in above}
        is_role = table[0]["breakdown"] == "role"
        gone = within(_parts(table), few, _staff_of, shown) if is_role else withheld(_parts(table), few)
        held += [(*_key(table), name) for name in gone]
    return _marked(rows, held)


def _staff_of(role: str) -> str:
    return TEACHERS if role in {ROLES[LEADER], ROLES[TEACHER]} else SUPPORT


def _groups(rows: pl.DataFrame, few: Mapping[str, int]) -> pl.DataFrame:
    """Groups by ethnicity and disability; broad groups stand in the quarters all or not at all, since they add up both ways."""
    held: list[tuple[Any, ...]] = []
    narrow = [t for t in _tables(rows) if "_in_quarter_" in t[0]["kpi"] and not t[0]["kpi"].endswith("_in_quarter_pct")]
    one_is_small = any(p.is_small(few[t[0]["kpi"]]) for t in narrow for p in _parts(t))
    for table in _tables(rows):
        limit, parts = few[table[0]["kpi"]], _less_full_pay(table, rows)
        if table in narrow:
            gone = {p.name for p in parts} if one_is_small else set()
        else:
            gone = withheld(parts, limit) if table[0]["breakdown"] else {p.name for p in parts if p.is_small(limit)}
        held += [(*_key(table), name) for name in gone]
    return _marked(rows, [*held, *_few_to_hold_against(rows, few)])


def _less_full_pay(table: Rows, rows: pl.DataFrame) -> list[Part]:
    """The table's groups, with how many of each are not at full pay where the gaps beside it tell who is."""
    short, parts = _BESIDE.get(table[0]["kpi"]), _parts(table)
    if short is None or not table[0]["breakdown"]:
        return parts
    theirs = rows.filter(pl.col("period") == table[0]["period"])
    paid = dict(theirs.filter(pl.col("kpi") == f"{short}_mean").select("group", "people").iter_rows())
    held = theirs.filter(pl.col("kpi") == f"{short}_in_quarter_pct", pl.col("breakdown") == "")["people_out"].to_list()
    paid |= dict.fromkeys([parts[0].name], held[0]) if held else {}  # the reference group is declared first
    return [replace(part, apart=max(part.people - paid.get(part.name, part.people), 0)) for part in parts]


def _few_to_hold_against(rows: pl.DataFrame, few: Mapping[str, int]) -> list[tuple[Any, ...]]:
    """The gaps whose reference group, whose own figure stands behind them all, has too few people."""
    found: list[tuple[Any, ...]] = []
    for row in rows.iter_rows(named=True):
        short, _, what = str(row["kpi"]).partition("_")
        beyond = {"in_quarter_pct": ("mean", "median"), "bonus_paid_pct": ("mean_bonus", "median_bonus")}.get(what, ())
        if row["breakdown"] == "" and beyond:
            reference = row["people_out"] if what == "in_quarter_pct" else _paid_in_reference(rows, row)
            names = [f"{short}_{name}" for name in beyond] if reference <= few[row["kpi"]] else []
            gaps = rows.filter(pl.col("kpi").is_in(names), pl.col("period") == row["period"])
            found += gaps.select(*_TABLE, "group").rows()
    return found


def _paid_in_reference(rows: pl.DataFrame, whole: Mapping[str, Any]) -> int:
    groups = rows.filter(pl.col("kpi") == whole["kpi"], pl.col("period") == whole["period"], pl.col("breakdown") != "")
    return int(groups["people_in"][0]) if groups.height else 0  # the reference group is declared first


def _as_the_law_has_it(shown: pl.DataFrame, trust: pl.DataFrame) -> pl.DataFrame:
    # Where a total had to be withheld to keep a part's secret and the law shows it, the parts go instead.
    series = _TABLE[:3]
    told = shown.filter(_BY_LAW & (pl.col("mark") == WITHHELD)).select(series).unique()
    parts = shown.filter(~_BY_LAW)
    kept, gone = parts.join(told, on=series, how="anti"), parts.join(told, on=series, how="semi")
    return pl.concat([kept, _blank(gone), trust.filter(_BY_LAW)])


def _tables(rows: pl.DataFrame) -> list[Rows]:
    return [table.to_dicts() for table in rows.partition_by(_TABLE, maintain_order=True)] if rows.height else []


def _key(table: Rows) -> tuple[Any, ...]:
    return tuple(table[0][name] for name in _TABLE)


def _parts(table: Rows) -> list[Part]:
    return [Part(row["group"], row["people_in"], row["people_out"]) for row in table]


def _marked(rows: pl.DataFrame, held: Sequence[tuple[Any, ...]]) -> pl.DataFrame:
    schema = {name: rows.schema[name] for name in (*_TABLE, "group")}
    keys = pl.DataFrame(sorted({*held}), schema=schema, orient="row")
    return pl.concat([rows.join(keys, on=list(schema), how="anti"), _blank(rows.join(keys, on=list(schema), how="semi"))])


def _blank(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(pl.lit(WITHHELD).alias("mark"), *(pl.lit(None, rows.schema[n]).alias(n) for n in _NUMBERS))
