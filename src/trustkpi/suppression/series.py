"""A period's results as matrices: for each KPI and population a row a place and a column a group."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from trustkpi.suppression.passing import BIG, Flags, Numbers

_PARTS = ("numerator", "denominator", "people", "people_in", "people_out")
TO_A_TRUST = 20.0  # a trust's figure is worth as many of its academies'; product default


@dataclass(frozen=True)
class Axes:
    """The places of a period, then what belongs to none of them, then the trust; the wholes, then each table's columns.

    A table ends in a column for those who are in none of its groups. Neither is published, but both can be worked out.
    """

    places: Mapping[str, int]
    columns: Mapping[tuple[str, str], int]
    tables: Mapping[str, slice]
    shape: tuple[int, int]

    @classmethod
    def of(cls, results: pl.DataFrame) -> Axes:
        """The axes of one period's results."""
        academies = results.filter(pl.col("grain") == "academy")["place"].unique().sort().to_list()
        groups = results.select("breakdown", "group").unique().sort("breakdown", "group").rows()
        columns, tables, at = {("", ""): 0}, {}, 1
        for name in dict.fromkeys(breakdown for breakdown, _ in groups if breakdown):
            inside = [pair for pair in groups if pair[0] == name]
            columns |= {pair: at + i for i, pair in enumerate(inside)}
            tables[name] = slice(at, at + len(inside) + 1)
            at += len(inside) + 1
        return cls({place: i for i, place in enumerate(academies)}, columns, tables, (len(academies) + 2, at))


@dataclass(frozen=True)
class Series:
    """One KPI of one population: numerator (`n`), what is left of the denominator (`rest`), and the people behind each."""

    kpi: str
    population: str
    rows: np.ndarray  # which row of the results a figure is; -1 where none is published
    n: Numbers
    whole: Numbers
    rest: Numbers
    people: Numbers
    inside: Numbers
    outside: Numbers
    adds: bool

    @property
    def seen(self) -> Flags:
        """The figures that there are to publish."""
        return np.asarray(self.rows >= 0)

    @property
    def only_counts(self) -> bool:
        """Whether it cannot be added up, or only says how many people, or things of theirs, there are."""
        return not self.adds or (bool((self.inside == self.people).all()) and not self.whole.any() and not self.outside.any())

    @property
    def there(self) -> Flags:
        """The figures behind which there is anybody, published or not."""
        return np.asarray((self.people > 0) | (self.n > 0) | (self.whole > 0))

    @property
    def unseen(self) -> Flags:
        """What nobody publishes, though there is somebody: as good as withheld."""
        return self.there & ~self.seen


def series_of(results: pl.DataFrame, axes: Axes) -> list[Series]:
    """The series of one period; `results` has `_row`, and `people` everywhere."""
    academy = pl.col("place").replace_strict(axes.places, default=None, return_dtype=pl.Int64)
    place = pl.when(pl.col("grain") == "trust").then(axes.shape[0] - 1).otherwise(academy).alias("_r")
    columns = pl.DataFrame([(*pair, i) for pair, i in axes.columns.items()], schema=["breakdown", "group", "_c"], orient="row")
    mine = results.filter(pl.col("grain") != "phase").with_columns(place)
    placed = mine.join(columns, on=["breakdown", "group"], how="left", maintain_order="left")
    parts = placed.partition_by("kpi", "population", as_dict=True, maintain_order=True)
    return [_series(str(kpi), str(population), rows, axes) for (kpi, population), rows in sorted(parts.items())]


def _series(kpi: str, population: str, rows: pl.DataFrame, axes: Axes) -> Series:
    at = rows["_r"].to_numpy(), rows["_c"].to_numpy()
    which = np.full(axes.shape, -1, dtype=np.int64)
    which[at] = rows["_row"].to_numpy()
    found = {}
    for part in _PARTS:
        found[part] = np.zeros(axes.shape)
        found[part][at] = rows[part].abs().fill_null(0).to_numpy()
        _close(found[part], which >= 0, axes)
    n, whole = found["numerator"], found["denominator"]
    has_whole = rows["denominator"].is_not_null().any()
    people, inside, outside = (found[part] for part in _PARTS[2:])
    # A headcount that figures are divided by can be smaller than the number of people who were there at any time.
    if people[-1, 0] <= whole[-1, 0] * 2 <= people[-1, 0] * 2:
        people = whole
    # A count of people leaves the other people; a sum without a denominator leaves nothing that can be told.
    heads = n[-1, 0] == inside[-1, 0] or (inside.sum() == n.sum())
    rest = np.maximum(whole - n, 0) if has_whole else people - inside if heads else np.full(axes.shape, BIG)
    rest, n = (_unbound(part, which >= 0, axes) for part in (rest, n))
    return Series(kpi, population, which, n, whole, rest, people, inside, outside, bool(rows["numerator"].is_not_null().any()))


def _close(part: Numbers, seen: Flags, axes: Axes) -> None:
    """What the trust has beyond its academies, and a place beyond its groups."""
    part[-2] = np.where(seen[-1], np.maximum(part[-1] - part[:-2].sum(axis=0), 0), 0)
    for table in axes.tables.values():
        there = seen[:, table].any(axis=1) & seen[:, 0]
        left = part[:, 0] - part[:, table][:, :-1].sum(axis=1)
        part[:, table.stop - 1] = np.where(there, np.maximum(left, 0), 0)


def _unbound(part: Numbers, seen: Flags, axes: Axes) -> Numbers:
    """A total that is not published binds nothing."""
    free = part.copy()
    free[-1] = np.where(~seen[-1] & seen[:-1].any(axis=0), BIG, free[-1])
    for table in axes.tables.values():
        free[:, 0] = np.where(~seen[:, 0] & seen[:, table].any(axis=1), BIG, free[:, 0])
    return free


def costs(people: Numbers, seen: Flags) -> Numbers:
    """What withholding each figure loses: the people of whom nothing is told; nothing to withhold costs without end."""
    asked = people + 1
    asked[-1] *= TO_A_TRUST
    return np.where(seen, asked, np.inf)
