"""Shares and numbers of people, for rows that each are a person and for rows that are counts of people."""

from __future__ import annotations

import polars as pl

from trustkpi.measures import Count, Heads, Ratio


def people_who(where: pl.Expr) -> Ratio:
    """Rows about people of which that holds, as a share of all."""
    return Ratio(where.sum(), pl.len(), counts=where)


def share_of_counted(part: str, whole: str) -> Ratio:
    """The people that one column counts, as a share of those that another does."""
    inside, people = pl.col(part).sum(), pl.col(whole).sum()
    return Ratio(inside, people, heads=Heads(people, inside))


def number_counted(column: str) -> Count:
    """The people that a column counts."""
    people = pl.col(column).sum()
    return Count(people, heads=Heads(people, people))


def mean_of_counted(amount: pl.Expr, people: pl.Expr, *, scale: int = 1) -> Ratio:
    """An amount for each of the people that are counted."""
    return Ratio(amount, people, per=1, scale=scale, heads=Heads(people, people))
