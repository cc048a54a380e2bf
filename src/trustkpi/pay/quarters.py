"""The four hourly pay quarters: their sizes, and who falls in which where many are paid the same.

Gender Pay Gap Information Regulations, SI 2017/172, regulation 13 (which Schedule 1 of SI 2017/353 repeats),
https://www.legislation.gov.uk/uksi/2017/172/regulation/13/made: people on the same rate who straddle quarters are split so
that, as far as possible, men and women are in each in the same proportion.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate

import polars as pl

QUARTERS = ("Lower", "Lower middle", "Upper middle", "Upper")
# Whom the remainder goes to, as "Gender pay gap reporting: guidance for employers - Making your calculations" has it:
# https://www.gov.uk/government/publications/gender-pay-gap-reporting-guidance-for-employers/making-your-calculations
_REMAINDER = ((0, 0, 0, 0), (1, 0, 0, 0), (1, 0, 1, 0), (1, 1, 1, 0))
_PAY, _KIND = "_pay", "_kind"


def sizes(people: int) -> tuple[int, ...]:
    """How many people fall in each quarter, the lower first."""
    return tuple(people // 4 + extra for extra in _REMAINDER[people % 4])


def shared(kinds: Mapping[str, int], room: Sequence[int]) -> dict[str, list[int]]:
    """How many of each kind of people on one rate fall in each quarter that they straddle, `room` in each.

    Kind by kind in the order given, each in proportion to the room; what is left over goes to the largest remainders, the
    lower quarter first where they are alike. The last kind takes the room that is left.
    """
    left, found = list(room), {}
    for kind, people in kinds.items():
        every = sum(left)
        shares = [divmod(people * places, every) if every else (0, 0) for places in left]
        taken = [whole for whole, _ in shares]
        by_remainder = sorted(range(len(left)), key=lambda at: (-shares[at][1], at))
        for at in by_remainder[: people - sum(taken)]:
            taken[at] += 1
        found[kind] = taken
        left = [places - took for places, took in zip(left, taken, strict=True)]
    return found


def quarters(people: pl.DataFrame, *, pay: str, kind: str, within: Sequence[str], kinds: Sequence[str], by: str) -> pl.Series:
    """The quarter of each row, 1 to 4 from the lower, among the rows alike in `within`; null where `pay` is null.

    `pay` orders people and is alike only for the same rate. Who of a kind on a straddling rate stands lower is told by
    `by`, so that the order of rows changes nothing; how many do is told by the Regulations.
    """
    known = people.select(*within, pl.col(pay).alias(_PAY), pl.col(kind).alias(_KIND), by).with_row_index("_row")
    ranked = known.filter(pl.col(_PAY).is_not_null())
    if ranked.is_empty():
        return pl.Series("quarter", [None] * people.height, dtype=pl.Int64)
    parts = ranked.partition_by(*within, maintain_order=True) if within else [ranked]
    found = pl.concat([_of_one(part, kinds, by) for part in parts])
    return known.select("_row").join(found, on="_row", how="left", maintain_order="left")["quarter"]


def _of_one(part: pl.DataFrame, kinds: Sequence[str], by: str) -> pl.DataFrame:
    edges = list(accumulate(sizes(part.height)))
    rates = part.group_by(_PAY).len("n").sort(_PAY).with_columns(last=pl.col("n").cum_sum())
    rates = rates.with_columns(low=_quarter(pl.col("last") - pl.col("n") + 1, edges), high=_quarter(pl.col("last"), edges))
    cuts = list(_cuts(part, rates.filter(pl.col("low") != pl.col("high")), edges, kinds))
    split = pl.DataFrame(cuts, schema={_PAY: pl.Int128, _KIND: pl.String, "ups": pl.List(pl.Int64)}, orient="row")
    ordinal = pl.col(by).rank("ordinal").over(_PAY, _KIND)
    placed = (
        part.sort(by, "_row").with_columns(at=ordinal).join(rates, on=_PAY, how="left").join(split, on=[_PAY, _KIND], how="left")
    )
    above = pl.sum_horizontal((pl.col("ups").list.get(q, null_on_oob=True) < pl.col("at")).cast(pl.Int64) for q in range(3))
    return placed.select("_row", quarter=pl.when(pl.col("ups").is_null()).then("low").otherwise(1 + above).cast(pl.Int64))


def _quarter(place: pl.Expr, edges: Sequence[int]) -> pl.Expr:
    return 1 + pl.sum_horizontal((place > edge).cast(pl.Int64) for edge in edges[:3])


def _cuts(
    part: pl.DataFrame, straddling: pl.DataFrame, edges: Sequence[int], kinds: Sequence[str]
) -> Iterator[tuple[int, str, list[int]]]:
    """For each rate that straddles quarters, and each kind of people on it, how many stand in each quarter or below."""
    bounds = list(zip([0, *edges[:3]], edges, strict=True))
    for row in straddling.iter_rows(named=True):
        first = row["last"] - row["n"]
        room = [max(0, min(row["last"], upper) - max(first, lower)) for lower, upper in bounds]
        there = dict(part.filter(pl.col(_PAY) == row[_PAY]).group_by(_KIND).len().iter_rows())
        for kind, taken in shared({k: there[k] for k in kinds if k in there}, room).items():
            yield row[_PAY], kind, list(accumulate(taken))
