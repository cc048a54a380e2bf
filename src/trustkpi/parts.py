"""What is added up of a KPI: its numerator and denominator, and the people behind it."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from trustkpi.kpi import PEOPLE_PARTS, Kpi, Ratio, Statistic, Total

PERSON = "_person"  # the column that numbers people: whoever stands in two rows has one number
_HowMany = Callable[[pl.Expr | None], pl.Expr]  # how many people those of the rows are of which it holds, or of all


def distinct(where: pl.Expr | None) -> pl.Expr:
    """How many people those of the rows are of which it holds, or all, each once."""
    # A pupil enrolled twice in an academy is one person, and is in the numerator if either enrolment is.
    people = pl.col(PERSON)
    return (people if where is None else people.filter(where)).n_unique().cast(pl.Int64)


def one_by_one(where: pl.Expr | None) -> pl.Expr:
    """The same where everybody stands in one row only, without the search for those who stand in two."""
    # What holds of all may be said as one truth, which stands for as many as there are beside it.
    return (pl.len() if where is None else (pl.col(PERSON).is_not_null() & where).sum()).cast(pl.Int64)


def parts(kpi: Kpi, heads: _HowMany) -> dict[str, pl.Expr]:
    """Part to the expression that adds it up; `heads` counts people."""
    measure, people = kpi.measure, _people(kpi, heads)
    if not isinstance(measure, Statistic):
        return measure.parts() | people
    statistic = measure.statistic.cast(pl.Float64)
    return {"numerator": pl.lit(None, pl.Int64), "statistic": statistic, "denominator": measure.n} | people


def _people(kpi: Kpi, heads: _HowMany) -> dict[str, pl.Expr]:
    counts, among, told = kpi.measure.counts, kpi.measure.among, kpi.measure.heads
    if told is not None:
        inside = pl.min_horizontal(told.inside, told.people)
        return dict(zip(PEOPLE_PARTS, (told.people, inside, told.people - inside), strict=True))
    if counts is None:
        return dict.fromkeys(PEOPLE_PARTS, pl.lit(None, pl.Int64))
    people, people_in = heads(among), heads(counts if among is None else among & counts)
    if isinstance(kpi.measure, Total):  # a sum of money or hours leaves nothing of its denominator
        people_out = pl.lit(0, pl.Int64)
    elif isinstance(kpi.measure, Ratio) and kpi.measure.rest is not None:
        rest = kpi.measure.rest
        people_out = heads(rest if among is None else among & rest)
    else:
        people_out = people - people_in
    return dict(zip(PEOPLE_PARTS, (people, people_in, people_out), strict=True))
