"""What a year to date tells beside the one before: less that one, it is the term's figure; less the term's, it is that one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from trustkpi.facts import TRUST
from trustkpi.suppression.passing import Flags
from trustkpi.suppression.series import Axes, Series
from validation.periods import period

Names = tuple[str, str]
_SERIES = ("kpi", "population")


@dataclass(frozen=True)
class ToDate:
    """Which KPI adds up another since September, and at which places it was withheld in the period before."""

    adds_up: Mapping[str, str] = field(default_factory=dict)
    before: Mapping[Names, frozenset[str]] = field(default_factory=dict)

    def links(self, series: Sequence[Series]) -> Iterator[tuple[Series, Series, Flags]]:
        """The term's series with that to date, which is withheld wherever the term's is."""
        for one in series:
            for other in (s for s in series if (s.kpi, s.population) == (self.adds_up.get(one.kpi), one.population)):
                yield one, other, np.asarray(one.seen & other.seen)

    def was_withheld(self, one: Series, axes: Axes) -> Flags:
        """Where the same was withheld before."""
        flags = np.zeros(axes.shape, dtype=bool)
        for place in self.before.get((one.kpi, one.population), ()):
            flags[-1 if place == TRUST else axes.places.get(place, -2), 0] = True
        return np.asarray(flags & one.seen)


class Past:
    """The wholes that are withheld, or were where they are `issued`, period by period, of KPIs that add others up."""

    def __init__(self, adds_up: Mapping[str, str], issued: pl.DataFrame | None) -> None:
        self.adds_up = adds_up
        self._issued: set[tuple[str, str, str, str]] = set()
        if issued is not None:
            held = issued.filter(pl.col("mark") != "", pl.col("breakdown") == "", pl.col("grain") != "phase")
            place = pl.when(pl.col("grain") == "trust").then(pl.lit(TRUST)).otherwise("place")
            self._issued = {*held.select("period", *_SERIES, place.alias("place")).iter_rows()}
        self._kept: dict[tuple[str, Names], tuple[frozenset[str], frozenset[str]]] = {}

    def of(self, results: pl.DataFrame) -> ToDate:
        """What one period's figures are to be withheld beside: a trust's, where it is of the same academies as before."""
        now = period(str(results["period"][0]))
        before = now.before()
        found: dict[Names, frozenset[str]] = {}
        for names, rows in self._wholes(results):
            then, gone = self._kept.get((before.name, names), (frozenset[str](), frozenset[str]()))
            same = before.year == now.year and then == self._academies(rows)
            found[names] = (gone if same else gone - {TRUST}) if before.year == now.year else frozenset()
        return ToDate(self.adds_up, found)

    def keep(self, results: pl.DataFrame, gone: Sequence[int], row: str) -> None:
        """That those rows of a period's results are withheld."""
        for names, rows in self._wholes(results):
            of, held = str(results["period"][0]), rows.filter(pl.col(row).is_in(gone))
            places = {TRUST if grain == "trust" else place for grain, place in held.select("grain", "place").iter_rows()}
            issued = {place for *which, place in self._issued if which == [of, *names]}
            self._kept[of, names] = (self._academies(rows), frozenset(places | issued))

    def _wholes(self, results: pl.DataFrame) -> Iterator[tuple[Names, pl.DataFrame]]:
        wholes = results.filter(
            pl.col("kpi").is_in([*self.adds_up.values()]), pl.col("breakdown") == "", pl.col("grain") != "phase"
        )
        for (kpi, population), rows in wholes.partition_by(_SERIES, as_dict=True).items():
            yield (str(kpi), str(population)), rows

    @staticmethod
    def _academies(rows: pl.DataFrame) -> frozenset[str]:
        return frozenset(rows.filter(pl.col("grain") == "academy")["place"])
